"""Older publications without what was purged: each made anew from itself and put in its place.

A reader that has one open keeps what it opened; whoever opens it again sees it without the purged document.
"""

import shutil
from collections.abc import Collection
from pathlib import Path

import duckdb

from schemas.failpoint import failpoint
from schemas.generate import literal
from warehouse.errors import WarehouseError
from warehouse.files import move, sync, writing
from warehouse.store import Store
from warehouse.working import STORAGE_VERSION, connect, settle, translated

FILE = "communique.duckdb"


def cleanse_publications(store: Store, document_ids: Collection[str]) -> int:
    """Take documents out of all published versions that hold them; returns how many those were.

    Only for the holder of the lock. Raises WarehouseError; a version that cannot be opened is named.
    """
    if not store.published.is_dir() or not document_ids:
        return 0
    n = 0
    for folder in sorted(store.published.iterdir()):
        if folder.name.startswith(".") or not (folder / FILE).is_file():
            continue
        if _cleanse(store, folder, document_ids):
            n += 1
            failpoint("purge.published")
    return n


def _cleanse(store: Store, folder: Path, document_ids: Collection[str]) -> bool:
    old = folder / FILE
    part = store.published / f".{folder.name}.part"
    connection = connect(store.spill)
    try:
        with translated(old, "cannot be opened, so it may hold what was purged; remove its folder and run again"):
            connection.execute(f"ATTACH {literal(str(old))} AS old (READ_ONLY)")
            if not _holds(connection, document_ids):
                return False
        with writing(part):
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
        with translated(part / FILE, "cannot be written"):
            connection.execute(
                f"ATTACH {literal(str(part / FILE))} AS new (STORAGE_VERSION {literal(STORAGE_VERSION)})"
            )
            _copy(connection, document_ids)
            settle(connection, "new")
    except WarehouseError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    finally:
        connection.close()
    with writing(old):
        (part / FILE).chmod(0o444)
        sync(part / FILE)
        move(part / FILE, old)
        part.rmdir()
        # what else was made of it may hold the text as well
        for other in folder.iterdir():
            if other.name != FILE:
                shutil.rmtree(other) if other.is_dir() else other.unlink()
    return True


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str | None]]:
    return connection.execute(
        "SELECT table_name, sql, comment FROM duckdb_tables() WHERE database_name = 'old' ORDER BY table_oid"
    ).fetchall()


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str | None]]:
    """Comments of the columns by table."""
    found: dict[str, dict[str, str | None]] = {}
    for table, column, comment in connection.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE database_name = 'old' "
        "ORDER BY table_name, column_index"
    ).fetchall():
        found.setdefault(table, {})[column] = comment
    return found


def _among(column: str, document_ids: Collection[str]) -> str:
    return f"{column} IN ({', '.join(literal(name) for name in sorted(document_ids))})"


def _purged(columns: Collection[str], document_ids: Collection[str]) -> str:
    """SQL for the rows that go; of a table without documents none."""
    owners = [name for name in ("document_id", "original_id") if name in columns]
    return " OR ".join(_among(name, document_ids) for name in owners) or "false"


def _holds(connection: duckdb.DuckDBPyConnection, document_ids: Collection[str]) -> bool:
    for table, columns in _columns(connection).items():
        if "document_id" in columns and table != "purged_document":
            found = connection.execute(
                f"SELECT count(*) FROM old.main.{table} WHERE {_purged(columns, document_ids)}"
            ).fetchone()
            if found and found[0]:
                return True
    return False


def _copy(connection: duckdb.DuckDBPyConnection, document_ids: Collection[str]) -> None:
    """All tables with their keys, comments and rows but for the purged ones, then the views."""
    connection.execute("USE new")
    connection.execute("BEGIN")
    columns = _columns(connection)
    tables = _tables(connection)
    for name, sql, comment in tables:
        connection.execute(sql)
        _comment(connection, "TABLE", name, comment)
        for column, said in columns[name].items():
            _comment(connection, "COLUMN", f"{name}.{column}", said)
    # parties last: they stay if a row that stays names them
    for name, _, _ in sorted(tables, key=lambda table: table[0] in ("party", "party_history")):
        if name in ("party", "party_history"):
            twin = "_history" if name == "party_history" else ""
            naming = [t for t in columns if "party_id" in columns[t] and t != name and not t.startswith("party")]
            named = " UNION ".join(
                f"SELECT party_id FROM new.main.{t}" for t in naming if t.endswith("_history") == bool(twin)
            )
            where = f"party_id IN ({named})"
        elif name == "purged_document":
            where = "true"
        else:
            where = f"NOT coalesce({_purged(columns[name], document_ids)}, false)"
        connection.execute(f"INSERT INTO new.main.{name} SELECT * FROM old.main.{name} WHERE {where}")
    for name, sql, comment in connection.execute(
        "SELECT view_name, sql, comment FROM duckdb_views() WHERE database_name = 'old' AND NOT internal "
        "ORDER BY view_oid"
    ).fetchall():
        connection.execute(sql)
        _comment(connection, "VIEW", name, comment)
    connection.execute("COMMIT")


def _comment(connection: duckdb.DuckDBPyConnection, kind: str, name: str, comment: str | None) -> None:
    if comment is not None:
        connection.execute(f"COMMENT ON {kind} {name} IS {literal(comment)}")
