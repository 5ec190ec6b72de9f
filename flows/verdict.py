"""What a scheduled run has to say: what went wrong with a source, and whether that matters at night."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.enums import ItemOutcome

if TYPE_CHECKING:
    from flows.report import RunReport
    from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Verdict:
    """A scheduled run of a source, for people.

    `broken` says why the run is no good one: the source failed as a whole, or a check did. `drifting` and `failed` are
    problems of a run that went through: a yield out of its bounds, single documents. `run_id` is None where nothing was
    loaded.
    """

    source: str
    run_id: str | None
    summary: str = ""
    broken: tuple[str, ...] = ()
    drifting: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """All that somebody should look at, the worst first."""
        return (*self.broken, *(f"drifting: {text}" for text in self.drifting), *self.failed)

    @property
    def line(self) -> str:
        """The run in a line."""
        told = [f"broken: {self.broken[0]}"] if self.broken else []
        told += [self.summary] if self.summary else []
        told += [f"drifting: {text}" for text in self.drifting]
        return f"{self.source}: {'; '.join(told)}"

    @property
    def markdown(self) -> str:
        """The problems as a page; what others wrote stands in it as code."""
        lines = [f"# {self.source}", "", self.summary, ""]
        lines += [f"- `{problem.replace('`', ' ')}`" for problem in self.problems]
        if self.run_id:
            lines += ["", f"All items: `communique runs show {self.run_id}`"]
        return "\n".join(lines)


def verdict_of(source: str, store: "Store", report: "RunReport") -> Verdict:
    """The verdict on a run of a source that came to its end."""
    counts = report.counts
    failed: list[str] = []
    if counts.documents_failed:
        from warehouse import api

        _, items = api.run_with_items(store, report.run.run_id, only=frozenset({ItemOutcome.FAILED}))
        failed = [f"{item.path}: {item.message}" for item in items]
    records = counts.agreements + counts.aid + counts.goals
    summary = (
        f"{counts.documents_new} new, {counts.documents_changed} changed, {counts.documents_unchanged} unchanged, "
        f"{counts.documents_skipped} skipped, {counts.documents_failed} failed, {records} records"
    )
    return Verdict(
        source,
        report.run.run_id,
        summary,
        broken=(
            *(f"the source failed: {outcome.error}" for outcome in report.run.sources if outcome.error),
            *(f"check {c.name} found {c.n_rows} rows, nothing was published" for c in report.failed_checks),
        ),
        drifting=tuple(outcome.drift for outcome in report.run.sources if outcome.drift),
        failed=tuple(failed),
    )
