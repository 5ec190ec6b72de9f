"""Dates that are known to the day, the month, the year or the fiscal year."""

import datetime as dt
import re

from schemas.enums import DatePrecision

_FORM = {
    DatePrecision.DAY: re.compile(r"\d{4}-\d{2}-\d{2}"),
    DatePrecision.MONTH: re.compile(r"\d{4}-\d{2}"),
    DatePrecision.YEAR: re.compile(r"\d{4}"),
    DatePrecision.FISCAL_YEAR: re.compile(r"\d{4}"),
}


def first_day(value: str) -> dt.date:
    """The first day that an ISO date of any precision can mean: `2021-02` is 1 February 2021.

    A fiscal year counts as its calendar year, which is right for ordering and not for more.
    Raises ValueError for what is no date.
    """
    parts = [int(p) for p in value.split("-")]
    return dt.date(*[*parts, 1, 1][:3])


def check_date(name: str, value: str | None, precision: DatePrecision | None) -> None:
    """Raise ValueError unless `value` is an ISO date of just that precision, or both are None."""
    if (value is None) != (precision is None):
        raise ValueError(f"{name} and {name}_precision go together")
    if value is None or precision is None:
        return
    if not _FORM[precision].fullmatch(value):
        raise ValueError(f"{name}: {value!r} is not an ISO date of precision {precision.value}")
    try:
        first_day(value)
    except ValueError as error:
        raise ValueError(f"{name}: {value!r} is no day of the calendar ({error})") from None
