"""The layouts of the Foreign Military Training Report: known by the words over their columns, read by their places."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from documents.pdf_words import Line, Word

_DATA = Path(__file__).parent / "data" / "training_report.toml"
_KINDS = {
    "number": re.compile(r"[-(]?\d[\d,]*\)?"),
    "money": re.compile(r"[-(]*\$?-?\d[\d,]*(?:\.\d+)?\)?"),
    "date": re.compile(r"\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})"),
}
_NEAR = 2.5
"""Points by which a cell may stand off its column's edge."""
_CENTRED = 15.0
"""Points by which the middle of a cell may stand off the middle of its header."""
_BEFORE = 3.0
"""Points before a column's edge at which it begins: letters differ in the space before them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a layout; see documents/data/training_report.toml."""

    header: str
    kind: str
    edge: str
    shift: float
    learned: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of the report's tables."""

    name: str
    middle: bool
    repeats: bool
    heading: re.Pattern[str]
    total: re.Pattern[str]
    running: re.Pattern[str]
    page_number: re.Pattern[str]
    columns: tuple[Column, ...]

    @property
    def signature(self) -> str:
        """The words over all columns, as one line of text."""
        return " ".join(column.header for column in self.columns)

    def is_header(self, line: Line) -> bool:
        """Whether a line holds just the words over the columns."""
        return plain(line.text) == self.signature

    def is_total(self, cells: Sequence[str]) -> bool:
        """Whether a row is a printed sum."""
        return self.total.fullmatch(cells[0]) is not None


def plain(text: str) -> str:
    """A text with single spaces and straight apostrophes."""
    return " ".join(text.replace("\u2019", "'").replace("\u2018", "'").split())


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts that are known."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return tuple(
        Layout(
            name=entry["name"],
            middle=entry["middle"],
            repeats=entry["repeats"],
            columns=tuple(Column(**column) for column in entry["column"]),
            **{key: re.compile(entry[key]) for key in ("heading", "total", "running", "page_number")},
        )
        for entry in data["layout"]
    )


def layout_of(text: str) -> Layout | None:
    """The layout whose header stands in a page's text, line by line; None where there is none."""
    return next((layout for layout in layouts() if layout.columns[0].header in text and _has(text, layout)), None)


def _has(text: str, layout: Layout) -> bool:
    return any(plain(line) == layout.signature for line in text.splitlines())


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where the columns of a document stand: `places` are their edges or centres, `begins` where fallen words go."""

    layout: Layout
    places: tuple[float, ...]
    begins: tuple[tuple[float, int], ...]

    def column_of(self, word: Word) -> tuple[int, bool]:
        """The column of a word, and whether it has the form and place of a number, sum or date of that column."""
        for n, (column, place) in enumerate(zip(self.layout.columns, self.places, strict=True)):
            if column.kind != "text" and _KINDS[column.kind].fullmatch(word.text) and _stands(word, column, place):
                return n, True
        return next((n for begin, n in self.begins if word.left >= begin), 0), False


def _stands(word: Word, column: Column, place: float) -> bool:
    if column.edge == "left":
        return abs(word.left - place) <= _NEAR
    if column.edge == "right":
        return abs(word.right - place) <= _NEAR
    return abs((word.left + word.right) / 2 - place) <= _CENTRED


def geometry(layout: Layout, header: Line, lines: Iterable[Line]) -> Geometry:
    """The places of the columns: where the header puts them, moved to where most cells of the document begin or end."""
    spans = _header_spans(layout, header)
    words = [word for line in lines for word in line.words]
    places = [_place(column, left, right, words) for column, (left, right) in zip(layout.columns, spans, strict=True)]
    begins = []
    for n, (column, place) in enumerate(zip(layout.columns, places, strict=True)):
        if column.edge == "left":
            begins.append((place - _BEFORE, n))
        elif column.kind != "number":  # what stands before a right-hand number and is none belongs to the text before
            begins.append((spans[n][0] - _BEFORE, n))
    return Geometry(layout, tuple(places), tuple(reversed(begins)))


def _header_spans(layout: Layout, header: Line) -> list[tuple[float, float]]:
    """Left and right edge of the words over each column."""
    spans, at = [], 0
    for column in layout.columns:
        n = len(column.header.split())
        spans.append((header.words[at].left, header.words[at + n - 1].right))
        at += n
    return spans


def _place(column: Column, left: float, right: float, words: list[Word]) -> float:
    if column.edge == "centre":
        return (left + right) / 2
    expected = (left if column.edge == "left" else right) + column.shift
    if not column.learned:
        return expected
    form = _KINDS.get(column.kind)
    edges = Counter(
        round(edge)
        for word in words
        if abs((edge := word.left if column.edge == "left" else word.right) - expected) <= column.learned
        and (form is None or form.fullmatch(word.text))
    )
    if not edges:
        return expected
    # the most frequent, of equals the one nearest to where the header puts it
    return float(min(edges, key=lambda edge: (-edges[edge], abs(edge - expected), edge)))
