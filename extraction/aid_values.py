"""Amount, stage, terms and basis of a transfer, and whether it is one of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extraction.aid_effects import is_ahead, stages_told
from extraction.aid_marks import Mark
from extraction.analysis import Analysis, Clue, Hit
from extraction.dates import PeriodMention
from extraction.drafts import Told
from extraction.grammar_words import NOUN
from extraction.money import MoneyMention
from extraction.roles import tense
from extraction.weights import Apart, Features
from schemas.enums import DatePrecision

if TYPE_CHECKING:
    from extraction.aid_draft import AidDraft

_REACH = 14
_BEHIND, _BEFORE = 140, 40
"""How far from an amount its period stands, in characters."""
_BRACKET = 14
"""Characters before a sum in which the bracket that it stands in opens."""
_RECORD = 8
"""Tokens before 'to date' in which the superlative stands that it belongs to."""
_OF_TOTALS = frozenset({"range", "past", "since", "since_event", "to_date", "year"})
"""Kinds of period that say over which time a sum is added up."""
_ENDS = frozenset({":", ";", ".", "*", "—", "–", "-"})
_GAPS = (3, 12, 40, 80)
_AUXILIARY = 3
"""Tokens before a verb in which its auxiliaries stand."""
_STAGE_BACK = 3
"""Sentences back to a transfer of which a later one has the stage."""


def stage_of(analysis: Analysis, clue: Clue, hit: Hit, frame: dict[str, Any]) -> tuple[str, tuple[int, int]]:
    """The stage that the trigger's tense and the words around it tell, and the tokens that say so."""
    own = (hit.first, hit.last)
    if "stage" in frame:
        return frame["stage"], own
    when = tense(analysis, clue, hit)
    if when == "future":
        return "announced", own
    stages = stages_told(clue)
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
) -> tuple[PeriodMention | None, Told | None, Told | None]:
    """The period over which the trigger tells a total, None where there is none, and its bounds.

    The period stands behind the amount or the trigger, or opens the sentence or a part of it; one behind another amount
    is that one's.
    """
    if not clue.periods:
        return None, None, None
    start, end = analysis.offsets(hit.first, hit.last)
    anchors = [(money.start, money.end)] if money else [(start, end)]
    opening = analysis.tokens.starts[min(clue.first + 3, clue.last - 1)]
    best: tuple[int, PeriodMention] | None = None
    for period in clue.periods:
        if period.kind == "to_date" and _of_record(analysis, clue, period):
            continue
        for low, high in anchors:
            if _over_money(analysis, clue, money, *sorted((low, period.start))):
                continue
            if period.start >= high and period.start - high <= _BEHIND:
                distance = period.start - high
            elif period.end <= low and (
                low - period.end <= _BEFORE or period.start <= opening or _opens(analysis, clue, period)
            ):
                distance = low - period.end + 20
            else:
                continue
            if best is None or distance < best[0]:
                best = (distance, period)
    if best is None:
        return None, None, None
    period = best[1]
    first, last = _told(period.period_start, period), _told(period.period_end, period)
    if period.open_end and last is None and analysis.published_on is not None:
        last = Told(analysis.published_on.isoformat(), DatePrecision.DAY, period.start, period.end, True)
    return period, first, last


def _over_money(analysis: Analysis, clue: Clue, own: MoneyMention | None, low: int, high: int) -> bool:
    """Whether another sum stands between two offsets; one in brackets is the value of that before it."""
    plain = analysis.reading.plain
    return any(
        low < m.start < high and m is not own and "(" not in plain[max(low, m.start - _BRACKET) : m.start]
        for m in clue.money
    )


def _of_record(analysis: Analysis, clue: Clue, period: PeriodMention) -> bool:
    """Whether 'to date' only says that nothing was greater: 'the largest package to date'."""
    first, _ = analysis.tokens.range_of(period.start, period.end)
    return clue.has("superlative", max(clue.first, first - _RECORD), first)


def _opens(analysis: Analysis, clue: Clue, period: PeriodMention) -> bool:
    """Whether a period stands right behind a mark that ends a part of the sentence: 'more technical: since 2021 it'."""
    first, _ = analysis.tokens.range_of(period.start, period.end)
    return first > clue.first and analysis.tokens.norms[first - 1] in _ENDS


STAGES = ("requested", "announced", "approved", "delivered")
TERMS = ("grant", "sale", "loan", "unspecified")


def stage_before(clue: Clue, likely: list[AidDraft]) -> str:
    """The stage of the transfer told right before; '' where there is none."""
    if not likely or clue.sentence.index - likely[-1].sentence > _STAGE_BACK:
        return ""
    return likely[-1].stage


def stage_options(analysis: Analysis, clue: Clue, mark: Mark, ruled: str, last: str) -> Apart:
    """The stages with what speaks for each: what the rule says, the trigger, its tense, the words around it."""
    stages = stages_told(clue)
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
    if is_ahead(clue):
        names.append("future")
    if clue.sentence.index < 2:
        names.append("opening")
    if last:
        names += [f"last={last}", f"last={last} {mark.tense}"]
    names += _around(analysis, clue, mark)
    names += _form(analysis, clue, mark)
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
    names += [f"in sentence {told}" for told in sorted({h.trigger.sense for h in stages_told(clue)})]
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


def _form(analysis: Analysis, clue: Clue, mark: Mark) -> list[str]:
    """The form of the mark and the words before it, and whether a date of the sentence lies ahead."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    before = norms[max(clue.first, mark.first - 2) : mark.first]
    word = " ".join(norms[mark.first : mark.last])
    names = [f"prev={w}" for w in before[-1:]] + [f"prev={' '.join(before)}"] + [f"word={word} {mark.tense}"]
    tags = mark.hit.trigger.tags
    form = next((tag for tag in ("noun", "ger", "part", "past", "pres", "fut", "inf") if tag in tags), "other")
    names += [f"form={form}", f"form={form} {mark.voice}"]
    helpers = norms[max(clue.first, mark.first - _AUXILIARY) : mark.first]
    names += [f"{name} {form}" for name in ("be", "have") if not grammar.single[name].isdisjoint(helpers)]
    if any(h.last <= mark.first for h in clue.of_group("goal")):
        names.append("behind goal")
    if analysis.published_on is not None:
        day = analysis.published_on.isoformat()
        ahead = {"ahead" if d.value > day[: len(d.value)] else "gone" for d in clue.dates if d.value}
        names += [f"date {told}" for told in sorted(ahead)]
    names += [f"period {kind}" for kind in sorted({p.kind for p in clue.periods})]
    if clue.sentence.index == 0:
        names.append(f"title {mark.tense}")
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


def is_planned(period: PeriodMention, stage: str, money: MoneyMention | None) -> bool:
    """Whether a year only says when something announced is to come: that dates it, and adds nothing up."""
    return money is None and stage == "announced" and period.kind == "year"


def is_total(period: PeriodMention, money: MoneyMention | None) -> bool:
    """Whether a sum is one over a stated time, as six in seven are that have a period of their own; a length of time
    without a beginning may be how long something takes."""
    return money is not None and period.kind in _OF_TOTALS


def basis_options(analysis: Analysis, clue: Clue, mark: Mark, period: PeriodMention) -> list[tuple[str, Features]]:
    """Event or period, with what speaks for each, where the rule found a period."""
    kind = period.kind
    names = [
        f"kind={kind}",
        f"sense={mark.sense}",
        f"tense={mark.tense}",
        f"kind={kind}|{'money' if mark.money else 'none'}",
        f"kind={kind}|{mark.tense}",
    ]
    names += ["total"] if clue.has("total") else []
    names += ["money"] if mark.money is not None else []
    names += _of_period(analysis, clue, mark, period)
    return [("event", {"event": 1.0}), ("period", {f"period|{name}": 1.0 for name in names} | {"rule": 1.0})]


def _of_period(analysis: Analysis, clue: Clue, mark: Mark, period: PeriodMention) -> list[str]:
    """Where a period stands, how exactly its bounds are told, and whether the verb is of the perfect."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    first, last = analysis.tokens.range_of(period.start, period.end)
    start = analysis.offsets(mark.first, mark.last)[0]
    anchor = mark.money.end if mark.money is not None else start
    gap = abs(period.start - anchor)
    names = [f"gap={next((g for g in _GAPS if gap <= g), 'far')}", "behind" if period.start > anchor else "before"]
    if first - clue.first <= 1 or _opens(analysis, clue, period):
        names += ["opens", f"opens {period.kind}"]
    if not single["have"].isdisjoint(norms[max(clue.first, mark.first - _AUXILIARY) : mark.first]):
        names += ["perfect", f"perfect {period.kind}"]
    low, high = (mark.last, first) if first >= mark.last else (last, mark.first)
    if low < high and not single["relative"].isdisjoint(norms[low:high]):
        names.append("over a relative")
    bounds = [b[0] for b in (period.period_start, period.period_end) if b is not None]
    names.append(f"bounds={len(bounds)}" + (" same" if len(set(bounds)) == 1 and len(bounds) > 1 else ""))
    names += [f"exact={len(bound)}" for bound in sorted(set(bounds), key=len)[-1:]]
    names += [f"thing={t}" for t in sorted({t.modality for t in clue.things} & {"training", "funds"})]
    return names
