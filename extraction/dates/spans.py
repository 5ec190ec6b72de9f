"""What part the dates of a text play: points, bounds of periods, horizons."""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar, cast

from extraction.dates import reckoning
from extraction.dates.atoms import Atom, WordAtoms
from extraction.dates.mentions import Bound, DateMention, HorizonMention, PeriodMention, Role
from extraction.dates.numeric import numeric_atoms
from extraction.dates.reckoning import When
from extraction.dates.words import Rule, TimeWords, time_words
from extraction.reading import Reading
from extraction.wording import reading_of
from schemas.dates import first_day
from schemas.enums import DatePrecision

_FIGURES = re.compile(r"\d+")
_MARKS = re.compile("[\ue000-\ue00a]")
_MARK_OF_DATE = {
    DatePrecision.DAY: "\ue000",
    DatePrecision.MONTH: "\ue001",
    DatePrecision.YEAR: "\ue002",
    DatePrecision.FISCAL_YEAR: "\ue003",
}
_MARK_AHEAD = _MARK_OF_DATE | {
    DatePrecision.MONTH: "\ue008",
    DatePrecision.YEAR: "\ue007",
    DatePrecision.FISCAL_YEAR: "\ue00a",
}
_BEFORE, _AFTER = 40, 24  # masked characters around a date in which a construction is looked for
_FAR = 88  # and in front of it, if a word stands there that may lead a long way ('since the day on which … in 2019')
_AROUND_RANGE = 14  # characters between the two dates of a range of which one lacks its year


@dataclass(frozen=True, slots=True)
class Times:
    """All mentions of time of a text; spans in the text."""

    dates: tuple[DateMention, ...]
    periods: tuple[PeriodMention, ...]
    horizons: tuple[HorizonMention, ...]


def _mark(atom: Atom) -> str:
    if atom.kind == "range":
        return "\ue004"
    if atom.kind in ("counted", "length", "unit"):
        return {"counted": "\ue005", "length": "\ue006", "unit": "\ue009"}[atom.kind]
    assert atom.when is not None
    marks = _MARK_AHEAD if atom.ahead else _MARK_OF_DATE
    return marks[atom.when.precision]


def _without_overlap(atoms: list[Atom]) -> list[Atom]:
    kept: list[Atom] = []
    for atom in sorted(atoms, key=lambda a: (a.start, -a.end)):
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
        elif atom.kind == "date" and kept[-1].kind != "date":
            kept[-1] = atom
    return kept


def _atoms(reading: Reading, words: TimeWords, published_on: dt.date | None) -> list[Atom]:
    """The atoms of a text in order, without overlap, each with its date."""
    folded = reading.folded
    found = WordAtoms(reading.plain, folded, words, published_on).find()
    atoms = _without_overlap([*found, *numeric_atoms(folded, words, published_on)])
    for n in range(len(atoms) - 1, -1, -1):
        if atoms[n].pending is not None:
            _find_year(atoms[n], atoms[n + 1] if n + 1 < len(atoms) else None, folded, words, published_on)
    atoms = [a for a in atoms if a.kind != "date" or a.when is not None]
    joined: list[Atom] = []
    for atom in atoms:
        previous = joined[-1] if joined else None
        if previous is not None and _is_weekday_of(previous, atom, folded, words):
            atom.start = joined.pop().start
        joined.append(atom)
    return joined


def _is_weekday_of(previous: Atom, atom: Atom, folded: str, words: TimeWords) -> bool:
    """Whether one atom is the weekday of the date that follows: 'Wednesday, February 3'."""
    if atom.kind != "date" or previous.kind != "date" or previous.when is None or atom.when is None:
        return False
    if previous.unit != "weekday" or atom.unit or atom.start - previous.end > 8:
        return False
    if atom.when.precision is not DatePrecision.DAY:
        return False
    return words.weekday_link.fullmatch(folded, previous.end, atom.start) is not None


def _find_year(atom: Atom, following: Atom | None, folded: str, words: TimeWords, published_on: dt.date | None) -> None:
    """Give a date without a year that of the date it is coordinated with, else the one nearest to publication."""
    assert atom.pending is not None
    day, month = atom.pending
    if following is not None and following.when is not None and following.kind == "date":
        known = following.pending is not None or not following.relative
        if (
            known
            and following.start - atom.end <= _AROUND_RANGE
            and len(following.when.value) > 4
            and words.range_link.fullmatch(folded, atom.end, following.start)
        ):
            atom.when = _before(day, month, following.when)
            atom.relative = following.relative
            return
    if published_on is None:
        return
    if day is None:
        atom.when = reckoning.nearest_month(month, published_on, atom.direction)
    else:
        atom.when = reckoning.nearest_day(day, month, published_on, atom.direction)
    atom.ahead = atom.direction > 0


def _before(day: int | None, month: int, following: When) -> When | None:
    """A day or month in the year of the date that follows, or in the one before where it would come later."""
    readings = []
    for value in (following.value, following.alternative):
        if value is not None:
            year = int(value[:4]) - (month > int(value[5:7]))
            readings.append(reckoning.month(year, month) if day is None else reckoning.day(year, month, day))
    first = readings[0]
    if first is None:
        return None
    second = readings[1] if len(readings) > 1 else None
    return When(first.value, first.precision, second.value if second else None)


class _Masked:
    """The folded text with one mark for each atom, and the way back."""

    def __init__(self, folded: str, atoms: list[Atom], far: str):
        self.far = far
        parts, self.places, at, length = [], [], 0, 0
        clean = _MARKS.sub("\ufffd", folded) if _MARKS.search(folded) else folded
        for atom in atoms:
            parts += [clean[at : atom.start], _mark(atom)]
            length += atom.start - at
            self.places.append(length)
            length += 1
            at = atom.end
        parts.append(clean[at:])
        self.text, self.atoms = "".join(parts), atoms

    def inside(self, start: int, end: int) -> list[int]:
        """Indices of the atoms in a span of the masked text."""
        return list(range(bisect_left(self.places, start), bisect_left(self.places, end)))

    def original(self, place: int) -> int:
        """An offset of the masked text in the folded one."""
        n = bisect_left(self.places, place)
        if n == 0:
            return place
        return self.atoms[n - 1].end + place - self.places[n - 1] - 1

    def windows(self) -> Iterator[tuple[int, int]]:
        """The parts of the masked text around its atoms, without overlap."""
        low = high = -1
        for place in self.places:
            first = self.text.rfind(self.far, max(0, place - _FAR), place - _BEFORE) if place > _BEFORE else -1
            first = first if first >= 0 else max(0, place - _BEFORE)
            if first > high:
                if high >= 0:
                    yield low, high
                low = first
            high = min(len(self.text), place + _AFTER)
        if high >= 0:
            yield low, high

    def matches(self, pattern: re.Pattern[str], rules: list[Rule]) -> Iterator[tuple[Rule, int, int]]:
        """Constructions around the atoms, in order: rule and span in the masked text."""
        at = 0
        for low, high in self.windows():
            low = max(low, at)
            for hit in pattern.finditer(self.text, low, high):
                at = hit.end()
                yield rules[int(str(hit.lastgroup)[1:])], hit.start(), hit.end()


def _bound(when: When | None) -> Bound | None:
    return None if when is None else (when.value, when.precision)


def _period(kind: str, start: int, end: int, inner: list[Atom], published_on: dt.date | None) -> PeriodMention | None:
    """The period that a construction of that kind says with those atoms; None if they do not fit together."""
    today: Bound | None = (published_on.isoformat(), DatePrecision.DAY) if published_on else None
    dates = [a for a in inner if a.kind == "date"]
    spans = [a for a in inner if a.kind == "range"]
    lengths = [a for a in inner if a.kind not in ("date", "range")]
    if kind == "range" and spans:
        return PeriodMention(start, end, _bound(spans[-1].when), _bound(spans[-1].until), False, kind)
    if kind == "range" and len(dates) > 1:
        first, last = dates[-2].when, dates[-1].when
        if first is None or last is None:
            return None
        if published_on and first.alternative and last.alternative and _nearer_ahead(first, published_on):
            first, last = When(first.alternative, first.precision), When(last.alternative, last.precision)
        if _out_of_order(first, last):
            return None
        return PeriodMention(start, end, _bound(first), _bound(last), False, kind)
    if kind == "year" and dates:
        return _one_year(start, end, dates[-1], published_on)
    if kind in ("since", "so_far"):
        first = dates[0].when if dates else (reckoning.year(published_on.year) if published_on else None)
        if kind == "since" and first is not None and today is not None and first.value > today[0]:
            return PeriodMention(start, end, _bound(first), None, False, kind)
        return PeriodMention(start, end, _bound(first), today, True, kind)
    if kind == "until" and dates:
        return PeriodMention(start, end, None, _bound(dates[-1].when), False, kind)
    if kind == "past" and lengths:
        length = lengths[-1]
        first = reckoning.step(published_on, length.unit, -length.amount) if published_on and length.amount else None
        return PeriodMention(start, end, _bound(first), today, True, kind)
    if kind == "duration" and lengths:
        return PeriodMention(start, end, None, None, False, kind)
    if kind in ("to_date", "since_event"):
        return PeriodMention(start, end, None, today, True, kind)
    return PeriodMention(start, end, None, None, False, kind) if kind == "rate" else None


def _one_year(start: int, end: int, atom: Atom, published_on: dt.date | None) -> PeriodMention:
    """A year, month or day by itself. The year of publication by its figures ends with the text."""
    first, last = _bound(atom.when), _bound(atom.until or atom.when)
    if published_on is not None and not atom.relative and first == (f"{published_on.year:04d}", DatePrecision.YEAR):
        return PeriodMention(start, end, first, (published_on.isoformat(), DatePrecision.DAY), True, "year")
    return PeriodMention(start, end, first, last, False, "year")


def _out_of_order(first: When, last: When) -> bool:
    width = min(len(first.value), len(last.value))
    return first.value[:width] > last.value[:width]


def _places_of(word: str, text: str) -> Iterator[int]:
    """Where a word starts in a text, as a word of its own."""
    at = text.find(word)
    while at >= 0:
        if not text[at - 1 : at].isalnum():
            yield at
        at = text.find(word, at + 1)


def _periods(
    masked: _Masked, words: TimeWords, published_on: dt.date | None, spoken: list[Atom]
) -> list[tuple[PeriodMention, list[int]]]:
    """Periods with the atoms in them, those in so many words (`spoken`) among them; spans in the folded text."""
    found = []
    for rule, start, end in masked.matches(words.periods, words.period_rules):
        inside = masked.inside(start, end)
        span = masked.original(start), masked.original(end)
        period = _period(rule.kind, *span, [masked.atoms[n] for n in inside], published_on)
        if period is not None:
            found.append((period, inside))
    alone: list[tuple[str, int, int]] = [(atom.unit, atom.start, atom.end) for atom in spoken]
    for place in _places_of(words.far, masked.text):
        if hit := words.since_event.match(masked.text, place):
            alone.append(("since_event", masked.original(place), masked.original(hit.end())))
    spans = [(period.start, period.end) for period, _ in found]
    for kind, start, end in alone:
        n = bisect_left(spans, (end, 0))
        period = _period(kind, start, end, [], published_on)
        if period is not None and not (n and spans[n - 1][1] > start):
            found.append((period, []))
    found.sort(key=lambda pair: pair[0].start)
    kept: list[tuple[PeriodMention, list[int]]] = []
    for pair in found:
        if not kept or pair[0].start >= kept[-1][0].end:
            kept.append(pair)
    return kept


def _horizons(
    masked: _Masked, words: TimeWords, published_on: dt.date | None
) -> list[tuple[HorizonMention, list[int]]]:
    """Horizons with the atoms in them; spans in the folded text."""
    found = []
    for rule, start, end in masked.matches(words.horizons, words.horizon_rules):
        inside = masked.inside(start, end)
        atoms = [masked.atoms[n] for n in inside]
        when = _horizon(rule, atoms, published_on)
        if when is None or (rule.not_behind is not None and rule.not_behind.match(masked.text, end)):
            continue
        if rule.not_before is not None and rule.not_before.search(masked.text, max(0, start - 24), start):
            continue
        span = masked.original(start), masked.original(end)
        found.append((HorizonMention(*span, *when), inside))
    return found


def _horizon(rule: Rule, atoms: list[Atom], published_on: dt.date | None) -> Bound | None:
    if rule.kind == "length":
        length = atoms[-1] if atoms else None
        if length is None or published_on is None or not length.amount or not length.unit:
            return None
        return _bound(reckoning.step(published_on, length.unit, length.amount))
    dates = [a for a in atoms if a.kind in ("date", "range") and a.when is not None]
    if not dates:
        return None
    atom = dates[-1]
    when = atom.until if atom.kind == "range" and atom.until else atom.when
    assert when is not None
    value = when.alternative or when.value
    if published_on is None:
        return (value, when.precision) if rule.strong else None
    today = published_on.isoformat()
    here = today[: len(value)]
    if value < here or (rule.kind == "bare" and value == here and atom.kind != "range"):
        return None
    if not rule.strong and when.alternative is not None:
        sure = rule.kind != "bare" and atom.unit != "weekday" and _nearer_ahead(when, published_on)
        return (value, when.precision) if sure else None
    return value, when.precision


def _nearer_ahead(when: When, published_on: dt.date) -> bool:
    """Whether the reading for the future lies nearer to publication than the one for the past."""
    ahead = first_day(when.alternative or when.value) - published_on
    return ahead.days > 0 and 2 * ahead < published_on - first_day(when.value)


def _roles(
    periods: list[tuple[PeriodMention, list[int]]], horizons: list[tuple[HorizonMention, list[int]]], atoms: list[Atom]
) -> dict[int, Role]:
    """The part that each date plays; dates that are no bound and no horizon are points and left out."""
    roles: dict[int, Role] = {}
    for _, inside in horizons:
        roles.update((n, "horizon") for n in inside if atoms[n].kind == "date")
    for period, inside in periods:
        dates = [n for n in inside if atoms[n].kind == "date"]
        if period.kind == "range" and len(dates) > 1:
            roles[dates[-2]], roles[dates[-1]] = "start", "end"
        elif period.kind in ("since", "so_far") and dates:
            roles[dates[0]] = "start"
        elif period.kind == "until" and dates:
            roles.setdefault(dates[-1], "end")
    return roles


def _date_mentions(atoms: list[Atom], roles: dict[int, Role], reading: Reading) -> Iterator[DateMention]:
    for n, atom in enumerate(atoms):
        if atom.when is None:
            continue
        span = reading.span(atom.start, atom.end)
        if atom.kind == "range" and atom.until is not None:
            figures = [(hit.start(), hit.end()) for hit in _FIGURES.finditer(reading.folded, atom.start, atom.end)]
            for part, when, role in ((figures[0], atom.when, "start"), (figures[-1], atom.until, "end")):
                yield DateMention(*reading.span(*part), when.value, when.precision, cast(Role, role), False, None)
        elif atom.kind == "date":
            when = atom.when
            yield DateMention(*span, when.value, when.precision, roles.get(n, "point"), atom.relative, when.alternative)


_Mention = TypeVar("_Mention", PeriodMention, HorizonMention)


def _in_text(mention: _Mention, reading: Reading) -> _Mention:
    """A mention with its span in the text instead of in the reading copy."""
    if reading.origin is None:
        return mention
    start, end = reading.span(mention.start, mention.end)
    return replace(mention, start=start, end=end)


@lru_cache(maxsize=4)
def times(text: str, language: str, published_on: dt.date | None) -> Times:
    """All mentions of time of a text, found once for the three finders."""
    reading, words = reading_of(text), time_words(language)
    atoms = _atoms(reading, words, published_on)
    spoken = [a for a in atoms if a.kind == "words"]
    atoms = [a for a in atoms if a.kind != "words"]
    masked = _Masked(reading.folded, atoms, words.far)
    periods = _periods(masked, words, published_on, spoken)
    horizons = _horizons(masked, words, published_on)
    roles = _roles(periods, horizons, atoms)
    return Times(
        tuple(_date_mentions(atoms, roles, reading)),
        tuple(_in_text(period, reading) for period, _ in periods),
        tuple(_in_text(horizon, reading) for horizon, _ in horizons),
    )
