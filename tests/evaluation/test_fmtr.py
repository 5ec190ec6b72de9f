"""The comparison of the Foreign Military Training Report with XML, on invented pages and on the real ones."""

from pathlib import Path

import pytest

from evaluation.fmtr import evaluate, main
from tests.documents.test_training_report import COUNTRY_2009
from tests.documents.training_pages import Sum, pdf_2009

REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "fmtr"
ROW = (
    "<training><course_title>{}</course_title><end_date>{}</end_date><location>{}</location>"
    "<page_number>1</page_number><quantity>{}</quantity><start_date>{}</start_date>"
    "<student_unit>{}</student_unit><total_cost>{}</total_cost></training>"
)


def _folder(tmp_path: Path, rows: list[str], pages: list[list[object]] | None = None) -> Path:
    (tmp_path / "a.pdf").write_bytes(pdf_2009(pages or COUNTRY_2009))  # type: ignore[arg-type]
    programme = f'<program name="IMET-1 - FY 2009 DoS Training">{"".join(rows)}</program>'
    (tmp_path / "a.xml").write_text(f'<countries><country name="Arcadia">{programme}</country></countries>')
    return tmp_path


OARS = ROW.format("OARS", "3/13/2009 ", "PORT  ONE ", "1", "10/27/2008", "Guard", "10610")


def test_rows_of_the_xml_are_found_and_what_differs_is_told(tmp_path: Path) -> None:
    cut = ROW.format("OARS", "3/13/2009", "PORT", "1", "10/27/2008", "", "5")
    other = ROW.format("OARS", "3/13/2009", "PORT TWO", "7", "10/27/2008", "Guard", "5")
    gone = ROW.format("HARPS", "1/2/2009", "PORT", "1", "1/2/2009", "Guard", "5")
    not_whole = ROW.format("OARS", "", "PORT", "1", "10/27/2008 3/13/2009", "", "5")
    total = ROW.format("FY 2009 Program Totals", "1/2/2009", "", "1", "1/2/2009", "", "5")
    findings = evaluate(_folder(tmp_path, [OARS, cut, other, gone, not_whole, total]) / "a.pdf")
    assert (findings.whole, findings.found, findings.exact, findings.less) == (4, 3, 1, 1)
    assert len(findings.differ) == 3
    assert "XML page 1: Arcadia | IMET-1 | HARPS" in next(line for line in findings.differ if "HARPS" in line)
    assert (findings.sums, findings.sums_equal, findings.words_not_there, findings.lines_not_read) == (3, 3, 0, 0)


def test_a_sum_that_does_not_hold_is_told_with_its_page(tmp_path: Path) -> None:
    wrong = Sum("FY 2009 Program Totals", "9", "$1")
    folder = _folder(tmp_path, [OARS], [[*COUNTRY_2009[0], wrong]])
    findings = evaluate(folder / "a.pdf")
    (told,) = findings.wrong_sums
    assert "page 1, FY 2009 Program Totals Arcadia, IMET-1: printed 9 and $1, 4 rows add up to 5 and $10,620" in told
    assert not findings.holds


def test_the_command_ends_with_0_1_or_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(_folder(tmp_path, [OARS]))]) == 0
    assert "whole rows of the XML found     1 of 1 (100.00%)" in capsys.readouterr().out
    gone = ROW.format("HARPS", "1/2/2009", "PORT", "1", "1/2/2009", "Guard", "5")
    assert main([str(_folder(tmp_path, [gone]))]) == 1
    (tmp_path / "a.xml").write_text("<countries>")
    assert main([str(tmp_path)]) == 2
    assert main([str(tmp_path / "none")]) == 2
    assert "no folder with PDF files" in capsys.readouterr().err


@pytest.mark.skipif(not REAL.is_dir(), reason="the report is not here")
@pytest.mark.parametrize("name", ["2001_2002_South_Asia", "2009_2010_South_Central_Asia"])
def test_the_report_is_read_whole(name: str) -> None:
    findings = evaluate(REAL / f"{name}.pdf")
    assert findings.found >= 0.98 * findings.whole > 100
    # where the XML says less than the page it is the XML that is wrong
    assert findings.exact + findings.less >= 0.99 * findings.whole
    assert findings.sums_equal == findings.sums > 50
    assert findings.words_not_there == findings.lines_not_read == 0
