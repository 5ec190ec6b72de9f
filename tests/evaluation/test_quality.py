"""The page of figures is generated, its check can fail, and the calibration counts what it says."""

from pathlib import Path
from typing import Any

import pytest

from evaluation import quality
from evaluation.calibration import calibration, ordering
from evaluation.measure import Score
from evaluation.run import Report
from flows.errors import ExtractError
from tests.evaluation.test_measure import RIGHT, document, goal

FALSE = goal("its border", 35, 44)


def scored(*records: tuple[dict[str, Any], float | None]) -> Score:
    return Score(
        tuple(
            document(record | {"confidence": confidence}, name=str(n)) for n, (record, confidence) in enumerate(records)
        )
    )


def test_bins_hold_the_shares_that_are_right() -> None:
    other = goal("build two posts", 6, 30, "UGA")
    low, high, none = calibration(scored((RIGHT, 0.95), (other, 1.0), (FALSE, 0.05), (RIGHT, 0.15), (FALSE, None)))
    assert (low.low, low.high, low.records, low.found, low.exact) == (0.0, 0.2, 2, 0.5, 0.5)
    assert low.mean == pytest.approx(0.1)
    assert (high.low, high.high, high.records, high.found, high.exact) == (0.9, 1.0, 2, 1.0, 0.5)
    assert (none.low, none.mean, none.records, none.found) == (None, None, 1, 0.0)


def test_order_is_perfect_when_each_right_record_is_surer() -> None:
    assert ordering(scored((RIGHT, 0.9), (FALSE, 0.2))) == 1.0
    assert ordering(scored((RIGHT, 0.2), (FALSE, 0.9))) == 0.0
    assert ordering(scored((RIGHT, 0.5), (FALSE, 0.5))) == 0.5
    assert ordering(scored((RIGHT, 0.5))) is None


def test_every_record_that_counts_is_in_a_bin(report: Report) -> None:
    assert sum(entry.records for entry in calibration(report.score)) == sum(
        t.records for t in report.score.kinds.values()
    )


def test_the_page_is_as_the_reading_is() -> None:
    assert quality.main(["--check"]) == 0


def test_an_old_page_is_told_and_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "quality.md"
    now = quality.PAGE.read_text("utf-8")
    page.write_text(now.replace("| all |", "| everything |", 1), "utf-8")
    monkeypatch.setattr(quality, "PAGE", page)
    assert quality.main(["--check"]) == 1
    assert "python -m evaluation.quality" in capsys.readouterr().err
    assert quality.main([]) == 0 and page.read_text("utf-8") == now


def test_what_a_person_wrote_and_the_other_block_stay() -> None:
    page = "a\n<!-- generated: x, by us -->\nold\n<!-- end: x -->\nb\n<!-- generated: y -->\nkept\n<!-- end: y -->\n"
    assert quality.with_block(page, "x", ["new"]) == page.replace("old", "new")
    with pytest.raises(ExtractError, match="no marks for z"):
        quality.with_block(page, "z", [])


def test_real_documents_are_measured_only_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    page = tmp_path / "quality.md"
    page.write_text(
        "<!-- generated: corpus -->\n<!-- end: corpus -->\n<!-- generated: real -->\nR\n<!-- end: real -->\n"
    )
    monkeypatch.setattr(quality, "PAGE", page)
    monkeypatch.setattr(quality, "evaluate", lambda folder: report)
    assert quality.main([]) == 0
    assert "\nR\n" in page.read_text() and "| Spanish |" in page.read_text()
    assert quality.main(["--real", str(tmp_path)]) == 0
    assert "\nR\n" not in page.read_text() and "| odd numbers |" in page.read_text()
