"""The working file: opened, made, and refused with one line where it cannot be used."""

import contextlib
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from schemas.base import CONTRACT_VERSION
from schemas.generate import create_table, literal
from schemas.tables import TABLES
from warehouse.errors import WarehouseError
from warehouse.files import full, make_folder, move, sync, writing
from warehouse.shingles import fingerprint
from warehouse.store import Store

SQL = Path(__file__).resolve().parents[1] / "sql"
STORAGE_VERSION = "v1.2.0"
"""What files are written as: read by every DuckDB from 1.2 on, and by the clients of BI tools."""

_SMALL = 64 * 1024 * 1024
"""Bytes up to which files are small: a few thousand documents."""

REBUILD = "run `communique rebuild`, which makes it anew from the journal"

_OWN_TABLES = """
CREATE TABLE meta (contract_version BIGINT NOT NULL, structure VARCHAR NOT NULL);
CREATE TABLE loaded (run_id VARCHAR NOT NULL, changed_rows BIGINT NOT NULL);
CREATE TABLE check_result (
    name VARCHAR NOT NULL, severity VARCHAR NOT NULL, description VARCHAR NOT NULL, n_rows BIGINT NOT NULL,
    sample VARCHAR NOT NULL, run_id VARCHAR NOT NULL, statement VARCHAR NOT NULL
);
CREATE TABLE check_row (name VARCHAR NOT NULL, document_id VARCHAR NOT NULL, found VARCHAR NOT NULL);
CREATE TABLE story_text (
    text_sha256 VARCHAR NOT NULL, first_on DATE NOT NULL, first_id VARCHAR NOT NULL, near_to VARCHAR,
    similarity DECIMAL(5,4)
);
CREATE TABLE text_band (band UBIGINT NOT NULL, text_sha256 VARCHAR NOT NULL);
"""
"""Tables of the warehouse's own beside those of the contract: none of them is published."""

_FULL = re.compile(r"No space left|File too large|quota exceeded|failed to offload", re.IGNORECASE)
_LOCKED = re.compile(r"Could not set lock on file(?:.*(\(PID \d+\)))?", re.DOTALL)
_NEWER = re.compile(r"Trying to read a database file with version number")


def structure() -> str:
    """A short hash over what a working file must be made with: the DDL, comments apart, and how texts are compared."""
    made_with = "".join(create_table(table) for table in TABLES) + _OWN_TABLES + fingerprint()
    return hashlib.sha256(made_with.encode()).hexdigest()[:16]


def first_line(error: BaseException) -> str:
    """What DuckDB says, in one line without its pointer into the SQL."""
    said = str(error).split("\nLINE ")[0]
    return " ".join(said.split())


def connect(spill: Path) -> duckdb.DuckDBPyConnection:
    """A connection to nothing yet. It never looks for extensions, and text columns of frames are never guessed at."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": str(spill),
            "python_enable_replacements": False,
        },
    )
    connection.execute("SET pandas_analyze_sample = 0")
    return connection


@contextlib.contextmanager
def translated(path: Path, otherwise: str) -> Iterator[None]:
    """Turn DuckDB's errors into WarehouseErrors of one line; `otherwise` says what is wrong where no cause is known."""
    try:
        yield
    except duckdb.Error as error:
        said = first_line(error)
        if _FULL.search(said):
            raise full(str(path)) from error
        if locked := _LOCKED.search(said):
            by = f" {locked[1]}" if locked[1] else ""
            raise WarehouseError(
                f"{path}: open in another program{by}; close it there and run again (read communique.duckdb instead)"
            ) from error
        if "Permission denied" in said:
            raise WarehouseError(f"{path}: permission denied; allow reading and writing it") from error
        if isinstance(error, duckdb.OutOfMemoryException):
            raise WarehouseError(f"{path}: not enough memory ({said}); free some and run again") from error
        if _NEWER.search(said):
            raise WarehouseError(
                f"{path}: written by a newer DuckDB; update communique, or {REBUILD} ({said})"
            ) from error
        raise WarehouseError(f"{path}: {otherwise} ({said})") from error


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str, *, read_only: bool = False) -> None:
    """Attach a database file under a name and make it the one that plain names mean."""
    option = "READ_ONLY" if read_only else f"STORAGE_VERSION {literal(STORAGE_VERSION)}"
    connection.execute(f"ATTACH {literal(str(path))} AS {name} ({option})")
    connection.execute(f"USE {name}")


@contextlib.contextmanager
def opened(path: Path, spill: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """An existing working file, attached as `working`, checked to be one of today's contract."""
    connection = connect(spill)
    try:
        with translated(path, f"damaged; {REBUILD}"):
            attach(connection, path, "working", read_only=read_only)
            _check(connection, path)
        yield connection
    finally:
        with contextlib.suppress(duckdb.Error):
            connection.close()


@contextlib.contextmanager
def few_threads(connection: duckdb.DuckDBPyConnection, *files: Path) -> Iterator[None]:
    """One thread while the block works on files that are small together: a second one would cost more than it does."""
    if sum(file.stat().st_size for file in files if file.exists()) > _SMALL:
        yield
        return
    connection.execute("SET threads = 1")
    try:
        yield
    finally:
        with contextlib.suppress(duckdb.Error):
            connection.execute("RESET threads")


def _check(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    names = {str(row[0]) for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "meta" not in names:
        raise WarehouseError(f"{path}: not a working file of communique; {REBUILD}")
    row = connection.execute("SELECT contract_version, structure FROM meta").fetchone()
    version, made_with = row if row else (0, "")
    if version > CONTRACT_VERSION:
        raise WarehouseError(
            f"{path}: written by a newer communique (contract {version}, this one knows {CONTRACT_VERSION}); update "
            f"communique; to stay with this one, {REBUILD}"
        )
    if version < CONTRACT_VERSION or made_with != structure():
        raise WarehouseError(f"{path}: made by an older communique, with other tables; {REBUILD}")


def make(path: Path, spill: Path) -> None:
    """Make a working file without rows at a path where there is none. Raises WarehouseError."""
    schema = SQL / "schema.sql"
    try:
        ddl = schema.read_text(encoding="utf-8")
    except OSError as error:
        raise WarehouseError(f"{schema}: cannot be read ({error.strerror}); install communique again") from None
    with writing(path):
        make_folder(path.parent)
    connection = connect(spill)
    try:
        with translated(path, "cannot be made"):
            attach(connection, path, "working")
            connection.execute("BEGIN")
            connection.execute(ddl)
            connection.execute(_OWN_TABLES)
            connection.execute("INSERT INTO meta VALUES (?, ?)", [CONTRACT_VERSION, structure()])
            connection.execute("COMMIT")
            settle(connection, "working")
    finally:
        with contextlib.suppress(duckdb.Error):
            connection.close()


def settle(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Bring an attached file to its final form, without a write-ahead log beside it, and let go of it."""
    connection.execute(f"CHECKPOINT {name}")
    connection.execute("USE memory")
    connection.execute(f"DETACH {name}")


def remove_database(path: Path) -> None:
    """Remove a database file with its write-ahead log, as far as they are there."""
    for part in (path.with_name(path.name + ".wal"), path):
        part.unlink(missing_ok=True)


def new_path(store: Store) -> Path:
    """Where a working file is made before it is moved to its place."""
    return store.working.with_name(f".{store.working.name}.new")


def install(store: Store, path: Path) -> None:
    """Move a finished working file to its place.

    The old file's log goes first: it must not be replayed into the new one. What it held stands in the journal.
    """
    with writing(store.working):
        sync(path)
        store.working.with_name(store.working.name + ".wal").unlink(missing_ok=True)
        move(path, store.working)


def ensure(store: Store) -> None:
    """Make the working file where there is none. Only for the holder of the lock."""
    if store.working.exists():
        return
    path = new_path(store)
    with writing(path):
        remove_database(path)
    make(path, store.spill)
    install(store, path)
