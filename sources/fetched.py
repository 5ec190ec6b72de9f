"""What an answer of the network was, and how fetching fails."""

import datetime as dt
from dataclasses import dataclass, field

from pydantic import Field

from schemas.base import Contract, Instant, Text
from sources.arrival import SourceError

KEPT_HEADERS = (
    "content-type",
    "content-language",
    "content-encoding",
    "content-length",
    "content-disposition",
    "date",
    "etag",
    "last-modified",
    "link",
)
"""Headers that say something of the bytes; none that could hold a secret, as set-cookie."""


class FetchRecord(Contract):
    """How archived bytes came over the network."""

    url: Text = Field(description="Address that was asked for")
    final_url: Text = Field(description="Address that answered, after redirects")
    status: int = Field(ge=100, le=599, description="Status of the answer")
    headers: dict[str, Text] = Field(default={}, description="Headers that matter, names in small letters")
    fetched_at: Instant = Field(description="When it came, UTC")
    licence: Text | None = Field(default=None, description="Terms that its source says it may be used on")


class FetchError(SourceError):
    """Something could not be fetched; one line without the address.

    `passing` where a later attempt may succeed, `retry_after` the seconds that the site asked to wait, `status` that of
    the answer where there was one.
    """

    def __init__(
        self, message: str, *, passing: bool = False, retry_after: float | None = None, status: int | None = None
    ):
        super().__init__(message)
        self.passing = passing
        self.retry_after = retry_after
        self.status = status


@dataclass(frozen=True, slots=True)
class Condition:
    """What lets a site answer that nothing changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with status 200, its body unpacked; or 304 with none."""

    url: str
    final_url: str
    status: int
    fetched_at: dt.datetime
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def media_type(self) -> str:
        """The media type that the answer names, in small letters and without parameters; '' where it names none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def condition(self) -> Condition:
        """What to ask with the next time."""
        return Condition(self.headers.get("etag"), self.headers.get("last-modified"))

    def record(self, licence: str | None) -> FetchRecord:
        """What the archive keeps of it."""
        return FetchRecord(
            url=self.url,
            final_url=self.final_url,
            status=self.status,
            headers={name: self.headers[name] for name in KEPT_HEADERS if name in self.headers},
            fetched_at=self.fetched_at,
            licence=licence,
        )
