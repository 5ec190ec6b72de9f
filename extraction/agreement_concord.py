"""Number and gender in Spanish and Portuguese: whose participle a word can be."""

from __future__ import annotations

from extraction.analysis import Analysis, Hit
from extraction.grammar_words import NOUN

_FEMININE = ("cion", "ciones", "cao", "coes", "a", "as")
_MASCULINE = ("o", "os")


def _gender(word: str, endings: tuple[str, ...] = _FEMININE) -> str | None:
    if word.endswith(endings):
        return "f"
    return "m" if word.endswith(_MASCULINE) else None


def agrees(analysis: Analysis, hit: Hit, name: tuple[int, int]) -> bool:
    """Whether a participle behind an instrument's name has its number and gender, where the language marks them: in
    'os acordos assinados durante a visita, encerrada ontem' the visit has ended. True for what is no participle."""
    tags, norms = hit.trigger.tags, analysis.tokens.norms
    if not analysis.grammar.infinitive_endings or NOUN in tags or tags != {"part"}:
        return True
    heads = [h.first for c in analysis.clues_between(*_span(analysis, name)) for h in c.of_group("instrument")]
    head = next((norms[i] for i in heads if name[0] <= i < name[1]), None)
    told = norms[hit.first]
    if head is None or not told.endswith(("o", "a", "os", "as")):
        return True
    if told.endswith("s") != head.endswith("s"):
        return False
    return _gender(head) in (None, _gender(told, ("a", "as")))


def _span(analysis: Analysis, name: tuple[int, int]) -> tuple[int, int]:
    start = analysis.tokens.starts[name[0]]
    return start, start + 1
