"""Atoms of time: the dates, years and lengths of a text, before it is known what part they play."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from extraction.dates import reckoning
from extraction.dates.reckoning import When
from extraction.dates.words import TimeWords

Kind = Literal["date", "range", "length", "counted", "unit", "words"]
PERIODS_IN_WORDS = ("to_date", "rate", "so_far")
_LEFT = 48  # characters before a word in which the rest of its date is looked for
_WEEK = 7  # days from the day of publication in which 'this Wednesday' lies


@dataclass(slots=True)
class Atom:
    """A date (`when`), a span of years (`when` to `until`) or a length (`amount` of `unit`), in the reading copy.

    Of kind "words" it is a whole period in so many words ('to date'), and `unit` says of which kind.

    `ahead`: the words themselves say that it lies ahead or goes on ('next year', 'this month').
    `pending`: (day or None, month) of a date whose year is still to be found.
    """

    start: int
    end: int
    kind: Kind
    when: When | None = None
    until: When | None = None
    relative: bool = False
    ahead: bool = False
    unit: str = ""  # of a length; "weekday" for a weekday by itself, "weekday and day" for one with a figure
    amount: int | None = None
    pending: tuple[int | None, int] | None = None
    direction: int = 0


class WordAtoms:
    """Finds the atoms of a text that hang on a word: a month, a weekday, a unit, a relative phrase, a fiscal year."""

    def __init__(self, plain: str, folded: str, words: TimeWords, published_on: dt.date | None):
        self.plain, self.folded, self.words, self.published = plain, folded, words, published_on

    def find(self) -> list[Atom]:
        """All of them, perhaps overlapping; those that need a day of publication only if there is one."""
        found: list[Atom] = []
        for hit in self.words.scan.find(self.plain):
            word = hit.group()
            entry = self.words.phrases.get(word) or self.words.phrases.get(" ".join(word.split()))
            if entry is None or entry[0] == "name":
                continue
            if entry[0] in PERIODS_IN_WORDS:
                found.append(Atom(hit.start(), hit.end(), "words", unit=entry[0]))
                continue
            kind, value = entry
            start, end = hit.span()
            if kind in ("month", "short_month"):
                atom = self._month(start, end, value, kind == "short_month")
            elif kind == "weekday":
                atom = self._weekday(start, end, value, word)
            elif kind == "unit":
                atom = self._unit(start, end, value)
            elif kind == "fiscal":
                found += self._fiscal(start, end, word)
                continue
            else:
                atom = self._relative(start, end, kind, value)
            if atom is not None:
                found.append(atom)
        return found

    def _left(self, start: int) -> int:
        return max(0, start - _LEFT)

    def _direction(self, start: int, end: int) -> tuple[int, int, int]:
        """Direction that words beside a span give, and the span with them."""
        for step, pattern in self.words.directions_before:
            if hit := pattern.search(self.folded, max(0, start - 20), start):
                return step, hit.start(), end
        for step, pattern in self.words.directions_after:
            if hit := pattern.match(self.folded, end):
                return step, start, hit.end()
        return 0, start, end

    def _month(self, start: int, end: int, number: int, short: bool) -> Atom | None:
        folded, words = self.folded, self.words
        day, first, last = None, start, end
        before = words.day_before.search(folded, self._left(start), start)
        dotted = folded[end : end + 1] == "."
        after = words.day_after.match(folded, end) if words.day_after else None
        if before is not None and (short or not before["close"] or before["close"].isspace()):
            day, first = self._day_number(before["d"]), before.start()
            after = None
        if day is None and after is not None:
            day, last = int(after["d"]), after.end()
        year = words.year_after.match(folded, last)
        if day is not None and not 1 <= day <= 31:
            return None
        if short and not (year or (day is not None and (dotted or self.plain[start].isupper()))):
            return None
        if year is not None and year["y"]:
            if short and day is None and not (dotted or self.plain[start].isupper()):
                return None
            number_of_year = int(year["y"])
            when = (
                reckoning.month(number_of_year, number) if day is None else reckoning.day(number_of_year, number, day)
            )
            return None if when is None else Atom(first, year.end(), "date", when)
        if year is not None and self.published is not None:
            away = words.relative_years[" ".join(year["ry"].split())]
            number_of_year = self.published.year + away
            when = (
                reckoning.month(number_of_year, number) if day is None else reckoning.day(number_of_year, number, day)
            )
            return None if when is None else Atom(first, year.end(), "date", when, relative=True)
        direction, first, last = self._direction(first, last)
        if day is None and not direction and not self._is_lone_month(start, end):
            return None
        return Atom(first, last, "date", pending=(day, number), direction=direction, relative=True)

    def _day_number(self, told: str) -> int:
        return int(re.match(r"\d+", told)[0]) if told[0].isdigit() else 1  # type: ignore[index]

    def _is_lone_month(self, start: int, end: int) -> bool:
        """Whether a month without day and year is meant as one."""
        words = self.words
        if words.capital_months and not self.plain[start].isupper():
            return False
        unsure = self.folded[start:end] in words.unsure_months
        cue = words.sure_month_cue if unsure else words.month_cue
        if cue.search(self.folded, max(0, start - 24), start):
            return True
        if unsure and words.month_pair.search(self.folded, max(0, start - 24), start):
            return True
        return not unsure and words.now_before.search(self.folded, max(0, start - 16), start) is not None

    def _weekday(self, start: int, end: int, number: int, word: str) -> Atom | None:
        if self.published is None:
            return None
        folded, words = self.folded, self.words
        if hit := words.last_week.match(folded, end):
            return Atom(start, hit.end(), "date", reckoning.weekday_of_last_week(number, self.published), relative=True)
        told = words.weekday_day.match(folded, end)
        when = self._day_beside(told, number) if told else None
        if told and when and not self._counts(start, when):
            return Atom(start, told.end(), "date", when, relative=True, unit="weekday and day")
        if word in words.unsure_weekdays and (
            not words.now_before.search(folded, max(0, start - 12), start)
            or re.match(r"\s*(?:[,.;:)\n]|\Z)", folded[end : end + 4]) is None
        ):
            return None
        direction, first, last = self._direction(start, end)
        when = reckoning.nearest_weekday(number, self.published, direction)
        return (
            None
            if when is None
            else Atom(first, last, "date", when, relative=True, ahead=direction > 0, unit="weekday")
        )

    def _counts(self, start: int, when: When) -> bool:
        """Whether the figure behind a weekday of this week counts what follows: 'este miércoles 21 vehículos'."""
        assert self.published is not None
        near = (when.value, when.alternative)
        far = all(abs((dt.date.fromisoformat(v) - self.published).days) > _WEEK for v in near if v)
        return far and self.words.now_before.search(self.folded, max(0, start - 12), start) is not None

    def _day_beside(self, told: re.Match[str], weekday: int) -> When | None:
        """The date of a weekday with the day's figure beside it, if they fit: 'quarta-feira (15)', 'el viernes 3'."""
        assert self.published is not None
        if told[2]:
            when = reckoning.nearest_day(int(told[1]), int(told[2]), self.published, 0)
        else:
            when = reckoning.nearest_day_of_month(int(told[1]), self.published)
        if when is None:
            return None
        readings = [r for r in (when.value, when.alternative) if r and dt.date.fromisoformat(r).weekday() == weekday]
        if not readings:
            return None
        return When(readings[0], when.precision, readings[1] if len(readings) > 1 else None)

    def _unit(self, start: int, end: int, unit: str) -> Atom | None:
        folded, words = self.folded, self.words
        if words.day_of_month and unit == "day" and self.published is not None:
            lead = max(0, start - 20)
            for hit in words.day_of_month.finditer(folded, lead, end + 4):
                if hit.start() <= start < hit.end() and not words.month_behind.match(folded, hit.end()):
                    when = reckoning.nearest_day_of_month(int(hit[1]), self.published)
                    return None if when is None else Atom(hit.start(), hit.end(), "date", when, relative=True)
        amount: int | None = None
        first, kind = start, "unit"
        before = words.amount_before.search(folded, self._left(start), start)
        if before is not None:
            first, kind = before.start(), "counted"
            told = before["n"]
            if before["one"]:
                amount = 1
            elif not before["several"]:
                amount = int(told) if told.isdigit() else words.numbers.get(told)
            if folded[start - 1] == "-":
                if folded[end : end + 4] == "-old":
                    return None
                kind = "length"
        elif words.span_word.search(folded, max(0, start - 16), start):
            amount = None if folded[start:end] in words.plural_units else 1
        else:
            return None
        if kind != "unit" and amount is not None and self.published is not None:
            gone = words.ago_after.match(folded, end) if words.ago_after else None
            hence = words.ago_before.search(folded, max(0, first - 24), first) if words.ago_before else None
            if gone or hence:
                when = None if unit == "week" else reckoning.step(self.published, unit, -amount)
                at = hence.start() if hence else first
                return None if when is None else Atom(at, gone.end() if gone else end, "date", when, relative=True)
        return Atom(first, end, kind, unit=unit, amount=amount)  # type: ignore[arg-type]

    def _relative(self, start: int, end: int, kind: str, away: int) -> Atom | None:
        around, ahead = self.published, away >= 0
        if around is None:
            return None
        if kind == "days":
            told = self.words.in_brackets.match(self.folded, end)
            when = reckoning.nearest_day_of_month(int(told[1]), around) if told else None
            if told and when:
                return Atom(start, told.end(), "date", When(when.value, when.precision), relative=True)
            when = reckoning.step(around, "day", away)
        elif kind == "weeks":  # there is no precision of a week: its month
            week = reckoning.step(around, "week", away)
            when = None if week is None else reckoning.month(int(week.value[:4]), int(week.value[5:7]))
            ahead = away > 0
        elif kind == "months":
            when = reckoning.step(around, "month", away)
        else:
            when = reckoning.year(around.year + away, fiscal=kind == "fiscal_years")
        return None if when is None else Atom(start, end, "date", when, relative=True, ahead=ahead)

    def _fiscal(self, start: int, end: int, word: str) -> list[Atom]:
        """Fiscal years behind their word, all that are named ('fiscal years 2016 and 2022'), or the one before it."""
        folded, words = self.folded, self.words
        hit = words.fiscal_year.match(folded, end)
        if hit is None:
            behind = words.fiscal_behind.search(folded, max(0, start - 8), start) if words.fiscal_behind else None
            if behind is None:
                return []
            return [Atom(behind.start("a"), end, "date", reckoning.year(int(behind["a"]), fiscal=True))]
        first = self._full_year(hit["a"])
        atom = Atom(start, hit.end(), "date", reckoning.year(first, fiscal=True))
        if hit["b"]:
            last = self._full_year(hit["b"], first)
            if last - first < 1:
                return []
            atom.until = reckoning.year(last, fiscal=True)
            if last - first > 1 or word in words.plural_fiscal:
                atom.kind = "range"
        found = [atom]
        while word in words.plural_fiscal and (also := words.fiscal_also.match(folded, found[-1].end)):
            found.append(Atom(also.start("a"), also.end(), "date", reckoning.year(int(also["a"]), fiscal=True)))
        return found

    @staticmethod
    def _full_year(told: str, after: int | None = None) -> int:
        """A year of two or four figures in full; of two figures, the century is that of `after`, or this one."""
        if len(told) == 4:
            return int(told)
        year = (2000 if after is None else after // 100 * 100) + int(told)
        return year + 100 if after is not None and year < after and year % 100 == 0 else year
