"""communique rejects: what could not be used, with its reason: list, show, export, retry."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.table import Table
from rich.text import Text

from cli.console import DataOption, fail, guarded, out, say, settings_of, store_of, waiting
from cli.tables import Form, print_list, text, write_csv, write_json

if TYPE_CHECKING:
    from warehouse.runs import StandingReject

app = typer.Typer()

_COLUMNS = (
    "reject_id", "stage", "source", "path", "kind", "field", "message", "document_id", "version_id", "extractor",
    "extractor_version", "run_id", "payload",
)  # fmt: skip
_SHORT = ("reject", "stage", "source", "path", "message")

StageOption = Annotated[
    Literal["read", "extract", "validate"] | None, typer.Option("--stage", help="Only those of this stage.")
]
SourceOption = Annotated[str | None, typer.Option("--source", metavar="NAME", help="Only those of this source.")]


def _standing(data: Path | None, stage: str | None, source: str | None) -> "list[StandingReject]":
    from warehouse import api

    return [
        one
        for one in api.standing_rejects(store_of(data))
        if stage in (None, one.reject.stage.value) and source in (None, one.reject.source)
    ]


def _row(one: "StandingReject") -> list[Any]:
    values = {**one.reject.model_dump(mode="json"), "run_id": one.run_id}
    return [values[name] for name in _COLUMNS]


@app.callback(invoke_without_command=True)
def rejects(context: typer.Context, data: DataOption = None) -> None:
    """List what could not be used and still stands; `rejects show` tells one whole, `rejects retry` tries again.

    Example: communique rejects
    """
    context.obj = data
    if context.invoked_subcommand is None:
        listed(context, data)


@app.command(name="list")
def listed(
    context: typer.Context,
    data: DataOption = None,
    stage: StageOption = None,
    source: SourceOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most N.")] = 100,
    form: Annotated[Form, typer.Option("--format", help="How to print.")] = "table",
) -> None:
    """List rejects that stand: those of each document's newest reading or failure.

    Example: communique rejects list --stage read
    """

    def work() -> int:
        found = _standing(data or context.obj, stage, source)
        rows = [
            (one.reject.reject_id, one.reject.stage.value, one.reject.source, one.reject.path, one.reject.message)
            for one in found[:limit]
        ]
        print_list(form, _SHORT, rows, whole=("reject", "stage"), empty="No rejects stand.")
        if len(found) > limit:
            say(f"{len(found) - limit} more; raise --limit, or communique rejects export")
        return 0

    guarded(work)


@app.command()
def show(
    context: typer.Context,
    reject_id: Annotated[str, typer.Argument(metavar="REJECT_ID", help="Id of a reject that stands.")],
    data: DataOption = None,
) -> None:
    """Show one reject whole, with the candidate that did not hold.

    Example: communique rejects show rej_0123456789abcdef0123
    """

    def work() -> int:
        from warehouse.runs import payload_of

        found = [one for one in _standing(data or context.obj, None, None) if one.reject.reject_id == reject_id]
        if not found:
            fail(f"no reject that stands has the id {reject_id!r}; communique rejects lists them")
        (one,) = found
        table = Table(show_header=False, box=None, title=reject_id, title_justify="left")
        table.add_column(style="dim", no_wrap=True)
        table.add_column(overflow="fold")
        for name, value in zip(_COLUMNS, _row(one), strict=True):
            if value is not None and name not in ("reject_id", "payload"):
                table.add_row(name, Text(text(value)))
        out.print(table)
        payload = payload_of(one.reject)
        if payload is not None:
            print(payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False, indent=1))
        return 0

    guarded(work)


@app.command()
def export(
    context: typer.Context,
    data: DataOption = None,
    stage: StageOption = None,
    source: SourceOption = None,
    form: Annotated[Literal["csv", "json"], typer.Option("--format", help="How to write.")] = "csv",
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="File to write; standard output without it.")
    ] = None,
) -> None:
    """Write all rejects that stand, with their candidates; in CSV no cell can act as a formula.

    Example: communique rejects export --output rejects.csv
    """

    def work() -> int:
        import sys

        rows = [_row(one) for one in _standing(data or context.obj, stage, source)]
        write = write_csv if form == "csv" else write_json
        if output is None:
            write(sys.stdout, _COLUMNS, rows)
            return 0
        try:
            with output.open("w", encoding="utf-8", newline="") as file:
                write(file, _COLUMNS, rows)
        except OSError as error:
            fail(f"{output}: cannot be written ({error.strerror}); give another --output")
        out.print(f"{len(rows)} rejects written to {output}", markup=False)
        return 0

    guarded(work)


@app.command()
def retry(
    context: typer.Context,
    reject_ids: Annotated[
        list[str] | None, typer.Argument(metavar="REJECT_ID…", help="Rejects whose documents are read again.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Try all that stand.")] = False,
    data: DataOption = None,
    stage: StageOption = None,
    source: SourceOption = None,
) -> None:
    """Read the documents of rejects again from the archive, with today's readers and extractor, as a run of its own.

    What never came as far as the archive cannot be read again from there: its source or `communique ingest` brings it.

    Example: communique rejects retry --all
    """

    def work() -> int:
        if bool(reject_ids) == every:
            fail("give the ids of rejects, or --all (communique rejects lists them)", 2)
        from cli.ingest import closing
        from flows import pipeline

        where = data or context.obj
        standing = _standing(where, stage, source)
        unknown = sorted(set(reject_ids or ()) - {one.reject.reject_id for one in standing})
        if unknown:
            fail(f"no reject that stands has the id {unknown[0]!r}; communique rejects lists them", 2)
        chosen = [one.reject for one in standing if every or one.reject.reject_id in (reject_ids or ())]
        gone = [one for one in chosen if one.version_id is None]
        for reject in gone:
            say(f"{reject.path}: is not in the archive; its source, or communique ingest, must bring it again")
        if len(gone) == len(chosen):
            out.print("Nothing to read again.")
            return 1 if gone else 0
        report = pipeline.retry(settings_of(where), [one for one in chosen if one.version_id], on_wait=waiting)
        closing(report)
        return report.exit_status

    guarded(work)
