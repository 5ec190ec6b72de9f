"""Rows → pandas frames → staging tables, with the contract's types.

Nothing is left to be guessed: whole numbers, truth values and instants go as nullable columns of their type, everything
else as text that SQL casts to the type of the contract (exact for decimals, and for dates outside what pandas likes).
A few rows go as values of the statement itself, which takes less time than the making of a frame.
"""

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import duckdb

from schemas.tables import Column, Table
from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    import pandas as pd

_FRAME = "frame_of_rows"
_FEW = 24
_FEW_VALUES = 10_000
"""Rows and values up to which no frame is made."""
_DTYPES = {"BIGINT": "Int64", "BOOLEAN": "boolean", "TIMESTAMP": "datetime64[us]"}


def staging_name(table: Table) -> str:
    """Name of a table's staging table."""
    return f"staging_{table.name}"


def create_staging(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """An empty staging table with the types of the table itself, and the hash of each row."""
    columns = ", ".join(c.name for c in table.columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {staging_name(table)} AS "
        f"SELECT {columns}, CAST(NULL AS VARCHAR) AS row_hash FROM working.main.{table.name} LIMIT 0"
    )


def _utc(value: dt.datetime | None) -> dt.datetime | None:
    """An instant in UTC without a time zone, as the warehouse has it."""
    if value is None or value.tzinfo is None:
        return value
    return value.astimezone(dt.UTC).replace(tzinfo=None)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _values(column: Column, rows: list[dict[str, Any]]) -> list[Any]:
    """Values of a column as they go to DuckDB. Raises KeyError where a row lacks it."""
    values = [row[column.name] for row in rows]
    if column.sql_type in ("BIGINT", "BOOLEAN"):
        return values
    if column.sql_type == "TIMESTAMP":
        return [_utc(v) for v in values]
    if column.sql_type == "VARCHAR[]":
        return [json.dumps(list(v), ensure_ascii=False) for v in values]
    if column.sql_type == "VARCHAR" and not column.values:
        return values
    return [_text(v) for v in values]


def _cast(column: Column) -> str:
    if column.sql_type == "VARCHAR[]":
        return f"""from_json({column.name}, '["VARCHAR"]') AS {column.name}"""
    return f"CAST({column.name} AS {column.sql_type}) AS {column.name}"


def _hashed(column: Column) -> str:
    """SQL for a column's share of the row's hash: its length first, so that no two rows have one spelling."""
    name = column.name
    if column.sql_type == "VARCHAR[]":
        name = f"array_to_string(list_transform({name}, lambda v: concat(strlen(v), ':', v)), ',')"
    return f"coalesce(concat(strlen(CAST({name} AS VARCHAR)), ':', CAST({name} AS VARCHAR)), '-')"


def row_hash(table: Table) -> str:
    """SQL for the hash over all of a table's own columns."""
    return f"md5(concat_ws('|', {', '.join(_hashed(c) for c in table.columns)}))"


def frame_of(table: Table, rows: list[dict[str, Any]]) -> "pd.DataFrame":
    """Rows of a table as a frame with all of its columns, of types that DuckDB reads without looking at values first.

    Raises KeyError where a row lacks a column.
    """
    import pandas as pd

    return pd.DataFrame(
        {c.name: pd.Series(_values(c, rows), dtype=_DTYPES.get(c.sql_type, "object")) for c in table.columns}
    )


def stage(connection: duckdb.DuckDBPyConnection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Add rows to a table's staging table, cast and hashed."""
    if not rows:
        return
    casts = ", ".join(_cast(c) for c in table.columns)
    insert = f"INSERT INTO {staging_name(table)} SELECT *, {row_hash(table)} FROM (SELECT {casts} FROM "
    if len(rows) <= _FEW:
        columns = [_values(c, rows) for c in table.columns]
        marks = f"({', '.join('?' for _ in columns)})"
        names = ", ".join(c.name for c in table.columns)
        source = f"(VALUES {', '.join([marks] * len(rows))}) AS given ({names}))"
        connection.execute(insert + source, [value for row in zip(*columns, strict=True) for value in row])
        return
    connection.register(_FRAME, frame_of(table, rows))
    try:
        connection.execute(f"{insert}{_FRAME})")
    finally:
        connection.unregister(_FRAME)


def temporary(connection: duckdb.DuckDBPyConnection, name: str, **columns: tuple[str, list[Any]]) -> None:
    """Make a temporary table of columns, each given by its SQL type (VARCHAR or UBIGINT) and values without nulls."""
    if sum(len(values) for _, values in columns.values()) <= _FEW_VALUES:
        lists = ", ".join(f"unnest(?::{kind}[]) AS {column}" for column, (kind, _) in columns.items())
        given = [values for _, values in columns.values()]
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {lists}", given)
        return
    import pandas as pd

    dtypes = {"VARCHAR": "object", "UBIGINT": "uint64"}
    frame = pd.DataFrame({column: pd.Series(values, dtype=dtypes[kind]) for column, (kind, values) in columns.items()})
    connection.register(_FRAME, frame)
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {_FRAME}")
    finally:
        connection.unregister(_FRAME)


def assert_unique(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Raise WarehouseError where two staged rows have one key: one of them would be lost silently."""
    key = ", ".join(table.key)
    twice = connection.execute(
        f"SELECT {key}, count(*) FROM {staging_name(table)} GROUP BY {key} HAVING count(*) > 1 ORDER BY {key} LIMIT 1"
    ).fetchone()
    if twice:
        named = ", ".join(f"{k} {v}" for k, v in zip(table.key, twice, strict=False))
        raise WarehouseError(
            f"{table.name}: {twice[-1]} rows of one run have the key {named}; nothing was loaded, please report this"
        )
