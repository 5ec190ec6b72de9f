"""communique explain: why a document was read as it was."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from cli.console import ExtractorOption, LexiconOption, err, fail, guarded, out, say, settings_of
from cli.explain_rows import NAMES, Row, Shown, Words, reject_line, shown_records, visible

if TYPE_CHECKING:
    from rich.console import Console

    from flows.explain import Explanation

_STYLES = {
    "country": "black on bright_cyan",
    "body": "black on cyan",
    "institution": "white on blue",
    "person": "black on bright_magenta",
    "programme": "black on bright_yellow",
    "money": "black on green",
    "date": "black on yellow",
    "period": "black on yellow",
    "quantity": "black on bright_green",
    "instrument": "white on magenta",
    "materiel": "black on white",
    "trigger": "white on red",
    "topic": "underline",
}


def _text(told: "Explanation", coloured: bool) -> Text:
    """The text with its mentions in colour, or where there is no colour in brackets with their kinds."""
    text = told.document.text
    shown = Text()
    at = 0
    for mention in told.mentions:
        shown.append(visible(text[at : mention.start]))
        words = visible(text[mention.start : mention.end])
        if coloured:
            shown.append(words, style=_STYLES[mention.kind])
        else:
            shown.append(f"[{words}|{mention.kind}]")
        at = mention.end
    shown.append(visible(text[at:]))
    return shown


def _legend(told: "Explanation") -> Text:
    seen = {mention.kind for mention in told.mentions}
    shown = Text()
    for kind, style in _STYLES.items():
        if kind in seen:
            shown.append(kind, style=style)
            shown.append(" ")
    return shown


Line = tuple[int, Text]
"""A line and how far it is indented."""


def _words(words: Words) -> Line:
    shown = Text(f"“{words.quote}”")
    if words.notes:
        shown.append(f" ({'; '.join(words.notes)})", style="dim")
    return 6, shown


def _row(row: Row) -> Iterator[Line]:
    head = Text()
    head.append(f"{row.field}: ", style="bold")
    head.append("; ".join(row.values))
    yield 2, head
    yield from map(_words, row.words)


def _record(one: Shown) -> Iterator[Line]:
    yield 0, Text(f"{one.mark} {NAMES[one.kind]}: {one.title}", style="bold")
    sure = "" if one.confidence is None else f", confidence {one.confidence:.2f}"
    frame = f"frame: {', '.join(one.rules)}; " if one.rules else ""
    yield 2, Text(f"{frame}by {one.made_by}{sure}; {one.record_id}", style="dim")
    for row in one.rows:
        if row.values or row.words:
            yield from _row(row)


def _print(console: "Console", line: Line) -> None:
    indent, text = line
    for part in text.wrap(console, max(console.width - indent, 20)):
        part.rstrip()
        console.print(Text(" " * indent) + part)


def _show(told: "Explanation", console: "Console") -> None:
    coloured = console.color_system is not None and not console.no_color
    if coloured and told.mentions:
        console.print(_legend(told))
        console.print()
    console.print(_text(told, coloured))
    for one in shown_records(told.records):
        console.print()
        for line in _record(one):
            _print(console, line)
    for reject in told.rejects:
        console.print()
        console.print(Text(f"Rejected {reject_line(reject)}"))
    if not told.records and not told.rejects and not told.document.skip_reason:
        console.print("\nNothing to code was found.")


def _write(told: "Explanation", target: Path) -> None:
    from cli.explain_page import page

    try:
        target.write_text(page(told), encoding="utf-8")
    except OSError as error:
        fail(f"{target}: cannot be written ({error.strerror}); give another --html", 1)
    err.print(f"communique: {target} written", markup=False)


def explain(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A document.")],
    html: Annotated[
        Path | None, typer.Option("--html", metavar="OUT", help="Write one HTML page that holds all it needs.")
    ] = None,
    extractor: ExtractorOption = None,
    lexicon: LexiconOption = None,
) -> None:
    """Show why a document was read as it was: its mentions by kind, each record with its frame and words.

    Example: communique explain samples/2021-05-11-denmark-kenya.txt --html why.html
    """

    def work() -> int:
        from flows.explain import explain as explained

        told = explained(path, settings_of(None, extractor, lexicon).extractor)
        if told.document.skip_reason:
            say(f"{path}: {told.document.skip_reason}")
        if html is not None:
            _write(told, html)
        else:
            _show(told, out)
        return 0

    guarded(work)
