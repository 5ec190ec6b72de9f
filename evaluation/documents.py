"""Documents for the measure and the fit: read from a file as `extract` reads it, or made of a text at hand."""

import datetime as dt
from pathlib import Path
from typing import Any

from extraction.extractor import Candidate
from flows.extract import extract_paths
from schemas.document import Document
from schemas.enums import DocumentStatus
from schemas.ids import sha256_of_text


class _Keeper:
    """An extractor that keeps the document and proposes nothing."""

    name, version = "keeper", "1"

    def __init__(self) -> None:
        self.document: Document | None = None

    def propose(self, document: Document) -> list[Candidate]:
        """Keep the document."""
        self.document = document
        return []


def document_at(path: Path) -> Document | None:
    """The document that a file is read as; None where it can't be used."""
    keeper = _Keeper()
    list(extract_paths([path], keeper))
    return keeper.document


def document_of(text: str, meta: dict[str, Any]) -> Document:
    """A document of a text and its sidecar, as the reading takes it."""
    return Document(
        document_id="doc_coded",
        version_id="ver_coded",
        source="coded",
        path=str(meta["url"]),
        title=text.split("\n", 1)[0][:300] or None,
        publisher=meta.get("publisher"),
        published_on=dt.date.fromisoformat(meta["published_on"]) if meta.get("published_on") else None,
        language=meta.get("language", "en"),
        media_type="text/plain",
        status=DocumentStatus.CODED,
        content_sha256="0" * 64,
        text_sha256=sha256_of_text(text),
        text=text,
    )
