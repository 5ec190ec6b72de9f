"""What is known now, from the working file."""

import gc
from collections.abc import Callable

import duckdb

from warehouse.lock import writer_lock
from warehouse.outcome import KnownDocument
from warehouse.store import Store
from warehouse.working import REBUILD, opened, translated


def known_versions(
    store: Store, *, on_wait: Callable[[str], None] | None = None, timeout: float | None = None
) -> dict[str, KnownDocument]:
    """The current version, by document_id; see warehouse.api."""
    if not store.root.is_dir():
        return {}
    with writer_lock(store, on_wait=on_wait, timeout=timeout):
        if not store.working.exists():
            return {}
        with opened(store.working, store.spill) as connection, translated(store.working, f"damaged; {REBUILD}"):
            return _rows(connection)


def _rows(connection: duckdb.DuckDBPyConnection) -> dict[str, KnownDocument]:
    found = connection.execute(
        "SELECT document_id, version_id, document_id IN (SELECT document_id "
        "FROM working.main.reject WHERE known_to IS NULL AND stage IN ('read', 'extract')) "
        "FROM working.main.document_version WHERE known_to IS NULL"
    )
    # so many small things made at once would let the collector look through all that there is, again and again
    collecting = gc.isenabled()
    gc.disable()
    try:
        return {name: KnownDocument(version_id, failing) for name, version_id, failing in found.fetchall()}
    finally:
        if collecting:
            gc.enable()
