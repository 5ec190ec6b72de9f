"""communique runs and rejects, as a user types them."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.test_commands import NOTE, run

FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder after two runs, and the folder that they read."""
    root = tmp_path_factory.mktemp("past")
    folder = root / "texts"
    folder.mkdir()
    (folder / "note.txt").write_text(NOTE)
    (folder / "empty.txt").write_bytes(b"")
    (folder / f"{FORMULA.replace('/', ' ')}.txt").write_bytes(b"")
    for _ in range(2):
        assert run("ingest", folder, "--source", "press", "--data", root / "data").exit_code == 1
    return root / "data", folder


def loads(*arguments: object) -> list[dict[str, object]]:
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_runs_are_listed_newest_first(scene: tuple[Path, Path]) -> None:
    data, _ = scene
    first, second = loads("runs", "list", "--data", data)[::-1]
    assert (first["new"], first["failed"], second["new"], second["same"]) == (1, 2, 0, 1)
    assert [r["run"] for r in loads("runs", "list", "--data", data, "--limit", 1)] == [second["run"]]
    shown = run("runs", "--data", data)
    assert shown.exit_code == 0 and re.findall(r"(?m)^ *(\d+) ", shown.stdout) == ["2", "1"]


def test_a_run_is_shown_with_every_item(scene: tuple[Path, Path]) -> None:
    data, _ = scene
    items = loads("runs", "show", "2", "--data", data)
    assert [i["outcome"] for i in items] == ["failed", "failed", "unchanged"]
    assert items[2]["path"] == "note.txt"
    done = run("runs", "--data", data, "show", "1", "--outcome", "new")
    assert done.exit_code == 0 and "note.txt" in done.stdout and "empty.txt" not in done.stdout
    assert "3: 1 new, 0 changed, 0 unchanged, 0 skipped, 2 failed" in done.stdout


def test_an_unknown_run_is_one_line(scene: tuple[Path, Path]) -> None:
    done = run("runs", "show", "99", "--data", scene[0])
    assert done.exit_code == 1 and "communique runs" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [("runs",), ("rejects",), ("rejects", "export")])
def test_where_nothing_was_ever_run_that_is_said(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(*words, "--data", tmp_path / "none")
    assert done.exit_code == 0 and "Traceback" not in done.output
    assert not (tmp_path / "none").exists()


def test_rejects_are_listed_and_shown(scene: tuple[Path, Path]) -> None:
    data, _ = scene
    listed = loads("rejects", "list", "--data", data, "--stage", "read")
    assert len(listed) == 2 and loads("rejects", "list", "--data", data, "--source", "other") == []
    done = run("rejects", "show", listed[0]["reject"], "--data", data)
    assert done.exit_code == 0 and "message" in done.stdout and "press" in done.stdout
    assert run("rejects", "show", "rej_none", "--data", data).exit_code == 1


def test_exported_csv_holds_no_formula(scene: tuple[Path, Path], tmp_path: Path) -> None:
    data, _ = scene
    target = tmp_path / "rejects.csv"
    assert run("rejects", "export", "--data", data, "--output", target).exit_code == 0
    rows = list(csv.reader(io.StringIO(target.read_text())))
    assert len(rows) == 3
    assert [c for row in rows for c in row if c.strip().startswith(("=", "+", "-", "@"))] == []
    assert any(c.startswith("'=cmd|") for row in rows for c in row)
    assert len(json.loads(run("rejects", "export", "--data", data, "--format", "json").stdout)) == 2


def test_a_retry_reads_again_what_is_in_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents import read
    from documents.errors import UnreadableDocument

    (tmp_path / "note.txt").write_text(NOTE)
    (tmp_path / "empty.txt").write_bytes(b"")
    whole = read.read_document

    def broken(content: bytes, **given: object) -> object:
        if content:
            raise UnreadableDocument("the reader was broken that day")
        return whole(content, **given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(read, "read_document", broken)
        assert run("ingest", tmp_path / "note.txt", tmp_path / "empty.txt", "--data", tmp_path / "d").exit_code == 1
    ids = [r["reject"] for r in loads("rejects", "list", "--data", tmp_path / "d") if "broken" in str(r["message"])]
    assert run("rejects", "retry", "--data", tmp_path / "d").exit_code == 2
    assert run("rejects", "retry", "rej_none", "--data", tmp_path / "d").exit_code == 2
    done = run("rejects", "retry", *ids, "--data", tmp_path / "d")
    assert done.exit_code == 0, done.output
    assert len(loads("rejects", "list", "--data", tmp_path / "d")) == 1
    assert [i["outcome"] for i in loads("runs", "show", "2", "--data", tmp_path / "d")] == ["new"]
    done = run("rejects", "retry", "--all", "--data", tmp_path / "d")
    assert done.exit_code == 1 and len(loads("rejects", "list", "--data", tmp_path / "d")) == 1
    assert loads("sql", "select count(*) n from aid", "--data", tmp_path / "d") == [{"n": 1}]
