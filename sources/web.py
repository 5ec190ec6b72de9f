"""Pages, feeds and reports as sources: what they offer, each thing archived before anything reads it."""

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from schemas import ids
from schemas.base import mend_surrogates
from schemas.source import FeedBody, FeedSource, PageSource, ReportSource
from sources.archive import Archive, ArchiveError, ArchiveItem, sha256
from sources.arrival import Refusal, SourceError
from sources.client import Client
from sources.feeds import Feed, Item
from sources.fetched import Answer, FetchError, FetchRecord
from sources.judge import check_feed, check_page, check_report
from sources.memory import Memory, Trace

ParseFeed = Callable[[bytes, str, str, int], Feed]
"""Reads a feed's bytes, its address, its type and the most items; in a process that may die. Raises SourceError."""

_GIVE_UP = 3
"""After so many failures of one host that might pass, the rest of its pages are not asked for in this run."""
_SUFFIX = re.compile(r"\.(?:html?|xhtml|pdf|txt|text|md|markdown)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WebArrival:
    """Something that came over the network: bytes, what its sidecar says, and how it came."""

    source: str
    path: str
    url: str | None
    shown: str
    content: bytes
    sidecar: dict[str, Any]
    fetched: FetchRecord

    @property
    def came_from(self) -> str:
        """Where the bytes are from, as the archive keeps it."""
        return self.fetched.final_url

    @property
    def document_id(self) -> str:
        """Id of the document: of its address, else of the source and path."""
        return ids.document_id(self.source, self.path, self.url)

    @property
    def media_hint(self) -> str:
        """The suffix that the bytes are read by."""
        return PurePosixPath(self.path).suffix.lower()

    def version_id(self, content_sha256: str) -> str:
        """Id of the version with these bytes and this sidecar."""
        return ids.version_id(self.document_id, content_sha256, self.sidecar)

    def read(self) -> bytes:
        """The bytes."""
        return self.content


def web_path(url: str, suffix: str) -> str:
    """Path inside a source for an address: host, path and query, with the suffix that the bytes are read by."""
    parts = urlsplit(ids.canonical_url(url))
    query = f"?{parts.query}" if parts.query else ""
    path = mend_surrogates(f"{parts.netloc}{parts.path.rstrip('/')}{query}")
    named = _SUFFIX.search(path)
    return path if named and named[0].lower() == suffix else path + suffix


def item_html(item: Item) -> bytes:
    """An item's own body as a page that holds nothing else."""
    if not item.body_is_html:
        return item.body.encode("utf-8", "replace")
    title = html.escape(item.title or "", quote=False)
    head = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>\n<body><article>\n'
    return f"{head}{item.body}\n</article></body></html>\n".encode("utf-8", "replace")


def _by_guid(items: tuple[Item, ...], body: FeedBody) -> dict[int, str]:
    """Places of items that no address of their own tells apart → their paths, made of the guid; of title and day too
    where several share one. A feed may give one link, as to its site, for items of different guids."""
    links = [ids.canonical_url(item.link) if item.link else None for item in items]
    number = Counter(links)

    def tells_nothing(link: str | None) -> bool:
        return link is None or (number[link] > 1 and (number[link] > 2 or urlsplit(link).path == "/"))

    alone = [n for n, link in enumerate(links) if tells_nothing(link) and (link is None or body is FeedBody.ITEM)]
    guids = [items[n].guid for n in alone]
    paths = {}
    for n in alone:
        item = items[n]
        parts = [item.guid] if item.guid and guids.count(item.guid) == 1 else [item.guid, item.title, item.published_on]
        told = item.guid or item.title or "item"
        plain = re.sub(r"[^\w.-]+", "-", told)[:80].strip("-.") or "item"
        paths[n] = f"{plain}-{ids.digest('item', *parts)[5:15]}"
    return paths


@dataclass
class Gatherer:
    """One gathering of one source. `fault` is what is wrong with the source as a whole, once all is offered.

    `since` leaves out items that the feed dates before that day; `only` tells which paths are wanted; with `dry`
    nothing is archived or remembered.
    """

    source: PageSource | FeedSource | ReportSource
    client: Client
    archive: Archive
    memory: Memory
    parse_feed: ParseFeed
    received_at: dt.datetime
    max_items: int = 1000
    since: dt.date | None = None
    only: Callable[[str], bool] = lambda _: True
    dry: bool = False
    fault: str | None = None
    items_seen: int = 0
    _failures: dict[str, int] = field(default_factory=dict)

    def offers(self) -> Iterator[WebArrival | Refusal]:
        """What the source offers now, in its order."""
        if isinstance(self.source, FeedSource):
            yield from self._feed(self.source)
            return
        for url in self.source.urls:
            self.items_seen += 1
            yield from self._wanted_page(url, None)

    def pending(self) -> Iterator[WebArrival | Trace | Refusal]:
        """What came in runs that were killed: what is archived, and what its feeds hold beside that."""
        traces = self.memory.pending
        came = {trace.document_id: trace for trace in traces if trace.role == "document"}
        for trace in came.values():
            if self._has(trace):
                yield trace
        if not isinstance(self.source, FeedSource):
            return
        feeds = [trace for trace in traces if trace.role == "feed"]
        for trace in feeds[-1:]:
            try:
                content = self.archive.get(trace.content_sha256)
                answer = self._kept_answer(trace, content)
                feed = self.parse_feed(content, trace.url, "", self.max_items)
            except (ArchiveError, SourceError):
                continue
            for offer in self._items(self.source, feed, answer):
                if offer.document_id not in came:
                    yield offer

    def _has(self, trace: Trace) -> bool:
        try:
            self.archive.get(self.archive.item(trace.version_id).content_sha256)
        except ArchiveError:
            return False
        return True

    def _kept_answer(self, trace: Trace, content: bytes) -> Answer:
        """The answer that archived bytes came with. Raises ArchiveError."""
        record = self.archive.item(trace.version_id).fetched
        if record is None:
            raise ArchiveError(f"{trace.version_id} did not come over the network")
        return Answer(record.url, record.final_url, record.status, record.fetched_at, dict(record.headers), content)

    def _answer(self, url: str) -> tuple[Answer, bool]:
        """What an address answers, and whether that is what it answered before. Raises FetchError."""
        trace = self.memory.latest(url)
        kept: Answer | None = None
        if trace is not None and (trace.etag or trace.last_modified):
            try:
                kept = self._kept_answer(trace, self.archive.get(trace.content_sha256))
            except ArchiveError:
                kept = None
        answer = self.client.get(url, trace.condition if trace and kept else None)
        if answer.status == 304 and kept and trace:
            # the archive has the head that these bytes came with first; the site may have marked them anew since
            marks = {"etag": trace.etag, "last-modified": trace.last_modified}
            headers = {**kept.headers, **{name: mark for name, mark in marks.items() if mark}}
            return replace(kept, headers=headers), True
        return answer, False

    def _asked(self, url: str) -> tuple[Answer, bool]:
        """`_answer`, unless its host failed too often. Raises FetchError."""
        host = urlsplit(url).netloc.lower()
        if self._failures.get(host, 0) >= _GIVE_UP:
            raise FetchError(f"was not asked for: {host} failed {_GIVE_UP} times in a row")
        try:
            found = self._answer(url)
        except FetchError as error:
            self._failures[host] = self._failures.get(host, 0) + 1 if error.passing else 0
            raise
        self._failures[host] = 0
        return found

    def _sidecar(self, url: str | None, item: Item | None) -> dict[str, Any]:
        said = {
            "url": url,
            "publisher": self.source.publisher,
            "language": self.source.language,
            "title": item.title if item else None,
            "published_on": item.published_on if item else None,
        }
        return {key: value for key, value in said.items() if value is not None}

    def _wanted_page(self, url: str, item: Item | None) -> Iterator[WebArrival | Refusal]:
        if not self.only(web_path(url, "")) and not self.only(web_path(url, ".html")):
            return
        check = check_report if isinstance(self.source, ReportSource) else check_page
        try:
            answer, _ = self._asked(url)
            suffix = check(answer)
        except FetchError as error:
            yield Refusal(self.source.name, web_path(url, ""), url, str(error), skipped=False, url=url)
            return
        yield self._came(
            WebArrival(
                self.source.name,
                web_path(url, suffix),
                url,
                url,
                answer.content,
                self._sidecar(url, item),
                answer.record(self.source.licence),
            ),
            answer,
        )

    def _came(self, arrival: WebArrival, answer: Answer) -> WebArrival:
        """Archive an arrival; the memory knows of it first."""
        digest = sha256(arrival.content)
        item = ArchiveItem(
            document_id=arrival.document_id,
            version_id=arrival.version_id(digest),
            source=arrival.source,
            path=arrival.path,
            origin=arrival.came_from,
            content_sha256=digest,
            size=len(arrival.content),
            sidecar=arrival.sidecar,
            received_at=self.received_at,
            media_hint=arrival.media_hint,
            fetched=arrival.fetched,
        )
        self._put(item, arrival.content, arrival.url or arrival.path, "document", answer, arrival.shown)
        return arrival

    def _put(self, item: ArchiveItem, content: bytes, key: str, role: str, answer: Answer, shown: str) -> None:
        own = role == "feed" or answer.url == key
        trace = Trace(
            url=key,
            role=role,
            document_id=item.document_id,
            version_id=item.version_id,
            content_sha256=item.content_sha256,
            shown=shown,
            etag=answer.headers.get("etag") if own else None,
            last_modified=answer.headers.get("last-modified") if own else None,
        )
        if not self.dry and (self.memory.latest(key) != trace or not self._has(trace)):
            self.memory.add(trace)
            self.archive.put(content, item)

    def _feed(self, source: FeedSource) -> Iterator[WebArrival | Refusal]:
        try:
            answer, _ = self._asked(source.url)
            check_feed(answer)
            self._put_feed(source, answer)
            feed = self.parse_feed(answer.content, source.url, answer.headers.get("content-type", ""), self.max_items)
        except SourceError as error:
            self.fault = f"{source.url}: {error}"
            return
        if feed.fault:
            self.fault = f"{source.url}: {feed.fault}"
        self.items_seen = len(feed.items)
        yield from self._items(source, feed, answer)

    def _put_feed(self, source: FeedSource, answer: Answer) -> None:
        """Archive a feed's bytes before they are read."""
        digest = sha256(answer.content)
        document = ids.document_id(source.name, f"feed:{source.url}")
        item = ArchiveItem(
            document_id=document,
            version_id=ids.version_id(document, digest, None),
            source=source.name,
            path=web_path(source.url, ".xml"),
            origin=answer.final_url,
            content_sha256=digest,
            size=len(answer.content),
            received_at=self.received_at,
            media_hint=".xml",
            role="feed",
            fetched=answer.record(source.licence),
        )
        self._put(item, answer.content, source.url, "feed", answer, source.url)

    def _items(self, source: FeedSource, feed: Feed, answer: Answer) -> Iterator[WebArrival | Refusal]:
        """The documents of a feed, each address once: of items that share one, the first, which is the newest."""
        paths = _by_guid(feed.items, source.body)
        seen: dict[str, Item] = {}
        for n, item in enumerate(feed.items):
            if self.since and item.published_on and item.published_on < self.since.isoformat():
                continue
            item = replace(item, link=None) if n in paths else item
            key = ids.canonical_url(item.link) if item.link else paths[n]
            first = seen.setdefault(key, item)
            if first is not item:
                if first.body != item.body or first.title != item.title:
                    message = "shares its address with a newer item of the feed; only that one is used"
                    told = (
                        f"{web_path(item.link, '') if item.link else key}#{ids.digest('item', item.title, item.body)}"
                    )
                    yield Refusal(source.name, told, item.link or told, message, skipped=True)
                continue
            if source.body is FeedBody.PAGE and item.link:
                yield from self._wanted_page(item.link, item)
            else:
                yield from self._own_body(source, item, paths.get(n), answer)

    def _own_body(
        self, source: FeedSource, item: Item, path: str | None, answer: Answer
    ) -> Iterator[WebArrival | Refusal]:
        suffix = ".html" if item.body_is_html else ".txt"
        path = web_path(item.link, suffix) if item.link else f"{path}{suffix}"
        if not self.only(path):
            return
        shown = item.link or f"{source.url}#{path}"
        if not item.body.strip():
            message = "has no body in the feed; set body = 'page' to read the page behind it"
            yield Refusal(source.name, path, shown, message, skipped=True, url=item.link)
            return
        arrival = WebArrival(
            source.name,
            path,
            item.link,
            shown,
            item_html(item),
            self._sidecar(item.link, item),
            answer.record(source.licence),
        )
        yield self._came(arrival, answer)
