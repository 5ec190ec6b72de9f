"""communique coding: records that an office codes by hand."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.console import fail, guarded, out, say

app = typer.Typer()


@app.callback()
def group() -> None:
    """Bring in records coded by hand: a template, and a check against the documents.

    docs/hand-coding.md describes the table. It is loaded with: communique ingest PATH… --extractor hand:FILE

    Example: communique coding template --output codes.csv
    """


@app.command()
def template(
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write it here instead of printing it.")
    ] = None,
) -> None:
    """Print a table to code in, as CSV, with rows for documents in samples/ as examples.

    Example: communique coding template --output codes.csv
    """

    def work() -> int:
        from flows.coding import TEMPLATE

        content = TEMPLATE.read_text("utf-8")
        if output is None:
            sys.stdout.write(content)
            return 0
        if output.exists():
            fail(f"{output}: is there already and may hold codings; give another --output", 2)
        try:
            # With a mark of its encoding, by which spreadsheets know it.
            output.write_text(content, encoding="utf-8-sig")
        except OSError as error:
            fail(f"{output}: cannot be written ({error.strerror}); give another --output", 1)
        out.print(f"{output} written", markup=False)
        return 0

    guarded(work)


@app.command()
def check(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="CSV or XLSX of codings.")],
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders with the documents.")],
) -> None:
    """Hold a table of codings against its documents: each fault with its row and column. Loads nothing.

    Example: communique coding check codes.csv samples
    """

    def work() -> int:
        from flows.coding import check_codings

        found = check_codings(table, paths)
        for fault in found.faults:
            say(fault)
        for shown in found.without_rows[:10]:
            say(f"{shown}: no row names it, so it stays uncoded")
        if len(found.without_rows) > 10:
            say(f"{len(found.without_rows) - 10} more documents that no row names")
        out.print(
            f"{found.records} records of {found.documents} documents hold; {len(found.faults)} faults", markup=False
        )
        return 1 if found.faults else 0

    guarded(work)
