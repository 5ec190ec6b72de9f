"""The figure that a goal aims at."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extraction.analysis import Analysis
from extraction.numbers import NumberMention

_UNIT_WORDS = 5
_ROUND_THE_CLOCK = 24
"""Hours that a service lasts: no figure to be reached."""
_HALF = Decimal(50)
_MOST_TOGETHER = 4
"""States that act together are counted off, 'our two countries'; of more the number is one of a plan."""
_THIRD = Decimal("33.3")
_TWO_THIRDS = Decimal("66.7")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit and what it measures, in offsets of the reading copy."""

    metric: str
    value: Decimal
    unit: str | None
    start: int
    end: int


def figure_of(analysis: Analysis, first: int, last: int) -> Figure | None:
    """The figure that a statement aims at: of 'from 24 to 18' the second, else the first that is no date, no name and
    no mere circumstance, in figures or as a share in words."""
    start, end = analysis.offsets(first, last)
    found = [m for m in analysis.number_mentions(start, end) if not _is_date(analysis, m) and not _is_name(analysis, m)]
    share = _share_in_words(analysis, first, last)
    for place, mention in enumerate(found):
        reached = place + 1 < len(found) and _is_start(analysis, mention, found[place + 1])
        if not reached and share is not None and share.start <= mention.start:
            return share
        if not reached and _is_circumstance(analysis, mention):
            continue
        ratio = _ratio(analysis, mention, first, last)
        figure = ratio or _figure(analysis, found[place + 1] if reached else mention, first, last, reached)
        if figure is not None:
            return figure
    return share


def _is_circumstance(analysis: Analysis, mention: NumberMention) -> bool:
    """Whether a number tells how things are or are kept up: 'the two countries', 'today 40 days', '24 hours'."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    at, behind = analysis.tokens.index_at(mention.start), analysis.tokens.index_at(mention.end)
    unit = norms[behind] if behind < len(norms) else ""
    if (unit in single["counted_parties"] and mention.value <= _MOST_TOGETHER) or (
        mention.value == _ROUND_THE_CLOCK and unit in single["time_unit"]
    ):
        return True
    return not single["at_present"].isdisjoint(norms[max(0, at - 3) : at])


def _ratio(analysis: Analysis, mention: NumberMention, first: int, last: int) -> Figure | None:
    """The share that 'one in five', 'una de cada cinco' tells, in percent."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    at = analysis.tokens.index_at(mention.start)
    before = norms[max(first, at - 3) : at]
    if mention.value < 2 or not before or before[-1] not in single["in_each"] or single["one"].isdisjoint(before):
        return None
    share = (100 / mention.value).quantize(Decimal("0.1")).normalize()
    return Figure(analysis.text(first, last), Decimal(f"{share:f}"), "percent", mention.start, mention.end)


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
    sums = (m for c in analysis.clues_between(mention.start, mention.end) for m in c.money)
    for money in sums:
        if money.start <= mention.start < money.end:  # '$4 billion over four years' is no figure of years
            return Figure(analysis.text(first, last), mention.value, money.currency, mention.start, mention.end)
    if at < last and _is_percent(analysis, at):
        return Figure(analysis.text(first, last), mention.value, "percent", mention.start, mention.end)
    unit_last = at
    while unit_last < last and unit_last - at < _UNIT_WORDS and norms[unit_last] not in stops:
        roles = grammar.roles.get((norms[unit_last],))
        if roles is not None and (unit_last > at or ("in" in roles and "of" not in roles)):
            break  # 'raise admissions to 900 in the first year'
        unit_last += 1
    if unit_last == at:
        before = norms[max(first, analysis.tokens.index_at(mention.start) - 1)]
        whole = analysis.text(first, last)
        placed = at < last and (norms[at],) in grammar.roles  # 'build three more in the north'
        told = reached or placed or before in grammar.single["figure_to"]
        return Figure(whole, mention.value, None, mention.start, mention.end) if told else None
    unit = analysis.text(unit_last - 1, unit_last)
    return Figure(analysis.text(at, unit_last), mention.value, unit, mention.start, mention.end)


def _is_percent(analysis: Analysis, at: int) -> bool:
    """Whether a token begins 'percent', '%', 'per cent', 'por ciento'; 'four per province' is none."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    return norms[at] in single["percent"] and (
        norms[at] not in single["per"] or not single["cent"].isdisjoint(norms[at + 1 : at + 2])
    )


def _share_in_words(analysis: Analysis, first: int, last: int) -> Figure | None:
    """A share that a word tells: 'halve', 'a la mitad' are 50 percent, 'by a third' 33.3.

    'Double' is none: whether that is twice or 100 percent more, two coders read differently.
    """
    norms, single = analysis.tokens.norms, analysis.grammar.single
    for index in range(first, last):
        told = _HALF if norms[index] in single["half"] and not _is_of_year(analysis, index) else None
        if norms[index] in single["third"] and _is_fraction(analysis, index):
            told = _TWO_THIRDS if norms[index - 1] in single["two"] else _THIRD
        if told is not None:
            start, end = analysis.offsets(index, index + 1)
            return Figure(analysis.text(first, last), told, "percent", start, end)
    return None


def _is_of_year(analysis: Analysis, at: int) -> bool:
    """Whether a half is one of a year, 'the first half of 2024', or part of a name."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    start = analysis.tokens.starts[at]
    return norms[at - 1] in single["ordinal"] or analysis.reading.plain[start].isupper()


def _is_fraction(analysis: Analysis, at: int) -> bool:
    """Whether 'third' is a share and no ordinal: 'by a third', 'a third of', 'two thirds'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    if norms[at] not in grammar.single["ordinal"]:
        return True
    behind, before = (
        grammar.roles.get(tuple(words), frozenset()) for words in (norms[at + 1 : at + 2], norms[at - 2 : at - 1])
    )
    return "of" in behind or "by" in before
