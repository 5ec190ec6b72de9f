"""Phrases of the lexicons as regular expressions over folded text, and the last reading copies that were made."""

import re
from collections.abc import Iterable, Iterator
from itertools import compress
from typing import Any

from extraction.reading import Reading, fold, read
from extraction.tokens import Tokens, norms_of, tokenize

_known: list[tuple[str, Reading, Tokens]] = []  # the last readings by the text that they answer for, with their tokens

_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_TOKENS = 50_000
"""Tokens that are remembered with whether a phrase may begin with them."""


def remember(reading: Reading, tokens: Tokens) -> None:
    """Let the finders that are given `reading.plain` next use this reading instead of reading it again."""
    plain = Reading(reading.plain, reading.folded, None, len(reading.plain))
    _known[:] = [(reading.plain, plain, tokens), *_known[:1]]


def reading_of(text: str) -> Reading:
    """The reading copy of a text; all finders of one document share it."""
    return _known_of(text)[0]


def _known_of(text: str) -> tuple[Reading, Tokens]:
    for known, reading, tokens in _known:
        if known is text or known == text:
            return reading, tokens
    reading = read(text)
    tokens = tokenize(reading.folded)
    _known[:] = [(text, reading, tokens), *_known[:1]]
    return reading, tokens


class _Begins(dict[str, bool]):
    """Whether a phrase may begin with a token, found once for each that is met; figures may be glued to a word."""

    def __init__(self, phrases: Iterable[str]):
        super().__init__()
        self._words = frozenset(norms_of(fold(phrase))[0] for phrase in phrases)

    def __missing__(self, token: str) -> bool:
        if len(self) > _MOST_TOKENS:
            self.clear()
        letters = _LETTERS.match(token)
        told = self[token] = token in self._words or (letters is not None and letters[0] in self._words)
        return told


class Phrases:
    """A pattern of phrases that begin with few words: it is tried where one of these stands, not all over a text."""

    def __init__(self, shape: str, phrases: Iterable[str]):
        phrases = list(phrases)
        self.pattern = re.compile(shape.replace("*", any_of(phrases)))
        """The phrases, a `*` in the shape standing for any of them."""
        self._begins = _Begins(phrases)

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """The phrases in the reading copy of a text, in order, without overlap."""
        reading, tokens = _known_of(text)
        at = 0
        for start in compress(tokens.starts, map(self._begins.__getitem__, tokens.norms)):
            hit = self.pattern.match(reading.folded, start) if start >= at else None
            if hit is not None:
                at = hit.end()
                yield hit


def phrase(pattern: str, parts: dict[str, str] | None = None) -> str:
    """A lexicon's pattern as a regular expression: accents folded, a space any white space (' ?' also
    none), `{name}` a part.

    Raises KeyError where the pattern names a part that there is not.
    """
    for _ in range(4):
        pattern = re.sub(r"\{([a-z_]+)\}", lambda hit: f"(?:{(parts or {})[hit[1]]})", pattern)
    accents_off = "".join(fold(c) if c > "\x7f" else c for c in pattern)
    return accents_off.replace(" ?", r"\s*").replace(" ", r"\s+")


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of some words, common beginnings taken together so that it is quick to fail."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in fold(word):
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(tree)


def _branch(node: dict[str, Any]) -> str:
    ends = "" in node
    branches = [
        (r"\s+" if char == " " else re.escape(char)) + (_branch(below) if below != {"": {}} else "")
        for char, below in sorted(node.items())
        if char
    ]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return f"(?:{body})?" if ends else body
