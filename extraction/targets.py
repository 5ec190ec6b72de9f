"""The figure that a goal aims at."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extraction.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit and what it measures, in offsets of the reading copy."""

    metric: str
    value: Decimal
    unit: str | None
    start: int
    end: int


def figure_of(analysis: Analysis, first: int, last: int) -> Figure | None:
    """The first figure of a statement that is no date, with the words behind it."""
    start, end = analysis.offsets(first, last)
    percent = analysis.grammar.single["percent"]
    stops = analysis.grammar.single["and"] | {",", ".", ";", "(", ")"}
    for mention in analysis.number_mentions(start, end):
        if analysis.is_date(mention.start, mention.end):
            continue
        at = analysis.tokens.index_at(mention.end)
        unit_last = at
        if at < last and analysis.tokens.norms[at] in percent:
            metric = analysis.text(first, last)
            return Figure(metric, mention.value, "percent", mention.start, mention.end)
        while unit_last < last and unit_last - at < 5 and analysis.tokens.norms[unit_last] not in stops:
            if (analysis.tokens.norms[unit_last],) in analysis.grammar.roles and unit_last > at:
                break
            unit_last += 1
        if unit_last == at:
            continue
        metric = analysis.text(at, unit_last)
        unit = analysis.text(unit_last - 1, unit_last)
        return Figure(metric, mention.value, unit, mention.start, mention.end)
    return None
