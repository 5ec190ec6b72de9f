"""PDF: its text page by page, with paragraphs by the gaps between lines."""

import datetime as dt
import re
from collections import Counter
from itertools import pairwise
from typing import Any

from documents.encoding import mend
from documents.errors import UnreadableDocument
from documents.media import PDF
from documents.parts import DatedAs, Reading

MAX_PAGES = 3_000
MAX_CHARACTERS = 20_000_000
"""Text behind these bounds is no press release, and a small file can unfold to any size."""

_HYPHEN_MARKS = "\u0002\ufffe"
"""What the library puts for a hyphen at the end of a line and the line end after it."""
_BROKEN_WORD = re.compile(r"([^\W\d_]+)(?:[-\u2010\u00ad]\n|[\u0002\ufffe]\n?)([^\W\d_]+)")
_PARAGRAPH_GAP = 1.35
"""A gap between lines so many times the usual one begins a paragraph."""
_RUNNING_PAGES = 3
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
_NO_TITLE = re.compile(
    r"^(microsoft word\b|untitled|sin título|sem título|document\d*$|.*\.(docx?|indd|pdf|rtf|odt)$)", re.I
)


def _open(content: bytes) -> Any:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument("is an encrypted PDF: save a copy without its password first") from None
        if b"%%EOF" not in content[-2048:]:
            raise UnreadableDocument("is a PDF cut short: fetch or copy it again") from None
        raise UnreadableDocument("is a damaged PDF: fetch it again, or print it to a new PDF") from None


def _page_lines(page: Any) -> list[str]:
    """Lines of a page, an empty one where a paragraph begins."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > MAX_CHARACTERS:
            raise UnreadableDocument(f"is a PDF with more than {MAX_CHARACTERS:,} characters on a page: split it")
        text = textpage.get_text_range() if count else ""
        lines = text.split("\n")
        # Characters that the library adds or leaves out would shift the places: then lines stay as they are.
        if len(text) != count:
            return [line.strip() for line in lines]
        heights = _heights(textpage, lines)
    finally:
        textpage.close()
    return _with_gaps([line.strip() for line in lines], heights)


def _heights(textpage: Any, lines: list[str]) -> list[float | None]:
    """Height of each line: the lower edge of the box around its first visible character; None for an empty line."""
    heights: list[float | None] = []
    place = 0
    for line in lines:
        visible = len(line) - len(line.lstrip())
        heights.append(textpage.get_charbox(place + visible, loose=True)[1] if line.strip() else None)
        place += len(line) + 1
    return heights


def _with_gaps(lines: list[str], heights: list[float | None]) -> list[str]:
    """Lines with an empty one before those that stand further below the line above than usual, or above it."""
    kept = [(line, height) for line, height in zip(lines, heights, strict=True) if line and height is not None]
    gaps = [above[1] - below[1] for above, below in pairwise(kept)]
    # The lower quarter: a page of short paragraphs has more gaps between them than inside them. Under 5 points is no
    # line's height but a raised mark.
    usual = sorted(gap for gap in gaps if gap > 5)
    line_height = usual[len(usual) // 4] if usual else 0.0
    out: list[str] = []
    for i, (line, _) in enumerate(kept):
        if i and usual and (gaps[i - 1] > _PARAGRAPH_GAP * line_height or gaps[i - 1] < -line_height):
            out.append("")
        out.append(line)
    return out


def _without_running(pages: list[list[str]]) -> int:
    """Drop, in place, first and last lines that nearly all pages share but for their numbers. Returns how many."""
    dropped = 0
    for place in (0, -1):
        while True:
            seen = Counter(re.sub(r"\d+", "#", page[place]) for page in pages if page)
            line, number = seen.most_common(1)[0] if seen else ("", 0)
            if number < _RUNNING_PAGES or number < 0.6 * len(pages) or len(line) > 120:
                break
            for page in pages:
                if page and re.sub(r"\d+", "#", page[place]) == line:
                    del page[place]
                    dropped += 1
    return dropped


def _mend_hyphens(text: str) -> str:
    """Join words that a line end divides; a hyphen stays where the text has the word with it elsewhere."""
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))

    def join(match: re.Match[str]) -> str:
        left, right = match[1], match[2]
        with_hyphen, without = f"{left}-{right}".lower(), f"{left}{right}".lower()
        compound = right[0].isupper() or left.isupper() or words[with_hyphen] > words[without]
        return f"{left}-{right}" if compound else f"{left}{right}"

    mended = _BROKEN_WORD.sub(join, text)
    return mended.translate({ord(mark): "-" for mark in _HYPHEN_MARKS})


def _join(pages: list[list[str]]) -> str:
    """Pages as one text: a paragraph that runs over a page end goes on, all else is set apart by an empty line."""
    text = ""
    for page in pages:
        body = "\n".join(page).strip("\n")
        if text and body:
            goes_on = text[-1] not in '.!?:”"»)' and body[0].islower()
            text += ("\n" if goes_on else "\n\n") + body
        else:
            text += body
    return text


def _metadata(document: Any, reading: Reading) -> None:
    """What the file's properties tell, kept for the last resort: they are often wrong."""
    data = {key: " ".join(str(value).split()) for key, value in document.get_metadata_dict().items()}
    title = data.get("Title", "")
    if title and not _NO_TITLE.match(title):
        reading.last_resort_title = title[:300]
    if " " in (author := data.get("Author", "")):  # one word is a user name
        reading.last_resort_author = author[:200]
    if match := _DATE.match(data.get("CreationDate", "")):
        try:
            day = dt.date(int(match[1]), int(match[2] or "x"), int(match[3] or "x"))
        except ValueError:
            return
        reading.last_resort_published = DatedAs(day, "pdf")


def read_pdf(content: bytes) -> Reading:
    """The text of a PDF. Raises UnreadableDocument where it is encrypted, damaged, too large, or has no text."""
    import pypdfium2

    document = _open(content)
    pages: list[list[str]] = []
    failed: list[str] = []
    size = 0
    try:
        number = len(document)
        if number > MAX_PAGES:
            raise UnreadableDocument(f"is a PDF of {number:,} pages; at most {MAX_PAGES:,} are read: split it")
        for i in range(number):
            try:
                page = document[i]
                try:
                    lines = _page_lines(page)
                finally:
                    page.close()
            except pypdfium2.PdfiumError:
                failed.append(str(i + 1))
                continue
            size += sum(map(len, lines))
            if size > MAX_CHARACTERS:
                raise UnreadableDocument(f"is a PDF with more than {MAX_CHARACTERS:,} characters: split it")
            pages.append(lines)
        reading = Reading(PDF, "")
        _metadata(document, reading)
    finally:
        document.close()
    if failed:
        reading.warnings.append(f"pages that could not be read: {', '.join(failed[:20])}")
    if dropped := _without_running(pages):
        reading.warnings.append(f"{dropped:,} running heads and feet dropped")
    text = _mend_hyphens(_join(pages))
    if not any(c.isalnum() for c in text):
        raise UnreadableDocument("is a PDF without text (scanned pages?): make them readable with OCR first")
    mended = mend(text, [])
    reading.text = mended.text
    reading.warnings += mended.warnings
    return reading
