"""Tombstones: what was purged, and what must not come back.

    archive/tombstones/<document_id>.json

They say nothing of what a text said: ids, hashes, where it came from, and why it was purged.
"""

import html
import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationError

from schemas.base import Contract, Instant, Text

FOLDER = "tombstones"
"""Name of the folder, inside the archive."""

_HASHES = "^[0-9a-f]{64}$"


class Tombstone(Contract):
    """A document that was purged."""

    document_id: str = Field(pattern="^doc_[0-9a-f]{20}$", description="The document")
    source: Text = Field(description="Name of the source that it came from")
    path: Text = Field(description="Path inside the source")
    reason: Text = Field(min_length=1, description="Why it was purged")
    purged_at: Instant = Field(description="When, UTC")


class Burial(Tombstone):
    """A tombstone as it is kept: with what tells the text when it comes again under another name."""

    content_sha256: tuple[str, ...] = Field(default=(), description="Hashes of the bytes of all its versions")
    text_sha256: tuple[str, ...] = Field(default=(), description="Hashes of the texts of all its versions")
    addresses: tuple[Text, ...] = Field(default=(), description="Addresses by which a feed that tells it is known")
    done: bool = Field(default=False, description="Whether all traces are gone; else the next run goes on")

    @property
    def message(self) -> str:
        """Why it is refused, in one line."""
        return f"was purged on {self.purged_at:%Y-%m-%d} ({self.reason}): not taken in again"


def read_tombstones(folder: Path) -> Iterator[Burial]:
    """The tombstones of a folder, by document. Raises ValueError with one line for one that cannot be read."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".json"))
    except FileNotFoundError:
        return
    for name in names:
        if name.startswith("."):
            continue
        try:
            yield Burial.model_validate_json((folder / name).read_bytes())
        except (OSError, ValidationError):
            raise ValueError(f"{folder / name}: a damaged tombstone; restore it from a backup") from None


class Graveyard:
    """Tombstones, asked by document, bytes or text."""

    def __init__(self, burials: Iterable[Burial]):
        self.burials = tuple(burials)
        self._documents = {one.document_id: one for one in self.burials}
        self._contents = {sha: one for one in self.burials for sha in one.content_sha256}
        self._texts = {sha: one for one in self.burials for sha in one.text_sha256}

    @cached_property
    def addresses(self) -> frozenset[bytes]:
        """All addresses of what was purged, as the bytes of a feed may spell them."""
        return frozenset(
            spelt.encode() for one in self.burials for url in one.addresses for spelt in (url, html.escape(url))
        )

    def of_document(self, document_id: str) -> Burial | None:
        """The tombstone of a document."""
        return self._documents.get(document_id)

    def of_bytes(self, content_sha256: str) -> Burial | None:
        """The tombstone of bytes."""
        return self._contents.get(content_sha256)

    def of_text(self, text_sha256: str) -> Burial | None:
        """The tombstone of a text."""
        return self._texts.get(text_sha256)

    @property
    def pending(self) -> tuple[Burial, ...]:
        """Those whose traces are not all gone."""
        return tuple(one for one in self.burials if not one.done)
