"""The flow of a scheduled run: one source of sources.toml, fetched, read, loaded, published; then word is sent."""

import logging
import os
import shutil
import threading
import time
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.blocks.system import Secret
from prefect.client.schemas.objects import FlowRun, State
from prefect.flows import Flow
from prefect.states import Completed, Failed

from flows import notify
from flows.errors import SettingsError, exit_status_of
from flows.follow import chosen_of, entries_of, readers_of, resume_sources, tools_of
from flows.gather import gather, secret_of_environment
from flows.prefect_ingest import AGAIN, TASK, ensure_limit, read_and_write, writing
from flows.process import extractor_named
from flows.processes import die_with_parent
from flows.purge import finish_purges
from flows.settings import Settings, load_settings
from flows.stages import Job, now
from flows.verdict import Verdict, verdict_of
from flows.work import make_work_folder, save_gathered
from schemas.source import WebSource
from sources.arrival import SourceError
from sources.catalogue import load_catalogue
from warehouse import api
from warehouse.store import Store

_GRACE_S = 60
"""Seconds after the time-out after which a run that hangs where no exception reaches is killed."""


class _WithoutTraceback(logging.Filter):
    """Leaves the traceback off Prefect's account of an error whose one line is meant for people."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass, shortened where it is of such an error."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None and (isinstance(error, TimeoutError) or exit_status_of(error) is not None):
            record.exc_info = record.exc_text = None
            record.msg, record.args = f"{type(error).__name__}: {' '.join(str(error).split())}", ()
        return True


for _name in ("prefect.engine", "prefect.flow_engine", "prefect.task_engine", "prefect.flow_runs", "prefect.task_runs"):
    logging.getLogger(_name).addFilter(_WithoutTraceback())


def _timeout_s() -> int | None:
    """The time-out, which Prefect wants to know when the flow is loaded; a faulty setting is told by the run."""
    try:
        return load_settings().run_timeout_s
    except SettingsError:
        return None


def _secret_of(source: WebSource) -> str | None:
    """The value of a source's Authorization header, from a Prefect block or the environment. Raises SourceError."""
    if not source.authorization_block:
        return secret_of_environment(source)
    try:
        block: Any = Secret.load(source.authorization_block)
        return str(block.get())
    except Exception as error:
        name, why = source.authorization_block, type(error).__name__
        raise SourceError(
            f"its Prefect Secret block {name!r} cannot be had ({why}); make it on Prefect's page"
        ) from None


def _crashed(flow: Flow[..., Any], flow_run: FlowRun, state: State) -> None:
    """Tell that a run's process ended without a word; the worker calls it."""
    source = str(flow_run.parameters.get("source", flow_run.name))
    notify.alarm(load_settings(), source, None, [f"the run's process ended: {state.message or 'no reason is known'}"])


def _timed_out(flow: Flow[..., Any], flow_run: FlowRun, state: State) -> None:
    """Tell that a run was ended by its time-out, which no code of the flow sees; other failures tell themselves."""
    if state.name == "TimedOut":
        source = str(flow_run.parameters.get("source", flow_run.name))
        notify.alarm(load_settings(), source, None, [f"the run took too long: {state.message}; the next one goes on"])


@task(name="resume", **TASK)
def resume_task(source: str, job: Job, root: str) -> tuple[str, ...]:
    """Load what came of a source in runs that were killed before it was loaded; returns the ids of runs made for it."""
    settings = load_settings(data=root)
    store = Store(settings.data, settings.keep_versions)
    catalogue = load_catalogue(settings.sources)
    with writing(), readers_of(settings) as readers:
        tools = tools_of(catalogue, store, readers, api.known_versions(store), secrets=_secret_of)
        by = extractor_named(settings.extractor)
        return resume_sources(chosen_of(catalogue, [source]), tools, store, job, by, readers)


@task(name="gather", **TASK, **AGAIN)
def gather_task(source: str, root: str, folder: str) -> str | None:
    """Archive all that a source offers, the list of it into the work folder; returns why it failed as a whole."""
    settings = load_settings(data=root)
    store = Store(settings.data, settings.keep_versions)
    catalogue = load_catalogue(settings.sources)
    with readers_of(settings) as readers:
        tools = tools_of(catalogue, store, readers, api.known_versions(store), secrets=_secret_of)
        (chosen,) = chosen_of(catalogue, [source])
        gathered = gather(chosen, tools, {})
    save_gathered(Path(folder), gathered)
    return gathered.error


def _gathered(source: str, settings: Settings, root: Path, folder: Path) -> None:
    """Gather a source, and again after a while where it failed as a whole; the last time stands."""
    for left in range(settings.source_retries, -1, -1):
        error = gather_task(source, str(root), str(folder))
        if error is None or not left:
            return
        get_run_logger().warning(f"{error}; tried again in {settings.source_retry_s} s")
        time.sleep(settings.source_retry_s)


@flow(name="follow", persist_result=False, timeout_seconds=_timeout_s(), on_crashed=[_crashed], on_failure=[_timed_out])
def follow_flow(source: str) -> State:
    """Follow one source. Ends as Failed where the source or a check failed as a whole.

    Single documents that failed do not fail it: they are rejects, told by the artifact and the webhook.
    """
    die_with_parent()
    settings = load_settings()
    _watch_the_clock(settings.run_timeout_s + _GRACE_S)
    ensure_limit()
    try:
        verdict = _follow(source, settings)
    except Exception as error:
        told = " ".join(str(error).split()) or type(error).__name__
        _tell(settings, Verdict(source, None, broken=(told,)))
        raise
    _tell(settings, verdict)
    return Failed(message=verdict.line) if verdict.broken else Completed(message=verdict.line)


def _watch_the_clock(seconds: float) -> None:
    timer = threading.Timer(seconds, os._exit, (124,))
    timer.daemon = True
    timer.start()


def _follow(source: str, settings: Settings) -> Verdict:
    """Do what flows.follow.ingest_sources does for one source, as tasks."""
    started = now()
    by = extractor_named(settings.extractor)
    store = Store(settings.data, settings.keep_versions)
    finish_purges(store)
    entries = entries_of(settings)
    told = f"--source {source}"
    recovered = api.recover(store).run_ids
    folder = make_work_folder(store.root)
    try:
        again = Job("ingest", started, by.name, by.version, f"resumed: {told}", entries)
        recovered += resume_task(source, again, str(store.root))
        _gathered(source, settings, store.root, folder)
        job = Job("ingest", started, by.name, by.version, told, entries)
        report = read_and_write(job, settings, store, folder, recovered, source)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return verdict_of(source, store, report)


def _tell(settings: Settings, verdict: Verdict) -> None:
    """Artifact and webhook where something failed, heartbeat where the run went well. Nothing here fails a run."""
    logger = get_run_logger()
    logger.info(verdict.line)
    print(f"communique: {verdict.line}", flush=True)
    faults: list[str | None] = []
    if verdict.problems:
        for problem in verdict.problems:
            logger.warning(problem)
        try:
            create_markdown_artifact(verdict.markdown, key=verdict.source, description=verdict.line)
        except Exception as error:
            faults.append(f"the artifact could not be made ({type(error).__name__})")
        faults.append(notify.alarm(settings, verdict.source, verdict.run_id, verdict.problems))
    if not verdict.broken:
        faults.append(notify.heartbeat(settings))
    for fault in filter(None, faults):
        logger.warning(fault)
        print(f"communique: {fault}", flush=True)
