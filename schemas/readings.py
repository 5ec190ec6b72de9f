"""Whether two readings of a document are the same: a digest over what was read and found."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from schemas.document import Document
from schemas.records import Record
from schemas.reject import Reject


class ReadingDigest:
    """The digest of one reading, made piece by piece: the document, then its records and rejects in their order."""

    def __init__(self, document: dict[str, Any]):
        """Begin with a document's fields as JSON values, without its text, for which text_sha256 stands."""
        self._hash = hashlib.sha256(json.dumps(document, sort_keys=True).encode())

    def add(self, found: Record | Reject) -> None:
        """Add a record or reject."""
        self._hash.update(f"\n{type(found).__name__} {found.model_dump_json()}".encode())

    def __str__(self) -> str:
        return self._hash.hexdigest()


def reading_digest(document: Document, records: Iterable[Record], rejects: Iterable[Reject]) -> str:
    """The digest of a whole reading."""
    digest = ReadingDigest(document.model_dump(mode="json", exclude={"text"}))
    for record in records:
        digest.add(record)
    for reject in rejects:
        digest.add(reject)
    return str(digest)
