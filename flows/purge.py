"""A text that has to go: out of the archive, the journal, the warehouse and all publications, and it stays out."""

import contextlib
import datetime as dt
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import PurgeError
from schemas import ids
from schemas.tombstone import Burial
from sources.archive import Archive
from sources.burial import archive_traces, remove_buried

if TYPE_CHECKING:
    from warehouse.outcome import Recovery
    from warehouse.purge import DocumentTraces
    from warehouse.store import Store

OnWait = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did: the documents, how many items left the archive, and what the warehouse made up for."""

    burials: tuple[Burial, ...]
    near: tuple[str, ...]
    """Documents that stay and tell nearly the same text."""
    archive_items: int
    recovery: "Recovery"


def purge(store: "Store", document: str, reason: str, *, copies: bool = False, on_wait: OnWait | None = None) -> Purged:
    """Purge a document, given by its id, address, or path inside its source.

    Its versions go with it, whatever their text. Where another document has one of its texts, nothing is done unless
    `copies` says that those go as well. Raises PurgeError for a document that is not known or not purged alone, what
    `warehouse.api.purge` raises, and ArchiveError; after an error on the way the next run goes on.
    """
    from warehouse import api

    if not reason.strip():
        raise PurgeError("--reason is empty; say why the text has to go: the tombstone keeps it")
    traces = api.document_traces(store)
    chosen = _chosen(traces, document)
    if chosen is None:
        buried = api.buried(store).of_document(document)
        known = f"{buried.message}" if buried else "no such document; `communique sql` shows the ids of all in document"
        raise PurgeError(f"{document}: {known}")
    with_text = _sharing(traces, chosen)
    if len(with_text) > 1 and not copies:
        others = ", ".join(f"{name} ({traces[name].path})" for name in sorted(with_text - {chosen}))
        raise PurgeError(f"{chosen}: the same text stands in {others}; add --copies to purge those as well")
    archive = Archive(store.archive)
    kept = archive_traces(archive, with_text)
    now = dt.datetime.now(dt.UTC)
    burials = tuple(
        Burial(
            document_id=name,
            source=traces[name].source,
            path=traces[name].path,
            reason=" ".join(reason.split()),
            purged_at=now,
            content_sha256=tuple(sorted(traces[name].contents | kept[name].contents)),
            text_sha256=tuple(sorted(traces[name].texts)),
            addresses=tuple(sorted(kept[name].addresses | ({url} if (url := traces[name].url) else set()))),
        )
        for name in sorted(with_text)
    )
    near = api.near_copies(store, with_text, on_wait=on_wait)
    removed: list[int] = []
    recovery = api.purge(store, burials, on_wait=on_wait, cleanse=lambda: removed.append(_cleanse(store, burials)))
    return Purged(burials, near, sum(removed), recovery)


def finish_purges(store: "Store", on_wait: OnWait | None = None) -> "Recovery | None":
    """Go on with purges that were cut off; None where there are none. Called first in every run."""
    from warehouse import api

    pending = api.buried(store).pending
    if not pending:
        return None
    return api.purge(store, pending, on_wait=on_wait, cleanse=lambda: _cleanse(store, pending))


def _cleanse(store: "Store", burials: Collection[Burial]) -> int:
    """Take what is buried out of the archive, and out of what killed runs left half done."""
    work = store.root / "work"
    needles = [name.encode() for one in burials for name in (one.document_id, *one.text_sha256)]
    with contextlib.suppress(FileNotFoundError):
        for folder in list(work.iterdir()):
            if any(needle in data for data in _contents(folder.rglob("*.jsonl")) for needle in needles):
                shutil.rmtree(folder, ignore_errors=True)
    return remove_buried(Archive(store.archive), burials)


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        with contextlib.suppress(OSError):
            yield path.read_bytes()


def _chosen(traces: "dict[str, DocumentTraces]", document: str) -> str | None:
    """The id that a person means. Raises PurgeError where it may be several."""
    if document in traces:
        return document
    address = None
    with contextlib.suppress(ValueError):
        address = ids.document_id("", "", document)
    found = sorted(
        one.document_id
        for one in traces.values()
        if document in (one.path, one.url) or one.document_id == address or f"/{one.path}" == document
    )
    if len(found) > 1:
        raise PurgeError(f"{document}: may be any of {', '.join(found)}; give the id")
    return found[0] if found else None


def _sharing(traces: "dict[str, DocumentTraces]", chosen: str) -> set[str]:
    """The documents that share a text or bytes with the chosen one, or with one that does."""
    found, waiting = {chosen}, [chosen]
    while waiting:
        own = traces[waiting.pop()]
        for other in traces.values():
            shares = own.texts & other.texts or own.contents & other.contents
            if shares and other.document_id not in found:
                found.add(other.document_id)
                waiting.append(other.document_id)
    return found
