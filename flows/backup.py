"""Backup and restore: archive, journal and tombstones in another folder, whole and checked, and back.

A backup is a folder: `archive/`, `journal/`, `sources.toml` and `manifest.jsonl`, which lists every file with its size
and SHA-256 and is written last. A second backup into the same folder copies only what is new. What the working file and
the publications hold is made of these, so they are made anew by a restore.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import BackupError
from schemas.failpoint import failpoint

if TYPE_CHECKING:
    from warehouse.store import Store

OnWait = Callable[[str], None]

MANIFEST = "manifest.jsonl"
SOURCES = "sources.toml"
_FOLDERS = ("archive", "journal")
_RESTORING = ".restoring"
_FORM = "communique backup 1"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds, in files and bytes, and how many files this run copied."""

    files: int
    size: int
    copied: int


def backup(store: "Store", target: Path, sources: Path | None = None, *, on_wait: OnWait | None = None) -> BackedUp:
    """Bring a backup folder to the state of a data folder. Raises BackupError, and WarehouseError for the lock.

    Holds the writer's lock, so that the journal stands still. Files that were purged leave the backup, too. Where it
    is cut off, the old manifest is gone and a restore refuses; running it again completes it.
    """
    from flows.purge import finish_purges
    from warehouse.api import writing_alone

    if not store.journal.is_dir():
        raise BackupError(f"{store.root}: nothing is loaded yet, so there is nothing to back up")
    inside = target.resolve().is_relative_to(store.root.resolve()) or store.root.resolve().is_relative_to(
        target.resolve()
    )
    if inside:
        raise BackupError(f"{target}: lies inside the data folder or holds it; give a folder on another disk")
    if target.exists() and any(target.iterdir()) and not (target / "archive").is_dir():
        raise BackupError(f"{target}: holds something else than a backup; give an empty folder")
    finish_purges(store, on_wait)
    with _written(target), writing_alone(store, on_wait=on_wait):
        target.mkdir(parents=True, exist_ok=True)
        old = dict(_listed(target)) if (target / MANIFEST).is_file() else {}
        (target / MANIFEST).unlink(missing_ok=True)
        return _mirror(store.root, target, sources, old)


def _mirror(root: Path, target: Path, sources: Path | None, old: dict[str, tuple[int, str]]) -> BackedUp:
    entries: list[tuple[str, int, str]] = []
    copied = 0
    for name in _names(root):
        size, sha, new = _same(root / name, target / name, old.get(name))
        entries.append((name, size, sha))
        copied += new
    if sources is not None and sources.is_file():
        size, sha, new = _same(sources, target / SOURCES, None)
        entries.append((SOURCES, size, sha))
        copied += new
    kept = {name for name, _, _ in entries}
    for name in [*_names(target), *([SOURCES] if (target / SOURCES).exists() else [])]:
        if name not in kept:
            (target / name).unlink()
    failpoint("backup.copied")
    os.sync()
    lines = [json.dumps({"form": _FORM, "files": len(entries)})]
    lines += [json.dumps({"path": name, "size": size, "sha256": sha}) for name, size, sha in entries]
    beside = target / f".{MANIFEST}.part"
    with beside.open("w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target / MANIFEST)
    return BackedUp(len(entries), sum(size for _, size, _ in entries), copied)


def _names(root: Path) -> Iterator[str]:
    """Paths of the files of archive and journal inside a folder, sorted; half-written ones are left out."""
    for top in _FOLDERS:
        for folder, folders, files in os.walk(root / top):
            folders.sort()
            for name in sorted(files):
                if not name.startswith("."):
                    yield (Path(folder) / name).relative_to(root).as_posix()


def _same(source: Path, target: Path, old: tuple[int, str] | None) -> tuple[int, str, bool]:
    """Have the same file there: its size, its hash, and whether it had to be copied.

    Bytes of the archive are named by their hash and never change, so one of the size that the manifest told is not
    read again; everything else is.
    """
    size = source.stat().st_size
    if source.parent.parent.name == "objects":
        if old == (size, source.name) and target.is_file() and target.stat().st_size == size:
            return size, source.name, False
        content = source.read_bytes()
        if hashlib.sha256(content).hexdigest() != source.name:
            raise BackupError(f"{source}: damaged (its bytes have another hash); ingest the file again to mend it")
        sha = source.name
    else:
        content = source.read_bytes()
        sha = hashlib.sha256(content).hexdigest()
        if old == (len(content), sha) and target.is_file() and target.stat().st_size == len(content):
            return len(content), sha, False
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    beside.write_bytes(content)
    beside.replace(target)
    return len(content), sha, True


@contextlib.contextmanager
def _written(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        name = error.filename or target
        raise BackupError(
            f"{name}: {error.strerror or type(error).__name__}; make room or allow reading and writing, then run again"
        ) from None


def _listed(source: Path) -> Iterator[tuple[str, tuple[int, str]]]:
    """The files of a manifest: path → size and hash. Raises BackupError where it is missing, cut short or hostile."""
    path = source / MANIFEST
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        head, *rest = map(json.loads, lines)
        if head["form"] != _FORM or head["files"] != len(rest):
            raise ValueError
        for entry in rest:
            name = Path(entry["path"])
            if name.is_absolute() or ".." in name.parts or (name.parts[0] not in _FOLDERS and name != Path(SOURCES)):
                raise ValueError
            yield entry["path"], (entry["size"], entry["sha256"])
    except FileNotFoundError:
        raise BackupError(
            f"{path}: missing, so this is no whole backup; run `communique backup` again, or give another folder"
        ) from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise BackupError(f"{path}: damaged; give another backup") from None


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: files, runs, and how many checks failed.

    `sources` says where the followed sources were put, None where one stood there already or none was backed up.
    """

    files: int
    runs: int
    failed_checks: int
    sources: Path | None


def restore(source: Path, store: "Store", sources: Path | None = None, *, on_wait: OnWait | None = None) -> Restored:
    """Bring a backup into a data folder that has no archive and no journal, and make warehouse and publication anew.

    Tombstones that stand in the data folder's archive are honoured beside those of the backup. Every file is compared
    with the manifest before anything is put in place. Cut off, it can be run again. Raises BackupError and
    WarehouseError.
    """
    from flows.purge import finish_purges
    from warehouse import api

    entries = dict(_listed(source))
    with _written(store.root):
        store.root.mkdir(parents=True, exist_ok=True)
        beside = store.root / _RESTORING
        with api.writing_alone(store, on_wait=on_wait):
            _refuse_full(store, beside)
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir()
            _fetch(source, beside, entries)
            _put_in_place(store, beside)
    failpoint("restore.placed")
    placed = None
    with _written(store.root):
        if sources is not None and SOURCES in entries and not sources.exists():
            sources.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(beside / SOURCES, sources)
            placed = sources
    recovery = finish_purges(store, on_wait) or api.rebuild(store, on_wait=on_wait)
    shutil.rmtree(beside, ignore_errors=True)
    return Restored(len(entries), len(recovery.run_ids), len(recovery.failed_checks), placed)


def _refuse_full(store: "Store", beside: Path) -> None:
    """Refuse a data folder in use. One that a restore left half done, or that has tombstones alone, is none."""
    if beside.is_dir():
        return
    used = store.journal.is_dir() and any(store.journal.iterdir())
    used = used or any((store.archive / name).is_dir() for name in ("objects", "items"))
    if used or store.working.exists():
        raise BackupError(
            f"{store.root}: holds an archive or journal already; move it away or give another folder with --data"
        )


def _fetch(source: Path, beside: Path, entries: dict[str, tuple[int, str]]) -> None:
    for name, (size, sha) in entries.items():
        try:
            content = (source / name).read_bytes()
        except FileNotFoundError:
            raise BackupError(f"{source / name}: missing from the backup; give another backup") from None
        if len(content) != size or hashlib.sha256(content).hexdigest() != sha:
            raise BackupError(f"{source / name}: damaged (not what the manifest says); give another backup")
        place = beside / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    os.sync()


def _put_in_place(store: "Store", beside: Path) -> None:
    """Move what was fetched to its place: the archive first, the journal last. Tombstones here stay and are asked."""
    for folder, _, files in os.walk(store.tombstones):
        for name in (name for name in files if not name.startswith(".")):
            # to be applied to what comes back: its traces are not gone from that
            place = beside / "archive" / "tombstones" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            values = json.loads((Path(folder) / name).read_bytes())
            place.write_text(json.dumps({**values, "done": False}, ensure_ascii=False), encoding="utf-8")
    for top in _FOLDERS:
        if (beside / top).is_dir():
            shutil.rmtree(store.root / top, ignore_errors=True)
            (beside / top).rename(store.root / top)
            failpoint("restore.moved")
    store.working.unlink(missing_ok=True)
