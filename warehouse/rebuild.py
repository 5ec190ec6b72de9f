"""The working file anew from the journal, equal row for row."""

from collections.abc import Callable, Collection

from schemas.failpoint import failpoint
from schemas.tombstone import Burial
from warehouse.checks import read_results
from warehouse.commit import load_files
from warehouse.errors import JournalError
from warehouse.files import writing
from warehouse.journal import RESTORE, JournalFile, list_files, remove_leftovers
from warehouse.lock import writer_lock
from warehouse.outcome import Recovery
from warehouse.publish import publish_if_due, published_version, run_of_version
from warehouse.purge import cleanse_journal, graveyard_of, keep_tombstone
from warehouse.republish import cleanse_publications
from warehouse.store import Store
from warehouse.working import install, make, new_path, opened, remove_database


def rebuild(store: Store, *, on_wait: Callable[[str], None] | None = None, timeout: float | None = None) -> Recovery:
    """Make the working file anew beside the old one, which it then replaces; see warehouse.api.

    The old file is not even opened, so it may be damaged. Raises WarehouseError; then the old file stays.
    """
    with writer_lock(store, on_wait=on_wait, timeout=timeout):
        return rebuild_locked(store)


def purge(
    store: Store,
    burials: Collection[Burial],
    *,
    cleanse: Callable[[], object],
    on_wait: Callable[[str], None] | None = None,
    timeout: float | None = None,
) -> Recovery:
    """Bury documents: tombstones first, then all traces go; see warehouse.api."""
    with writer_lock(store, on_wait=on_wait, timeout=timeout):
        for burial in burials:
            keep_tombstone(store, burial)
        failpoint("purge.buried")
        cleanse()
        failpoint("purge.unarchived")
        return rebuild_locked(store)


def rebuild_locked(store: Store) -> Recovery:
    """`rebuild` for the holder of the lock. What is buried leaves the journal first and old publications last."""
    remove_leftovers(store.journal)
    graveyard = graveyard_of(store)
    cleanse_journal(store, graveyard.burials)
    recovery = _rebuild(store)
    if graveyard.pending:
        cleanse_publications(store, {one.document_id for one in graveyard.burials})
        failpoint("purge.republished")
        for burial in graveyard.pending:
            keep_tombstone(store, burial.model_copy(update={"done": True}))
    return recovery


def _rebuild(store: Store) -> Recovery:
    files = list_files(store.journal)
    _check_published(store, files)
    path = new_path(store)
    with writing(path):
        remove_database(path)
    try:
        make(path, store.spill)
        with opened(path, store.spill) as connection:
            load_files(path, connection, files)
        install(store, path)
    except BaseException:
        with writing(path):
            remove_database(path)
        raise
    with opened(store.working, store.spill) as connection:
        results = read_results(connection)
        version = publish_if_due(store, connection, results)
    failed = tuple(result for result in results if result.failed)
    return Recovery(tuple(file.run_id for file in files), version, failed)


def _check_published(store: Store, files: list[JournalFile]) -> None:
    """Raise JournalError where the published run is not in the journal: without it, data would be lost unseen."""
    version = published_version(store)
    if version is None:
        return
    run_id = run_of_version(version)
    if run_id not in {file.run_id for file in files}:
        raise JournalError(f"{store.journal}: the file of {run_id}, which is published, is missing; {RESTORE}")
