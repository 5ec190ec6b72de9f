"""Sections: parts of a text under headings, as offsets."""

import re

from documents.dates import find_dates
from documents.parts import Heading
from schemas.document import Section

MAX_SECTIONS = 2_000
"""More headings than that are none."""

_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.)\s+\S")
_SPEAKER = re.compile(r"[^\W\d_][.:)]\s")
"""'Q. …', 'P: …': a line of an interview."""
_LAST = re.compile(r"[.,;:…]$|[.…][\"”»')\]]$")
_LINE = re.compile(r"[^\r\n]+")
_MAX_HEADING, _MIN_PARAGRAPH = 80, 80
_MAX_WORDS = 10


def make_sections(text: str, headings: list[Heading]) -> tuple[tuple[Section, ...], str | None]:
    """Sections of a text from its headings in order, and a warning where there were too many of them.

    A section runs from its heading to the next one of its level or above, or to the end of the text.
    """
    kept = headings[:MAX_SECTIONS]
    warning = (
        f"{len(headings):,} headings found: sections kept of the first {MAX_SECTIONS:,}"
        if headings[len(kept) :]
        else None
    )
    ends = [len(text)] * len(kept)
    open_: list[int] = []
    for i, heading in enumerate(kept):
        while open_ and kept[open_[-1]].level >= heading.level:
            ends[open_.pop()] = heading.start
        open_.append(i)
    sections = tuple(
        Section(title=h.title, level=h.level, start=h.start, end=end) for h, end in zip(kept, ends, strict=True)
    )
    return sections, warning


def _looks_like_heading(line: str) -> bool:
    if (
        len(line) > _MAX_HEADING
        or _LAST.search(line)
        or _SPEAKER.match(line)
        or not (line[0].isupper() or line[0] in '¿¡“"' or line[0].isdigit())
    ):
        return False
    words = line.split()
    if len(words) > _MAX_WORDS or not any(len(word) > 2 and word.isalpha() for word in words):
        return False
    if any(date.end - date.start > len(line) // 2 for date in find_dates(line)):
        return False
    return not line[0].isdigit() or bool(_NUMBERED.match(line) and any(c.isalpha() and c.isupper() for c in line))


def plain_headings(text: str, after: int) -> list[Heading]:
    """Headings of a plain text behind offset `after` (its title and letterhead).

    A heading is a short line without a full stop, set off from what stands before it, with a paragraph under it.
    """
    found: list[Heading] = []
    previous_end, candidate = after, None
    for match in _LINE.finditer(text, after):
        line = match[0].strip()
        if not line:
            continue
        gap = text.count("\n", previous_end, match.start()) or text.count("\r", previous_end, match.start())
        blank_before = gap > 1 or previous_end == after
        if candidate and len(line) >= _MIN_PARAGRAPH:
            found.append(candidate)
        start = match.start() + (len(match[0]) - len(match[0].lstrip()))
        candidate = None
        if blank_before and _looks_like_heading(line):
            number = _NUMBERED.match(line)
            level = min(line.split()[0].rstrip(".").count(".") + 1, 9) if number else 1
            candidate = Heading(line, level, start)
        previous_end = match.end()
        if len(found) > MAX_SECTIONS:
            break
    return found
