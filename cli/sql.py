"""communique sql: questions to the newest publication."""

import csv
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.table import Table

from cli.console import DataOption, fail, guarded, out, store_of

if TYPE_CHECKING:
    from warehouse.query import QueryResult

_EXAMPLES = Path(__file__).resolve().parents[1] / "sql" / "examples"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    return str(value)


def _cell(value: Any) -> Any:
    """A CSV cell: numbers as they are; text that a spreadsheet would take for a formula behind an apostrophe."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _print(result: "QueryResult", form: str) -> None:
    if form == "json":
        rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=_json))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([[_cell(value) for value in row] for row in result.rows])
    else:
        table = Table(show_lines=any(len(_text(v)) > 60 for row in result.rows for v in row))
        for name, kind in zip(result.columns, result.types, strict=True):
            number = kind.startswith(("DECIMAL", "BIGINT", "HUGEINT", "DOUBLE", "INTEGER"))
            table.add_column(name, overflow="fold", justify="right" if number else "left")
        for row in result.rows:
            table.add_row(*map(_text, row))
        out.print(table, markup=False) if result.rows else out.print("No rows.")


def _list_examples() -> None:
    table = Table(title="communique sql --example NAME", title_justify="left")
    table.add_column("NAME", no_wrap=True)
    table.add_column("question")
    for path in sorted(_EXAMPLES.glob("*.sql")):
        table.add_row(path.stem, path.read_text("utf-8").splitlines()[0].removeprefix("--").strip())
    out.print(table)


def sql(
    query: Annotated[str | None, typer.Argument(metavar="SQL", help="The question.")] = None,
    example: Annotated[
        str | None, typer.Option("--example", metavar="NAME", help="Ask a ready question; 'list' shows them.")
    ] = None,
    form: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to print.")] = "table",
    data: DataOption = None,
) -> None:
    """Ask the newest publication in SQL; nothing can be changed.

    Example: communique sql "select donors, recipients, amount, currency from v_aid"
    """

    def work() -> int:
        if (query is None) == (example is None):
            fail("give one question, or --example NAME ('--example list' shows them)", 2)
        text = query or ""
        if example == "list":
            _list_examples()
            return 0
        if example is not None:
            path = _EXAMPLES / f"{example}.sql"
            if path.parent != _EXAMPLES or not path.is_file():
                fail(f"no example is called {example!r}; 'communique sql --example list' shows them", 2)
            text = path.read_text("utf-8")
        from warehouse import api

        _print(api.run_sql(store_of(data), text), form)
        return 0

    guarded(work)
