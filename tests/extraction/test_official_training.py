"""Rows and sums of the Foreign Military Training Report, from invented pages to records."""

import datetime as dt
from decimal import Decimal

import pytest

from extraction.grammar import GrammarExtractor
from extraction.official_words import official_words
from extraction.validate import Extraction, extract
from schemas.document import Document
from schemas.records import OfficialTraining, OfficialTrainingTotal
from tests.documents.reading import read
from tests.documents.test_training_report import COUNTRY_2009, SAILS, SWIMS, TWO_PAGES_2001
from tests.documents.training_pages import Heading, Item, Row, Sum, pdf_2001, pdf_2009


def coded(content: bytes) -> tuple[Document, Extraction]:
    document = read(content, "a.pdf")
    return document, extract(document, GrammarExtractor())


def training(found: Extraction) -> list[OfficialTraining]:
    return [record for record in found.records if isinstance(record, OfficialTraining)]


def sums(found: Extraction) -> list[OfficialTrainingTotal]:
    return [record for record in found.records if isinstance(record, OfficialTrainingTotal)]


def row(course: str, quantity: str, cost: str, start: str = "1/8/01", end: str = "1/9/01") -> Row:
    return Row((course, quantity, "Arcadia", "Guard", "", cost, start, end))


def test_a_row_says_what_its_cells_and_headings_say() -> None:
    document, found = coded(pdf_2001(TWO_PAGES_2001))
    first, *_ = training(found)
    assert (first.country, first.programme, first.department, first.fiscal_year) == (
        "Arcadia",
        "Section 9 (Note 1)",
        "DoS",
        2001,
    )
    assert (first.course, first.quantity, first.cost_usd) == ("SAILS 2", 1, Decimal(1200))
    assert (first.place, first.student_unit, first.us_unit) == (
        "PORT, NC 10000-2000",
        "Lake Guard, First Squadron",
        None,
    )
    assert (first.start_on, first.end_on) == (dt.date(2000, 10, 2), dt.date(2000, 12, 15))
    assert (first.page, first.page_label, first.page_row) == (1, "IV-7", 1)
    assert [r.programme for r in training(found)] == ["Section 9 (Note 1)"] * 4 + ["Exchange Training"]
    by_field = {span.field: span.quote for span in first.evidence}
    assert by_field["programme"] == by_field["country"] == f"DoS {SAILS}"
    assert by_field["record"].split("\t")[0] == "SAILS 2"
    assert all(span.quotes(document.text) for record in found.records for span in record.evidence)
    assert found.candidates_in == len(found.records) and not found.rejects


def test_sums_are_no_rows_and_say_what_they_sum() -> None:
    _, found = coded(pdf_2009(COUNTRY_2009))
    assert [(s.scope, s.country, s.programme, s.fiscal_year, s.quantity, s.cost_usd) for s in sums(found)] == [
        ("programme_year", "Arcadia", "IMET-1", 2009, 6, Decimal(10625)),
        ("country", "Arcadia", None, 2009, 6, Decimal(10625)),
        ("programme_year", "Utopia, Republic of", "IMET-1", 2009, 1, Decimal(5)),
    ]
    assert all(s.complete for s in sums(found))
    assert [(r.page, r.page_row) for r in training(found)] == [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (3, 1)]
    assert training(found)[-1].country == "Utopia, Republic of"


def test_equal_rows_are_as_many_records_whose_ids_no_page_in_front_changes() -> None:
    _, found = coded(pdf_2009(COUNTRY_2009))
    ids = [record.record_id for record in training(found)]
    assert len(set(ids)) == 6
    front: list[Item] = [
        Heading("Elysium", large=True),
        Heading("CTFP - FY 2009 DoD Training"),
        "=",
        Row(("HARPS", "1", "", "", "1", "1/2/2009", "1/3/2009")),
    ]
    _, later = coded(pdf_2009([front, *COUNTRY_2009]))
    assert [record.record_id for record in training(later)][1:] == ids


@pytest.mark.parametrize(
    ("course", "field"),
    [
        (row("A", "1", "$1", start="2/30/01"), "start_on"),
        (row("A", "1", "$1", end="13/1/01"), "end_on"),
        (row("", "1", "$1"), "course"),
        (Row(("A", "1", "Arcadia", "Guard", "", "n/a", "1/8/01", "1/9/01")), "cost_usd"),
    ],
)
def test_what_does_not_hold_is_a_reject_with_its_row(course: Row, field: str) -> None:
    _, found = coded(pdf_2001([(SAILS, [Heading(f"DoS {SAILS}"), course, row("B", "1", "$1")], "IV-1")]))
    (reject,) = found.rejects
    assert (reject.kind, reject.field) == ("official_training", field)
    assert '"page_row": 1' in (reject.payload or "")
    assert [record.course for record in training(found)] == ["B"]
    assert found.candidates_in == 2


def test_a_row_under_no_heading_is_a_reject() -> None:
    _, found = coded(pdf_2009([["=", Row(("HARPS", "1", "", "", "1", "1/2/2009", "1/3/2009"))]]))
    assert not found.records
    assert [reject.field for reject in found.rejects] == ["country"]


def test_a_programme_whose_heading_a_page_leaves_out_is_told_by_the_next_page_and_its_sum() -> None:
    pages = [
        (SWIMS, [Heading(f"DoS {SWIMS}"), row("A", "1", "$5"), row("B", "2", "$7"), row("C", "3", "$9")], "IV-1"),
        (SAILS, [row("D", "4", "$11"), Sum("FY 01 Totals:", "9", "$27"), Sum("Program Totals:", "9", "$27")], "IV-2"),
    ]
    _, found = coded(pdf_2001(pages))
    assert [(r.course, r.programme) for r in training(found)] == [
        ("A", "Exchange Training"),
        ("B", "Section 9 (Note 1)"),
        ("C", "Section 9 (Note 1)"),
        ("D", "Section 9 (Note 1)"),
    ]
    assert all(total.complete for total in sums(found))
    told = [span for span in training(found)[1].evidence if span.field == "programme"]
    assert [(span.derived, span.rule) for span in told] == [(True, "heading on the next page")]


def test_sums_of_what_began_before_the_file_are_known_to_be_so() -> None:
    pages = [
        (SAILS, [row("D", "4", "$11"), Sum("Program Totals:", "9", "$27"), Heading(f"DoS {SWIMS}"),
                 row("E", "1", "$1"), Sum("Program Totals:", "1", "$1"), Sum("Country Totals:", "10", "$28")], "IV-2"),
    ]  # fmt: skip
    _, found = coded(pdf_2001(pages))
    assert [(total.scope, total.complete) for total in sums(found)] == [
        ("programme", False),
        ("programme", True),
        ("country", False),
    ]


def test_a_sum_of_what_is_neither_programme_nor_country_is_a_reject() -> None:
    page = [*COUNTRY_2009[0][:4], Sum("Lake Region FY 2009 Totals", "1", "$10,610")]
    _, found = coded(pdf_2009([page]))
    (reject,) = found.rejects
    assert (reject.kind, reject.field) == ("official_training_total", "scope")
    assert "Lake Region" in reject.message or "Lake Region" in (reject.payload or "")


@pytest.mark.parametrize(
    ("group", "country", "programme"),
    [
        (
            "Cape Verde, Republic Of, Non-Security Assistance, Unified Command (Note 4)",
            "Cape Verde, Republic Of",
            "Non-Security Assistance, Unified Command (Note 4)",
        ),
        ("Korea, Republic Of, PME Exchanges", "Korea, Republic Of", "PME Exchanges"),
        ("Gambia, The, PME Exchanges", "Gambia, The", "PME Exchanges"),
        ("Micronesia, Federated States Of, PME Exchanges", "Micronesia, Federated States Of", "PME Exchanges"),
        ("Latvia, State Partnership, Unified Command", "Latvia", "State Partnership, Unified Command"),
        ("Guyana, Miscellaneous, DOS/DOD, The Others", "Guyana", "Miscellaneous, DOS/DOD, The Others"),
    ],
)
def test_a_country_may_have_a_comma_and_so_may_a_programme(group: str, country: str, programme: str) -> None:
    heading = f"Lake Region, {group}, FY 01"
    _, found = coded(pdf_2001([(heading, [Heading(f"DoS {heading}"), row("A", "1", "$5")], "IV-1")]))
    (record,) = training(found)
    assert (record.country, record.programme) == (country, programme)
    assert record.country_iso3 is not None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Afghanistan", "AFG"),
        ("Antigua And Barbuda (UK)", "ATG"),
        ("Bosnia and Herzegovina", "BIH"),
        ("Congo, Democratic Republic of (Kinshasa)", "COD"),
        ("Congo, Republic of (Brazzaville)", "COG"),
        ("Côte d'Ivoire, Republic of", "CIV"),
        ("Gambia, The", "GMB"),
        ("Korea, Republic of", "KOR"),
        ("Kosovo", "XKX"),
        ("Saudi Arabia", "SAU"),
        ("Sudan, Government of Southern", "SSD"),
        ("Trinidad -Tobago", "TTO"),
        ("Arcadia", None),
    ],
)
def test_countries_have_the_codes_of_their_names(name: str, code: str | None) -> None:
    assert official_words().code_of(name) == code


def test_the_words_of_tables_are_not_read_as_sentences() -> None:
    sentence = "Denmark gave Kenya two patrol boats worth 1.5 million euros on 3 May 2021."
    page = [*COUNTRY_2009[0][:3], Row((sentence[:40], "1", "", "", "1", "1/2/2009", "1/3/2009"))]
    _, found = coded(pdf_2009([page]))
    assert {record.record_id[:3] for record in found.records} == {"otr"}
