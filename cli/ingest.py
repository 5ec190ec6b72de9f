"""communique ingest: files, folders and sources into the warehouse."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from cli.console import (
    DataOption,
    ExtractorOption,
    LexiconOption,
    counted,
    fail,
    guarded,
    out,
    say,
    settings_of,
    tell,
    waiting,
)
from cli.progress import Bars
from cli.tables import print_compact

if TYPE_CHECKING:
    from flows.preview import Preview
    from flows.report import RunReport
    from flows.selection import Selection

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
    for message in report.source_messages:
        say(message)
    _say_first(report)
    for check in report.failed_checks:
        say(f"check {check.name} found {counted(check.n_rows, 'row')}, so nothing was published; see communique check")
    if report.published:
        tell(f"Published version {report.published}. Ask: communique sql --example signed_agreements")
    elif not report.changed_rows:
        out.print("Nothing changed, so nothing was published.")


def _previewed(preview: "Preview") -> int:
    """Tell what a run would do."""
    from schemas.enums import ItemOutcome

    news = [(o.value, shown, message) for o, shown, message in preview.items if o is not ItemOutcome.UNCHANGED]
    print_compact(("would be", "item", ""), news, whole=("would be",), empty="Nothing is new.")
    told = ", ".join(f"{preview.count(outcome)} {outcome.value}" for outcome in ItemOutcome)
    tell(f"{len(preview.items)} offered: {told}. Nothing was loaded.")
    for fault in preview.faults:
        say(fault)
    return 1 if preview.faults or preview.count(ItemOutcome.FAILED) else 0


def _selection(only: list[str] | None, since: dt.datetime | None, limit: int | None) -> "Selection":
    from flows.selection import Selection

    return Selection(tuple(only or ()), since.date() if since else None, limit)


def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH…", help="Files and folders.")] = None,
    data: DataOption = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            metavar="NAME",
            help="Without PATH: a source of sources.toml, on or off; may be repeated. With PATH: the name of the "
            "source that the paths then count inside.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="PATTERN", help="Only paths, file names or folders like this; may be repeated."),
    ] = None,
    since: Annotated[
        dt.datetime | None,
        typer.Option(
            "--since",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="Only what its feed dates on this day or later, and files changed since; YYYY-MM-DD, UTC.",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="At most N documents that are new or changed.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be read; keep and load nothing.")] = False,
    extractor: ExtractorOption = None,
    lexicon: LexiconOption = None,
    reread: Annotated[bool, typer.Option("--reread", help="Read the archive again with today's extractor.")] = False,
    prefect: Annotated[
        bool, typer.Option("--prefect", help="Run through Prefect, on a server or one of its own.")
    ] = False,
) -> None:
    """Read files and folders, or without PATH the sources of sources.toml, code what they say, and load it.

    Example: communique ingest samples
    """

    def work() -> int:
        chosen = bool(only or since or limit)
        if reread and (paths or source or prefect or chosen or dry_run):
            fail(
                "--reread reads the archive; it takes no PATH and no other option than --data, --extractor, --lexicon",
                2,
            )
        if prefect and (chosen or dry_run):
            fail("--prefect takes all that is offered; leave out --only, --since, --limit and --dry-run", 2)
        if prefect and not paths:
            fail(
                "--prefect runs files and folders: give a PATH, as in communique ingest --prefect samples; "
                "what sources.toml follows runs through Prefect with communique serve",
                2,
            )
        if paths and source and len(source) > 1:
            fail("with PATH give one --source: the name that the paths count inside", 2)
        settings = settings_of(data, extractor, lexicon)
        name = source[0] if source and paths else None
        if prefect:
            from flows.prefect_local import ingest_through_prefect

            report = ingest_through_prefect(paths or [], settings, source=name)
            closing(report)
            return report.exit_status
        from flows import pipeline, preview

        selection = _selection(only, since, limit)
        with Bars() as bars:
            asked: dict[str, Any] = {"selection": selection, "progress": bars, "on_wait": waiting}
            if dry_run and paths:
                found = preview.preview_paths(paths, settings, source=name, **asked)
            elif dry_run:
                found = preview.preview_sources(source or (), settings, **asked)
            elif reread:
                report = pipeline.reread(settings, progress=bars, on_wait=waiting)
            elif paths:
                report = pipeline.ingest(paths, settings, source=name, **asked)
            else:
                report = pipeline.ingest_sources(source or (), settings, **asked)
        if dry_run:
            return _previewed(found)
        closing(report)
        return report.exit_status

    guarded(work)
