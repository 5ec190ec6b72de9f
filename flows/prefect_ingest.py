"""The pipeline as a Prefect flow: the same functions, one task a stage or batch, for runs on a schedule.

Tasks hand over paths and ids, never connections or contents; none is cached: a load that a cache skipped would be lost.
Only the archiving and the reading of batches are tried again. The writer is not: what it has journaled, the next run
loads, and what it has not, never was.
"""

import contextlib
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound

from flows.contained import read_versions
from flows.errors import SpoolError
from flows.follow import chosen_of, entries_of, memory_of, outcome_of, readers_of, remember
from flows.process import extractor_named
from flows.purge import finish_purges
from flows.receive import receive
from flows.report import RunReport
from flows.settings import Settings, load_settings
from flows.spool import Spool
from flows.stages import Job, arguments_of, now, plan, tally_rest, write
from flows.tally import Tally
from flows.work import batch_path, load_gathered, load_plan, load_received, make_work_folder, save_plan, save_received
from sources.archive import Archive, ArchiveError
from sources.catalogue import load_catalogue
from sources.folder import discover
from warehouse import api
from warehouse.store import Store

WRITER_LIMIT = "communique-writer"
"""Name of the global concurrency limit that lets one flow write at a time."""

_WAIT_S = 3600
_LEASE_S = 60


class ChecksFailedError(Exception):
    """A check of severity error found rows, so that nothing was published; `report` tells the run."""

    def __init__(self, report: RunReport):
        super().__init__("checks failed, nothing published: " + ", ".join(c.name for c in report.failed_checks))
        self.report = report


def _passing(_task: Any, _run: Any, state: Any) -> bool:
    """Whether a task's error may pass by itself: of the disk or the network, not of what was asked for."""
    return isinstance(state.data, OSError | ArchiveError | SpoolError)


TASK: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}
AGAIN: dict[str, Any] = {"retries": 2, "retry_delay_seconds": 2, "retry_condition_fn": _passing}


@task(name="receive", **TASK, **AGAIN)
def receive_task(paths: list[str], source: str | None, root: str, folder: str) -> int:
    """Discover and archive what a source offers, the list of it into the work folder; returns how much that is."""
    received = receive(discover([Path(path) for path in paths], source), Archive(Store(Path(root)).archive), now())
    save_received(Path(folder), received)
    return len(received)


@task(name="read-batch", **TASK, **AGAIN)
def read_task(version_ids: list[str], extractor: str, root: str, spool: str) -> int:
    """Read and extract archived versions, their outcomes into a spool; returns how many."""
    archive, by = Archive(Store(Path(root)).archive), extractor_named(extractor)
    Path(spool).unlink(missing_ok=True)  # what an earlier attempt left
    with Spool(Path(spool).parent, Path(spool)) as outcomes, readers_of(load_settings(data=root)) as readers:
        for outcome in read_versions(archive, version_ids, by, readers):
            outcomes.add(outcome)
    return len(version_ids)


@task(name="write", **TASK)
def write_task(
    job: Job,
    root: str,
    folder: str,
    batches: int,
    recovered: tuple[str, ...],
    keep_versions: int,
    source: str | None = None,
) -> RunReport:
    """Journal, load, check and publish what the batches found: one flow at a time, by the limit of the server.

    `source` is the source of sources.toml that was gathered, if it was one.
    """
    todo = load_plan(Path(folder))
    with writing(), ExitStack() as stack:
        spools = [stack.enter_context(Spool(Path(folder), batch_path(Path(folder), n))) for n in range(batches)]
        tally = Tally(todo.known, len(todo.received))
        tally_rest(todo, tally)
        for place, outcome in zip(todo.to_read, chain.from_iterable(spools), strict=True):
            tally.read(place, todo.received[place].document_id, todo.received[place].shown, outcome)
        store = Store(Path(root), keep_versions)
        if source is None:
            return write(store, job, todo, spools, tally, recovered=recovered)
        (chosen,) = chosen_of(load_catalogue(load_settings(data=root).sources), [source])
        gathered = load_gathered(Path(folder))
        yielded = outcome_of(chosen, gathered, tally.outcomes)
        report = write(store, job, todo, spools, tally, sources=(yielded,), recovered=recovered)
        remember(memory_of(store), [gathered])
        return report


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """The writer's slot of the server: one flow at a time has it. It waits; without the limit it raises."""
    with concurrency(WRITER_LIMIT, strict=True, timeout_seconds=_WAIT_S, lease_duration=_LEASE_S):
        yield


def ensure_limit() -> None:
    """Make the writer's limit on the server where it is missing; one that is there stays as it is."""
    with get_client(sync_client=True) as client:
        try:
            client.read_global_concurrency_limit_by_name(WRITER_LIMIT)
        except ObjectNotFound:
            # Another flow may make it at the same moment.
            with contextlib.suppress(ObjectAlreadyExists):
                client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=WRITER_LIMIT, limit=1))


async def aensure_limit(client: PrefectClient) -> None:
    """Make the writer's limit on the server, of one slot, whatever was there."""
    await client.upsert_global_concurrency_limit_by_name(WRITER_LIMIT, 1)


@flow(name="ingest", persist_result=False)
def ingest_flow(
    paths: list[str] | None = None,
    source: str | None = None,
    data: str | None = None,
    extractor: str | None = None,
    batch: int | None = None,
) -> RunReport:
    """Ingest files and folders; without `paths` the folders that COMMUNIQUE_FOLDERS names.

    What is not given comes from the environment, as in the command line. Does what flows.pipeline.ingest does, and
    raises what it raises; ChecksFailedError where a check of severity error found rows.
    """
    started = now()
    settings = load_settings(data=data, extractor=extractor, batch=batch)
    given = [Path(path) for path in paths] if paths is not None else list(settings.folders)
    by = extractor_named(settings.extractor)
    job = Job("ingest", started, by.name, by.version, arguments_of(given, source), entries_of(settings))
    ensure_limit()
    store = Store(settings.data, settings.keep_versions)
    finish_purges(store)
    recovered = api.recover(store).run_ids
    folder = make_work_folder(store.root)
    try:
        report = _ingest(job, given, source, settings, store, folder, recovered)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if report.failed_checks:
        raise ChecksFailedError(report)
    return report


def _ingest(
    job: Job,
    given: list[Path],
    source: str | None,
    settings: Settings,
    store: Store,
    folder: Path,
    recovered: tuple[str, ...],
) -> RunReport:
    """The tasks of one run, in their order."""
    root = str(store.root)
    receive_task([str(path) for path in given], source, root, str(folder))
    return read_and_write(job, settings, store, folder, recovered)


def read_and_write(
    job: Job,
    settings: Settings,
    store: Store,
    folder: Path,
    recovered: tuple[str, ...],
    source: str | None = None,
) -> RunReport:
    """The tasks that follow once the work folder tells what was received, of a source of sources.toml or of paths."""
    root = str(store.root)
    todo = plan(load_received(folder), api.known_versions(store))
    save_plan(folder, todo)
    wanted = [version for place in todo.to_read if (version := todo.received[place].version_id)]
    batches = [wanted[n : n + settings.batch] for n in range(0, len(wanted), settings.batch)]
    for n, versions in enumerate(batches):
        read_task(versions, settings.extractor, root, str(batch_path(folder, n)))
    return write_task(job, root, str(folder), len(batches), recovered, settings.keep_versions, source)
