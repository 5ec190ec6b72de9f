"""Amount, stage, terms and basis of a transfer, and whether it is one of the field."""

from __future__ import annotations

from typing import Any

from extraction.aid_slots import Slots
from extraction.analysis import Analysis, Clue, Hit
from extraction.dates import PeriodMention
from extraction.drafts import Told
from extraction.grammar_words import NOUN
from extraction.money import MoneyMention
from extraction.roles import tense
from extraction.topics import security_weight
from schemas.enums import DatePrecision

_FIELD = 1.2
_REACH = 14
_BEHIND, _BEFORE = 140, 40
"""How far from an amount its period stands, in characters."""


def money_of(analysis: Analysis, clue: Clue, hit: Hit) -> MoneyMention | None:
    """The amount that stands nearest to the trigger in its sentence, those behind it before those in front."""
    if not clue.money:
        return None
    start, end = analysis.offsets(hit.first, hit.last)

    def distance(mention: MoneyMention) -> int:
        return mention.start - end if mention.start >= end else (start - mention.end) + 15

    return min(clue.money, key=distance)


def told_with(analysis: Analysis, clue: Clue, money: MoneyMention) -> tuple[str, tuple[int, int]] | None:
    """The stage of a running total: that of the word that it is told with, and the tokens of that word."""
    best: tuple[int, Hit] | None = None
    for hit in clue.of_group("aidstage"):
        start, end = analysis.offsets(hit.first, hit.last)
        distance = money.start - end if end <= money.start else start - money.end
        if 0 <= distance <= _BEHIND and (best is None or distance < best[0]):
            best = (distance, hit)
    return (best[1].trigger.sense, (best[1].first, best[1].last)) if best else None


def stage_of(analysis: Analysis, clue: Clue, hit: Hit, frame: dict[str, Any]) -> tuple[str, tuple[int, int]]:
    """The stage that the trigger's tense and the words around it tell, and the tokens that say so."""
    own = (hit.first, hit.last)
    if "stage" in frame:
        return frame["stage"], own
    when = tense(analysis, clue, hit)
    if when == "future":
        return "announced", own
    stages = clue.of_group("aidstage")
    same = [h for h in stages if h.first == hit.first]
    for sense in ("approved", "announced", "requested"):
        if any(h.trigger.sense == sense for h in same):
            return sense, own
    if any(h.trigger.sense == "delivered" for h in same) and when == "past":
        return "delivered", own
    before = [
        h for h in stages if h.last <= hit.first and hit.first - h.last <= _REACH and h.trigger.sense != "delivered"
    ]
    if before and (when != "past" or before[-1].trigger.sense in ("approved", "requested")):
        return before[-1].trigger.sense, (before[-1].first, before[-1].last)
    after = [h for h in stages if 0 <= h.first - hit.last <= _REACH]
    if NOUN in hit.trigger.tags and after:
        return after[0].trigger.sense, (after[0].first, after[0].last)
    if when == "open" and "inf" in hit.trigger.tags and NOUN not in hit.trigger.tags:
        return "announced", own
    return "delivered", own


def terms_of(analysis: Analysis, clue: Clue, hit: Hit, frame: dict[str, Any], slots: Slots) -> tuple[str, str | None]:
    """Grant, sale or loan: what the sense says, unless a nearer word says otherwise; and the rule, where derived."""
    low, high = hit.first - 12, hit.last + 14
    for other in clue.of_group("aid"):
        if (
            other.trigger.sense in ("lend", "sell", "buy")
            and low <= other.first <= high
            and other.trigger.sense != "buy"
        ):
            return frames_terms(other.trigger.sense), None
    for programme in clue.programmes():
        if programme.detail in ("grant", "sale", "loan") and frame["terms"] == "grant":
            return programme.detail, "terms of the programme"
    return frame["terms"], f"terms of {hit.trigger.sense}"


def frames_terms(sense: str) -> str:
    """The terms that a sense says."""
    from extraction.grammar_words import frames

    return str(frames()["aid"][sense]["terms"])


def _told(bound: tuple[str, DatePrecision] | None, period: PeriodMention) -> Told | None:
    return Told(bound[0], bound[1], period.start, period.end, True) if bound else None


def basis_of(
    analysis: Analysis, clue: Clue, hit: Hit, money: MoneyMention | None
) -> tuple[str, Told | None, Told | None]:
    """Whether the trigger tells a total over a period, and its bounds.

    The period stands behind the amount or the trigger, or opens the sentence; one behind another amount is that one's.
    """
    if not clue.periods:
        return "event", None, None
    start, end = analysis.offsets(hit.first, hit.last)
    anchors = [(money.start, money.end)] if money else [(start, end)]
    opening = analysis.tokens.starts[min(clue.first + 3, clue.last - 1)]
    best: tuple[int, PeriodMention] | None = None
    for period in clue.periods:
        for low, high in anchors:
            between = [
                m for m in clue.money if min(low, period.start) < m.start < max(low, period.start) and m is not money
            ]
            if between:
                continue
            if period.start >= high and period.start - high <= _BEHIND:
                distance = period.start - high
            elif period.end <= low and (low - period.end <= _BEFORE or period.start <= opening):
                distance = low - period.end + 20
            else:
                continue
            if best is None or distance < best[0]:
                best = (distance, period)
    if best is None:
        return "event", None, None
    period = best[1]
    first, last = _told(period.period_start, period), _told(period.period_end, period)
    if period.open_end and last is None and analysis.published_on is not None:
        last = Told(analysis.published_on.isoformat(), DatePrecision.DAY, period.start, period.end, True)
    return "period", first, last


def in_field(analysis: Analysis, clue: Clue, hit: Hit, slots: Slots) -> bool:
    """Whether the transfer is for security, defence, law enforcement, justice or migration control."""
    weight = 1.5 * any(a.secure for a in slots.recipients)
    weight += 0.7 * any(a.secure for a in (*slots.donors, *slots.channels))
    weight += 0.4 * any(a.kind in ("institution", "programme") for a in slots.donors)
    weight += 0.7 * bool(clue.programmes())
    weight += 1.5 * any(i.modality == "weapons" for i in slots.items)
    weight += 0.7 * any(i.modality in ("aircraft", "vessels") for i in slots.items)
    weight += security_weight(analysis, clue, clue.first, clue.last)
    weight += 0.3 * analysis.subject_weight + analysis.field_weight
    if clue.has("civil"):
        weight -= 2.5
    return weight >= _FIELD
