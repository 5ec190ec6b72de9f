"""Texts of the tests as documents, and what is coded from them."""

import datetime as dt
from collections import Counter

from extraction.registry import get_extractor
from extraction.validate import Extraction, extract
from schemas.document import Document
from schemas.enums import DocumentStatus
from schemas.ids import sha256_of_text
from schemas.records import Agreement, Aid, Goal


def document(
    text: str,
    language: str = "en",
    published: str = "2024-03-15",
    publisher: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Document:
    return Document(
        document_id="doc_test",
        version_id="ver_test",
        source="tests",
        path="a.txt",
        publisher=publisher,
        title=title,
        url=url,
        published_on=dt.date.fromisoformat(published),
        language=language,
        media_type="text/plain",
        status=DocumentStatus.CODED,
        content_sha256="0" * 64,
        text_sha256=sha256_of_text(text),
        text=text,
    )


def coded(text: str, language: str = "en", **more: str) -> Extraction:
    return extract(document(text, language, **more), get_extractor())


def counts(extraction: Extraction) -> Counter[str]:
    return Counter(type(record).__name__ for record in extraction.records)


def agreements(text: str, language: str = "en") -> list[Agreement]:
    return [r for r in coded(text, language).records if isinstance(r, Agreement)]


def aid(text: str, language: str = "en") -> list[Aid]:
    return [r for r in coded(text, language).records if isinstance(r, Aid)]


def goals(text: str, language: str = "en") -> list[Goal]:
    return [r for r in coded(text, language).records if isinstance(r, Goal)]
