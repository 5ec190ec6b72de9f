"""Documents: one article, press release or report, as it is read."""

import datetime as dt

from pydantic import Field, model_validator

from schemas.base import Contract, Text
from schemas.enums import DocumentStatus


class Section(Contract):
    """A part of a document under one heading."""

    title: Text = Field(description="The heading")
    level: int = Field(ge=1, le=9, description="1 for a chapter, 2 for a part of it, and so on")
    start: int = Field(ge=0, description="Offset of the section's first character, its heading included")
    end: int = Field(ge=0, description="Offset after its last character")


Span = tuple[int, int]
"""Offset of the first character and offset after the last; equal where there is none."""


class Page(Contract):
    """A page of a file that has pages."""

    number: int = Field(ge=1, description="Its place in the file, from 1")
    label: Text | None = Field(default=None, description="The number printed on it, as IV-181, where one is")
    start: int = Field(ge=0, description="Offset of its first character in the text")
    end: int = Field(ge=0, description="Offset after its last character")


class Table(Contract):
    """A table: it stands in the text row by row, a line each, its cells set apart by tabs."""

    columns: tuple[Text, ...] = Field(default=(), description="The words over its columns, where it has a header")
    start: int = Field(ge=0, description="Offset of its first character, its header included")
    end: int = Field(ge=0, description="Offset after its last character")
    rows: tuple[tuple[Span, ...], ...] = Field(
        default=(), description="Its rows below the header, each the offsets of its cells"
    )


class Sidecar(Contract):
    """What a file `<name>.meta.json` may say of the document beside it; it wins over what is guessed."""

    url: str | None = Field(default=None, pattern=r"^https?://[^\s]+$", description="Address that it was published at")
    publisher: Text | None = Field(default=None, description="Who published it")
    published_on: dt.date | None = Field(default=None, description="Day of publication")
    title: Text | None = Field(default=None, description="Title")
    language: str | None = Field(default=None, pattern="^[a-z]{2,3}$", description="ISO 639 code of its language")


class Document(Contract):
    """The text of a document and what is known of it."""

    document_id: str = Field(description="Stable id, made of the canonical URL, else of the source and relative path")
    version_id: str = Field(description="Id of this version, made of the document, its bytes and its sidecar")
    source: Text = Field(description="Name of the source that it came from; 'files' for paths given by hand")
    path: Text = Field(description="Path inside the source")
    url: Text | None = Field(default=None, description="Address that it was published at")
    title: Text | None = Field(default=None, description="Title")
    author: Text | None = Field(default=None, description="Author, from the byline")
    publisher: Text | None = Field(default=None, description="Who published it")
    published_on: dt.date | None = Field(default=None, description="Day of publication")
    published_on_origin: str | None = Field(
        default=None, description="Where that day is from: sidecar, front_matter, html, pdf, text"
    )
    language: str | None = Field(default=None, description="ISO 639 code of its language")
    media_type: str = Field(
        description="What the bytes were read as: text/plain, text/markdown, text/html, application/pdf"
    )
    status: DocumentStatus = Field(description="coded, or skipped where it was read but is not coded")
    skip_reason: Text | None = Field(default=None, description="Why it is not coded")
    warnings: tuple[Text, ...] = Field(default=(), description="What was mended or ignored while reading it")
    content_sha256: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the bytes as they came")
    text_sha256: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the text in UTF-8")
    text: Text = Field(description="The text that offsets count in, in characters")
    sections: tuple[Section, ...] = Field(default=(), description="Its parts under headings, in order")
    pages: tuple[Page, ...] = Field(default=(), description="Its pages in order, where the file has pages")
    tables: tuple[Table, ...] = Field(default=(), description="Its tables in order")

    @model_validator(mode="after")
    def _consistent(self) -> "Document":
        if (self.status is DocumentStatus.SKIPPED) != (self.skip_reason is not None):
            raise ValueError("skip_reason: a skipped document says why, and only a skipped one")
        if any(s.end < s.start or s.end > len(self.text) for s in self.sections):
            raise ValueError("sections: a section lies outside the text")
        if any(p.end < p.start or p.end > len(self.text) for p in self.pages):
            raise ValueError("pages: a page lies outside the text")
        for table in self.tables:
            spans = [(table.start, table.end), *(span for row in table.rows for span in row)]
            if any(not 0 <= start <= end <= len(self.text) for start, end in spans):
                raise ValueError("tables: a table or cell lies outside the text")
        return self
