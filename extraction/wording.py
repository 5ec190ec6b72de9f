"""Phrases of the lexicons as regular expressions over folded text, and the last reading copies that were made."""

import re
from collections.abc import Iterable
from typing import Any

from extraction.reading import Reading, fold, read

_known: list[tuple[str, Reading]] = []  # the last readings by the text that they answer for


def remember(reading: Reading) -> None:
    """Let the finders that are given `reading.plain` next use this reading instead of reading it again."""
    plain = Reading(reading.plain, reading.folded, None, len(reading.plain))
    _known[:] = [(reading.plain, plain), *_known[:1]]


def reading_of(text: str) -> Reading:
    """The reading copy of a text; all finders of one document share it."""
    for known, reading in _known:
        if known is text or known == text:
            return reading
    reading = read(text)
    _known[:] = [(text, reading), *_known[:1]]
    return reading


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
