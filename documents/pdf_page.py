"""A page of running text as the library gives it: lines with their heights, and tables taken out of them."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from documents.errors import UnreadableDocument
from documents.pdf_tables import FoundTable, find_tables
from documents.pdf_words import lines_of

MAX_CHARACTERS = 20_000_000
"""Text behind this bound is no press release, and a small file can unfold to any size."""

PAGE_MARK, TABLE_MARK = "\x1e", "\x1d"
"""Stand where a page begins, and around the number of a table, while a text is put together; what a file has of them
becomes a space."""
_MARKS = {ord(PAGE_MARK): " ", ord(TABLE_MARK): " "}
MAX_PLACED = 200_000
"""Characters of a page up to which its words are placed: no printed page has more, and each word takes memory."""
_PARAGRAPH_GAP = 1.35
"""A gap between lines so many times the usual one begins a paragraph."""


@dataclass(slots=True)
class ProsePage:
    """A page of running text: its place in the file, its lines, empty ones before paragraphs, and its tables, each of
    which a line between marks stands for. `sizes` has the height of the letters of each line."""

    number: int
    lines: list[str]
    tables: list[FoundTable] = field(default_factory=list)
    sizes: dict[str, float] = field(default_factory=dict)
    label: str | None = None
    dropped: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Shown:
    """A line: its words, the height at which it stands and that of its letters."""

    text: str
    height: float
    size: float


def page_text(textpage: Any) -> str:
    """The text of a page as the library gives it. Raises UnreadableDocument where it has too many characters."""
    count = textpage.count_chars()
    if count > MAX_CHARACTERS:
        raise UnreadableDocument(f"is a PDF with more than {MAX_CHARACTERS:,} characters on a page: split it")
    text: str = textpage.get_text_range() if count else ""
    return text.translate(_MARKS)


def read_prose_page(textpage: Any, text: str, number: int) -> ProsePage:
    """A page by its number from 1, with its text."""
    # Characters that the library adds or leaves out would shift the places: then lines stay as they are.
    if len(text) != textpage.count_chars():
        return ProsePage(number, [line.strip() for line in text.split("\n")])
    tables = find_tables(lines_of(textpage, text)) if len(text) <= MAX_PLACED else []
    shown, kept = _shown_lines(textpage, text, tables)
    return ProsePage(number, _with_gaps(shown), kept, {line.text: line.size for line in shown})


def _shown_lines(textpage: Any, text: str, tables: list[FoundTable]) -> tuple[list[_Shown], list[FoundTable]]:
    """The lines that are not empty; a table stands as one, where its first line stood.

    A table that shares a line with other words is none: the order of the text and that of the page differ there.
    """
    starts, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append((place + len(line) - len(line.lstrip()), place + len(line)))
        place += len(line) + 1
    owner = {place: n for n, table in enumerate(tables) for place in table.places}
    owners = [{owner.get(at) for at in _word_places(text, start, end)} for start, end in starts]
    broken = {n for found in owners if len(found) > 1 for n in found if n is not None}
    shown: list[_Shown] = []
    kept: list[FoundTable] = []
    standing: dict[int, int] = {}
    for (start, end), found in zip(starts, owners, strict=True):
        (n,) = found if len(found) == 1 else (None,)
        box = textpage.get_charbox(start, loose=True)
        if n is None or n in broken:
            shown.append(_Shown(text[start:end].strip(), box[1], box[3] - box[1]))
        elif n not in standing:
            standing[n] = len(kept)
            shown.append(_Shown(f"{TABLE_MARK}{len(kept)}{TABLE_MARK}", box[1], box[3] - box[1]))
            kept.append(tables[n])
    return shown, kept


def _word_places(text: str, start: int, end: int) -> list[int]:
    return [at for at in range(start, end) if not text[at].isspace() and (at == start or text[at - 1].isspace())]


def _with_gaps(shown: list[_Shown]) -> list[str]:
    """Lines with an empty one before those that stand further below the line above than usual, or above it."""
    gaps = [above.height - below.height for above, below in pairwise(shown)]
    # The lower quarter: a page of short paragraphs has more gaps between them than inside them. Under 5 points is no
    # line's height but a raised mark.
    usual = sorted(gap for gap in gaps if gap > 5)
    line_height = usual[len(usual) // 4] if usual else 0.0
    out: list[str] = []
    for i, line in enumerate(shown):
        beside_table = i and (line.text.startswith(TABLE_MARK) or shown[i - 1].text.startswith(TABLE_MARK))
        apart = i and usual and (gaps[i - 1] > _PARAGRAPH_GAP * line_height or gaps[i - 1] < -line_height)
        if beside_table or apart:
            out.append("")
        out.append(line.text)
    return out
