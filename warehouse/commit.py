"""A run from its outcomes to its publication, and what is made up for after a process died."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import duckdb

from schemas.base import CONTRACT_VERSION
from schemas.failpoint import failpoint
from schemas.run import Run
from schemas.tombstone import Graveyard
from warehouse.checks import read_results, run_checks
from warehouse.errors import JournalError, WarehouseError
from warehouse.journal import RESTORE, JournalFile, JournalWriter, list_files, remove_leftovers, run_id_of
from warehouse.load import load_file
from warehouse.lock import writer_lock
from warehouse.outcome import CheckResult, LoadResult, Outcome, Recovery, RunDraft
from warehouse.publish import publish_if_due
from warehouse.purge import graveyard_of
from warehouse.store import Store
from warehouse.texts import known_texts
from warehouse.working import REBUILD, ensure, few_threads, opened, translated

OnWait = Callable[[str], None]
_AT_ONCE, _CHARACTERS_AT_ONCE = 1000, 10_000_000
"""Outcomes whose texts are looked for among those that are known at once."""


def recover(store: Store, *, on_wait: OnWait | None = None, timeout: float | None = None) -> Recovery:
    """Load journal files that the working file lacks and publish what is due; see warehouse.api."""
    with writer_lock(store, on_wait=on_wait, timeout=timeout):
        ensure(store)
        with opened(store.working, store.spill) as connection:
            return recover_locked(store, connection)


def recover_locked(store: Store, connection: duckdb.DuckDBPyConnection) -> Recovery:
    """`recover` for the holder of the lock with the working file open."""
    remove_leftovers(store.journal)
    due = _missing_runs(store, connection)
    load_files(store.working, connection, due)
    with translated(store.working, f"damaged; {REBUILD}"):
        results = read_results(connection)
    version = publish_if_due(store, connection, results)
    return Recovery(tuple(file.run_id for file in due), version, _failed(results))


def load_files(path: Path, connection: duckdb.DuckDBPyConnection, files: list[JournalFile]) -> None:
    """Load journal files in order, each in a transaction of its own; the checks run with the last."""
    for file in files:
        with transaction(path, connection):
            loaded = load_file(connection, file)
            if file is files[-1]:
                run_checks(connection, loaded.run.run_id)


def _failed(results: tuple[CheckResult, ...]) -> tuple[CheckResult, ...]:
    return tuple(result for result in results if result.failed)


def _missing_runs(store: Store, connection: duckdb.DuckDBPyConnection) -> list[JournalFile]:
    """Journal files that are not loaded. Raises JournalError where a loaded run is not in the journal."""
    files = list_files(store.journal)
    with translated(store.working, f"damaged; {REBUILD}"):
        rows = connection.execute("SELECT run_id FROM working.main.run ORDER BY run_id").fetchall()
    loaded = [str(row[0]) for row in rows]
    names = [file.run_id for file in files]
    if names[: len(loaded)] != loaded:
        lost = next(run_id for n, run_id in enumerate(loaded) if n >= len(names) or names[n] != run_id)
        raise JournalError(f"{store.journal}: the file of {lost}, which is loaded, is missing; {RESTORE}")
    return files[len(loaded) :]


@contextlib.contextmanager
def transaction(path: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A transaction on the working file: committed at the end of the block, rolled back where it raises."""
    with translated(path, "the run cannot be loaded, please report this"):
        connection.execute("BEGIN")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(duckdb.Error):
                connection.execute("ROLLBACK")
            raise
    failpoint("load.committed")


def _next_instant(connection: duckdb.DuckDBPyConnection) -> dt.datetime:
    """Now, or just after the newest run where the clock was set back: what is known later has a later time."""
    now = dt.datetime.now(dt.UTC)
    row = connection.execute("SELECT max(known_at) FROM working.main.run").fetchone()
    newest: dt.datetime | None = row[0] if row else None
    return max(now, newest.replace(tzinfo=dt.UTC) + dt.timedelta(microseconds=1)) if newest else now


def _run_of(draft: RunDraft, run_id: str, known_at: dt.datetime) -> Run:
    started_at = draft.started_at if draft.started_at.tzinfo else draft.started_at.replace(tzinfo=dt.UTC)
    return Run(
        run_id=run_id,
        command=draft.command,
        started_at=started_at.astimezone(dt.UTC),
        known_at=known_at,
        contract_version=CONTRACT_VERSION,
        code_version=draft.code_version,
        extractor=draft.extractor,
        extractor_version=draft.extractor_version,
        arguments=draft.arguments,
        counts=draft.counts,
        sources=draft.sources,
        catalogue=draft.catalogue,
    )


def _refuse_buried(outcome: Outcome, graveyard: Graveyard) -> None:
    """Raise WarehouseError for a document that was purged while it was being read."""
    document = outcome.document
    if document and (burial := graveyard.of_document(document.document_id) or graveyard.of_text(document.text_sha256)):
        raise WarehouseError(f"{document.path}: {burial.message}; nothing was loaded, run again")


def _by_few(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    """The outcomes in lists, each of texts that lie in memory together without harm."""
    some: list[Outcome] = []
    size = 0
    for outcome in outcomes:
        some.append(outcome)
        size += len(outcome.document.text) if outcome.document else 0
        if len(some) >= _AT_ONCE or size >= _CHARACTERS_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def commit_run(
    store: Store,
    draft: RunDraft,
    outcomes: Iterable[Outcome],
    *,
    on_wait: OnWait | None = None,
    timeout: float | None = None,
) -> LoadResult:
    """Write a run to the journal, load it, check it, publish it; see warehouse.api.

    The journal file is written and loaded beside its place and moved there just before the load is committed: what
    cannot be loaded never becomes part of the journal, and what is committed stands in it.
    """
    with writer_lock(store, on_wait=on_wait, timeout=timeout):
        ensure(store)
        with opened(store.working, store.spill) as connection:
            recovery = recover_locked(store, connection)
            with translated(store.working, f"damaged; {REBUILD}"):
                known_at = _next_instant(connection)
            graveyard = graveyard_of(store)
            sequence = len(list_files(store.journal)) + 1
            run = _run_of(draft, run_id_of(sequence, known_at.strftime("%Y%m%dT%H%M%SZ")), known_at)
            with JournalWriter(store.journal, sequence, run.run_id) as writer:
                for some in _by_few(outcomes):
                    hashes = [outcome.document.text_sha256 for outcome in some if outcome.document]
                    with translated(store.working, f"damaged; {REBUILD}"):
                        writer.know(known_texts(connection, hashes))
                    for outcome in some:
                        _refuse_buried(outcome, graveyard)
                        writer.add(outcome)
                writer.finish(run, draft.outcomes)
                small = few_threads(connection, store.working, writer.part)
                with small, transaction(store.working, connection):
                    loaded = load_file(connection, JournalFile(sequence, run.run_id, writer.part))
                    results = run_checks(connection, run.run_id, rows_changed=bool(loaded.changed_rows))
                    writer.seal()
            version = publish_if_due(store, connection, results)
            return LoadResult(run, loaded.changed_rows, version, _failed(results), recovery)
