"""Answers that can be read at the width of the terminal, and that show the words of others as they are."""

from pathlib import Path

import pytest

from cli.console import out
from tests.cli.test_commands import NOTE, run

WIDE = "select '{}' as a_long_name_of_a_column, 'some words that make a sentence' as words_of_the_text, 5 as n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tables")
    (root / "a.txt").write_text(NOTE)
    assert run("ingest", root / "a.txt", "--data", root / "data").exit_code == 0
    return root / "data"


@pytest.mark.parametrize(("width", "table"), [("120", True), ("80", True), ("58", False), ("40", False)])
def test_a_table_that_would_not_fit_is_laid_out_a_line_a_column(
    data: Path, monkeypatch: pytest.MonkeyPatch, width: str, table: bool
) -> None:
    monkeypatch.setattr(out, "_width", int(width))  # the environment may have set it when the console was made
    shown = run("sql", WIDE.format("x"), "--data", data).stdout
    assert ("┏" in shown) == table
    assert ("1 of 1" in shown) != table
    for name in ("a_long_name_of_a_column", "words_of_the_text"):
        assert name in shown
    assert max(map(len, shown.splitlines())) <= int(width)


@pytest.mark.parametrize("width", ["120", "58"])
def test_brackets_and_control_characters_of_a_value_are_shown_and_not_obeyed(
    data: Path, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setattr(out, "_width", int(width))
    done = run("sql", WIDE.format("[/b][red]:cat:\x1b[31m"), "--data", data)
    assert done.exit_code == 0, done.output
    assert "[/b][red]:cat:\ufffd[31m" in done.stdout


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("select nothing_such from v_aid", "nothing_such"),
        ("select * from nothing_such", "nothing_such"),
        ("selekt 1", "selekt"),
    ],
)
def test_a_question_that_is_wrong_says_where_to_look(data: Path, question: str, words: str) -> None:
    done = run("sql", question, "--data", data)
    assert done.exit_code == 1 and words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    for told in ("show tables", "describe v_aid"):
        assert told in done.stderr
        assert run("sql", told, "--data", data).exit_code == 0


def test_two_inputs_that_would_be_written_to_one_file_are_refused(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(NOTE)
    done = run("extract", tmp_path / "x", tmp_path / "y", "--output", tmp_path / "out")
    assert done.exit_code == 2
    assert f"{tmp_path}/x/a.txt and {tmp_path}/y/a.txt would both become a.txt.json" in done.stderr
    assert not (tmp_path / "out").exists()


def test_before_the_first_run_every_command_says_how_to_begin(tmp_path: Path) -> None:
    for command in (("check",), ("rebuild",), ("show", "aid_1"), ("sql", "select 1"), ("runs",)):
        done = run(*command, "--data", tmp_path / command[0])
        assert "communique ingest" in done.output, command
        assert "Traceback" not in done.output
