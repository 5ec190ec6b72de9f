"""Arithmetic of dates: days of the calendar nearest to a day, and steps of years and months."""

import datetime as dt
from dataclasses import dataclass

from schemas.enums import DatePrecision

MOST_STEPS = 200  # years, months or days that a phrase may lead away


@dataclass(frozen=True, slots=True)
class When:
    """A date at its precision: the reading for the past, and the one for the future where the words leave both."""

    value: str
    precision: DatePrecision
    alternative: str | None = None


def day(year: int, month: int, number: int) -> When | None:
    """A day of the calendar, or None where it has no such day."""
    try:
        return When(dt.date(year, month, number).isoformat(), DatePrecision.DAY)
    except ValueError:
        return None


def month(year: int, number: int) -> When | None:
    """A month of a year."""
    return When(f"{year:04d}-{number:02d}", DatePrecision.MONTH) if 1 <= number <= 12 and 1 <= year <= 9999 else None


def year(number: int, fiscal: bool = False) -> When | None:
    """A year or fiscal year."""
    precision = DatePrecision.FISCAL_YEAR if fiscal else DatePrecision.YEAR
    return When(f"{number:04d}", precision) if 1 <= number <= 9999 else None


def _directed(past: When | None, future: When | None, strictly: int) -> When | None:
    """One reading for a direction that the text gives (-1 past, 1 future), both for 0."""
    if strictly:
        return past if strictly < 0 else future
    if past is None or future is None:
        return past or future
    return When(past.value, past.precision, future.value)


def nearest_day(number: int, month_number: int, around: dt.date, direction: int) -> When | None:
    """The nearest such day of a year not after `around`, and not before it; strictly so if a direction is given."""

    def search(step: int) -> When | None:
        for away in range(9):  # 29 February can be eight years off
            found = day(around.year + step * away, month_number, number)
            if found is not None and _lies(found.value, around, step, direction):
                return found
        return None

    return _directed(search(-1), search(1), direction)


def _lies(value: str, around: dt.date, step: int, direction: int) -> bool:
    here = around.isoformat()[: len(value)]
    if value == here:
        return direction == 0
    return value < here if step < 0 else value > here


def nearest_month(number: int, around: dt.date, direction: int) -> When | None:
    """The nearest such month not after the month of `around`, and not before it; strictly with a direction."""

    def search(step: int) -> When | None:
        for away in range(2):
            found = month(around.year + step * away, number)
            if found is not None and _lies(found.value, around, step, direction):
                return found
        return None

    return _directed(search(-1), search(1), direction)


def nearest_weekday(number: int, around: dt.date, direction: int) -> When | None:
    """The nearest such day of the week (0 Monday) not after `around`, and not before it; strictly with a direction."""
    back = (around.weekday() - number) % 7 or (7 if direction else 0)
    ahead = (number - around.weekday()) % 7 or (7 if direction else 0)
    return _directed(_step_days(around, -back), _step_days(around, ahead), direction)


def weekday_of_last_week(number: int, around: dt.date) -> When | None:
    """That day of the week before the one of `around`; weeks begin on Monday."""
    return _step_days(around, number - around.weekday() - 7)


def nearest_day_of_month(number: int, around: dt.date) -> When | None:
    """The nearest day with that number in its month, not after `around` and not before it."""

    def search(step: int) -> When | None:
        for away in range(13):
            index = around.year * 12 + around.month - 1 + step * away
            found = day(index // 12, index % 12 + 1, number)
            if found is not None and _lies(found.value, around, step, 0):
                return found
        return None

    return _directed(search(-1), search(1), 0)


def _step_days(around: dt.date, days: int) -> When | None:
    try:
        return When((around + dt.timedelta(days=days)).isoformat(), DatePrecision.DAY)
    except OverflowError:
        return None


def step(around: dt.date, unit: str, number: int) -> When | None:
    """The date that lies so many days, weeks, months, years, decades from a day, at the unit's precision.

    None for steps too long to be meant. Raises KeyError for an unknown unit.
    """
    if abs(number) > MOST_STEPS * (10 if unit == "day" else 1):
        return None
    if unit in ("day", "week"):
        return _step_days(around, number * (7 if unit == "week" else 1))
    if unit == "month":
        index = around.year * 12 + around.month - 1 + number
        return month(index // 12, index % 12 + 1)
    years = {"year": 1, "decade": 10, "lustrum": 5}[unit]
    return year(around.year + number * years)
