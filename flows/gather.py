"""One source of sources.toml: all that it offers now, archived, and how that went."""

import datetime as dt
import itertools
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flows.process import crash
from flows.receive import Progress, Received, archived, buried, refused
from flows.selection import EVERYTHING, Selection, is_news
from flows.version import code_version
from schemas.source import FeedSource, FolderSource, Source, WebSource
from sources.archive import Archive, ArchiveError, sha256
from sources.arrival import Arrival, BadArgumentError, Refusal, SourceError
from sources.catalogue import Catalogue
from sources.client import Client, origins_of
from sources.folder import discover
from sources.memory import Memory, Trace
from sources.web import Gatherer, ParseFeed, WebArrival

if TYPE_CHECKING:
    from warehouse.outcome import KnownDocument

Secrets = Callable[[WebSource], str | None]
"""Gives the value of a source's Authorization header. Raises SourceError where it names one that is not there."""


@dataclass
class Gathered:
    """What a source yielded: what was received, and what is told of the source as a whole.

    `gatherings` are to be remembered as loaded once this is.
    """

    source: str
    started_at: dt.datetime
    finished_at: dt.datetime | None = None
    received: list[Received] = field(default_factory=list)
    items_seen: int = 0
    whole: bool = True
    error: str | None = None
    gatherings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tools:
    """What gathering needs beside a source. With `dry` nothing is archived or remembered."""

    catalogue: Catalogue
    archive: Archive
    memory: Path
    parse_feed: ParseFeed
    secrets: Secrets
    started: dt.datetime
    known: Mapping[str, "KnownDocument"]
    selection: Selection = EVERYTHING
    progress: Progress | None = None
    dry: bool = False


def secret_of_environment(source: WebSource) -> str | None:
    """The value of a source's Authorization header from the environment. Raises SourceError where it is not set."""
    if source.authorization_block:
        raise SourceError("takes its credentials from a Prefect block: run it through Prefect")
    if not source.authorization_env:
        return None
    value = os.environ.get(source.authorization_env, "").strip()
    if not value:
        raise SourceError(f"needs the environment variable {source.authorization_env}, which is not set")
    return value


def glob_pattern(glob: str) -> re.Pattern[str]:
    """A glob as a pattern over paths inside a folder: `**` crosses folders, `*` and `?` do not."""
    out, n = "", 0
    while n < len(glob):
        if glob.startswith("**/", n):
            out, n = out + "(?:[^/]+/)*", n + 3
        elif glob.startswith("**", n):
            out, n = out + ".*", n + 2
        else:
            out += {"*": "[^/]*", "?": "[^/]"}.get(glob[n], re.escape(glob[n]))
            n += 1
    return re.compile(out, re.DOTALL)


def _folder_offers(source: FolderSource, tools: Tools) -> Iterator[Arrival | Refusal]:
    """The files of a folder that its glob names. Raises SourceError where the folder is not there."""
    folder = tools.catalogue.folder_of(source)
    if not folder.is_dir():
        raise SourceError(f"{folder}: no such folder; mend path in {tools.catalogue.path.name}")
    try:
        offered = discover([folder], source.name)
    except BadArgumentError as error:
        raise SourceError(str(error)) from None
    pattern = glob_pattern(source.glob)
    return (offer for offer in tools.selection.of_files(offered) if pattern.fullmatch(offer.path))


class _Taking:
    """Takes what is offered, until the limit of news is reached; each document once a run."""

    def __init__(self, tools: Tools, gathered: Gathered, taken: dict[str, str]):
        self._tools = tools
        self._gathered = gathered
        self._taken = taken
        self._news = 0

    def all(self, offers: Iterator[Arrival | WebArrival | Refusal | Trace]) -> None:
        """Take offers one after another. Raises ArchiveError where nothing can be kept."""
        limit = self._tools.selection.limit
        for number in itertools.count():
            if limit is not None and self._news >= limit:
                return
            offer = next(offers, None)
            if offer is None:
                return
            if self._tools.progress:
                self._tools.progress(self._gathered.source, number + 1, 0, offer.shown)
            one = self._one(offer)
            self._news += is_news(self._tools.known, one.document_id, one.version_id)
            self._gathered.received.append(one)

    def _one(self, offer: Arrival | WebArrival | Refusal | Trace) -> Received:
        if isinstance(offer, Refusal):
            if offer.document_id in self._taken:
                offer = Refusal(offer.source, offer.path, offer.shown, offer.message, offer.skipped)
            return refused(offer, self._taken)
        if offer.document_id in self._taken:
            source, path = self._gathered.source, getattr(offer, "path", offer.shown)
            message = f"has the same address as {self._taken[offer.document_id]}; only that is used"
            return refused(Refusal(source, path, offer.shown, message, skipped=True), self._taken)
        self._taken[offer.document_id] = offer.shown
        if isinstance(offer, Trace | WebArrival):
            content = offer.content_sha256 if isinstance(offer, Trace) else sha256(offer.content)
            if burial := self._tools.archive.burial_of(offer.document_id, content):
                path = offer.path if isinstance(offer, WebArrival) else offer.shown
                return buried(offer.document_id, self._gathered.source, path, offer.shown, burial)
        if isinstance(offer, Trace):
            return Received(offer.document_id, offer.shown, offer.version_id)
        if isinstance(offer, WebArrival):
            return Received(offer.document_id, offer.shown, offer.version_id(sha256(offer.content)))
        return archived(offer, None if self._tools.dry else self._tools.archive, self._tools.started, self._tools.known)


def _gatherer(source: Source, tools: Tools, client: Client, memory: Memory) -> Gatherer:
    assert not isinstance(source, FolderSource)
    return Gatherer(
        source,
        client,
        tools.archive,
        memory,
        tools.parse_feed,
        tools.started,
        max_items=tools.catalogue.settings.max_items,
        since=tools.selection.since,
        only=tools.selection.wants,
        dry=tools.dry,
    )


def _client(source: Source, tools: Tools) -> Client:
    assert not isinstance(source, FolderSource)
    urls = (source.url,) if isinstance(source, FeedSource) else source.urls
    return Client(
        tools.catalogue.settings, code_version(), authorization=tools.secrets(source), origins=origins_of(*urls)
    )


def _gather(source: Source, tools: Tools, gathered: Gathered, taken: dict[str, str]) -> None:
    taking = _Taking(tools, gathered, taken)
    if isinstance(source, FolderSource):
        taking.all(iter(_folder_offers(source, tools)))
        gathered.items_seen = len(gathered.received)
        return
    with Memory(tools.memory, source.name, look_only=tools.dry) as memory, _client(source, tools) as client:
        gathered.gatherings = () if tools.dry else (memory.gathering,)
        gatherer = _gatherer(source, tools, client, memory)
        taking.all(gatherer.offers())
        gathered.items_seen = gatherer.items_seen
        gathered.error = gatherer.fault


def _guarded(source: Source, tools: Tools, work: Callable[[Gathered], None]) -> Gathered:
    """Do a source's work; what fails is told of the source, and only a full or broken archive ends the run."""
    gathered = Gathered(source.name, dt.datetime.now(dt.UTC), whole=tools.selection.whole)
    try:
        work(gathered)
    except ArchiveError:
        raise
    except SourceError as error:
        gathered.error = str(error)
    except OSError as error:
        raise ArchiveError(
            f"cannot write to {tools.memory} ({error.strerror or type(error).__name__}); make room or allow writing "
            "there, then run again"
        ) from None
    except Exception as error:
        gathered.error = f"gathering stopped with {crash(error)}; please report this"
    gathered.finished_at = dt.datetime.now(dt.UTC)
    return gathered


def gather(source: Source, tools: Tools, taken: dict[str, str]) -> Gathered:
    """All that a source offers now. `taken` has the documents that other sources of the run gave, and is added to.

    Raises ArchiveError where nothing more can be kept; whatever else is wrong with the source is its `error`.
    """
    return _guarded(source, tools, lambda gathered: _gather(source, tools, gathered, taken))


def resume(source: Source, tools: Tools, taken: dict[str, str]) -> Gathered | None:
    """What came of a source in runs that ended before it was loaded; None where there is nothing such.

    Raises as `gather` does.
    """
    if isinstance(source, FolderSource) or not (tools.memory / f"{source.name}.jsonl").exists():
        return None

    def work(gathered: Gathered) -> None:
        with Memory(tools.memory, source.name) as memory:
            if not memory.pending:
                return
            gathered.gatherings = memory.gatherings[:-1]
            with _client(source, tools) as client:
                _Taking(tools, gathered, taken).all(_gatherer(source, tools, client, memory).pending())

    gathered = _guarded(source, tools, work)
    return gathered if gathered.gatherings else None


def remember_loaded(folder: Path, gathered: Iterable[Gathered]) -> None:
    """Remember that what sources yielded is loaded. Raises OSError."""
    for one in gathered:
        if one.gatherings:
            with Memory(folder, one.source) as memory:
                memory.loaded(one.gatherings)
