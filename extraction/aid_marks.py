"""Where a sentence may tell of a transfer: its triggers, and amounts that no trigger claims."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.aid_idle import is_idle
from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN, Trigger, frames
from extraction.members import form_at
from extraction.money import MoneyMention
from extraction.roles import Group, is_negated, is_passive, tense
from schemas.enums import Qualifier

_NAMED = frozenset({"institution", "body", "programme"})
_ORDER_REACH = 12
"""Tokens within which what is ordered stands behind the verb."""
_CONVERTED = 12
"""Characters from a sum to its value in a second currency."""
_PLAIN = Trigger("aid", "sum", frozenset({NOUN}))
_THINGS = frozenset({"weapons", "vehicles", "aircraft", "vessels", "equipment", "training"})


@dataclass(slots=True)
class Mark:
    """A place that may tell of a transfer. `first` and `last` are token indices, `last` exclusive."""

    first: int
    last: int
    sense: str
    voice: str
    """act, pas or noun; sum for an amount, thing for things that stand alone."""
    orient: str
    """D where the frame's subject gives, R where it receives."""
    hit: Hit
    tense: str = "open"
    money: MoneyMention | None = None
    reach: str = ""
    """How the words before it refer to what was told: def, pron, ours or nothing."""


def _reach(analysis: Analysis, clue: Clue, first: int) -> str:
    norms, single = analysis.tokens.norms, analysis.grammar.single
    before = norms[max(clue.first, first - 3) : first]
    if not single["ours"].isdisjoint(norms[clue.first : first]):
        return "ours"
    if not single["pronoun"].isdisjoint(before):
        return "pron"
    if not single["definite"].isdisjoint(before):
        return "def"
    return "none"


def _of_hit(analysis: Analysis, clue: Clue, hit: Hit, members: list[Group]) -> Mark | None:
    if is_negated(analysis, clue, hit):
        return None
    wider = any(
        t.first <= hit.first and hit.last <= t.last and t.last - t.first > hit.last - hit.first for t in clue.things
    )
    if wider:
        return None
    if _orders(analysis, clue, hit) or _in_name(analysis, clue, hit) or is_idle(analysis, clue, hit):
        return None
    noun = NOUN in hit.trigger.tags
    if noun and hit.first > clue.first and analysis.tokens.norms[hit.first - 1] == "without":
        return None
    voice = "noun" if noun else "pas" if is_passive(analysis, clue, hit, members) else "act"
    orient = "D" if frames()["aid"][hit.trigger.sense]["subject"] == "donor" else "R"
    mark = Mark(hit.first, hit.last, hit.trigger.sense, voice, orient, hit)
    mark.tense = tense(analysis, clue, hit)
    mark.reach = _reach(analysis, clue, hit.first)
    return mark


def _in_name(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a trigger is only part of a name: 'Agencia de Cooperación', 'Army Training Command'."""
    return analysis.capital(hit.first) and any(
        a.kind in _NAMED and a.first < hit.first and hit.last < a.last for a in clue.actors
    )


def _orders(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a verb that can mean to train orders here: 'instruyó a la policía reforzar los puestos'."""
    if not any(h.first == hit.first and h.trigger.sense == "order" for h in clue.of_group("goal")):
        return False
    roles = analysis.grammar.roles
    return any(
        form_at(analysis, clue, at) == "inf" and (analysis.tokens.norms[at - 1],) not in roles
        for at in range(hit.last + 1, min(clue.last, hit.last + _ORDER_REACH))
    )


def _converted(clue: Clue, money: MoneyMention, plain: str) -> bool:
    """Whether an amount is another one's value in a second currency: 'EUR 5 million ($5.4 million)', 'EUR 5 million,
    about $5.4 million'."""
    for other in clue.money:
        between = plain[other.end : money.start]
        if other is money or other.currency == money.currency or not 0 <= money.start - other.end <= _CONVERTED:
            continue
        if "(" in between or (between.strip() == "," and money.qualifier is Qualifier.APPROXIMATE):
            return True
    return False


def marks_of(analysis: Analysis, clue: Clue, members: list[Group]) -> list[Mark]:
    """The marks of a sentence in order, each with the amount that is its own."""
    found = [m for h in clue.of_group("aid") if (m := _of_hit(analysis, clue, h, members)) is not None]
    if not found and (clue.has("seizure") or clue.has("frozen")):
        return []  # things and sums that are seized are nobody's gift
    if not found and any(is_negated(analysis, clue, h) for h in clue.of_group("aid")):
        return []
    plain = analysis.reading.plain
    for money in clue.money:
        if not _converted(clue, money, plain):
            _claim(analysis, clue, found, money)
    if not found and not clue.has("negation") and any(t.modality in _THINGS and not t.weak for t in clue.things):
        thing = next(t for t in clue.things if t.modality in _THINGS and not t.weak)
        hit = Hit(thing.first, thing.last, _PLAIN)
        found.append(
            Mark(thing.first, thing.last, "thing", "thing", "D", hit, reach=_reach(analysis, clue, thing.first))
        )
    return sorted(found, key=lambda m: m.first)


def _claim(analysis: Analysis, clue: Clue, found: list[Mark], money: MoneyMention) -> None:
    """Let the nearest mark without an amount have this one, else make it a mark of its own."""
    first, last = analysis.tokens.range_of(money.start, money.end)
    nearest: tuple[int, Mark] | None = None
    for mark in found:
        start, end = analysis.offsets(mark.first, mark.last)
        distance = money.start - end if money.start >= end else (start - money.end) + 15
        if nearest is None or distance < nearest[0]:
            nearest = (distance, mark)
    if nearest is not None and nearest[1].money is None:
        nearest[1].money = money
        return
    hit = Hit(first, max(last, first + 1), _PLAIN)
    found.append(
        Mark(first, max(last, first + 1), "sum", "sum", "D", hit, money=money, reach=_reach(analysis, clue, first))
    )
