"""The reading copy of a text: what its words are matched on, with the way back to the text's own offsets."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

_SOFT_HYPHEN = "\u00ad"
_DROPPED = re.compile(
    f"{_SOFT_HYPHEN}|(?<=[^\\W\\d_])-[ \\t]*\\r?\\n[ \\t]*(?=[a-zà-ÿ])|[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_ALIKE = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"',
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\r": " ", "‐": "-", "‑": "-", "−": "-",
    }
)  # fmt: skip


def _fold_table() -> dict[int, str]:
    table = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    for code in range(0xC0, 0x250):
        plain = unicodedata.normalize("NFKD", chr(code))[0].lower()
        if plain != chr(code):
            table[code] = plain
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """Lower case without accents, character for character: offsets stay."""
    return text.lower() if text.isascii() else text.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Reading:
    """`plain` is the text without soft hyphens, marks without width and hyphens at line ends, its quotes and spaces in
    one form; `folded` is `plain` in lower case without accents. All offsets of the engine count in `plain`."""

    plain: str
    folded: str
    origin: array[int] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of `plain` as a span of the document's text."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


def read(text: str) -> Reading:
    """The reading copy of a text."""
    origin = None
    plain = text
    if _DROPPED.search(text):
        origin, parts, at = array("I"), [], 0
        for hit in _DROPPED.finditer(text):
            parts.append(text[at : hit.start()])
            origin.extend(range(at, hit.start()))
            at = hit.end()
        parts.append(text[at:])
        origin.extend(range(at, len(text)))
        plain = "".join(parts)
    plain = plain.translate(_ALIKE)
    return Reading(plain, fold(plain), origin, len(text))
