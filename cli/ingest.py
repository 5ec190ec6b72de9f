"""communique ingest: files and folders into the warehouse."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from cli.console import DataOption, ExtractorOption, counted, err, fail, guarded, out, say, settings_of, tell, waiting

if TYPE_CHECKING:
    from flows.report import RunReport

_SHOWN = 20


def _say_first(report: "RunReport") -> None:
    """Say what failed, was skipped or was mended, as much as fits a screen, and where the rest is told."""
    messages, warnings = report.messages[:_SHOWN], report.warnings[: max(0, _SHOWN - len(report.messages))]
    for line in (*messages, *(f"warning: {warning}" for warning in warnings)):
        say(line)
    if more := len(report.messages) - len(messages):
        say(f"{more} more failed or were skipped: communique runs show {report.run.run_id}")
    if more := len(report.warnings) - len(warnings):
        say(f"{counted(more, 'more warning')}: communique sql --example warnings_of_documents")


def closing(report: "RunReport") -> None:
    """Tell how a run ended: the table, what failed, what was published, what comes next."""
    counts = report.counts
    tell(f"{report.run.command} {report.run.run_id}")
    table = Table(show_header=False, box=None)
    table.add_column(style="dim")
    table.add_column(justify="right")
    for name in ("new", "changed", "unchanged", "skipped", "failed"):
        table.add_row(f"documents {name}", str(getattr(counts, f"documents_{name}")))
    for name, value in (("agreements", counts.agreements), ("aid", counts.aid), ("goals", counts.goals)):
        table.add_row(f"{name} read", str(value))
    if counts.official_training:
        table.add_row("official training read", f"{counts.official_training} rows")
    table.add_row("candidates rejected", str(counts.candidates_rejected))
    out.print(table)
    _say_first(report)
    for check in report.failed_checks:
        say(f"check {check.name} found {counted(check.n_rows, 'row')}, so nothing was published; see communique check")
    if report.published:
        tell(f"Published version {report.published}. Ask: communique sql --example signed_agreements")
    elif not report.changed_rows:
        out.print("Nothing changed, so nothing was published.")


class _Progress:
    """A progress bar on a terminal; nothing elsewhere."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=err, transient=True, disable=not err.is_terminal,
        )  # fmt: skip
        self._tasks: dict[str, Any] = {}

    def __call__(self, stage: str, done: int, total: int, _name: str) -> None:
        """Told by the pipeline after each document."""
        if stage not in self._tasks:
            self._tasks[stage] = self.bar.add_task(stage, total=total)
        self.bar.update(self._tasks[stage], completed=done, total=total)


def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH…", help="Files and folders.")] = None,
    data: DataOption = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="NAME", help="Name of the source; paths then count inside it.")
    ] = None,
    extractor: ExtractorOption = None,
    reread: Annotated[bool, typer.Option("--reread", help="Read the archive again with today's extractor.")] = False,
    prefect: Annotated[
        bool, typer.Option("--prefect", help="Run through Prefect, on a server or one of its own.")
    ] = False,
) -> None:
    """Read files and folders, code what they say, and load it.

    Example: communique ingest samples
    """

    def work() -> int:
        if reread and (paths or source or prefect):
            fail("--reread reads the archive; it takes no PATH, --source or --prefect", 2)
        if not reread and not paths:
            fail("give at least one PATH, as in: communique ingest samples", 2)
        settings = settings_of(data, extractor)
        if prefect:
            from flows.prefect_local import ingest_through_prefect

            report = ingest_through_prefect(paths or [], settings, source=source)
        else:
            from flows import pipeline

            progress = _Progress()
            with progress.bar:
                if reread:
                    report = pipeline.reread(settings, progress=progress, on_wait=waiting)
                else:
                    report = pipeline.ingest(paths or [], settings, source=source, progress=progress, on_wait=waiting)
        closing(report)
        return report.exit_status

    guarded(work)
