"""The date of an agreement's stage: the one that belongs to the word that tells it."""

from __future__ import annotations

import re

from extraction.agreement_stage import Stage, is_means
from extraction.analysis import Analysis, Clue, Hit
from extraction.dates import DateMention, PeriodMention
from extraction.drafts import Told
from extraction.grammar_words import NOUN
from extraction.when import since, start_near, told
from schemas.enums import DatePrecision

_DATES = ("year",)
"""Kinds of period that are one date: 'in 2023'."""
_VAGUE_YEAR = 60
"""Characters by which a year told from another, 'the year before', stands back behind a day."""
_PLANNED = 6
_OF_NAME = 12
"""Tokens behind an instrument's name in which 'of' may give it its date."""
_DATELINE_END = re.compile(r"\s*(?:\([^)]*\)|/[^/]*/)?\s*[.:]?\s*[-–—]+\s")


def _anchor_gap(analysis: Analysis, mention: DateMention, first: int, last: int) -> int:
    """How far a date is from the tokens of what it may date; those behind them count as nearer."""
    start, end = analysis.tokens.range_of(mention.start, mention.end)
    if start >= last:
        return (start - last) * 2 + 4 * analysis.tokens.norms[last:start].count(",")
    between = analysis.tokens.norms[end:first]
    joined = not analysis.grammar.single["and"].isdisjoint(between)
    return (first - end) * 2 + 3 + 2 * between.count(",") + 8 * joined


def date_of(
    analysis: Analysis, clue: Clue, stage: Stage, sense: str, others: list[Hit], names: list[tuple[int, int]]
) -> Told | None:
    """The date that belongs to a stage's word rather than to another word of the sentence. None where there is none."""
    if sense == "signed" and stage.how == "ahead":
        return None  # 'It enters into force in April' does not date the signing.
    if stage.how == "denied" or _is_attribute(analysis, clue, stage.hit, names):
        return None
    published = analysis.published_on
    noun = NOUN in stage.hit.trigger.tags
    rivals = [
        (h.first, h.last)
        for h in others
        if h is not stage.hit
        and not is_means(analysis, clue, h)
        and not (noun and h.trigger.sense in ("signed", "announced") and not _tells_of_name(analysis, h, others, names))
        and not _is_aim(analysis, clue, h)
    ]
    reports = clue.named.get("report", [])
    if sense == "proposed":
        reports = [*reports, *clue.named.get("approving", ())]  # 'the cabinet approved on Tuesday the signing of'
    rivals += reports
    own = (stage.hit.first, stage.hit.last)
    alike = [own, *((h.first, h.last) for h in others if h.trigger.sense == stage.hit.trigger.sense)]
    if sense in ("in_force", "suspended"):
        begun = since(clue, clue.sentence.start, clue.sentence.end)
        if begun is not None:
            return begun
    best: tuple[int, Told] | None = None
    for mention in clue.dates:
        if any(
            p.start <= mention.start and mention.end <= p.end and p.kind not in _DATES and not _opens(mention, p, stage)
            for p in clue.periods
        ):
            continue
        if mention.relative and analysis.in_quotes(mention.start):
            continue
        value = told(mention, sense == "proposed")
        if value is None or _is_dateline(analysis, clue, mention):
            continue
        if sense == "proposed" and (_is_end(analysis, clue, mention) or _was_planned(analysis, clue, mention)):
            continue
        of_name = sense not in ("signed", "in_force") or stage.sense == "basis"
        if of_name and _is_of_name(analysis, clue, mention, names):
            continue
        if published is not None:
            today = published.isoformat()[: len(value.value)]
            beside = sense == "proposed" and value.value == today and _is_beside(analysis, mention, stage.hit)
            past = value.value <= today if len(today) == 10 and not beside else value.value < today
            if sense == "proposed" and mention.alternative and _far(value.value, published.isoformat()):
                continue
            if past if sense == "proposed" else value.value > today:
                continue
        year = mention.precision is DatePrecision.YEAR
        # 'Left open the year before, it was signed on 3 February': a day says more than a year told by another.
        gap = min(_anchor_gap(analysis, mention, *a) for a in alike)
        gap += _VAGUE_YEAR if year and mention.relative else mention.relative
        if any(
            _anchor_gap(analysis, mention, *rival) < gap
            for rival in rivals
            if rival not in alike and not _inside(rival, own) and not (year and rival in reports)
        ):
            continue
        if best is None or gap < best[0]:
            best = (gap, value)
    if best is not None:
        return _exact(analysis, clue, best[1])
    if sense == "proposed":
        return _horizon(analysis, clue)
    if sense in ("in_force", "suspended"):
        return start_near(clue)
    return None


def _opens(mention: DateMention, period: PeriodMention, stage: Stage) -> bool:
    """Whether a day before a period is when that was set: 'extended today until the end of 2025'."""
    return mention.relative and mention.start == period.start and stage.sense == "renewed"


def _is_end(analysis: Analysis, clue: Clue, mention: DateMention) -> bool:
    """Whether a date tells how long something is to last: 'agreed to extend it until 2030'."""
    start, _ = analysis.tokens.range_of(mention.start, mention.end)
    return clue.has("lasting_to", max(clue.first, start - 2), start)


def _was_planned(analysis: Analysis, clue: Clue, mention: DateMention) -> bool:
    """Whether a date is one for which something was planned that has come and gone: 'had been due on 30 March'."""
    start, _ = analysis.tokens.range_of(mention.start, mention.end)
    return clue.has("was_planned", max(clue.first, start - _PLANNED), start)


def _is_beside(analysis: Analysis, mention: DateMention, hit: Hit) -> bool:
    """Whether a date stands right behind a word: 'will sign today'."""
    start, _ = analysis.tokens.range_of(mention.start, mention.end)
    return 0 <= start - hit.last <= 1


def _is_aim(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a gerund right behind a date only says what for: 'signed on 3 March, establishing a hotline'."""
    if hit.trigger.tags != {"ger"} or hit.trigger.sense not in ("announced", "proposed"):
        return False
    ends = [analysis.tokens.range_of(m.start, m.end)[1] for m in clue.dates]
    return any(0 <= hit.first - end <= 1 for end in ends)


def _tells_of_name(analysis: Analysis, hit: Hit, others: list[Hit], names: list[tuple[int, int]]) -> bool:
    """Whether a participle behind a name tells when that was made: 'the renewal of the agreement, signed in 1993'."""
    norms, be = analysis.tokens.norms, analysis.grammar.single["be"]
    participle = any("part" in h.trigger.tags for h in others if h.first == hit.first)
    participle |= NOUN in hit.trigger.tags and hit.trigger.sense == "signed" and norms[hit.first - 1] == ","
    if not participle or not any(last <= hit.first for _, last in names):
        return False
    return norms[hit.first - 1] == "," or any(
        hit.first - last in (0, 1) and be.isdisjoint(norms[last : hit.first]) for _, last in names
    )


def _is_attribute(analysis: Analysis, clue: Clue, hit: Hit, names: list[tuple[int, int]]) -> bool:
    """Whether a stage's participle only marks out the instrument: 'the recently announced memorandum'."""
    if "part" not in hit.trigger.tags or all(a != hit.last for a, _ in names):
        return False
    norms, determiner = analysis.tokens.norms, analysis.grammar.single["determiner"]
    if any(a.first < hit.first <= a.last + 1 for a in clue.actors):
        return False
    return not determiner.isdisjoint(norms[max(clue.first, hit.first - 2) : hit.first])


def _far(value: str, today: str) -> bool:
    """Whether a day without its year would come round only after most of a year: it is one that has been."""
    return len(value) == 10 and (int(value[:4]) - int(today[:4])) * 12 + int(value[5:7]) - int(today[5:7]) >= 9


def _exact(analysis: Analysis, clue: Clue, date: Told) -> Told:
    """A weekday's date as the day that stands beside it says it: 'next Friday, 28 April'."""
    for mention in clue.dates:
        beside = 0 < mention.start - date.end <= 28 and len(mention.value) == 10
        if beside and date.derived and analysis.reading.plain[mention.start : mention.end][:1].isdigit():
            return told(mention, True) or date
    return date


def _horizon(analysis: Analysis, clue: Clue) -> Told | None:
    """The date by which something planned is to be done: 'by the end of this year'."""
    for mention in clue.horizons:
        first, last = analysis.tokens.range_of(mention.start, mention.end)
        planned = clue.has("was_planned", max(clue.first, first - _PLANNED), last)
        if mention.value and not planned and not clue.has("lasting_to", max(clue.first, first - 2), last):
            return Told(mention.value, mention.precision, mention.start, mention.end, True)
    return None


def _is_dateline(analysis: Analysis, clue: Clue, mention: DateMention) -> bool:
    """Whether a date only heads the text: 'Managua, March 17 (Agency) -'."""
    block = analysis.blocks[clue.sentence.block]
    if mention.start - block.start > 40:
        return False
    after = analysis.reading.plain[mention.end : mention.end + 30]
    return bool(_DATELINE_END.match(after))


def _inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _is_of_name(analysis: Analysis, clue: Clue, mention: DateMention, names: list[tuple[int, int]]) -> bool:
    """Whether a date tells an instrument from others: 'the 2012 letter', 'the agreement of 2001'."""
    start, end = analysis.tokens.range_of(mention.start, mention.end)
    of = analysis.grammar.roles
    before = analysis.tokens.norms[start - 1] if start > clue.first else ""
    if mention.precision is DatePrecision.DAY:
        owned = bool(of.get((before,), frozenset()) & {"of", "from"})
        return owned and any(first < start <= last + _OF_NAME for first, last in names)
    if mention.precision is DatePrecision.YEAR and of.get((before,), frozenset()) & {"of", "from"}:
        # 'The agreement on X with Y, of 2007': as far from the name as its words are long.
        return any(0 <= start - last <= _OF_NAME for _, last in names)
    if mention.precision is DatePrecision.YEAR and any(h.first == end for h in clue.of_group("instrument")):
        return True  # 'the 1958 agreement', whichever it is
    for first, last in names:
        inside = first <= start and end <= last
        linked = start == last + 1 and bool(of.get((analysis.tokens.norms[last],), frozenset()) & {"of", "from"})
        ahead = first == end or (first - end == 1 and mention.precision is DatePrecision.YEAR)
        if inside or linked or ahead:
            return True
    return False
