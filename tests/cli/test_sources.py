"""communique sources and ingest without PATH, as a user types them, with a real server."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_commands import NOTE, run
from tests.flows.test_follow import article, follow
from tests.sources.server import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        one.page("/a", article("buy four ships"))
        yield one


def command(folder: Path, *arguments: object) -> "tuple[int, str, str]":
    done = run(*arguments, "--data", folder / "data", env={"COMMUNIQUE_SOURCES": str(folder / "sources.toml")})
    return done.exit_code, done.stdout, done.stderr


def listed(folder: Path) -> dict[str, dict[str, object]]:
    status, printed, errors = command(folder, "sources", "--format", "json")
    assert status == 0, errors
    return {row["source"]: row for row in json.loads(printed)}


def test_sources_are_listed_with_their_last_run_and_their_next(tmp_path: Path, server: Server) -> None:
    page = {"name": "page", "kind": "page", "url": f"{server.url}/a", "cadence": "every 6h", "min_items": 2}
    gone = {"name": "gone", "kind": "page", "url": f"{server.url}/gone", "enabled": False, "untried": True}
    broken = {"name": "broken", "kind": "feed", "url": f"{server.url}/a"}
    follow(tmp_path, page, gone, broken)
    before = listed(tmp_path)
    assert before["page"]["last_run"] is None and before["gone"]["state"] == "off, untried"
    status, _, errors = command(tmp_path, "ingest")
    assert status == 1 and "source broken" in errors and "drifting" in errors
    after = listed(tmp_path)
    assert (after["page"]["items"], after["page"]["new"], after["page"]["failed"]) == (1, 1, 0)
    assert str(after["page"]["next_run"]) > str(after["page"]["last_run"])
    assert after["page"]["note"] == "drifting: 1 items, fewer than the 2 expected"
    assert "web page" in str(after["broken"]["note"])
    assert after["gone"]["last_run"] is None and after["gone"]["next_run"] is None
    status, printed, _ = command(tmp_path, "sources")
    assert status == 0 and "page" in printed and "drifting" in printed


def test_a_source_is_tried_without_loading_anything(tmp_path: Path, server: Server) -> None:
    follow(tmp_path, {"name": "page", "kind": "page", "url": f"{server.url}/a", "enabled": False})
    status, printed, _ = command(tmp_path, "sources", "test", "page")
    assert status == 0 and "A plan" in printed and "Nothing was loaded" in printed
    assert not (tmp_path / "data").exists()
    status, _, errors = command(tmp_path, "sources", "test", "other")
    assert status == 2 and "there are: page" in errors and len(errors.splitlines()) == 1
    del server.routes["/a"]
    status, printed, _ = command(tmp_path, "sources", "test", "page")
    assert status == 1 and "is gone" in printed


def test_a_faulty_file_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "a"\nkind = "blog"\n')
    for arguments in (("sources",), ("ingest",), ("sources", "test", "a")):
        status, _, errors = command(tmp_path, *arguments)
        assert status == 2 and "sources.toml, line 3: source 'a': kind:" in errors and len(errors.splitlines()) == 1


def test_one_source_is_ingested_by_name_though_it_is_off(tmp_path: Path, server: Server) -> None:
    off = {"name": "page", "kind": "page", "url": f"{server.url}/a", "enabled": False}
    follow(tmp_path, off)
    assert command(tmp_path, "ingest")[0] == 2
    status, printed, errors = command(tmp_path, "ingest", "--source", "page")
    assert status == 0, errors
    assert "documents new        1" in printed
    assert command(tmp_path, "ingest", "--source", "page", "--source", "none")[0] == 2


def test_a_dry_run_says_what_it_would_read_and_keeps_nothing(tmp_path: Path, server: Server) -> None:
    follow(tmp_path, {"name": "page", "kind": "page", "urls": [f"{server.url}/a", f"{server.url}/gone"]})
    status, printed, _ = command(tmp_path, "ingest", "--dry-run")
    assert status == 1 and "2 offered: 1 new, 0 changed, 0 unchanged, 0 skipped, 1 failed" in printed
    assert not (tmp_path / "data").exists()
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(NOTE)
    assert command(tmp_path, "ingest", folder)[0] == 0
    (folder / "b.txt").write_text(NOTE.replace("two", "three"))
    before = sorted(str(p) for p in (tmp_path / "data").rglob("*"))
    status, printed, _ = command(tmp_path, "ingest", folder, "--dry-run")
    assert status == 0 and "2 offered: 1 new, 0 changed, 1 unchanged" in printed and "b.txt" in printed
    assert sorted(str(p) for p in (tmp_path / "data").rglob("*")) == before


def test_parts_of_folders_are_taken(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    (folder / "sub").mkdir(parents=True)
    for n, name in enumerate(("a.txt", "b.md", "sub/c.txt", "sub/d.txt")):
        (folder / name).write_text(NOTE.replace("two", f"{n + 2}"))
    os.utime(folder / "a.txt", (1_500_000_000, 1_500_000_000))

    def new(*options: object) -> str:
        status, printed, errors = command(tmp_path, "ingest", folder, "--source", "press", *options)
        assert status == 0, errors
        return next(line.split()[-1] for line in printed.splitlines() if "documents new" in line)

    assert new("--only", "*.md") == "1"
    assert new("--only", "sub", "--limit", "1") == "1"
    assert new("--only", "sub/", "--limit", "1") == "1"
    assert new("--since", "2020-01-01") == "0"
    assert new() == "1"
    assert command(tmp_path, "ingest", folder, "--since", "yesterday")[0] == 2


def test_hostile_names_and_titles_are_only_words(tmp_path: Path, server: Server) -> None:
    """A name with a line end, one that steers a terminal, a title that is SQL, a sum that is a formula."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "x\n..\x1b[2J; DROP TABLE goal; --.txt").write_text(NOTE)
    (folder / "a..%2f..%2fetc%2fpasswd.txt").write_text(NOTE.replace("two", "three"))
    (folder / "empty\n\x1b[31m.txt").write_bytes(b"")
    title = "=cmd|' /C calc'!A0'); DROP TABLE document; --"
    server.page("/a?'%22;drop", article("buy four ships", title))
    follow(tmp_path, {"name": "page", "kind": "page", "url": f"{server.url}/a?'%22;drop"})
    status, printed, errors = command(tmp_path, "ingest", folder)
    assert status == 1 and "\x1b" not in printed + errors and len(errors.splitlines()) == 1
    assert command(tmp_path, "ingest", "--source", "page")[0] == 0
    status, printed, _ = command(tmp_path, "sql", "select title from document where source = 'page'", "--format", "csv")
    assert status == 0 and printed.splitlines()[1].lstrip('"').startswith("'=cmd|")
    status, printed, _ = command(tmp_path, "sql", "select count(*) as n from document", "--format", "json")
    assert json.loads(printed) == [{"n": 3}]
    assert not list(tmp_path.parent.glob("passwd*"))
    names = {path.relative_to(tmp_path / "data").parts[0] for path in (tmp_path / "data").rglob("*")}
    assert names <= {
        "archive", "journal", "published", "fetched", "communique.duckdb", "working.duckdb", "lock", "lock.holder",
        "spill", "work",
    }  # fmt: skip
