"""SQL on the newest published version, read-only and without the rest of the machine."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.errors import QueryError
from warehouse.store import Store
from warehouse.working import first_line

_NOTHING = "nothing is published yet; run `communique ingest PATH` first"
_TABLES = 'see tables with `communique sql "show tables"`, columns with `communique sql "describe v_aid"`'


@dataclass(frozen=True, slots=True)
class QueryResult:
    """An answer: names and SQL types of its columns, its rows, and whether rows were left off."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Publication:
    """Which publication the link leads to; `published_at` in UTC."""

    version: str
    published_at: dt.datetime
    run_id: str
    contract_version: int


def _connect(store: Store) -> duckdb.DuckDBPyConnection:
    """The newest version, opened by its own name: a swap of the link while we look changes nothing."""
    try:
        path = store.link.resolve(strict=True)
    except (OSError, RuntimeError):
        if store.link.is_symlink():
            raise QueryError(
                f"{store.link}: leads to {store.link.readlink()}, which is missing; restore it from a backup, or "
                "remove the link and run `communique ingest`, which publishes again"
            ) from None
        raise QueryError(f"{store.link}: {_NOTHING}") from None
    try:
        return duckdb.connect(
            str(path),
            read_only=True,
            config={
                "enable_external_access": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
            },
        )
    except duckdb.Error as error:
        raise QueryError(
            f"{path}: cannot be opened; if it is damaged, remove its folder and run `communique ingest`, which "
            f"publishes again ({first_line(error)})"
        ) from None


def run_sql(store: Store, sql: str, *, limit: int | None = None) -> QueryResult:
    """Answer SQL, with at most `limit` rows; of several statements the last one answers.

    Nothing can be written, no file but the published one read, and no setting changed.
    Raises QueryError with one line: nothing published, SQL that is wrong or wants to write.
    """
    connection = _connect(store)
    try:
        connection.execute("SET lock_configuration = true")
        statements = connection.extract_statements(sql)
        if not statements:
            raise QueryError("the SQL is empty; give a query such as: SELECT * FROM v_agreement")
        for statement in statements:
            connection.execute(statement)
        description = connection.description or []
        rows = connection.fetchall() if limit is None else connection.fetchmany(limit + 1)
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
        raise QueryError(f"{first_line(error)}; {_TABLES}") from None
    except duckdb.Error as error:
        raise QueryError(first_line(error)) from None
    except UnicodeError:
        raise QueryError("the SQL holds characters that are no text (lone surrogates)") from None
    finally:
        connection.close()
    kept = rows if limit is None else rows[:limit]
    return QueryResult(
        tuple(str(column[0]) for column in description),
        tuple(str(column[1]) for column in description),
        tuple(tuple(row) for row in kept),
        len(kept) < len(rows),
    )


def publication(store: Store) -> Publication:
    """Which publication is the newest. Raises QueryError where there is none."""
    row = run_sql(store, "SELECT version, published_at, run_id, contract_version FROM publication").rows[0]
    return Publication(*row)
