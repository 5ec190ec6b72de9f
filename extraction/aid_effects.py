"""What tells for sure how far a transfer has come, and what only seems to: 'a gift that will enhance our reach'."""

from __future__ import annotations

from extraction.aid_marks import Mark
from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN

_GOVERNED = 3
"""Tokens between the sign of the future and the verb that it governs, and between a relative and that sign."""
_EFFECT = 25
"""Tokens behind the verb of an effect that still tell of it."""
_FOR = 14
"""Tokens between a word of reproach or thanks and the act that it is for."""
_GOVERNING, _FOLLOWING = 6, 6
"""Tokens before and behind a noun in which the verb that governs it stands."""
_SHORT = 4
_DONE = frozenset({"give", "train", "equip", "receive", "build", "deliver"})
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
    """The stage where words of the sentence leave no doubt, None elsewhere: who has given, is accused of giving or
    thanked for it, and who gives at a ceremony, has given; what a budget is asked for is requested; and what a noun
    tells of by a verb of the future lies ahead."""
    if mark.sense == "request" or mark.tense in _AHEAD:
        return None
    if mark.money is not None and "budget_asked" in clue.named:
        return "requested"
    if mark.sense == "pledge":
        return None
    noun = NOUN in mark.hit.trigger.tags
    if not noun and mark.tense == "open" and _held_against(analysis, clue, mark):
        return "delivered"
    if not noun and mark.tense == "past" and mark.voice == "act" and _is_perfect(analysis, clue, mark):
        return "delivered"
    if "occasion" in clue.named and mark.sense in _HANDED and not is_ahead(clue) and not clue.of_group("instrument"):
        return "delivered"
    if noun and _by_verb_ahead(analysis, clue, mark):
        return "announced"
    return None


def _held_against(analysis: Analysis, clue: Clue, mark: Mark) -> bool:
    """Whether somebody is accused of an act, or thanked for it: 'is accused by its neighbours of supplying'."""
    before = analysis.tokens.norms[mark.first - 1] if mark.first > clue.first else ""
    if before not in analysis.grammar.single["before_reproach"]:
        return False
    spans = [s for name in ("accused", "thanks", "thanked_for") for s in clue.named.get(name, ())]
    return any(last <= mark.first <= last + _FOR for _, last in spans)


def _is_perfect(analysis: Analysis, clue: Clue, mark: Mark) -> bool:
    """Whether a verb of giving stands in the perfect: 'has provided'; what is set aside need not be given yet."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    if mark.sense not in _DONE or any(h.first == mark.first for h in clue.of_group("aidstage")):
        return False
    return not single["have"].isdisjoint(norms[max(clue.first, mark.first - 2) : mark.first])


def _by_verb_ahead(analysis: Analysis, clue: Clue, mark: Mark) -> bool:
    """Whether the verb that governs a noun has an ending of the future, in a language whose verbs have one."""
    endings, norms = analysis.grammar.future_endings, analysis.tokens.norms
    if not endings:
        return False
    stop = analysis.grammar.either("relative", "subordinate", "report")
    for step, reach in ((-1, _GOVERNING), (1, _FOLLOWING)):
        at = mark.first - 1 if step < 0 else mark.last
        for _ in range(reach):
            if not clue.first <= at < clue.last or norms[at] in stop or norms[at] in (";", ":", "."):
                break
            if is_verb_ahead(analysis, at):
                return not any(first <= at < last for first, last in clue.named.get("effect", ()))
            at += step
    return False


def is_verb_ahead(analysis: Analysis, at: int) -> bool:
    """Whether a token has an ending of the future, accents and all."""
    start, end = analysis.offsets(at, at + 1)
    word = analysis.reading.plain[start:end].lower()
    return len(word) > _SHORT and word.endswith(analysis.grammar.future_endings)
