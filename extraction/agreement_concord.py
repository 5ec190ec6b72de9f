"""Number and gender in Spanish and Portuguese: whose participle a word can be."""

from __future__ import annotations

from bisect import bisect_left

from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN

_FEMININE = ("cion", "ciones", "cao", "coes", "a", "as")
_MASCULINE = ("o", "os")


def _gender(word: str, endings: tuple[str, ...] = _FEMININE) -> str | None:
    if word.endswith(endings):
        return "f"
    return "m" if word.endswith(_MASCULINE) else None


def agrees(analysis: Analysis, clue: Clue, hit: Hit, name: tuple[int, int]) -> bool:
    """Whether a participle behind an instrument's name has its number and gender, where the language marks them: in
    'os acordos assinados durante a visita, encerrada ontem' the visit has ended. True for what is no participle."""
    tags, norms = hit.trigger.tags, analysis.tokens.norms
    if not analysis.grammar.infinitive_endings or NOUN in tags or tags != {"part"}:
        return True
    instruments = clue.of_group("instrument")
    at = bisect_left(instruments, name[0], key=lambda h: h.first)
    told = norms[hit.first]
    if at == len(instruments) or instruments[at].first >= name[1] or not told.endswith(("o", "a", "os", "as")):
        return True
    head = norms[instruments[at].first]
    if told.endswith("s") != head.endswith("s"):
        return False
    return _gender(head) in (None, _gender(told, ("a", "as")))
