"""One document from bytes to records: read, extract, validate. Touches no warehouse, so that it can run anywhere."""

import gc
import os
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from schemas.document import Document
from schemas.enums import DocumentStatus, RejectStage
from schemas.ids import digest
from schemas.readings import reading_digest
from schemas.records import Record
from schemas.reject import Reject

if TYPE_CHECKING:
    from extraction.extractor import Extractor
    from sources.archive import ArchiveItem

_ADDRESS = re.compile(r"0x[0-9a-fA-F]+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document. Without a `document` it failed, or is `left_aside`, and its reject says why."""

    document: Document | None
    records: tuple[Record, ...] = ()
    rejects: tuple[Reject, ...] = ()
    candidates_in: int = 0
    candidates_skipped: int = 0
    left_aside: bool = False

    def digest(self) -> str | None:
        """A digest of the reading, None where the document failed."""
        return reading_digest(self.document, self.records, self.rejects) if self.document else None


def extractor_named(name: str) -> "Extractor":
    """The extractor of that name: made once a process, unless it reads a file, which may change between runs.

    Raises extraction.extractor.ExtractorError.
    """
    from extraction.lexicon.store import VARIABLE
    from extraction.registry import file_of, get_extractor

    return get_extractor(name) if file_of(name) else _made_once(name, os.environ.get(VARIABLE))


@lru_cache(maxsize=4)
def _made_once(name: str, lexicon: str | None) -> "Extractor":
    from extraction.registry import get_extractor

    return get_extractor(name)


def leave_out_of_collection() -> None:
    """Let the collector of memory look no more at what lives as long as this process: lexicons, patterns, libraries.

    Called where many things are about to be made: before files are looked at, and again once the first document was
    read and all that reading needs is there. Looking through it again and again takes a twentieth of the time.
    """
    gc.freeze()


def reject_of(
    document_id: str,
    source: str,
    path: str,
    version_id: str | None,
    stage: RejectStage,
    message: str,
    extractor: "Extractor | None" = None,
) -> Reject:
    """The reject of a whole document."""
    return Reject(
        reject_id=digest("rej", document_id, stage, None, None, message, None),
        document_id=document_id,
        source=source,
        path=path,
        version_id=version_id,
        stage=stage,
        message=message,
        extractor=extractor.name if extractor else None,
        extractor_version=extractor.version if extractor else None,
    )


def crash(error: Exception) -> str:
    """An unforeseen error in one line that is the same each time: its type and what it says, without addresses."""
    said = _ADDRESS.sub("0x…", " ".join(str(error).split()))[:300]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def failed(
    item: "ArchiveItem", message: str, stage: RejectStage = RejectStage.READ, by: "Extractor | None" = None
) -> Outcome:
    """The outcome of a version that could not be used."""
    reject = reject_of(item.document_id, item.source, item.path, item.version_id, stage, message, by)
    return Outcome(None, rejects=(reject,))


def process(item: "ArchiveItem", content: bytes, extractor: "Extractor") -> Outcome:
    """Read one archived version and extract its records. Raises nothing that a document can cause."""
    read = read_only(item, content)
    return extracted(item, read.document, extractor) if read.document else read


def read_only(item: "ArchiveItem", content: bytes) -> Outcome:
    """Read one archived version without extracting. Raises nothing that a document can cause."""
    from documents.errors import UnreadableDocument, UnreadFormat
    from documents.media import SUFFIXES
    from documents.read import read_document

    try:
        document = read_document(
            content,
            document_id=item.document_id,
            version_id=item.version_id,
            source=item.source,
            path=item.path,
            sidecar=item.sidecar_model(),
            received_on=item.received_at.date(),
        )
    except UnreadFormat as error:
        # a spreadsheet that calls itself one is left aside, as in a folder; one that is called a.txt is a fault
        return replace(failed(item, str(error)), left_aside=PurePosixPath(item.path).suffix.lower() not in SUFFIXES)
    except UnreadableDocument as error:
        return failed(item, str(error))
    except Exception as error:
        return failed(item, f"reading stopped with {crash(error)}; please report this with the file")
    return Outcome(document)


def extracted(item: "ArchiveItem", document: Document, extractor: "Extractor") -> Outcome:
    """Extract the records of a document as read. Raises nothing that a document can cause."""
    from extraction.extractor import CannotCodeError
    from extraction.validate import extract

    if document.status is DocumentStatus.SKIPPED:
        return Outcome(document)
    try:
        found = extract(document, extractor)
    except CannotCodeError as error:
        return failed(item, f"cannot be coded: {error}", RejectStage.EXTRACT, extractor)
    except Exception as error:
        made = f"extractor {extractor.name} {extractor.version}"
        return failed(
            item,
            f"{made} stopped with {crash(error)}; please report this with the file",
            RejectStage.EXTRACT,
            extractor,
        )
    return Outcome(document, found.records, found.rejects, found.candidates_in, found.candidates_skipped)
