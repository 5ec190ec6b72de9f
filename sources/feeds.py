"""Feeds, RSS 0.9 to 2.0 and Atom: the bytes that came → items. Asks nothing of the network and expands no entity."""

import codecs
import datetime as dt
import email.utils
import html
import io
import re
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urljoin

from schemas.ids import canonical_url
from sources.arrival import SourceError

MAX_BODY = 8 * 1024 * 1024
"""Characters of an item's own body; more is cut off by no reader and refused."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = re.compile(r"""<!DOCTYPE(?:[^"'\[>]|"[^"]*"|'[^']*')*(.)""", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_ENDS = re.compile(rb"</(?:rss|feed|(?:\w+:)?RDF)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.DOTALL)
_HTML = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)


class FeedError(SourceError):
    """Bytes are no feed that can be read; one line without the address."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item: `link` its page as an absolute address, `published_on` the day that the feed gives, as it gives it."""

    link: str | None
    guid: str | None
    title: str | None
    published_on: str | None
    body: str
    body_is_html: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read. `fault` says what is broken about it, where items could be read in spite of that."""

    items: tuple[Item, ...]
    fault: str | None = None

    def as_values(self) -> dict[str, Any]:
        """As JSON values, for handing it from process to process."""
        return asdict(self)

    @classmethod
    def of_values(cls, values: dict[str, Any]) -> "Feed":
        """The feed of `as_values`."""
        return cls(tuple(Item(**item) for item in values["items"]), values["fault"])


def _start(content: bytes) -> str:
    """The text before the root element and a little more, decoded as an XML parser would."""
    coding = next((name for mark, name in _BOMS if content.startswith(mark)), None)
    if coding is None and content[:4] in (b"<\x00?\x00", b"<\x00!\x00", b"<\x00r\x00"):
        coding = "utf-16-le"
    if coding is None and content[:4] in (b"\x00<\x00?", b"\x00<\x00!", b"\x00<\x00r"):
        coding = "utf-16-be"
    if coding is None:
        match = _DECLARED.match(content[:400].removeprefix(codecs.BOM_UTF8))
        coding = match[1].decode("ascii") if match else "utf-8"
    try:
        text = content.decode(coding, "replace")
    except LookupError:
        text = content.decode("latin-1")
    return text.removeprefix("\ufeff")


def _check_prolog(content: bytes) -> None:
    """Raise FeedError where the feed brings a document type with declarations of its own: entities are made there."""
    text = _start(content)
    match = _PROLOG.match(text)
    at = match.end() if match else 0
    if not text[at : at + 9].upper().startswith("<!DOCTYPE"):
        return
    doctype = _DOCTYPE.match(text, at)
    if doctype is None or doctype[1] != ">":
        raise FeedError("declares entities or a document type of its own: not read")


def _published(entry: Any) -> str | None:
    """The day of publication in the time zone that the feed tells it in."""
    for name in ("published", "updated", "created"):
        told = dict.get(entry, name)  # as it stands: feedparser's own get takes one day for another
        if not told:
            continue
        try:
            return email.utils.parsedate_to_datetime(told).date().isoformat()
        except (TypeError, ValueError, IndexError, OverflowError):
            pass
        if match := re.match(r"\s*(\d{4}-\d{2}-\d{2})(?!\d)", told):
            try:
                return dt.date.fromisoformat(match[1]).isoformat()
            except ValueError:
                pass
        parsed = dict.get(entry, f"{name}_parsed")
        if parsed:
            try:
                return dt.date(*parsed[:3]).isoformat()
            except ValueError:
                continue
    return None


def _title(entry: Any) -> str | None:
    words = entry.get("title") or ""
    if "html" in (entry.get("title_detail") or {}).get("type", ""):
        words = html.unescape(_TAG.sub("", words))
    return " ".join(words.split())[:1000] or None


def _body(entry: Any) -> tuple[str, bool]:
    """The longest of an item's own bodies, and whether it is HTML."""
    found = [part for part in entry.get("content") or [] if part.get("value")]
    if (summary := entry.get("summary_detail")) and summary.get("value"):
        found.append(summary)
    if not found:
        return "", False
    body = max(found, key=lambda part: len(part["value"]))
    value = body["value"]
    is_html = "html" in (body.get("type") or "") or bool(re.search(r"<(?:p|br|div|a|span|h\d|ul)\b", value, re.I))
    return value, is_html


def _web(base: str, address: str | None) -> str | None:
    """An absolute http or https address, None where it is none."""
    if not address:
        return None
    try:
        url = urljoin(base, address.strip())
        canonical_url(url)
    except ValueError:
        return None
    return url if url.isprintable() and " " not in url and len(url) <= 2000 else None


def _item(entry: Any, base: str) -> Item:
    body, is_html = _body(entry)
    if len(body) > MAX_BODY:
        body, is_html = "", False
    guid = " ".join(str(entry.get("id") or "").split())[:1000] or None
    link = _web(base, entry.get("feedburner_origlink") or entry.get("link"))
    return Item(link, guid, _title(entry), _published(entry), body, is_html)


def parse_feed(content: bytes, url: str, content_type: str = "", limit: int = 1000) -> Feed:
    """The items of a feed, at most `limit`, in its order.

    Where the XML is broken, what can be read of it is, but for a last item that may be cut; `fault` says so.
    Raises FeedError for what is no feed: nothing, a web page, entities of its own.
    """
    import feedparser  # type: ignore[import-untyped]

    if not content.strip():
        raise FeedError("is empty: no byte of a feed")
    _check_prolog(content)
    headers = {"content-type": content_type or "application/xml", "content-location": url}
    found = feedparser.parse(
        io.BytesIO(content), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
    )
    if not found.entries and not found.version:
        start = _start(content[:4000])
        what = "a web page (a login page?)" if _HTML.search(start) else "no feed"
        raise FeedError(f"is {what}, not RSS or Atom")
    items = [_item(entry, url) for entry in found.entries[:limit]]
    fault = _fault(found) if found.bozo else None
    if fault and not _ENDS.search(content[-2000:]):
        # the last item may be cut anywhere: it comes whole with the next answer
        items, fault = items[:-1], f"{fault}, and cut short"
    if fault:
        fault = f"is broken XML ({fault}); {len(items)} items were read in spite of it"
    elif len(found.entries) > limit:
        fault = f"has {len(found.entries):,} items; the first {limit:,} were read (max_items in sources.toml)"
    return Feed(tuple(items), fault)


def _fault(found: Any) -> str | None:
    """What is broken, None for what is merely told otherwise than it is, as an encoding."""
    from feedparser.exceptions import CharacterEncodingOverride, NonXMLContentType  # type: ignore[import-untyped]

    error = found.bozo_exception
    if isinstance(error, CharacterEncodingOverride | NonXMLContentType):
        return None
    line = getattr(error, "getLineNumber", lambda: None)()
    said = getattr(error, "getMessage", lambda: type(error).__name__)()
    return f"{' '.join(str(said).split())[:100]}, line {line}" if line else " ".join(str(said).split())[:100]
