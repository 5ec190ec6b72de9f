"""The warehouse for the other rooms: what flows and the command line call.

Heavy libraries are imported when a function needs them, so that importing this costs nothing; `find_record`,
`newest_runs`, `run_with_items` and `standing_rejects` read the journal and need no DuckDB at all.

Every function that takes `on_wait` holds the writer's lock for as long as it runs. `on_wait` is called once with a line
such as "waiting for communique ingest texts (pid 4711, since 2026-11-25 03:36:49 UTC)" if another process holds it;
`timeout` is in seconds, None waits for ever, and LockTimeoutError is raised after it. All raise WarehouseError, one
line that says what to do, and leave the old state or the new one, nothing between.
"""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from schemas.enums import ItemOutcome
from warehouse.outcome import CheckResult, KnownDocument, LoadResult, Outcome, Recovery, RunDraft
from warehouse.store import Store

if TYPE_CHECKING:
    from schemas.run import Run
    from schemas.tombstone import Burial, Graveyard
    from warehouse.lookup import FoundRecord
    from warehouse.purge import DocumentTraces
    from warehouse.query import Publication, QueryResult
    from warehouse.runs import RunItem, StandingReject

__all__ = [
    "CheckResult",
    "KnownDocument",
    "LoadResult",
    "Outcome",
    "Recovery",
    "RunDraft",
    "Store",
    "buried",
    "commit_run",
    "document_traces",
    "find_record",
    "known_readings",
    "known_versions",
    "near_copies",
    "newest_runs",
    "publication",
    "purge",
    "rebuild",
    "recover",
    "run_sql",
    "run_with_items",
    "standing_rejects",
    "stored_results",
    "writing_alone",
]

OnWait = Callable[[str], None]


def recover(store: Store, *, on_wait: OnWait | None = None, timeout: float | None = None) -> Recovery:
    """Make up for what a killed process left: load journal files that the working file lacks, publish what is due.

    Also makes the data folder and the working file where there are none. Call it first in every run.
    """
    from warehouse.commit import recover as run

    return run(store, on_wait=on_wait, timeout=timeout)


def known_versions(
    store: Store, *, on_wait: OnWait | None = None, timeout: float | None = None
) -> dict[str, KnownDocument]:
    """The current version, by document_id. A document that only failed is not in it."""
    from warehouse.known import known_versions as run

    return run(store, on_wait=on_wait, timeout=timeout)


def known_readings(store: Store) -> dict[str, str]:
    """A digest of the newest reading by document_id, by which a second reading sees that it found the same.

    A document that failed since it was read is not in it. Reads the whole journal. Raises JournalError.
    """
    from warehouse.readings import known_readings as run

    return run(store)


def commit_run(
    store: Store,
    draft: RunDraft,
    outcomes: Iterable[Outcome],
    *,
    on_wait: OnWait | None = None,
    timeout: float | None = None,
) -> LoadResult:
    """Write a run to the journal, load it, check it, and publish if it changed a row and no check failed.

    `outcomes` is gone through once, one outcome a document. Recovers first if that is due. Where anything fails before
    the journal file stands, the run never was; after that, the next call loads it.
    Raises ValueError for two outcomes with one document, or records and rejects that are not the document's.
    """
    from warehouse.commit import commit_run as run

    return run(store, draft, outcomes, on_wait=on_wait, timeout=timeout)


def rebuild(store: Store, *, on_wait: OnWait | None = None, timeout: float | None = None) -> Recovery:
    """Make the working file anew from the journal, equal row for row, and publish if that is due."""
    from warehouse.rebuild import rebuild as run

    return run(store, on_wait=on_wait, timeout=timeout)


def near_copies(
    store: Store, document_ids: "Collection[str]", *, on_wait: OnWait | None = None, timeout: float | None = None
) -> tuple[str, ...]:
    """Ids of other documents that tell the story of one of these, sorted. Raises WarehouseError."""
    from warehouse.copies import near_copies as run

    return run(store, document_ids, on_wait=on_wait, timeout=timeout)


@contextlib.contextmanager
def writing_alone(store: Store, *, on_wait: OnWait | None = None, timeout: float | None = None) -> Iterator[None]:
    """Hold the writer's lock for the time of a block, in which nothing else of this room may be called."""
    from warehouse.lock import writer_lock

    with writer_lock(store, on_wait=on_wait, timeout=timeout):
        yield


def purge(
    store: Store,
    burials: "Collection[Burial]",
    *,
    cleanse: Callable[[], object],
    on_wait: OnWait | None = None,
    timeout: float | None = None,
) -> Recovery:
    """Take documents out of the journal, the warehouse and all published versions, and keep their tombstones.

    `cleanse` takes them out of the archive; it is called once the tombstones stand. Where a process dies on the way,
    `buried(store).pending` has what is to be purged again.
    """
    from warehouse.rebuild import purge as run

    return run(store, burials, cleanse=cleanse, on_wait=on_wait, timeout=timeout)


def buried(store: Store) -> "Graveyard":
    """The tombstones. Raises WarehouseError for one that cannot be read."""
    from warehouse.purge import graveyard_of as run

    return run(store)


def document_traces(store: Store) -> "dict[str, DocumentTraces]":
    """Under which names and with which hashes the journal has each document, by id. Raises JournalError."""
    from warehouse.purge import document_traces as run

    return run(store)


def stored_results(
    store: Store, *, on_wait: OnWait | None = None, timeout: float | None = None
) -> tuple[CheckResult, ...]:
    """What the checks found in the newest load, by name. Raises WarehouseError where nothing is loaded yet."""
    from warehouse.checks import stored_results as run

    return run(store, on_wait=on_wait, timeout=timeout)


def run_sql(store: Store, sql: str, *, limit: int | None = None) -> "QueryResult":
    """Answer SQL from the newest published version, read-only. Raises QueryError."""
    from warehouse.query import run_sql as run

    return run(store, sql, limit=limit)


def find_record(store: Store, record_id: str) -> "FoundRecord | None":
    """The newest entry of a record in the journal, with its document and its run; None where there is none."""
    from warehouse.lookup import find_record as run

    return run(store, record_id)


def newest_runs(store: Store, limit: int | None = None) -> "list[Run]":
    """The newest runs in the journal, newest first; None is all. Raises JournalError."""
    from warehouse.runs import newest_runs as run

    return run(store, limit)


def run_with_items(
    store: Store, run_id: str, only: Collection[ItemOutcome] = frozenset(ItemOutcome)
) -> "tuple[Run, tuple[RunItem, ...]]":
    """A run, by its id or number, and what became of the items that it was offered, all or those with an outcome.

    Without the unchanged ones only the run's own file is read. Raises JournalError.
    """
    from warehouse.runs import run_with_items as run

    return run(store, run_id, only)


def standing_rejects(store: Store) -> "tuple[StandingReject, ...]":
    """The rejects that stand, each with the run that told it last. Raises JournalError."""
    from warehouse.runs import standing_rejects as run

    return run(store)


def publication(store: Store) -> "Publication":
    """Which publication is the newest, from the published file itself. Raises QueryError where there is none."""
    from warehouse.query import publication as run

    return run(store)
