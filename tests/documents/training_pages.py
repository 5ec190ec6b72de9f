"""Pages set like the two layouts of the Foreign Military Training Report, with invented contents.

A page is a list of lines: Heading, Row (cells; a line end inside a cell begins its next line), Sum, or a text. A Row
with some cells only goes on with the row before. The functions place them and make the PDF.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.documents.pdf_writer import Placed, placed_pdf

_WIDTHS = {"/": 0.278, ",": 0.278, "$": 0.556}
_2001 = (("Title of", 40.6), ("#", 160.5), ("Location", 225.3), ("Students'", 363.2), ("US Units", 484.8))
_2001_END = (("Cost", 617.3), ("Start", 665.0), ("End", 713.5))
_LEFT_2001 = {0: 36.0, 2: 178.0, 3: 315.0, 4: 438.0}
_2009 = ("Course Title", "Qty", "Location", "Student's Unit", "Total Cost", "Start Date", "End Date")
_LEFT_2009 = (36.0, 234.0, 270.0, 432.0, 594.0, 648.0, 702.0)
_LINE = 9.0
RUNNING = "Volume I Section IV-I - Nowhere"


@dataclass(frozen=True)
class Heading:
    """A heading over rows; a country's own heading is large."""

    text: str
    large: bool = False


@dataclass(frozen=True)
class Row:
    """A row: course, quantity, place, student unit, (2001: U.S. unit,) cost, start, end."""

    cells: Sequence[str]


@dataclass(frozen=True)
class Sum:
    """A printed sum."""

    label: str
    quantity: str
    cost: str


Item = Heading | Row | Sum | str


def _width(text: str, size: float) -> float:
    return sum(_WIDTHS.get(c, 0.556) for c in text) * size


def _right(text: str, edge: float, baseline: float, bold: bool = False) -> Placed:
    return Placed(edge - _width(text, 7.0), baseline, text, 7.0, bold)


def _middle(text: str, centre: float, baseline: float) -> Placed:
    return Placed(centre - _width(text, 7.0) / 2, baseline, text, 7.0)


def pdf_2001(pages: Sequence[tuple[str, Sequence[Item], str]], *, turned: bool = True) -> bytes:
    """A PDF in the layout of 2001: of each page the heading that it repeats, its lines, its number."""
    return placed_pdf([_page_2001(*page) for page in pages], turned=turned)


def _page_2001(running: str, items: Sequence[Item], number: str) -> list[Placed]:
    words = [Placed(36.0, 74.5, running, 10.0, True)]
    words += [Placed(left, 84.1, text, 8.0) for text, left in (*_2001, *_2001_END)]
    y = 92.6
    for item in items:
        if isinstance(item, str):
            words.append(Placed(36.0, y, item))
        elif isinstance(item, Heading):
            words.append(Placed(41.0, y, item.text, 10.0, True))
        elif isinstance(item, Sum):
            words.append(Placed(42.0, y, item.label, 7.0, True))
            words += [_right(item.quantity, 173.9, y, True), _right(item.cost, 647.7, y, True)]
        else:
            placed, lines = _row_2001(item, y)
            words += placed
            y += (lines - 1) * _LINE
        y += _LINE
    return [*words, Placed(378.0, y + 20, number, 8.0, True)]


def _row_2001(row: Row, y: float) -> tuple[list[Placed], int]:
    words = []
    lines = 1
    for n, cell in enumerate(row.cells):
        if not cell:
            continue
        for k, part in enumerate(cell.split("\n")):
            at = y + k * _LINE
            lines = max(lines, k + 1)
            if n in _LEFT_2001:
                words.append(Placed(_LEFT_2001[n], at, part, 7.0))
            elif n in (1, 5):
                words.append(_right(part, 173.9 if n == 1 else 647.7, at))
            else:
                words.append(_middle(part, 673.5 if n == 6 else 720.4, at))
    return words, lines


def pdf_2009(
    pages: Sequence[Sequence[Item]], *, running: str = "Volume I Section IV-I - Nowhere", turned: bool = True
) -> bytes:
    """A PDF in the layout of 2009: "=" stands for the words over the columns."""
    return placed_pdf([_page_2009(items, running, n) for n, items in enumerate(pages, 1)], turned=turned)


def _page_2009(items: Sequence[Item], running: str, number: int) -> list[Placed]:
    words = [Placed(338.0, 24.4, running, 8.0, True)]
    y = 42.0
    for item in items:
        y += _LINE
        if item == "=":
            words += [Placed(left, y, text) for left, text in zip(_LEFT_2009, _2009, strict=True)]
        elif isinstance(item, str):
            words.append(Placed(36.0, y, item))
        elif isinstance(item, Heading):
            words.append(Placed(36.0, y, item.text, 14.0 if item.large else 8.0, True))
        elif isinstance(item, Sum):
            words += [Placed(36.0, y, item.label), Placed(234.0, y, item.quantity), Placed(594.0, y, item.cost)]
        else:
            lines = max(cell.count("\n") + 1 for cell in item.cells)
            for left, cell in zip(_LEFT_2009, item.cells, strict=True):
                parts = cell.split("\n") if cell else []
                first = y + (lines - len(parts)) * _LINE / 2
                words += [Placed(left, first + k * _LINE, part) for k, part in enumerate(parts)]
            y += (lines - 1) * _LINE
    return [*words, Placed(338.0, 584.3, running, 8.0, True), Placed(394.0, 592.4, str(number), 8.0, True)]
