"""Rows → pandas frames → staging tables, with the contract's types.

Nothing is left to be guessed: whole numbers, truth values and instants go as nullable columns of their type, everything
else as text that SQL casts to the type of the contract (exact for decimals, and for dates outside what pandas likes).
"""

import datetime as dt
import json
from typing import Any

import duckdb
import pandas as pd

from schemas.tables import Column, Table
from warehouse.errors import WarehouseError

_FRAME = "frame_of_rows"


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


def _series(column: Column, values: list[Any]) -> "pd.Series[Any]":
    """Values of a column as a series that DuckDB reads without looking at them first."""
    if column.sql_type == "BIGINT":
        return pd.Series(values, dtype="Int64")
    if column.sql_type == "BOOLEAN":
        return pd.Series(values, dtype="boolean")
    if column.sql_type == "TIMESTAMP":
        return pd.Series([_utc(v) for v in values], dtype="datetime64[us]")
    if column.sql_type == "VARCHAR[]":
        return pd.Series([json.dumps(list(v), ensure_ascii=False) for v in values], dtype=object)
    if column.sql_type == "VARCHAR" and not column.values:
        return pd.Series(values, dtype=object)
    return pd.Series([_text(v) for v in values], dtype=object)


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


def frame_of(table: Table, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows of a table as a frame with all of its columns. Raises KeyError where a row lacks one."""
    return pd.DataFrame({c.name: _series(c, [row[c.name] for row in rows]) for c in table.columns})


def stage(connection: duckdb.DuckDBPyConnection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Add rows to a table's staging table, cast and hashed."""
    if not rows:
        return
    casts = ", ".join(_cast(c) for c in table.columns)
    connection.register(_FRAME, frame_of(table, rows))
    try:
        connection.execute(
            f"INSERT INTO {staging_name(table)} SELECT *, {row_hash(table)} FROM (SELECT {casts} FROM {_FRAME})"
        )
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
