"""The measure is that of the project's scorer, and the corpus holds its floors."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evaluation.floors import below, figures, floors
from evaluation.measure import Score, add_document
from evaluation.run import CORPUS, Report, evaluate
from flows.errors import ExtractError
from flows.extract import extract_paths
from schemas.export import exported

SCORER = Path(__file__).resolve().parents[3] / "shared" / "score.py"
GOLD = {
    "doc_id": "a",
    "agreements": [],
    "aid": [],
    "goals": [
        {
            "anchor": "plans to build two posts",
            "holder_countries": ["KEN"],
            "holder_names": ["Kenya"],
            "statement": "build two posts",
            "horizon": None,
            "topics": ["border_security"],
        }
    ],
}
TEXT = "Kenya plans to build two posts on its border."


def goal(statement: str, start: int, end: int, country: str = "KEN") -> dict[str, object]:
    span = {"start": start, "end": end, "quote": TEXT[start:end]}
    holders = [{"name": "Kenya", "country": country}]
    return {
        "holders": holders,
        "statement": statement,
        "horizon": None,
        "topics": ["border_security"],
        "evidence": [span],
    }


def measured(*goals: dict[str, object]) -> Score:
    score = Score()
    add_document(score, "a", TEXT, GOLD, {"goals": list(goals)})
    return score


def test_a_right_goal_counts_at_every_level() -> None:
    tally = measured(goal("build two posts", 6, 30)).kinds["goals"]
    assert (tally.found, tally.exact, tally.full) == (1, 1, 1)


def test_a_goal_of_another_holder_is_found_and_not_exact() -> None:
    tally = measured(goal("build two posts", 6, 30, "UGA")).kinds["goals"]
    assert (tally.found, tally.exact) == (1, 0)


def test_a_label_is_paired_once() -> None:
    tally = measured(goal("build two posts", 6, 30), goal("build two posts", 6, 30)).kinds["goals"]
    assert (tally.records, tally.found) == (2, 1)


def test_a_quote_that_the_text_does_not_have_is_a_fault() -> None:
    wrong = goal("build two posts", 6, 30)
    wrong["evidence"] = [{"start": 0, "end": 5, "quote": "Gabon"}]
    assert measured(wrong).faults == ["a goals: evidence at 0-5 does not quote the text"]


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(CORPUS)


def test_the_corpus_holds_its_floors(report: Report) -> None:
    assert floors() and below(figures(report)) == []


def test_no_record_has_faulty_evidence(report: Report) -> None:
    assert report.faults == []


def test_three_of_four_documents_with_nothing_to_code_stay_empty(report: Report) -> None:
    assert report.score.quiet >= 20 and report.score.clean >= 0.75 * report.score.quiet


def test_the_measure_equals_the_scorer(report: Report, tmp_path: Path) -> None:
    if not SCORER.exists():
        pytest.skip("needs the project's scorer")
    for one in extract_paths([CORPUS / "texts"]):
        assert one.outcome is not None and one.outcome.document is not None
        data = exported(one.outcome.document, one.outcome.records)
        (tmp_path / one.relative.with_suffix(".json")).write_text(json.dumps(data))
    command = [sys.executable, str(SCORER), str(CORPUS), str(tmp_path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout) == json.loads(report.to_json())


def test_a_folder_without_labels_says_what_one_needs(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="labels"):
        evaluate(tmp_path)
