"""The live catalog and the contract say the same, both ways: of the working file and of the published one."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from schemas.columns import Column, Table
from schemas.generate import (
    ROOT,
    current_columns,
    history_columns,
    history_comment,
    history_table,
    published_table,
    table_comment,
    working_columns,
)
from schemas.tables import LOAD_COLUMNS, TABLES

Shape = dict[str, tuple[str, bool, str]]
"""Column → type, whether it may be null, comment."""


def _expected(columns: tuple[Column, ...]) -> Shape:
    return {c.name: (c.sql_type, c.nullable, c.comment) for c in columns}


def _found(connection: duckdb.DuckDBPyConnection, name: str) -> Shape:
    rows = connection.execute(
        "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE table_name = ? "
        "ORDER BY column_index",
        [name],
    ).fetchall()
    return {name: (sql_type, nullable, comment) for name, sql_type, nullable, comment in rows}


def _comments(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())


def _keys(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    return dict(
        connection.execute(
            "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
        ).fetchall()
    )


@pytest.fixture
def working() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute((ROOT / "sql" / "schema.sql").read_text(encoding="utf-8"))
    yield connection
    connection.close()


@pytest.fixture
def published() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    for table in TABLES:
        connection.execute(published_table(table) + (history_table(table) if table.history else ""))
    yield connection
    connection.close()


def test_the_working_file_has_the_tables_of_the_contract_and_no_others(working: duckdb.DuckDBPyConnection) -> None:
    assert _comments(working) == {table.name: table_comment(table) for table in TABLES}
    assert _keys(working) == {}, "keys cost the load twice its time and get in the way of updates"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_working_table_is_as_the_contract_says(working: duckdb.DuckDBPyConnection, table: Table) -> None:
    found, expected = _found(working, table.name), _expected(working_columns(table))
    assert found == expected
    assert list(found) == list(expected), "the order of the columns is part of the contract"


def test_the_published_file_has_current_tables_and_their_twins(published: duckdb.DuckDBPyConnection) -> None:
    expected = {table.name: table_comment(table) for table in TABLES}
    expected |= {f"{table.name}_history": history_comment(table) for table in TABLES if table.history}
    assert _comments(published) == expected
    assert _keys(published) == {table.name: list(table.key) for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_published_table_is_as_the_contract_says(published: duckdb.DuckDBPyConnection, table: Table) -> None:
    assert _found(published, table.name) == _expected(current_columns(table))
    if table.history:
        assert _found(published, f"{table.name}_history") == _expected(history_columns(table))


def test_what_is_for_the_working_file_alone_is_not_published() -> None:
    private = {(t.name, c.name) for t in TABLES for c in working_columns(t) if not c.published}
    assert ("document", "row_hash") in private
    for table in TABLES:
        names = {c.name for c in (*current_columns(table), *history_columns(table))}
        assert not names & {column for name, column in private if name == table.name}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_names_keep_to_the_rules_and_everything_has_a_comment(table: Table) -> None:
    """Types tell names: `_on` a date, `_at` an instant; nothing is quoted; everything is said."""
    assert table.grain and table.key
    assert set(table.key) <= {c.name for c in table.columns}
    assert table.owner is None or not table.column(table.owner).nullable
    names = [c.name for c in working_columns(table)]
    assert len(names) == len(set(names))
    for column in table.columns:
        assert re.fullmatch("[a-z][a-z0-9_]*", column.name)
        assert column.comment and column.comment[0] != " " and not column.comment.endswith(".")
        assert (column.sql_type == "DATE") == column.name.endswith("_on")
        assert (column.sql_type == "TIMESTAMP") == column.name.endswith("_at")
    assert not {c.name for c in table.columns if c.nullable} & set(table.key)


def test_every_column_of_a_name_means_one_thing() -> None:
    """One name, one type, one nullability in all tables."""
    seen: dict[str, set[tuple[str, str]]] = {}
    for table in TABLES:
        for column in (*table.columns, *LOAD_COLUMNS):
            seen.setdefault(column.name, set()).add((column.sql_type, ",".join(column.values)))
    several = {name: shapes for name, shapes in seen.items() if len(shapes) > 1}
    assert set(several) == {"stage"}, "an agreement, a transfer and a reject have stages of their own"


REFUSED = [
    ("run", "goals = -1"),
    ("document", "status = 'lost'"),
    ("document", "skip_reason = 'no reason to'"),
    ("document_version", "text_sha256 = 'abc'"),
    ("document_version", "n_characters = 0"),
    ("agreement", "instrument = 'handshake'"),
    ("agreement", "date = NULL"),
    ("agreement", "date_precision = NULL"),
    ("agreement", "date_on = NULL"),
    ("agreement", "date = '2021-06-01'"),
    ("agreement_party", "ordinal = 0"),
    ("aid", "currency = NULL"),
    ("aid", "currency = 'euro'"),
    ("aid", "qualifier = 'not_disclosed'"),
    ("aid", "qualifier = NULL"),
    ("aid", "amount = -1"),
    ("aid", "period_start = '2018', period_start_precision = 'year', period_start_on = DATE '2018-01-01'"),
    ("aid_party", "role = 'friend'"),
    ("aid_item", "quantity = -1"),
    ("aid_item", "modality = NULL"),
    ("goal", "target_metric = 'piracy'"),
    ("goal", "horizon_precision = 'week'"),
    ("record_topic", "topic = 'sport'"),
    ("evidence", "end_offset = start_offset"),
    ("evidence", "start_offset = -1"),
    ("evidence", "quote = ''"),
    ("evidence", "derived = true, rule = NULL"),
    ("evidence", "derived = false, rule = 'a rule'"),
    ("evidence", "kind = 'treaty'"),
    ("reject", "stage = 'dream'"),
    ("aid", "known_to = known_from"),
]


@pytest.mark.parametrize(("name", "change"), REFUSED)
def test_a_row_that_cannot_be_is_refused(working: duckdb.DuckDBPyConnection, name: str, change: str) -> None:
    from tests.schemas.examples import insert_one_of_each

    insert_one_of_each(working)
    assert working.execute(f"SELECT count(*) FROM {name}").fetchone() == (1,)
    with pytest.raises(duckdb.ConstraintException):
        working.execute(f"UPDATE {name} SET {change}")


def test_the_schema_is_where_the_warehouse_looks_for_it() -> None:
    assert (Path(ROOT) / "sql" / "schema.sql").is_file()
