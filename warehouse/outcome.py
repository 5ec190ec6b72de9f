"""What a run hands to the warehouse, and what it gets back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from schemas.document import Document
from schemas.enums import ItemOutcome
from schemas.records import Record
from schemas.reject import Reject
from schemas.run import Counts, Run, SourceOutcome
from schemas.source import SourceEntry

Outcomes = Mapping[ItemOutcome, Sequence[str]]
"""Outcome → ids of the documents that a run was offered, in their order."""


class Outcome(Protocol):
    """What became of one document of a run.

    With a `document` it was read: its rows in all tables are replaced by those of `records` and `rejects`. Without one
    it failed or was left aside: it has no records, and only its rejects of stages read and extract are replaced.
    """

    @property
    def document(self) -> Document | None:
        """The document as read, or None."""

    @property
    def records(self) -> Sequence[Record]:
        """Its records, each with the document's id."""

    @property
    def rejects(self) -> Sequence[Reject]:
        """Its rejects."""


@dataclass(frozen=True, slots=True)
class RunDraft:
    """A run before the warehouse gives it its id and time. `started_at` without a time zone counts as UTC."""

    command: str
    started_at: dt.datetime
    code_version: str
    extractor: str
    extractor_version: str
    arguments: str = ""
    counts: Counts = field(default_factory=Counts)
    outcomes: Outcomes = field(default_factory=dict)
    sources: tuple[SourceOutcome, ...] = ()
    catalogue: tuple[SourceEntry, ...] | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found. It holds where `n_rows` is 0; `sample` is a JSON list of the first rows as objects."""

    name: str
    severity: str
    description: str
    n_rows: int
    sample: str
    run_id: str

    @property
    def failed(self) -> bool:
        """Whether it found rows and is of severity error, so that nothing is published."""
        return self.severity == "error" and self.n_rows > 0


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was made up for: runs that stood in the journal but were not loaded, and a publication that was due.

    `failed_checks` are those of severity error that found rows in the newest load.
    """

    run_ids: tuple[str, ...] = ()
    published_version: str | None = None
    failed_checks: tuple[CheckResult, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadResult:
    """A run as loaded.

    `changed_rows` counts rows closed and inserted; `published_version` is None where no row changed or a check of
    severity error failed; `failed_checks` are those checks; `recovery` is what was made up for first.
    """

    run: Run
    changed_rows: int
    published_version: str | None = None
    failed_checks: tuple[CheckResult, ...] = ()
    recovery: Recovery = Recovery()


class KnownDocument(NamedTuple):
    """The current version of a document; `failing` where it was offered since and could not be read or extracted."""

    version_id: str
    failing: bool = False
