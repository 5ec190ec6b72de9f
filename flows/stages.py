"""The stages of a run, each a plain function: plain runs and Prefect flows are made of the same ones."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.contained import Readers, read_versions
from flows.process import Outcome, leave_out_of_collection
from flows.receive import Progress, Received
from flows.report import RunReport
from flows.spool import Spool
from flows.tally import Tally
from flows.version import code_version
from schemas.failpoint import failpoint
from schemas.run import SourceOutcome
from schemas.source import SourceEntry
from sources.archive import Archive

if TYPE_CHECKING:
    from extraction.extractor import Extractor
    from warehouse.outcome import KnownDocument
    from warehouse.store import Store

FAILPOINTS = ("archive.object", "flow.recovered", "flow.archived", "flow.read")
"""Where tests let a run die outside the warehouse, in the order in which a run passes the stages."""

SOURCE_FAILPOINTS = ("flow.resumed", "flow.loaded")
"""Those that only runs over sources of sources.toml pass beside."""

_MANY = 20
"""Documents to read from which on it pays to look after memory."""

OnWait = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do with what was received: `to_read` are places among the received, `known` the ids of those
    documents to read that the warehouse has already."""

    received: Sequence[Received]
    to_read: tuple[int, ...]
    known: frozenset[str] = frozenset()


def now() -> dt.datetime:
    """The time, UTC."""
    return dt.datetime.now(dt.UTC)


def plan(received: Sequence[Received], known: dict[str, "KnownDocument"], reread: bool = False) -> Plan:
    """Read what is new or changed; what is known in this version is not read again, unless all is.

    Nor is it left alone where it failed since: a file that is as it was before it broke is no longer a failure.
    """

    def wanted(one: Received) -> bool:
        if one.version_id is None:
            return False
        current = known.get(one.document_id)
        return reread or current is None or current.failing or current.version_id != one.version_id

    to_read = tuple(n for n, one in enumerate(received) if wanted(one))
    return Plan(received, to_read, frozenset(received[n].document_id for n in to_read) & known.keys())


def read_all(
    todo: Plan,
    archive: Archive,
    extractor: "Extractor",
    spool: Spool,
    tally: Tally,
    *,
    readers: Readers,
    readings: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> None:
    """Read and extract what the plan wants, into the spool and the tally.

    A document that gives what `readings` (digests by document_id) says that it gave before is unchanged, and is not
    written again.
    """
    wanted = [version for place in todo.to_read if (version := todo.received[place].version_id)]
    outcomes = read_versions(archive, wanted, extractor, readers)
    for n, place in enumerate(todo.to_read):
        one = todo.received[place]
        if progress:
            progress("read", n, len(todo.to_read), one.shown)
        outcome = next(outcomes)
        if n == 0 and len(todo.to_read) > _MANY:
            leave_out_of_collection()
        if readings and outcome.document and readings.get(one.document_id) == outcome.digest():
            tally.unchanged(one.document_id)
            continue
        spool.add(outcome)
        tally.read(place, one.document_id, one.shown, outcome)
    if progress:
        progress("read", len(todo.to_read), len(todo.to_read), "")


def note_unmet(todo: Plan, extractor: "Extractor", tally: Tally) -> None:
    """Tell what the extractor was to find and did not; only a run that reads all it was given can say that."""
    from extraction.extractor import Checklist

    if isinstance(extractor, Checklist) and len(todo.to_read) == len(todo.received):
        unmet = extractor.unmet()
        if unmet:
            more = f"; so are {len(unmet) - 1} more" if len(unmet) > 1 else ""
            tally.note(f"{unmet[0]}{more} (communique coding check tells all)")


def tally_rest(todo: Plan, tally: Tally) -> None:
    """Count what is not read: what was refused, and what is known already."""
    wanted = set(todo.to_read)
    for place, one in enumerate(todo.received):
        if one.refusal is not None:
            tally.refused(place, one)
        elif place not in wanted:
            tally.unchanged(one.document_id)


def _outcomes(todo: Plan, spools: Sequence[Spool]) -> Iterator[Outcome]:
    for one in todo.received:
        if one.refusal is not None:
            yield Outcome(None, rejects=(one.refusal,))
    for spool in spools:
        yield from spool


@dataclass(frozen=True, slots=True)
class Job:
    """What is run, as the journal tells it."""

    command: str
    started_at: dt.datetime
    extractor: str
    extractor_version: str
    arguments: str
    catalogue: tuple[SourceEntry, ...] | None = None


def write(
    store: "Store",
    job: Job,
    todo: Plan,
    spools: Sequence[Spool],
    tally: Tally,
    *,
    sources: tuple[SourceOutcome, ...] = (),
    recovered: tuple[str, ...] = (),
    on_wait: OnWait | None = None,
) -> RunReport:
    """Journal, load, check and publish, under the writer's lock. Raises warehouse.errors.WarehouseError."""
    from warehouse import api

    draft = api.RunDraft(
        command=job.command,
        started_at=job.started_at,
        code_version=code_version(),
        extractor=job.extractor,
        extractor_version=job.extractor_version,
        arguments=job.arguments,
        counts=tally.counts,
        outcomes=tally.outcomes,
        sources=sources,
        catalogue=job.catalogue,
    )
    result = api.commit_run(store, draft, _outcomes(todo, spools), on_wait=on_wait)
    return RunReport(
        run=result.run,
        messages=tally.messages,
        warnings=tally.warnings,
        changed_rows=result.changed_rows,
        published=result.published_version,
        failed_checks=result.failed_checks,
        recovered=recovered + result.recovery.run_ids,
    )


def arguments_of(paths: Sequence[Path], source: str | None) -> str:
    """What a run was asked to read, as a line."""
    return " ".join([*(path.as_posix() for path in paths), *(["--source", source] if source else [])])


def passed(name: str) -> None:
    """A failpoint of this room; the name must be one of FAILPOINTS."""
    assert name in FAILPOINTS + SOURCE_FAILPOINTS
    failpoint(name)
