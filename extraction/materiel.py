"""Things that are transferred: words of the materiel lexicon with their modality."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.lexicon.store import lexicon, remembered
from extraction.tokens import Match, Tokens, Trie


@dataclass(frozen=True, slots=True)
class _Form:
    modality: str
    form: str
    exact: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing at its tokens (`last` exclusive); `weak` words are used of other things too."""

    modality: str
    first: int
    last: int
    weak: bool


@remembered
def words_of_things(language: str) -> Trie:
    """The trie of things in a language. Raises LexiconError."""
    data = lexicon("materiel")
    trie = Trie()
    weak = frozenset(data["weak"].get(language, ())) | frozenset(data["weak"].get("makes", ()))
    for table, exact in ((data["words"][language], False), (data["makes"]["types"], True)):
        for modality, forms in table.items():
            for form in forms:
                trie.add(form, _Form(modality, form, exact or form.isupper(), form in weak))
    for form in data["idioms"].get(language, ()):
        trie.add(form, _Form("", form, False, True))
    return trie


def things_of(words: list[Match], tokens: Tokens, plain: str) -> list[Thing]:
    """All things of a text in which those words of things stand, the longest at each place."""
    best: dict[int, Thing] = {}
    for first, last, entries in words:
        for form in entries:
            if not form.exact or _as_written(plain[tokens.starts[first] : tokens.ends[last - 1]], form.form):
                best[first] = Thing(form.modality, first, last, form.weak)
                break
    found: list[Thing] = []
    covered = 0
    for first in sorted(best):
        if first >= covered:
            covered = best[first].last
            if best[first].modality:  # an idiom ('of course') names no thing, and hides the words in it
                found.append(best[first])
    return found


def _as_written(surface: str, form: str) -> bool:
    """Whether a make stands in its own spelling, or in a text in capitals."""
    return (
        surface == form
        or (surface.isupper() and not form.isupper())
        or surface.replace(" ", "") == form.replace(" ", "")
    )
