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
