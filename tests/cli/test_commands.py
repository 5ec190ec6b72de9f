"""The commands as a user types them, in this process."""

import json
import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from cli.reference import commands

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
NOTE = """Accra, 12 October 2023

The United States donated two patrol boats worth $1.2 million to the Ghana Navy on 10 October 2023.
"""


def run(*arguments: object, env: dict[str, str] | None = None) -> Result:
    return CliRunner(env={"COLUMNS": "200", **(env or {})}).invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "data"
    done = run("ingest", SAMPLES, "--data", folder)
    assert done.exit_code == 0, done.output
    return folder


def test_ingest_tells_what_became_of_the_documents(tmp_path: Path) -> None:
    done = run("ingest", SAMPLES, "--data", tmp_path / "data")
    assert done.exit_code == 0
    assert "documents new" in done.stdout and "Published version" in done.stdout


def test_a_second_ingest_publishes_nothing(data: Path) -> None:
    done = run("ingest", SAMPLES, "--data", data)
    assert done.exit_code == 0
    assert "Nothing changed" in done.stdout


def test_reread_with_the_same_extractor_changes_nothing(data: Path) -> None:
    done = run("ingest", "--reread", "--data", data)
    assert done.exit_code == 0 and "Nothing changed" in done.stdout


def test_rebuild_keeps_the_answer(data: Path) -> None:
    question = "select * from v_aid order by all"
    before = run("sql", question, "--format", "json", "--data", data).stdout
    assert run("rebuild", "--data", data).exit_code == 0
    assert run("sql", question, "--format", "json", "--data", data).stdout == before != "[]\n"


@pytest.mark.parametrize("name", sorted(p.stem for p in (ROOT / "sql" / "examples").glob("*.sql")))
def test_each_example_is_answered(data: Path, name: str) -> None:
    done = run("sql", "--example", name, "--data", data)
    assert done.exit_code == 0, done.output


def test_the_examples_are_listed_with_their_questions() -> None:
    done = run("sql", "--example", "list")
    assert done.exit_code == 0 and "signed_agreements" in done.stdout and "?" in done.stdout


def test_csv_neutralizes_formulas_and_keeps_numbers(data: Path) -> None:
    done = run("sql", "select '=cmd' as a, -5 as b, 1.50::decimal(9,2) as c", "--format", "csv", "--data", data)
    assert done.stdout == "a,b,c\n'=cmd,-5,1.5\n"


def test_check_is_clean(data: Path) -> None:
    done = run("check", "--data", data)
    assert done.exit_code == 0 and " 0 failed" in done.stdout


def test_show_marks_the_words_that_prove_a_record(data: Path) -> None:
    rows = json.loads(
        run("sql", "select aid_id from aid where amount is not null", "--format", "json", "--data", data).stdout
    )
    done = run("show", rows[0]["aid_id"], "--data", data)
    assert done.exit_code == 0 and "amount" in done.stdout and "recipients" in done.stdout


def test_extract_prints_the_form_that_the_measure_reads(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    done = run("extract", tmp_path / "note.txt")
    (aid,) = json.loads(done.stdout)["aid"]
    assert (aid["amount"], aid["currency"], aid["date"], aid["date_precision"]) == (1200000, "USD", "2023-10-10", "day")
    assert [p["country"] for p in aid["donors"] + aid["recipients"]] == ["USA", "GHA"]
    for span in aid["evidence"]:
        assert NOTE[span["start"] : span["end"]] == span["quote"]


def test_extract_writes_one_file_an_input_at_its_path(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    (source / "deep").mkdir(parents=True)
    for name in ("deep/a.txt", "b.txt", "b.md"):
        (source / name).write_text(NOTE)
    assert run("extract", source, "--output", out).exit_code == 0
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*.json")) == [
        "b.md.json",
        "b.txt.json",
        "deep/a.json",
    ]


BAD_FILES = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 40,
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n<<",
    "nul.txt": NOTE.encode() + b"\x00" * 3,
}


@pytest.mark.parametrize("name", [n for n in BAD_FILES if n != "nul.txt"])
def test_a_bad_file_is_one_line_and_the_rest_goes_on(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(BAD_FILES[name])
    (folder / "good.txt").write_text(NOTE)
    done = run("ingest", folder, "--data", tmp_path / "data")
    assert done.exit_code == 1
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 1 and name in lines[0] and lines[0].startswith("communique: ")
    assert "Traceback" not in done.output
    assert json.loads(
        run("sql", "select count(*) n from aid", "--format", "json", "--data", tmp_path / "data").stdout
    ) == [{"n": 1}]


def test_a_sidecar_with_an_unknown_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTE)
    (tmp_path / "a.meta.json").write_text('{"publisher": "x", "autor": "y"}')
    done = run("extract", tmp_path / "a.txt")
    assert done.exit_code == 1 and "autor" in done.stderr and "Traceback" not in done.output


USAGE = [
    (("ingest",), "give a PATH, as in: communique ingest samples"),
    (("ingest", "/no/such/file"), "/no/such/file"),
    (("ingest", "x", "--reread"), "--reread"),
    (("sql",), "one question"),
    (("sql", "--example", "nonsense"), "nonsense"),
    (("sql", "--example", "../checks/unique_keys"), "no example"),
]


@pytest.mark.parametrize(("arguments", "words"), USAGE)
def test_bad_usage_is_one_line_and_status_2(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments, *(("--data", tmp_path) if arguments[0] != "extract" else ()))
    assert done.exit_code == 2
    assert words in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_question_before_the_first_publication_says_what_to_do(tmp_path: Path) -> None:
    done = run("sql", "select 1", "--data", tmp_path / "none")
    assert done.exit_code == 1 and "communique ingest" in done.stderr


def test_a_damaged_warehouse_says_what_to_do(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data, copy, symlinks=True)
    (copy / "working.duckdb").write_bytes(b"not a database" * 100)
    done = run("ingest", SAMPLES, "--data", copy)
    assert done.exit_code == 1 and "rebuild" in done.stderr and "Traceback" not in done.output
    assert run("rebuild", "--data", copy).exit_code == 0


def test_a_setting_that_cannot_be_used_names_its_variable() -> None:
    done = run("check", env={"COMMUNIQUE_BATCH": "many"})
    assert done.exit_code == 2 and "COMMUNIQUE_BATCH" in done.stderr


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_each_command_has_an_example_in_its_help(words: tuple[str, ...]) -> None:
    done = run(*words, "--help")
    assert done.exit_code == 0 and f"Example: communique {' '.join(words)}" in done.stdout


def test_the_reference_is_up_to_date() -> None:
    from cli.reference import TARGET, reference

    assert TARGET.read_text("utf-8") == reference(), "run: python -m cli.reference"


def test_an_unreadable_file_fails_alone(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    (tmp_path / "a.txt").write_text(NOTE)
    (tmp_path / "a.txt").chmod(0)
    assert run("extract", tmp_path / "a.txt").exit_code == 1
