"""What a run has to tell: the closing table, the messages, the exit status."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.run import Counts, Run

if TYPE_CHECKING:
    from warehouse.outcome import CheckResult


@dataclass(frozen=True, slots=True)
class RunReport:
    """A finished run.

    `messages` are one line each, in the order of the documents, for what failed or was skipped; `warnings` for what was
    mended or left out in documents that were read. `changed_rows` counts
    rows closed and inserted. `published` is the version that this run published: None where no row changed or a check
    of severity error failed; `failed_checks` are those checks. `recovered` are ids of runs that an earlier process
    left in the journal and that were loaded first.
    """

    run: Run
    messages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    changed_rows: int = 0
    published: str | None = None
    failed_checks: tuple["CheckResult", ...] = ()
    recovered: tuple[str, ...] = ()

    @property
    def counts(self) -> Counts:
        """What went in and what became of it."""
        return self.run.counts

    @property
    def exit_status(self) -> int:
        """0, or 1 where a document, a source or a check failed."""
        broken = any(outcome.error for outcome in self.run.sources)
        return 1 if self.counts.documents_failed or broken or self.failed_checks else 0

    @property
    def source_messages(self) -> tuple[str, ...]:
        """One line for each source that failed as a whole or drifts."""
        told = [(o.source, o.error) for o in self.run.sources if o.error]
        told += [(o.source, f"drifting: {o.drift}") for o in self.run.sources if o.drift]
        return tuple(f"source {source}: {message}" for source, message in told)
