"""communique check, rebuild and version: the state of the warehouse."""

import typer
from rich.table import Table
from rich.text import Text

from cli.console import DataOption, guarded, out, say, settings_of, store_of, waiting


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
            table.add_row(result.name, result.severity, str(result.n_rows), Text(result.description))
        out.print(table)
        failed = [r for r in results if r.n_rows and r.severity == "error"]
        for result in failed:
            say(f"check {result.name} found {result.n_rows} rows, such as {result.sample}")
        warned = sum(1 for r in results if r.n_rows and r.severity != "error")
        out.print(f"{len(results)} checks: {len(failed)} failed, {warned} warnings.")
        return 1 if failed else 0

    guarded(work)


def rebuild(data: DataOption = None) -> None:
    """Make the warehouse anew from the journal, equal row for row.

    Example: communique rebuild
    """

    def work() -> int:
        from flows import pipeline

        done = pipeline.rebuild(settings_of(data), on_wait=waiting)
        out.print(f"Rebuilt from {len(done.run_ids)} runs. Ask: communique check")
        return 0

    guarded(work)


def version() -> None:
    """Print the version of communique.

    Example: communique version
    """
    from flows.version import code_version

    typer.echo(f"communique {code_version()}")
