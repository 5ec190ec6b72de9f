"""The command `communique`."""

import sys

import typer

from cli import coding, rejects, runs, sources
from cli.explain import explain
from cli.extract import extract
from cli.ingest import ingest
from cli.keeping import backup, purge, restore
from cli.measure import evaluate
from cli.serve import serve
from cli.show import show
from cli.sql import sql
from cli.state import check, rebuild, status, version

app = typer.Typer(
    help="Agreements, aid and stated goals from press releases and reports, as tables with the words that prove them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (ingest, extract, explain, show, sql, check, evaluate, rebuild, backup, restore, purge, serve):
    app.command()(command)
app.command()(status)
app.command()(version)
app.add_typer(runs.app, name="runs")
app.add_typer(rejects.app, name="rejects")
app.add_typer(sources.app, name="sources")
app.add_typer(coding.app, name="coding", no_args_is_help=True)


def main() -> None:
    """Run the command; what nobody foresaw becomes one line, and a traceback with COMMUNIQUE_DEBUG=1."""
    import os

    try:
        app()
    except Exception as error:
        if os.environ.get("COMMUNIQUE_DEBUG"):
            raise
        reason = " ".join(str(error).split())
        sys.stderr.write(f"communique: a fault of communique: {type(error).__name__}: {reason}; ")
        sys.stderr.write("run it again with COMMUNIQUE_DEBUG=1 and report what it prints\n")
        sys.exit(70)


if __name__ == "__main__":
    main()
