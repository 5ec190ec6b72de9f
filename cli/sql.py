"""communique sql: questions to the newest publication."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from cli.console import DataOption, fail, guarded, out, store_of
from cli.tables import Form, print_rows

if TYPE_CHECKING:
    from warehouse.query import QueryResult

_EXAMPLES = Path(__file__).resolve().parents[1] / "sql" / "examples"


def _print(result: "QueryResult", form: Form) -> None:
    numbers = ("DECIMAL", "BIGINT", "HUGEINT", "DOUBLE", "INTEGER")
    right = [name for name, kind in zip(result.columns, result.types, strict=True) if kind.startswith(numbers)]
    print_rows(result.columns, result.rows, form, numbers=right)


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
    form: Annotated[Form, typer.Option("--format", help="How to print.")] = "table",
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
