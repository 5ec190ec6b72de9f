"""Where the words of a coder stand in a text, whatever a spreadsheet did to their spaces, quotes and hyphens."""

import re
from array import array
from itertools import pairwise

from extraction.reading import fold, read

Span = tuple[int, int]
_SPACE = re.compile(r"\s+")


class Finder:
    """Finds words in one text. Spaces, soft hyphens and the form of quotes do not matter; case only where it tells."""

    def __init__(self, text: str):
        self._given = text
        self._reading = read(text)
        plain = self._reading.plain
        parts: list[str] = []
        self._origin = array("L")
        at = 0
        for hit in _SPACE.finditer(plain):
            parts += (plain[at : hit.start()], " ")
            self._origin.extend(range(at, hit.start() + 1))
            at = hit.end()
        parts.append(plain[at:])
        self._origin.extend(range(at, len(plain) + 1))
        self._text = "".join(parts)
        self._folded = fold(self._text)

    def find(self, words: str, near: list[Span] | None = None) -> Span | None:
        """The span of words in the text: inside one of the spans `near` if they stand there, else where they first do.

        None where the text has not got them.
        """
        wanted = _SPACE.sub(" ", read(words).plain).strip()
        if not wanted:
            return None
        for text, form in ((self._text, wanted), (self._folded, fold(wanted))):
            found = [self._span(at, len(form)) for at in _places(text, form)]
            inside = [s for s in found if any(a <= s[0] and s[1] <= b for a, b in near or ())]
            if inside or found:
                return (inside or found)[0]
        return None

    def words(self, span: Span) -> str:
        """The text's own words of a span, on one line and without marks that are not seen."""
        return " ".join(read(self._given[slice(*span)]).plain.split())

    def _span(self, at: int, length: int) -> Span:
        return self._reading.span(self._origin[at], self._origin[at + length - 1] + 1)


def _places(text: str, form: str, most: int = 1000) -> list[int]:
    """Where a form stands in a text as words of their own, else anywhere."""
    found: list[int] = []
    at = text.find(form)
    while at >= 0 and len(found) < most:
        found.append(at)
        at = text.find(form, at + 1)
    whole = [a for a in found if not _joined(text, a) and not _joined(text, a + len(form))]
    return whole or found


def _joined(text: str, at: int) -> bool:
    """Whether a place lies inside a word."""
    return 0 < at < len(text) and all(c.isalnum() for pair in pairwise(text[at - 1 : at + 1]) for c in pair)
