"""communique evaluate: how well it reads, on labelled documents."""

from pathlib import Path
from typing import Annotated

import typer

from cli.console import guarded, out


def evaluate(
    folder: Annotated[Path | None, typer.Argument(metavar="FOLDER", help="Folder with texts/ and labels/.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    per_document: Annotated[bool, typer.Option("--per-document", help="Add a line for each document.")] = False,
) -> None:
    """Measure the reading on labelled documents; without FOLDER on the project's own corpus.

    Example: communique evaluate
    """

    def work() -> int:
        from evaluation.run import CORPUS
        from evaluation.run import evaluate as measured

        report = measured(folder or CORPUS)
        if as_json:
            print(report.to_json())
        else:
            report.render(out, per_document=per_document)
        return 1 if report.faults else 0

    guarded(work)
