"""The archive: the bytes that came, as they came, before anything reads them. Append-only and content-addressed.

    archive/objects/<aa>/<content_sha256>     the bytes
    archive/items/<aa>/<version_id>.json      what came with them
    archive/tombstones/<document_id>.json     what was purged, and is not kept again (schemas/tombstone.py)

An item is written after its bytes, and both are whole or not there: whoever sees an item can have its bytes.
"""

import contextlib
import datetime as dt
import hashlib
import os
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from schemas.base import Contract, Text
from schemas.document import Sidecar
from schemas.failpoint import failpoint
from schemas.tombstone import FOLDER, Burial, Graveyard, read_tombstones
from sources.arrival import reason, sidecar_model
from sources.fetched import FetchRecord

_SHA256 = re.compile(r"[0-9a-f]{64}")
_VERSION = re.compile(r"ver_[0-9a-f]{20}")


class ArchiveError(Exception):
    """The archive cannot be written, or what it holds is damaged; one line that says what to do."""


class ArchiveItem(Contract):
    """One version of a document as it came."""

    document_id: str = Field(description="The document")
    version_id: str = Field(pattern=f"^{_VERSION.pattern}$", description="The version: these bytes with this sidecar")
    source: Text = Field(description="Name of the source")
    path: Text = Field(description="Path inside the source")
    origin: Text = Field(description="Where the bytes were read: a real absolute path, or a URL")
    content_sha256: str = Field(pattern=f"^{_SHA256.pattern}$", description="SHA-256 of the bytes")
    size: int = Field(ge=0, description="Number of bytes")
    sidecar: dict[str, Any] | None = Field(default=None, description="What the sidecar said, as given")
    received_at: dt.datetime = Field(description="When this version came first, UTC")
    media_hint: str = Field(description="Suffix of the file in lower case, or ''")
    role: Literal["document", "feed"] = Field(
        default="document", description="document, or feed for a feed that documents were read from"
    )
    fetched: FetchRecord | None = Field(default=None, description="How it came, where it came over the network")

    def sidecar_model(self) -> Sidecar | None:
        """The sidecar as a model."""
        return None if self.sidecar is None else sidecar_model(self.sidecar)


def sha256(content: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class Archive:
    """The archive under one folder, which is made when something is first put there."""

    def __init__(self, root: Path):
        self.root = root
        self._listed: dict[str, frozenset[str]] = {}

    @cached_property
    def graveyard(self) -> Graveyard:
        """What was purged, as it was when this was first asked for. Raises ArchiveError for a damaged tombstone."""
        try:
            return Graveyard(read_tombstones(self.root / FOLDER))
        except ValueError as error:
            raise ArchiveError(str(error)) from None

    def burial_of(self, document_id: str, content_sha256: str | None = None) -> Burial | None:
        """The tombstone of a document or of these bytes."""
        if not self.graveyard.burials:
            return None
        found = self.graveyard.of_document(document_id)
        return found or (self.graveyard.of_bytes(content_sha256) if content_sha256 else None)

    def put(self, content: bytes, item: ArchiveItem) -> ArchiveItem:
        """Keep bytes and what came with them; returns the item as the archive has it.

        What was purged is not kept, whoever brings it: ask `burial_of`.
        Putting the same version again changes nothing, and the time when it came first stays. Bytes that lie damaged
        in the archive are replaced. Each file is written beside its place, synced and moved there.
        Raises ArchiveError where that fails, a full disk included; nothing half-written stays.
        """
        if sha256(content) != item.content_sha256 or len(content) != item.size:
            raise ValueError(f"{item.version_id}: the bytes are not those that the item names")
        if self.burial_of(item.document_id, item.content_sha256):
            return item
        if item.role == "feed" and any(address in content for address in self.graveyard.addresses):
            return item
        kept = self._kept(item)
        place = self.object_path(item.content_sha256)
        try:
            if not _holds(place, item.content_sha256, item.size):
                _write(place, content)
            failpoint("archive.object")
            if kept is None:
                _write(self.item_path(item.version_id), (item.model_dump_json(indent=1) + "\n").encode())
        except OSError as error:
            raise ArchiveError(
                f"cannot write to the archive {self.root} ({reason(error)}); make room or allow writing there, or set "
                "COMMUNIQUE_DATA or --data to another folder, then run again"
            ) from None
        return kept or item

    def has(self, version_id: str, content_sha256: str, size: int) -> bool:
        """Whether a version lies there with as many bytes, without reading them: `get` finds what is damaged."""
        # strings, not paths, which take longer to make than to look up: asked for with each file that a run is offered
        try:
            place = f"{self._objects}/{content_sha256[:2]}/{content_sha256}"
            return os.stat(place).st_size == size and f"{version_id}.json" in self._items(version_id[4:6])  # noqa: PTH116
        except OSError:
            return False

    @cached_property
    def _objects(self) -> str:
        return str(self.root / "objects")

    def _items(self, folder: str) -> frozenset[str]:
        """Names of the items in a folder, as they were when this was first asked for."""
        if folder not in self._listed:
            self._listed[folder] = frozenset(os.listdir(self.root / "items" / folder))  # noqa: PTH208
        return self._listed[folder]

    def remove(self, version_id: str, content_sha256: str) -> None:
        """Give up a version and its bytes: only for what was purged. Raises ArchiveError."""
        try:
            self.object_path(content_sha256).unlink(missing_ok=True)
            self.item_path(version_id).unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"cannot remove what is purged from {self.root} ({reason(error)}); allow writing there, then run again"
            ) from None

    def get(self, content_sha256: str) -> bytes:
        """The bytes of that hash, verified. Raises ArchiveError where they are missing, damaged or unreadable."""
        place = self.object_path(content_sha256)
        try:
            content = place.read_bytes()
        except FileNotFoundError:
            raise ArchiveError(
                f"{place}: missing from the archive; ingest the file again or restore a backup"
            ) from None
        except OSError as error:
            raise ArchiveError(f"{place}: cannot be read ({reason(error)})") from None
        if sha256(content) != content_sha256:
            raise ArchiveError(f"{place}: damaged (its bytes have another hash); ingest the file again to mend it")
        return content

    def item(self, version_id: str) -> ArchiveItem:
        """What came with a version. Raises ArchiveError where it is missing, damaged or unreadable."""
        place = self.item_path(version_id)
        try:
            item = ArchiveItem.model_validate_json(place.read_bytes())
            item.sidecar_model()
        except FileNotFoundError:
            raise ArchiveError(
                f"{place}: missing from the archive; ingest the file again or restore a backup"
            ) from None
        except OSError as error:
            raise ArchiveError(f"{place}: cannot be read ({reason(error)})") from None
        except (ValidationError, ValueError):
            raise ArchiveError(f"{place}: damaged (not what was written); ingest the file again to mend it") from None
        if item.version_id != version_id:
            raise ArchiveError(f"{place}: damaged (it names version {item.version_id}); restore a backup")
        return item

    def version_ids(self) -> Iterator[str]:
        """Ids of all versions in the archive, sorted."""
        root = self.root / "items"
        try:
            folders = sorted(entry.name for entry in os.scandir(root))
        except FileNotFoundError:
            return
        for folder in folders:
            for name in sorted(entry.name for entry in os.scandir(root / folder)):
                if _VERSION.fullmatch(name.removesuffix(".json")) and name.endswith(".json"):
                    yield name.removesuffix(".json")

    def items(self) -> Iterator[ArchiveItem]:
        """All items, sorted by version id. Raises ArchiveError at the first damaged one."""
        for version_id in self.version_ids():
            yield self.item(version_id)

    def _kept(self, item: ArchiveItem) -> ArchiveItem | None:
        """The item as it lies there, or None where it is missing or damaged and must be written."""
        try:
            return self.item(item.version_id)
        except ArchiveError:
            return None

    def object_path(self, content_sha256: str) -> Path:
        """Where bytes of that hash lie, or would."""
        if not _SHA256.fullmatch(content_sha256):
            raise ValueError(f"{content_sha256!r} is no SHA-256 in hexadecimal")
        return self.root / "objects" / content_sha256[:2] / content_sha256

    def item_path(self, version_id: str) -> Path:
        """Where the item of a version lies, or would."""
        if not _VERSION.fullmatch(version_id):
            raise ValueError(f"{version_id!r} is no version id")
        return self.root / "items" / version_id[4:6] / f"{version_id}.json"


def _holds(place: Path, content_sha256: str, size: int) -> bool:
    """Whether a file with just these bytes lies there."""
    try:
        return place.stat().st_size == size and sha256(place.read_bytes()) == content_sha256
    except FileNotFoundError:
        return False


def _write(place: Path, content: bytes) -> None:
    """Write a file whole or not at all, and have the disk keep it. Raises OSError."""
    _make(place.parent)
    beside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _sync(place.parent)


def _make(folder: Path) -> None:
    """Make a folder and those above it, each known to the disk."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
