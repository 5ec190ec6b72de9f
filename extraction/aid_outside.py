"""Likely transfers that are none of the field after all: relief told by its sum, exercises held together, things that
no verb gives."""

from __future__ import annotations

from extraction.aid_draft import AidDraft
from extraction.analysis import Analysis, Clue
from extraction.money import MoneyMention

_SURE = 0.8
"""The likelihood from which a thing that no trigger calls tells of a transfer."""
_YEAR = 4
"""Tokens behind a sum in which the year stands that it is of."""
_KIND = 8
"""Tokens behind a sum in which the words for what kind of help it is stand."""


def is_outside(analysis: Analysis, draft: AidDraft) -> bool:
    """Whether a likely mention with its things chosen tells of no transfer of the field."""
    clue = analysis.clues[draft.sentence]
    if draft.mark is not None and draft.mark.sense == "thing" and draft.score < _SURE and not clue.has("free"):
        return True
    if "budget_asked" in clue.named and {a.code for a in draft.recipients} <= {analysis.resolver.publisher}:
        return True  # a state's budget for its own bodies
    if draft.money is not None and _is_relief(analysis, clue, draft.money):
        return True
    return draft.money is None and _is_exercise(analysis, clue, draft)


def _is_relief(analysis: Analysis, clue: Clue, money: MoneyMention) -> bool:
    """Whether the words behind a sum say that it is help of other fields: '$45 million in humanitarian assistance',
    '20 millones en ayuda humanitaria'; not where they name security beside it."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    _, first = analysis.tokens.range_of(money.start, money.end)
    year = next((i for i in range(first, min(clue.last, first + _YEAR)) if norms[i].isdigit()), None)
    first = first if year is None else year + 1  # '$115 million in FY 2022 for economic assistance'
    if first >= clue.last or norms[first] not in grammar.single["of_sum"]:
        return False
    last = first + 1
    roles = grammar.roles
    while last < min(clue.last, first + 1 + _KIND):
        word = norms[last]
        joins = word == "," or word in grammar.single["and"] or word == "-"
        if not joins and (not word.isalpha() or (word,) in roles):
            break
        last += 1
    words = norms[first + 1 : last]
    if not any(w in grammar.single["help_noun"] for w in words):
        return False
    return any(w in grammar.single["relief_kind"] for w in words) and not any(
        w in grammar.single["secure_kind"] for w in words
    )


def _is_exercise(analysis: Analysis, clue: Clue, draft: AidDraft) -> bool:
    """Whether all that is given is an exercise, in which forces train together."""
    if not draft.items or any(i.modality != "training" for i in draft.items):
        return False
    held = {analysis.tokens.norms[i.last - 1] for i in draft.items}
    return not held.isdisjoint(analysis.grammar.single["exercise_noun"]) and clue.has("exercise")
