"""Plain words of a sentence, cut to their first letters, as features: which words go with what is right.

The grammar knows constructions and classes of words; what it has no class for ('reward', 'vaccines', 'galaxy') tells of
a proposal too. Names, figures and words with a capital are left out: what is learnt must hold for other states too.
Cut words meet over inflections, and over languages with a common stock: 'milit' is in military, militares, militaire.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extraction.analysis import Analysis, Clue
from extraction.lexicon.store import asked_often
from extraction.weights import Features, weights_of

MARK = "~"
"""With this the names of such features begin."""
_LETTERS = 5
_LEAST = 3
_BEFORE = 8
_MOST_WORDS = 50_000
"""Words whose stems are remembered."""
OF_SENTENCE = f"{MARK}s "
"""How the names of all the words of a sentence begin."""
_LEADS = ("~c ", "~v ", "~b ", "~a ")
"""How the names of the words at each place begin: all of them, the first of them, those before, those behind."""


class _StemsOfWords(dict[str, str]):
    """The stem of each word that was met, nothing for what is no plain word."""

    def __missing__(self, word: str) -> str:
        if len(self) > _MOST_WORDS:
            self.clear()
        stem = self[word] = word[:_LETTERS] if len(word) >= _LEAST and word.isalpha() else ""
        return stem


_STEMS = _StemsOfWords()


def _stems(analysis: Analysis, clue: Clue) -> list[str]:
    """The stem of each token of a sentence, nothing where it is no plain word."""
    if clue.stems is None:
        here = slice(clue.first, clue.last)
        initials = map(analysis.reading.plain.__getitem__, analysis.tokens.starts[here])
        words = map(_STEMS.__getitem__, analysis.tokens.norms[here])
        found = ["" if initial.isupper() else stem for stem, initial in zip(words, initials, strict=True)]
        if found:
            found[0] = _STEMS[analysis.tokens.norms[clue.first]]
        for actor in clue.actors:
            for at in range(max(actor.first, clue.first), min(actor.last, clue.last)):
                found[at - clue.first] = ""
        clue.stems = found
    return clue.stems


def _once(stems: list[str]) -> list[str]:
    """Those that are plain words, each once."""
    return [*dict.fromkeys(filter(None, stems))]


def stem_name(place: str, word: str) -> str:
    """The name of a word's stem at a place of its own: a letter that stands for the place."""
    return f"{MARK}{place} {word[:_LETTERS]}"


class Stems:
    """The plain words around the places that tell of a proposal: of each sentence all of them, those between the two
    tokens and the first of these, the eight tokens before and the `behind` tokens after them.

    Names for them are put together only for the fit: a reading needs but what they weigh.
    """

    __slots__ = ("_analysis", "_behind", "_places")

    def __init__(self, analysis: Analysis, places: Sequence[tuple[Clue, int, int]], behind: int):
        self._analysis, self._places, self._behind = analysis, places, behind

    def _parts(self, clue: Clue, first: int, last: int) -> Iterator[tuple[str, Iterable[str]]]:
        """The words at each place, once each, with how the names of their features begin; the sentence's are left to
        others."""
        stems, low, high = _stems(self._analysis, clue), max(0, first - clue.first), max(0, last - clue.first)
        own = _once(stems[low:high])
        before, behind = stems[max(0, low - _BEFORE) : low], stems[high : high + self._behind]
        return zip(_LEADS, (own, own[:1], _once(before), _once(behind)), strict=True)

    def features(self) -> Features:
        """The words as features that just hold."""
        found: Features = {}
        for place in self._places:
            found |= dict.fromkeys([OF_SENTENCE + stem for stem in _stems(self._analysis, place[0]) if stem], 1.0)
            for lead, stems in self._parts(*place):
                found |= dict.fromkeys([lead + stem for stem in stems], 1.0)
        return found

    def sum(self, choice: str) -> float:
        """What the words weigh for a choice, each at each place once."""
        if len(self._places) != 1:
            return _sum(weights_of(choice, ""), self.features())
        (place,) = self._places
        total = sum_of_sentence(self._analysis, place[0], choice)
        for weights, (_, stems) in zip(_tables(choice), self._parts(*place), strict=True):
            if weights and stems:
                total += _sum(weights, stems)
        return total


@asked_often
def _tables(choice: str) -> tuple[dict[str, float], ...]:
    """What stems weigh for a choice at each of the places around it."""
    return tuple(weights_of(choice, lead) for lead in _LEADS)


def _sum(weights: dict[str, float], names: Iterable[str]) -> float:
    total: float = sum(filter(None, map(weights.get, names)), 0.0)
    return total


def sum_of_sentence(analysis: Analysis, clue: Clue, choice: str) -> float:
    """What all words of a sentence weigh for a choice, summed once for all that the sentence may tell."""
    known = clue.stem_sums.get(choice)
    if known is None:
        known = clue.stem_sums[choice] = _sum(weights_of(choice, OF_SENTENCE), dict.fromkeys(_stems(analysis, clue)))
    return known
