"""The country tables of the Foreign Military Training Report: pages of words become headings, tables and prose.

The two layouts differ in how a row of several lines stands (on its first line, or centred) and in what a page repeats;
documents/training_layout.py knows the columns. Nothing is told here of what a cell means.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from documents.pdf_words import Line
from documents.training_layout import Geometry, Layout, geometry, plain

_BOLD = 600
_LARGER = 1.2
_MAX_HEADING = 400
_SAME = 1.0
"""Points by which the baselines of one row may differ."""


@dataclass(slots=True)
class Row:
    """A row of a table: the text of its cells and the page on which it begins."""

    page: int
    cells: list[str]


@dataclass(slots=True)
class Block:
    """What stands in a document one after another: a paragraph, a heading (level 1 or 2), or a table."""

    page: int
    text: str = ""
    level: int = 0
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class ReportPages:
    """The blocks of a run of pages in order, the number printed on each page by its place, what was put right, and the
    running head."""

    blocks: list[Block]
    labels: dict[int, str]
    dropped: int
    warnings: list[str]
    title: str | None


def read_report_pages(layout: Layout, pages: Sequence[tuple[int, list[Line]]]) -> ReportPages:
    """The tables of pages, each given by its number from 1 with its lines; all of them are of the layout."""
    lines = [line for _, page in pages for line in page]
    header = next(line for line in lines if layout.is_header(line))
    reader = _Reader(geometry(layout, header, (line for line in lines if not layout.is_header(line))), header)
    for number, page in pages:
        reader.read(number, page)
    return ReportPages(reader.blocks, reader.labels, reader.dropped, reader.warnings(), reader.title)


@dataclass(slots=True)
class _Placed:
    """A line whose words are given to the columns."""

    line: Line
    parts: list[str]
    is_anchor: bool
    """Whether it holds a number, sum or date of a row, which stand on one line however long the row is."""

    @property
    def columns(self) -> int:
        """How many columns it has words in."""
        return sum(map(bool, self.parts))


class _Reader:
    """Reads page after page; a table and its last row go on over a page's end."""

    def __init__(self, places: Geometry, header: Line):
        self.blocks: list[Block] = []
        self.labels: dict[int, str] = {}
        self.dropped = 0
        self.title: str | None = None
        self._geometry, self._layout = places, places.layout
        self._body = header.size
        self._table: Block | None = None
        self._heading = ""
        self._page = 0
        self._seen_header = False
        self._pending: list[_Placed] = []
        self._orphans: list[int] = []

    def warnings(self) -> list[str]:
        """What could not be put into a row, by page."""
        if not self._orphans:
            return []
        shown = ", ".join(map(str, sorted(set(self._orphans))[:20]))
        return [
            f"{len(self._orphans):,} lines of table cells on page {shown} belong to no row here, kept as text: "
            "their row stands on an earlier page, or cannot be told"
        ]

    def read(self, page: int, lines: list[Line]) -> None:
        """One page; where pages between were none of the report, a table begins anew."""
        if page != self._page + 1:
            self._table = None
        self._page, self._seen_header = page, False
        body = self._without_running(page, lines)
        first_header = next((n for n, line in enumerate(body) if self._layout.is_header(line)), None)
        for n, line in enumerate(body):
            above = first_header is not None and n < first_header
            self._line(page, line, above)
        self._flush(page)

    def _without_running(self, page: int, lines: list[Line]) -> list[Line]:
        """The lines without the page's number and its running heads and feet."""
        layout, kept = self._layout, list(lines)
        if kept and layout.page_number.fullmatch(kept[-1].text):
            self.labels[page] = kept.pop().text
            self.dropped += 1
        if layout.running.pattern:
            running = [line.text for line in kept if layout.running.fullmatch(line.text)]
            kept = [line for line in kept if not layout.running.fullmatch(line.text)]
            self.dropped += len(running)
            self.title = self.title or next(iter(running), None)
        return kept

    def _line(self, page: int, line: Line, above_header: bool) -> None:
        if self._layout.is_header(line):
            self._header(page)
            return
        placed = self._place(line)
        if self._layout.is_total(placed.parts):
            self._flush(page)
            self._add_row(page, placed.parts)
        elif self._is_heading(placed):
            self._flush(page)
            self._new_heading(page, line, above_header)
        elif above_header or (self._table is None and not (self._seen_header and placed.is_anchor)):
            self._flush(page)
            self._prose(page, line.text)
        else:
            if self._table is None:
                self._open(page)
            self._pending.append(placed)

    def _place(self, line: Line) -> _Placed:
        parts: list[list[str]] = [[] for _ in self._layout.columns]
        is_anchor = False
        for word in line.words:
            column, formed = self._geometry.column_of(word)
            parts[column].append(word.text)
            is_anchor = is_anchor or formed
        return _Placed(line, [" ".join(words) for words in parts], is_anchor)

    def _is_heading(self, placed: _Placed) -> bool:
        line = placed.line
        if len(line.text) > _MAX_HEADING:
            return False
        if self._layout.heading.fullmatch(plain(line.text)):
            return True
        if line.weight < _BOLD:
            return False
        large = line.size > _LARGER * self._body
        return large or (not self._layout.repeats and (placed.columns == 1 or self._table is None))

    def _header(self, page: int) -> None:
        self._flush(page)
        self._seen_header = True
        if self._table is None:
            self._open(page)
        else:
            self.dropped += 1

    def _open(self, page: int) -> None:
        self._table = Block(page, columns=tuple(column.header for column in self._layout.columns))
        self.blocks.append(self._table)

    def _new_heading(self, page: int, line: Line, above_header: bool) -> None:
        """A heading, or the second line of one: with the first it makes up what a heading is made of."""
        text = plain(line.text)
        last = self.blocks[-1] if self.blocks else None
        if last and last.page == page and last.text and not self._layout.heading.fullmatch(last.text):
            whole = plain(f"{last.text} {text}".replace("\n", " "))
            if self._layout.heading.fullmatch(whole) and not self._layout.heading.fullmatch(text):
                self.blocks.pop()
                text = whole
        match = self._layout.heading.fullmatch(text)
        if self._layout.repeats:
            self._heading_of_all(page, text, above_header, whole=match is not None)
            return
        self._table = None
        self._head(page, text, 1 if line.size > _LARGER * self._body else 2)

    def _heading_of_all(self, page: int, text: str, above_header: bool, *, whole: bool) -> None:
        """A heading of the layout whose headings say all at once and are repeated over the header of each page."""
        if not whole:
            self._prose(page, text)
        elif above_header:
            self._running_heading(page, text)
        else:
            # what a page names above its header begins below it: the name was no heading of its own
            if self._same_group(text):
                self._drop_bare_heading()
            self._head(page, text, 1)
            self._open(page)

    def _running_heading(self, page: int, text: str) -> None:
        """A heading over a page's header: that of the table that goes on, or the first word of a new one."""
        if self._same_group(text):
            self.dropped += 1
            return
        self._table = None
        self._head(page, text, 1)

    def _same_group(self, text: str) -> bool:
        """Whether a heading is that of the open group, but for the department that only the first one names."""
        short, long = sorted((text, self._heading), key=len)
        return long == short or (bool(short) and long.endswith(f" {short}"))

    def _drop_bare_heading(self) -> None:
        """Drop the last heading if nothing stands under it."""
        if self.blocks and self.blocks[-1] is self._table and not self._table.rows:
            self.blocks.pop()
        if self.blocks and self.blocks[-1].level and self.blocks[-1].text == self._heading:
            self.blocks.pop()
            self.dropped += 1

    def _head(self, page: int, text: str, level: int) -> None:
        last = self.blocks[-1] if self.blocks else None
        if level == 1 and last and last.level == 1 and last.page == page and not self._layout.repeats:
            last.text += " " + text  # a name of two lines
        else:
            self.blocks.append(Block(page, text, level))
        self._heading = text

    def _prose(self, page: int, text: str) -> None:
        """A line of running text; a table that was open ends before it."""
        if self._table is not None and not self._table.rows and self.blocks[-1] is self._table:
            self.blocks.pop()
        self._table = None
        last = self.blocks[-1] if self.blocks else None
        if last and last.text and not last.level and last.page == page:
            last.text += "\n" + text
        else:
            self.blocks.append(Block(page, text))

    def _cells(self, lines: Sequence[_Placed]) -> list[str]:
        """The cells of lines that make up one row, each cell its lines joined."""
        return [
            join_lines([part for part in parts if part]) for parts in zip(*(line.parts for line in lines), strict=True)
        ]

    def _add_row(self, page: int, cells: list[str]) -> None:
        if self._table is None:
            self._open(page)
        assert self._table is not None
        self._table.rows.append(Row(page, cells))

    def _flush(self, page: int) -> None:
        """Make rows of the lines of cells that were met since the last heading, header or sum."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        if self._layout.middle:
            self._centred(page, pending)
        else:
            self._from_first_line(page, pending)

    def _from_first_line(self, page: int, lines: list[_Placed]) -> None:
        """Rows that begin on their first line; lines before the first one go on with the row before."""
        starts = [n for n, line in enumerate(lines) if line.is_anchor]
        before = lines[: starts[0]] if starts else lines
        if before:
            self._go_on(page, before)
        for start, end in pairwise([*starts, len(lines)]):
            self._add_row(page, self._cells(lines[start:end]))

    def _go_on(self, page: int, lines: list[_Placed]) -> None:
        last = self._last_row()
        if last is None or self._layout.is_total(last.cells):
            self._orphan(page, [placed.line for placed in lines])
            return
        for n, more in enumerate(self._cells(lines)):
            if more:
                last.cells[n] = join_lines([last.cells[n], more]) if last.cells[n] else more

    def _last_row(self) -> Row | None:
        """The row that lines at the top of a page go on with, under whatever heading the page repeats."""
        tables = [block for block in self.blocks[-3:] if block.rows]
        return tables[-1].rows[-1] if tables and self._table in self.blocks[-3:] else None

    def _orphan(self, page: int, lines: list[Line]) -> None:
        """Keep lines that no row can have as text; the table goes on below them."""
        for line in lines:
            self._orphans.append(page)
            self._prose(page, line.text)
        self._open(page)

    def _centred(self, page: int, lines: list[_Placed]) -> None:
        """Rows whose cells are centred on the line of their numbers: as many lines of a cell above it as below."""
        rows = [placed.line.baseline for placed in lines if placed.is_anchor]
        cells: list[list[list[str]]] = [[[] for _ in self._layout.columns] for _ in rows]
        left: dict[float, Line] = {}
        for n in range(len(self._layout.columns)):
            own = [(placed.line, placed.parts[n]) for placed in lines if placed.parts[n]]
            left |= {line.baseline: line for line in _centre(own, rows, [row[n] for row in cells])}
        for row in cells:
            self._add_row(page, [join_lines(parts) for parts in row])
        if left:
            self._orphan(page, [line for _, line in sorted(left.items())])


def _centre(own: list[tuple[Line, str]], rows: list[float], cells: list[list[str]]) -> list[Line]:
    """Give the lines of a column to the rows by their baselines; returns those that no row can have."""
    at = 0
    for row, cell in zip(rows, cells, strict=True):
        if at >= len(own) or own[at][0].baseline > row + _SAME:
            continue
        reach = max(0.0, row - own[at][0].baseline)
        while at < len(own) and own[at][0].baseline <= row + reach + _SAME:
            cell.append(own[at][1])
            at += 1
    return [line for line, _ in own[at:]]


_DIVIDED = re.compile(r"\w-$")


def join_lines(lines: Sequence[str]) -> str:
    """The lines of a cell as one; where a line ends with a hyphen in a word, the word goes on."""
    joined = ""
    for line in lines:
        joined += line if not joined or _DIVIDED.search(joined) else " " + line
    return joined
