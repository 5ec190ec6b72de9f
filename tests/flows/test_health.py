"""What `communique status` finds, and what of it is a reason to get up."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest

from flows import health, pipeline
from flows.health import Finding, Level, findings
from flows.serve import home_of
from flows.settings import Settings, load_settings
from schemas.processes import start_mark
from schemas.run import Run, SourceOutcome
from tests.flows.extractors import Plans
from warehouse import api
from warehouse.lock import writer_lock
from warehouse.store import Store

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
SOURCES = """
[[source]]
name = "press"
kind = "folder"
path = "press"
publisher = "Ministry"
country = "NOR"
licence = "ours"
cadence = "0 5 * * *"
min_items = 2
"""


def by_name(settings: Settings, now: dt.datetime | None = None) -> dict[str, Finding]:
    return {one.name: one for one in findings(settings, now or dt.datetime.now(dt.UTC))}


@pytest.fixture
def quiet(settings: Settings, tmp_path: Path) -> Settings:
    (tmp_path / "sources.toml").write_text("")
    return settings.model_copy(update={"sources": tmp_path / "sources.toml", "disk_gb": 0})


def test_where_nothing_was_ever_run_that_is_the_finding(quiet: Settings) -> None:
    found = by_name(quiet)
    assert {name for name, one in found.items() if one.level is Level.BAD} == {"last run", "publication"}
    assert "communique ingest" in found["last run"].text
    assert not quiet.data.exists()


def test_after_a_good_run_all_is_well(quiet: Settings, corpus: Path) -> None:
    (corpus / "two.txt").unlink()
    pipeline.ingest([corpus], quiet, extractor=Plans())
    found = by_name(quiet)
    assert [one for one in found.values() if one.level is Level.BAD] == []
    assert found["checks"].level is Level.OK
    assert found["rejects"] == Finding("rejects", Level.OK, "none")
    assert "0 min ago" in found["publication"].text and "0 min ago" in found["last run"].text


def test_rejects_are_a_note(quiet: Settings, corpus: Path) -> None:
    (corpus / "empty.txt").write_bytes(b"")
    pipeline.ingest([corpus], quiet, extractor=Plans())
    found = by_name(quiet)
    assert found["rejects"].level is Level.NOTE
    assert "1 of stage read, 1 of stage validate" in found["rejects"].text


def test_who_writes_is_told_and_not_waited_for(quiet: Settings, corpus: Path) -> None:
    pipeline.ingest([corpus], quiet, extractor=Plans())
    with writer_lock(Store(quiet.data)):
        found = by_name(quiet)
        assert f"pid {os.getpid()}" in found["writer"].text and found["writer"].level is Level.NOTE
        assert "a run is writing" in found["checks"].text
        late = by_name(quiet, dt.datetime.now(dt.UTC) + dt.timedelta(hours=7))
        assert late["writer"].level is Level.BAD
    assert by_name(quiet)["writer"].level is Level.OK


def test_a_missing_working_file_a_full_disk_and_a_dead_service_are_bad(quiet: Settings, corpus: Path) -> None:
    pipeline.ingest([corpus], quiet, extractor=Plans())
    (quiet.data / "working.duckdb").unlink()
    home_of(quiet).mkdir()
    found = by_name(quiet.model_copy(update={"disk_gb": 1e5}))
    assert {name for name, one in found.items() if one.level is Level.BAD} == {"checks", "disk", "service"}
    assert "communique rebuild" in found["checks"].text


def test_a_service_that_lives_is_told_with_its_address(quiet: Settings) -> None:
    home_of(quiet).mkdir(parents=True)
    values: dict[str, Any] = {"pid": os.getpid(), "url": "http://127.0.0.1:1", "since": "today", "children": []}
    place = home_of(quiet) / "serve.json"
    place.write_text(json.dumps({**values, "marks": [start_mark(os.getpid())]}))
    assert by_name(quiet)["service"].level is Level.OK
    place.write_text(json.dumps({**values, "marks": ["0"]}))  # the id of an earlier process, taken anew
    assert by_name(quiet)["service"].level is Level.BAD
    place.write_text("[]")
    assert by_name(quiet)["service"].level is Level.BAD


def test_a_broken_sources_toml_is_a_finding(quiet: Settings) -> None:
    quiet.sources.write_text("\n[[source]]\nname = 7\n")
    assert by_name(quiet)["sources"].level is Level.BAD
    assert "line 2" in by_name(quiet)["sources"].text


def run_of(**outcome: Any) -> Run:
    told = {"source": "press", "started_at": NOW, "finished_at": NOW, "items_seen": 3, **outcome}
    return Run(
        run_id="run_000001_x",
        command="ingest",
        started_at=NOW,
        known_at=NOW,
        contract_version=1,
        code_version="0",
        extractor="plans",
        extractor_version="1",
        sources=(SourceOutcome(**told),),
    )


@pytest.mark.parametrize(
    ("outcome", "hours", "name", "level", "words"),
    [
        ({}, 5, "sources", Level.OK, "1 followed"),
        ({}, 18, "sources", Level.OK, "1 followed"),
        ({}, 20, "sources overdue", Level.BAD, "press (due 3 h ago)"),
        ({"error": "answers with 500"}, 1, "sources failing", Level.BAD, "press (answers with 500)"),
        ({"drift": "0 items, fewer than the 2 expected"}, 1, "sources drifting", Level.BAD, "fewer than the 2"),
        ({"whole": False, "error": "x"}, 1, "sources never run", Level.NOTE, "press"),
    ],
)
def test_sources_are_judged_by_their_last_whole_run(
    quiet: Settings,
    monkeypatch: pytest.MonkeyPatch,
    outcome: dict[str, Any],
    hours: float,
    name: str,
    level: Level,
    words: str,
) -> None:
    quiet.sources.write_text(SOURCES)
    monkeypatch.setattr(api, "newest_runs", lambda *_: [run_of(**outcome)])
    found = list(health._sources(quiet, Store(quiet.data), NOW + dt.timedelta(hours=hours)))
    assert [(one.name, one.level) for one in found] == [(name, level)]
    assert words in found[0].text


def test_the_last_good_run_is_told_beside_a_broken_one(quiet: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [run_of(error="answers with 500"), run_of()]
    monkeypatch.setattr(api, "newest_runs", lambda *_: runs)
    found = {one.name: one.level for one in health._runs(quiet, Store(quiet.data), NOW)}
    assert found == {"last run": Level.NOTE, "last good run": Level.NOTE}
    del runs[1]
    assert {one.name: one.level for one in health._runs(quiet, Store(quiet.data), NOW)}["last good run"] is Level.BAD


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min ago"), (119, "119 min ago"), (120, "2 h ago"), (47 * 60, "47 h ago"), (4000, "2 days ago")],
)
def test_ages_in_words(minutes: int, words: str) -> None:
    assert health.ago(NOW - dt.timedelta(minutes=minutes), NOW) == words


def test_settings_of_the_service_are_bounded() -> None:
    assert load_settings().serve_host == "127.0.0.1"
