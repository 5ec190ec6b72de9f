"""The state of a data folder, for comparing it before and after a run."""

import hashlib
from pathlib import Path

import duckdb

VOLATILE = frozenset({"run", "check_result", "loaded"})
"""Tables that every run writes to."""


def table_hashes(working: Path, leave_out: frozenset[str] = VOLATILE) -> dict[str, str]:
    """A hash of the ordered rows of each table of a working file."""
    with duckdb.connect(str(working), read_only=True) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_type = 'BASE TABLE' order by 1"
        ).fetchall()
        hashes = {}
        for (name,) in names:
            if name not in leave_out:
                rows = sorted(map(repr, connection.execute(f'select * from "{name}"').fetchall()))
                hashes[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    assert len(hashes) > 10
    return hashes


def rows(working: Path, sql: str) -> list[tuple[object, ...]]:
    """What a query finds in a working file."""
    with duckdb.connect(str(working), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def publications(root: Path) -> list[str]:
    """Names of the published versions."""
    return sorted(path.name for path in (root / "published").iterdir() if not path.name.startswith("."))


def comparable(working: Path) -> dict[str, list[str]]:
    """The rows of all tables with runs and instants as the places of the runs that changed something: two histories
    of the same documents are equal, whenever and in however many runs they came about. Runs have no rows in it."""
    with duckdb.connect(str(working), read_only=True) as connection:
        changing = connection.execute(
            "select run_id, known_at from run join loaded using (run_id) where changed_rows > 0 order by run_id"
        ).fetchall()
        place: dict[object, str] = {value: f"<{n}>" for n, row in enumerate(changing, 1) for value in row}
        columns: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "select table_name, column_name from information_schema.columns order by table_name, ordinal_position"
        ).fetchall():
            columns.setdefault(table, []).append(column)
        found = {}
        for table, names in columns.items():
            if "known_from" in names:
                times = [n for n, name in enumerate(names) if name in ("run_id", "known_from", "known_to")]
                rows = [list(row) for row in connection.execute(f'select * from "{table}"').fetchall()]
                for row in rows:
                    for n in times:
                        row[n] = None if row[n] is None else place[row[n]]
                found[table] = sorted(map(repr, rows))
        found["check_result"] = sorted(
            map(repr, connection.execute("select name, n_rows, sample from check_result").fetchall())
        )
    assert len(found) > 10 and len(found["document"]) > 1
    return found
