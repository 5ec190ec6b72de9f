"""Title, byline and day of publication from the first lines."""

import datetime as dt

import pytest

from documents.masthead import read_masthead
from tests.documents.reading import RECEIVED, read

BODY = (
    "The two ministers met in the capital and reviewed the state of their cooperation, which both of them called "
    "close. They had last met on April 2, 2019, at the margins of a conference."
)


def head(*lines: str, language: str = "en", body: str = BODY) -> dict[str, object]:
    """What the masthead of these lines, with a body under them, tells."""
    found = read_masthead("\n".join(lines) + "\n\n" + body, language, RECEIVED)
    return {"title": found.title, "author": found.author, "on": found.published_on}


@pytest.mark.parametrize(
    ("lines", "language", "day"),
    [
        (["Headline of it", "", "QUITO, June 15, 2023 — The minister said it."], "en", dt.date(2023, 6, 15)),
        (["Headline of it", "", "WASHINGTON, Jan. 18, 2024 (AP) -- They met."], "en", dt.date(2024, 1, 18)),
        (["Headline of it", "March 09, 2021"], "en", dt.date(2021, 3, 9)),
        (["Headline of it", "Published: Tuesday, 9 March 2021"], "en", dt.date(2021, 3, 9)),
        (["Headline of it", "Published October 27, 2021"], "en", dt.date(2021, 10, 27)),
        (["Headline of it", "Date: April 23, 2024 (Tue.)"], "en", dt.date(2024, 4, 23)),
        (["Headline of it", "By Ana Roa | 23 May 2022"], "en", dt.date(2022, 5, 23)),
        (["Headline of it", "By Ana Roa February 1, 2024"], "en", dt.date(2024, 2, 1)),
        (["Bulletin 3", "Accra, 9th February, 2022", "", "Headline of it"], "en", dt.date(2022, 2, 9)),
        (["NEWS | July 18, 2023", "", "Headline of it"], "en", dt.date(2023, 7, 18)),
        (["Headline of it", "September 12, 2024 · 6 min read"], "en", dt.date(2024, 9, 12)),
        (["Headline of it", "2023-06-15"], "en", dt.date(2023, 6, 15)),
        (["Titular", "Publicado el 9 de marzo de 2021"], "es", dt.date(2021, 3, 9)),
        (["Titular", "", "Lima, 23 de abril de 2024.- El ministro informó."], "es", dt.date(2024, 4, 23)),
        (["Titular", "", "Orán, viernes 22 de julio de 2022"], "es", dt.date(2022, 7, 22)),
        (["Titular", "", "TUMACO (Nariño). Lunes, 14 de agosto de 2023. Dos murieron."], "es", dt.date(2023, 8, 14)),
        (["Título", "", "Brasília, 12/03/2024 - O ministro disse."], "pt", dt.date(2024, 3, 12)),
        (["Título", "Publicado em 9 de Maio de 2024 por Redacção"], "pt", dt.date(2024, 5, 9)),
        (["Título", "", "Praia, 3 de junho de 2022 – A polícia recebeu."], "pt", dt.date(2022, 6, 3)),
    ],
)
def test_a_day_of_publication_in_the_first_lines_is_found(lines: list[str], language: str, day: dt.date) -> None:
    assert head(*lines, language=language)["on"] == day


@pytest.mark.parametrize(
    "lines",
    [
        ["Headline of it", "", "On June 15, 2023, the ministers signed it. " + BODY],
        ["Headline of it", "", "The treaty of June 15, 2023 is in force."],
        ["DECISIONS OF THE CABINET AT ITS MEETING HELD ON 14.08.2018"],
        ["Headline of it", "", "From 14 to 16 March 2023 they met."],
        ["Headline of it", "", "“We applaud the people.”", "– Joint statement of five states,", "March 11, 2021"],
        ["Headline of it", "", "“We count on our friends and partners.”", "– Minister Ana Roa, May 24, 2021"],
        ["Headline of it", "12/03/2024"],
    ],
)
def test_a_date_that_is_told_or_quoted_is_no_day_of_publication(lines: list[str]) -> None:
    assert head(*lines)["on"] is None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["PRESS RELEASE", "Embassy of Denmark in Kenya", "Nairobi, 14 May 2024", "", "Two sign it"], "Two sign it"),
        (["Home > News > Defence", "", "Two sign it"], "Two sign it"),
        (["NOTA DE PRENSA N.º 12-2024", "", "Dos firman un acuerdo"], "Dos firman un acuerdo"),
        (["Nota à imprensa nº 438", "", "Dois assinam um acordo"], "Dois assinam um acordo"),
        (
            ["THE HARBOUR COURIER", "Sunday, 20 November 2022 — page 3", "", "Two gifts and a pact"],
            "Two gifts and a pact",
        ),
        (["NACIONAL", "", "Parlamento ratifica tratado"], "Parlamento ratifica tratado"),
        (["Flood in the Republic of Mali", "Press Statement"], "Flood in the Republic of Mali"),
        (["Harbour Republic Day", "", "Ana Roa, Minister of Defence"], "Harbour Republic Day"),
        (
            ["State Department Presence in the Harbour", "", "Office of the Spokesperson"],
            "State Department Presence in the Harbour",
        ),
        (["Press Briefing – June 2, 2021", "", "2:02 p.m. EDT"], "Press Briefing – June 2, 2021"),
        (["FACT SHEET: Two States Sign It"], "FACT SHEET: Two States Sign It"),
        (["**Two sign it**"], "Two sign it"),
        (["MEDIA RELEASE: 14TH MEETING OF THE CABINET"], "MEDIA RELEASE: 14TH MEETING OF THE CABINET"),
    ],
)
def test_the_title_is_the_first_line_that_is_no_letterhead(lines: list[str], title: str) -> None:
    assert head(*lines)["title"] == title


def test_a_text_that_begins_with_its_first_paragraph_has_no_title() -> None:
    assert head(BODY)["title"] is None


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ana Roa and Bo Lund", "Ana Roa and Bo Lund"),
        ("By ANA ROA in Lusaka | Tue, 8 Oct 2024", "ANA ROA"),
        ("By Ana Roa/Weekly ", "Ana Roa/Weekly"),
        ("Por María de la Cruz", "María de la Cruz"),
        ("Por: Ana Roa", "Ana Roa"),
        ("Por Iracy Lins, de Manaus", "Iracy Lins"),
        ("Texto: Ana Roa", "Ana Roa"),
        ("by our staff", None),
        ("By 81 votes to 34 the assembly approved it", None),
        ("By the authority vested in me", None),
        ("Por su parte, el ministro calló", None),
    ],
)
def test_a_byline_names_the_author_and_a_sentence_does_not(line: str, author: str | None) -> None:
    assert head("Headline of it", "", line)["author"] == author


def test_a_dateline_without_a_year_takes_that_of_a_fresh_receipt_if_the_text_names_it() -> None:
    text = "Título da nota\n\nMindelo, 26 Abr. (TIB) – A lancha chegou em 2024 ao porto da cidade.\n"
    fresh = read(text, received_on=dt.date(2024, 4, 28))
    assert (fresh.published_on, fresh.published_on_origin) == (dt.date(2024, 4, 26), "text")
    assert fresh.warnings == ("the dateline tells no year: taken as 2024-04-26, the nearest before its receipt",)


@pytest.mark.parametrize(
    ("year", "received_on"),
    [("2024", dt.date(2025, 4, 28)), ("2019", dt.date(2024, 4, 28)), ("2024", dt.date(2024, 8, 1))],
    ids=["names another year", "an old text", "came late"],
)
def test_a_dateline_without_a_year_gets_none_where_it_would_be_a_guess(year: str, received_on: dt.date) -> None:
    text = f"Título da nota\n\nMindelo, 26 Abr. (TIB) – A lancha chegou em {year} ao porto da cidade.\n"
    late = read(text, received_on=received_on)
    assert late.published_on is None
    assert "no year" in late.warnings[0]
    assert "published_on" in late.warnings[0]
