"""The measure is that of the project's scorer, pair by pair and in its sums."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evaluation.corpus import Part, half_of, numbers_of
from evaluation.intervals import intervals
from evaluation.measure import LEVELS, MEASURES, DocumentScore, Score, measure_document
from evaluation.run import CORPUS, Report, evaluate
from flows.errors import ExtractError
from flows.extract import extract_paths
from schemas.export import exported

SCORER = Path(__file__).resolve().parents[3] / "shared" / "score.py"
REAL = SCORER.parent / "realset"
GOLD = {
    "doc_id": "a",
    "language": "en",
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


def goal(statement: str, start: int, end: int, country: str = "KEN") -> dict[str, Any]:
    span = {"start": start, "end": end, "quote": TEXT[start:end]}
    holders = [{"name": "Kenya", "country": country}]
    return {
        "holders": holders,
        "statement": statement,
        "horizon": None,
        "topics": ["border_security"],
        "evidence": [span],
    }


def document(*goals: dict[str, Any], gold: dict[str, Any] | None = None, name: str = "a") -> DocumentScore:
    return measure_document(name, TEXT, gold or GOLD, {"goals": list(goals)})


def measured(*goals: dict[str, Any]) -> Score:
    return Score((document(*goals),))


RIGHT = goal("build two posts", 6, 30)


def test_a_right_goal_counts_at_every_level() -> None:
    tally = measured(RIGHT).kinds["goals"]
    assert (tally.found, tally.exact, tally.full) == (1, 1, 1)


def test_a_goal_of_another_holder_is_found_and_not_exact() -> None:
    tally = measured(goal("build two posts", 6, 30, "UGA")).kinds["goals"]
    assert (tally.found, tally.exact) == (1, 0)


def test_a_label_is_paired_once() -> None:
    tally = measured(RIGHT, goal("build two posts", 6, 30)).kinds["goals"]
    assert (tally.records, tally.found) == (2, 1)


def test_a_label_marked_optional_earns_and_costs_nothing() -> None:
    optional = GOLD | {"goals": [GOLD["goals"][0] | {"optional": True}]}  # type: ignore[operator]
    for goals in ((), (RIGHT,)):
        one = document(*goals, gold=optional)
        tally = one.tallies["goals"]
        assert (tally.labels, tally.records, tally.found, one.missed, one.false) == (0, 0, 0, (), ())


def test_a_quote_that_the_text_does_not_have_is_a_fault() -> None:
    wrong = RIGHT | {"evidence": [{"start": 0, "end": 5, "quote": "Gabon"}]}
    assert measured(wrong).faults == ["a goals: evidence at 0-5 does not quote the text"]


def test_the_corpus_has_no_record_with_faulty_evidence(report: Report) -> None:
    assert report.faults == []


def test_three_of_four_documents_with_nothing_to_code_stay_empty(report: Report) -> None:
    assert report.score.quiet >= 20 and report.score.clean >= 0.75 * report.score.quiet


@pytest.mark.parametrize("corpus", [CORPUS, REAL], ids=["own", "real"])
def test_the_measure_equals_the_scorer(corpus: Path, report: Report, tmp_path: Path) -> None:
    if not SCORER.exists() or not (corpus / "labels").exists():
        pytest.skip("needs the project's scorer and its documents")
    ours = (report if corpus == CORPUS else evaluate(corpus)).as_dict()
    for one in extract_paths([corpus / "texts"]):
        assert one.outcome is not None and one.outcome.document is not None
        data = exported(one.outcome.document, one.outcome.records)
        (tmp_path / one.relative.with_suffix(".json")).write_text(json.dumps(data))
    command = [sys.executable, str(SCORER), str(corpus), str(tmp_path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    theirs = json.loads(done.stdout)
    assert len(theirs["rows"]) > 90
    assert {name: ours[name] for name in theirs} == theirs


def test_the_parts_add_up_to_the_whole(report: Report) -> None:
    told = report.as_dict()
    for split in (told["languages"], told["halves"]):
        assert sum(part["documents"] for part in split.values()) == told["documents"] >= 98
        for kind, whole in told["kinds"].items():
            for level in LEVELS:
                assert sum(part["kinds"][kind][level]["n"] for part in split.values()) == whole[level]["n"]
    assert set(told["languages"]) == {"en", "es", "pt"}


def test_the_halves_are_a_hash_and_neither_is_small() -> None:
    names = [path.stem for path in (CORPUS / "texts").glob("*.txt")]
    halves = [half_of(name) for name in names]
    assert min(halves.count("a"), halves.count("b")) >= 40
    assert (half_of("dev-en-001"), half_of("dev-en-003")) == (half_of("dev-en-001"), half_of("dev-en-003"))
    assert {half_of(f"x-{n}") for n in range(20)} == {"a", "b"}


def test_numbers_are_the_last_in_the_id() -> None:
    assert [numbers_of(n) for n in ("real-en-001", "2024-es-012", "letter")] == ["odd", "even", None]


def test_a_part_of_the_documents_is_measured() -> None:
    odd, even = (evaluate(CORPUS, Part(numbers=numbers, half="a")) for numbers in ("odd", "even"))
    names = [{d.name for d in part.score.documents} for part in (odd, even)]
    assert names[0] and names[1] and not names[0] & names[1]
    assert all(half_of(name) == "a" for name in names[0] | names[1])
    assert all(int(name[-3:]) % 2 == 1 for name in names[0])


def test_a_part_without_documents_says_so() -> None:
    with pytest.raises(ExtractError, match="none of its"):
        evaluate(CORPUS, Part(numbers="odd", half="c"))


def test_a_folder_without_labels_says_what_one_needs(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="labels"):
        evaluate(tmp_path)


@pytest.mark.parametrize(
    ("label", "message"),
    [("[]", "has no doc_id"), ("{", "cannot be read as labels"), ('{"doc_id": "a"}', "has no agreements")],
)
def test_a_file_that_is_no_labels_is_named(tmp_path: Path, label: str, message: str) -> None:
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.json").write_text(label)
    with pytest.raises(ExtractError, match=message):
        evaluate(tmp_path)


def test_a_label_without_its_text_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.json").write_text(json.dumps(GOLD))
    with pytest.raises(ExtractError, match=r"a\.txt: is missing"):
        evaluate(tmp_path)


def test_an_interval_is_the_same_each_time_and_holds_the_figure(report: Report) -> None:
    found = intervals(report.score)
    assert found == intervals(Score(report.score.documents))
    for level in LEVELS:
        for measure in MEASURES:
            low, high = found["mean"][level][measure]
            assert low < report.score.mean(level, measure) < high


def test_an_interval_is_wider_over_fewer_documents(report: Report) -> None:
    def width(score: Score) -> float:
        low, high = intervals(score)["mean"]["found"]["f1"]
        return high - low

    assert width(Score(report.score.documents[::6])) > width(report.score)


def test_documents_that_are_alike_leave_no_room() -> None:
    alike = Score(tuple(document(RIGHT, name=str(n)) for n in range(5)))
    assert intervals(alike)["goals"]["found"]["f1"] == (1.0, 1.0)
    assert intervals(Score(())) == {}
