"""Which of a sentence's dates belongs to a trigger."""

from __future__ import annotations

from extraction.analysis import Analysis, Clue
from extraction.dates import DateMention
from extraction.drafts import Told
from schemas.enums import DatePrecision


def _inside_period(clue: Clue, mention: DateMention) -> bool:
    return any(p.start <= mention.start and mention.end <= p.end for p in clue.periods)


def told(mention: DateMention, future: bool) -> Told | None:
    """A mention as the date of what is done, or lies ahead (`future`); None where it has no value."""
    value = mention.alternative if future and mention.alternative else mention.value
    if not value:
        return None
    precision = mention.precision
    return Told(value, precision, mention.start, mention.end, mention.relative)


def date_near(
    analysis: Analysis, clue: Clue, first: int, last: int, future: bool = False, reach: tuple[int, int] | None = None
) -> Told | None:
    """The date nearest to the tokens first..last, those behind them before those in front; none from a period.

    `reach` bounds the tokens in which to look.
    """
    low, high = analysis.offsets(first, last)
    area = analysis.offsets(*reach) if reach else (clue.sentence.start, clue.sentence.end)
    best: tuple[int, DateMention] | None = None
    for mention in clue.dates:
        if _inside_period(clue, mention) or not area[0] <= mention.start < area[1]:
            continue
        # 'Today' in direct speech is the speaker's, whose day the text need not tell.
        if mention.relative and analysis.in_quotes(mention.start):
            continue
        if future and not mention.alternative and analysis.published_on and mention.value:
            past = mention.value < analysis.published_on.isoformat()[: len(mention.value)]
        else:
            past = False
        distance = mention.start - high if mention.start >= high else (low - mention.end) + 40
        distance += 1000 if past else 0
        if best is None or distance < best[0]:
            best = (distance, mention)
    if best is None or best[0] > 1000:
        return _year_told_as_period(clue, area)
    return told(best[1], future)


def _year_told_as_period(clue: Clue, area: tuple[int, int]) -> Told | None:
    """A year or month that the text gives as a span of time, 'in 2023'."""
    for period in clue.periods:
        bounds = (period.period_start, period.period_end)
        if area[0] <= period.start < area[1] and bounds[0] is not None and bounds[0] == bounds[1]:
            return Told(bounds[0][0], bounds[0][1], period.start, period.end, False)
    return None


def start_near(clue: Clue) -> Told | None:
    """The date since which something holds: 'in force since 2019'."""
    for period in clue.periods:
        if period.period_start is not None:
            return Told(period.period_start[0], period.period_start[1], period.start, period.end, False)
    return None


def since(clue: Clue, low: int, high: int) -> Told | None:
    """The date since which something holds, told with that word ('since 2019') between two offsets."""
    for period in clue.periods:
        if period.kind == "since" and period.period_start is not None and low <= period.start < high:
            return Told(period.period_start[0], period.period_start[1], period.start, period.end, False)
    return None


def fiscal(precision: DatePrecision) -> bool:
    """Whether a date is a fiscal year."""
    return precision is DatePrecision.FISCAL_YEAR
