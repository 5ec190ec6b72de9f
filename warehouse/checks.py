"""The checks of sql/checks/: each a SELECT that must return no rows.

They run inside the load, on what is to be committed, and see the names of the published file: `agreement` is its
current rows, `agreement_history` all of its rows. A check that says what its rows are about is run only on what changed
since it was run last (warehouse/recheck.py): what it found of the rest holds still.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from warehouse import working
from warehouse.errors import WarehouseError
from warehouse.lock import writer_lock
from warehouse.outcome import CheckResult
from warehouse.recheck import all_rows, changed_keys, documents_changed
from warehouse.store import Store
from warehouse.working import SQL, opened, translated

_SEVERITY = re.compile(r"--\s*severity:\s*(error|warning)\s*")
_SCOPE = re.compile(r"--\s*scope:\s*(document|key)\s*")
_WORD = re.compile(r"\w+")
_SAMPLE = 5
_COLUMNS = "name, severity, description, n_rows, sample, run_id"
OF_RUNS = re.compile(r"\b(?:FROM|JOIN)\s+run\b")
"""What a check that looks at runs says: a run that changes no other row can change what it finds."""

Row = tuple[str | None, str]
"""What a check found: the document that it is about, if the check says so, and the row as JSON."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, how bad rows are, what it holds, its SELECT, and what one of its rows is about.

    Scope `document`: about the document that its column document_id names, and about no row of another one.
    Scope `key`: about the rows of one key in one table. None: about anything, so that it always sees all.
    """

    name: str
    severity: str
    description: str
    sql: str
    scope: str | None = None

    @property
    def statement(self) -> str:
        """A hash of what is run: what another statement found says nothing."""
        return hashlib.sha256(f"{self.scope} {self.sql}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Stored:
    """What was stored of a check, and the hash of the statement that found it."""

    result: CheckResult
    statement: str


def read_check(path: Path) -> Check:
    """Read the file of a check. Raises WarehouseError where it does not begin with its severity and description."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise WarehouseError(f"{path}: cannot be read ({error.strerror}); install communique again") from None
    severity = _SEVERITY.fullmatch(lines[0]) if lines else None
    scope = _SCOPE.fullmatch(lines[1]) if len(lines) > 1 else None
    first = 2 if scope else 1
    n_header = next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))
    description = " ".join(line.removeprefix("--").strip() for line in lines[first:n_header]).strip()
    if not severity or not description:
        raise WarehouseError(
            f"{path}: a check begins with `-- severity: error` or `-- severity: warning`, then `-- ` and what it holds"
        )
    sql = "\n".join(lines[n_header:]).strip().removesuffix(";")
    return Check(path.stem, severity[1], description, sql, scope[1] if scope else None)


def read_checks(folder: Path = SQL / "checks") -> tuple[Check, ...]:
    """The checks of a folder, by name."""
    return tuple(read_check(path) for path in sorted(folder.glob("*.sql")))


def _run_check(connection: duckdb.DuckDBPyConnection, check: Check) -> list[Row]:
    """What a check finds in the rows that its names stand for now."""
    with translated(SQL / "checks" / f"{check.name}.sql", "the check cannot be run; please report this"):
        found = connection.execute(check.sql)
        columns = [str(column[0]) for column in found.description or ()]
        place = columns.index("document_id") if check.scope == "document" else None
        rows: list[Row] = []
        while more := found.fetchmany(10_000):
            rows += [(None if place is None else str(row[place]), _json(columns, row)) for row in more]
    return rows


def _json(columns: list[str], row: tuple[Any, ...]) -> str:
    return json.dumps(dict(zip(columns, row, strict=True)), default=str, ensure_ascii=False)


def run_checks(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    checks: tuple[Check, ...] | None = None,
    *,
    rows_changed: bool = True,
) -> tuple[CheckResult, ...]:
    """Run the checks on the state inside the caller's transaction and store what they found in place of the old.

    Where no row changed but those of runs, only the checks of runs are run; else each is run on what changed since the
    stored results, as far as its scope says that what it found of the rest holds still.
    Raises WarehouseError for a check that cannot be run.
    """
    wanted = read_checks() if checks is None else checks
    before = _stored(connection)
    stored = {c.name: one for c in wanted if (one := before.get(c.name)) and one.statement == c.statement}
    results = {name: replace(one.result, run_id=run_id) for name, one in stored.items()}
    again = [check for check in wanted if check.name not in stored or rows_changed or OF_RUNS.search(check.sql)]
    # one that found something of single keys is run on all again: which rows were of which key is not stored
    since = _checked_at(connection)
    known = [check for check in again if check.name in stored and check.scope and since is not None]
    partly = [check for check in known if check.scope == "document" or not results[check.name].n_rows]
    found = _found(connection, [check for check in again if check not in partly], partly, since)
    kept = dict(connection.execute("SELECT name, count(*) FROM working.main.check_row GROUP BY name").fetchall())
    for check in again:
        n_rows, sample = _summed(connection, check, found[check.name], kept.get(check.name, 0))
        results[check.name] = CheckResult(check.name, check.severity, check.description, n_rows, sample, run_id)
    ordered = tuple(results[check.name] for check in wanted)
    connection.execute("DELETE FROM working.main.check_result")
    names = [check.name for check in wanted]
    connection.execute("DELETE FROM working.main.check_row WHERE NOT list_contains(?::VARCHAR[], name)", [names])
    for check, result in zip(wanted, ordered, strict=True):
        connection.execute(
            f"INSERT INTO working.main.check_result ({_COLUMNS}, statement) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [check.name, check.severity, check.description, result.n_rows, result.sample, run_id, check.statement],
        )
    return ordered


def _found(
    connection: duckdb.DuckDBPyConnection, whole: Collection[Check], partly: Collection[Check], since: Any
) -> dict[str, list[Row]]:
    """What the checks find: of all rows, or of those that changed since an instant. Keeps the rows about documents."""
    found: dict[str, list[Row]] = {}
    of_documents = [check for check in partly if check.scope == "document"]
    names = [check.name for check in of_documents]
    rewritten = [check.name for check in whole]
    connection.execute("DELETE FROM working.main.check_row WHERE list_contains(?::VARCHAR[], name)", [rewritten])
    with all_rows(connection, _words(whole)):
        for check in whole:
            found[check.name] = _run_check(connection, check)
            if check.scope == "document":
                _keep(connection, check, found[check.name])
    of_keys = [check for check in partly if check.scope == "key"]
    if of_keys:
        with changed_keys(connection, since, _words(of_keys)):
            found |= {check.name: _run_check(connection, check) for check in of_keys}
    if of_documents:
        with documents_changed(connection, since, _words(of_documents)):
            connection.execute(
                "DELETE FROM working.main.check_row WHERE list_contains(?::VARCHAR[], name) "
                "AND document_id IN (SELECT document_id FROM temp.main.touched)",
                [names],
            )
            for check in of_documents:
                found[check.name] = _run_check(connection, check)
                _keep(connection, check, found[check.name])
    return found


def _words(checks: Iterable[Check]) -> frozenset[str]:
    """All words of the checks' statements, those that name tables among them."""
    return frozenset(word for check in checks for word in _WORD.findall(check.sql))


def _keep(connection: duckdb.DuckDBPyConnection, check: Check, rows: list[Row]) -> None:
    for start in range(0, len(rows), 1000):
        part = rows[start : start + 1000]
        connection.execute(
            "INSERT INTO working.main.check_row SELECT ?, unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
            [check.name, [document for document, _ in part], [row for _, row in part]],
        )


def _summed(connection: duckdb.DuckDBPyConnection, check: Check, rows: list[Row], n_kept: int) -> tuple[int, str]:
    """How many rows a check finds in all, and a few of them as a JSON list."""
    if check.scope != "document":
        return len(rows), f"[{', '.join(sorted(row for _, row in rows)[:_SAMPLE])}]"
    told: list[tuple[str]] = []
    if n_kept:
        first = f"WHERE name = ? ORDER BY document_id, found LIMIT {_SAMPLE}"
        told = connection.execute(f"SELECT found FROM working.main.check_row {first}", [check.name]).fetchall()
    return n_kept, f"[{', '.join(row for (row,) in told)}]"


def _stored(connection: duckdb.DuckDBPyConnection) -> dict[str, _Stored]:
    """What is stored, by the name of the check."""
    rows = connection.execute(f"SELECT {_COLUMNS}, statement FROM working.main.check_result").fetchall()
    return {row[0]: _Stored(CheckResult(*row[:-1]), row[-1]) for row in rows}


def _checked_at(connection: duckdb.DuckDBPyConnection) -> Any:
    """When the run became known whose load stored the results; None where none did."""
    row = connection.execute(
        "SELECT max(known_at) FROM working.main.run WHERE run_id IN (SELECT run_id FROM working.main.check_result)"
    ).fetchone()
    return row[0] if row else None


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
