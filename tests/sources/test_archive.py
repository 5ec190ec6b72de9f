"""The archive keeps bytes as they came, whole or not at all."""

import datetime as dt
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from schemas import ids
from sources.archive import Archive, ArchiveError, ArchiveItem, sha256

CHECKOUT = Path(__file__).parents[2]


def item_of(content: bytes, path: str = "a.txt", hour: int = 1, sidecar: dict[str, str] | None = None) -> ArchiveItem:
    document = ids.document_id("s", path)
    return ArchiveItem(
        document_id=document,
        version_id=ids.version_id(document, sha256(content), sidecar),
        source="s",
        path=path,
        origin=f"/x/{path}",
        content_sha256=sha256(content),
        size=len(content),
        sidecar=sidecar,
        received_at=dt.datetime(2024, 5, 1, hour, tzinfo=dt.UTC),
        media_hint=".txt",
    )


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_what_was_put_can_be_had(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    item = item_of(b"\x00\xffbytes", sidecar={"published_on": "2021-02-03"})
    assert list(archive.items()) == []
    assert archive.put(b"\x00\xffbytes", item) == item
    assert archive.get(item.content_sha256) == b"\x00\xffbytes"
    assert archive.item(item.version_id) == item
    sidecar = item.sidecar_model()
    assert sidecar is not None
    assert sidecar.published_on == dt.date(2021, 2, 3)
    sha, version = item.content_sha256, item.version_id
    assert list(files(archive.root)) == [f"items/{version[4:6]}/{version}.json", f"objects/{sha[:2]}/{sha}"]


def test_putting_again_changes_nothing_and_keeps_the_first_time(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.put(b"text", item_of(b"text", hour=1))
    before = files(tmp_path)
    assert archive.put(b"text", item_of(b"text", hour=2)) == first
    assert files(tmp_path) == before


def test_the_same_bytes_of_two_documents_lie_there_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for path in ("a.txt", "b.txt"):
        archive.put(b"text", item_of(b"text", path))
    assert len(list(archive.items())) == 2
    assert len([name for name in files(tmp_path) if name.startswith("objects/")]) == 1
    assert list(archive.version_ids()) == sorted(archive.version_ids())


@pytest.mark.parametrize("damage", [b"", b"tex", b"tExt", None])
def test_damaged_bytes_are_noticed_and_mended_when_they_come_again(tmp_path: Path, damage: bytes | None) -> None:
    archive = Archive(tmp_path)
    item = archive.put(b"text", item_of(b"text"))
    place = next((tmp_path / "objects").rglob(item.content_sha256))
    if damage is None:
        place.unlink()
    else:
        place.write_bytes(damage)
    with pytest.raises(ArchiveError, match="ingest the file again") as error:
        archive.get(item.content_sha256)
    assert str(place) in str(error.value)
    archive.put(b"text", item)
    assert archive.get(item.content_sha256) == b"text"


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff", b'{"version_id": "ver_00000000000000000000"}'])
def test_a_damaged_item_is_noticed_and_mended(tmp_path: Path, damage: bytes) -> None:
    archive = Archive(tmp_path)
    item = archive.put(b"text", item_of(b"text"))
    next((tmp_path / "items").rglob("*.json")).write_bytes(damage)
    with pytest.raises(ArchiveError, match="damaged"):
        archive.item(item.version_id)
    assert archive.put(b"text", item) == item
    assert archive.item(item.version_id) == item


def test_an_item_under_another_name_is_damage(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    a, b = (archive.put(b"text", item_of(b"text", path)) for path in ("a.txt", "b.txt"))
    place = next((tmp_path / "items").rglob(f"{a.version_id}.json"))
    place.write_bytes(next((tmp_path / "items").rglob(f"{b.version_id}.json")).read_bytes())
    with pytest.raises(ArchiveError, match="names version"):
        archive.item(a.version_id)


def test_bytes_that_are_not_the_items_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not those"):
        Archive(tmp_path).put(b"other", item_of(b"text"))
    assert files(tmp_path) == {}


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    archive = Archive(tmp_path)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        if call == "replace":
            patch.setattr(Path, "replace", full)
        else:
            patch.setattr(os, "fsync", full)
        with pytest.raises(ArchiveError, match=r"No space left on device.*--data") as error:
            archive.put(b"text", item_of(b"text"))
    assert "\n" not in str(error.value)
    assert files(tmp_path) == {}
    archive.put(b"text", item_of(b"text"))
    assert archive.get(sha256(b"text")) == b"text"


def test_a_disk_that_is_full_in_the_middle_of_a_file_leaves_nothing(tmp_path: Path) -> None:
    code = f"""
import datetime as dt, resource, signal, sys
from pathlib import Path
sys.path.insert(0, {str(CHECKOUT)!r})
from tests.sources.test_archive import item_of
from sources.archive import Archive, ArchiveError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    Archive(Path({str(tmp_path / "archive")!r})).put(b"x" * 5000, item_of(b"x" * 5000))
except ArchiveError as error:
    print(error)
"""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=CHECKOUT)
    assert done.stderr == ""
    assert "cannot write to the archive" in done.stdout
    assert files(tmp_path) == {}
