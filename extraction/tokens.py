"""Tokens and the trie that finds lexicon entries among them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import Any

from extraction.reading import fold

_ANY = r"(?:[a-z]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+|'s\b|\S"
_TOKEN = re.compile(_ANY)
# Most tokens are words of plain letters with a space behind them: these are tried first.
_SPACED = re.compile(rf"[a-z]{{2,}}\s+|(?:{_ANY})\s*")
_END = ""
_MOST_FORMS = 50_000
"""Words whose stems are remembered."""


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
    # Nothing but spaces stands between two tokens: with those behind each their lengths add up to where they start.
    spaced = _SPACED.findall(folded)
    norms = list(map(str.rstrip, spaced))
    starts = list(accumulate(map(len, spaced), initial=len(folded) - len(folded.lstrip())))[:-1]
    return Tokens(norms, starts, list(map(add, starts, map(len, norms))))


@lru_cache(maxsize=8192)
def norms_of(folded: str) -> tuple[str, ...]:
    """The tokens of a short text, such as a name, which comes again and again."""
    return tuple(_TOKEN.findall(folded))


Match = tuple[int, int, list[Any]]
"""A phrase in a list of tokens: from, to (exclusive), entries."""
Begun = tuple[list[Any] | None, dict[str, Any] | None]
"""The entries of a word that is a phrase by itself, and what may follow it; None where a stem may follow."""


class Trie:
    """Phrases, looked up token by token. A phrase may carry several entries; a `*` at its end stands for any ending."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}
        self._stems: set[str] = set()
        self._longest = 0
        self._forms: dict[str, tuple[tuple[str, ...], tuple[dict[str, Any], ...]]] = {}

    def add(self, phrase: str, entry: object) -> None:
        """Let a phrase carry one more entry."""
        words = _TOKEN.findall(fold(phrase.removesuffix("*")))
        if phrase.endswith("*"):
            words[-1] += "*"
            self._stems.add(words[-1])
            self._longest = max(self._longest, len(words[-1]) - 1)
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(_END, []).append(entry)

    def matches(self, norms: list[str]) -> Iterator[Match]:
        """Every phrase in a list of tokens, in the order of their starts, for each the shorter ones first."""
        if self._stems:
            yield from self._matches_with_stems(norms)
            return
        root, total = self._root, len(norms)
        for i in [i for i, word in enumerate(norms) if word in root]:
            node = root[norms[i]]
            j = i + 1
            while node is not None:
                entries = node.get(_END)
                if entries is not None:
                    yield i, j, entries
                if j == total:
                    break
                node = node.get(norms[j])
                j += 1

    def _forms_of(self, word: str) -> tuple[tuple[str, ...], tuple[dict[str, Any], ...]]:
        """The word itself and the stems of the trie that it begins with, and where these lead from the root."""
        longest = min(len(word), self._longest)
        stems = (word[:n] + "*" for n in range(2, longest + 1))
        forms = (word, *(stem for stem in stems if stem in self._stems))
        if len(self._forms) > _MOST_FORMS:
            self._forms.clear()
        known = self._forms[word] = forms, tuple(self._root[form] for form in forms if form in self._root)
        return known

    def _matches_with_stems(self, norms: list[str]) -> Iterator[Match]:
        for i in range(len(norms)):
            yield from self.matches_at(norms, i)

    def matches_at(self, norms: list[str], i: int) -> list[Match]:
        """Every phrase that begins at a token, the shorter ones first."""
        found: list[Match] = []
        total, known = len(norms), self._forms
        _, nodes = known.get(norms[i]) or self._forms_of(norms[i])
        j = i + 1
        while nodes:
            for node in nodes:
                entries = node.get(_END)
                if entries is not None:
                    found.append((i, j, entries))
            if j == total:
                break
            forms, _ = known.get(norms[j]) or self._forms_of(norms[j])
            nodes = tuple(below for node in nodes for form in forms if (below := node.get(form)) is not None)
            j += 1
        return found

    def begun(self, word: str) -> list[Begun]:
        """What a trie has of the phrases that begin with a word, or with a stem of it."""
        nodes = self._forms_of(word)[1] if self._stems else (self._root[word],) if word in self._root else ()
        found: list[Begun] = [(node.get(_END), {k: v for k, v in node.items() if k != _END}) for node in nodes]
        return [(None, None)] if self._stems and any(below for _, below in found) else found


class Tries:
    """Several tries, looked through in one pass over a text: most of its words begin a phrase in none of them."""

    def __init__(self, tries: Sequence[Trie]) -> None:
        self._tries = tries
        self._begun: dict[str, list[tuple[int, Begun]]] = {}
        """Words met before, with the numbers of the tries in which phrases begin with them."""

    def matches(self, norms: list[str]) -> list[list[Match]]:
        """For each trie what its own `matches` gives."""
        found: list[list[Match]] = [[] for _ in self._tries]
        total, known = len(norms), self._begun
        for i, begun in enumerate(map(known.get, norms)):
            if begun is None:
                begun = self._begin(norms[i])
            for number, (entries, below) in begun:
                if below is None:
                    found[number] += self._tries[number].matches_at(norms, i)
                    continue
                j = i + 1
                if entries is not None:
                    found[number].append((i, j, entries))
                while below and j < total and (below := below.get(norms[j])) is not None:
                    j += 1
                    entries = below.get(_END)
                    if entries is not None:
                        found[number].append((i, j, entries))
        return found

    def _begin(self, word: str) -> list[tuple[int, Begun]]:
        if len(self._begun) > _MOST_FORMS:
            self._begun.clear()
        found = self._begun[word] = [(n, begun) for n, trie in enumerate(self._tries) for begun in trie.begun(word)]
        return found
