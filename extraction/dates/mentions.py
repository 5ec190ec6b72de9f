"""What the finders of dates give back."""

from dataclasses import dataclass
from typing import Literal

from schemas.enums import DatePrecision

Role = Literal["point", "start", "end", "horizon"]
Bound = tuple[str, DatePrecision]
"""ISO value and precision of a bound of a period."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date: `value` is ISO at its precision, for a relative date the reading for what has happened.

    `alternative` is the reading for what lies ahead, None where the words leave only one. `relative`: the date was
    reckoned from the day of publication.
    """

    start: int
    end: int
    value: str
    precision: DatePrecision
    role: Role
    relative: bool
    alternative: str | None


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A span of time that a total may be over. Bounds that the text does not give are None.

    `open_end`: it runs up to the text (its end is the day of publication, if known). `kind`: since, since_event, until,
    range, year (one year, month or day), so_far ('so far this year'), past ('the past N years'), duration, to_date,
    rate.
    """

    start: int
    end: int
    period_start: Bound | None
    period_end: Bound | None
    open_end: bool
    kind: str


@dataclass(frozen=True, slots=True)
class HorizonMention:
    """A date by which or for which something is set."""

    start: int
    end: int
    value: str
    precision: DatePrecision
