"""The parts of a PDF, running text and tables, as one text with the places of its pages, headings and tables."""

import re
from collections.abc import Sequence

from documents.parts import Heading, Reading
from documents.pdf_page import TABLE_MARK, ProsePage
from documents.pdf_tables import FoundTable
from documents.training_report import Block, ReportPages
from schemas.document import Page, Span, Table

_TABLE = re.compile(f"{TABLE_MARK}(\\d+){TABLE_MARK}")


class _Text:
    """A text that grows, and where its pages begin."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self.begins: dict[int, int] = {}

    def add(self, text: str) -> int:
        """Append; returns the offset of its first character."""
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        return start

    def gap(self) -> None:
        """An empty line, unless nothing stands before it."""
        if self.length:
            self.add("\n\n")

    def page(self, number: int) -> None:
        """What is added next stands on this page."""
        self.begins.setdefault(number, self.length)

    def __str__(self) -> str:
        return "".join(self._parts)


def assemble(reading: Reading, prose: Sequence[ProsePage], pieces: Sequence[str], report: ReportPages | None) -> None:
    """Put text, pages, headings and tables into a reading: pages of running text with their pieces, and a report's."""
    text = _Text()
    labels = {page.number: page.label for page in prose} | (dict(report.labels) if report else {})
    blocks = [Block(page.number, piece) for page, piece in zip(prose, pieces, strict=True)]
    found = {page.number: page.tables for page in prose}
    for block in sorted([*blocks, *(report.blocks if report else [])], key=lambda block: block.page):
        if block.columns:
            _add_table(text, block, reading)
            continue
        if report:
            if not block.text.strip():
                continue
            text.gap()
        text.page(block.page)
        if block.level:
            reading.headings.append(Heading(block.text, block.level, text.length))
        _add_running(text, block.text.strip("\n") if report else block.text, found.get(block.page, []), reading)
    reading.text = str(text)
    reading.pages = _pages(text, labels)
    if report:
        places = [table.start for table in reading.tables] + [heading.start for heading in reading.headings]
        reading.masthead_end = min(places, default=None)


def _add_running(text: _Text, words: str, tables: Sequence[FoundTable], reading: Reading) -> None:
    """Add running text, with the tables that stand in it."""
    for n, part in enumerate(_TABLE.split(words)):
        if n % 2 == 0:
            text.add(part)
            continue
        table = tables[int(part)]
        start, rows = text.length, []
        for k, row in enumerate(table.rows):
            if k:
                text.add("\n")
            rows.append(_add_row(text, row))
        below = rows[1:] if table.header else rows
        reading.tables.append(Table(columns=table.header, start=start, end=text.length, rows=tuple(below)))


def _add_table(text: _Text, block: Block, reading: Reading) -> None:
    if not block.rows:
        return
    text.gap()
    text.page(block.page)
    start = text.add("\t".join(block.columns))
    rows = []
    for row in block.rows:
        text.add("\n")
        text.page(row.page)
        rows.append(_add_row(text, row.cells))
    reading.tables.append(Table(columns=block.columns, start=start, end=text.length, rows=tuple(rows)))


def _add_row(text: _Text, cells: Sequence[str]) -> tuple[Span, ...]:
    """A row as a line, its cells set apart by tabs; returns the places of the cells."""
    spans = []
    for n, cell in enumerate(cells):
        if n:
            text.add("\t")
        start = text.add(cell)
        spans.append((start, text.length))
    return tuple(spans)


def _pages(text: _Text, labels: dict[int, str | None]) -> list[Page]:
    """The pages in order, each to where the next one begins."""
    begins = sorted(text.begins.items())
    ends = [start for _, start in begins[1:]] + [text.length]
    return [
        Page(number=number, label=labels.get(number), start=start, end=end)
        for (number, start), end in zip(begins, ends, strict=True)
    ]
