"""communique evaluate: how well it reads, on labelled documents."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cli.console import ExtractorOption, LexiconOption, fail, guarded, settings_of

if TYPE_CHECKING:
    from evaluation.corpus import Part


def _part(odd: bool, even: bool, half: str | None) -> "Part":
    from evaluation.corpus import Part

    if odd and even:
        fail("--odd and --even leave no document; give one of them", 2)
    return Part("odd" if odd else "even" if even else None, half)


def evaluate(
    folder: Annotated[Path | None, typer.Argument(metavar="FOLDER", help="Folder with texts/ and labels/.")] = None,
    odd: Annotated[bool, typer.Option("--odd", help="Only documents with an odd number in their id.")] = False,
    even: Annotated[bool, typer.Option("--even", help="Only documents with an even number in their id.")] = False,
    half: Annotated[
        Literal["a", "b"] | None, typer.Option("--half", help="Only this half of the documents, by a hash of the id.")
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="Add each miss, false record and wrong field, with its sentence.")
    ] = False,
    kind: Annotated[
        Literal["agreements", "aid", "goals"] | None, typer.Option("--kind", help="Only errors of this kind of record.")
    ] = None,
    extractor: ExtractorOption = None,
    lexicon: LexiconOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    per_document: Annotated[bool, typer.Option("--per-document", help="Add a line for each document.")] = False,
) -> None:
    """Measure the reading on labelled documents; without FOLDER on the project's own corpus.

    The exit status is 1 where a record's evidence does not quote its text.

    Example: communique evaluate --half a --errors --kind aid
    """

    def work() -> int:
        from evaluation.errors import errors_of
        from evaluation.fields import KINDS
        from evaluation.run import CORPUS
        from evaluation.run import evaluate as measured
        from evaluation.show import report_lines
        from evaluation.show_errors import error_lines

        by = settings_of(None, extractor, lexicon).extractor
        report = measured(folder or CORPUS, _part(odd, even, half), by)
        found = errors_of(report.score, (kind,) if kind else KINDS) if errors or kind else ()
        if as_json:
            listed = {"errors": [error.as_dict() for error in found]} if errors or kind else {}
            print(json.dumps(report.as_dict() | listed, ensure_ascii=False, indent=1))
        else:
            for line in (*report_lines(report, per_document=per_document), *error_lines(found)):
                print(line)
        return 1 if report.faults else 0

    guarded(work)
