"""The small warehouse of tests/sql/runs.py, made once; each test gets connections of its own."""

from collections.abc import Iterator

import duckdb
import pytest

from schemas.generate import create_table, literal, working_columns
from schemas.tables import TABLES
from tests.sql.runs import build
from warehouse.api import Store


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("warehouse") / "data")


@pytest.fixture
def published(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, as an analyst opens it."""
    connection = duckdb.connect(str(store.link), read_only=True)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def copy(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the working tables in the schema `base`, without CHECKs so that they can be broken."""
    connection = duckdb.connect()
    connection.execute(f"ATTACH {literal(str(store.working))} AS good (READ_ONLY)")
    connection.execute("CREATE SCHEMA base")
    for table in TABLES:
        connection.execute(create_table(table, name=f"base.{table.name}", columns=working_columns(table)))
        connection.execute(f"INSERT INTO base.{table.name} BY NAME FROM good.main.{table.name}")
        where = "WHERE known_to IS NULL" if table.history else ""
        connection.execute(f"CREATE VIEW main.{table.name} AS FROM base.{table.name} {where}")
        if table.history:
            connection.execute(f"CREATE VIEW main.{table.name}_history AS FROM base.{table.name}")
    connection.execute("DETACH good")
    yield connection
    connection.close()


@pytest.fixture
def base(copy: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The copy, whole again after the test. Plain names mean what the checks see: `aid` its current rows."""
    copy.execute("BEGIN")
    yield copy
    copy.execute("ROLLBACK")
