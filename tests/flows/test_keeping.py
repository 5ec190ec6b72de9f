"""Backup and restore give equal tables; what is purged is nowhere, and does not come back."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.backup import MANIFEST, backup, restore
from flows.errors import BackupError, PurgeError
from flows.pipeline import ingest, rebuild, reread, store_of
from flows.purge import finish_purges, purge
from flows.settings import CHECKOUT, Settings, load_settings
from schemas.failpoint import PURGE_FAILPOINTS
from sources.archive import Archive, sha256
from tests.flows.conftest import ONE, TWO
from tests.flows.extractors import Plans
from tests.flows.state import publications, rows, table_hashes
from warehouse import api

EVERY = frozenset[str]()
SECRET = "The Ministry of Defence plans to hide the Quagmire Protocol. It said so in the evening."
PATHS = "select path from document where known_to is null order by path"


@pytest.fixture
def filled(settings: Settings, corpus: Path) -> Settings:
    """Three runs: two documents, a third with the secret, and the secret edited."""
    ingest([corpus], settings, source="texts", extractor=Plans())
    (corpus / "secret.txt").write_text(SECRET)
    ingest([corpus], settings, source="texts", extractor=Plans())
    (corpus / "secret.txt").write_text(SECRET + " It plans to deny it.")
    ingest([corpus], settings, source="texts", extractor=Plans())
    return settings


def secret_id(settings: Settings) -> str:
    ((found,),) = rows(
        settings.data / "working.duckdb",
        "select document_id from document where path = 'secret.txt' and known_to is null",
    )
    return str(found)


def holding(root: Path, words: str, document_id: str) -> list[str]:
    """Files under a folder that hold the words: as they are, decompressed, or as rows of a database."""
    found = []
    for path in sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()):
        content = path.read_bytes()
        if path.name.endswith(".gz"):
            content = gzip.decompress(content)
        if path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                names = connection.execute(
                    "select table_name from duckdb_tables() where table_name <> 'purged_document'"
                )
                for (name,) in names.fetchall():
                    for row in connection.execute(f"select * from {name}").fetchall():
                        if words in repr(row) or (name not in ("run", "loaded") and document_id in repr(row)):
                            found.append(f"{path.relative_to(root)}:{name}")
        if words.encode() in content:
            found.append(str(path.relative_to(root)))
    return found


def test_an_empty_machine_gets_all_tables_back_row_for_row(filled: Settings, tmp_path: Path) -> None:
    followed = tmp_path / "sources.toml"
    followed.write_text("# nothing is followed\n")
    done = backup(store_of(filled), tmp_path / "backup", followed)
    assert done.files == done.copied > 10
    empty = load_settings(data=tmp_path / "other" / "data")
    back = restore(tmp_path / "backup", store_of(empty), tmp_path / "other" / "sources.toml")
    assert back.runs == 3
    assert (tmp_path / "other" / "sources.toml").read_text() == followed.read_text()
    assert table_hashes(empty.data / "working.duckdb", EVERY) == table_hashes(filled.data / "working.duckdb", EVERY)
    assert table_hashes(empty.data / "communique.duckdb", EVERY) == table_hashes(
        filled.data / "communique.duckdb", EVERY
    )
    assert sorted(Archive(empty.data / "archive").version_ids()) == sorted(
        Archive(filled.data / "archive").version_ids()
    )
    report = ingest([tmp_path / "texts"], empty, source="texts", extractor=Plans())
    assert (report.counts.documents_unchanged, report.changed_rows) == (3, 0)


def test_a_second_backup_copies_only_what_is_new_and_drops_what_is_purged(filled: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backup(store_of(filled), folder)
    assert backup(store_of(filled), folder).copied == 0
    document = secret_id(filled)
    purge(store_of(filled), document, "court order")
    backup(store_of(filled), folder)
    assert holding(folder, "Quagmire", document) == []
    empty = load_settings(data=tmp_path / "other")
    restore(folder, store_of(empty))
    assert table_hashes(empty.data / "working.duckdb", EVERY) == table_hashes(filled.data / "working.duckdb", EVERY)


def _cut(folder: Path) -> None:
    manifest = folder / MANIFEST
    manifest.write_text("".join(manifest.read_text().splitlines(keepends=True)[:-1]))


def _damage(folder: Path) -> None:
    next((folder / "archive" / "objects").rglob("?" * 64)).write_bytes(b"other")


def _lose(folder: Path) -> None:
    next((folder / "journal").iterdir()).unlink()


def _lead_out(folder: Path) -> None:
    lines = (folder / MANIFEST).read_text().splitlines()
    lines[1] = json.dumps({**json.loads(lines[1]), "path": "archive/../../out"})
    (folder / MANIFEST).write_text("\n".join(lines))


@pytest.mark.parametrize(
    ("harm", "said"),
    [(_cut, "damaged"), (_damage, "damaged"), (_lose, "missing from the backup"), (_lead_out, "damaged"),
     (lambda folder: (folder / MANIFEST).unlink(), "no whole backup")],
)  # fmt: skip
def test_a_backup_that_is_not_whole_restores_nothing(filled: Settings, tmp_path: Path, harm: object, said: str) -> None:
    folder = tmp_path / "backup"
    backup(store_of(filled), folder)
    harm(folder)  # type: ignore[operator]
    other = tmp_path / "other"
    with pytest.raises(BackupError, match=said):
        restore(folder, store_of(load_settings(data=other)))
    assert not (other / "journal").exists()
    assert not (other / "archive").exists()
    assert not (tmp_path / "out").exists()


def test_a_restore_touches_no_data_folder_in_use_and_a_backup_no_other_folder(filled: Settings, tmp_path: Path) -> None:
    backup(store_of(filled), tmp_path / "backup")
    with pytest.raises(BackupError, match="holds an archive or journal already"):
        restore(tmp_path / "backup", store_of(filled))
    with pytest.raises(BackupError, match="holds something else"):
        backup(store_of(filled), tmp_path / "texts")
    with pytest.raises(BackupError, match="inside the data folder"):
        backup(store_of(filled), filled.data / "backup")
    with pytest.raises(BackupError, match="nothing is loaded yet"):
        backup(store_of(load_settings(data=tmp_path / "none")), tmp_path / "backup")


@pytest.mark.parametrize("name", ["restore.moved", "restore.placed", "backup.copied"])
def test_a_backup_or_restore_that_is_killed_can_be_run_again(filled: Settings, tmp_path: Path, name: str) -> None:
    folder, other = tmp_path / "backup", tmp_path / "other"
    if name.startswith("restore"):
        backup(store_of(filled), folder)
    assert _run("backup" if name == "backup.copied" else "restore", filled.data, folder, other, name) == 137
    if name == "backup.copied":
        with pytest.raises(BackupError, match="no whole backup"):
            restore(folder, store_of(load_settings(data=other)))
        backup(store_of(filled), folder)
    restore(folder, store_of(load_settings(data=other)))
    assert table_hashes(other / "working.duckdb", EVERY) == table_hashes(filled.data / "working.duckdb", EVERY)
    assert not (other / ".restoring").exists()


_PROGRAM = """
import sys
from pathlib import Path
from flows.backup import backup, restore
from flows.purge import purge
from flows.pipeline import store_of
from flows.settings import load_settings
what, data, folder, other = sys.argv[1], *map(Path, sys.argv[2:5])
store = store_of(load_settings(data=data))
if what == "backup":
    backup(store, folder)
elif what == "restore":
    restore(folder, store_of(load_settings(data=other)))
else:
    purge(store, sys.argv[5], "court order")
"""


def _run(what: str, data: Path, folder: Path, other: Path, failpoint: str, document: str = "") -> int:
    """Do one of them in a process of its own that dies at a failpoint."""
    command = [sys.executable, "-c", _PROGRAM, what, str(data), str(folder), str(other), document]
    return subprocess.run(
        command, cwd=CHECKOUT, env={**os.environ, "COMMUNIQUE_FAILPOINT": failpoint}, capture_output=True
    ).returncode


def test_what_is_purged_is_nowhere_and_a_tombstone_says_so(filled: Settings, corpus: Path) -> None:
    document = secret_id(filled)
    assert len(holding(filled.data, "Quagmire", document)) > 8
    assert len(publications(filled.data)) == 3
    with duckdb.connect(str(filled.data / "communique.duckdb"), read_only=True) as reader:
        done = purge(store_of(filled), "secret.txt", "court order 12")
        assert reader.execute("select count(*) from document").fetchone() == (3,), "an open reader keeps what it has"
    assert not done.recovery.failed_checks
    assert done.archive_items == 2
    assert holding(filled.data, "Quagmire", document) == []
    assert len(publications(filled.data)) == 4
    told = "select document_id, source, path, reason from purged_document"
    assert rows(filled.data / "communique.duckdb", told) == [(document, "texts", "secret.txt", "court order 12")]
    assert rows(filled.data / "communique.duckdb", "select path from document order by 1") == [
        ("one.txt",),
        ("two.txt",),
    ]
    for version in publications(filled.data)[1:3]:
        old = filled.data / "published" / version / "communique.duckdb"
        assert rows(old, "select count(*) from v_document") == [(2,)]
        assert rows(old, "select count(*) from duckdb_columns() where comment is not null")[0][0] > 100
        assert not old.stat().st_mode & 0o222
    kept = json.loads((filled.data / "archive" / "tombstones" / f"{document}.json").read_text())
    assert (kept["done"], kept["reason"]) == (True, "court order 12")
    with pytest.raises(PurgeError, match="was purged on"):
        purge(store_of(filled), document, "again")


def test_what_is_purged_does_not_come_back(filled: Settings, corpus: Path, tmp_path: Path) -> None:
    document = secret_id(filled)
    backup(store_of(filled), tmp_path / "old")
    purge(store_of(filled), document, "court order")
    before = table_hashes(filled.data / "working.duckdb")
    report = ingest([corpus], filled, source="texts", extractor=Plans())
    assert report.exit_status == 0, "it is left aside, not a failure"
    assert report.counts.documents_skipped == 1
    assert any("secret.txt: was purged on" in message for message in report.messages)
    (corpus / "secret.txt").write_text(SECRET + " And more of it.")
    (corpus / "elsewhere.txt").write_text(SECRET)
    (corpus / "other_bytes.html").write_text(f"<html lang=en><body><article><p>{SECRET}</p></article></body></html>")
    ingest([corpus], filled, source="texts", extractor=Plans())
    reread(filled, extractor=Plans())
    kept = table_hashes(filled.data / "working.duckdb", EVERY)
    rebuild(filled)
    assert table_hashes(filled.data / "working.duckdb", EVERY) == kept
    changed = {name for name, value in table_hashes(filled.data / "working.duckdb").items() if before[name] != value}
    assert changed == {"reject"}, "only that it was refused is told"
    assert holding(filled.data / "archive", "Quagmire", document) == []
    # an older backup: with the tombstones that are left on the machine it comes back without the text
    other = load_settings(data=tmp_path / "other")
    shutil.copytree(filled.data / "archive" / "tombstones", other.data / "archive" / "tombstones")
    restore(tmp_path / "old", store_of(other))
    assert holding(other.data, "Quagmire", document) == []
    assert rows(other.data / "working.duckdb", PATHS) == [("one.txt",), ("two.txt",)]


def test_a_text_that_others_have_goes_with_them_or_not_at_all(filled: Settings, corpus: Path) -> None:
    (corpus / "reprint.txt").write_text(SECRET + " It plans to deny it.")
    ingest([corpus], filled, source="texts", extractor=Plans())
    document = secret_id(filled)
    before = table_hashes(filled.data / "working.duckdb", EVERY)
    with pytest.raises(PurgeError, match=r"the same text stands in doc_\w+ \(reprint.txt\); add --copies"):
        purge(store_of(filled), document, "court order")
    assert table_hashes(filled.data / "working.duckdb", EVERY) == before
    purge(store_of(filled), document, "court order", copies=True)
    assert rows(filled.data / "working.duckdb", PATHS) == [("one.txt",), ("two.txt",)]
    assert holding(filled.data, "Quagmire", document) == []


def test_the_journal_after_a_purge_is_as_if_the_document_had_never_come(
    filled: Settings, corpus: Path, tmp_path: Path
) -> None:
    purge(store_of(filled), secret_id(filled), "court order")
    counted = (
        "select documents_in, documents_new, documents_changed, documents_unchanged, goals from run order by run_id"
    )
    assert rows(filled.data / "working.duckdb", counted)[:3] == [(2, 2, 0, 0, 3), (2, 0, 0, 2, 0), (2, 0, 0, 2, 0)]
    before = table_hashes(filled.data / "working.duckdb", EVERY)
    rebuild(filled)
    assert table_hashes(filled.data / "working.duckdb", EVERY) == before
    assert [run.command for run in api.newest_runs(store_of(filled))] == ["purge", "ingest", "ingest", "ingest"]


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name == "purge.file" else pytest.mark.slow) for name in PURGE_FAILPOINTS],
)
def test_a_purge_that_is_killed_is_completed_by_the_next_run(
    filled: Settings, corpus: Path, tmp_path: Path, name: str
) -> None:
    document = secret_id(filled)
    assert _run("purge", filled.data, tmp_path, tmp_path, name, document) == 137
    assert api.buried(store_of(filled)).pending
    (corpus / "secret.txt").unlink()
    report = ingest([corpus], filled, source="texts", extractor=Plans())
    assert not report.failed_checks
    assert not api.buried(store_of(filled)).pending
    assert finish_purges(store_of(filled)) is None
    assert holding(filled.data, "Quagmire", document) == []
    assert rows(filled.data / "working.duckdb", PATHS) == [("one.txt",), ("two.txt",)]
    before = table_hashes(filled.data / "working.duckdb", EVERY)
    rebuild(filled)
    assert table_hashes(filled.data / "working.duckdb", EVERY) == before


@pytest.mark.parametrize(
    ("document", "reason", "said"), [("doc_none", "x", "no such document"), ("one.txt", " ", "empty")]
)
def test_a_purge_that_cannot_be_done_says_why(filled: Settings, document: str, reason: str, said: str) -> None:
    with pytest.raises(PurgeError, match=said):
        purge(store_of(filled), document, reason)


def test_published_versions_are_kept_to_a_number_and_the_current_one_always(corpus: Path, tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path / "data", keep_versions=3)
    readers = []
    for n in range(5):
        (corpus / "one.txt").write_text(ONE.replace("four", f"{n + 20}"))
        ingest([corpus], settings, extractor=Plans())
        readers.append(duckdb.connect(str((settings.data / "communique.duckdb").resolve()), read_only=True))
    assert [name[:6] for name in publications(settings.data)] == ["000003", "000004", "000005"]
    for n, reader in enumerate(readers):
        found = reader.execute("select count(*) from goal where statement like ?", [f"%{n + 20} ships%"]).fetchone()
        assert found == (1,), "a reader that has an old version open keeps working"
        reader.close()
    one = load_settings(data=tmp_path / "data", keep_versions=1)
    (corpus / "two.txt").write_text(TWO.replace("judges", "guards"))
    ingest([corpus], one, extractor=Plans())
    assert [name[:6] for name in publications(settings.data)] == ["000006"]
    assert rows(settings.data / "communique.duckdb", "select count(*) from goal") == [(3,)]


def test_bytes_that_were_purged_are_refused_under_any_name(filled: Settings) -> None:
    purge(store_of(filled), secret_id(filled), "court order")
    archive = Archive(filled.data / "archive")
    assert archive.burial_of("doc_of_another", sha256(SECRET.encode())) is not None
    assert archive.burial_of("doc_of_another", sha256(b"other")) is None
