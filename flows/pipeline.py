"""The pipeline as plain functions: what the command line calls, and what the Prefect flows do with a server around it.

    recover → discover → archive → read → extract → [writer's lock] journal → load, checks → publish

Reading and extracting happen outside the lock. Whenever the process ends before the journal file stands, the old
state holds and the archive has a few files more; after that, the next run completes what is missing.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import ExtractError, exit_status_of
from flows.extract import Extracted, extract_file, extract_paths
from flows.follow import entries_of, ingest_sources, readers_of
from flows.process import extractor_named, leave_out_of_collection, reject_of
from flows.purge import finish_purges
from flows.receive import Progress, Received, receive
from flows.report import RunReport
from flows.selection import EVERYTHING, Selection
from flows.spool import Spool
from flows.stages import Job, OnWait, Plan, arguments_of, note_unmet, now, passed, plan, read_all, tally_rest, write
from flows.tally import Tally
from schemas.enums import RejectStage
from sources.archive import Archive, ArchiveError, ArchiveItem
from sources.folder import discover

if TYPE_CHECKING:
    from extraction.extractor import Extractor
    from flows.settings import Settings
    from schemas.reject import Reject
    from warehouse.outcome import KnownDocument, Recovery
    from warehouse.store import Store

__all__ = [
    "ExtractError",
    "Extracted",
    "RunReport",
    "exit_status_of",
    "extract_file",
    "extract_paths",
    "ingest",
    "ingest_sources",
    "rebuild",
    "reread",
    "retry",
]


def ingest(
    paths: Sequence[Path],
    settings: "Settings",
    *,
    source: str | None = None,
    selection: Selection = EVERYTHING,
    extractor: "Extractor | None" = None,
    progress: Progress | None = None,
    on_wait: OnWait | None = None,
) -> RunReport:
    """Bring files and folders into the warehouse, as one run; of them what `selection` wants.

    Documents that are known with these bytes and this sidecar are not read again; one that fails leaves its last good
    version as it is. `progress` is told of the stages archive and read, `on_wait` of another writer that is waited for.
    Raises BadArgumentError (a path that does not exist) and ExtractorError before anything is done,
    ArchiveError, SpoolError and WarehouseError where nothing can be kept; each leaves the old state.
    `exit_status_of` knows them all.
    """
    by = extractor or extractor_named(settings.extractor)
    started = now()
    offered = discover(paths, source)
    store, recovery = _recovered(settings, on_wait)
    passed("flow.recovered")
    known = _known(store, on_wait)
    leave_out_of_collection()
    chosen = selection.of_files(offered)
    received = receive(chosen, Archive(store.archive), started, progress, known=known, limit=selection.limit)
    passed("flow.archived")
    arguments = f"{arguments_of(paths, source)} {selection.told()}".strip()
    job = Job("ingest", started, by.name, by.version, arguments, entries_of(settings))
    return _run(settings, store, job, plan(received, known), by, recovery, {}, progress, on_wait)


def reread(
    settings: "Settings",
    *,
    extractor: "Extractor | None" = None,
    progress: Progress | None = None,
    on_wait: OnWait | None = None,
) -> RunReport:
    """Read the archive again with today's readers and extractor, as a run of its own.

    Of each document the current version is read; of one that the warehouse does not have, the version that came last.
    What comes out otherwise than before closes the old rows; a document that gives the same counts as unchanged.
    Raises as `ingest` does.
    """
    from warehouse import api

    by = extractor or extractor_named(settings.extractor)
    started = now()
    store, recovery = _recovered(settings, on_wait)
    passed("flow.recovered")
    known = _known(store, on_wait)
    received = _archived(Archive(store.archive), {name: document.version_id for name, document in known.items()})
    passed("flow.archived")
    job = Job("reread", started, by.name, by.version, "", entries_of(settings))
    todo = plan(received, known, reread=True)
    return _run(settings, store, job, todo, by, recovery, api.known_readings(store), progress, on_wait)


def retry(
    settings: "Settings",
    rejects: Sequence["Reject"],
    *,
    progress: Progress | None = None,
    on_wait: OnWait | None = None,
) -> RunReport:
    """Read the versions that rejects belong to again from the archive, as a run of its own.

    Of a document that failed since it was read, the version that failed is read. Rejects without a version, which
    never came into the archive, are left out. Raises as `ingest` does.
    """
    from warehouse import api

    by = extractor_named(settings.extractor)
    started = now()
    store, recovery = _recovered(settings, on_wait)
    passed("flow.recovered")
    wanted: dict[str, str] = {}
    for reject in rejects:
        if reject.version_id and (reject.stage is not RejectStage.VALIDATE or reject.document_id not in wanted):
            wanted[reject.document_id] = reject.version_id
    received = _archived(Archive(store.archive), wanted, only=True)
    passed("flow.archived")
    job = Job("retry", started, by.name, by.version, "", entries_of(settings))
    todo = plan(received, _known(store, on_wait), reread=True)
    return _run(settings, store, job, todo, by, recovery, api.known_readings(store), progress, on_wait)


def rebuild(settings: "Settings", *, on_wait: OnWait | None = None) -> "Recovery":
    """Make the warehouse anew from the journal, equal row for row. Raises warehouse.errors.WarehouseError."""
    from warehouse import api

    return api.rebuild(store_of(settings), on_wait=on_wait)


def store_of(settings: "Settings") -> "Store":
    """The data folder that the settings name."""
    from warehouse.store import Store

    return Store(settings.data, settings.keep_versions)


def _recovered(settings: "Settings", on_wait: OnWait | None) -> tuple["Store", tuple[str, ...]]:
    from warehouse import api

    store = store_of(settings)
    finish_purges(store, on_wait)
    return store, api.recover(store, on_wait=on_wait).run_ids


def _known(store: "Store", on_wait: OnWait | None) -> dict[str, "KnownDocument"]:
    from warehouse import api

    return api.known_versions(store, on_wait=on_wait)


def _archived(archive: Archive, current: dict[str, str], only: bool = False) -> list[Received]:
    """The archived version of each document that is to be read again, by source and path; with `only`, of no other.

    A current version that the archive has lost fails, under its document's id: the last good reading stays.
    """
    chosen: dict[str, ArchiveItem] = {}
    faults: dict[str, str] = {}
    for version_id in archive.version_ids():
        try:
            item = archive.item(version_id)
        except ArchiveError:
            faults[version_id] = "is damaged in the archive"
            continue
        if item.role != "document":
            continue
        wanted = current.get(item.document_id)
        if only and wanted is None:
            continue
        held = chosen.get(item.document_id)
        newer = held is None or (item.received_at, item.version_id) > (held.received_at, held.version_id)
        if version_id == wanted or (wanted is None and newer):
            chosen[item.document_id] = item
    items = sorted(chosen.values(), key=lambda item: (item.source, item.path, item.document_id))
    lost = [
        _lost(document, version_id, faults.get(version_id, "is missing from the archive"))
        for document, version_id in sorted(current.items())
        if document not in chosen
    ]
    return [Received(item.document_id, item.path, item.version_id) for item in items] + lost


def _lost(document_id: str, version_id: str, what: str) -> Received:
    path = f"items/{version_id}.json"
    message = f"{what}; ingest the file again or restore a backup"
    reject = reject_of(document_id, "archive", path, version_id, RejectStage.READ, message)
    return Received(document_id, f"archive/{path}", refusal=reject)


def _run(
    settings: "Settings",
    store: "Store",
    job: Job,
    todo: Plan,
    extractor: "Extractor",
    recovered: tuple[str, ...],
    readings: dict[str, str],
    progress: Progress | None,
    on_wait: OnWait | None,
) -> RunReport:
    """Read, extract and write what is planned."""
    tally = Tally(todo.known, len(todo.received))
    tally_rest(todo, tally)
    with Spool(store.root) as spool, readers_of(settings) as readers:
        archive = Archive(store.archive)
        read_all(todo, archive, extractor, spool, tally, readers=readers, readings=readings, progress=progress)
        note_unmet(todo, extractor, tally)
        passed("flow.read")
        return write(store, job, todo, [spool], tally, recovered=recovered, on_wait=on_wait)
