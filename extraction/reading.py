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
# Each text is searched for what few have: patterns that begin with a sign or a set of signs skip to them.
_UNSEEN = re.compile(f"[{_SOFT_HYPHEN}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BROKEN = re.compile(r"-[ \t]*\r?\n")
_ALIKE = {
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"',
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\r": " ", "‐": "-", "‑": "-", "−": "-",
}  # fmt: skip
_ODD = re.compile(f"[{''.join(_ALIKE)}]")
# Marks of plain-text markup that stand within sentences: stress, and a link's brackets and address.
_STRESS = re.compile(r"(?<![*\w])\*\*\*?(?=[^\s*])|(?<=[^\s*])\*\*\*?(?!\*)")
_LINK = re.compile(r"!?\[([^][]{0,300})\](\((?:https?://|/|#|mailto:)[^\s()]*\))")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")


def _fold_table() -> dict[int, str]:
    table = {}
    for code in range(0xC0, 0x250):
        plain = unicodedata.normalize("NFKD", chr(code))[0].lower()
        if plain != chr(code):
            table[code] = plain
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """Lower case without accents, character for character: offsets stay."""
    if text.isascii():
        return text.lower()
    # A table over all signs takes three times as long; the lower case of bytes is that of ASCII alone.
    plain = _BEYOND_ASCII.sub(lambda hit: hit[0].translate(_FOLD), text)
    return plain.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Reading:
    """`plain` is the text without soft hyphens, marks without width and hyphens at line ends, its quotes and spaces in
    one form, with spaces in place of marks of stress and of the addresses of links; `folded` is `plain` in lower case
    without accents. All offsets of the engine count in `plain`."""

    plain: str
    folded: str
    origin: array[int] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of `plain` as a span of the document's text."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


def _without_address(link: re.Match[str]) -> str:
    """What a link says, with spaces in place of all else: offsets stay."""
    return " " * (link.start(1) - link.start()) + link[1] + " " * (link.end() - link.end(1))


def read(text: str) -> Reading:
    """The reading copy of a text."""
    origin = None
    plain = text
    if (_UNSEEN.search(text) or _BROKEN.search(text)) and _DROPPED.search(text):
        origin, parts, at = array("I"), [], 0
        for hit in _DROPPED.finditer(text):
            parts.append(text[at : hit.start()])
            origin.extend(range(at, hit.start()))
            at = hit.end()
        parts.append(text[at:])
        origin.extend(range(at, len(text)))
        plain = "".join(parts)
    plain = _ODD.sub(lambda hit: _ALIKE[hit[0]], plain)
    if "**" in plain:
        plain = _STRESS.sub(lambda hit: " " * len(hit[0]), plain)
    if "](" in plain:
        plain = _LINK.sub(_without_address, plain)
    return Reading(plain, fold(plain), origin, len(text))
