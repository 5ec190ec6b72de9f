"""Headings of long PDFs: those of the file's outline, else lines in larger letters than the text."""

import re
from collections import Counter
from typing import Any

from documents.parts import Heading, Reading
from documents.pdf_page import MAX_PLACED, ProsePage
from schemas.document import Page

_LONG = 4
"""Pages from which on a file is a report with parts; a shorter one has its headings by their looks."""
_FEW = 3
"""Fewer headings than that are none: a title and a slogan are set large too."""
_MAX_ITEMS, _MAX_LEVEL = 2_000, 9
_MAX_LENGTH = 150
_LARGER = 1.12
"""A heading's letters are so many times as high as those of the text."""
_LEVELS = 4

Outline = list[tuple[str, int, int]]
"""Title, level from 1, page from 1."""


def read_outline(document: Any) -> Outline:
    """The outline of a file, as far as it leads to pages."""
    import pypdfium2  # type: ignore[import-untyped]

    items: Outline = []
    try:
        for item in document.get_toc(max_depth=_MAX_LEVEL):
            place = item.get_dest()
            page = place.get_index() if place else None
            title = " ".join(item.get_title().split())
            if title and page is not None:
                items.append((title, item.level + 1, page + 1))
            if len(items) >= _MAX_ITEMS:
                break
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return []  # a damaged outline is no fault of the text
    return items


def find_headings(reading: Reading, outline: Outline, pages: list[ProsePage]) -> list[Heading]:
    """The headings of a long text, which it has in its tables nowhere; none where the file does not mark them."""
    if len(reading.pages) < _LONG:
        return []
    for found in (_of_outline(reading, outline), _of_sizes(reading, pages)):
        kept = [h for h in found if not any(table.start <= h.start < table.end for table in reading.tables)]
        if len(kept) >= _FEW:
            return kept
    return []


def _of_outline(reading: Reading, outline: Outline) -> list[Heading]:
    """Items of the outline whose words stand on their page, in the order of the text."""
    pages = {page.number: page for page in reading.pages}
    found: dict[int, Heading] = {}
    for title, level, number in outline:
        page = pages.get(number)
        start = _place(reading.text, title, page) if page and page.end - page.start <= MAX_PLACED else None
        if start is not None:
            found.setdefault(start, Heading(title, level, start))
    return [found[start] for start in sorted(found)]


def _place(text: str, title: str, page: Page) -> int | None:
    """Where a title stands at the beginning of a line of a page; its number may be left out."""
    for words in (title.split(), re.sub(r"^[\dIVX.]+\s+", "", title).split()):
        if words:
            pattern = r"\s+".join(map(re.escape, words[:30]))
            match = re.compile(rf"^[ \t]*({pattern})", re.IGNORECASE | re.MULTILINE).search(text, page.start, page.end)
            if match:
                return match.start(1)
    return None


def _of_sizes(reading: Reading, pages: list[ProsePage]) -> list[Heading]:
    """Lines in larger letters than most of the text, the largest of level 1; lines of one size that follow are one."""
    sizes = {page.number: page.sizes for page in pages}
    usual: Counter[float] = Counter()
    for of_lines in sizes.values():
        for line, size in of_lines.items():
            usual[round(size, 1)] += len(line)
    if not usual:
        return []
    body = min(usual, key=lambda size: (-usual[size], size))
    found: list[tuple[str, float, int, int]] = []
    for page in reading.pages:
        if len(found) > _MAX_ITEMS:
            break
        for match in re.finditer(r"[^\n]+", reading.text[page.start : page.end]):
            line = match[0].strip()
            size = round(sizes.get(page.number, {}).get(line, 0.0), 1)
            if size < _LARGER * body or len(line) > _MAX_LENGTH or not any(c.isalpha() for c in line):
                continue
            start = page.start + match.start() + len(match[0]) - len(match[0].lstrip())
            if found and found[-1][1] == size and found[-1][3] == start - 1:
                title, _, first, _ = found.pop()
                found.append((f"{title} {line}", size, first, start + len(line)))
            else:
                found.append((line, size, start, start + len(line)))
    ranks = {size: n for n, size in enumerate(sorted({size for _, size, _, _ in found}, reverse=True), 1)}
    return [Heading(title, min(ranks[size], _LEVELS), start) for title, size, start, _ in found]
