"""The seam for extractors: whoever proposes candidates goes through the same validation and the same measure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from schemas.document import Document
from schemas.enums import RecordKind


class ExtractorError(ValueError):
    """An extractor cannot begin; the message is one line for the person who chose it."""


class CannotCodeError(Exception):
    """The extractor has nothing to go by for this document, which then fails and keeps its last good reading.

    The message is one line for people.
    """


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
    origin: str = ""
    """Where it stands in what the extractor read beside the document, as in 'row 7 of codes.csv'."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What an extractor found and could not make a candidate of; it becomes a reject.

    `field` is what is wrong, `payload` what was found, as plain values.
    """

    kind: RecordKind | None
    field: str | None
    message: str
    payload: dict[str, Any]


class Extractor(Protocol):
    """Proposes candidates for a document. Must give the same candidates for the same document."""

    name: str
    version: str

    def propose(self, document: Document) -> Sequence[Candidate | Refused]:
        """All candidates of a document, in the order of its text. Raises CannotCodeError."""
        ...


@runtime_checkable
class Checklist(Protocol):
    """An extractor that knows beforehand which documents it is for."""

    def unmet(self) -> list[str]:
        """A line for each document that it is for and was not asked about so far."""
        ...
