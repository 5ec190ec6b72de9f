"""Which rows the names in a check stand for: all of them, those of keys that changed, those of documents that changed.

A load changes the rows of few documents. Running a check on these alone takes the same time however much the warehouse
holds; what counts as changed is read from the rows themselves, not from what the run says that it brought.
"""

import contextlib
import datetime as dt
from collections.abc import Collection, Iterator

import duckdb

from schemas.tables import TABLES, Table

_HISTORY = tuple(table for table in TABLES if table.history)
_OWNED = tuple(table for table in _HISTORY if table.owner)
# Where a block below raises, what it made goes with the transaction that is rolled back.
_CHANGED = "known_from > $since OR known_to > $since"


@contextlib.contextmanager
def all_rows(connection: duckdb.DuckDBPyConnection, names: Collection[str]) -> Iterator[None]:
    """Within the block these names of tables stand for all rows, as in the published file."""
    stack = contextlib.ExitStack()
    for table in _HISTORY:
        _views(connection, stack, names, table.name, f"SELECT * FROM working.main.{table.name}")
    yield
    stack.close()


@contextlib.contextmanager
def changed_keys(connection: duckdb.DuckDBPyConnection, since: dt.datetime, names: Collection[str]) -> Iterator[None]:
    """Within the block these names stand for the rows of keys of which a row came or ended after an instant."""
    stack = contextlib.ExitStack()
    for table in _HISTORY:
        if not {table.name, f"{table.name}_history"} & set(names):
            continue
        keys = f"changed_{table.name}"
        key = ", ".join(table.key)
        connection.execute(
            f"CREATE TEMP TABLE {keys} AS SELECT DISTINCT {key} FROM working.main.{table.name} WHERE {_CHANGED}",
            {"since": since},
        )
        stack.callback(connection.execute, f"DROP TABLE temp.main.{keys}")
        source = f"SELECT * FROM working.main.{table.name} SEMI JOIN temp.main.{keys} USING ({key})"
        _views(connection, stack, names, table.name, source)
    yield
    stack.close()


@contextlib.contextmanager
def documents_changed(
    connection: duckdb.DuckDBPyConnection, since: dt.datetime, names: Collection[str]
) -> Iterator[None]:
    """Within the block these names stand for the current rows of documents of which a row came or ended after an
    instant, and where rows belong to no document, for all current ones. The documents are in the table `touched`.
    """
    changed = " UNION ALL ".join(
        f"SELECT {table.owner} AS document_id FROM working.main.{table.name} WHERE {_CHANGED}" for table in _OWNED
    )
    stack = contextlib.ExitStack()
    connection.execute(f"CREATE TEMP TABLE touched AS SELECT DISTINCT document_id FROM ({changed})", {"since": since})
    stack.callback(connection.execute, "DROP TABLE temp.main.touched")
    for table in _HISTORY:
        if table.owner and table.name in names:
            _copy_of_touched(connection, table, since)
            stack.callback(connection.execute, f"DROP TABLE temp.main.{table.name}")
        source = f"SELECT * FROM working.main.{table.name} WHERE known_to IS NULL"
        _view(connection, stack, () if table.owner else names, table.name, source)
    yield
    stack.close()


def _copy_of_touched(connection: duckdb.DuckDBPyConnection, table: Table, since: dt.datetime) -> None:
    """The touched documents' current rows as a table of their own, which checks go through several times.

    New rows are found by their time, which touches hardly a block of the table; older ones of the same documents are
    looked for only where there are any, as that reads every block with all that is in it.
    """
    source, given = f"working.main.{table.name}", {"since": since}
    connection.execute(
        f"CREATE TEMP TABLE {table.name} AS SELECT * FROM {source} WHERE known_to IS NULL AND known_from > $since",
        given,
    )
    older = (
        f"FROM {source} WHERE known_to IS NULL AND known_from <= $since "
        f"AND {table.owner} IN (SELECT document_id FROM temp.main.touched)"
    )
    if connection.execute(f"SELECT 1 {older} LIMIT 1", given).fetchone():
        connection.execute(f"INSERT INTO temp.main.{table.name} SELECT * {older}", given)


def _views(
    connection: duckdb.DuckDBPyConnection, stack: contextlib.ExitStack, names: Collection[str], name: str, select: str
) -> None:
    """A table's current rows, and all of its rows as its history, as views of those names that are wanted."""
    _view(connection, stack, names, name, f"{select} WHERE known_to IS NULL")
    _view(connection, stack, names, f"{name}_history", select)


def _view(
    connection: duckdb.DuckDBPyConnection, stack: contextlib.ExitStack, names: Collection[str], name: str, select: str
) -> None:
    """A view that goes with the stack, if its name is one of those that are wanted."""
    if name in names:
        connection.execute(f"CREATE TEMP VIEW {name} AS {select}")
        stack.callback(connection.execute, f"DROP VIEW temp.main.{name}")
