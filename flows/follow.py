"""Sources of sources.toml into the warehouse: resume what a killed run left → gather each → read → load, as one run."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from flows.contained import Readers
from flows.gather import Gathered, Secrets, Tools, gather, remember_loaded, resume, secret_of_environment
from flows.process import extractor_named
from flows.purge import finish_purges
from flows.receive import Progress
from flows.report import RunReport
from flows.selection import EVERYTHING, Selection
from flows.spool import Spool
from flows.stages import Job, OnWait, Plan, note_unmet, now, passed, plan, read_all, tally_rest, write
from flows.tally import Tally
from schemas.enums import ItemOutcome
from schemas.run import SourceOutcome
from schemas.source import Source, SourceEntry, entry_of
from sources.archive import Archive, ArchiveError
from sources.arrival import BadArgumentError
from sources.catalogue import Catalogue, CatalogueError, load_catalogue

if TYPE_CHECKING:
    from extraction.extractor import Extractor
    from flows.settings import Settings
    from warehouse.outcome import KnownDocument
    from warehouse.store import Store


def readers_of(settings: "Settings") -> Readers:
    """The pool of reading processes that the settings want."""
    return Readers(
        max(1, settings.workers),
        timeout_s=settings.read_timeout_s,
        memory_mb=settings.read_memory_mb,
        everything=settings.workers > 0,
    )


def entries_of(settings: "Settings") -> tuple[SourceEntry, ...] | None:
    """What sources.toml says, for the journal; None where it is missing or does not hold, which is told elsewhere."""
    try:
        return tuple(map(entry_of, load_catalogue(settings.sources).sources))
    except CatalogueError:
        return None


def chosen_of(catalogue: Catalogue, names: Sequence[str]) -> tuple[Source, ...]:
    """The sources of those names, else the enabled ones. Raises BadArgumentError where there are none."""
    chosen = catalogue.chosen(names)
    if not chosen:
        raise BadArgumentError(
            f"no source is enabled in {catalogue.path}; set enabled = true for one, or name it with --source; "
            "'communique sources' lists them. Or give a PATH, as in: communique ingest samples"
        )
    return chosen


def outcome_of(source: Source, gathered: Gathered, outcomes: Mapping[ItemOutcome, Collection[str]]) -> SourceOutcome:
    """What a source yielded, for the journal; `outcomes` are the ids of the run's documents by what became of them."""
    own = {one.document_id for one in gathered.received}
    counts = {f"items_{outcome}": len(own.intersection(ids)) for outcome, ids in outcomes.items()}
    looked = gathered.whole and not (gathered.error and not gathered.items_seen)
    return SourceOutcome(
        source=gathered.source,
        started_at=gathered.started_at,
        finished_at=gathered.finished_at or gathered.started_at,
        items_seen=gathered.items_seen,
        whole=gathered.whole,
        drift=source.drift(gathered.items_seen) if looked else None,
        error=gathered.error,
        **counts,
    )


def tools_of(
    catalogue: Catalogue,
    store: "Store",
    readers: Readers,
    known: Mapping[str, "KnownDocument"],
    *,
    secrets: Secrets = secret_of_environment,
    selection: Selection = EVERYTHING,
    progress: Progress | None = None,
    dry: bool = False,
) -> Tools:
    """What gathering needs, for a data folder."""
    return Tools(
        catalogue,
        Archive(store.archive),
        memory_of(store),
        readers.parse_feed,
        secrets,
        now(),
        known,
        selection,
        progress,
        dry,
    )


def memory_of(store: "Store") -> Path:
    """Folder of what is remembered of sources between runs."""
    return store.root / "fetched"


def remember(memory: Path, gathered: Sequence[Gathered]) -> None:
    """Remember that what was gathered is loaded. Raises ArchiveError."""
    try:
        remember_loaded(memory, gathered)
    except OSError as error:
        raise ArchiveError(
            f"cannot write to {memory} ({error.strerror or type(error).__name__}); make room or allow writing "
            "there; what came is loaded"
        ) from None


def load_gathered(
    store: "Store",
    job: Job,
    todo: Plan,
    sources: Sequence[tuple[Source, Gathered]],
    extractor: "Extractor",
    readers: Readers,
    *,
    recovered: tuple[str, ...] = (),
    progress: Progress | None = None,
    on_wait: OnWait | None = None,
) -> RunReport:
    """Read and write what was gathered, as one run."""
    tally = Tally(todo.known, len(todo.received))
    tally_rest(todo, tally)
    with Spool(store.root) as spool:
        read_all(todo, Archive(store.archive), extractor, spool, tally, readers=readers, progress=progress)
        note_unmet(todo, extractor, tally)
        passed("flow.read")
        outcomes = tuple(outcome_of(source, gathered, tally.outcomes) for source, gathered in sources)
        return write(store, job, todo, [spool], tally, sources=outcomes, recovered=recovered, on_wait=on_wait)


def resume_sources(
    chosen: Sequence[Source],
    tools: Tools,
    store: "Store",
    job: Job,
    extractor: "Extractor",
    readers: Readers,
    on_wait: OnWait | None = None,
) -> tuple[str, ...]:
    """Load what came of sources in runs that were killed, as a run of its own; returns its id, if there is any.

    It was known before what comes now: a page that changed since keeps the version that came then in its history.
    """
    taken: dict[str, str] = {}
    resumed = [(source, one) for source in chosen if (one := resume(source, tools, taken))]
    if not resumed:
        return ()
    todo = plan([one for _, gathered in resumed for one in gathered.received], dict(tools.known))
    run_ids: tuple[str, ...] = ()
    if todo.to_read:
        report = load_gathered(store, job, todo, (), extractor, readers, on_wait=on_wait)
        run_ids = (report.run.run_id,)
    remember(tools.memory, [gathered for _, gathered in resumed])
    return run_ids


def ingest_sources(
    names: Sequence[str],
    settings: "Settings",
    *,
    selection: Selection = EVERYTHING,
    extractor: "Extractor | None" = None,
    secrets: Secrets = secret_of_environment,
    progress: Progress | None = None,
    on_wait: OnWait | None = None,
) -> RunReport:
    """Bring what sources of sources.toml offer into the warehouse, as one run; without names the enabled ones.

    A source that fails does not stop the others: its outcome in the run says why. What came in runs that were killed
    before it was loaded is loaded first. Raises CatalogueError and BadArgumentError before anything is done, and what
    flows.pipeline.ingest raises.
    """
    from warehouse import api
    from warehouse.store import Store

    catalogue = load_catalogue(settings.sources)
    chosen = chosen_of(catalogue, names)
    by = extractor or extractor_named(settings.extractor)
    started = now()
    store = Store(settings.data, settings.keep_versions)
    finish_purges(store, on_wait)
    recovered = api.recover(store, on_wait=on_wait).run_ids
    passed("flow.recovered")
    entries = tuple(map(entry_of, catalogue.sources))
    told = " ".join(f"--source {name}" for name in names) or "all enabled sources"
    with ExitStack() as stack:
        readers = stack.enter_context(readers_of(settings))

        def tools() -> Tools:
            known = api.known_versions(store, on_wait=on_wait)
            return tools_of(catalogue, store, readers, known, secrets=secrets, selection=selection, progress=progress)

        again = Job("ingest", started, by.name, by.version, f"resumed: {told}", entries)
        recovered += resume_sources(chosen, tools(), store, again, by, readers, on_wait)
        passed("flow.resumed")
        with_known, taken = tools(), dict[str, str]()
        gathered = [(source, gather(source, with_known, taken)) for source in chosen]
        passed("flow.archived")
        arguments = f"{told} {selection.told()}".strip()
        job = Job("ingest", started, by.name, by.version, arguments, entries)
        todo = plan([one for _, each in gathered for one in each.received], dict(with_known.known))
        report = load_gathered(
            store, job, todo, gathered, by, readers, recovered=recovered, progress=progress, on_wait=on_wait
        )
        passed("flow.loaded")
        remember(with_known.memory, [each for _, each in gathered])
    return report
