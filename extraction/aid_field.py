"""What is no transfer of the field: relief, development and trade, told among what is."""

from __future__ import annotations

from extraction.aid_draft import AidDraft
from extraction.analysis import Analysis, Clue
from extraction.topics import is_about_field

_OF_ANY_FIELD = frozenset(
    {"funds", "other", "training", "technical_assistance", "infrastructure", "supplies", "aircraft"}
)
"""Kinds of things that are given in other fields as often."""
_ARMS = frozenset({"weapons", "vehicles", "vessels"})
_OTHER_FIELDS = ("civil", "civil_goods", "foreign_field", "off_field")
_KIND = 7
"""Tokens behind a sum within which it says what kind of assistance it is: 'in life-saving humanitarian assistance'."""


def is_of_other_field(analysis: Analysis, draft: AidDraft) -> bool:
    """Whether a transfer is one of another field: its sum is called so, or what tells it has words of other fields and
    none of this one, and neither side nor thing is of it."""
    if any(a.secure for a in (*draft.donors, *draft.recipients)):
        return False
    spans = [(p.start, p.end) for p in draft.proofs if p.field == "record"]
    clues = [c for start, end in spans for c in analysis.clues_between(start, end)] or [analysis.clues[draft.sentence]]
    arms = any(i.modality in _ARMS for i in draft.items)
    if not arms and _finances_trade(analysis, draft, clues) and not any(c.has("field_word") for c in clues):
        return True
    if any(i.modality not in _OF_ANY_FIELD for i in draft.items):
        return False
    if _is_called_so(analysis, draft) and not any(_is_of_field(c) for c in clues[1:]):
        return True
    if not any(c.has(name) for c in clues for name in _OTHER_FIELDS):
        return False
    before = [(analysis.clues[c.sentence.index - 1], c) for c in clues if c.sentence.index]
    near = [*clues, *(b for b, c in before if b.sentence.block == c.sentence.block)]
    return not any(_is_of_field(c) for c in near)


def _finances_trade(analysis: Analysis, draft: AidDraft, clues: list[Clue]) -> bool:
    """Whether a sentence names a bank or agency of trade and development, or one is the donor named before."""
    given = any(analysis.clues[a.sentence].has("civil_donor", a.first, a.last) for a in draft.donors)
    return given or any(c.has("civil_donor") for c in clues)


def is_at_home(analysis: Analysis, draft: AidDraft) -> bool:
    """Whether what an official publisher tells is given to its own bodies by nobody that the sentence names: its own
    budget."""
    resolver = analysis.resolver
    if (
        not resolver.official
        or resolver.publisher is None
        or {a.code for a in draft.recipients} != {resolver.publisher}
    ):
        return False
    own = analysis.clues[draft.sentence].has("own_budget")
    return own and all(a.sentence != draft.sentence for a in draft.donors)


def is_part(analysis: Analysis, draft: AidDraft, beside: list[AidDraft]) -> bool:
    """Whether a sum is part of a greater one told before it in the sentence: '$2 billion, including $400 million this
    year'."""
    if draft.money is None:
        return False
    at = analysis.tokens.index_at(draft.money.start)
    including = analysis.grammar.single["including"] & analysis.grammar.single["of_goal"]
    if including.isdisjoint(analysis.tokens.norms[max(0, at - 2) : at]):
        return False
    sums = [d.money for d in beside if d.money is not None and d.money.currency == draft.money.currency]
    return any(m.start < draft.money.start and m.amount > draft.money.amount for m in sums)


def _is_of_field(clue: Clue) -> bool:
    """Whether a sentence has a word of the field."""
    return clue.has("field_word") or is_about_field(clue, clue.first, clue.last)


def _is_called_so(analysis: Analysis, draft: AidDraft) -> bool:
    """Whether the words right behind a sum call it relief or development: '$45 million in humanitarian assistance'."""
    clue = analysis.clues[draft.sentence]
    if draft.money is None:
        return False
    at = analysis.tokens.index_at(draft.money.end)
    if not clue.first <= at < clue.last:
        return False
    last = min(clue.last, at + _KIND)
    called = [(a, b) for a, b in clue.named.get("civil_aid", ()) if at <= a and b <= last]
    if not called or clue.has("field_word", at, last):
        return False
    # 'Refugee assistance' is about migration by its own words alone.
    return not any(is_about_field(clue, x, y) for x, y in ((at, called[0][0]), (called[0][1], last)))
