"""Absolute dates in a line."""

import datetime as dt

import pytest

from documents.dates import find_dates, parse_day


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("March 09, 2021", "en", dt.date(2021, 3, 9)),
        ("Mar. 9, 2021", "en", dt.date(2021, 3, 9)),
        ("9 March 2021", "en", dt.date(2021, 3, 9)),
        ("9th of March, 2021", "en", dt.date(2021, 3, 9)),
        ("9th March 2021", "en", dt.date(2021, 3, 9)),
        ("13 MAR 2024 5:42PM", "en", dt.date(2024, 3, 13)),
        ("19 FEB 99", "en", dt.date(1999, 2, 19)),
        ("9 de marzo de 2021", "es", dt.date(2021, 3, 9)),
        ("9 de marzo del 2021", "es", dt.date(2021, 3, 9)),
        ("1º de setiembre de 2021", "es", dt.date(2021, 9, 1)),
        ("1º de março de 2024", "pt", dt.date(2024, 3, 1)),
        ("26 de Junho de 2024", "pt", dt.date(2024, 6, 26)),
        ("18 out 2022, 19:02", "pt", dt.date(2022, 10, 18)),
        ("12/03/2024", "pt", dt.date(2024, 3, 12)),
        ("12/03/2024", "es", dt.date(2024, 3, 12)),
        ("23/4/2024", "en", dt.date(2024, 4, 23)),
        ("4/23/2024", "en", dt.date(2024, 4, 23)),
        ("15.08.2018", "en", dt.date(2018, 8, 15)),
        ("2024-03-12", "en", dt.date(2024, 3, 12)),
        ("2024/03/12", "en", dt.date(2024, 3, 12)),
    ],
)
def test_a_date_in_words_or_numbers_is_its_day(line: str, language: str, day: dt.date) -> None:
    assert [date.on() for date in find_dates(line, language)] == [day]


@pytest.mark.parametrize(
    "line",
    [
        "12/03/2024",  # two readings in English
        "31 February 2024",
        "30/02/2024",
        "2024-13-01",
        "March 2021",
        "marching 9 to 5",
        "section 4.3.2024.1",
        "0/0/0000",
        "10 marketing people",
    ],
)
def test_what_is_no_date_or_has_two_readings_is_none(line: str) -> None:
    assert find_dates(line, "en") == []


def test_a_date_without_a_year_is_found_without_one() -> None:
    (date,) = find_dates("Mindelo, 26 Abr. (TIB)", "pt")
    assert (date.day, date.month, date.year) == (26, 4, None)
    assert date.on() is None
    assert date.on(2024) == dt.date(2024, 4, 26)
    (leap,) = find_dates("Lima, 29 feb", "es")
    assert leap.on(2023) is None


def test_a_time_after_a_date_is_no_year() -> None:
    (date,) = find_dates("BRUSSELS, July 23 1800 GMT", "en")
    assert date.on() is None


def test_a_declared_value_begins_with_its_date() -> None:
    assert parse_day("2021-08-23 01:30:00-04:00") == dt.date(2021, 8, 23)
    assert parse_day("Tuesday, March 9, 2021") == dt.date(2021, 3, 9)
    assert parse_day("no. 7 of 2021-08-23") is None
