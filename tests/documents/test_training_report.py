"""The geometry of the Foreign Military Training Report's tables, on invented pages of both layouts."""

import pytest

from schemas.document import Document, Table
from tests.documents.pdf_writer import Placed, placed_pdf
from tests.documents.reading import read
from tests.documents.training_pages import RUNNING, Heading, Row, Sum, pdf_2001, pdf_2009

SAILS = "Lake Region, Arcadia, Section 9 (Note 1), FY 01"
SWIMS = "Lake Region, Arcadia, Exchange Training, FY 01"
OARS = "IMET-1 - FY 2009 DoS Training"


def cells(document: Document, table: Table) -> list[list[str]]:
    return [[document.text[start:end] for start, end in row] for row in table.rows]


def rows(document: Document) -> list[list[str]]:
    return [row for table in document.tables for row in cells(document, table)]


GUARD = "Lake Guard,\nFirst Squadron"
TWO_PAGES_2001 = [
    (
        SAILS,
        [
            Heading(f"DoS {SAILS}"),
            Row(("SAILS 2", "1", "PORT, NC 10000-\n2000", GUARD, "", "$1,200", "10/2/00", "12/15/00")),
            Row(("ROPES", "12", "", "", "Team 4", "$0", "1/8/01", "1/9/01")),
            Row(("KNOTS", "2", "Arcadia", "Guard, Navy,\nCoast", "Team 4", "", "2/8/01", "2/9/01")),
        ],
        "IV-7",
    ),
    (
        SAILS,
        [
            Row(("", "", "", "Watch, and\nHarbour Police", "", "", "", "")),
            Row(("LIGHTS", "1", "Arcadia", "Guard", "", "$1,000,264", "3/8/01", "4/9/01")),
            Sum("FY 01 Totals:", "16", "$1,001,464"),
            Sum("Program Totals:", "16", "$1,001,464"),
            Heading(f"DoS {SWIMS}"),
            Row(("SWIMMING", "1", "", "Guard", "", "$7", "5/8/01", "5/9/01")),
        ],
        "IV-8",
    ),
]  # fmt: skip


@pytest.mark.parametrize("turned", [True, False])
def test_rows_of_2001_keep_their_cells_over_lines_and_pages(turned: bool) -> None:
    document = read(pdf_2001(TWO_PAGES_2001, turned=turned), "a.pdf")
    assert rows(document) == [
        ["SAILS 2", "1", "PORT, NC 10000-2000", "Lake Guard, First Squadron", "", "$1,200", "10/2/00", "12/15/00"],
        ["ROPES", "12", "", "", "Team 4", "$0", "1/8/01", "1/9/01"],
        ["KNOTS", "2", "Arcadia", "Guard, Navy, Coast Watch, and Harbour Police", "Team 4", "", "2/8/01", "2/9/01"],
        ["LIGHTS", "1", "Arcadia", "Guard", "", "$1,000,264", "3/8/01", "4/9/01"],
        ["FY 01 Totals:", "16", "", "", "", "$1,001,464", "", ""],
        ["Program Totals:", "16", "", "", "", "$1,001,464", "", ""],
        ["SWIMMING", "1", "", "Guard", "", "$7", "5/8/01", "5/9/01"],
    ]  # fmt: skip
    assert [section.title for section in document.sections] == [f"DoS {SAILS}", f"DoS {SWIMS}"]
    assert document.tables[0].columns == ("Title of", "#", "Location", "Students'", "US Units", "Cost", "Start", "End")
    assert document.language == "en"


def test_pages_have_their_place_and_printed_number_and_what_they_repeat_is_dropped() -> None:
    document = read(pdf_2001(TWO_PAGES_2001), "a.pdf")
    assert [(page.number, page.label) for page in document.pages] == [(1, "IV-7"), (2, "IV-8")]
    first, second = (document.text[page.start : page.end] for page in document.pages)
    assert first.startswith(f"DoS {SAILS}") and "KNOTS" in first and second.startswith("LIGHTS")
    assert document.text.count(SAILS) == 1
    assert "IV-7" not in document.text
    # a row stands on one line, so that its words can be quoted
    assert "LIGHTS\t1\tArcadia\tGuard\t\t$1,000,264\t3/8/01\t4/9/01\n" in document.text


def test_cells_whose_row_stands_on_no_page_are_kept_as_text_and_told() -> None:
    pages = [(SAILS, [Row(("", "", "", "Harbour Police", "", "", "", "")), *TWO_PAGES_2001[1][1][1:4]], "IV-8")]
    document = read(pdf_2001(pages), "a.pdf")
    assert [row[0] for row in rows(document)] == ["LIGHTS", "FY 01 Totals:", "Program Totals:"]
    assert "Harbour Police" in document.text
    assert any("1 lines of table cells on page 1" in warning for warning in document.warnings)
    assert [section.title for section in document.sections] == [SAILS]


def test_a_heading_of_two_lines_is_one() -> None:
    first, second = "DoS Lake Region, Arcadia, Islands of the Very Long", "Name, Exchange Training, FY 01"
    page = [Heading(first), Heading(second), Row(("SWIMMING", "1", "", "Guard", "", "$7", "5/8/01", "5/9/01"))]
    document = read(pdf_2001([(f"{first} {second}".removeprefix("DoS "), page, "IV-1")]), "a.pdf")
    assert [section.title for section in document.sections] == [f"{first} {second}"]
    assert [row[0] for row in rows(document)] == ["SWIMMING"]


LONG_NAME = "SCHOOL OF A LONG NAME IN\nA TOWN OF A LONG NAME IN\nTHE MOUNTAINS OF THE\nNORTH"
COUNTRY_2009 = [
    [
        Heading("Arcadia", large=True),
        Heading(OARS),
        "=",
        Row(("OARS", "1", "PORT ONE", "Guard", "10610", "10/27/2008", "3/13/2009")),
        Row(("A COURSE WITH A LONG\nTITLE", "2", LONG_NAME, "", "0", "1/2/2009", "1/3/2009")),
        Row(("OARS", "1", "", "One\nTwo\nThree", "5", "10/27/2008", "3/13/2009")),
        Row(("OARS", "1", "PORT\nTWO", "Guard", "5", "10/27/2008", "3/13/2009")),
    ],
    [
        "=",
        Row(("OARS", "1", "PORT TWO", "Guard", "5", "10/27/2008", "3/13/2009")),
        Sum("FY 2009 Program Totals", "6", "$10,625"),
        Sum("Arcadia FY 2009 Totals", "6", "$10,625"),
        Heading("Utopia, Republic of", large=True),
        Heading(OARS),
    ],
    [
        "=",
        Row(("SAILS", "1", "PORT TWO", "Guard", "5", "10/27/2008", "3/13/2009")),
        Sum("FY 2009 Program Totals", "1", "$5"),
    ],
]  # fmt: skip


@pytest.mark.parametrize("turned", [True, False])
def test_cells_of_2009_are_centred_on_their_row(turned: bool) -> None:
    document = read(pdf_2009(COUNTRY_2009, turned=turned), "a.pdf")
    first, second = document.tables
    assert cells(document, first) == [
        ["OARS", "1", "PORT ONE", "Guard", "10610", "10/27/2008", "3/13/2009"],
        ["A COURSE WITH A LONG TITLE", "2", LONG_NAME.replace("\n", " "), "", "0", "1/2/2009", "1/3/2009"],
        ["OARS", "1", "", "One Two Three", "5", "10/27/2008", "3/13/2009"],
        ["OARS", "1", "PORT TWO", "Guard", "5", "10/27/2008", "3/13/2009"],
        ["OARS", "1", "PORT TWO", "Guard", "5", "10/27/2008", "3/13/2009"],
        ["FY 2009 Program Totals", "6", "", "", "$10,625", "", ""],
        ["Arcadia FY 2009 Totals", "6", "", "", "$10,625", "", ""],
    ]  # fmt: skip
    assert [row[0] for row in cells(document, second)] == ["SAILS", "FY 2009 Program Totals"]


def test_countries_and_programmes_of_2009_are_sections_within_sections() -> None:
    document = read(pdf_2009(COUNTRY_2009), "a.pdf")
    assert [(section.title, section.level) for section in document.sections] == [
        ("Arcadia", 1),
        (OARS, 2),
        ("Utopia, Republic of", 1),
        (OARS, 2),
    ]
    assert RUNNING not in document.text
    assert document.title == RUNNING
    assert [page.label for page in document.pages] == ["1", "2", "3"]


def test_a_table_of_other_columns_is_not_taken_for_the_report() -> None:
    words = [Placed(36.0, 50.0, "Course Title"), Placed(234.0, 50.0, "Qty"), Placed(36.0, 60.0, "OARS 1 at the lake")]
    document = read(placed_pdf([words]), "a.pdf")
    assert document.tables == () or document.tables[0].columns != ("Course Title", "Qty")
    assert "OARS" in document.text
