"""Readers of the published file while runs go on, and files of the warehouse that cannot be used."""

import gzip
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from flows import pipeline
from flows.settings import Settings
from warehouse import api
from warehouse.errors import JournalError, QueryError, WarehouseError
from warehouse.store import Store

NOTE = "The United States donated {n} patrol boats to the Ghana Navy on {day} October 2023.\n"
COUNT = "select (select count(*) from aid), (select count(*) from document), (select version from publication)"


def add(folder: Path, n: int) -> None:
    (folder / f"note-{n}.txt").write_text(NOTE.format(n=n + 2, day=n + 1))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    add(made, 0)
    return made


def test_readers_meet_no_error_and_no_half_state_during_three_ingests(settings: Settings, folder: Path) -> None:
    pipeline.ingest([folder], settings)
    published = settings.data / "communique.duckdb"
    held = duckdb.connect(str(published), read_only=True)
    first = held.execute(COUNT).fetchone()
    seen: list[tuple[int, int, str]] = []
    faults: list[Exception] = []
    stop = threading.Event()

    def read_in_a_loop() -> None:
        while not stop.is_set():
            try:
                with duckdb.connect(str(published), read_only=True) as connection:
                    seen.append(connection.execute(COUNT).fetchone())  # type: ignore[arg-type]
            except Exception as error:
                faults.append(error)

    # The loop runs in a process of its own too: duckdb shares an open file inside one process.
    outside = subprocess.Popen(
        [sys.executable, "-c", _LOOP, str(published)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    reader = threading.Thread(target=read_in_a_loop)
    reader.start()
    newest = []
    try:
        for n in range(1, 4):
            add(folder, n)
            newest.append(pipeline.ingest([folder], settings).published)
            with duckdb.connect(str(published), read_only=True) as connection:
                aid, documents, version = connection.execute(COUNT).fetchone()  # type: ignore[misc]
            assert (aid, documents, version) == (n + 1, n + 1, newest[-1])
    finally:
        stop.set()
        reader.join()
        told, _ = outside.communicate("stop\n", timeout=30)
    assert faults == []
    assert outside.returncode == 0 and int(told) > 0
    assert seen and all(aid == documents for aid, documents, _ in seen)
    assert held.execute(COUNT).fetchone() == first
    held.close()


_LOOP = """
import sys, threading, duckdb
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
n = 0
while not stop.is_set():
    with duckdb.connect(sys.argv[1], read_only=True) as c:
        aid, documents = c.execute("select (select count(*) from aid), (select count(*) from document)").fetchone()
        assert aid == documents
        n += 1
print(n)
"""


def test_the_published_file_can_be_attached_under_another_name(settings: Settings, folder: Path) -> None:
    pipeline.ingest([folder], settings)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{settings.data / 'communique.duckdb'}' as other (read_only)")
        assert connection.execute("select count(*) from other.v_aid").fetchone() == (1,)


def test_the_published_file_refuses_to_be_changed(settings: Settings, folder: Path) -> None:
    pipeline.ingest([folder], settings)
    with pytest.raises(QueryError):
        api.run_sql(Store(settings.data), "delete from aid")
    assert api.run_sql(Store(settings.data), "select count(*) from aid").rows == ((1,),)


def test_a_question_reaches_no_other_file(settings: Settings, folder: Path) -> None:
    pipeline.ingest([folder], settings)
    with pytest.raises(QueryError):
        api.run_sql(Store(settings.data), "select * from read_text('/etc/hostname')")


def journal_files(settings: Settings) -> list[Path]:
    return sorted((settings.data / "journal").glob("*.jsonl.gz"))


def test_a_journal_file_cut_short_is_named(settings: Settings, folder: Path) -> None:
    pipeline.ingest([folder], settings)
    (file,) = journal_files(settings)
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(JournalError, match=file.name):
        api.rebuild(Store(settings.data))
    assert duckdb.connect(str(settings.data / "communique.duckdb"), read_only=True).execute(COUNT).fetchone()


def test_a_journal_file_without_its_last_line_is_named(settings: Settings, folder: Path) -> None:
    pipeline.ingest([folder], settings)
    (file,) = journal_files(settings)
    file.chmod(0o644)
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    file.write_bytes(gzip.compress(b"".join(lines[:-1])))
    with pytest.raises(JournalError, match=file.name):
        api.rebuild(Store(settings.data))


def test_a_damaged_working_file_is_told_with_the_mend(settings: Settings, folder: Path) -> None:
    pipeline.ingest([folder], settings)
    (settings.data / "working.duckdb").write_bytes(b"damaged" * 1000)
    with pytest.raises(WarehouseError, match="rebuild") as told:
        pipeline.ingest([folder], settings)
    assert "\n" not in str(told.value)
    pipeline.rebuild(settings)
    assert pipeline.ingest([folder], settings).counts.documents_unchanged == 1


def test_history_keeps_what_an_edit_replaced(settings: Settings, folder: Path) -> None:
    pipeline.ingest([folder], settings)
    (folder / "note-0.txt").write_text(NOTE.format(n=9, day=20))
    report = pipeline.ingest([folder], settings)
    assert report.counts.documents_changed == 1
    store = Store(settings.data)
    assert api.run_sql(store, "select date from aid").rows == (("2023-10-20",),)
    old = api.run_sql(store, "select date from aid_history where known_to is not null").rows
    assert old == (("2023-10-01",),)


def test_a_lost_publication_is_made_again(settings: Settings, folder: Path) -> None:
    pipeline.ingest([folder], settings)
    (settings.data / "communique.duckdb").unlink()
    shutil.rmtree(settings.data / "published")
    pipeline.ingest([folder], settings)
    assert api.run_sql(Store(settings.data), "select count(*) from aid").rows == ((1,),)
