"""Publication: what is known now, its history and the views in a file of their own that nobody writes any more.

    published/<version>/communique.duckdb     read-only, one folder a version
    communique.duckdb                         a relative link to the newest

The link is swapped at once, so a reader has the old file or the new one, and an open connection keeps what it has.
"""

import hashlib
import shutil
from pathlib import Path

import duckdb

from schemas.base import CONTRACT_VERSION
from schemas.failpoint import failpoint
from schemas.generate import current_columns, history_columns, history_table, literal, published_table
from schemas.tables import TABLES, Column, Table
from schemas.views import View, create_view, read_views
from warehouse.errors import WarehouseError
from warehouse.files import make_folder, move, sync, writing
from warehouse.outcome import CheckResult
from warehouse.shown import POLICIES, policy_join, shown
from warehouse.store import Store
from warehouse.working import SQL, STORAGE_VERSION, settle, translated

_FILE = "communique.duckdb"
_PART = ".part"
_PUBLICATION = """
CREATE TABLE publication (
    version VARCHAR NOT NULL, published_at TIMESTAMP NOT NULL, run_id VARCHAR NOT NULL, contract_version BIGINT NOT NULL
);
COMMENT ON TABLE publication IS 'One row: which publication this file is';
COMMENT ON COLUMN publication.version IS 'Name of the publication, and of its folder';
COMMENT ON COLUMN publication.published_at IS 'When what it holds became known, UTC';
COMMENT ON COLUMN publication.run_id IS 'The newest run that changed a row';
COMMENT ON COLUMN publication.contract_version IS 'Version of the contract that its tables follow';
"""


def _views() -> tuple[View, ...]:
    try:
        return read_views(SQL / "views")
    except (OSError, ValueError) as error:
        raise WarehouseError(f"{SQL / 'views'}: {error}; install communique again") from None


def _definitions(views: tuple[View, ...]) -> list[str]:
    """The statements that make all that is published, in order."""
    tables = [published_table(t) + (history_table(t) if t.history else "") for t in TABLES]
    return [*tables, _PUBLICATION, *(create_view(view) for view in views)]


def _version(run_id: str, definitions: list[str]) -> str:
    """Name of a publication: the run, and a short hash of how it is laid out, which a new communique may change."""
    layout = hashlib.sha256(repr((CONTRACT_VERSION, STORAGE_VERSION, definitions)).encode()).hexdigest()[:8]
    return f"{run_id.removeprefix('run_')}-{layout}"


def run_of_version(version: str) -> str:
    """Id of the run whose state a publication of that name holds."""
    return f"run_{version.rpartition('-')[0]}"


def published_version(store: Store) -> str | None:
    """Name of the version that the link leads to, None where it leads nowhere."""
    try:
        target = store.link.readlink()
    except OSError:
        return None
    return target.parent.name if (store.root / target).is_file() else None


def publish_if_due(store: Store, connection: duckdb.DuckDBPyConnection, results: tuple[CheckResult, ...]) -> str | None:
    """Publish the committed state of the working file, unless it is published or a check of severity error failed.

    Returns the version, None where nothing was due. Raises WarehouseError; then the old version stands.
    """
    newest = connection.execute(
        "SELECT run_id, known_at FROM working.main.run JOIN working.main.loaded USING (run_id) "
        "WHERE changed_rows > 0 ORDER BY run_id DESC LIMIT 1"
    ).fetchone()
    if newest is None or any(result.failed for result in results):
        return None
    views = _views()
    definitions = _definitions(views)
    version = _version(newest[0], definitions)
    if published_version(store) == version:
        return None
    try:
        _publish(store, connection, version, definitions, newest)
    except WarehouseError as error:
        raise WarehouseError(f"all runs are loaded, but not published: {error}") from error
    return version


def _publish(
    store: Store,
    connection: duckdb.DuckDBPyConnection,
    version: str,
    definitions: list[str],
    newest: tuple[str, object],
) -> None:
    part = store.published / f".{version}{_PART}"
    place = store.published / version
    with writing(part):
        make_folder(store.published)
        for leftover in store.published.glob(f".*{_PART}"):
            shutil.rmtree(leftover)
        part.mkdir()
    failpoint("publish.begun")
    try:
        with translated(part / _FILE, "cannot be written"):
            _build(connection, part / _FILE, definitions, [version, newest[1], newest[0], CONTRACT_VERSION])
        with writing(part):
            (part / _FILE).chmod(0o444)
            sync(part / _FILE)
            sync(part)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    failpoint("publish.built")
    with writing(place):
        # there only if a process died before it could swap the link, or the layout changed back: made anew is right
        shutil.rmtree(place, ignore_errors=True)
        move(part, place)
    failpoint("publish.moved")
    _swap(store, version)
    failpoint("publish.linked")
    _remove_old(store)


def _remove_old(store: Store) -> None:
    """Keep the newest versions, never without the current one.

    A reader that has an older one open keeps it: the system removes a file when the last one closes it. A removal that
    was cut off is completed by the next publication.
    """
    current = published_version(store)
    names = sorted(entry.name for entry in store.published.iterdir() if not entry.name.startswith("."))
    others = [name for name in names if name != current]
    with writing(store.published):
        for name in others[: max(0, len(others) - (store.keep_versions - 1))]:
            beside = store.published / f".{name}{_PART}"
            (store.published / name).rename(beside)
            shutil.rmtree(beside)


def _build(connection: duckdb.DuckDBPyConnection, path: Path, definitions: list[str], row: list[object]) -> None:
    connection.execute(f"ATTACH {literal(str(path))} AS publication (STORAGE_VERSION {literal(STORAGE_VERSION)})")
    try:
        # plain names, so that the views name no catalog and work under whatever name the file is attached
        connection.execute("USE publication")
        connection.execute("BEGIN")
        for statements in definitions:
            connection.execute(statements)
        for statement in POLICIES:
            connection.execute(statement)
        for table in TABLES:
            _copy(connection, table)
        connection.execute("INSERT INTO publication.main.publication VALUES (?, ?, ?, ?)", row)
        connection.execute("COMMIT")
        settle(connection, "publication")
    except BaseException:
        _let_go(connection)
        raise
    finally:
        connection.execute("USE working")


def _let_go(connection: duckdb.DuckDBPyConnection) -> None:
    for statement in ("ROLLBACK", "USE working", "DETACH publication"):
        try:
            connection.execute(statement)
        except duckdb.Error:
            continue


def _copy(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    order = ", ".join(f"t.{name}" for name in table.key)
    where = "WHERE t.known_to IS NULL" if table.history else ""
    _fill(connection, table, table.name, current_columns(table), f"{where} ORDER BY {order}")
    if table.history:
        name = f"{table.name}_history"
        _fill(connection, table, name, history_columns(table), f"ORDER BY {order}, t.known_from")


def _fill(
    connection: duckdb.DuckDBPyConnection, table: Table, name: str, columns: tuple[Column, ...], rest: str
) -> None:
    """Fill a published table with rows of the working one, their words as far as their sources let them be shown."""
    join = policy_join(table) if any(c.words for c in columns) else ""
    connection.execute(
        f"INSERT INTO publication.main.{name} ({', '.join(c.name for c in columns)}) "
        f"SELECT {', '.join(shown(c) for c in columns)} FROM working.main.{table.name} AS t {join} {rest}"
    )


def _swap(store: Store, version: str) -> None:
    """Let the link lead to a version, at once."""
    beside = store.root / f".{store.link.name}.link"
    with writing(store.link):
        beside.unlink(missing_ok=True)
        beside.symlink_to(Path(store.published.name) / version / _FILE)
        move(beside, store.link)
