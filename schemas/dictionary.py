"""The data dictionary: every table and view in words, as Markdown."""

from collections.abc import Iterable

from schemas.tables import LOAD_COLUMNS, TABLES, Column, Table
from schemas.views import View

_INTRODUCTION = """\
<!-- Made by `python -m schemas.generate` from schemas/tables.py and sql/views/; change it there. -->

# Data dictionary

What stands in `communique.duckdb`, the published file. [The codebook](codebook.md) says what is coded and how.

- Each table below holds what is known now. Its twin `<table>_history` has the same columns and also the rows that were
  replaced or withdrawn: a row holds from `known_from` until before `known_to`; null in `known_to` means that it still
  holds. `run` and `run_source` have no twin; their rows never change.
- A **key** tells the current rows of a table apart. Tables have no foreign keys; columns of one name mean one thing
  everywhere, and `record_id` is the id of a row of the table that its `kind` names, as `agreement_id` or `aid_id`.
- Dates stand in three columns: as told (`date`: `2021-02`), their precision (`date_precision`: `month`) and their
  first day (`date_on`: 2021-02-01) for ordering and joining. All instants are UTC.
- Offsets count characters of the document's text, from 0; `end_offset` is that after the last character.
- Columns marked with * stand only in the working file, not in the published one.
"""

_LOAD_TITLE = "## Columns of every table with history"
_LOAD_TEXT = """\
These stand in every table but `run` and `run_source`, after the columns listed there. `known_to` is null in all
current rows and stands only in the `_history` twins.
"""


def _cell(text: str) -> str:
    """A text inside a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")


def _column_line(column: Column, key: tuple[str, ...]) -> str:
    mark = "" if column.published else "*"
    name = f"**`{column.name}`**" if column.name in key else f"`{column.name}`"
    values = ", ".join(f"`{value}`" for value in column.values)
    meaning = column.comment + (f". One of {values}" if values else "")
    return f"| {name}{mark} | {column.sql_type} | {'yes' if column.nullable else ''} | {_cell(meaning)} |"


def _column_table(columns: Iterable[Column], key: tuple[str, ...] = ()) -> list[str]:
    return [
        "| column | type | may be null | meaning |",
        "| --- | --- | --- | --- |",
        *(_column_line(column, key) for column in columns),
    ]


def _table_part(table: Table) -> list[str]:
    key = ", ".join(f"`{name}`" for name in table.key)
    return [
        f"## `{table.name}`",
        "",
        f"One row is {table.grain}. Key: {key}.",
        "",
        *_column_table(table.columns, table.key),
        "",
    ]


def _views_part(views: Iterable[View]) -> list[str]:
    lines = ["## Views", "", "Over the current rows, for people. Each file in `sql/views/` holds one.", ""]
    lines += ["| view | what it is |", "| --- | --- |"]
    lines += [f"| `{view.name}` | {_cell(view.comment)} |" for view in views]
    return lines


def _contents_part() -> list[str]:
    lines = ["| table | one row is |", "| --- | --- |"]
    lines += [f"| [`{table.name}`](#{table.name}) | {table.grain} |" for table in TABLES]
    return [*lines, "", "[Views](#views) put a record into one line.", ""]


def data_dictionary(views: Iterable[View]) -> str:
    """The whole of docs/data-dictionary.md: tables in the order of the registry, then the views."""
    lines = [_INTRODUCTION, *_contents_part()]
    for table in TABLES:
        lines += _table_part(table)
    lines += [_LOAD_TITLE, "", _LOAD_TEXT, *_column_table(LOAD_COLUMNS), "", *_views_part(views)]
    return "\n".join(lines) + "\n"
