"""The checks of sql/checks/: each a SELECT that must return no rows.

They run inside the load, on what is to be committed, and see the names of the published file: `agreement` is its
current rows, `agreement_history` all of its rows.
"""

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from schemas.tables import TABLES
from warehouse import working
from warehouse.errors import WarehouseError
from warehouse.lock import writer_lock
from warehouse.outcome import CheckResult
from warehouse.store import Store
from warehouse.working import SQL, opened, translated

_SEVERITY = re.compile(r"--\s*severity:\s*(error|warning)\s*")
_SAMPLE = 5
_COLUMNS = "name, severity, description, n_rows, sample, run_id"


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, how bad rows are, what it holds, and its SELECT."""

    name: str
    severity: str
    description: str
    sql: str


def read_check(path: Path) -> Check:
    """Read the file of a check. Raises WarehouseError where it does not begin with its severity and description."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise WarehouseError(f"{path}: cannot be read ({error.strerror}); install communique again") from None
    severity = _SEVERITY.fullmatch(lines[0]) if lines else None
    n_header = next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))
    description = " ".join(line.removeprefix("--").strip() for line in lines[1:n_header]).strip()
    if not severity or not description:
        raise WarehouseError(
            f"{path}: a check begins with `-- severity: error` or `-- severity: warning`, then `-- ` and what it holds"
        )
    return Check(path.stem, severity[1], description, "\n".join(lines[n_header:]).strip().removesuffix(";"))


def read_checks(folder: Path = SQL / "checks") -> tuple[Check, ...]:
    """The checks of a folder, by name."""
    return tuple(read_check(path) for path in sorted(folder.glob("*.sql")))


@contextlib.contextmanager
def _published_names(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Temporary views that hide the working tables behind the names of the published file."""
    names = []
    for table in TABLES:
        if table.history:
            source = f"working.main.{table.name}"
            connection.execute(f"CREATE TEMP VIEW {table.name} AS SELECT * FROM {source} WHERE known_to IS NULL")
            connection.execute(f"CREATE TEMP VIEW {table.name}_history AS SELECT * FROM {source}")
            names += [table.name, f"{table.name}_history"]
    yield
    for name in names:
        connection.execute(f"DROP VIEW temp.main.{name}")


def _run_check(connection: duckdb.DuckDBPyConnection, check: Check, run_id: str) -> CheckResult:
    with translated(SQL / "checks" / f"{check.name}.sql", "the check cannot be run; please report this"):
        found = connection.execute(check.sql)
        columns = [str(column[0]) for column in found.description or ()]
        rows: list[tuple[Any, ...]] = found.fetchmany(_SAMPLE)
        n_rows = len(rows)
        while more := found.fetchmany(10_000):
            n_rows += len(more)
    sample = json.dumps([dict(zip(columns, row, strict=True)) for row in rows], default=str, ensure_ascii=False)
    return CheckResult(check.name, check.severity, check.description, n_rows, sample, run_id)


OF_RUNS = re.compile(r"\b(?:FROM|JOIN)\s+run\b")
"""What a check that looks at runs says: a run that changes no other row can change what it finds."""


def run_checks(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    checks: tuple[Check, ...] | None = None,
    *,
    rows_changed: bool = True,
) -> tuple[CheckResult, ...]:
    """Run all checks on the state inside the caller's transaction and store what they found in place of the old.

    Where no row changed but those of runs, only the checks of runs are run; what the others found holds still.
    Raises WarehouseError for a check that cannot be run.
    """
    wanted = read_checks() if checks is None else checks
    stored = {} if rows_changed else {result.name: result for result in read_results(connection)}
    holds = {
        check.name: replace(old, run_id=run_id)
        for check in wanted
        if (old := stored.get(check.name)) and not OF_RUNS.search(check.sql)
        if (old.severity, old.description) == (check.severity, check.description)
    }
    with _published_names(connection):
        results = tuple(holds.get(check.name) or _run_check(connection, check, run_id) for check in wanted)
    connection.execute("DELETE FROM working.main.check_result")
    for result in results:
        connection.execute(
            f"INSERT INTO working.main.check_result ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
            [result.name, result.severity, result.description, result.n_rows, result.sample, result.run_id],
        )
    return results


def read_results(connection: duckdb.DuckDBPyConnection) -> tuple[CheckResult, ...]:
    """The stored results, by name."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM working.main.check_result ORDER BY name").fetchall()
    return tuple(CheckResult(*row) for row in rows)


def stored_results(store: Store, *, on_wait: Any = None, timeout: float | None = None) -> tuple[CheckResult, ...]:
    """What the checks found in the newest load; see warehouse.api."""
    if not store.root.is_dir():
        raise WarehouseError(f"{store.root}: nothing is loaded yet; run `communique ingest` first")
    with writer_lock(store, on_wait=on_wait, timeout=timeout):
        if not store.working.exists():
            raise WarehouseError(f"{store.root}: nothing is loaded yet; run `communique ingest` first")
        with opened(store.working, store.spill) as connection, translated(store.working, f"damaged; {working.REBUILD}"):
            return read_results(connection)
