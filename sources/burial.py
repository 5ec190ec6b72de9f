"""What is buried leaves the archive: the items and bytes of purged documents, and the feeds that told them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from schemas.tombstone import Burial, Graveyard
from sources.archive import Archive, ArchiveError, ArchiveItem
from sources.arrival import reason

_CONTENT = re.compile(rb'"content_sha256":\s*"([0-9a-f]{64})"')


@dataclass(slots=True)
class ArchiveTraces:
    """What the archive has of a document: hashes of the bytes of its versions, and the addresses they came from."""

    contents: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)


def archive_traces(archive: Archive, document_ids: Collection[str]) -> dict[str, ArchiveTraces]:
    """What the archive has of documents, by document; feeds are not counted as theirs."""
    found = {name: ArchiveTraces() for name in document_ids}
    for item in _naming(archive, {name.encode() for name in document_ids}):
        if item.document_id in found and item.role == "document":
            traces = found[item.document_id]
            traces.contents.add(item.content_sha256)
            told = (item.path, item.origin, str((item.sidecar or {}).get("url") or ""))
            traces.addresses |= {one for one in told if one.startswith(("http://", "https://"))}
    return found


def remove_buried(archive: Archive, burials: Collection[Burial]) -> int:
    """Remove the items and bytes of buried documents and texts; returns how many items those were.

    Items with the same bytes go whatever document they are of, and so do feeds whose bytes name a buried document's
    address: they hold its text. Can be done again after it was cut off. Raises ArchiveError.
    """
    if not burials:
        return 0
    documents = {one.document_id for one in burials}
    contents = {sha for one in burials for sha in one.content_sha256}
    items = [
        item
        for item in _naming(archive, {name.encode() for name in (*documents, *contents)})
        if item.document_id in documents or item.content_sha256 in contents
    ]
    feeds = list(_feeds(archive, Graveyard(burials).addresses))
    going = [*feeds, *items]
    ids = {item.version_id for item in going}
    left = _contents_left(archive, ids)
    try:
        for sha in sorted({item.content_sha256 for item in going} | contents):
            if sha in contents or sha not in left:
                archive.object_path(sha).unlink(missing_ok=True)
        for item in going:
            archive.item_path(item.version_id).unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"cannot remove what is purged from {archive.root} ({reason(error)}); allow writing there, then run the "
            "same command again"
        ) from None
    return len(going)


def _files(archive: Archive) -> Iterator[tuple[str, Path]]:
    for version_id in archive.version_ids():
        yield version_id, archive.item_path(version_id)


def _naming(archive: Archive, needles: Collection[bytes]) -> Iterator[ArchiveItem]:
    """The items whose files name one of the needles; damaged ones are left out."""
    for version_id, path in _files(archive):
        try:
            data = path.read_bytes()
            if any(needle in data for needle in needles):
                yield archive.item(version_id)
        except (OSError, ArchiveError):
            continue


def _contents_left(archive: Archive, without: Collection[str]) -> set[str]:
    """Hashes of the bytes that other items name."""
    found = set()
    for version_id, path in _files(archive):
        if version_id not in without:
            try:
                found |= {match[1].decode() for match in _CONTENT.finditer(path.read_bytes())}
            except OSError:
                continue
    return found


def _feeds(archive: Archive, addresses: Collection[bytes]) -> Iterator[ArchiveItem]:
    """Feeds in whose bytes an address stands."""
    if not addresses:
        return
    for item in _naming(archive, {b'"feed"'}):
        if item.role != "feed":
            continue
        try:
            content = archive.get(item.content_sha256)
        except ArchiveError:
            continue
        if any(address in content for address in addresses):
            yield item
