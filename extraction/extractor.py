"""The seam for extractors: whoever proposes candidates goes through the same validation and the same measure."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from schemas.document import Document
from schemas.enums import RecordKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that an extractor proposes.

    `payload` holds the fields of the kind's model without ids and extractor, as plain values: evidence as
    `{"field", "start", "end", "quote"?, "derived"?, "rule"?}` with offsets into the document's text; a missing quote
    is taken from the text.
    """

    kind: RecordKind
    payload: dict[str, Any]
    rules: tuple[str, ...] = field(default=())
    confidence: float | None = None
    """0 to 1: of records with about this score about this share is right. None where the extractor has no score."""


class Extractor(Protocol):
    """Proposes candidates for a document. Must give the same candidates for the same document."""

    name: str
    version: str

    def propose(self, document: Document) -> list[Candidate]:
        """All candidates of a document, in the order of its text."""
        ...
