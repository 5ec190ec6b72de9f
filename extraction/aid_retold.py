"""Transfers told again: how sums, dates and sides of two mentions stand to each other, and what is plainly one."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.aid_draft import AidDraft
from extraction.analysis import Analysis, Clue
from extraction.segments import BlockKind

GENERAL = frozenset({"other", "funds"})
"""Modalities that say only that something is given."""
VAGUE = "XXG"
STEM = 5
"""Letters by which words are held to be the same."""
_STATES = frozenset({"state", "people", "capital"})
_ROW_MARKS = frozenset({"-", "–", "—", ":"})


def codes_of(actors: list[Actor]) -> frozenset[str | None]:
    """The states and bodies of some actors."""
    return frozenset(a.code for a in actors)


def money_relation(old: AidDraft, new: AidDraft) -> str:
    """Whether two mentions name the same sum, different ones, or which of them names one."""
    if old.money is None or new.money is None:
        return "none" if old.money is new.money else ("old" if old.money is not None else "new")
    equal = old.money.amount == new.money.amount and old.money.currency == new.money.currency
    return "equal" if equal else "differs"


def date_relation(old: AidDraft, new: AidDraft) -> str:
    """Whether the dates of two mentions agree as far as both tell them."""
    if old.date is None or new.date is None:
        return "none" if old.date is new.date else "one"
    shorter = min(len(old.date.value), len(new.date.value))
    return "agrees" if old.date.value[:shorter] == new.date.value[:shorter] else "differs"


def adds_little(old: AidDraft, new: AidDraft) -> bool:
    """Whether a mention names no sum, number of things, kind of thing, period or date that the other has not."""
    return (
        (new.money is None or money_relation(old, new) == "equal")
        and new.basis == old.basis
        and {i.modality for i in new.items} - GENERAL <= {i.modality for i in old.items}
        and {i.quantity for i in new.items} - {None} <= {i.quantity for i in old.items}
        and date_relation(old, new) != "differs"
    )


def _alike(old: frozenset[str | None], new: frozenset[str | None]) -> bool:
    """Whether two sides can be one: the same states, or states that one of them names only together."""
    return old == new or VAGUE in old ^ new


def _alike_takers(old: AidDraft, new: AidDraft) -> bool:
    return _alike(codes_of(old.recipients), codes_of(new.recipients))


def _alike_sides(old: AidDraft, new: AidDraft) -> bool:
    return _alike(codes_of(old.donors), codes_of(new.donors)) and _alike_takers(old, new)


def are_rows(analysis: Analysis, old: AidDraft, new: AidDraft) -> bool:
    """Whether two mentions stand in rows of a list that begin with dates of their own: '2019 - Motorcycles for'."""
    rows = [row_of(analysis, analysis.clues[draft.sentence]) for draft in (old, new)]
    return None not in rows and rows[0] != rows[1]


def row_of(analysis: Analysis, clue: Clue) -> str | None:
    """The date that a sentence begins with, before a dash or a colon."""
    norms = analysis.tokens.norms
    for date in clue.dates:
        if date.start == clue.sentence.start:
            behind = analysis.tokens.index_at(date.end)
            return date.value if behind < clue.last and norms[behind] in _ROW_MARKS else None
    return None


def is_retold(analysis: Analysis, told: list[AidDraft], new: AidDraft) -> bool:
    """Whether a mention is plainly of the transfer that those `told` are of, though the weights do not say so."""
    return any(test(analysis, told, new) for test in (_names_nothing_new, _is_that_one, _names_the_thing, _goes_on))


def _names_nothing_new(analysis: Analysis, told: list[AidDraft], new: AidDraft) -> bool:
    """Whether a mention names no sum, thing or date that would make it another transfer than one told before."""
    clue = analysis.clues[new.sentence]
    if clue.has("another") or new.basis != "event":
        return False
    general = all(i.modality in GENERAL for i in new.items)
    listed = analysis.blocks[clue.sentence.block].kind is BlockKind.ITEM
    return any(
        _alike_sides(old, new) and adds_little(old, new) and (general or not listed or old.sentence == 0)
        for old in told
    )


def _is_that_one(analysis: Analysis, told: list[AidDraft], new: AidDraft) -> bool:
    """Whether a mention names with 'the' or 'this' what was told before: 'the donation, valued at', 'this aid'."""
    before = new.trigger[0] - 1
    clue = analysis.clues[new.sentence]
    if before < clue.first or "voice=noun" not in new.features or clue.has("another"):
        return False
    if analysis.tokens.norms[before] not in analysis.grammar.single["definite"]:
        return False
    return any(
        new.sentence > old.sentence
        and _alike_sides(old, new)
        and money_relation(old, new) != "differs"
        and old.basis == new.basis
        for old in told
    )


def _names_the_thing(analysis: Analysis, told: list[AidDraft], new: AidDraft) -> bool:
    """Whether all that a mention names is what was told before, with 'the' and not counted: 'the simulator cost'.

    Right behind, whoever paid for it: 'The vehicles were financed by the European Union'.
    """
    norms, definite = analysis.tokens.norms, analysis.grammar.single["definite"]
    things = [i for i in new.items if i.modality not in GENERAL]
    known = all(i.quantity is None and (norms[i.first] in definite or norms[i.first - 1] in definite) for i in things)
    if not things or not known or analysis.clues[new.sentence].has("another"):
        return False
    heads = {norms[i.last - 1][:STEM] for i in things}
    return any(
        new.sentence > old.sentence
        and (_alike_sides(old, new) or (new.sentence - old.sentence == 1 and _alike_takers(old, new)))
        and money_relation(old, new) != "differs"
        and heads <= {word[:STEM] for i in old.items for word in norms[i.first : i.last]}
        for old in told
    )


def _goes_on(analysis: Analysis, told: list[AidDraft], new: AidDraft) -> bool:
    """Whether a sentence says what the transfer told just before consists of."""
    old = told[-1]
    return (
        analysis.clues[new.sentence].has("consists")
        and 0 < new.sentence - old.sentence <= 2
        and new.guessed > 0
        and money_relation(old, new) != "differs"
        and bool(codes_of(old.donors) & codes_of(new.donors))
        and bool(codes_of(old.recipients) & codes_of(new.recipients))
    )


def is_vague(draft: AidDraft) -> bool:
    """Whether one of its sides is of states that are not named one by one."""
    return VAGUE in codes_of(draft.donors) | codes_of(draft.recipients)


def name_recipient(best: AidDraft, others: list[AidDraft]) -> None:
    """Let a record whose best mention names only the state of the recipient have the body that another one names."""
    if any(a.kind not in _STATES for a in best.recipients):
        return
    for other in others:
        if codes_of(other.recipients) == codes_of(best.recipients) and all(
            a.secure and a.kind in ("head", "institution") for a in other.recipients
        ):
            best.recipients = other.recipients
            return
