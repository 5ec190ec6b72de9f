"""The pipeline end to end, with the real rooms and a small extractor."""

from pathlib import Path
from typing import Any

import pytest

from flows import pipeline
from flows.pipeline import RunReport, exit_status_of, rebuild
from flows.settings import Settings
from schemas.run import Counts
from sources.archive import ArchiveError
from sources.arrival import Arrival, BadArgumentError
from tests.flows.conftest import ONE, TWO
from tests.flows.extractors import Plans
from tests.flows.state import publications, rows, table_hashes

GOALS = "select statement from goal where known_to is null order by 1"
FRENCH = "Le ministre de la défense a dit que les navires de la marine seraient dans le port avec les équipages. " * 5


def ingest(paths: list[Path], settings: Settings, **given: Any) -> RunReport:
    """A run after which every check holds."""
    report = pipeline.ingest(paths, settings, **given)
    assert report.failed_checks == ()
    return report


def reread(settings: Settings, **given: Any) -> RunReport:
    """A second reading after which every check holds."""
    report = pipeline.reread(settings, **given)
    assert report.failed_checks == ()
    return report


def test_a_folder_becomes_tables(corpus: Path, settings: Settings) -> None:
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "french.txt").write_text(FRENCH)
    (corpus / "table.csv").write_text("1,2\n")
    seen: list[tuple[str, int, int]] = []
    report = ingest([corpus], settings, extractor=Plans(), progress=lambda stage, n, of, _: seen.append((stage, n, of)))
    assert report.counts == Counts(
        documents_in=5,
        documents_new=2,
        documents_skipped=2,
        documents_failed=1,
        candidates_in=4,
        candidates_loaded=3,
        candidates_rejected=1,
        goals=3,
    )
    assert [m.removeprefix(f"{corpus}/").split(" ")[0] for m in report.messages] == [
        "empty.txt:",
        "french.txt:",
        "table.csv:",
    ]
    assert report.exit_status == 1
    assert report.published is not None
    assert report.changed_rows > 0
    assert rows(settings.data / "working.duckdb", GOALS) == [
        ("buy four ships for the coast",),
        ("hire clerks",),
        ("train judges",),
    ]
    assert rows(settings.data / "working.duckdb", "select stage, count(*) from reject group by 1 order by 1") == [
        ("read", 2),
        ("validate", 1),
    ]
    assert rows(settings.data / "working.duckdb", "select path, status from document order by 1")[0][1] == "skipped"
    assert seen[0] == ("archive", 0, 5)
    assert seen[-1] == ("read", 4, 4)


def test_the_same_folder_again_changes_nothing_and_publishes_nothing(corpus: Path, settings: Settings) -> None:
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "table.csv").write_text("1,2\n")
    first = ingest([corpus], settings, extractor=Plans())
    before, versions = table_hashes(settings.data / "working.duckdb"), publications(settings.data)
    second = ingest([corpus, corpus / "one.txt"], settings, extractor=Plans())
    assert (second.counts.documents_unchanged, second.counts.documents_new, second.counts.candidates_in) == (2, 0, 0)
    assert (second.counts.documents_failed, second.counts.documents_skipped) == (1, 1)
    assert (second.changed_rows, second.published) == (0, None)
    assert table_hashes(settings.data / "working.duckdb") == before
    assert publications(settings.data) == versions
    assert second.run.run_id > first.run.run_id
    assert second.run.known_at > first.run.known_at
    assert rows(settings.data / "working.duckdb", "select run_id from run order by 1") == [
        (first.run.run_id,),
        (second.run.run_id,),
    ]


def test_an_edited_text_replaces_its_records_and_keeps_the_old_as_history(corpus: Path, settings: Settings) -> None:
    first = ingest([corpus], settings, extractor=Plans())
    (corpus / "one.txt").write_text(ONE.replace("four", "five"))
    second = ingest([corpus], settings, extractor=Plans())
    assert (second.counts.documents_changed, second.counts.documents_unchanged) == (1, 1)
    assert second.published not in (None, first.published)
    working = settings.data / "working.duckdb"
    assert rows(working, GOALS)[0] == ("buy five ships for the coast",)
    closed = f"""
        select statement, goal.known_to = run.known_at from goal, run
        where goal.known_to is not null and run.run_id = '{second.run.run_id}'
    """
    assert rows(working, closed) == [("buy four ships for the coast", True)]


@pytest.mark.parametrize(
    ("content", "mended"),
    [
        (b"", ONE),
        (b"The ministers of the two states met, and the machine is to CRASH on it.\n", ONE.replace("four", "six")),
    ],
)
def test_a_document_that_fails_keeps_its_last_good_version(
    corpus: Path, settings: Settings, content: bytes, mended: str
) -> None:
    ingest([corpus], settings, extractor=Plans())
    working = settings.data / "working.duckdb"
    goals = rows(working, GOALS)
    (corpus / "one.txt").write_bytes(content)
    report = ingest([corpus], settings, extractor=Plans())
    assert (report.counts.documents_failed, report.exit_status) == (1, 1)
    assert rows(working, GOALS) == goals
    failures = "select count(*) from reject where known_to is null and stage in ('read', 'extract')"
    assert rows(working, failures) == [(1,)]
    (corpus / "one.txt").write_text(mended)
    assert ingest([corpus], settings, extractor=Plans()).counts.documents_changed == 1
    assert rows(working, failures) == [(0,)]
    assert ingest([corpus], settings, extractor=Plans()).counts.documents_unchanged == 2


def test_another_extractor_reads_the_archive_again(corpus: Path, settings: Settings) -> None:
    ingest([corpus], settings, extractor=Plans())
    for path in corpus.iterdir():
        path.unlink()
    again = reread(settings, extractor=Plans())
    assert again.run.command == "reread"
    assert (again.counts.documents_unchanged, again.counts.documents_in) == (2, 2)
    assert (again.changed_rows, again.published) == (0, None)
    other = reread(settings, extractor=Plans(version="2", verb="intends to"))
    assert (other.counts.documents_changed, other.counts.documents_in, other.counts.goals) == (2, 2, 3)
    assert other.published is not None
    working = settings.data / "working.duckdb"
    assert rows(working, GOALS)[0] == ("intends to buy four ships for the coast",)
    assert rows(working, "select count(*) from goal where known_to is not null") == [(3,)]


def test_reading_again_goes_by_the_current_version(corpus: Path, settings: Settings) -> None:
    ingest([corpus], settings, extractor=Plans())
    (corpus / "one.txt").write_text(ONE.replace("four", "five"))
    ingest([corpus], settings, extractor=Plans())
    (corpus / "one.txt").write_text(ONE)
    ingest([corpus], settings, extractor=Plans())
    reread(settings, extractor=Plans(version="2"))
    assert rows(settings.data / "working.duckdb", GOALS)[0] == ("plans to buy four ships for the coast",)


def test_a_damaged_archive_fails_the_documents_that_it_holds(corpus: Path, settings: Settings) -> None:
    ingest([corpus], settings, extractor=Plans())
    working = settings.data / "working.duckdb"
    goals = rows(working, GOALS)
    items = sorted((settings.data / "archive" / "items").rglob("*.json"))
    items[0].write_text("{}")
    for place in (settings.data / "archive" / "objects").rglob("*"):
        if place.is_file():
            place.write_bytes(b"damaged")
    report = reread(settings, extractor=Plans(version="2"))
    assert (report.counts.documents_failed, report.counts.documents_in) == (2, 2)
    assert sorted("damaged" in message for message in report.messages) == [True, True]
    assert rows(working, GOALS) == goals
    ingest([corpus], settings, extractor=Plans())
    mended = reread(settings, extractor=Plans(version="2"))
    assert mended.counts.documents_failed == 0
    assert rows(working, "select count(*) from reject where known_to is null and stage = 'read'") == [(0,)]


def test_the_warehouse_can_be_made_anew_from_the_journal(corpus: Path, settings: Settings) -> None:
    ingest([corpus], settings, extractor=Plans())
    (corpus / "one.txt").write_text(ONE.replace("four", "five"))
    (corpus / "two.txt").write_bytes(b"")
    ingest([corpus], settings, extractor=Plans())
    reread(settings, extractor=Plans(version="2"))
    working = settings.data / "working.duckdb"
    before, versions = table_hashes(working, frozenset()), publications(settings.data)
    rebuild(settings)
    assert table_hashes(working, frozenset()) == before
    assert publications(settings.data) == versions
    working.unlink()
    rebuild(settings)
    assert table_hashes(working, frozenset()) == before


def test_the_same_input_gives_the_same_records(corpus: Path, settings: Settings, tmp_path: Path) -> None:
    ingest([corpus], settings, extractor=Plans())
    other = settings.model_copy(update={"data": tmp_path / "other"})
    ingest([corpus / "two.txt"], other, extractor=Plans())
    ingest([corpus], other, extractor=Plans())
    for sql in ("select goal_id, statement from goal order by all", "select reject_id from reject order by all"):
        assert rows(settings.data / "working.duckdb", sql) == rows(other.data / "working.duckdb", sql)


def test_a_file_that_vanishes_after_it_was_listed_fails_alone(
    corpus: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Arrival.read

    def vanishing(self: Arrival) -> bytes:
        if Path(self.origin).name == "one.txt":
            Path(self.origin).unlink()
        return read(self)

    monkeypatch.setattr(Arrival, "read", vanishing)
    report = ingest([corpus], settings, extractor=Plans())
    assert (report.counts.documents_failed, report.counts.documents_new) == (1, 1)
    assert report.messages == (f"{corpus}/one.txt: vanished before it was read; run again if it should be there",)


def test_two_files_of_one_url_are_one_document(corpus: Path, settings: Settings) -> None:
    for name in ("one", "two"):
        (corpus / f"{name}.meta.json").write_text('{"url": "https://example.org/statement"}')
    report = ingest([corpus], settings, extractor=Plans())
    assert (report.counts.documents_new, report.counts.documents_skipped) == (1, 1)
    assert "has the same url in its sidecar as" in report.messages[0]
    again = ingest([corpus], settings, extractor=Plans())
    assert (again.counts.documents_unchanged, again.counts.documents_skipped, again.changed_rows) == (1, 1, 0)


def test_a_path_that_does_not_exist_is_bad_usage_and_makes_nothing(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(BadArgumentError) as error:
        ingest([tmp_path / "nothing"], settings, extractor=Plans())
    assert exit_status_of(error.value) == 2
    assert not settings.data.exists()


def test_a_full_archive_leaves_the_old_state(corpus: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest([corpus], settings, extractor=Plans())
    before = table_hashes(settings.data / "working.duckdb", frozenset())
    (corpus / "three.txt").write_text(TWO.replace("hire", "pay"))

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("sources.archive._write", full)
        with pytest.raises(ArchiveError, match="No space left on device") as error:
            ingest([corpus], settings, extractor=Plans())
    assert exit_status_of(error.value) == 1
    assert table_hashes(settings.data / "working.duckdb", frozenset()) == before
    assert ingest([corpus], settings, extractor=Plans()).counts.documents_new == 1


@pytest.mark.parametrize("stage", ["receive", "read_all", "write"])
def test_an_interrupt_leaves_the_old_state(
    corpus: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    ingest([corpus], settings, extractor=Plans())
    before = table_hashes(settings.data / "working.duckdb", frozenset())
    (corpus / "one.txt").write_text(ONE.replace("four", "five"))

    def interrupted(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, stage, interrupted)
        with pytest.raises(KeyboardInterrupt):
            ingest([corpus], settings, extractor=Plans())
    assert table_hashes(settings.data / "working.duckdb", frozenset()) == before
    assert ingest([corpus], settings, extractor=Plans()).counts.documents_changed == 1


def test_a_run_that_changes_no_row_has_results_of_all_checks(settings: Settings, corpus: Path) -> None:
    from warehouse.api import Store, stored_results

    ingest([corpus], settings, extractor=Plans())
    first = stored_results(Store(settings.data))
    report = ingest([corpus], settings, extractor=Plans())
    assert report.changed_rows == 0
    again = stored_results(Store(settings.data))
    assert [(r.name, r.n_rows, r.description) for r in again] == [(r.name, r.n_rows, r.description) for r in first]
    assert {r.run_id for r in again} == {report.run.run_id}


def test_a_format_that_is_not_read_is_left_aside_with_its_reason(corpus: Path, settings: Settings) -> None:
    """A shell's `*` gives what lies beside the documents too; in a folder it is left aside, and so it is by hand."""
    sheet = b"PK\x03\x04" + bytes(60)
    (corpus / "sums.xlsx").write_bytes(sheet)
    report = ingest([corpus / "one.txt", corpus / "sums.xlsx"], settings, extractor=Plans())
    assert (report.counts.documents_skipped, report.counts.documents_failed, report.exit_status) == (1, 0, 0)
    assert "sums.xlsx: is a Word, Excel, PowerPoint" in report.messages[0]
    kept = "select path from reject where stage = 'read' and known_to is null"
    assert [Path(str(path)).name for (path,) in rows(settings.data / "working.duckdb", kept)] == ["sums.xlsx"]
    (corpus / "sums.txt").write_bytes(sheet)
    report = ingest([corpus / "sums.txt"], settings, extractor=Plans())
    assert (report.counts.documents_skipped, report.counts.documents_failed, report.exit_status) == (0, 1, 1)
