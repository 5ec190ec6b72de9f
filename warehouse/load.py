"""The load: a fold of one journal file into the working file. Runs inside a transaction of the caller's.

A document that was read replaces its rows in every table that has an owner; a row that stays equal is left alone, one
that changed or vanished is closed (known_to), a new one inserted. Found by row_hash among the documents' own rows, so
that a load takes the same time however many others there are.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import duckdb

from schemas.document import Document
from schemas.enums import RejectStage
from schemas.failpoint import failpoint
from schemas.places import Places
from schemas.records import Record
from schemas.reject import Reject
from schemas.rows import Rows, document_rows, record_rows, reject_rows, run_rows, source_rows
from schemas.run import Run
from schemas.tables import LOAD_COLUMNS, TABLES, Table, table
from schemas.tombstone import Tombstone
from warehouse.copies import fold_copies
from warehouse.errors import JournalError
from warehouse.frames import assert_unique, create_staging, stage, staging_name
from warehouse.journal import RESTORE, Item, JournalFile, read_chunks
from warehouse.texts import texts_of

_HISTORY = tuple(t for t in TABLES if t.history and t.name != "document_copy")
"""What journal files bring; copies are found in what they brought."""
_OWNED = tuple(t for t in _HISTORY if t.owner)
_PARTY = table("party")
_SOURCE = table("source")
_REFERRING = tuple(t for t in _OWNED if any(c.name == "party_id" for c in t.columns))
_WHOLE_DOCUMENT = f"('{RejectStage.READ}', '{RejectStage.EXTRACT}')"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A run that was folded in, and how many rows it closed and inserted."""

    run: Run
    changed_rows: int


@dataclass(slots=True)
class _Gathered:
    """What was met in the file so far."""

    run: Run | None = None
    document: tuple[str, str, Places] | None = None
    """The document whose records are read: its id, its version, its places."""
    parties: set[str] = field(default_factory=set)
    purged: list[Tombstone] = field(default_factory=list)
    staged: bool = False
    """Whether there are staging tables: only where the file has documents or rejects."""


def load_file(connection: duckdb.DuckDBPyConnection, file: JournalFile) -> Loaded:
    """Fold a journal file in, whose run must follow all that are loaded. The caller begins and commits.

    Raises JournalError for a file that cannot be used, WarehouseError for rows that do not hold.
    """
    gathered = _Gathered()
    for chunk in read_chunks(file.path, file.run_id, lambda hashes: _texts(connection, gathered, hashes)):
        _stage_chunk(connection, file, chunk, gathered)
    run = gathered.run
    if run is None:
        raise JournalError(f"{file.path}: cut short; {RESTORE}")
    _check_order(connection, file, run)
    if gathered.staged:
        for entry in _HISTORY:
            assert_unique(connection, entry)
    failpoint("load.staged")
    changed = 0
    if gathered.staged:
        changed = sum(_replace(connection, entry, run) for entry in _OWNED)
        changed += _fold_parties(connection, run)
        changed += fold_copies(connection, run)
        for entry in _HISTORY:
            connection.execute(f"DROP TABLE temp.main.{staging_name(entry)}")
        connection.execute("DROP TABLE temp.main.batch")
    changed += _fold_sources(connection, run)
    changed += _append_purged(connection, run, gathered.purged)
    _append_run(connection, run, changed)
    failpoint("load.folded")
    return Loaded(run, changed)


def _begin_staging(connection: duckdb.DuckDBPyConnection, gathered: _Gathered) -> None:
    """Make the staging tables, unless they are there."""
    if gathered.staged:
        return
    gathered.staged = True
    for entry in _HISTORY:
        create_staging(connection, entry)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE batch (document_id VARCHAR, source VARCHAR, path VARCHAR, read BOOL)"
    )


def _texts(connection: duckdb.DuckDBPyConnection, gathered: _Gathered, hashes: Collection[str]) -> dict[str, str]:
    """Texts by hash: those that were loaded before, and those of this file that are staged already."""
    found = texts_of(connection, hashes)
    missing = sorted(hashes - found.keys()) if gathered.staged else []
    if missing:
        rows = connection.execute(
            "SELECT text_sha256, any_value(text) FROM staging_document_version "
            "WHERE text_sha256 IN (SELECT unnest($missing::VARCHAR[])) GROUP BY text_sha256",
            {"missing": missing},
        ).fetchall()
        found |= dict(rows)
    return found


def _stage_chunk(
    connection: duckdb.DuckDBPyConnection, file: JournalFile, chunk: list[Item], gathered: _Gathered
) -> None:
    rows: Rows = {entry.name: [] for entry in _HISTORY}
    batch: list[tuple[str, str, str, bool]] = []
    for item in chunk:
        if isinstance(item, Run):
            gathered.run = item
            continue
        if isinstance(item, Tombstone):
            gathered.purged.append(item)
            continue
        if isinstance(item, Document):
            gathered.document = item.document_id, item.version_id, Places(item)
            batch.append((item.document_id, item.source, item.path, True))
            made = document_rows(item)
        elif isinstance(item, Reject):
            if item.stage in (RejectStage.READ, RejectStage.EXTRACT):
                batch.append((item.document_id, item.source, item.path, False))
            made = reject_rows(item)
        else:
            made = _rows_of_record(file, item, gathered)
        for name, found in made.items():
            rows[name] += found
    if batch or any(rows.values()):
        _begin_staging(connection, gathered)
    for entry in _HISTORY:
        stage(connection, entry, rows[entry.name])
    if batch:
        lists = ", ".join(f"unnest(?::{kind}[])" for kind in ("VARCHAR", "VARCHAR", "VARCHAR", "BOOL"))
        connection.execute(f"INSERT INTO batch SELECT {lists}", [list(column) for column in zip(*batch, strict=True)])


def _rows_of_record(file: JournalFile, record: Record, gathered: _Gathered) -> Rows:
    if gathered.document is None or gathered.document[0] != record.document_id:
        raise JournalError(f"{file.path}: damaged ({record.record_id} does not follow its document); {RESTORE}")
    _, version, places = gathered.document
    made = record_rows(record, version, places)
    # a party is one row however many records name it; the first spelling stays
    made["party"] = [p for p in made["party"] if p["party_id"] not in gathered.parties]
    gathered.parties.update(p["party_id"] for p in made["party"])
    return made


def _check_order(connection: duckdb.DuckDBPyConnection, file: JournalFile, run: Run) -> None:
    """Raise JournalError unless the run is later than all that are loaded."""
    newest = connection.execute("SELECT max(known_at), max(run_id) FROM working.main.run").fetchone()
    known_at, run_id = newest if newest else (None, None)
    if known_at is not None and (_naive(run.known_at) <= known_at or run.run_id <= run_id):
        raise JournalError(f"{file.path}: its run is not later than {run_id}, which is loaded; {RESTORE}")


def _naive(instant: dt.datetime) -> dt.datetime:
    """An instant in UTC, without a time zone as in the tables."""
    return instant.astimezone(dt.UTC).replace(tzinfo=None) if instant.tzinfo else instant


def _count(connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any] | None = None) -> int:
    """Run a statement that changes rows, and say how many."""
    row = connection.execute(sql, parameters).fetchone() if parameters else connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _scope(entry: Table) -> str:
    """SQL for the current rows that the batch replaces."""
    of_read = f"{entry.owner} IN (SELECT document_id FROM batch WHERE read)"
    if entry.name != "reject":
        return of_read
    # what was refused before anything of it was read is known by its path alone: its id may be another one by now
    return (
        f"({of_read} OR stage IN {_WHOLE_DOCUMENT} AND (document_id IN (SELECT document_id FROM batch) "
        "OR (source, path) IN (SELECT (source, path) FROM batch)))"
    )


def _insert(connection: duckdb.DuckDBPyConnection, entry: Table, run: Run, where: str) -> int:
    own = ", ".join(c.name for c in entry.columns)
    load = ", ".join(c.name for c in LOAD_COLUMNS)
    return _count(
        connection,
        f"INSERT INTO working.main.{entry.name} ({own}, {load}) "
        f"SELECT {own}, $run_id, $at, NULL, row_hash FROM {staging_name(entry)} WHERE {where}",
        {"run_id": run.run_id, "at": _naive(run.known_at)},
    )


def _replace(connection: duckdb.DuckDBPyConnection, entry: Table, run: Run) -> int:
    """Close the batch's rows that changed or vanished, insert those that are new."""
    staged = f"SELECT row_hash FROM {staging_name(entry)}"
    # equal rows are of one document: those of the batch are enough to look among, however many there are
    own = f"{entry.owner} IN (SELECT document_id FROM batch)"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE held AS "
        f"SELECT rowid AS place, row_hash, {own} AS own, {_scope(entry)} AS replaced "
        f"FROM working.main.{entry.name} WHERE known_to IS NULL AND ({own} OR {_scope(entry)})"
    )
    ended = f"SELECT place FROM temp.main.held WHERE replaced AND row_hash NOT IN ({staged})"
    closed = _close(connection, entry, run, ended)
    inserted = _insert(connection, entry, run, "row_hash NOT IN (SELECT row_hash FROM temp.main.held WHERE own)")
    connection.execute("DROP TABLE temp.main.held")
    return closed + inserted


def _close(connection: duckdb.DuckDBPyConnection, entry: Table, run: Run, places: str) -> int:
    """End the rows at these places (a SELECT of row ids), if there are any: an update reads the whole table first."""
    if not connection.execute(f"SELECT 1 FROM ({places}) LIMIT 1").fetchone():
        return 0
    at = {"at": _naive(run.known_at)}
    return _count(connection, f"UPDATE working.main.{entry.name} SET known_to = $at WHERE rowid IN ({places})", at)


def _fold_parties(connection: duckdb.DuckDBPyConnection, run: Run) -> int:
    """Insert parties that are new or come back, close those that no current row names any more."""
    current = "SELECT party_id FROM working.main.party WHERE known_to IS NULL"
    inserted = _insert(connection, _PARTY, run, f"party_id NOT IN ({current})")
    at = {"at": _naive(run.known_at)}
    # only one that a row named which this run closed can have lost its last
    left = " UNION ALL ".join(f"SELECT party_id FROM working.main.{t.name} WHERE known_to = $at" for t in _REFERRING)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE party_left AS SELECT DISTINCT party_id FROM ({left})", at)
    closed = 0
    if connection.execute("SELECT 1 FROM temp.main.party_left LIMIT 1").fetchone():
        named = " UNION ALL ".join(
            f"SELECT party_id FROM working.main.{t.name} WHERE known_to IS NULL" for t in _REFERRING
        )
        closed = _count(
            connection,
            "UPDATE working.main.party SET known_to = $at WHERE known_to IS NULL "
            f"AND party_id IN (SELECT party_id FROM temp.main.party_left) AND party_id NOT IN ({named})",
            at,
        )
    connection.execute("DROP TABLE temp.main.party_left")
    return inserted + closed


def _fold_sources(connection: duckdb.DuckDBPyConnection, run: Run) -> int:
    """Take over what the run's sources.toml says; a source that it names no more stays as it was last."""
    told = source_rows(run)["source"]
    if not told:
        return 0
    create_staging(connection, _SOURCE)
    stage(connection, _SOURCE, told)
    assert_unique(connection, _SOURCE)
    names = f"SELECT source FROM {staging_name(_SOURCE)}"
    hashes = f"SELECT row_hash FROM {staging_name(_SOURCE)}"
    ended = (
        "SELECT rowid FROM working.main.source "
        f"WHERE known_to IS NULL AND source IN ({names}) AND row_hash NOT IN ({hashes})"
    )
    closed = _close(connection, _SOURCE, run, ended)
    current = "SELECT source FROM working.main.source WHERE known_to IS NULL"
    inserted = _insert(connection, _SOURCE, run, f"source NOT IN ({current})")
    connection.execute(f"DROP TABLE temp.main.{staging_name(_SOURCE)}")
    return closed + inserted


def _append_purged(connection: duckdb.DuckDBPyConnection, run: Run, purged: list[Tombstone]) -> int:
    """Rows of what was purged. The documents' own entries are gone from the journal before this one stands there."""
    for one in purged:
        row = [one.document_id, one.source, one.path, one.reason, _naive(one.purged_at), run.run_id]
        names = "document_id, source, path, reason, purged_at, run_id"
        connection.execute(f"INSERT INTO working.main.purged_document ({names}) VALUES (?, ?, ?, ?, ?, ?)", row)
    return len(purged)


def _append_run(connection: duckdb.DuckDBPyConnection, run: Run, changed_rows: int) -> None:
    """The run's own row, which makes the load complete, and those of its sources."""
    for name, rows in run_rows(run).items():
        columns = [c.name for c in table(name).columns]
        marks = ", ".join("?" for _ in columns)
        for values in rows:
            row = [_naive(v) if isinstance(v, dt.datetime) else v for v in (values[column] for column in columns)]
            connection.execute(f"INSERT INTO working.main.{name} ({', '.join(columns)}) VALUES ({marks})", row)
    connection.execute("INSERT INTO working.main.loaded VALUES (?, ?)", [run.run_id, changed_rows])
