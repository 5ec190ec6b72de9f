"""Absolute dates in a line: '15 June 2023', 'Mar. 9, 2021', '9 de marzo de 2021', '12/03/2024', '2024-03-12'."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from documents.lexicon import alternatives, day_first, head

_DIGIT = re.compile(r"\d")
EARLIEST_YEAR = 1900
"""What lies before is no day of publication of anything that is read here."""


@dataclass(frozen=True)
class FoundDate:
    """A date in a line: offsets of its words, and its parts; no year where the line tells none."""

    start: int
    end: int
    month: int
    day: int
    year: int | None

    def on(self, year: int | None = None) -> dt.date | None:
        """The day, in its own year or in `year`. None where there is no such day, or none of an age to be believed."""
        in_year = self.year if self.year is not None else year
        if in_year is None or in_year < EARLIEST_YEAR:
            return None
        try:
            return dt.date(in_year, self.month, self.day)
        except ValueError:
            return None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    words = head()
    # Any word here, looked up afterwards: trying all names of months at every word takes several times as long.
    month = r"(?P<month>[^\W\d_]{3,10})"
    link = rf"(?:(?:{alternatives(words.links)})\s+)?"
    ordinal = f"(?:{alternatives(words.ordinals)})?"
    # 1800 after a date is a time. A year of two digits counts only at the end of a line.
    year = r"(?P<year>(?:19|20)\d{2}(?![\d.,]\d|\d)|\d{2}(?=\s*$))"
    return (
        re.compile(
            rf"(?<![\w/:-])(?<!\d[.,])(?P<day>\d{{1,2}}){ordinal}\.?(?:\s+|\s*[-/]\s*){link}{month}\b\.?"
            rf"(?:(?:,\s*|\s+|\s*[-/]\s*){link}{year})?",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b{month}\.?\s+(?P<day>\d{{1,2}})(?!\d|[:/.]\d){ordinal}\b(?:(?:\s*,\s*|\s+){year})?", re.IGNORECASE
        ),
        re.compile(
            r"(?<![\w/-])(?P<year>(?:19|20)\d{2})(?P<sep>[-/])(?P<month_number>\d{2})(?P=sep)(?P<day>\d{2})(?!\d)"
        ),
        re.compile(r"(?<![\w/.-])(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4})(?!\d|[-/.]\d)"),
    )


def _numeric(a: int, b: int, separator: str, language: str | None) -> tuple[int, int] | None:
    """Day and month of two numbers, or None where their order is not known."""
    if a > 12 or separator == "." or a == b or day_first(language):
        return (a, b) if b <= 12 else (b, a)
    return (b, a) if b > 12 else None


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    number = int(digits)
    if len(digits) == 4:
        return number
    return number + (1900 if number >= 70 else 2000)


def _found(match: re.Match[str], language: str | None) -> FoundDate | None:
    parts = match.groupdict()
    if "a" in parts:
        order = _numeric(int(parts["a"]), int(parts["b"]), parts["sep"], language)
        if order is None:
            return None
        day, month = order
    elif "month_number" in parts:
        day, month = int(parts["day"]), int(parts["month_number"])
    else:
        day, month = int(parts["day"]), head().months.get(parts["month"].lower(), 0)
    found = FoundDate(match.start(), match.end(), month, day, _year(parts["year"]))
    # 2024 is a leap year: without a year, 29 February is a day.
    return found if found.on(found.year or 2024) else None


def find_dates(line: str, language: str | None = None) -> list[FoundDate]:
    """All absolute dates in a line, in their order; `language` settles the order of 03/04/2024.

    '03/04/2024' in English, or where the language is not known, is left out: it has two readings.
    """
    if not _DIGIT.search(line):
        return []
    found: list[FoundDate] = []
    for pattern in _patterns():
        for match in pattern.finditer(line):
            date = _found(match, language)
            if date and not any(date.start < other.end and other.start < date.end for other in found):
                found.append(date)
    return sorted(found, key=lambda date: date.start)


def parse_day(value: str, language: str | None = None) -> dt.date | None:
    """The day that a declared value begins with ('2021-08-23 01:30', 'March 9, 2021'); None where there is none."""
    for date in find_dates(value[:100], language):
        if not any(c.isdigit() for c in value[: date.start]):
            return date.on()
    return None
