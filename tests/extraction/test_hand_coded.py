"""Hand-coded tables: right rows become records with their words, wrong ones rejects with row and column."""

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.extractor import CannotCodeError, ExtractorError
from extraction.hand.cells import CellError, date, items, number, parties
from extraction.hand.columns import COLUMNS, OF_KIND
from extraction.hand.extractor import HandCoded
from extraction.hand.quotes import Finder
from extraction.hand.table import read_table
from extraction.validate import Extraction, extract
from schemas.enums import DatePrecision
from schemas.records import Agreement, Aid, Goal
from tests.extraction.reading_of import document
from tests.extraction.xlsx_writer import sheet_xml, workbook

TEXT = (
    "NORWAY GIVES BOATS\n\nOslo — Norway on 3 May 2021 handed over two patrol\nboats worth “1.5 million” euros "
    "to the Ghana Navy. Norway and Ghana signed a trea\u00adty on sea rescue. Ghana plans to train 40 divers by 2023."
)
SIGNED = {
    "document": "a.txt",
    "kind": "agreement",
    "quote": "Norway and Ghana signed a treaty on sea rescue.",
    "parties": "Norway (NOR); Ghana (GHA)",
    "instrument": "treaty",
    "stage": "signed",
    "purpose": "sea rescue",
    "topics": "maritime security",
}
GIVEN = {
    "document": "a.txt",
    "kind": "aid",
    "quote": 'Norway on 3 May 2021 handed over two patrol boats worth "1.5 million" euros',
    "donors": "Norway (NOR)",
    "recipients": "Ghana Navy (GHA)",
    "items": "2 × patrol boats (vessels)",
    "terms": "grant",
    "stage": "delivered",
    "amount": "1500000",
    "amount_quote": '"1.5 million" euros',
    "currency": "eur",
    "date": "2021-05-03",
    "date_quote": "3 May 2021",
}
PLANNED = {
    "document": "a.txt",
    "kind": "goal",
    "quote": "Ghana plans to train 40 divers by 2023.",
    "holders": "Ghana (GHA)",
    "statement": "train 40 divers by 2023",
    "horizon": "2023",
    "target_metric": "divers",
    "target_value": "40",
    "coder": "AB",
    "confidence": "0.6",
}


def as_csv(*rows: dict[str, str], delimiter: str = ",", columns: tuple[str, ...] = COLUMNS) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def coded(tmp_path: Path, *rows: dict[str, str], text: str = TEXT) -> Extraction:
    table = tmp_path / "codes.csv"
    table.write_text(as_csv(*rows), encoding="utf-8", newline="")
    return extract(document(text), HandCoded(table))


def message(tmp_path: Path, row: dict[str, str], **change: str) -> str:
    found = coded(tmp_path, row | change)
    assert not found.records and len(found.rejects) == 1
    return found.rejects[0].message


def test_rows_become_records_with_the_texts_own_words(tmp_path: Path) -> None:
    found = coded(tmp_path, SIGNED, GIVEN, PLANNED)
    assert found.rejects == ()
    signed, given_, planned = found.records
    assert isinstance(signed, Agreement) and isinstance(given_, Aid) and isinstance(planned, Goal)
    assert {r.extractor for r in found.records} == {"hand"}
    assert (signed.purpose, signed.confidence, signed.rules) == ("sea rescue", 1.0, ("coded by hand",))
    assert (given_.amount, given_.currency, given_.basis, given_.qualifier) == (1_500_000, "EUR", "event", "exact")
    assert given_.items[0].description == "patrol boats" and given_.items[0].quantity == 2
    assert (planned.confidence, planned.rules) == (0.6, ("coded by hand", "coder AB"))
    assert planned.target is not None and planned.target.value == 40
    for record in found.records:
        assert all(TEXT[e.start : e.end] == e.quote for e in record.evidence)


def test_a_fields_own_words_prove_it_and_else_the_records_do_so_as_derived(tmp_path: Path) -> None:
    (record,) = coded(tmp_path, GIVEN).records
    proofs = {e.field: e for e in record.evidence}
    assert proofs["amount"].quote == "“1.5 million” euros" and not proofs["amount"].derived
    assert proofs["date"].quote == "3 May 2021" and not proofs["date"].derived
    assert proofs["currency"].derived and proofs["currency"].rule == "coded by hand"
    assert proofs["donors"].start >= proofs["record"].start, "the name inside the quote, not the headline's"
    (relative,) = coded(tmp_path, GIVEN | {"date_quote": "patrol boats"}).records
    assert next(e for e in relative.evidence if e.field == "date").derived


def test_one_row_may_quote_several_passages(tmp_path: Path) -> None:
    (record,) = coded(tmp_path, SIGNED | {"quote": "Norway and Ghana || on sea rescue"}).records
    assert [e.quote for e in record.evidence if e.field == "record"] == ["Norway and Ghana", "on sea rescue"]


@pytest.mark.parametrize("name", ["a.txt", "a", "doc_test"])
def test_a_document_may_be_called_by_file_stem_or_id(tmp_path: Path, name: str) -> None:
    assert len(coded(tmp_path, SIGNED | {"document": name}).records) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"quote": "Norway and Ghana buried a treaty"},
            "row 2 of codes.csv, column quote: the text does not have 'Norway",
        ),
        ({"quote": ""}, "row 2 of codes.csv, column quote: is empty"),
        ({"parties": "Norway; Ghana"}, "column parties: 'Norway' is no party; write name and code"),
        ({"parties": "Norway (NOR); Togo (TGO)"}, "column parties: the text does not have 'Togo'"),
        ({"parties": "Norway (NRW); Ghana (GHA)"}, "column parties: 'NRW' in 'Norway (NRW)' is neither an ISO"),
        ({"parties": "Norway (NOR)"}, "row 2 of codes.csv, parties: "),
        ({"instrument": "pact"}, "row 2 of codes.csv, instrument: "),
        ({"stage": ""}, "row 2 of codes.csv, stage: "),
        ({"date": "May-21"}, "column date: 'May-21' is no date; write 2021-02-03"),
        ({"date": "2021-02-30"}, "row 2 of codes.csv, record: date: '2021-02-30' is no day of the calendar"),
        ({"purpose": "peace"}, "column purpose: the text does not have 'peace'"),
        ({"stage_quote": "sealed"}, "column stage_quote: the text does not have 'sealed'"),
        ({"holders": "Ghana (GHA)"}, "column holders: a row of kind agreement has no such field"),
        ({"topics": "gardening"}, "row 2 of codes.csv, topics.0: "),
        ({"confidence": "1.2"}, "column confidence: '1.2' is not from 0 to 1"),
        ({"confidence": "sure"}, "column confidence: 'sure' is no number"),
        ({"kind": "pact"}, "column kind: 'pact' is no kind; write agreement, aid, goal or none"),
        ({"kind": ""}, "column kind: '' is no kind"),
    ],
)
def test_a_wrong_cell_is_a_reject_with_row_and_column(tmp_path: Path, change: dict[str, str], said: str) -> None:
    told = message(tmp_path, SIGNED, **change)
    assert said in told and "\n" not in told


def test_a_reject_holds_what_was_in_the_row(tmp_path: Path) -> None:
    (reject,) = coded(tmp_path, SIGNED | {"date": "soon"}).rejects
    assert reject.kind == "agreement" and reject.field == "date" and reject.extractor == "hand"
    assert '"date": "soon"' in (reject.payload or "")


def test_a_wrong_row_does_not_cost_the_others(tmp_path: Path) -> None:
    found = coded(tmp_path, SIGNED | {"date": "soon"}, GIVEN, PLANNED | {"target_metric": ""})
    assert len(found.records) == 1 and [r.message.split(":")[0] for r in found.rejects] == [
        "row 2 of codes.csv, column date",
        "row 4 of codes.csv, column target_metric",
    ]
    assert found.candidates_in == 3


def test_a_document_without_a_row_cannot_be_coded_and_one_of_kind_none_is_empty(tmp_path: Path) -> None:
    with pytest.raises(CannotCodeError, match=r"codes\.csv has no row for it"):
        coded(tmp_path, SIGNED | {"document": "b.txt"})
    assert coded(tmp_path, {"document": "a.txt", "kind": "none"}) == Extraction((), (), 0, 0)
    both = coded(tmp_path, {"document": "a.txt", "kind": "none"}, SIGNED)
    assert len(both.records) == 1 and "nothing to code, but" in both.rejects[0].message


def test_documents_that_were_not_met_are_told(tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    table.write_text(as_csv(SIGNED, GIVEN | {"document": "b.txt"}, {"kind": "aid", "quote": "x"}))
    by = HandCoded(table)
    by.propose(document(TEXT))
    assert by.unmet() == [
        "row 3 of codes.csv, column document: 'b.txt' is none of the documents read",
        "row 4 of codes.csv, column document: is empty; name the document's path, file or address",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n,,\n", "is empty"),
        (b"document,quote\na,b\n", "has no column 'kind'"),
        (b"document,kind,quote,colour\n", "there is no column 'colour'; columns are document, kind"),
        (b"document,kind,quote,kind\n", "two columns are called 'kind'"),
        (b"document,kind,quote\na,aid,b,c\n", "row 2 has 'c' under no column"),
        (b'document,kind,quote\na,aid,"never closed\n', "row 2 is no CSV"),
        (b"document,kind,quote\na,aid," + b"x" * 200_000 + b"\n", "row 2 is no CSV (field larger"),
        (b"document,kind,quote\na,aid,\x81\n", "is no text in UTF-8"),
        (b"\xff\xfed", "is no text in UTF-8"),
        (b"PK\x03\x04 nothing", "cannot be read as XLSX"),
        (b"%PDF-1.7", "has no column 'document'"),
    ],
)
def test_a_file_that_is_no_table_is_told_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes(content)
    with pytest.raises(ExtractorError) as error:
        HandCoded(path)
    assert said in str(error.value) and "codes.csv" in str(error.value) and "\n" not in str(error.value)


def test_a_missing_file_or_a_folder_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(ExtractorError, match="cannot be read"):
            HandCoded(path)


def test_a_file_over_the_bound_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    with path.open("wb") as handle:
        handle.truncate(50_000_001)
    with pytest.raises(ExtractorError, match="split it"):
        HandCoded(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_of_all_offices_are_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "codes.csv"
    row = {"document": "señal.txt", "kind": "aid", "quote": 'dijo; "sí", y\nfirmó'}
    path.write_bytes(as_csv(row, delimiter=delimiter).encode(encoding))
    (read,) = read_table(path)
    assert read.cells == row and read.place == "row 2 of codes.csv"


def test_column_names_are_taken_in_any_case_and_order(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("Quote,KIND,Period start,Document\nq,aid,2021,a\n")
    assert read_table(path)[0].cells == {"quote": "q", "kind": "aid", "period_start": "2021", "document": "a"}


def as_rows(*rows: dict[str, Any]) -> list[list[object]]:
    return [list(COLUMNS), *([row.get(column) for column in COLUMNS] for row in rows)]


def test_a_workbook_gives_the_same_as_a_csv(tmp_path: Path) -> None:
    typed: dict[str, Any] = GIVEN | {"amount": 1500000, "date": dt.date(2021, 5, 3)}
    sheets = {"readme": sheet_xml([["How we code"]]), "codes": sheet_xml(as_rows(SIGNED, typed, PLANNED))}
    path = tmp_path / "codes.xlsx"
    path.write_bytes(workbook(sheets))
    found = extract(document(TEXT), HandCoded(path))
    assert found.rejects == () and found.records == coded(tmp_path, SIGNED, GIVEN, PLANNED).records


def test_a_fault_in_a_workbook_names_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "codes.xlsx"
    first, second = sheet_xml(as_rows(SIGNED)), sheet_xml(as_rows({}, SIGNED | {"date": "x"}))
    path.write_bytes(workbook({"May": first, "June": second}))
    found = extract(document(TEXT), HandCoded(path))
    assert len(found.records) == 1 and "row 3 of codes.xlsx sheet June, column date" in found.rejects[0].message


def test_a_workbook_without_codings_is_told(tmp_path: Path) -> None:
    path = tmp_path / "codes.xlsx"
    path.write_bytes(workbook({"May": sheet_xml([["a", "b"]])}))
    with pytest.raises(ExtractorError, match="no sheet has the columns"):
        HandCoded(path)


def test_a_cell_far_out_does_not_fill_the_memory(tmp_path: Path) -> None:
    xml = sheet_xml(as_rows(SIGNED)).replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"/></row></sheetData>')
    path = tmp_path / "codes.xlsx"
    path.write_bytes(workbook({"May": xml}))
    with pytest.raises(ExtractorError, match=r"reaches to row 1,048,576 and column 16,384"):
        HandCoded(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "codes.xlsx"
    path.write_bytes(workbook({"May": sheet_xml([["a"]]) + " " * 201_000_000}))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(ExtractorError, match="too large unpacked"):
        HandCoded(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "codes.csv"
    for head in (b"document,kind,quote,parties\n", b""):
        path.write_bytes(head + content)
        try:
            rows = read_table(path)
        except ExtractorError as error:
            assert len(str(error).splitlines()) == 1
        else:
            assert all(row.cells for row in rows)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(COLUMNS[3:]), st.text(max_size=20)), st.sampled_from([*OF_KIND, "none"]))
def test_any_cells_are_records_or_rejects(tmp_path: Path, cells: dict[str, str], kind: str) -> None:
    whole = {"document": "a.txt", "kind": kind, "quote": "Norway and Ghana"}
    safe = {name: cell.encode("utf-8", "replace").decode() for name, cell in cells.items()}
    found = coded(tmp_path, whole | safe)
    assert len(found.records) + len(found.rejects) == (kind != "none")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1500000", 1500000), ("1,500,000", 1500000), ("1 500 000.5", 1500000.5), ("0.25", 0.25), ("12.50", 12.5)],
)
def test_numbers_are_read_where_they_can_be_read_in_one_way(cell: str, value: float) -> None:
    assert number("amount", cell) == value


@pytest.mark.parametrize(
    "cell", ["1.500", "1.500.000", "1,5", "1.5 million", "-5", "1e9", "12,34,567", "٣", "", "9" * 30]
)
def test_numbers_that_are_none_or_two_are_refused(cell: str) -> None:
    with pytest.raises(CellError, match="write"):
        number("amount", cell)


def test_dates_parties_and_items() -> None:
    assert date("date", "FY2022") == ("2022", DatePrecision.FISCAL_YEAR)
    assert date("date", "2022-03") == ("2022-03", DatePrecision.MONTH)
    assert parties("parties", "Force (G5) [XXX];") == [{"name": "Force (G5)", "country": "XXX"}]
    assert items("items", "radios (equipment); 1,200 x vests (Supplies)")[1] == {
        "modality": "supplies",
        "description": "vests",
        "quantity": 1200,
    }
    with pytest.raises(CellError, match="write '2 × patrol boats"):
        items("items", "radios")


def test_words_are_found_whatever_a_spreadsheet_did_to_them() -> None:
    finder = Finder("The  “Navy”\r\nof Gha\u00adna said: the navy’s boats. NAVY of Togo")
    start, end = finder.find('"Navy" of Ghana') or (0, 0)
    assert finder.words((start, end)) == '"Navy" of Ghana'
    assert finder.find("navy's boats") is not None and finder.find("navy of TOGO") is not None
    assert finder.find("of Chad") is None and finder.find(" \n ") is None
    at = finder.find("avy")
    assert at is not None, "part of a word, where it stands nowhere as one"
    whole = Finder("Omani ships. Oman sails.")
    assert whole.find("Oman") == (13, 17), "a word of its own before a part of another"
