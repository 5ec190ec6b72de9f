"""Hand-coded tables through the whole path: chosen by a setting, loaded, checked, measured."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from evaluation.run import CORPUS, evaluate
from extraction.extractor import ExtractorError
from extraction.hand.columns import COLUMNS
from extraction.registry import UnknownExtractorError, extractor_names, get_extractor
from flows.coding import TEMPLATE, check_codings
from flows.pipeline import ingest, reread
from flows.process import extractor_named
from flows.settings import load_settings
from warehouse.api import Store, run_sql

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
BOATS = SAMPLES / "kenya-patrol-boats.txt"


def test_the_template_has_every_column_and_its_rows_hold() -> None:
    with TEMPLATE.open(encoding="utf-8", newline="") as handle:
        assert tuple(next(csv.reader(handle))) == COLUMNS
    found = check_codings(TEMPLATE, [SAMPLES])
    assert found.faults == () and found.records == 4 and found.documents == 2
    assert len(found.without_rows) == 4


def test_a_run_with_a_table_records_who_coded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_EXTRACTOR", f"hand:{TEMPLATE}")
    settings = load_settings(data=tmp_path)
    report = ingest([BOATS, SAMPLES / "oslo-photographs.html"], settings)
    assert report.counts.documents_new == 2 and report.counts.candidates_rejected == 0 and report.messages == ()
    assert report.run.extractor == "hand"
    found = run_sql(Store(tmp_path), "select distinct extractor, list_contains(rules, 'coder AB'), confidence from aid")
    assert found.rows == (("hand", True, 1.0),)


def test_reading_again_by_hand_leaves_documents_that_no_row_names(tmp_path: Path) -> None:
    by_grammar = load_settings(data=tmp_path)
    ingest([BOATS, SAMPLES / "colombia-ecuador-frontera.html"], by_grammar)
    report = reread(load_settings(data=tmp_path, extractor=f"hand:{TEMPLATE}"))
    assert report.counts.documents_changed == 1 and report.counts.documents_failed == 1
    assert any("cannot be coded: template.csv has no row for it" in message for message in report.messages)
    sql = "select path, extractor from agreement join document using (document_id) order by all"
    rows = run_sql(Store(tmp_path), sql)
    assert [(Path(str(path)).name, by) for path, by in rows.rows] == [
        ("colombia-ecuador-frontera.html", "grammar"),
        (BOATS.name, "hand"),
    ]


def test_a_run_tells_what_its_table_names_and_was_not_read(tmp_path: Path) -> None:
    report = ingest([BOATS], load_settings(data=tmp_path, extractor=f"hand:{TEMPLATE}"))
    (message,) = report.messages
    assert "row 6 of template.csv, column document: 'oslo-photographs.html' is none of the documents read" in message


def test_a_setting_with_a_file_is_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(extractor="hand:codes.csv").extractor == f"hand:{tmp_path / 'codes.csv'}"
    assert load_settings(extractor="grammar").extractor == "grammar"


def test_a_table_that_changed_is_read_again_and_the_grammar_is_made_once(tmp_path: Path) -> None:
    assert extractor_named("grammar") is extractor_named("grammar")
    table = tmp_path / "codes.csv"
    table.write_bytes(TEMPLATE.read_bytes())
    assert extractor_named(f"hand:{table}").name == "hand"
    table.write_text("no table")
    with pytest.raises(ExtractorError, match="has no column"):
        extractor_named(f"hand:{table}")


@pytest.mark.parametrize("name", ["oracle", "hand", "hand:", "oracle:codes.csv", ""])
def test_an_unknown_extractor_is_told_with_those_there_are(name: str) -> None:
    with pytest.raises(UnknownExtractorError, match="there are: grammar, hand:FILE"):
        get_extractor(name)
    assert extractor_names() == ("grammar", "hand:FILE")


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _parties(names: list[str], text: str, code: str) -> str:
    return "; ".join(f"{name} ({code})" for name in names if name in text)


def test_hand_coding_is_measured_as_the_grammar_is(tmp_path: Path) -> None:
    """A coder who codes the goals of a few documents by their labels is found right in all that the label says."""
    table = tmp_path / "codes.csv"
    n_goals = 0
    names = [path.stem for path in sorted((CORPUS / "labels").glob("dev-pt-*.json"))]
    with table.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        for name in names:
            label = json.loads((CORPUS / "labels" / f"{name}.json").read_text("utf-8"))
            text = (CORPUS / "texts" / f"{name}.txt").read_text("utf-8")
            rows = []
            for goal in label["goals"]:
                codes = goal["holder_countries"]
                if len(codes) == 1 and goal["statement"] in text and not goal.get("optional"):
                    holders = _parties(goal["holder_names"], text, codes[0])
                    rows.append(
                        {
                            "document": name,
                            "kind": "goal",
                            "quote": goal["anchor"],
                            "holders": holders,
                            "statement": goal["statement"],
                            "horizon": _cell(goal["horizon"]),
                            "topics": ";".join(goal["topics"]),
                        }
                    )
            n_goals += sum(bool(row["holders"]) for row in rows)
            writer.writerows(rows or [{"document": name, "kind": "none"}])
    (tmp_path / "labels").mkdir()
    (tmp_path / "texts").symlink_to(CORPUS / "texts")
    for name in names:
        (tmp_path / "labels" / f"{name}.json").symlink_to(CORPUS / "labels" / f"{name}.json")
    report = evaluate(tmp_path, extractor=f"hand:{table}")
    tally = report.score.kinds["goals"]
    assert n_goals > 10 and tally.records == tally.found == tally.exact == n_goals
    assert report.faults == [] and report.extractor == "hand 1"


def test_the_commands_for_tables(tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    run = CliRunner().invoke
    assert run(app, ["coding", "template"]).stdout == TEMPLATE.read_text("utf-8")
    assert run(app, ["coding", "template", "--output", str(table)]).exit_code == 0
    again = run(app, ["coding", "template", "--output", str(table)])
    assert again.exit_code == 2 and "may hold codings" in again.stderr
    right = run(app, ["coding", "check", str(table), str(SAMPLES)])
    assert right.exit_code == 0 and "4 records of 2 documents hold; 0 faults" in right.stdout
    table.write_text(table.read_text("utf-8-sig").replace("12500000", "12.500", 1), "utf-8")
    wrong = run(app, ["coding", "check", str(table), str(SAMPLES)])
    assert wrong.exit_code == 1 and "row 3 of codes.csv, column amount: '12.500' can be 12500 or 12.5" in wrong.stderr
    missing = run(app, ["coding", "check", str(tmp_path / "no.csv"), str(SAMPLES)])
    assert missing.exit_code == 2 and "no.csv: cannot be read" in missing.stderr


def test_extract_takes_an_extractor() -> None:
    done = CliRunner().invoke(app, ["extract", str(BOATS), "--extractor", f"hand:{TEMPLATE}"])
    data = json.loads(done.stdout)
    assert {r["extractor"] for kind in ("agreements", "aid", "goals") for r in data[kind]} == {"hand"}
