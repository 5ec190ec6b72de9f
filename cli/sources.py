"""communique sources: what is followed, how it went, and one source tried without loading anything."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.console import DataOption, counted, guarded, out, say, settings_of, tell
from cli.progress import Bars
from cli.tables import Form, print_compact, print_rows

if TYPE_CHECKING:
    from flows.process import Outcome
    from flows.receive import Received
    from schemas.run import SourceOutcome
    from schemas.source import Source

app = typer.Typer()

_COLUMNS = ("source", "kind", "state", "cadence", "last_run", "items", "new", "changed", "failed", "next_run", "note")
_SHORT = ("source", "kind", "state", "last run", "items", "new", "failed", "next run", "note")
_LOOK_BACK = 1000

FormOption = Annotated[Form, typer.Option("--format", help="How to print.")]


def _state(source: "Source") -> str:
    return ("on" if source.enabled else "off") + (", untried" if source.untried else "")


def _next(source: "Source", last: "SourceOutcome | None") -> dt.datetime | None:
    from schemas.source import next_run

    if not source.enabled:
        return None
    return next_run(source.cadence, last.started_at if last else dt.datetime.now(dt.UTC))


def _row(source: "Source", last: "SourceOutcome | None") -> tuple[Any, ...]:
    note = (last.error or (f"drifting: {last.drift}" if last.drift else None)) if last else None
    due = _next(source, last)
    numbers = (last.items_seen, last.items_new, last.items_changed, last.items_failed) if last else (None,) * 4
    ran = last.started_at.replace(tzinfo=None, microsecond=0) if last else None
    when = due.replace(tzinfo=None, microsecond=0) if due else None
    return (source.name, source.kind.value, _state(source), source.cadence, ran, *numbers, when, note)


@app.callback(invoke_without_command=True)
def sources(context: typer.Context, data: DataOption = None, form: FormOption = "table") -> None:
    """List the sources of sources.toml with their last run, what it yielded, and when the next is due, in UTC.

    Example: communique sources
    """
    context.obj = data
    if context.invoked_subcommand is not None:
        return

    def work() -> int:
        from sources.catalogue import load_catalogue
        from warehouse import api
        from warehouse.store import Store

        settings = settings_of(data)
        catalogue = load_catalogue(settings.sources)
        last: dict[str, SourceOutcome] = {}
        for run in api.newest_runs(Store(settings.data), _LOOK_BACK):
            for outcome in run.sources:
                last.setdefault(outcome.source, outcome)
        rows = [_row(source, last.get(source.name)) for source in catalogue.sources]
        if form != "table":
            print_rows(_COLUMNS, rows, form)
            return 0
        short = [
            (r[0], r[1], r[2], f"{r[4]:%Y-%m-%d %H:%M}" if r[4] else "never", r[5], r[6], r[8],
             f"{r[9]:%Y-%m-%d %H:%M}" if r[9] else "", r[10])
            for r in rows
        ]  # fmt: skip
        empty = f"No sources in {catalogue.path}."
        print_compact(_SHORT, short, numbers=("items", "new", "failed"), whole=("source", "last run"), empty=empty)
        if catalogue.sources and not catalogue.enabled:
            out.print("None is on: set enabled = true in sources.toml for those to follow.")
        return 0

    guarded(work)


def _tried(one: "Received", outcome: "Outcome | None") -> tuple[Any, ...]:
    if one.refusal is not None or outcome is None:
        return ("skipped" if one.skipped else "failed", one.shown, one.refusal.message if one.refusal else "", None)
    if outcome.document is None:
        return ("failed", one.shown, outcome.rejects[0].message, None)
    document = outcome.document
    told = f"{document.published_on or 'no date'}, {document.language or '?'}, {len(document.text.split()):,} words"
    said = f"{document.title or 'no title'} ({document.skip_reason or told})"
    return ("skipped" if document.skip_reason else "read", one.shown, said, len(outcome.records))


@app.command()
def test(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a source, on or off.")],
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Read the first N documents.")] = 5,
    data: DataOption = None,
) -> None:
    """Try a source without loading: fetch what it offers, read the first documents, and say what came of it.

    Example: communique sources test nato --limit 3
    """

    def work() -> int:
        from flows.preview import try_source

        with Bars() as bars:
            trial = try_source(name, settings_of(data or context.obj), limit=limit, progress=bars)
        rows = [_tried(one, outcome) for one, outcome in trial.items]
        print_compact(("outcome", "item", "", "records"), rows, numbers=("records",), whole=("outcome",))
        tell(f"{counted(trial.gathered.items_seen, 'item')} seen, {len(rows)} looked at. Nothing was loaded.")
        if trial.gathered.error:
            say(f"source {name}: {trial.gathered.error}")
        if trial.drift:
            say(f"source {name}: drifting: {trial.drift}")
        good = any(row[0] == "read" for row in rows) and not trial.gathered.error
        return 0 if good else 1

    guarded(work)
