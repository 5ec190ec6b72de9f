"""communique check, rebuild and version: the state of the warehouse."""

import typer
from rich.table import Table
from rich.text import Text

from cli.console import DataOption, counted, guarded, out, say, settings_of, store_of, tell, waiting

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


def version() -> None:
    """Print the version of communique.

    Example: communique version
    """
    from flows.version import code_version

    typer.echo(f"communique {code_version()}")
