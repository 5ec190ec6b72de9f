"""The journal: one append-only, compressed file a run, whole or not there.

    journal/000001-run_000001_20261125T033649Z.jsonl.gz

A text stands once in the whole journal, by its hash. Entries: see schemas/journal.py.
"""

import contextlib
import gzip
import os
import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from schemas.base import CONTRACT_VERSION
from schemas.document import Document
from schemas.failpoint import failpoint
from schemas.journal import (
    DocumentEntry,
    EndEntry,
    Entry,
    HeaderEntry,
    OutcomesEntry,
    PurgeEntry,
    RejectEntry,
    TextEntry,
    document_entry,
    parse_entry,
    record_entry,
)
from schemas.records import Record
from schemas.reject import Reject
from schemas.run import Run
from schemas.tombstone import Tombstone
from warehouse.errors import JournalError
from warehouse.files import make_folder, move, sync, writing
from warehouse.outcome import Outcome, Outcomes

_NAME = re.compile(r"(\d{6})-(run_\d{6}_\w+)\.jsonl\.gz")
_PART = ".part"
_CHUNK_ENTRIES = 5000
_CHUNK_BYTES = 32 * 1024 * 1024
RESTORE = (
    "restore it from a backup; without one, move the journal folder and working.duckdb away and run "
    "`communique ingest --reread`, which makes both anew from the archive, without the history"
)

Item = Document | Record | Reject | Tombstone | Run
Texts = Callable[[Collection[str]], dict[str, str]]
"""Gives the texts of those hashes that it knows."""


@dataclass(frozen=True, slots=True, order=True)
class JournalFile:
    """A file of the journal, by its name."""

    sequence: int
    run_id: str
    path: Path


def run_id_of(sequence: int, known_at_text: str) -> str:
    """Id of the run of that number: ids sort as the runs do."""
    return f"run_{sequence:06d}_{known_at_text}"


def list_files(folder: Path) -> list[JournalFile]:
    """The files of the journal in order; names of another form are no part of it.

    Raises JournalError where one is missing between two others, or two claim one number.
    """
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise JournalError(f"{folder}: cannot be read ({error.strerror})") from None
    matches = [match for name in names if (match := _NAME.fullmatch(name))]
    files = [JournalFile(int(match[1]), match[2], folder / match[0]) for match in matches]
    for expected, file in enumerate(files, 1):
        if file.sequence > expected:
            raise JournalError(f"{folder}: the file of run number {expected} is missing; {RESTORE}")
        if file.sequence < expected:
            raise JournalError(f"{file.path}: a second file of run number {file.sequence}; move the wrong one away")
    return files


def remove_leftovers(folder: Path) -> None:
    """Remove what killed writers left beside the files. Only for the holder of the lock."""
    with contextlib.suppress(FileNotFoundError):
        for path in folder.glob(f".*{_PART}"):
            path.unlink(missing_ok=True)


class JournalWriter:
    """Writes the file of one run beside its place; `seal` moves it there. Left without it, nothing stays.

    Say with `know` which texts stand in earlier files, before a document with one is added. All methods raise
    WarehouseError where the disk does not take what is written.
    """

    def __init__(self, folder: Path, sequence: int, run_id: str):
        self.path = folder / f"{sequence:06d}-{run_id}.jsonl.gz"
        self.part = folder / f".{self.path.name}.{os.getpid()}{_PART}"
        self._run_id = run_id
        self._texts: set[str] = set()
        self._documents: set[str] = set()
        self._lines = 0
        with writing(self.path):
            make_folder(folder)
            self._raw = self.part.open("wb")
        # no name and no time inside, so that equal entries make equal files
        self._gzip = gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=self._raw, mtime=0)

    def __enter__(self) -> "JournalWriter":
        try:
            self._write(HeaderEntry(contract_version=CONTRACT_VERSION, run_id=self._run_id))
        except BaseException:
            self._discard()
            raise
        failpoint("journal.begun")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._discard()

    def _discard(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._gzip.close()
        with contextlib.suppress(OSError):
            self._raw.close()
        with contextlib.suppress(OSError):
            self.part.unlink(missing_ok=True)

    def _write(self, entry: Entry) -> None:
        with writing(self.path):
            self._gzip.write(entry.model_dump_json().encode() + b"\n")
        self._lines += 1

    def know(self, texts: Iterable[str]) -> None:
        """Take hashes of texts that stand in earlier files, and so need not be written again."""
        self._texts.update(texts)

    def add(self, outcome: Outcome) -> None:
        """Append what became of one document.

        Raises ValueError where the document came before in this run, or a record or reject is not the document's.
        """
        document = outcome.document
        if document is None:
            if outcome.records:
                raise ValueError("an outcome without a document has records")
        else:
            if document.document_id in self._documents:
                raise ValueError(f"{document.document_id} comes twice in one run")
            self._documents.add(document.document_id)
            if document.text_sha256 not in self._texts:
                self._texts.add(document.text_sha256)
                self._write(TextEntry(text_sha256=document.text_sha256, text=document.text))
            self._write(document_entry(document))
            for owner in [r.document_id for r in outcome.records] + [r.document_id for r in outcome.rejects]:
                if owner != document.document_id:
                    raise ValueError(f"a record or reject of {owner} stands among those of {document.document_id}")
        for record in outcome.records:
            self._write(record_entry(record))
        for reject in outcome.rejects:
            self._write(RejectEntry(reject=reject))

    def add_purged(self, purged: Tombstone) -> None:
        """Append that a document was purged."""
        self._write(PurgeEntry(purged=purged))

    def finish(self, run: Run, outcomes: Outcomes | None = None) -> None:
        """Write what became of all items and the last line, and have the disk keep the file, still beside its place."""
        if run.run_id != self._run_id:
            raise ValueError(f"the run is {run.run_id}, its file {self._run_id}")
        if outcomes:
            self._write(OutcomesEntry(outcomes={outcome: tuple(ids) for outcome, ids in outcomes.items()}))
        self._write(EndEntry(lines=self._lines, run=run))
        with writing(self.path):
            self._gzip.close()
            self._raw.close()
            sync(self.part)
        failpoint("journal.written")

    def seal(self) -> None:
        """Move the finished file to its place: from here on the run is part of the journal."""
        with writing(self.path):
            move(self.part, self.path)
        failpoint("journal.sealed")


def read_lines(path: Path) -> Iterator[bytes]:
    """Lines of a journal file, decompressed. Raises JournalError where it is cut short, damaged or unreadable."""
    try:
        with gzip.open(path, "rb") as file:
            yield from file
    except EOFError:
        raise JournalError(f"{path}: cut short; {RESTORE}") from None
    except (gzip.BadGzipFile, zlib.error):
        raise JournalError(f"{path}: damaged (not what was written); {RESTORE}") from None
    except FileNotFoundError:
        raise JournalError(f"{path}: missing; {RESTORE}") from None
    except OSError as error:
        raise JournalError(f"{path}: cannot be read ({error.strerror or error}); allow reading it") from None


def read_entries(path: Path) -> Iterator[Entry]:
    """Entries of a file, each validated, from the header to the end entry; both are given out too.

    Raises JournalError, at the latest where the file ends without an end entry.
    """
    contract_version = CONTRACT_VERSION
    ended = False
    n = 0
    for n, line in enumerate(read_lines(path), 1):
        if ended:
            raise _damaged(path, n, "there is more after the end")
        if n == 1:
            contract_version = contract_version_of(path, line)
        entry = parsed(path, line, contract_version, n)
        if isinstance(entry, HeaderEntry) != (n == 1):
            raise _damaged(path, n, "the header does not stand first")
        if isinstance(entry, EndEntry):
            ended = True
            if entry.lines != n - 1:
                raise _damaged(path, n, f"it has {n - 1} lines before the end, not {entry.lines}")
        yield entry
    if not ended:
        raise JournalError(f"{path}: cut short after {n} lines; {RESTORE}")


def parsed(path: Path, line: bytes, contract_version: int, n: int | None = None) -> Entry:
    """A line as an entry of today's contract; `n` is its number, for the message. Raises JournalError."""
    try:
        return parse_entry(line, contract_version)
    except LookupError as error:
        raise JournalError(f"{path}: {error.args[0]}; use a version of communique that has it") from None
    except ValueError as error:
        if not line.endswith(b"\n"):
            raise JournalError(f"{path}: cut short; {RESTORE}") from None
        raise _damaged(path, n, "an entry is not of the contract's form") from error


def contract_version_of(path: Path, line: bytes) -> int:
    """The contract's version from the header, read before anything of a newer contract is looked at."""
    match = re.match(rb'\{"entry":"header","contract_version":(\d{1,9})[,}]', line)
    if not match:
        raise _damaged(path, 1, "it has no header")
    version = int(match[1])
    if version > CONTRACT_VERSION:
        raise JournalError(
            f"{path}: written by a newer communique (contract {version}, this one knows {CONTRACT_VERSION}); "
            "update communique and run again"
        )
    return version


def _damaged(path: Path, line: int | None, why: str) -> JournalError:
    return JournalError(f"{path}: damaged{f' at line {line}' if line else ''} ({why}); {RESTORE}")


def read_chunks(path: Path, run_id: str, texts: Texts) -> Iterator[list[Item]]:
    """The models of a run's file, in chunks: each document before its records and rejects, last of all the Run.

    `texts` is asked once a chunk for the texts that do not stand in it: those of earlier files, and those that came
    in earlier chunks. Raises JournalError.
    """
    chunk: list[Entry] = []
    size = 0
    for entry in read_entries(path):
        if isinstance(entry, HeaderEntry):
            if entry.run_id != run_id:
                raise _damaged(path, 1, f"it is of {entry.run_id}, not of {run_id}")
            continue
        chunk.append(entry)
        size += len(entry.text) if isinstance(entry, TextEntry) else 0
        # a text entry and its document stay together
        if (len(chunk) >= _CHUNK_ENTRIES or size >= _CHUNK_BYTES) and not isinstance(entry, TextEntry):
            yield _models(path, chunk, texts)
            chunk, size = [], 0
    yield _models(path, chunk, texts)


def _models(path: Path, chunk: Iterable[Entry], texts: Texts) -> list[Item]:
    own = {entry.text_sha256: entry.text for entry in chunk if isinstance(entry, TextEntry)}
    try:
        asked = {entry.text_sha256 for entry in chunk if isinstance(entry, DocumentEntry)} - own.keys()
        known = {**texts(asked), **own} if asked else own
        return [item for entry in chunk if (item := _model(entry, known)) is not None]
    except KeyError as error:
        raise JournalError(f"{path}: the text {error.args[0]} stands in no file of the journal; {RESTORE}") from None
    except ValueError as error:
        raise JournalError(f"{path}: damaged (a document is not of the contract's form); {RESTORE}") from error


def _model(entry: Entry, texts: dict[str, str]) -> Item | None:
    if isinstance(entry, DocumentEntry):
        return entry.with_text(texts[entry.text_sha256])
    if isinstance(entry, RejectEntry):
        return entry.reject
    if isinstance(entry, EndEntry):
        return entry.run
    if isinstance(entry, PurgeEntry):
        return entry.purged
    if isinstance(entry, TextEntry | HeaderEntry | OutcomesEntry):
        return None
    return entry.record
