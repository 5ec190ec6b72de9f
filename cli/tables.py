"""Rows for people and programs: a table, CSV that a spreadsheet cannot take for formulas, or JSON."""

import csv
import json
import sys
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Literal

from rich.cells import cell_len
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from cli.console import out, printable

Form = Literal["table", "csv", "json"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet may begin a formula with, in full width too."""

_WORD, _STRIP, _SENTENCE = 34, 26, 60
"""Widths in a table, in cells: words up to the first stay whole, longer text has at least the second, and rows with a
value longer than the third are parted by lines."""


def text(value: Any) -> str:
    """A value for people; what could steer their terminal becomes U+FFFD."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, list | tuple):
        return ", ".join(map(text, value))
    return printable(str(value))


def cell(value: Any) -> Any:
    """A CSV cell: numbers as they are; text that a spreadsheet would take for a formula behind an apostrophe."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return "'" + shown if shown.lstrip(" ").startswith(_FORMULA) else shown


def json_value(value: Any) -> Any:
    """What json cannot write by itself."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def write_csv(file: IO[str], columns: Sequence[str], rows: Collection[Sequence[Any]]) -> None:
    """Rows as CSV with a header, formulas neutralized."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[cell(value) for value in row] for row in rows])


def write_json(file: IO[str], columns: Sequence[str], rows: Collection[Sequence[Any]]) -> None:
    """Rows as a JSON list of objects."""
    objects = [dict(zip(columns, row, strict=True)) for row in rows]
    file.write(json.dumps(objects, ensure_ascii=False, indent=1, default=json_value) + "\n")


def print_rows(
    columns: Sequence[str],
    rows: Collection[Sequence[Any]],
    form: Form,
    *,
    numbers: Collection[str] = (),
    empty: str = "No rows.",
) -> None:
    """Print rows in a form; `numbers` are columns set to the right."""
    if form == "json":
        write_json(sys.stdout, columns, rows)
    elif form == "csv":
        write_csv(sys.stdout, columns, rows)
    elif not rows:
        out.print(empty)
    else:
        _print_table(columns, [[_line(value) for value in row] for row in rows], numbers)


def _line(value: Any) -> str:
    """A value in one line: quotes from PDFs have the line ends of their page."""
    return " ".join(text(value).split())


def _needed(name: str, cells: Iterable[str]) -> int:
    """Least width at which a column can be read: its name and its words whole, sentences not as a thin strip."""
    width = cell_len(name)
    for shown in cells:
        longest = max((cell_len(word) for word in shown.split()), default=0)
        width = max(width, min(longest, _WORD), min(cell_len(shown), _STRIP))
    return width


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[str]) -> None:
    """A table; where the terminal is too narrow for one that can be read, a line a column and row after row."""
    needed = [_needed(name, [row[n] for row in rows]) for n, name in enumerate(columns)]
    if sum(needed) + 3 * len(needed) + 1 > out.width:
        _print_lines(columns, rows)
        return
    table = Table(show_lines=any(len(shown) > _SENTENCE for row in rows for shown in row))
    for name, width in zip(columns, needed, strict=True):
        justify: Literal["left", "right"] = "right" if name in numbers else "left"
        table.add_column(name, overflow="fold", justify=justify, min_width=width)
    for row in rows:
        table.add_row(*map(Text, row))
    out.print(table)


def _print_lines(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, 1):
        out.print(Rule(f"{number} of {len(rows)}", align="left", style="dim"))
        table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
        table.add_column(style="dim", no_wrap=True)
        table.add_column(overflow="fold")
        for name, shown in zip(columns, row, strict=True):
            table.add_row(Text(name), Text(shown))
        out.print(table)


def print_list(
    form: Form,
    columns: Sequence[str],
    rows: Collection[Sequence[Any]],
    short: tuple[Sequence[str], Collection[Sequence[Any]]] | None = None,
    *,
    numbers: Collection[str] = (),
    whole: Collection[str] = (),
    empty: str = "No rows.",
) -> None:
    """Print a list: whole for programs; compact for people, by `short` (columns and rows) where that is given."""
    if form == "table":
        print_compact(*(short or (columns, rows)), numbers=numbers, whole=whole, empty=empty)
    else:
        print_rows(columns, rows, form)


def print_compact(
    columns: Sequence[str],
    rows: Collection[Sequence[Any]],
    *,
    numbers: Collection[str] = (),
    whole: Collection[str] = (),
    empty: str = "No rows.",
) -> None:
    """Print rows for people without lines between them; columns in `whole` are never broken."""
    if not rows:
        out.print(empty)
        return
    table = Table(box=None, padding=(0, 1, 0, 0))
    for name in columns:
        justify: Literal["left", "right"] = "right" if name in numbers else "left"
        table.add_column(name, overflow="fold", justify=justify, no_wrap=name in whole or name in numbers)
    for row in rows:
        table.add_row(*(Text(text(value)) for value in row))
    out.print(table)
