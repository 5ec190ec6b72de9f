"""Runs: one pass of the pipeline, with its counts."""

from pydantic import Field

from schemas.base import Contract, Instant, Text
from schemas.source import SourceEntry


class Counts(Contract):
    """What went in and what became of it. In = the others together; the checks hold that."""

    documents_in: int = Field(default=0, ge=0, description="Documents that were offered to the run")
    documents_new: int = Field(default=0, ge=0, description="Read for the first time and coded")
    documents_changed: int = Field(default=0, ge=0, description="Known, and read again: new bytes, sidecar or reading")
    documents_unchanged: int = Field(default=0, ge=0, description="Known with these bytes and this sidecar")
    documents_skipped: int = Field(
        default=0, ge=0, description="Left aside with a reason (language, no text, no format)"
    )
    documents_failed: int = Field(
        default=0, ge=0, description="Not readable; each is a reject of stage read or extract"
    )
    candidates_in: int = Field(default=0, ge=0, description="Candidates that the extractor proposed")
    candidates_loaded: int = Field(default=0, ge=0, description="Candidates that became records")
    candidates_rejected: int = Field(default=0, ge=0, description="Candidates that did not hold; each is a reject")
    candidates_skipped: int = Field(default=0, ge=0, description="Candidates that repeat a record of the same document")
    agreements: int = Field(default=0, ge=0, description="Agreements among the records")
    aid: int = Field(default=0, ge=0, description="Aid records among the records")
    goals: int = Field(default=0, ge=0, description="Stated goals among the records")
    official_training: int = Field(default=0, ge=0, description="Rows of official training tables among the records")
    official_training_totals: int = Field(
        default=0, ge=0, description="Sums printed in official training tables among the records"
    )


class SourceOutcome(Contract):
    """What one source of sources.toml yielded in a run."""

    source: Text = Field(description="Name of the source")
    started_at: Instant = Field(description="When it was begun, UTC")
    finished_at: Instant = Field(description="When all that it offers had come, UTC")
    items_seen: int = Field(default=0, ge=0, description="Items that it offered: entries of a feed, pages, files")
    items_new: int = Field(default=0, ge=0, description="Documents read for the first time and coded")
    items_changed: int = Field(default=0, ge=0, description="Documents with new bytes, sidecar or reading")
    items_unchanged: int = Field(default=0, ge=0, description="Documents known with these bytes and this sidecar")
    items_skipped: int = Field(default=0, ge=0, description="Left aside with a reason; each is a reject or a document")
    items_failed: int = Field(default=0, ge=0, description="Not fetched or not readable; each is a reject")
    whole: bool = Field(
        default=True, description="Whether all that it offers was looked at; not with --only, --since or --limit"
    )
    drift: Text | None = Field(default=None, description="Why its yield is out of its bounds; null where it is not")
    error: Text | None = Field(
        default=None, description="Why it failed as a whole, or what is broken about it; null where nothing is"
    )


class Run(Contract):
    """One pass of the pipeline."""

    run_id: str = Field(description="Id of the run; ids sort in the order of the runs")
    command: str = Field(description="What was run: ingest, reread, retry, purge")
    started_at: Instant = Field(description="When it started, UTC")
    known_at: Instant = Field(description="When what it found became known, UTC; later in every later run")
    contract_version: int = Field(ge=1, description="Version of the contract that its entries follow")
    code_version: str = Field(description="Version of communique")
    extractor: str = Field(description="Name of the extractor")
    extractor_version: str = Field(description="Version of the extractor")
    arguments: Text = Field(default="", description="What it was asked to read")
    counts: Counts = Field(default=Counts(), description="What went in and what became of it")
    sources: tuple[SourceOutcome, ...] = Field(default=(), description="What each source of sources.toml yielded")
    catalogue: tuple[SourceEntry, ...] | None = Field(
        default=None, description="What sources.toml said; null where the run had none that held"
    )
