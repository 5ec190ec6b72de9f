"""When a transfer reached its stage: the dates that a text offers for it, described for the weights."""

from __future__ import annotations

from extraction.aid_draft import AidDraft
from extraction.aid_marks import Mark
from extraction.analysis import Analysis, Clue
from extraction.dates import DateMention
from extraction.drafts import Told
from extraction.grammar_words import NOUN
from extraction.roles import tense
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
    names += [f"own in period {p.kind}" for p in clue.periods[:1] if p.start <= mention.start and mention.end <= p.end]
    if any(p.start <= mention.start and mention.end <= p.end for p in clue.periods):
        names.append("own in period")
    return side, names + _in_words(analysis, clue, mark, mention, between)


def _in_words(analysis: Analysis, clue: Clue, mark: Mark, mention: DateMention, between: tuple[int, int]) -> list[str]:
    """What the words around a date of the sentence tell of it: whether it is part of a name ('the 2019 Act'), of
    another clause, of a deadline, or is the day of an announcement."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    first, last = analysis.tokens.range_of(mention.start, mention.end)
    names = ["own opens"] if first - clue.first <= 1 else []
    low, high = (between[0], first) if between[0] == mark.last else (last, between[1])
    if low < high:
        if clue.has("subordinate", low, high) or not single["relative"].isdisjoint(norms[low:high]):
            names.append("own over clause")
        if any(low <= a.first < high and a.code for a in clue.actors):
            names.append("own over party")
    behind = norms[last] if last < clue.last else ""
    if (
        last - first == 1
        and behind.isalpha()
        and (behind,) not in analysis.grammar.roles
        and first > clue.first
        and (norms[first - 1] in single["determiner"] or analysis.capital(last))
    ):
        names.append("own in name")
    if any(h.start < mention.start and mention.end <= h.end for h in clue.horizons):
        names.append("own deadline")
    names += ["own relative"] if mention.relative else []
    verbs = [h for h in clue.of_group("aid") + clue.of_group("aidstage") if NOUN not in h.trigger.tags]
    if verbs:
        nearest = min(verbs, key=lambda h: (abs(h.first - first) + 2 * (h.first > first), h.trigger.group))
        names.append(f"by {'mark' if nearest.first == mark.first else 'other'} {tense(analysis, clue, nearest)}")
        if nearest.first != mark.first:
            names.append(f"own by {nearest.trigger.sense}")
    return names


def date_options(
    analysis: Analysis, clue: Clue, mark: Mark, stage: str, before: list[AidDraft], donors: frozenset[str | None]
) -> list[tuple[Told | None, Features]]:
    """The dates that the transfer could have, none among them, each with what speaks for it.

    Dates of the sentence; the first date of the opening, the last one told before, the one of the transfer told before;
    the day of publication.
    """
    ruled = date_near(analysis, clue, mark.first, mark.last, future=stage == "announced" and mark.tense == "future")
    found: list[tuple[Told | None, Features]] = []
    seen: set[str] = set()
    said = _said(analysis, clue, mark)

    def offer(told: Told, names: list[str]) -> None:
        if told.value in seen:
            return
        seen.add(told.value)
        place = names[0]
        names = [*names, f"{place} {stage}", f"{place} {mark.tense}", f"{place} {stage} {_dated(analysis, told.value)}"]
        names += [f"{n} {_dated(analysis, told.value)}" for n in names if n.startswith(("by ", "own by "))]
        names += [f"precision={told.precision}", f"{place} length={len(told.value)}"]
        names += [f"{place} {word}" for word in said]
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
        offer(before[-1].date, ["last transfer", *_with(own), *_like(clue, mark, before[-1], donors)])
    if analysis.published_on is not None:
        start, end = analysis.offsets(mark.first, mark.last)
        told_on = Told(analysis.published_on.isoformat(), DatePrecision.DAY, start, end, True)
        offer(told_on, ["published", *_with(own)])
    names = [
        "none",
        f"none {stage}",
        f"none {mark.tense}",
        f"none {stage} {mark.tense}",
        *[f"none {n}" for n in (*_with(own), *said)],
    ]
    found.append((None, dict.fromkeys(names, 1.0)))
    return found


def _said(analysis: Analysis, clue: Clue, mark: Mark) -> list[str]:
    """What a sentence tells of when it was said: an announcement made by the text itself ('is announcing'), what went
    before on the same occasion, a text by several states, which is of the day they met."""
    announces = any(
        h.trigger.sense == "announced" and h.trigger.tags & {"pres", "ger"} for h in clue.of_group("aidstage")
    )
    names = ["announces"] if announces else []
    names += [f"has {name}" for name in ("same_event", "another", "report", "total") if clue.has(name)]
    names += ["joint"] if any(c.has("joint") for c in analysis.clues[:_OPENING]) else []
    names += ["reported speech"] if clue.has("report", clue.first, mark.first) else []
    names += [f"period {kind}" for kind in sorted({p.kind for p in clue.periods})]
    names += ["title"] if clue.sentence.index == 0 else []
    names += ["opening"] if 0 < clue.sentence.index < _OPENING else []
    return [*names, f"sense={mark.sense}", f"voice={mark.voice}", f"reach={mark.reach}"]


def _like(clue: Clue, mark: Mark, last: AidDraft, donors: frozenset[str | None]) -> list[str]:
    """How near the transfer told before is, and whether it is the same donors'."""
    names = [f"after {min(2, clue.sentence.index - last.sentence)}"]
    names += ["same donors"] if {a.code for a in last.donors} == donors else []
    names += ["same tense"] if last.mark is not None and last.mark.tense == mark.tense else []
    return names


def _with(own: bool) -> list[str]:
    return ["though own"] if own else []
