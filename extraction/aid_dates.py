"""When a transfer reached its stage: the dates that a text offers for it, described for the weights."""

from __future__ import annotations

from extraction.aid_draft import AidDraft
from extraction.aid_marks import Mark
from extraction.analysis import Analysis, Clue
from extraction.dates import DateMention
from extraction.drafts import Told
from extraction.weights import Features
from extraction.when import date_near
from schemas.enums import DatePrecision

_OPENING = 4
_GAPS = (20, 60, 120)


def _dated(analysis: Analysis, value: str) -> str:
    """Whether a date lies before, on or after the day of publication, as far as its precision tells."""
    if analysis.published_on is None:
        return "undated"
    day = analysis.published_on.isoformat()[: len(value)]
    return "on" if value == day else "before" if value < day else "after"


def _own(analysis: Analysis, clue: Clue, mark: Mark, mention: DateMention) -> tuple[str, list[str]]:
    """Where a date of the sentence stands, seen from the mark."""
    low, high = analysis.offsets(mark.first, mark.last)
    if mention.start >= high:
        gap, side = mention.start - high, "behind"
    else:
        gap, side = low - mention.end, "before"
    near = next((str(g) for g in _GAPS if gap <= g), "far")
    names = [f"own {side}", f"own {side} {near}"]
    between = (mark.last, clue.last) if side == "behind" else (clue.first, mark.first)
    for hit in clue.of_group("aid") + clue.of_group("aidstage"):
        start = analysis.tokens.starts[hit.first]
        if between[0] <= hit.first < between[1] and min(low, mention.start) < start < max(high, mention.start):
            names.append(f"own over {hit.trigger.group}")
            break
    if any(p.start <= mention.start and mention.end <= p.end for p in clue.periods):
        names.append("own in period")
    return side, names


def date_options(
    analysis: Analysis, clue: Clue, mark: Mark, stage: str, before: list[AidDraft]
) -> list[tuple[Told | None, Features]]:
    """The dates that the transfer could have, none among them, each with what speaks for it.

    Dates of the sentence; the first date of the opening, the last one told before, the one of the transfer told before;
    the day of publication.
    """
    ruled = date_near(analysis, clue, mark.first, mark.last, future=stage == "announced" and mark.tense == "future")
    found: list[tuple[Told | None, Features]] = []
    seen: set[str] = set()

    def offer(told: Told, names: list[str]) -> None:
        if told.value in seen:
            return
        seen.add(told.value)
        place = names[0]
        names = [*names, f"{place} {stage}", f"{place} {mark.tense}", f"{place} {stage} {_dated(analysis, told.value)}"]
        names += [f"precision={told.precision}", f"{place} length={len(told.value)}"]
        if ruled is not None and ruled.value == told.value:
            names.append("rule")
        found.append((told, dict.fromkeys(names, 1.0)))

    for mention in clue.dates:
        # 'Today' in direct speech is the speaker's, whose day the text need not tell.
        if mention.relative and analysis.in_quotes(mention.start):
            continue
        _, names = _own(analysis, clue, mark, mention)
        for value in dict.fromkeys((mention.value, mention.alternative)):
            if value:
                offer(Told(value, mention.precision, mention.start, mention.end, mention.relative), names)
    if ruled is not None:
        offer(ruled, ["own period"])
    own = bool(found)
    for other in analysis.clues[:_OPENING]:
        if other is not clue and other.dates and other.dates[0].value:
            first = other.dates[0]
            value = first.value
            offer(Told(value or "", first.precision, first.start, first.end, first.relative), ["opening", *_with(own)])
            break
    if clue.sentence.index:
        last = analysis.clues[clue.sentence.index - 1]
        if last.dates and last.dates[-1].value:
            told = last.dates[-1]
            offer(Told(told.value or "", told.precision, told.start, told.end, told.relative), ["last", *_with(own)])
    if before and before[-1].date is not None and clue.sentence.index - before[-1].sentence <= 3:
        offer(before[-1].date, ["last transfer", *_with(own)])
    if analysis.published_on is not None:
        start, end = analysis.offsets(mark.first, mark.last)
        told_on = Told(analysis.published_on.isoformat(), DatePrecision.DAY, start, end, True)
        offer(told_on, ["published", *_with(own)])
    names = [
        "none",
        f"none {stage}",
        f"none {mark.tense}",
        f"none {stage} {mark.tense}",
        *[f"none {n}" for n in _with(own)],
    ]
    found.append((None, dict.fromkeys(names, 1.0)))
    return found


def _with(own: bool) -> list[str]:
    return ["though own"] if own else []
