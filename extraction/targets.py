"""The figure that a goal aims at."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extraction.analysis import Analysis
from extraction.numbers import NumberMention

_UNIT_WORDS = 5
_HALF = Decimal(50)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit and what it measures, in offsets of the reading copy."""

    metric: str
    value: Decimal
    unit: str | None
    start: int
    end: int


def figure_of(analysis: Analysis, first: int, last: int) -> Figure | None:
    """The figure that a statement aims at: of 'from 24 to 18' the second, else the first that is no date."""
    start, end = analysis.offsets(first, last)
    found = [m for m in analysis.number_mentions(start, end) if _may_be_aimed_at(analysis, m)]
    for place, mention in enumerate(found):
        reached = place + 1 < len(found) and _is_start(analysis, mention, found[place + 1])
        figure = _figure(analysis, found[place + 1] if reached else mention, first, last, reached)
        if figure is not None:
            return figure
    return _share_in_words(analysis, first, last)


def _may_be_aimed_at(analysis: Analysis, mention: NumberMention) -> bool:
    """Whether a number is none of a date, of a name, or of parties: 'our two countries'."""
    return not (_is_date(analysis, mention) or _is_name(analysis, mention) or _counts_parties(analysis, mention))


def _counts_parties(analysis: Analysis, mention: NumberMention) -> bool:
    """Whether a number counts those who are spoken of: 'our two countries', 'the three sides'."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    at, end = analysis.tokens.index_at(mention.start), analysis.tokens.index_at(mention.end)
    if at == 0 or end >= len(norms):
        return False
    return norms[at - 1] in single["definite"] and norms[end] in single["counted_parties"]


def _is_date(analysis: Analysis, mention: NumberMention) -> bool:
    """Whether a number is of a date; one of a length of time ('to twelve months') is a figure."""
    if not analysis.is_date(mention.start, mention.end):
        return False
    at = analysis.tokens.index_at(mention.end)
    lasting = at < len(analysis.tokens.norms) and analysis.tokens.norms[at] in analysis.grammar.single["time_unit"]
    before = analysis.tokens.index_at(mention.start) - 1
    reached = before >= 0 and analysis.tokens.norms[before] in analysis.grammar.single["figure_to"]
    return not (lasting and reached)


def _is_name(analysis: Analysis, mention: NumberMention) -> bool:
    """Whether a number is part of a name: 'KC-390', 'route 2', '2016/17'."""
    plain = analysis.reading.plain
    if plain[mention.start : mention.end].isdigit() and _behind_name(analysis, mention):
        return True
    before, after = plain[mention.start - 1 : mention.start], plain[mention.end : mention.end + 1]
    return before in ("-", "/", "#") or (after in ("/", "-") and plain[mention.end + 1 : mention.end + 2].isalnum())


def _behind_name(analysis: Analysis, mention: NumberMention) -> bool:
    """Whether the figures stand behind letters of a name that they number: 'UNSCR 1267', 'Task Force 59'."""
    at = analysis.tokens.index_at(mention.start) - 1
    if at < 1 or not analysis.tokens.norms[at].isalpha() or not analysis.capital(at):
        return False
    whole = analysis.reading.plain[analysis.tokens.starts[at] : analysis.tokens.ends[at]]
    named = whole.isupper() or analysis.capital(at - 1)
    return named and not any(
        a.first <= at < a.last for a in analysis.clues_between(mention.start, mention.end)[0].actors
    )


def _is_start(analysis: Analysis, mention: NumberMention, following: NumberMention) -> bool:
    """Whether a figure is the one from which another is to be reached."""
    tokens, single = analysis.tokens, analysis.grammar.single
    at, then = tokens.index_at(mention.start), tokens.index_at(following.start)
    before = tokens.norms[at - 1] if at else ""
    return before in single["figure_from"] and then - at < 8 and tokens.norms[then - 1] in single["figure_to"]


def _figure(analysis: Analysis, mention: NumberMention, first: int, last: int, reached: bool) -> Figure | None:
    norms, grammar = analysis.tokens.norms, analysis.grammar
    stops = grammar.single["and"] | {",", ".", ";", "(", ")"}
    at = analysis.tokens.index_at(mention.end)
    if at < last and norms[at] in grammar.single["percent"]:
        return Figure(analysis.text(first, last), mention.value, "percent", mention.start, mention.end)
    unit_last = at
    while unit_last < last and unit_last - at < _UNIT_WORDS and norms[unit_last] not in stops:
        if (norms[unit_last],) in grammar.roles and unit_last > at:
            break
        unit_last += 1
    if unit_last == at:
        whole = analysis.text(first, last)
        return Figure(whole, mention.value, None, mention.start, mention.end) if reached else None
    unit = analysis.text(unit_last - 1, unit_last)
    return Figure(analysis.text(at, unit_last), mention.value, unit, mention.start, mention.end)


def _share_in_words(analysis: Analysis, first: int, last: int) -> Figure | None:
    """A share that a word tells: 'halve', 'a la mitad' are 50 percent."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    for index in range(first, last):
        if norms[index] in single["half"]:
            start, end = analysis.offsets(index, index + 1)
            return Figure(analysis.text(first, last), _HALF, "percent", start, end)
    return None
