"""communique check, rebuild, status and version: the state of the warehouse and of all around it."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from cli.console import DataOption, counted, guarded, out, say, settings_of, store_of, tell, waiting
from cli.tables import text

_SAMPLE = 300


def _short(sample: str) -> str:
    return sample if len(sample) <= _SAMPLE else sample[: _SAMPLE - 1] + "…"


def check(data: DataOption = None) -> None:
    """Show what the checks of the newest load found; exit status 1 if one that counts as an error failed.

    Example: communique check
    """

    def work() -> int:
        from warehouse import api

        results = api.stored_results(store_of(data), on_wait=waiting)
        table = Table()
        for name in ("check", "severity", "rows", "meaning"):
            table.add_column(name, justify="right" if name == "rows" else "left", overflow="fold")
        for result in results:
            found = Text(str(result.n_rows), style="bold" if result.n_rows else "")
            table.add_row(result.name, result.severity, found, Text(result.description))
        out.print(table)
        failed = [r for r in results if r.failed]
        warned = [r for r in results if r.n_rows and not r.failed]
        for result in (*failed, *warned):
            kind = "check" if result.failed else "warning:"
            say(f"{kind} {result.name} found {counted(result.n_rows, 'row')}, such as {_short(result.sample)}")
        if failed:
            say("a failed check is a fault of communique: please report it; what was published before stands")
        tell(f"{counted(len(results), 'check')}: {len(failed)} failed, {counted(len(warned), 'warning')}.")
        return 1 if failed else 0

    guarded(work)


def rebuild(data: DataOption = None) -> None:
    """Make the warehouse anew from the journal, equal row for row.

    Example: communique rebuild
    """

    def work() -> int:
        from flows import pipeline

        done = pipeline.rebuild(settings_of(data), on_wait=waiting)
        if not done.run_ids:
            tell("The journal holds no run yet, so the warehouse is empty. Begin with: communique ingest PATH")
            return 0
        tell(f"Rebuilt from {counted(len(done.run_ids), 'run')}. Ask: communique check")
        return 0

    guarded(work)


_MARKS = {"ok": ("ok", "green"), "note": ("note", "yellow"), "bad": ("BAD", "bold red")}


def status(
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Show on one screen whether all is well; exit status 1 if something is not.

    Looks at the last good run and publication, failing, overdue and drifting sources, rejects, the service, the
    writer's lock and the disk. Works where nothing was ever run, and while a run writes.

    Example: communique status
    """

    def work() -> int:
        import datetime as dt
        import json

        from flows.health import findings

        found = findings(settings_of(data), dt.datetime.now(dt.UTC))
        bad = [one for one in found if one.level == "bad"]
        if as_json:
            values = [{"name": one.name, "level": one.level.value, "text": one.text} for one in found]
            print(json.dumps({"well": not bad, "findings": values}, ensure_ascii=False, indent=1))
            return 1 if bad else 0
        table = Table(show_header=False, box=None, padding=(0, 1, 0, 0))
        for one in found:
            mark, style = _MARKS[one.level.value]
            table.add_row(Text(mark, style), Text(one.name, "dim"), Text(text(one.text)))
        out.print(table)
        out.print("All is well." if not bad else f"Not well: {', '.join(one.name for one in bad)}.", markup=False)
        return 1 if bad else 0

    guarded(work)


def version() -> None:
    """Print the version of communique, and whether texts are read by Python or by machine code.

    Example: communique version
    """
    from extraction.compiled import is_left_behind, reads_with
    from flows.version import code_version

    typer.echo(f"communique {code_version()}")
    behind = " (what is compiled is of another state of the source; `python3 start.py compile` makes it anew)"
    typer.echo(f"texts are read by {reads_with()}{behind if is_left_behind() else ''}")
