"""What the readers hand to read_document."""

import datetime as dt
from dataclasses import dataclass, field

from schemas.document import Page, Table


@dataclass(frozen=True)
class Heading:
    """A heading found in a text: its words, its level (1 to 9) and the offset of its first character."""

    title: str
    level: int
    start: int


@dataclass(frozen=True)
class DatedAs:
    """A day of publication as somebody declares it, and who: sidecar, front_matter, html, pdf, text."""

    day: dt.date
    origin: str


@dataclass
class Reading:
    """What one reader made of one file. What it does not know stays None; what it mended is told in `warnings`."""

    media_type: str
    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    language_origin: str | None = None
    published: list[DatedAs] = field(default_factory=list)
    last_resort_title: str | None = None
    last_resort_author: str | None = None
    last_resort_published: DatedAs | None = None
    headings: list[Heading] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    masthead_end: int | None = None
    """Where title, byline and date are to be looked for at the most; None for the whole text."""
    skip_reason: str | None = None
    warnings: list[str] = field(default_factory=list)
