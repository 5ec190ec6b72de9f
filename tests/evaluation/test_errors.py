"""Errors are told with their sentences, in lines that fit, and the report is readable at 80 columns."""

import json
from collections import Counter

from typer.testing import CliRunner

from cli.main import app
from evaluation.errors import FALSE, MISS, WRONG, errors_of, sentence_at
from evaluation.measure import Score
from evaluation.run import Report
from evaluation.show import WIDTH, report_lines
from evaluation.show_errors import error_lines
from tests.evaluation.test_measure import RIGHT, TEXT, document, goal


def test_a_miss_a_false_record_and_a_wrong_field_are_told_with_their_sentence() -> None:
    (missed,) = errors_of(Score((document(),)))
    assert (missed.what, missed.sentence, missed.value["statement"]) == (MISS, TEXT, "build two posts")
    (false,) = errors_of(Score((document(RIGHT, goal("its border", 35, 44)),)))
    assert (false.what, false.sentence, false.value["holders"]) == (FALSE, TEXT, ["Kenya (KEN)"])
    (wrong,) = errors_of(Score((document(goal("build two posts", 6, 30, "UGA")),)))
    assert (wrong.what, wrong.differs["holders"]) == (WRONG, (["KEN"], ["UGA"]))
    assert not list(errors_of(Score((document(RIGHT),))))


def test_a_kind_can_be_asked_for_alone() -> None:
    assert not list(errors_of(Score((document(),)), ("aid",)))


def test_the_errors_of_the_corpus_are_those_that_were_counted(report: Report) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for kind, tally in report.score.kinds.items():
        counted[MISS, kind] = tally.labels - tally.found
        counted[FALSE, kind] = tally.records - tally.found
        counted[WRONG, kind] = tally.found - tally.full
    told = Counter((error.what, error.kind) for error in errors_of(report.score))
    assert told == counted and sum(counted.values()) > 0


def test_each_wrong_pair_says_in_what_it_differs(report: Report) -> None:
    wrong = [error for error in errors_of(report.score) if error.what == WRONG]
    assert wrong and all(error.differs for error in wrong)


def test_a_sentence_ends_where_sentences_end() -> None:
    text = "One stands first.  The second, of 3.5 tons, stands here!\n\nA third"
    assert sentence_at(text, 25, 30) == "The second, of 3.5 tons, stands here!"
    assert sentence_at(text, 0, 3) == "One stands first."
    assert sentence_at(text, 60, 65) == "A third"
    assert sentence_at("", 0, 0) == ""


def test_report_and_errors_fit_eighty_columns(report: Report) -> None:
    lines = [*report_lines(report, per_document=True), *error_lines(errors_of(report.score))]
    assert len(lines) > 500
    assert [line for line in lines if len(line) > WIDTH and not line.startswith(str(report.folder))] == []


def test_the_command_prints_figures_and_errors_of_a_part() -> None:
    done = CliRunner().invoke(app, ["evaluate", "--half", "a", "--odd", "--kind", "goals"])
    assert done.exit_code == 0
    assert "odd numbers, half a" in done.stdout and "documents a second" in done.stdout
    assert "aid in dev-" not in done.stdout


def test_the_command_prints_json_with_errors() -> None:
    done = CliRunner().invoke(app, ["evaluate", "--half", "b", "--even", "--json", "--errors"])
    told = json.loads(done.stdout)
    assert told["part"] == "even numbers, half b" and told["extractor"].startswith("grammar ")
    low, high = told["intervals"]["mean"]["found"]["f1"]
    assert low <= told["found_f1"] <= high
    assert {error["what"] for error in told["errors"]} <= {MISS, FALSE, WRONG} and told["errors"]


def test_both_odd_and_even_is_a_mistake_of_the_caller() -> None:
    done = CliRunner().invoke(app, ["evaluate", "--odd", "--even"])
    assert done.exit_code == 2 and "leave no document" in done.stderr
