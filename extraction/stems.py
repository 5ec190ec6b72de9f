"""Plain words of a sentence, cut to their first letters, as features: which words go with what is right.

The grammar knows constructions and classes of words; what it has no class for ('reward', 'vaccines', 'galaxy') tells of
a proposal too. Names, figures and words with a capital are left out: what is learnt must hold for other states too.
Cut words meet over inflections, and over languages with a common stock: 'milit' is in military, militares, militaire.
"""

from __future__ import annotations

from collections.abc import Iterable

from extraction.analysis import Analysis, Clue

MARK = "~"
"""With this the names of such features begin."""
_LETTERS = 5
_LEAST = 3
_BEFORE = 8


def _stems(analysis: Analysis, clue: Clue) -> list[str]:
    """The stem of each token of a sentence, nothing where it is no plain word."""
    if clue.stems is None:
        norms, starts, plain = analysis.tokens.norms, analysis.tokens.starts, analysis.reading.plain
        found = [
            word[:_LETTERS]
            if len(word) >= _LEAST and word.isalpha() and (at == clue.first or not plain[starts[at]].isupper())
            else ""
            for at, word in enumerate(norms[clue.first : clue.last], clue.first)
        ]
        for actor in clue.actors:
            for at in range(max(actor.first, clue.first), min(actor.last, clue.last)):
                found[at - clue.first] = ""
        clue.stems = found
    return clue.stems


def stem_name(place: str, word: str) -> str:
    """The name of a word's stem at a place of its own: a letter that stands for the place."""
    return f"{MARK}{place} {word[:_LETTERS]}"


def stem_features(analysis: Analysis, clue: Clue, first: int, last: int, behind: int) -> Iterable[str]:
    """Names for the plain words of a sentence: all of them, those between two tokens and the first of these, the eight
    tokens before and the `behind` tokens after them."""
    stems = _stems(analysis, clue)
    low, high = first - clue.first, last - clue.first
    names = {f"~s {stem}" for stem in stems if stem}
    own = [stem for stem in stems[max(0, low) : max(0, high)] if stem]
    names.update([f"~c {stem}" for stem in own])
    if own:
        names.add(f"~v {own[0]}")
    names.update([f"~b {stem}" for stem in stems[max(0, low - _BEFORE) : max(0, low)] if stem])
    names.update([f"~a {stem}" for stem in stems[max(0, high) : max(0, high) + behind] if stem])
    return names
