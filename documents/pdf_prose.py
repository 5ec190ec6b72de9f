"""Pages of running text: paragraphs by the gaps between lines, running heads dropped, divided words joined."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from documents.errors import UnreadableDocument

MAX_CHARACTERS = 20_000_000
"""Text behind this bound is no press release, and a small file can unfold to any size."""

PAGE_MARK = "\x1e"
"""Stands where a page begins while the text is put together; what a file has of it becomes a space."""

_HYPHEN_MARKS = "\u0002\ufffe"
"""What the library puts for a hyphen at the end of a line and the line end after it."""
_BROKEN_WORD = re.compile(rf"([^\W\d_]+)(?:[-\u2010\u00ad]\n|[\u0002\ufffe]\n?)({PAGE_MARK}?)([^\W\d_]+)")
_PARAGRAPH_GAP = 1.35
"""A gap between lines so many times the usual one begins a paragraph."""
_RUNNING_PAGES = 3
_MAX_RUNNING = 120
_NEAR_ALL = 0.6
"""Share of the pages on which a line is a running head wherever it stands among the first or last."""
_CHAPTER_PAGES = 4
_EDGE_LINES = 2
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\s]*)(?:(?:page|página|p[aá]g\.?)\s+)?((?:[A-Z]{1,4}[-.])?\d{1,4}|[ivxl]{1,7})(?:\s*(?:/|of|de)\s*\d{1,4})?(?:[-–—|\s]*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class ProsePage:
    """A page of running text: its place in the file, its lines, empty ones before paragraphs, its printed number."""

    number: int
    lines: list[str]
    label: str | None = None


@dataclass(slots=True)
class Prose:
    """Pages put together: a piece of text for each, which joined are the whole, and how many lines were dropped."""

    pieces: list[str] = field(default_factory=list)
    dropped: int = 0


def page_text_lines(page: Any) -> list[str]:
    """Lines of a page, an empty one where a paragraph begins. Raises UnreadableDocument where they are too many."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > MAX_CHARACTERS:
            raise UnreadableDocument(f"is a PDF with more than {MAX_CHARACTERS:,} characters on a page: split it")
        text = textpage.get_text_range() if count else ""
        lines = text.replace(PAGE_MARK, " ").split("\n")
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


def make_prose(pages: list[ProsePage]) -> Prose:
    """The text of pages without running heads and with whole words; sets the pages' labels."""
    dropped = _without_running(pages)
    text = _mend_hyphens(_join([page.lines for page in pages]))
    pieces = text.split(PAGE_MARK)[1:] if pages else []
    return Prose(pieces, dropped)


def _masked(line: str) -> str:
    return _DIGITS.sub("#", line)


def _without_running(pages: list[ProsePage]) -> int:
    """Drop, in place, lines at the edges of pages that belong to no page's text. Returns how many.

    Those that nearly all pages share but for their numbers; those that at least four share at the same edge with every
    page between them or every second one, as the heads of chapters do; and numbers that count with the pages.
    """
    dropped = 0
    for place in (0, -1):
        while True:
            seen = Counter(_masked(page.lines[place]) for page in pages if page.lines)
            line, number = seen.most_common(1)[0] if seen else ("", 0)
            if number < _RUNNING_PAGES or number < _NEAR_ALL * len(pages) or len(line) > _MAX_RUNNING:
                break
            dropped += sum(_drop(page, place) for page in pages if page.lines and _masked(page.lines[place]) == line)
        for _ in range(_EDGE_LINES):
            dropped += _drop_numbers(pages, place)
            dropped += _drop_chapter_heads(pages, place)
    return dropped


def _drop(page: ProsePage, place: int) -> int:
    """Drop a line, with the empty ones that set it apart; keep the number that it prints."""
    line = page.lines.pop(place)
    while page.lines and not page.lines[place]:
        page.lines.pop(place)
    if page.label is None and (match := _PAGE_NUMBER.fullmatch(line) or re.search(r"\b(\d{1,4})$|^(\d{1,4})\b", line)):
        page.label = next(group for group in match.groups() if group)
    return 1


def _number_of(page: ProsePage, place: int) -> int | None:
    """The number that a line at the edge of a page consists of, None where it is none."""
    match = _PAGE_NUMBER.fullmatch(page.lines[place]) if page.lines else None
    digits = _DIGITS.findall(match[1]) if match else []
    return int(digits[-1]) if digits else None


def _drop_numbers(pages: list[ProsePage], place: int) -> int:
    """Drop lines that are a number which counts with the pages on most of them."""
    numbers = [(page, number) for page in pages if (number := _number_of(page, place)) is not None]
    steps = Counter(number - page.number for page, number in numbers)
    common = {step for step, n in steps.items() if n >= _RUNNING_PAGES and n >= 0.25 * len(pages)}
    return sum(_drop(page, place) for page, number in numbers if number - page.number in common)


def _drop_chapter_heads(pages: list[ProsePage], place: int) -> int:
    """Drop lines that at least four neighbouring pages, or every second one, share at an edge but for their numbers."""
    where: dict[str, list[int]] = {}
    for n, page in enumerate(pages):
        if page.lines and len(page.lines[place]) <= _MAX_RUNNING and any(c.isalpha() for c in page.lines[place]):
            where.setdefault(_masked(page.lines[place]), []).append(n)
    dropped = 0
    for places in where.values():
        near = [b - a <= 2 for a, b in pairwise(places)]
        if len(places) >= _CHAPTER_PAGES and sum(near) >= 0.75 * len(near):
            dropped += sum(_drop(pages[n], place) for n in places)
    return dropped


def _mend_hyphens(text: str) -> str:
    """Join words that a line end divides; a hyphen stays where the text has the word with it elsewhere."""
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))

    def join(match: re.Match[str]) -> str:
        left, mark, right = match[1], match[2], match[3]
        with_hyphen, without = f"{left}-{right}".lower(), f"{left}{right}".lower()
        compound = right[0].isupper() or left.isupper() or words[with_hyphen] > words[without]
        # a word that runs over the end of a page stands on the page where it begins
        return (f"{left}-{right}" if compound else f"{left}{right}") + mark

    mended = _BROKEN_WORD.sub(join, text)
    return mended.translate({ord(mark): "-" for mark in _HYPHEN_MARKS})


def _join(pages: list[list[str]]) -> str:
    """Pages as one text: a paragraph that runs over a page end goes on, all else is set apart by an empty line.

    A mark stands where each page begins.
    """
    text, last = "", ""
    for page in pages:
        body = "\n".join(page).strip("\n")
        if last and body:
            goes_on = last[-1] not in '.!?:”"»)' and body[0].islower()
            text += "\n" if goes_on else "\n\n"
        text += PAGE_MARK + body
        last = body or last
    return text
