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


def money_of(analysis: Analysis, clue: Clue, hit: Hit) -> MoneyMention | None:
    """The amount that stands nearest to the trigger in its sentence, those behind it before those in front."""
    if not clue.money:
        return None
    start, end = analysis.offsets(hit.first, hit.last)

    def distance(mention: MoneyMention) -> int:
        return mention.start - end if mention.start >= end else (start - mention.end) + 15

    return min(clue.money, key=distance)


def stage_of(analysis: Analysis, clue: Clue, hit: Hit, frame: dict[str, Any]) -> tuple[str, tuple[int, int]]:
    """The stage that the trigger's tense and the words around it tell, and the tokens that say so."""
    own = (hit.first, hit.last)
    if "stage" in frame:
        return frame["stage"], own
    when = tense(analysis, clue, hit)
    near = [h for h in clue.of_group("aidstage") if abs(h.first - hit.first) <= 14 or h.first == hit.first]
    same = [h for h in near if h.first == hit.first]
    if when == "future":
        return "announced", own
    for other in same:
        if other.trigger.sense in ("announced", "approved") and when in ("past", "present", "open"):
            return other.trigger.sense, own
    before = [h for h in near if h.last <= hit.first and not (h.trigger.sense == "delivered")]
    if when == "open":
        if before:
            best = before[-1]
            return best.trigger.sense, (best.first, best.last)
        after = [h for h in near if h.first >= hit.last]
        if after and NOUN in hit.trigger.tags:
            return after[0].trigger.sense, (after[0].first, after[0].last)
        if "ger" in hit.trigger.tags or NOUN in hit.trigger.tags:
            return "delivered", own
        return "announced", own
    return "delivered", own


def terms_of(analysis: Analysis, clue: Clue, hit: Hit, frame: dict[str, Any], slots: Slots) -> tuple[str, str | None]:
    """Grant, sale or loan: what the sense says, unless a nearer word says otherwise; and the rule, where derived."""
    low, high = hit.first - 12, hit.last + 14
    for other in clue.of_group("aid"):
        if other.trigger.sense in ("lend", "sell", "buy") and low <= other.first <= high and other.trigger.sense != "buy":
            return frames_terms(other.trigger.sense), None
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
    """Whether the trigger tells a total over a period, and its bounds."""
    if not clue.periods:
        return "event", None, None
    start, _ = analysis.offsets(hit.first, hit.last)
    anchor = money.start if money else start
    period = min(clue.periods, key=lambda p: abs(p.start - anchor))
    first, last = _told(period.period_start, period), _told(period.period_end, period)
    if period.open_end and last is None and analysis.published_on is not None:
        last = Told(analysis.published_on.isoformat(), DatePrecision.DAY, period.start, period.end, True)
    return "period", first, last


def in_field(analysis: Analysis, clue: Clue, hit: Hit, slots: Slots) -> bool:
    """Whether the transfer is for security, defence, law enforcement, justice or migration control."""
    weight = 1.5 * any(a.secure for a in slots.recipients)
    weight += 0.7 * any(a.secure for a in (*slots.donors, *slots.channels))
    weight += 0.4 * any(a.kind == "institution" for a in slots.donors)
    weight += 1.5 * any(i.modality == "weapons" for i in slots.items)
    weight += 0.7 * any(i.modality in ("aircraft", "vessels") for i in slots.items)
    weight += security_weight(analysis, clue, clue.first, clue.last)
    weight += 0.3 * analysis.subject_weight + analysis.field_weight
    if clue.has("civil"):
        weight -= 2.5
    return weight >= _FIELD
