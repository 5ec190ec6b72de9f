"""Pages of running text: paragraphs by the gaps between lines, running heads dropped, divided words joined."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from documents.pdf_page import PAGE_MARK, TABLE_MARK, ProsePage

_HYPHEN_MARKS = "\u0002\ufffe"
"""What the library puts for a hyphen at the end of a line and the line end after it."""
_BROKEN_WORD = re.compile(rf"([^\W\d_]+)(?:[-\u2010\u00ad]\n|[\u0002\ufffe]\n?)({PAGE_MARK}?)([^\W\d_]+)")
_RUNNING_PAGES = 3
_MAX_RUNNING = 120
_NEAR_ALL = 0.6
"""Share of the pages on which a line is a running head wherever it stands among the first or last."""
_CHAPTER_PAGES = 4
_EDGE_LINES, _RUNNING_LINES = 2, 3
"""At an edge no page has more running lines than that: pages that are alike are not emptied."""
_LABEL = re.compile(r"(?<![\w.,/])(?:[A-Z]{1,4}[-.])?(\d{1,4})(?![\w,/])")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\s]*)(?:(?:page|página|p[aá]g\.?)\s+)?((?:[A-Z]{1,4}[-.])?\d{1,4}|[ivxl]{1,7})(?:\s*(?:/|of|de)\s*\d{1,4})?(?:[-–—|\s]*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Prose:
    """Pages put together: a piece of text for each, which joined are the whole, and how many lines were dropped."""

    pieces: list[str] = field(default_factory=list)
    dropped: int = 0


def make_prose(pages: list[ProsePage]) -> Prose:
    """The text of pages without running heads and with whole words; sets the pages' labels."""
    dropped = _without_running(pages)
    _label(pages)
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
        for _ in range(_RUNNING_LINES):
            seen = Counter(_masked(page.lines[place]) for page in pages if page.lines and _may_go(page, place))
            line, number = seen.most_common(1)[0] if seen else ("", 0)
            if number < _RUNNING_PAGES or number < _NEAR_ALL * len(pages) or len(line) > _MAX_RUNNING:
                break
            dropped += sum(_drop(page, place) for page in pages if page.lines and _masked(page.lines[place]) == line)
        for _ in range(_EDGE_LINES):
            dropped += _drop_numbers(pages, place)
            dropped += _drop_chapter_heads(pages, place)
    return dropped


def _may_go(page: ProsePage, place: int) -> bool:
    """Whether a line may be a running one: what stands for a table may not."""
    return not page.lines[place].startswith(TABLE_MARK)


def _drop(page: ProsePage, place: int) -> int:
    """Drop a line, with the empty ones that set it apart."""
    page.dropped.append(page.lines.pop(place))
    while page.lines and not page.lines[place]:
        page.lines.pop(place)
    return 1


def _label(pages: list[ProsePage]) -> None:
    """The numbers printed on pages: those in dropped lines that count with the pages."""
    numbers = [
        (page, match[0], int(match[1]) - page.number)
        for page in pages
        for line in page.dropped
        for match in _LABEL.finditer(line)
    ]
    steps = Counter(step for _, _, step in numbers)
    step, n = steps.most_common(1)[0] if steps else (0, 0)
    if n >= _RUNNING_PAGES:
        for page, label, own in numbers:
            if own == step and page.label is None:
                page.label = label


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
        line = page.lines[place] if page.lines and _may_go(page, place) else ""
        if len(line) <= _MAX_RUNNING and any(c.isalpha() for c in line):
            where.setdefault(_masked(line), []).append(n)
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
