"""Amount, stage, terms and basis of a transfer, and whether it is one of the field."""

from __future__ import annotations

from typing import Any

from extraction.aid_marks import Mark
from extraction.analysis import Analysis, Clue, Hit
from extraction.dates import PeriodMention
from extraction.drafts import Told
from extraction.grammar_words import NOUN
from extraction.money import MoneyMention
from extraction.roles import tense
from extraction.weights import Apart, Features
from schemas.enums import DatePrecision

_REACH = 14
_BEHIND, _BEFORE = 140, 40
"""How far from an amount its period stands, in characters."""


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


def terms_of(clue: Clue, hit: Hit, frame: dict[str, Any]) -> tuple[str, str | None]:
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
    """The kind of the period over which the trigger tells a total, '' where there is none, and its bounds.

    The period stands behind the amount or the trigger, or opens the sentence; one behind another amount is that one's.
    """
    if not clue.periods:
        return "", None, None
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
        return "", None, None
    period = best[1]
    first, last = _told(period.period_start, period), _told(period.period_end, period)
    if period.open_end and last is None and analysis.published_on is not None:
        last = Told(analysis.published_on.isoformat(), DatePrecision.DAY, period.start, period.end, True)
    return period.kind, first, last


STAGES = ("requested", "announced", "approved", "delivered")
TERMS = ("grant", "sale", "loan", "unspecified")


def stage_options(analysis: Analysis, clue: Clue, mark: Mark, ruled: str) -> Apart:
    """The stages with what speaks for each: what the rule says, the trigger, its tense, the words around it."""
    stages = clue.of_group("aidstage")
    before = [h for h in stages if h.last <= mark.first]
    after = [h for h in stages if h.first >= mark.last]
    same = [h for h in stages if h.first == mark.first]
    names = [f"sense={mark.sense}", f"tense={mark.tense}", f"voice={mark.voice}", f"rule={ruled}"]
    names.append(f"word={' '.join(analysis.tokens.norms[mark.first : mark.last])}")
    names += [f"same={h.trigger.sense}" for h in same]
    if before:
        gap = mark.first - before[-1].last
        names.append(f"before={before[-1].trigger.sense}")
        names.append(f"before={before[-1].trigger.sense} {'near' if gap < 8 else 'far'}")
    if after:
        names.append(f"after={after[0].trigger.sense}")
        if after[0].first - mark.last < 8:
            names.append(f"after={after[0].trigger.sense} near")
    if mark.money is not None:
        names.append("money")
    if clue.has("future"):
        names.append("future")
    if clue.sentence.index < 2:
        names.append("opening")
    names += _around(analysis, clue, mark)
    return Apart("aid.stage", STAGES, names, ruled)


def _around(analysis: Analysis, clue: Clue, mark: Mark) -> list[str]:
    """What else tells how far a transfer has come: other verbs of giving, the words of stages in the sentence, a
    decision in the next one ('approval was granted'), and whether somebody decides, builds or doubts."""
    others = {
        f"{'receives' if h.trigger.sense == 'receive' else 'gives'} {when}"
        for h in clue.of_group("aid")
        if h.first != mark.first and (when := tense(analysis, clue, h)) != "open"
    }
    names = [f"other {told}" for told in sorted(others)]
    names += [f"in sentence {told}" for told in sorted({h.trigger.sense for h in clue.of_group("aidstage")})]
    at = clue.sentence.index + 1
    if at < len(analysis.clues) and analysis.clues[at].sentence.block == clue.sentence.block:
        following = analysis.clues[at]
        if following.has("approving"):
            names.append("next approving")
    if clue.has("approver"):
        names.append("approver")
    if clue.has("modal"):
        names.append("modal")
    if clue.has("ours"):
        names.append("ours")
    return names


def terms_options(analysis: Analysis, clue: Clue, mark: Mark, ruled: str) -> Apart:
    """The terms with what speaks for each."""
    senses = sorted(
        {h.trigger.sense for h in clue.of_group("aid") if h.trigger.sense in ("lend", "sell", "buy", "give")}
    )
    names = [f"sense={mark.sense}", f"rule={ruled}", *(f"near={sense}" for sense in senses)]
    names.append(f"word={' '.join(analysis.tokens.norms[mark.first : mark.last])}")
    names += [f"programme={p.detail}" for p in clue.programmes()]
    names += [f"thing={t.modality}" for t in clue.things]
    if mark.money is not None:
        names.append("money")
    return Apart("aid.terms", TERMS, names, ruled)


def basis_options(clue: Clue, mark: Mark, kind: str) -> list[tuple[str, Features]]:
    """Event or period, with what speaks for each, where the rule found a period of some kind."""
    names = [
        f"kind={kind}",
        f"sense={mark.sense}",
        f"tense={mark.tense}",
        f"kind={kind}|{'money' if mark.money else 'none'}",
    ]
    names += ["total"] if clue.has("total") else []
    names += ["money"] if mark.money is not None else []
    return [("event", {"event": 1.0}), ("period", {f"period|{name}": 1.0 for name in names} | {"rule": 1.0})]
