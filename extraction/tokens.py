"""Tokens and the trie that finds lexicon entries among them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extraction.reading import fold

_TOKEN = re.compile(r"(?:[a-z]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+|'s\b|\S")
_END = ""


@dataclass(slots=True)
class Tokens:
    """The words and marks of a text: folded form and span of each."""

    norms: list[str]
    starts: list[int]
    ends: list[int]

    def index_at(self, offset: int) -> int:
        """Index of the first token that does not start before the offset."""
        return bisect_left(self.starts, offset)

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Indices from, to (exclusive) of the tokens that lie in a span."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


def tokenize(folded: str) -> Tokens:
    """Tokens of a folded text."""
    norms, starts, ends = [], [], []
    for hit in _TOKEN.finditer(folded):
        norms.append(hit.group())
        starts.append(hit.start())
        ends.append(hit.end())
    return Tokens(norms, starts, ends)


class Trie:
    """Phrases, looked up token by token. A phrase may carry several entries."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, phrase: str, entry: object) -> None:
        """Let a phrase carry one more entry."""
        node = self._root
        for word in _TOKEN.findall(fold(phrase)):
            node = node.setdefault(word, {})
        node.setdefault(_END, []).append(entry)

    def matches(self, norms: list[str]) -> Iterator[tuple[int, int, list[Any]]]:
        """Every phrase in a list of tokens: from, to (exclusive), entries; for each start the shorter ones first."""
        root, total = self._root, len(norms)
        for i, word in enumerate(norms):
            node = root.get(word)
            j = i + 1
            while node is not None:
                entries = node.get(_END)
                if entries is not None:
                    yield i, j, entries
                if j == total:
                    break
                node = node.get(norms[j])
                j += 1
