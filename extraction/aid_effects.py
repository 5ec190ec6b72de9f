"""What tells for sure how far a transfer has come, and what only seems to: 'a gift that will enhance our reach'."""

from __future__ import annotations

from extraction.aid_marks import Mark
from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN

_GOVERNED = 3
"""Tokens between the sign of the future and the verb that it governs, and between a relative and that sign."""
_EFFECT = 25
"""Tokens behind the verb of an effect that still tell of it."""
_FOR = 3
"""Tokens between a verb and the words for what is held against its subject, or for which it is thanked."""
_THANKED = 25
_HANDED = frozenset({"give", "deliver", "receive", "equip", "courtesy"})
_AHEAD = frozenset({"future", "modal"})


def is_of_effect(clue: Clue, last: int) -> bool:
    """Whether what the future before a token governs is only what a gift is to bring about: 'will enhance'."""
    return any(last <= first < last + _GOVERNED for first, _ in clue.named.get("effect", ()))


def stages_told(clue: Clue) -> list[Hit]:
    """The words of stages in a sentence, without the future of effects."""
    hits = clue.of_group("aidstage")
    if "effect" not in clue.named:
        return hits
    ahead = {span[:2] for span in clue.auxiliaries}
    return [h for h in hits if (h.first, h.last) not in ahead or not is_of_effect(clue, h.last)]


def is_ahead(clue: Clue) -> bool:
    """Whether a sentence speaks of what is to come, effects of what was given apart."""
    return any(not is_of_effect(clue, last) for _, last in clue.named.get("future", ()))


def tells_no_stage(analysis: Analysis, clue: Clue, mark: Mark) -> bool:
    """Whether a mark stands in a clause of what something is to bring about: 'a facility that will help train'."""
    norms, relative = analysis.tokens.norms, analysis.grammar.single["relative"]
    for first, _ in clue.named.get("effect", ()):
        if first <= mark.first <= first + _EFFECT and ";" not in norms[first : mark.first]:
            before = norms[max(clue.first, first - _GOVERNED) : first]
            if not relative.isdisjoint(before) and ("future" in clue.named or analysis.grammar.language != "en"):
                return True
    return False


def sure_stage(analysis: Analysis, clue: Clue, mark: Mark) -> str | None:
    """The stage where words of the sentence leave no doubt: who is accused of giving, or thanked for having given, has
    given, and so has who gives at a ceremony; None elsewhere."""
    if mark.tense in _AHEAD or mark.sense in ("pledge", "request", "sum", "thing"):
        return None
    if mark.tense == "open" and NOUN not in mark.hit.trigger.tags and _held_against(clue, mark):
        return "delivered"
    if "occasion" in clue.named and mark.sense in _HANDED and not is_ahead(clue) and not clue.of_group("instrument"):
        return "delivered"
    return None


def _held_against(clue: Clue, mark: Mark) -> bool:
    return any(last <= mark.first <= last + _FOR for _, last in clue.named.get("accused", ()))
