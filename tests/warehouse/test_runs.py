"""Past runs, their items and the rejects that stand, told by the journal alone."""

import gzip
from pathlib import Path

import pytest

from flows import pipeline
from flows.settings import Settings, load_settings
from schemas.enums import ItemOutcome
from tests.flows.conftest import ONE, TWO
from tests.flows.extractors import Plans
from tests.flows.state import rows
from warehouse import api
from warehouse.errors import JournalError
from warehouse.store import Store

BROKEN = f"{TWO}\nThe line of the register was BROKEN by the time that it was read.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "one.txt").write_text(ONE)
    (folder / "two.txt").write_text(BROKEN)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "table.csv").write_text("1,2\n")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data=tmp_path / "data")


def ingest(folder: Path, settings: Settings, extractor: Plans | None = None) -> str:
    return pipeline.ingest([folder], settings, source="press", extractor=extractor or Plans()).run.run_id


def outcomes(store: Store, run_id: str) -> list[tuple[str, str]]:
    return [(item.path, item.outcome.value) for item in api.run_with_items(store, run_id)[1]]


def test_every_item_of_a_run_is_told_with_its_outcome(folder: Path, settings: Settings) -> None:
    store = Store(settings.data)
    first = ingest(folder, settings)
    (folder / "one.txt").write_text(ONE.replace("four", "five"))
    second = ingest(folder, settings)
    assert outcomes(store, first) == [
        ("empty.txt", "failed"),
        ("table.csv", "skipped"),
        ("one.txt", "new"),
        ("two.txt", "new"),
    ]
    assert outcomes(store, second) == [
        ("empty.txt", "failed"),
        ("table.csv", "skipped"),
        ("one.txt", "changed"),
        ("two.txt", "unchanged"),
    ]
    run, items = api.run_with_items(store, first)
    assert run.counts.documents_in == len(items) == 4
    by_path = {item.path: item for item in items}
    assert (by_path["two.txt"].records, by_path["two.txt"].rejected) == (2, 1)
    assert "empty" in (by_path["empty.txt"].message or "")
    assert {item.source for item in items} == {"press"}


def test_a_run_is_found_by_its_number_too(folder: Path, settings: Settings) -> None:
    first, second = ingest(folder, settings), ingest(folder, settings)
    assert [run.run_id for run in api.newest_runs(Store(settings.data))] == [second, first]
    assert [run.run_id for run in api.newest_runs(Store(settings.data), 1)] == [second]
    assert api.run_with_items(Store(settings.data), "1")[0].run_id == first
    with pytest.raises(JournalError, match="communique runs"):
        api.run_with_items(Store(settings.data), "3")


def test_the_rejects_that_stand_are_those_of_the_warehouse(folder: Path, settings: Settings) -> None:
    store, working = Store(settings.data), settings.data / "working.duckdb"

    def agree() -> set[str]:
        standing = {one.reject.reject_id for one in api.standing_rejects(store)}
        assert {i for (i,) in rows(working, "select reject_id from reject where known_to is null")} == standing
        return standing

    ingest(folder, settings)
    first = agree()
    assert len(first) == 3
    ingest(folder, settings)
    assert agree() == first
    (folder / "two.txt").write_bytes(b"")  # fails now, and its old candidate stands with its old version
    ingest(folder, settings)
    assert len(agree()) == 4
    (folder / "two.txt").write_text(TWO)
    (folder / "empty.txt").write_text(ONE)
    ingest(folder, settings)
    (left,) = api.standing_rejects(store)
    assert left.reject.path == "table.csv"
    assert agree() < first


def test_a_journal_file_cut_short_is_named(folder: Path, settings: Settings) -> None:
    ingest(folder, settings)
    (file,) = (settings.data / "journal").glob("*.gz")
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    file.write_bytes(gzip.compress(b"".join(lines[:-1])))
    for read in (api.newest_runs, api.standing_rejects, lambda store: api.run_with_items(store, "1")):
        with pytest.raises(JournalError, match="cut short"):
            read(Store(settings.data))


def test_a_run_written_before_outcomes_were_told_is_still_shown(folder: Path, settings: Settings) -> None:
    ingest(folder, settings)
    (file,) = (settings.data / "journal").glob("*.gz")
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(b'{"entry":"outcomes"')]
    assert len(kept) == len(lines) - 1
    file.write_bytes(gzip.compress(b"".join(kept)))
    assert {outcome for _, outcome in outcomes(Store(settings.data), "1")} <= {o.value for o in ItemOutcome}
    assert len(outcomes(Store(settings.data), "1")) == 4
