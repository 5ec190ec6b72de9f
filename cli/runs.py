"""communique runs: past runs, and one run with what became of every item."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.table import Table
from rich.text import Text

from cli.console import DataOption, guarded, out, store_of
from cli.tables import Form, print_list

if TYPE_CHECKING:
    from schemas.run import Run
    from warehouse.runs import RunItem

app = typer.Typer()

_RUNS = ("run", "command", "asked", "started", "seconds", "new", "changed", "same", "skipped", "failed", "records")
_SHORT = ("run", "started", "asked", "new", "changed", "same", "skipped", "failed", "records")
_NUMBERS = ("run", *_SHORT[3:])
_ITEMS = ("outcome", "source", "path", "records", "rejected", "message", "document")

FormOption = Annotated[Form, typer.Option("--format", help="How to print.")]
Which = Literal["new", "changed", "unchanged", "skipped", "failed"]


def _row(run: "Run") -> tuple[Any, ...]:
    counts = run.counts
    return (
        run.run_id,
        run.command,
        run.arguments,
        run.started_at.replace(tzinfo=None, microsecond=0),
        round((run.known_at - run.started_at) / dt.timedelta(seconds=1), 1),
        counts.documents_new,
        counts.documents_changed,
        counts.documents_unchanged,
        counts.documents_skipped,
        counts.documents_failed,
        counts.agreements + counts.aid + counts.goals,
    )


def _short(run: "Run") -> tuple[Any, ...]:
    """A run in a line: by its number, which `runs show` takes too."""
    number = run.run_id.split("_")[1].lstrip("0")
    asked = f"{run.command} {run.arguments}".strip()
    return (number, f"{run.started_at:%Y-%m-%d %H:%M}", asked, *_row(run)[5:])


@app.callback(invoke_without_command=True)
def runs(context: typer.Context, data: DataOption = None) -> None:
    """List the newest 20 runs, newest first; `runs list` has more, `runs show` tells one whole.

    Example: communique runs
    """
    context.obj = data
    if context.invoked_subcommand is None:
        listed(context, data)


@app.command(name="list")
def listed(
    context: typer.Context,
    data: DataOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="The newest N runs.")] = 20,
    form: FormOption = "table",
) -> None:
    """List runs, newest first, times in UTC.

    Example: communique runs list --limit 100 --format csv
    """

    def work() -> int:
        from warehouse import api

        found = api.newest_runs(store_of(data or context.obj), limit)
        nothing = "No runs yet; begin with: communique ingest PATH"
        short = (_SHORT, [_short(run) for run in found])
        print_list(form, _RUNS, list(map(_row, found)), short, numbers=_NUMBERS, whole=("started",), empty=nothing)
        return 0

    guarded(work)


def _head(run: "Run") -> None:
    table = Table(show_header=False, box=None)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    counts = run.counts
    rows = {
        "run": run.run_id,
        "command": f"{run.command} {run.arguments}".strip(),
        "started": f"{run.started_at:%Y-%m-%d %H:%M:%S} UTC",
        "loaded": f"{run.known_at:%Y-%m-%d %H:%M:%S} UTC",
        "extractor": f"{run.extractor} {run.extractor_version}, communique {run.code_version}",
        "documents": f"{counts.documents_in}: {counts.documents_new} new, {counts.documents_changed} changed, "
        f"{counts.documents_unchanged} unchanged, {counts.documents_skipped} skipped, {counts.documents_failed} failed",
        "candidates": f"{counts.candidates_in}: {counts.candidates_loaded} loaded, {counts.candidates_rejected} "
        f"rejected, {counts.candidates_skipped} repeated",
        "records": f"{counts.agreements} agreements, {counts.aid} aid, {counts.goals} goals"
        + (f", {counts.official_training} rows of official training" if counts.official_training else ""),
    }
    for name, value in rows.items():
        table.add_row(name, Text(value))
    out.print(table)


def _item(item: "RunItem") -> tuple[Any, ...]:
    values = (item.outcome.value, item.source, item.path or "(no longer in the journal)")
    return (*values, item.records, item.rejected, item.message or item.title or "", item.document_id)


@app.command()
def show(
    context: typer.Context,
    run_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a run, or its number.")],
    outcome: Annotated[Which | None, typer.Option("--outcome", help="Only items with this outcome.")] = None,
    data: DataOption = None,
    form: FormOption = "table",
) -> None:
    """Show one run with every item and what became of it, failures first.

    Example: communique runs show 1 --outcome failed
    """

    def work() -> int:
        from warehouse import api

        run, found = api.run_with_items(store_of(data or context.obj), run_id)
        chosen = [item for item in found if outcome in (None, item.outcome.value)]
        if form == "table":
            _head(run)
        lines = [(i.outcome.value, i.records, f"{i.source}: {i.path}", i.message or i.title or "") for i in chosen]
        short = (("outcome", "records", "item", ""), lines)
        items = tuple(map(_item, chosen))
        print_list(form, _ITEMS, items, short, numbers=("records",), whole=("outcome",), empty="None.")
        return 0

    guarded(work)
