"""Sources: what is followed, how often, and what may be shown of its text. `sources.toml` says it, in this form."""

import datetime as dt
import re
from enum import StrEnum
from pathlib import PurePath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from schemas.base import Contract, Text

_EVERY = re.compile(r"every (\d{1,4}) ?(m|h|d)")
_SECONDS = {"m": 60, "h": 3600, "d": 86400}


class SourceKind(StrEnum):
    """How the documents of a source are found."""

    FOLDER = "folder"
    PAGE = "page"
    FEED = "feed"
    REPORT = "report"


class Show(StrEnum):
    """How much of a document's words may stand in published files."""

    WHOLE = "whole"
    QUOTES = "quotes"
    NONE = "none"


class FeedBody(StrEnum):
    """What is read of a feed's item: the page behind it, or the body that stands in the feed."""

    PAGE = "page"
    ITEM = "item"


def every_seconds(cadence: str) -> int | None:
    """Seconds of a cadence such as `every 6h`, None where it is a cron line."""
    match = _EVERY.fullmatch(cadence)
    return int(match[1]) * _SECONDS[match[2]] if match else None


def next_run(cadence: str, last: dt.datetime) -> dt.datetime:
    """The first instant after `last` at which a source is due, UTC. Raises ValueError for what is no cadence."""
    seconds = every_seconds(cadence)
    if seconds is not None:
        return last + dt.timedelta(seconds=seconds)
    from cronsim import CronSim, CronSimError

    try:
        return next(CronSim(cadence, last.astimezone(dt.UTC)))
    except (CronSimError, StopIteration) as error:
        raise ValueError(f"{cadence!r} never comes due ({error})") from None


def _cadence(value: str) -> str:
    value = " ".join(value.split())
    seconds = every_seconds(value)
    if seconds is not None:
        if not 60 <= seconds <= 366 * 86400:
            raise ValueError("comes due at least once a year and at most once a minute")
        return value
    if len(value.split()) != 5:
        raise ValueError("is a cron line of five fields, such as '0 5 * * *', or 'every 6h' (m, h or d), in UTC")
    next_run(value, dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    return value


def _address(value: str) -> str:
    from schemas.ids import canonical_url

    canonical_url(value)
    if "@" in value.split("//", 1)[1].split("/", 1)[0]:
        raise ValueError("holds a user or password; name an environment variable in authorization_env instead")
    if not value.isprintable() or " " in value:
        raise ValueError("holds a space or an invisible character; write it percent-encoded")
    return value


Address = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_address)]
"""An http or https address without user and password."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
"""Name of a source: small letters, digits and hyphens, so that it can name files and deployments too."""

Variable = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{2,80}$")]
"""Name of an environment variable."""


class SourceBase(Contract):
    """What every source says, whatever its kind."""

    name: Name = Field(description="Name of the source; it stands with each of its documents and never changes")
    enabled: bool = Field(default=True, description="Whether runs over all sources take it along")
    untried: bool = Field(default=False, description="Whether nobody has tried yet that it works as written here")
    publisher: Text = Field(min_length=1, max_length=200, description="Who publishes it")
    country: str = Field(
        pattern="^[A-Z]{2,8}$",
        description="ISO 3166-1 alpha-3 of the publisher's state, or a body's code: NATO, UN, XXX",
    )
    language: str | None = Field(
        default=None, pattern="^[a-z]{2,3}$", description="ISO 639 code where all is in one language; else each is told"
    )
    licence: Text = Field(min_length=1, max_length=300, description="Terms that its texts may be used on")
    cadence: Annotated[str, AfterValidator(_cadence)] = Field(
        default="0 5 * * *", description="When it is due, UTC: a cron line of five fields, or 'every 6h'"
    )
    min_items: int | None = Field(default=None, ge=0, description="Fewer items in a run are reported as drifting")
    max_items: int | None = Field(default=None, ge=1, description="More items in a run are reported as drifting")
    show: Show = Field(
        default=Show.QUOTES, description="What may be shown of its words in published files: whole, quotes or none"
    )
    quote_characters: int | None = Field(
        default=None,
        ge=20,
        le=10_000,
        description="Characters that a shown quote may have; null for quotes as they are",
    )

    @model_validator(mode="after")
    def _bounds_hold(self) -> Self:
        if self.min_items is not None and self.max_items is not None and self.min_items > self.max_items:
            raise ValueError(f"min_items: is {self.min_items}, more than max_items ({self.max_items})")
        if self.quote_characters is not None and self.show is not Show.QUOTES:
            raise ValueError(f"quote_characters: goes with show = 'quotes', not with show = '{self.show.value}'")
        return self

    def drift(self, items: int) -> str | None:
        """Why a run that saw so many items is out of bounds, None where it is not."""
        if self.min_items is not None and items < self.min_items:
            return f"{items} items, fewer than the {self.min_items} expected"
        if self.max_items is not None and items > self.max_items:
            return f"{items} items, more than the {self.max_items} expected"
        return None


class FolderSource(SourceBase):
    """Files in a folder."""

    kind: Literal[SourceKind.FOLDER]
    path: Text = Field(min_length=1, description="The folder, absolute or relative to sources.toml")
    glob: Text = Field(default="**/*", min_length=1, description="Which of its files: a pattern below the folder")

    @field_validator("glob")
    @classmethod
    def _inside(cls, value: str) -> str:
        if PurePath(value).is_absolute() or ".." in PurePath(value).parts:
            raise ValueError("leads out of the folder; give a pattern below it, such as '**/*.html'")
        return value


class WebSource(SourceBase):
    """What is fetched over the network."""

    authorization_env: Variable | None = Field(
        default=None,
        description="Environment variable with the value of the Authorization header, sent to its own host",
    )
    authorization_block: str | None = Field(
        default=None, pattern="^[a-z0-9][a-z0-9-]{0,80}$", description="Prefect Secret block with that value instead"
    )

    @model_validator(mode="after")
    def _one_secret(self) -> Self:
        if self.authorization_env and self.authorization_block:
            raise ValueError("authorization_block: give either it or authorization_env")
        return self


class _Listed(WebSource):
    urls: tuple[Address, ...] = Field(min_length=1, max_length=1000, description="Addresses; one may be told as url")

    @model_validator(mode="before")
    @classmethod
    def _one(cls, values: object) -> object:
        if not isinstance(values, dict):
            return values
        if "url" in values and "urls" in values:
            raise ValueError("url: give either it or urls")
        urls = [values["url"]] if "url" in values else values.get("urls")
        rest = {key: value for key, value in values.items() if key not in ("url", "urls")}
        return rest if urls is None else {**rest, "urls": tuple(urls) if isinstance(urls, list) else urls}

    @field_validator("urls")
    @classmethod
    def _distinct(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        from schemas.ids import canonical_url

        seen: set[str] = set()
        for url in value:
            if canonical_url(url) in seen:
                raise ValueError(f"{url} is named twice")
            seen.add(canonical_url(url))
        return value


class PageSource(_Listed):
    """Pages at fixed addresses, each a document that may change."""

    kind: Literal[SourceKind.PAGE]


class ReportSource(_Listed):
    """Reports as PDF at fixed addresses."""

    kind: Literal[SourceKind.REPORT]


class FeedSource(WebSource):
    """A feed, RSS 0.9 to 2.0 or Atom; each item is a document."""

    kind: Literal[SourceKind.FEED]
    url: Address = Field(description="Address of the feed")
    body: FeedBody = Field(
        default=FeedBody.PAGE, description="What is read: the page behind an item, or the item's own"
    )


Source = Annotated[FolderSource | PageSource | FeedSource | ReportSource, Field(discriminator="kind")]


class SourceEntry(Contract):
    """What sources.toml says of a source, as runs keep it."""

    source: Text = Field(description="Name of the source, as in document.source")
    source_kind: SourceKind = Field(description="How its documents are found: folder, page, feed, report")
    enabled: bool = Field(description="Whether runs over all sources take it along")
    untried: bool = Field(description="Whether nobody has tried yet that it works")
    publisher: Text = Field(description="Who publishes it")
    country: str = Field(description="State of the publisher, ISO 3166-1 alpha-3, or a body's code")
    language: str | None = Field(description="ISO 639 code where all of it is in one language")
    licence: Text = Field(description="Terms that its texts may be used on")
    cadence: str = Field(description="When it is due, UTC: a cron line or an interval")
    min_items: int | None = Field(description="Fewer items in a run are drifting")
    max_items: int | None = Field(description="More items in a run are drifting")
    may_show: Show = Field(description="What of its words is published: whole, quotes or none")
    quote_characters: int | None = Field(description="Characters that a published quote has at most; null for no bound")
    addresses: tuple[Text, ...] = Field(description="Where it is: addresses, or the folder")


def entry_of(source: "Source") -> SourceEntry:
    """What runs keep of a source."""
    if isinstance(source, FolderSource):
        addresses: tuple[str, ...] = (source.path,)
    else:
        addresses = (source.url,) if isinstance(source, FeedSource) else source.urls
    own = source.model_dump(include=set(SourceEntry.model_fields))
    return SourceEntry(source=source.name, addresses=addresses, source_kind=source.kind, may_show=source.show, **own)


class FetchSettings(Contract):
    """How anything is fetched."""

    contact: Text = Field(
        default="", max_length=200, pattern=r"^[\x20-\x7e]*$",
        description="Address or e-mail in the user agent, so that a site can reach whoever runs this; needed to fetch",
    )  # fmt: skip
    private_hosts: tuple[str, ...] = Field(
        default=(), description="Hosts that may be fetched from although their addresses are private or local"
    )
    pause_s: float = Field(default=1.0, ge=0, le=600, description="Seconds between two requests to one host")
    connect_timeout_s: float = Field(default=15.0, gt=0, le=600, description="Seconds to connect")
    read_timeout_s: float = Field(default=30.0, gt=0, le=600, description="Seconds without a byte")
    total_timeout_s: float = Field(default=180.0, gt=0, le=7200, description="Seconds for one answer, all told")
    attempts: int = Field(
        default=4, ge=1, le=10, description="Attempts for what may pass: 5xx, 429, broken connections"
    )
    retry_wait_s: float = Field(
        default=2.0, ge=0, le=60, description="Seconds before the second attempt; they double, with jitter"
    )
    retry_after_max_s: float = Field(
        default=300.0, ge=0, le=86400, description="Longest wait that a site may ask for; above it the item fails"
    )
    max_redirects: int = Field(default=5, ge=0, le=20, description="Redirects followed one after another")
    max_bytes: int = Field(
        default=64 * 1024 * 1024, ge=1024, le=256 * 1024 * 1024, description="Largest answer, as sent and unpacked"
    )
    max_items: int = Field(default=1000, ge=1, le=100_000, description="Items of one feed that are looked at")
    robots: bool = Field(default=True, description="Whether robots.txt is obeyed; off only for sites of one's own")

    @field_validator("private_hosts")
    @classmethod
    def _hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for host in value:
            if not re.fullmatch(r"[a-z0-9]([a-z0-9.:-]*[a-z0-9])?", host):
                raise ValueError(f"{host!r} is no host name or address in small letters, without scheme and port")
        return value


class SourceList(Contract):
    """All that `sources.toml` says."""

    settings: FetchSettings = Field(default=FetchSettings(), description="How anything is fetched")
    source: tuple[Source, ...] = Field(default=(), description="The sources, in their order")

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        seen: set[str] = set()
        for n, source in enumerate(self.source):
            if source.name in seen:
                raise ValueError(f"source.{n}.name: {source.name!r} is the name of an earlier source too")
            seen.add(source.name)
        return self
