"""Tables on pages of running text: lines whose words stand in columns, found by the gaps between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from documents.pdf_words import Line, Word

_GAP = 0.9
"""A gap of so many heights of a letter sets cells apart; a space is a third of that."""
_NEXT_LINE = 2.6
"""Lines of one table stand at most so many heights of a letter apart."""
_FEW_LINES = 3
_CELL_WORDS = 6
"""Half of the cells of a table have no more words: longer ones are columns of running text."""
_MANY_COLUMNS = 20
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class _Segment:
    """Words that stand together on a line."""

    words: list[Word]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class FoundTable:
    """A table: its rows of cells, and where its words stand among the characters of the page."""

    rows: list[list[str]]
    places: set[int] = field(default_factory=set)

    @property
    def header(self) -> tuple[str, ...]:
        """The first row, if it has words in all columns but one at the most, and no digits where other rows have."""
        first, *rest = self.rows
        filled = [cell for cell in first if cell]
        bare = not any(_DIGIT.search(cell) for cell in filled)
        return tuple(first) if rest and bare and len(filled) >= len(first) - 1 and len(filled) > 1 else ()


def find_tables(lines: Sequence[Line]) -> list[FoundTable]:
    """The tables among the lines of a page, given from top to bottom."""
    found = []
    run: list[tuple[Line, list[_Segment]]] = []
    for line in lines:
        segments = _segments(line)
        near = run and line.baseline - run[-1][0].baseline <= _NEXT_LINE * max(line.size, run[-1][0].size)
        lone = len(segments) < 2 and (not run or len(run[-1][1]) < 2)
        if run and (not near or lone):
            found += _table(run)
            run = []
        if run or len(segments) > 1:
            run.append((line, segments))
    return found + _table(run)


def _segments(line: Line) -> list[_Segment]:
    segments: list[_Segment] = []
    for word in line.words:
        if segments and word.left - segments[-1].right <= _GAP * line.size:
            segments[-1].words.append(word)
        else:
            segments.append(_Segment([word]))
    return segments


def _table(run: list[tuple[Line, list[_Segment]]]) -> list[FoundTable]:
    """The table that lines make up, or nothing."""
    while run and len(run[-1][1]) < 2:
        run = run[:-1]
    full = [segments for _, segments in run if len(segments) > 1]
    if len(full) < _FEW_LINES:
        return []
    columns = _columns(full)
    if not 2 <= len(columns) <= _MANY_COLUMNS:
        return []
    table = FoundTable([])
    for _, segments in run:
        table.places.update(word.place for segment in segments for word in segment.words)
        cells = _cells(segments, columns)
        goes_on = len(segments) == 1 and not cells[0] and table.rows
        if goes_on:
            table.rows[-1] = [" ".join(filter(None, pair)) for pair in zip(table.rows[-1], cells, strict=True)]
        else:
            table.rows.append(cells)
    return [table] if _is_table(table.rows, len(columns)) else []


def _columns(rows: list[list[_Segment]]) -> list[tuple[float, float]]:
    """The columns: where the segments of all rows overlap, from left to right."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((segment.left, segment.right) for row in rows for segment in row):
        if columns and left <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(right, columns[-1][1]))
        else:
            columns.append((left, right))
    return columns


def _cells(segments: list[_Segment], columns: list[tuple[float, float]]) -> list[str]:
    cells: list[list[str]] = [[] for _ in columns]
    for segment in segments:
        shares = [min(segment.right, right) - max(segment.left, left) for left, right in columns]
        cells[shares.index(max(shares))].append(segment.text)
    return [" ".join(parts) for parts in cells]


def _is_table(rows: list[list[str]], columns: int) -> bool:
    """Whether cells are those of a table: short, in most rows several, and of two columns one of figures."""
    filled = [[cell for cell in row if cell] for row in rows]
    words = [len(cell.split()) for row in filled for cell in row]
    several = sum(len(row) > 1 for row in filled)
    if median(words) > _CELL_WORDS or several < 0.6 * len(rows):
        return False
    if columns > 2:
        return True
    figures = [[bool(_DIGIT.search(row[n])) for row in rows if row[n]] for n in (0, 1)]
    return max(sum(column) / max(1, len(column)) for column in figures) >= 0.6
