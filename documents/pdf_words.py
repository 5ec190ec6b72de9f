"""Words of a PDF page with their places, in the direction in which they are read, whichever way the page is turned."""

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

_WORD = re.compile(r"\S+")
_SAME_LINE = 1.5
"""Points by which the baselines of one line may differ."""
_SAMPLE = 40


@dataclass(slots=True)
class Word:
    """A word: its characters, its left and right edge, and its baseline counted downwards, all in points."""

    text: str
    left: float
    right: float
    baseline: float
    place: int = -1
    """Where its first character stands among those of the page."""


@dataclass(slots=True)
class Line:
    """Words on one baseline from left to right, with the height and weight (400 plain, 700 bold) of its letters."""

    words: list[Word]
    baseline: float
    size: float
    weight: int

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)


def characters(textpage: Any) -> str:
    """The characters of a page, one for each that the library counts, so that their places hold."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    count = textpage.count_chars()
    text: str = textpage.get_text_range() if count else ""
    if len(text) == count:
        return text
    codes = (pdfium.FPDFText_GetUnicode(textpage.raw, i) for i in range(count))
    return "".join(chr(code) if 0 < code <= 0x10FFFF else " " for code in codes)


class _Glyphs:
    """Places of single characters; the numbers are handed over in place, which is what makes it quick."""

    def __init__(self, textpage: Any):
        import pypdfium2.raw as pdfium

        self._pdfium, self._page = pdfium, textpage.raw
        self._values = [ctypes.c_double() for _ in range(4)]
        self._pointers = [ctypes.byref(value) for value in self._values]
        self._box = pdfium.FS_RECTF()
        self._font = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()

    def turn(self, places: list[int]) -> int:
        """By how many quarters most of the characters are turned: 0, 1, 2 or 3."""
        angles = (self._pdfium.FPDFText_GetCharAngle(self._page, place) for place in places)
        quarters = Counter(round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
        return quarters.most_common(1)[0][0] if quarters else 0

    def origin(self, place: int) -> tuple[float, float]:
        """Where a character stands on its baseline, in the page's own system."""
        self._pdfium.FPDFText_GetCharOrigin(self._page, place, self._pointers[0], self._pointers[1])
        return self._values[0].value, self._values[1].value

    def box(self, place: int) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of a character's ink."""
        self._pdfium.FPDFText_GetCharBox(self._page, place, *self._pointers)
        left, right, bottom, top = self._values
        return left.value, right.value, bottom.value, top.value

    def size(self, place: int, turn: int) -> float:
        """Height of a character's font."""
        self._pdfium.FPDFText_GetLooseCharBox(self._page, place, self._box)
        box = self._box
        return float(abs(box.right - box.left) if turn % 2 else abs(box.top - box.bottom))

    def weight(self, place: int) -> int:
        """How bold a character is: what its font says, 700 where only its name says that it is bold."""
        weight = int(self._pdfium.FPDFText_GetFontWeight(self._page, place))
        self._pdfium.FPDFText_GetFontInfo(self._page, place, self._font, 256, ctypes.byref(self._flags))
        return max(weight, 700) if b"bold" in self._font.value.lower() else weight


def _upright(x: float, y: float, turn: int) -> tuple[float, float]:
    """A place as one who reads the text sees it: to the right, and downwards."""
    return ((x, -y), (-y, -x), (-x, y), (y, x))[turn]


def page_lines(page: Any) -> list[Line]:
    """The lines of a page from top to bottom, each with its words from left to right.

    Words that are turned otherwise than most of the page stand where their first character does.
    """
    textpage = page.get_textpage()
    try:
        return lines_of(textpage, characters(textpage))
    finally:
        textpage.close()


def lines_of(textpage: Any, text: str) -> list[Line]:
    """`page_lines` of a page whose text is open, with its characters, one for each that the library counts."""
    glyphs = _Glyphs(textpage)
    matches = list(_WORD.finditer(text))
    turn = glyphs.turn([match.start() for match in matches[:: max(1, len(matches) // _SAMPLE)]])
    return _lines([_word(match, glyphs, turn) for match in matches], glyphs, turn)


def _word(match: re.Match[str], glyphs: _Glyphs, turn: int) -> Word:
    left, baseline = _upright(*glyphs.origin(match.start()), turn)
    box = glyphs.box(match.end() - 1)
    right = (box[1], -box[2], -box[0], box[3])[turn]
    return Word(match[0], left, right, baseline, match.start())


def _lines(words: list[Word], glyphs: _Glyphs, turn: int) -> list[Line]:
    words.sort(key=lambda word: (word.baseline, word.left))
    groups: list[list[Word]] = []
    for word in words:
        if groups and word.baseline - groups[-1][0].baseline <= _SAME_LINE:
            groups[-1].append(word)
        else:
            groups.append([word])
    lines = []
    for group in groups:
        group.sort(key=lambda word: word.left)
        first = group[0]
        lines.append(Line(group, first.baseline, glyphs.size(first.place, turn), glyphs.weight(first.place)))
    return lines
