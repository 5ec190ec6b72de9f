"""What a run would do, without doing it: `ingest --dry-run`; and one source tried: `sources test`."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.contained import read_versions
from flows.follow import chosen_of, readers_of, tools_of
from flows.gather import Gathered, Secrets, gather, secret_of_environment
from flows.process import Outcome, extractor_named
from flows.receive import Progress, Received, receive
from flows.selection import EVERYTHING, Selection, is_news
from flows.stages import OnWait, now
from schemas.enums import ItemOutcome
from sources.archive import Archive
from sources.catalogue import load_catalogue
from sources.folder import discover

if TYPE_CHECKING:
    from flows.settings import Settings
    from schemas.source import Source
    from warehouse.outcome import KnownDocument


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would begin with: each thing offered and what it is, and what is wrong with sources as a whole."""

    items: tuple[tuple[ItemOutcome, str, str], ...]
    faults: tuple[str, ...] = ()

    def count(self, outcome: ItemOutcome) -> int:
        """How many are so."""
        return sum(1 for found, _, _ in self.items if found is outcome)


@dataclass(frozen=True, slots=True)
class Trial:
    """One source tried: what it yielded, and what reading that gave; `drift` as a run would tell it."""

    gathered: Gathered
    items: tuple[tuple[Received, Outcome | None], ...]
    drift: str | None


def _known(settings: "Settings", on_wait: OnWait | None) -> dict[str, "KnownDocument"]:
    """What the warehouse has; nothing where there is none yet, and none is made."""
    from warehouse import api
    from warehouse.store import Store

    store = Store(settings.data)
    return api.known_versions(store, on_wait=on_wait) if store.working.exists() else {}


def _told(one: Received, known: dict[str, "KnownDocument"]) -> tuple[ItemOutcome, str, str]:
    if one.refusal is not None:
        return (ItemOutcome.SKIPPED if one.skipped else ItemOutcome.FAILED), one.shown, one.refusal.message
    if not is_news(known, one.document_id, one.version_id):
        return ItemOutcome.UNCHANGED, one.shown, ""
    return (ItemOutcome.CHANGED if one.document_id in known else ItemOutcome.NEW), one.shown, ""


def preview_paths(
    paths: Sequence[Path],
    settings: "Settings",
    *,
    source: str | None = None,
    selection: Selection = EVERYTHING,
    progress: Progress | None = None,
    on_wait: OnWait | None = None,
) -> Preview:
    """What ingesting files and folders would read; the data folder stays as it is. Raises BadArgumentError."""
    offered = selection.of_files(discover(paths, source))
    known = _known(settings, on_wait)
    received = receive(offered, None, now(), progress, known=known, limit=selection.limit)
    return Preview(tuple(_told(one, known) for one in received))


def preview_sources(
    names: Sequence[str],
    settings: "Settings",
    *,
    selection: Selection = EVERYTHING,
    secrets: Secrets = secret_of_environment,
    progress: Progress | None = None,
    on_wait: OnWait | None = None,
) -> Preview:
    """What ingesting sources would read: all is fetched, and nothing is kept. Raises as flows.follow does."""
    from warehouse.store import Store

    catalogue = load_catalogue(settings.sources)
    chosen = chosen_of(catalogue, names)
    known = _known(settings, on_wait)
    taken: dict[str, str] = {}
    with readers_of(settings) as readers:
        tools = tools_of(
            catalogue, Store(settings.data), readers, known,
            secrets=secrets, selection=selection, progress=progress, dry=True,
        )  # fmt: skip
        gathered = [gather(source, tools, taken) for source in chosen]
    faults = tuple(f"source {one.source}: {one.error}" for one in gathered if one.error)
    return Preview(tuple(_told(one, known) for each in gathered for one in each.received), faults)


def try_source(
    name: str,
    settings: "Settings",
    *,
    limit: int,
    secrets: Secrets = secret_of_environment,
    progress: Progress | None = None,
) -> Trial:
    """Fetch and read the first documents of a source, in a folder of its own that goes when it is done.

    Neither archive nor warehouse are touched, and what the source answered before is not asked for. Raises
    CatalogueError, BadArgumentError, ArchiveError.
    """
    from warehouse.store import Store

    catalogue = load_catalogue(settings.sources)
    (source,) = catalogue.chosen([name])
    by = extractor_named(settings.extractor)
    with tempfile.TemporaryDirectory(prefix="communique-try-") as folder, readers_of(settings) as readers:
        store = Store(Path(folder))
        selection = Selection(limit=limit)
        tools = tools_of(catalogue, store, readers, {}, secrets=secrets, selection=selection, progress=progress)
        gathered = gather(source, tools, {})
        versions = [one.version_id for one in gathered.received if one.version_id]
        outcomes = read_versions(Archive(store.archive), versions, by, readers)
        items = tuple((one, next(outcomes) if one.version_id else None) for one in gathered.received)
    return Trial(gathered, items, _drift(source, gathered))


def _drift(source: "Source", gathered: Gathered) -> str | None:
    """A feed tells all of its items at once; of folders only the first documents were looked at."""
    return source.drift(gathered.items_seen) if source.kind == "feed" and gathered.items_seen else None
