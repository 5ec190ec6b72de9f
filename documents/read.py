"""The one door of this room: the bytes of a file become a Document."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable

from documents.encoding import refuse_binary
from documents.errors import UnreadableDocument
from documents.html import read_html
from documents.language import by_function_words, detect, language_name, normal_code
from documents.lexicon import LANGUAGES
from documents.markdown import read_markdown
from documents.masthead import Masthead, read_masthead
from documents.media import HTML, MARKDOWN, PDF, PLAIN, media_type
from documents.parts import DatedAs, Heading, Reading
from documents.plain import read_plain
from documents.sections import make_sections, plain_headings
from schemas.document import Document, Sidecar
from schemas.enums import DocumentStatus
from schemas.ids import sha256_of_text

MAX_BYTES = 64 * 1024 * 1024
"""Larger files are refused: reading needs several times the size in memory."""

MAX_CHARACTERS = 10_000_000
"""A longer text is no document but a collection, and would take minutes to code."""

MAX_TITLE = 500
ABROAD = dt.timedelta(days=1)
"""A day of publication is a local one: east of Greenwich it may be a day after the receipt in UTC."""


def _read_pdf(content: bytes) -> Reading:
    # The libraries for PDFs take some 50 ms to import: a text need not wait for them.
    from documents.pdf import read_pdf

    return read_pdf(content)


_READERS: dict[str, Callable[[bytes], Reading]] = {
    PLAIN: read_plain,
    MARKDOWN: read_markdown,
    HTML: read_html,
    PDF: _read_pdf,
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff]")


def _line(value: str | None) -> str | None:
    """A title or name as one line of visible characters, None where nothing is left."""
    if value is None:
        return None
    line = " ".join(_INVISIBLE.sub("", value).split())
    return (line if len(line) <= MAX_TITLE else line[: MAX_TITLE - 1] + "…") or None


def _read_bytes(content: bytes, path: str) -> Reading:
    if len(content) > MAX_BYTES:
        raise UnreadableDocument(
            f"has {len(content) / 1024 / 1024:,.0f} MB; at most {MAX_BYTES // 1024 // 1024} MB are read: split it"
        )
    if not content.strip():
        raise UnreadableDocument("is empty: nothing to read; save it again or remove it")
    refuse_binary(content)
    kind, warning = media_type(path, content)
    try:
        reading = _READERS[kind](content)
    except UnreadableDocument:
        raise
    except (Exception, RecursionError) as error:  # libraries raise what they like at hostile input
        raise UnreadableDocument(f"cannot be read as {kind} ({type(error).__name__}): save its text as .txt") from error
    if len(reading.text) > MAX_CHARACTERS:
        raise UnreadableDocument(
            f"has {len(reading.text):,} characters; at most {MAX_CHARACTERS:,} are read: split it into its documents"
        )
    if warning:
        reading.warnings.insert(0, warning)
    if not reading.text.strip("\ufffd \t\r\n\f\v\u00a0\u200b\ufeff") and not reading.skip_reason:
        raise UnreadableDocument("is empty: it has no words; save it again or remove it")
    return reading


def _language(reading: Reading, sidecar: Sidecar | None) -> str | None:
    """The language: as the sidecar, the front matter or the page's attribute says, else as the words show."""
    told, origin = (normal_code(sidecar.language), "sidecar") if sidecar and sidecar.language else (None, "")
    if told is None:
        told, origin = reading.language, reading.language_origin or ""
    if told is None:
        found = detect(reading.text)
        if found is None and reading.text:
            reading.warnings.append("language not recognized: too little text; give language in a sidecar")
        return found
    shown = by_function_words(reading.text)
    if shown and shown != told:
        reading.warnings.append(
            f"language is {told} ({language_name(told)}) by its {origin}, but its words look {language_name(shown)}"
        )
    return told


def _published(candidates: list[DatedAs], received_on: dt.date, warnings: list[str]) -> DatedAs | None:
    """The first declared day that can be one of publication: none that lies after the receipt, whoever says so.

    What a document calls 'last Friday' is counted from this day, so a wrong one does more harm than none.
    """
    for candidate in candidates:
        if candidate.day <= received_on + ABROAD:
            return candidate
        origin = candidate.origin.replace("_", " ")
        warnings.append(
            f"day of publication {candidate.day} ({origin}) is after the receipt on {received_on}: left out; "
            "correct it, or give published_on in a sidecar"
        )
    return None


def _headings(reading: Reading, head: Masthead) -> list[Heading]:
    """Headings as the file marks them; of a text without marks, and of running text beside tables, by their looks."""
    if reading.media_type in (MARKDOWN, HTML) or (reading.headings and reading.masthead_end is None):
        return reading.headings
    looks = [h for h in plain_headings(reading.text, head.end) if not _in_table(reading, h.start)]
    marked = {heading.start for heading in reading.headings}
    return sorted([*reading.headings, *(h for h in looks if h.start not in marked)], key=lambda h: h.start)


def _in_table(reading: Reading, offset: int) -> bool:
    return any(table.start <= offset < table.end for table in reading.tables)


def read_document(
    content: bytes,
    *,
    document_id: str,
    version_id: str,
    source: str,
    path: str,
    sidecar: Sidecar | None,
    received_on: dt.date,
) -> Document:
    """Read a file's bytes as what its suffix in `path` and its first bytes say: plain text, Markdown, HTML or PDF.

    What the sidecar tells wins over what the file declares, and that over what its first lines tell. `received_on`
    bounds the day of publication. A page without an article and a text in a language that is not read become a
    Document with status skipped. Raises UnreadableDocument, and nothing else, for what cannot be read.
    """
    reading = _read_bytes(content, path)
    language = _language(reading, sidecar)
    head = read_masthead(reading.text[: reading.masthead_end], language, received_on)
    candidates = list(reading.published)
    if sidecar and sidecar.published_on:
        candidates.insert(0, DatedAs(sidecar.published_on, "sidecar"))
    if head.published_on:
        candidates.append(DatedAs(head.published_on, "text"))
    if reading.last_resort_published:
        candidates.append(reading.last_resort_published)
    published = _published(candidates, received_on, reading.warnings)
    if published is None or published.origin == "text":
        reading.warnings += head.warnings
    sections, too_many = make_sections(reading.text, _headings(reading, head))
    if too_many:
        reading.warnings.append(too_many)
    skip_reason = reading.skip_reason
    if skip_reason is None and language is not None and language not in LANGUAGES:
        skip_reason = (
            f"language is {language} ({language_name(language)}): communique reads English, Spanish and Portuguese; "
            "if it is one of them, say so in a sidecar"
        )
    told = sidecar or Sidecar()
    return Document(
        document_id=document_id,
        version_id=version_id,
        source=source,
        path=path,
        url=told.url or reading.url,
        title=_line(told.title) or _line(reading.title) or _line(head.title) or _line(reading.last_resort_title),
        author=_line(reading.author) or _line(head.author) or _line(reading.last_resort_author),
        publisher=_line(told.publisher) or _line(reading.publisher),
        published_on=published.day if published else None,
        published_on_origin=published.origin if published else None,
        language=language,
        media_type=reading.media_type,
        status=DocumentStatus.SKIPPED if skip_reason else DocumentStatus.CODED,
        skip_reason=skip_reason,
        warnings=tuple(dict.fromkeys(reading.warnings)),
        content_sha256=hashlib.sha256(content).hexdigest(),
        text_sha256=sha256_of_text(reading.text),
        text=reading.text,
        sections=sections,
        pages=tuple(reading.pages),
        tables=tuple(reading.tables),
    )
