"""Dates, periods and horizons in three languages; near misses; agreement with dateparser."""

import datetime as dt
from itertools import product

import dateparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.dates import find_dates, find_horizons, find_periods
from extraction.dates.spans import times
from extraction.dates.words import time_words

DAY = dt.date(2023, 6, 15)  # a Thursday

# text, span, value, precision, alternative
DATES = {
    "en": [
        ("signed on February 3, 2021.", "February 3, 2021", "2021-02-03", "day", None),
        ("signed on 3 February 2021", "3 February 2021", "2021-02-03", "day", None),
        ("on the 3rd of February, 2021", "3rd of February, 2021", "2021-02-03", "day", None),
        ("on Febru-\nary\u00a03,\n2021", "Febru-\nary\u00a03,\n2021", "2021-02-03", "day", None),
        ("on Wednesday, February 3, 2021", "Wednesday, February 3, 2021", "2021-02-03", "day", None),
        ("LIMA, Feb. 3 (NP)", "Feb. 3", "2023-02-03", "day", "2024-02-03"),
        ("on July 4", "July 4", "2022-07-04", "day", "2023-07-04"),
        ("on June 15", "June 15", "2023-06-15", "day", "2023-06-15"),
        ("on May 6", "May 6", "2023-05-06", "day", "2024-05-06"),
        ("on 29 February", "29 February", "2020-02-29", "day", "2024-02-29"),
        ("on February 3 of last year", "February 3 of last year", "2022-02-03", "day", None),
        ("12–14 March 2023", "12–14 March 2023", "2023-03-14", "day", None),
        ("March 12-14, 2023", "March 12-14, 2023", "2023-03-14", "day", None),
        ("2021-02-03", "2021-02-03", "2021-02-03", "day", None),
        ("dated 03/14/2021", "03/14/2021", "2021-03-14", "day", None),
        ("dated 14/03/2021", "14/03/2021", "2021-03-14", "day", None),
        ("dated 02.03.2017", "02.03.2017", "2017-03-02", "day", None),
        ("in February 2021", "February 2021", "2021-02", "month", None),
        ("in July", "July", "2022-07", "month", "2023-07"),
        ("in May", "May", "2023-05", "month", "2024-05"),
        ("last July", "last July", "2022-07", "month", None),
        ("last Friday", "last Friday", "2023-06-09", "day", None),
        ("last Thursday", "last Thursday", "2023-06-08", "day", None),
        ("on Friday", "Friday", "2023-06-09", "day", "2023-06-16"),
        ("on Thursday", "Thursday", "2023-06-15", "day", "2023-06-15"),
        ("next Friday", "next Friday", "2023-06-16", "day", None),
        ("Tuesday of last week", "Tuesday of last week", "2023-06-06", "day", None),
        ("yesterday", "yesterday", "2023-06-14", "day", None),
        ("announced today", "today", "2023-06-15", "day", None),
        ("last month", "last month", "2023-05", "month", None),
        ("last week", "last week", "2023-06", "month", None),
        ("this year", "this year", "2023", "year", None),
        ("last year", "last year", "2022", "year", None),
        ("two years ago", "two years ago", "2021", "year", None),
        ("three months ago", "three months ago", "2023-03", "month", None),
        ("10 days ago", "10 days ago", "2023-06-05", "day", None),
        ("in 2019", "2019", "2019", "year", None),
        ("by mid-2024", "2024", "2024", "year", None),
        ("FY2022", "FY2022", "2022", "fiscal_year", None),
        ("in fiscal year 2022", "fiscal year 2022", "2022", "fiscal_year", None),
        ("the 2022 fiscal year", "2022 fiscal year", "2022", "fiscal_year", None),
        ("FY 2023-24", "FY 2023-24", "2023", "fiscal_year", None),
        ("in FY22", "FY22", "2022", "fiscal_year", None),
        ("next fiscal year", "next fiscal year", "2024", "fiscal_year", None),
    ],
    "es": [
        ("el 3 de febrero de 2021", "3 de febrero de 2021", "2021-02-03", "day", None),
        ("el 3 de febrero del 2021", "3 de febrero del 2021", "2021-02-03", "day", None),
        ("el 3 de febrero", "3 de febrero", "2023-02-03", "day", "2024-02-03"),
        ("el pasado 3 de marzo", "pasado 3 de marzo", "2023-03-03", "day", None),
        ("el 3 de marzo pasado", "3 de marzo pasado", "2023-03-03", "day", None),
        ("el próximo 3 de marzo", "próximo 3 de marzo", "2024-03-03", "day", None),
        ("1º de marzo de 2022", "1º de marzo de 2022", "2022-03-01", "day", None),
        ("primero de mayo de 2020", "primero de mayo de 2020", "2020-05-01", "day", None),
        ("del 12 al 14 de marzo de 2023", "12 al 14 de marzo de 2023", "2023-03-14", "day", None),
        ("QUITO, 6 Sep (AP).-", "6 Sep", "2022-09-06", "day", "2023-09-06"),
        ("el 8 set 2022", "8 set 2022", "2022-09-08", "day", None),
        ("03/02/2021", "03/02/2021", "2021-02-03", "day", None),
        ("el viernes", "viernes", "2023-06-09", "day", "2023-06-16"),
        ("este miércoles", "miércoles", "2023-06-14", "day", "2023-06-21"),
        ("el viernes pasado", "viernes pasado", "2023-06-09", "day", None),
        ("el próximo lunes", "próximo lunes", "2023-06-19", "day", None),
        ("el martes 13", "martes 13", "2023-06-13", "day", None),
        ("el martes de la semana pasada", "martes de la semana pasada", "2023-06-06", "day", None),
        ("el pasado día 10", "el pasado día 10", "2023-06-10", "day", "2023-07-10"),
        ("ayer", "ayer", "2023-06-14", "day", None),
        ("la víspera", "la víspera", "2023-06-14", "day", None),
        ("febrero de 2024", "febrero de 2024", "2024-02", "month", None),
        ("en julio", "julio", "2022-07", "month", "2023-07"),
        ("en julio del año pasado", "julio del año pasado", "2022-07", "month", None),
        ("el mes pasado", "mes pasado", "2023-05", "month", None),
        ("la semana pasada", "semana pasada", "2023-06", "month", None),
        ("el año pasado", "año pasado", "2022", "year", None),
        ("este año", "este año", "2023", "year", None),
        ("hace dos años", "hace dos años", "2021", "year", None),
        ("hace tres meses", "hace tres meses", "2023-03", "month", None),
        ("en 2019", "2019", "2019", "year", None),
        ("en el año fiscal 2022", "año fiscal 2022", "2022", "fiscal_year", None),
        ("el ejercicio fiscal de 2022", "ejercicio fiscal de 2022", "2022", "fiscal_year", None),
    ],
    "pt": [
        ("em 3 de fevereiro de 2021", "3 de fevereiro de 2021", "2021-02-03", "day", None),
        ("no dia 3 de fevereiro", "dia 3 de fevereiro", "2023-02-03", "day", "2024-02-03"),
        ("no passado dia 3 de fevereiro", "passado dia 3 de fevereiro", "2023-02-03", "day", None),
        ("1º de março de 2022", "1º de março de 2022", "2022-03-01", "day", None),
        ("de 12 a 14 de março de 2023", "12 a 14 de março de 2023", "2023-03-14", "day", None),
        ("22/09/2021", "22/09/2021", "2021-09-22", "day", None),
        ("nesta terça-feira (13)", "terça-feira (13)", "2023-06-13", "day", None),
        ("nesta terça (13)", "terça (13)", "2023-06-13", "day", None),
        ("na quarta-feira, 14,", "quarta-feira, 14", "2023-06-14", "day", None),
        ("na última sexta-feira", "na última sexta-feira", "2023-06-09", "day", None),
        ("na sexta-feira passada", "sexta-feira passada", "2023-06-09", "day", None),
        ("na quarta-feira", "quarta-feira", "2023-06-14", "day", "2023-06-21"),
        ("na próxima segunda-feira", "próxima segunda-feira", "2023-06-19", "day", None),
        ("hoje (14)", "hoje (14)", "2023-06-14", "day", None),
        ("ontem", "ontem", "2023-06-14", "day", None),
        ("no último dia 10", "no último dia 10", "2023-06-10", "day", "2023-07-10"),
        ("(15/3)", "15/3", "2023-03-15", "day", "2024-03-15"),
        ("fevereiro de 2024", "fevereiro de 2024", "2024-02", "month", None),
        ("em julho", "julho", "2022-07", "month", "2023-07"),
        ("em junho do ano passado", "junho do ano passado", "2022-06", "month", None),
        ("no mês passado", "mês passado", "2023-05", "month", None),
        ("na semana passada", "semana passada", "2023-06", "month", None),
        ("este ano", "este ano", "2023", "year", None),
        ("no ano que vem", "ano que vem", "2024", "year", None),
        ("há dois anos", "há dois anos", "2021", "year", None),
        ("dois anos atrás", "dois anos atrás", "2021", "year", None),
        ("em 2019", "2019", "2019", "year", None),
        ("no ano fiscal de 2022", "ano fiscal de 2022", "2022", "fiscal_year", None),
    ],
}


def _cases(table: dict[str, list[tuple[str, ...]]]) -> list[tuple[object, ...]]:
    return [(language, *row) for language, rows in table.items() for row in rows]


@pytest.mark.parametrize(("language", "text", "span", "value", "precision", "alternative"), _cases(DATES))
def test_dates_are_read(
    language: str, text: str, span: str, value: str, precision: str, alternative: str | None
) -> None:
    found = [
        (text[m.start : m.end], m.value, m.precision.value, m.alternative) for m in find_dates(text, language, DAY)
    ]
    assert found == [(span, value, precision, alternative)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "officers march to the base and may train"),
        ("en", "General May said so. March Air Base."),
        ("en", "Resolution 2231, Route 2020 and Boeing 737"),
        ("en", "page 2019, No. 2021"),
        ("en", "2000 officers with 2015 rifles"),
        ("en", "$2000 and 2020 dollars"),
        ("en", "at 10:30 or 2030 hours"),
        ("en", "in the 1990s and the 2020s"),
        ("en", "a boy aged 12, a 15-year-old, call 202-555-2019"),
        ("en", "on February 30"),
        ("en", "13/13/2021"),
        ("en", "the second-best sun in the market"),
        ("es", "el mar, la resolución 2231, la ruta 2020"),
        ("es", "2000 efectivos, los años 90, mayor de edad"),
        ("es", "el artículo 2019"),
        ("pt", "na quarta reunião, na segunda fase, na sexta posição"),
        ("pt", "às dez horas, 2000 policiais, a lei 2020"),
        ("pt", "out e set de filmagem"),
        ("pt", "no Rio de Janeiro"),
        ("en", "the March for Life, on May Day"),
    ],
)
def test_what_is_no_date(language: str, text: str) -> None:
    assert find_dates(text, language, DAY) == []


def test_dates_that_need_the_day_of_publication_are_left_out_without_it() -> None:
    text = "On Friday, in July, last month, on February 3 and two years ago; in 2019."
    assert [m.value for m in find_dates(text, "en", None)] == ["2019"]


def test_a_date_takes_its_year_from_the_one_it_is_coordinated_with() -> None:
    values = [m.value for m in find_dates("March 30 – April 2, 2021, and December 30 to January 2, 2020", "en", DAY)]
    assert values == ["2021-03-30", "2021-04-02", "2019-12-30", "2020-01-02"]


# text, start, end, open_end, kind
PERIODS = {
    "en": [
        ("since 2013", "2013", "2023-06-15", True, "since"),
        ("since April 2019", "2019-04", "2023-06-15", True, "since"),
        ("Since its launch in 2022", "2022", "2023-06-15", True, "since"),
        ("since the day on which the accord was signed in March 2019", "2019-03", "2023-06-15", True, "since"),
        ("since\nthe start of the war", None, "2023-06-15", True, "since_event"),
        ("between fiscal years 2016 and 2022", "2016", "2022", False, "range"),
        ("from 2018 to 2022", "2018", "2022", False, "range"),
        ("from 2015 to last year", "2015", "2022", False, "range"),
        ("between March 2022 and December 2023", "2022-03", "2023-12", False, "range"),
        ("January 2022 – December 2026", "2022-01", "2026-12", False, "range"),
        ("between January and March", "2023-01", "2023-03", False, "range"),
        ("in the period 2021–2024", "2021", "2024", False, "range"),
        ("FY2016-FY2022", "2016", "2022", False, "range"),
        ("during 2020", "2020", "2020", False, "year"),
        ("in fiscal year 2020", "2020", "2020", False, "year"),
        ("Financial year 2019-20", "2019", "2020", False, "year"),
        ("in 2023", "2023", "2023-06-15", True, "year"),
        ("over the past five years", "2018", "2023-06-15", True, "past"),
        ("in just the past week", "2023-06-08", "2023-06-15", True, "past"),
        ("over the past year", "2022", "2023-06-15", True, "past"),
        ("over five years", None, None, False, "duration"),
        ("over the next three years", None, None, False, "duration"),
        ("a five-year programme", None, None, False, "duration"),
        ("to date", None, "2023-06-15", True, "to_date"),
        ("so far this year", "2023", "2023-06-15", True, "so_far"),
        ("annually", None, None, False, "rate"),
    ],
    "es": [
        ("desde 2013", "2013", "2023-06-15", True, "since"),
        ("desde noviembre de 2019", "2019-11", "2023-06-15", True, "since"),
        ("entre 2019 y 2022", "2019", "2022", False, "range"),
        ("del 2018 al 2022", "2018", "2022", False, "range"),
        ("en el periodo 2021-2024", "2021", "2024", False, "range"),
        ("durante 2020", "2020", "2020", False, "year"),
        ("en el año 2019", "2019", "2019", False, "year"),
        ("en el ejercicio fiscal 2022", "2022", "2022", False, "year"),
        ("en los últimos diez años", "2013", "2023-06-15", True, "past"),
        ("a lo largo de cinco años", None, None, False, "duration"),
        ("hasta la fecha", None, "2023-06-15", True, "to_date"),
        ("en lo que va del año", "2023", "2023-06-15", True, "so_far"),
        ("anualmente", None, None, False, "rate"),
        ("desde el inicio de la guerra", None, "2023-06-15", True, "since_event"),
    ],
    "pt": [
        ("desde 2013", "2013", "2023-06-15", True, "since"),
        ("entre 2019 e 2022", "2019", "2022", False, "range"),
        ("de 2018 a 2022", "2018", "2022", False, "range"),
        ("no período 2021-2024", "2021", "2024", False, "range"),
        ("em 2020", "2020", "2020", False, "year"),
        ("no ano fiscal de 2022", "2022", "2022", False, "year"),
        ("nos últimos dez anos", "2013", "2023-06-15", True, "past"),
        ("ao longo de cinco anos", None, None, False, "duration"),
        ("já treinou este ano", "2023", "2023-06-15", True, "so_far"),
        ("até à data", None, "2023-06-15", True, "to_date"),
        ("por ano", None, None, False, "rate"),
        ("desde o início da missão", None, "2023-06-15", True, "since_event"),
    ],
}


@pytest.mark.parametrize(("language", "text", "start", "end", "open_end", "kind"), _cases(PERIODS))
def test_periods_are_read(
    language: str, text: str, start: str | None, end: str | None, open_end: bool, kind: str
) -> None:
    (period,) = find_periods(text, language, DAY)
    bounds = [None if bound is None else bound[0] for bound in (period.period_start, period.period_end)]
    assert (*bounds, period.open_end, period.kind) == (start, end, open_end, kind)


def test_a_period_that_runs_up_to_a_text_without_date_has_no_end() -> None:
    (period,) = find_periods("since 2013", "en", None)
    assert (period.period_start is not None, period.period_end, period.open_end) == (True, None, True)


def test_bounds_of_a_period_have_their_part_in_the_dates() -> None:
    roles = [(m.value, m.role) for m in find_dates("from 2018 to 2022, since 2013, by 2030, in 2019", "en", DAY)]
    assert roles == [("2018", "start"), ("2022", "end"), ("2013", "start"), ("2030", "horizon"), ("2019", "point")]


HORIZONS = {
    "en": [
        ("by 2025", "2025", "year"),
        ("by the end of 2025", "2025", "year"),
        ("by the first quarter of 2025", "2025", "year"),
        ("by mid-2024", "2024", "year"),
        ("before the year is out", "2023", "year"),
        ("until 2030", "2030", "year"),
        ("for 2024", "2024", "year"),
        ("in the next five years", "2028", "year"),
        ("over the coming year", "2024", "year"),
        ("within six months", "2023-12", "month"),
        ("next year", "2024", "year"),
        ("this year", "2023", "year"),
        ("by December", "2023-12", "month"),
        ("before July", "2023-07", "month"),
        ("reopen in September", "2023-09", "month"),
        ("by December 31, 2024", "2024-12-31", "day"),
        ("next fiscal year", "2024", "fiscal_year"),
        ("its plan for 2024–2028", "2028", "year"),
    ],
    "es": [
        ("hasta 2024", "2024", "year"),
        ("para 2026", "2026", "year"),
        ("para el año 2026", "2026", "year"),
        ("antes de fin de año", "2023", "year"),
        ("antes de que concluya el 2024", "2024", "year"),
        ("a más tardar en 2027", "2027", "year"),
        ("en los próximos cinco años", "2028", "year"),
        ("en un plazo de tres años", "2026", "year"),
        ("el próximo año", "2024", "year"),
        ("antes de diciembre", "2023-12", "month"),
        ("para fines de 2025", "2025", "year"),
        ("al 2030", "2030", "year"),
    ],
    "pt": [
        ("até 2026", "2026", "year"),
        ("até o final de 2025", "2025", "year"),
        ("até ao fim de 2025", "2025", "year"),
        ("no próximo ano", "2024", "year"),
        ("para 2025", "2025", "year"),
        ("até dezembro", "2023-12", "month"),
        ("nos próximos cinco anos", "2028", "year"),
        ("no prazo de dois anos", "2025", "year"),
        ("antes do fim do ano", "2023", "year"),
        ("em 2027", "2027", "year"),
    ],
}


@pytest.mark.parametrize(("language", "text", "value", "precision"), _cases(HORIZONS))
def test_horizons_are_read(language: str, text: str, value: str, precision: str) -> None:
    assert [(m.value, m.precision.value) for m in find_horizons(text, language, DAY)] == [(value, precision)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "by 2019"),
        ("en", "ahead of the 2026 elections"),
        ("en", "said on Friday that it plans"),
        ("en", "announced in May that it plans"),
        ("en", "over the past five years"),
        ("es", "hasta 2019"),
        ("es", "las elecciones de 2026"),
        ("es", "dijo el viernes"),
        ("pt", "até 2019"),
        ("pt", "as eleições de 2026"),
    ],
)
def test_what_is_no_horizon(language: str, text: str) -> None:
    assert find_horizons(text, language, DAY) == []


FORMS = {
    "en": ["{month} {day}, {year}", "{day} {month} {year}", "{month} {day} {year}", "{m:02d}/{day:02d}/{year}"],
    "es": ["{day} de {month} de {year}", "{day} de {month} del {year}", "{day:02d}/{m:02d}/{year}"],
    "pt": ["{day} de {month} de {year}", "{day:02d}/{m:02d}/{year}"],
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
ORDER = {"en": "MDY", "es": "DMY", "pt": "DMY"}


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_absolute_dates_agree_with_dateparser(language: str) -> None:
    for form, (m, month), day, year in product(
        [*FORMS[language], "{year}-{m:02d}-{day:02d}"],
        enumerate(MONTHS[language].split(), 1),
        (1, 12, 28),
        (1999, 2021),
    ):
        text = form.format(month=month, m=m, day=day, year=year)
        order = {} if text[:4] == str(year) else {"DATE_ORDER": ORDER[language]}
        theirs = dateparser.parse(text, languages=[language], settings={"PREFER_LOCALE_DATE_ORDER": False, **order})
        assert theirs is not None, text
        assert [m.value for m in find_dates(f"({text})", language, DAY)] == [theirs.date().isoformat()], text


RELATIVE = {
    "en": ["yesterday", "tomorrow", "3 days ago", "two months ago", "10 years ago", "last month", "next year"],
    "es": ["ayer", "hace 3 días", "hace 2 meses", "hace 10 años", "el mes pasado", "el próximo año"],
    "pt": ["ontem", "há 3 dias", "2 meses atrás", "há 10 anos", "mês passado", "próximo ano"],
}


@pytest.mark.parametrize(("language", "text"), [(k, text) for k, texts in RELATIVE.items() for text in texts])
def test_relative_dates_agree_with_dateparser(language: str, text: str) -> None:
    now = dt.datetime(DAY.year, DAY.month, DAY.day, 12)
    theirs = dateparser.parse(text, languages=[language], settings={"RELATIVE_BASE": now})
    assert theirs is not None
    (ours,) = find_dates(text, language, DAY)
    assert theirs.date().isoformat().startswith(ours.value)


WORDS = sorted({w for language in ("en", "es", "pt") for w in time_words(language).phrases})
PIECES = st.sampled_from(
    [*WORDS, *"0123456789 /.-–,\n()", " in ", " by ", " since ", " de ", " para ", "\u00ad", "-\n", "2021", "\ue002"]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=40)


@given(
    TEXTS,
    st.sampled_from(["en", "es", "pt", "xx"]),
    st.sampled_from([DAY, None, dt.date(1, 1, 1), dt.date(9999, 12, 31)]),
)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_ordered_spans_inside(text: str, language: str, day: dt.date | None) -> None:
    for mentions in (
        find_dates(text, language, day),
        find_periods(text, language, day),
        find_horizons(text, language, day),
    ):
        at = 0
        for mention in mentions:
            assert at <= mention.start < mention.end <= len(text)
            at = mention.end


@pytest.mark.parametrize(
    "unit", ["1.", "2021 ", "2021-", "March ", "12 and ", "since the ", "five years ", "de 2021 a ", "1/1/"]
)
def test_twice_the_text_gives_about_twice_the_mentions(unit: str) -> None:
    size = 10_000 // len(unit)
    once, twice = times(unit * size, "en", DAY), times(unit * size * 2, "en", DAY)
    assert len(twice.dates) <= 2 * len(once.dates) + 2
    assert len(twice.periods) <= 2 * len(once.periods) + 2


def test_a_megabyte_of_digits_holds_no_date() -> None:
    assert find_dates("12345/-." * 125_000, "en", DAY) == []
