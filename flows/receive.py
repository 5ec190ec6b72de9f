"""The first stages: what is offered is discovered and archived, before anything reads it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from flows.process import reject_of
from flows.selection import is_news
from schemas import ids
from schemas.enums import RejectStage
from schemas.reject import Reject
from schemas.tombstone import Burial
from sources.archive import Archive, ArchiveItem, sha256
from sources.arrival import Arrival, Refusal, SourceError

if TYPE_CHECKING:
    from warehouse.outcome import KnownDocument

Progress = Callable[[str, int, int, str], None]
"""Told as a run goes on: the stage, how many are done, of how many, and what is next."""


class Received(NamedTuple):
    """One thing that was offered: archived under `version_id`, or refused with a reject."""

    document_id: str
    shown: str
    version_id: str | None = None
    refusal: Reject | None = None
    skipped: bool = False


def refused(refusal: Refusal, taken: dict[str, str]) -> Received:
    """A refusal under an id of its own: two names that no text can tell apart would have one."""
    path, n, document = refusal.path, 1, refusal.document_id
    while document in taken:
        n += 1
        path = f"{refusal.path} ({n})"
        document = ids.document_id(refusal.source, path)
    taken[document] = path
    reject = reject_of(document, refusal.source, path, None, RejectStage.READ, refusal.message)
    return Received(document, refusal.shown, refusal=reject, skipped=refusal.skipped)


def archived(
    arrival: Arrival,
    archive: Archive | None,
    received_at: dt.datetime,
    known: Mapping[str, "KnownDocument"] | None = None,
) -> Received:
    """Archive one arrival, if there is an archive, or refuse it where its bytes cannot be had. Raises ArchiveError.

    What is `known` in this version and lies in the archive is not archived again. Bytes that lie damaged there are
    found when they are read again: then the document fails, and is archived anew when it next comes.
    """
    document, source, path = arrival.document_id, arrival.source, arrival.path
    try:
        content = arrival.read()
    except SourceError as error:
        reject = reject_of(document, source, path, None, RejectStage.READ, str(error))
        return Received(document, arrival.shown, refusal=reject)
    digest = sha256(content)
    if archive is None:
        return Received(document, arrival.shown, arrival.version_id(digest))
    if burial := archive.burial_of(document, digest):
        return buried(document, source, path, arrival.shown, burial)
    version = ids.version_id(document, digest, arrival.sidecar)
    current = (known or {}).get(document)
    as_known = current is not None and current.version_id == version and not current.failing
    if as_known and archive.has(version, digest, len(content)):
        return Received(document, arrival.shown, version)
    item = ArchiveItem(
        document_id=document,
        version_id=version,
        source=source,
        path=path,
        origin=arrival.origin,
        content_sha256=digest,
        size=len(content),
        sidecar=arrival.sidecar,
        received_at=received_at,
        media_hint=arrival.media_hint,
    )
    archive.put(content, item)
    return Received(item.document_id, arrival.shown, item.version_id)


def buried(document_id: str, source: str, path: str, shown: str, burial: Burial) -> Received:
    """What was purged is told and left aside, whoever offers it."""
    reject = reject_of(document_id, source, path, None, RejectStage.READ, burial.message)
    return Received(document_id, shown, refusal=reject, skipped=True)


def receive(
    offered: Iterable[Arrival | Refusal],
    archive: Archive | None,
    received_at: dt.datetime,
    progress: Progress | None = None,
    *,
    known: Mapping[str, "KnownDocument"] | None = None,
    limit: int | None = None,
) -> list[Received]:
    """Archive what is offered, in its order; what cannot be had is refused with its reason, and the rest goes on.

    It ends after `limit` documents that are not `known` in this version. Without an archive nothing is kept.

    Files that say by their sidecars that they are one document count once: the first is it, the others are skipped.
    Raises sources.archive.ArchiveError where the archive cannot be written: then nothing more can be kept.
    """
    offers = list(offered)
    received: list[Received] = []
    taken: dict[str, str] = {}
    news = 0
    for n, offer in enumerate(offers):
        if limit is not None and news >= limit:
            break
        if progress:
            progress("archive", n, len(offers), offer.shown)
        if isinstance(offer, Refusal):
            received.append(refused(offer, taken))
        elif (document := offer.document_id) in taken:
            message = f"has the same url in its sidecar as {taken[document]}; only that file is used"
            again = Refusal(offer.source, offer.path, offer.shown, message, skipped=True)
            received.append(refused(again, taken))
        else:
            taken[document] = offer.path
            received.append(archived(offer, archive, received_at, known))
            news += is_news(known or {}, received[-1].document_id, received[-1].version_id)
    if progress:
        progress("archive", len(offers), len(offers), "")
    return received
