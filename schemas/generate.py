"""DDL, comments and the data dictionary, made from the registry in schemas/tables.py.

`python -m schemas.generate` writes sql/schema.sql and docs/data-dictionary.md; with `--check` it writes nothing and
exits with 1 where one of them is old. The functions that render a table serve the warehouse too, which makes the same
tables under other names.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from schemas.columns import as_published
from schemas.dictionary import data_dictionary
from schemas.tables import LOAD_COLUMNS, TABLES, Column, Table
from schemas.views import read_views

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "python -m schemas.generate"

_HEADER = f"""\
-- The tables of the working file. Made by `{COMMAND}` from schemas/tables.py; change it there.
-- No primary and foreign keys: uniqueness is asserted on the way in, and sql/checks/ find orphans.
"""


def literal(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def working_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table in the working file: its own, and those of the load where it has history."""
    return table.columns + (LOAD_COLUMNS if table.history else ())


def current_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a published table of current rows. It has no known_to, which would be null in each of them."""
    return tuple(c for c in history_columns(table) if not (table.history and c.name == "known_to"))


def history_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a published `_history` twin, which holds the current rows and the closed ones."""
    return tuple(as_published(c) for c in working_columns(table) if c.published)


def conditions(table: Table) -> tuple[str, ...]:
    """What every row of the working table holds: values and minima of its columns, then its own checks."""
    found = []
    for column in working_columns(table):
        if column.values:
            found.append(f"{column.name} IN ({', '.join(literal(v) for v in column.values)})")
        if column.minimum is not None:
            found.append(f"{column.name} >= {column.minimum}")
    closed = ("known_from < known_to",) if table.history else ()
    return (*found, *table.checks, *closed)


def create_table(
    table: Table,
    *,
    name: str | None = None,
    primary_key: bool = False,
    columns: Sequence[Column] | None = None,
    checks: bool | None = None,
) -> str:
    """One CREATE TABLE statement with its semicolon.

    `name` stands for the table's own, `columns` for those of the working file, `primary_key` adds the table's key as
    one. `checks` adds the CHECK constraints; left out, they are added if `columns` is.
    """
    chosen = working_columns(table) if columns is None else tuple(columns)
    width = max(len(c.name) for c in chosen)
    lines = [f"{c.name:<{width}} {c.sql_type}{'' if c.nullable else ' NOT NULL'}" for c in chosen]
    if checks if checks is not None else columns is None:
        lines += [f"CHECK ({condition})" for condition in conditions(table)]
    if primary_key:
        lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    body = ",\n".join(f"    {line}" for line in lines)
    return f"CREATE TABLE {name or table.name} (\n{body}\n);\n"


def table_comment(table: Table) -> str:
    """What a row of the table is, for its comment."""
    rows = "the current rows" if table.history else "rows"
    return f"One row is {table.grain}; {', '.join(table.key)} tells {rows} apart"


def history_comment(table: Table) -> str:
    """What a row of the published `_history` twin is, for its comment."""
    return (
        f"One row is {table.grain}, as it was known from known_from until before known_to; "
        "null in known_to: it holds now"
    )


def comments(
    table: Table, name: str | None = None, *, columns: Iterable[Column] | None = None, comment: str | None = None
) -> str:
    """COMMENT ON statements, one a line, for a table and its columns.

    `name` stands for the table's own, `columns` for those of the working file, `comment` for `table_comment(table)`.
    """
    target = name or table.name
    chosen = working_columns(table) if columns is None else columns
    lines = [f"COMMENT ON TABLE {target} IS {literal(comment or table_comment(table))};"]
    lines += [f"COMMENT ON COLUMN {target}.{c.name} IS {literal(c.comment)};" for c in chosen]
    return "\n".join(lines) + "\n"


def published_table(table: Table, *, primary_key: bool = True) -> str:
    """DDL and comments of a published table: the current rows, under the table's own name."""
    columns = current_columns(table)
    return create_table(table, columns=columns, primary_key=primary_key) + comments(table, columns=columns)


def history_table(table: Table) -> str:
    """DDL and comments of the published twin `<table>_history`. Raises ValueError for a table without history."""
    if not table.history:
        raise ValueError(f"{table.name} has no history")
    name, columns = f"{table.name}_history", history_columns(table)
    return create_table(table, name=name, columns=columns) + comments(
        table, name, columns=columns, comment=history_comment(table)
    )


def schema_sql() -> str:
    """The whole of sql/schema.sql."""
    return "\n".join([_HEADER, *(create_table(table) + "\n" + comments(table) for table in TABLES)])


def generated(root: Path = ROOT) -> dict[Path, str]:
    """Path and content of every generated file."""
    return {
        root / "sql" / "schema.sql": schema_sql(),
        root / "docs" / "data-dictionary.md": data_dictionary(read_views(root / "sql" / "views")),
    }


def _is_old(path: Path, content: str) -> bool:
    return not path.is_file() or path.read_text(encoding="utf-8") != content


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Write the generated files, or with --check say which are old. Returns the exit status."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Write sql/schema.sql and docs/data-dictionary.md.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a file is old")
    check = parser.parse_args(arguments).check
    old = {path: content for path, content in generated(root).items() if _is_old(path, content)}
    for path, content in old.items():
        name = path.relative_to(root).as_posix()
        if check:
            print(f"{name} is older than the contract; run: {COMMAND}", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="\n")
            print(f"wrote {name}")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
