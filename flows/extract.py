"""Files to documents and records without a warehouse: what `communique extract` prints and the measure reads."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from flows.contained import Readers
from flows.errors import ExtractError
from flows.process import Outcome, extractor_named, process
from schemas.base import mend_surrogates
from sources.archive import ArchiveItem, sha256
from sources.arrival import Arrival, BadArgumentError, Refusal, SourceError
from sources.folder import discover

if TYPE_CHECKING:
    from extraction.extractor import Extractor


@dataclass(frozen=True, slots=True)
class Extracted:
    """One file's outcome. `relative` is its path relative to the argument, `argument` the argument that it lies under.

    `outcome` is None where the file was never read; `message` says in one line, with the file's name, why it failed
    or was skipped, and is None otherwise.
    """

    argument: Path
    relative: PurePosixPath
    shown: str
    outcome: Outcome | None
    message: str | None = None
    skipped: bool = False


def _outcome(arrival: Arrival, extractor: "Extractor", received_on: dt.date, readers: Readers) -> Outcome:
    """Read and extract one arrival, with the ids that `ingest` would give it. Raises SourceError."""
    content = arrival.read()
    digest = sha256(content)
    item = ArchiveItem(
        document_id=arrival.document_id,
        version_id=arrival.version_id(digest),
        source=arrival.source,
        path=arrival.path,
        origin=arrival.origin,
        content_sha256=digest,
        size=len(content),
        sidecar=arrival.sidecar,
        received_at=dt.datetime.combine(received_on, dt.time(), dt.UTC),
        media_hint=arrival.media_hint,
    )
    if readers.wants(item, content):
        return readers.read(item, content, extractor).result()
    return process(item, content, extractor)


def _relative(shown: str, argument: Path) -> PurePosixPath:
    path, argument = Path(shown), Path(mend_surrogates(argument.as_posix()))
    return PurePosixPath(path.name) if path == argument else PurePosixPath(path.relative_to(argument).as_posix())


def extract_paths(
    paths: Sequence[Path], extractor: "Extractor | str" = "grammar", *, received_on: dt.date | None = None
) -> Iterator[Extracted]:
    """Read and extract files and folders, in the order in which `ingest` takes them.

    `received_on` bounds the day of publication; None is today in UTC. A file that cannot be used is told by its
    message, and the rest goes on. Raises BadArgumentError where a path does not exist and ExtractorError, both
    before anything is read.
    """
    by = extractor_named(extractor) if isinstance(extractor, str) else extractor
    day = received_on or dt.datetime.now(dt.UTC).date()
    offers = [(argument, discover([argument])) for argument in paths]
    return _extracted(offers, by, day)


def _extracted(
    offers: Sequence[tuple[Path, Iterator[Arrival | Refusal]]], by: "Extractor", day: dt.date
) -> Iterator[Extracted]:
    seen: set[str] = set()
    with Readers() as readers:
        for argument, offered in offers:
            for offer in offered:
                if isinstance(offer, Arrival):
                    if offer.origin in seen:
                        continue
                    seen.add(offer.origin)
                yield _one(argument, offer, by, day, readers)


def _one(argument: Path, offer: Arrival | Refusal, by: "Extractor", day: dt.date, readers: Readers) -> Extracted:
    shown = offer.shown
    relative = _relative(shown, argument)
    if isinstance(offer, Refusal):
        return Extracted(argument, relative, shown, None, f"{shown}: {offer.message}", offer.skipped)
    try:
        outcome = _outcome(offer, by, day, readers)
    except SourceError as error:
        return Extracted(argument, relative, shown, None, f"{shown}: {error}")
    if outcome.document is None:
        message = f"{shown}: {outcome.rejects[0].message}"
        return Extracted(argument, relative, shown, outcome, message, outcome.left_aside)
    reason = outcome.document.skip_reason
    return Extracted(argument, relative, shown, outcome, f"{shown}: {reason}" if reason else None, reason is not None)


def extract_file(
    path: Path, extractor: "Extractor | str" = "grammar", *, received_on: dt.date | None = None
) -> Outcome:
    """Read and extract one file; the outcome has its document, which may be one that is skipped with a reason.

    Raises ExtractError where the file cannot be read or used, or the extractor stopped.
    """
    try:
        found = list(extract_paths([path], extractor, received_on=received_on))
    except BadArgumentError as error:
        raise ExtractError(str(error)) from None
    if len(found) != 1:
        raise ExtractError(f"{path}: is a folder; give one file")
    (one,) = found
    if one.outcome is None or one.outcome.document is None:
        raise ExtractError(one.message or f"{path}: cannot be extracted")
    return one.outcome
