"""Dates, periods and horizons of a text; relative ones are reckoned from the day of publication."""

import datetime as dt

from extraction.dates.mentions import DateMention, HorizonMention, PeriodMention
from extraction.dates.spans import times

__all__ = ["DateMention", "HorizonMention", "PeriodMention", "find_dates", "find_horizons", "find_periods"]


def find_dates(text: str, language: str, published_on: dt.date | None) -> list[DateMention]:
    """Dates and years in order and without overlap; offsets in `text`.

    A date without its year, a weekday, 'last month' and the like are reckoned from `published_on`, and left out where
    it is None. Left out too: weeks, decades, months and years that are no dates (a verb, a counted thing, a label).
    """
    return list(times(text, language, published_on).dates)


def find_periods(text: str, language: str, published_on: dt.date | None) -> list[PeriodMention]:
    """Spans of time that a total may be over, in order and without overlap; offsets in `text`.

    A span that runs up to the text ends on `published_on`. Bounds that the text does not give are None.
    """
    return list(times(text, language, published_on).periods)


def find_horizons(text: str, language: str, published_on: dt.date | None) -> list[HorizonMention]:
    """Dates by which or for which something is set, in order and without overlap; offsets in `text`.

    Only such as do not lie before `published_on`; where it is None, only those whose words leave no doubt ('by 2025').
    """
    return list(times(text, language, published_on).horizons)
