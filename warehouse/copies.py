"""Copies: documents that tell one story in the same or nearly the same words, found by the load after each run.

Equal texts are one text, by their hash. The bands of all current texts are kept in the working file, so that a run
compares its own texts alone with those that they are likely to be alike.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

import duckdb
import pandas as pd

from schemas.enums import CopyKind
from schemas.run import Run
from schemas.tables import LOAD_COLUMNS, table
from warehouse.frames import row_hash
from warehouse.lock import writer_lock
from warehouse.shingles import FEWEST_RUNS, Likeness, bands
from warehouse.store import Store
from warehouse.stories import Meeting, Settling, Story
from warehouse.working import REBUILD, opened, translated

_COPY = table("document_copy")
_TEXTS_AT_ONCE = 2000
_UNDATED = "9999-12-31"

# Of each current text of a coded document, the document that stands first.
_TEXTS = f"""
    SELECT
        text_sha256,
        coalesce(min(published_on), DATE '{_UNDATED}') AS first_on,
        arg_min(document_id, (coalesce(published_on, DATE '{_UNDATED}'), document_id)) AS first_id
    FROM working.main.document
    JOIN working.main.document_version USING (document_id)
    WHERE document.known_to IS NULL AND document_version.known_to IS NULL AND document.status = 'coded'
    GROUP BY text_sha256
"""
_COPIES = f"""
    SELECT
        document.document_id,
        original.first_id AS original_id,
        CASE WHEN own.near_to IS NULL THEN '{CopyKind.EXACT}' ELSE '{CopyKind.NEAR}' END AS copy_kind,
        CAST(coalesce(own.similarity, 1) AS DECIMAL(5,4)) AS similarity
    FROM working.main.document
    JOIN working.main.document_version USING (document_id)
    JOIN working.main.story_text AS own USING (text_sha256)
    JOIN working.main.story_text AS original ON original.text_sha256 = coalesce(own.near_to, own.text_sha256)
    WHERE
        document.known_to IS NULL AND document_version.known_to IS NULL AND document.status = 'coded'
        AND document.document_id <> original.first_id
"""


def fold_copies(connection: duckdb.DuckDBPyConnection, run: Run) -> int:
    """Bring `document_copy` to the state of the documents; returns how many rows were closed and inserted.

    The caller's transaction has the run's documents in place already.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE text_now AS {_TEXTS}")
    gone = _hashes(connection, "SELECT text_sha256 FROM working.main.story_text ANTI JOIN text_now USING (text_sha256)")
    moved = connection.execute(
        "SELECT text_sha256, CAST(text_now.first_on AS VARCHAR), text_now.first_id, story_text.text_sha256 IS NULL "
        "FROM text_now LEFT JOIN working.main.story_text USING (text_sha256) "
        "WHERE (text_now.first_on, text_now.first_id) IS DISTINCT FROM (story_text.first_on, story_text.first_id) "
        "ORDER BY text_sha256"
    ).fetchall()
    if gone or moved:
        _settle(connection, gone, moved)
    connection.execute("DROP TABLE temp.main.text_now")
    return _replace(connection, run)


def _settle(connection: duckdb.DuckDBPyConnection, gone: set[str], moved: list[tuple[Any, ...]]) -> None:
    """Judge what came, went or changed its day, and what that touches."""
    touched = _near_to(connection, gone | {sha for sha, *_ in moved}) - gone
    _forget(connection, gone)
    _add_bands(connection, [sha for sha, _, _, new in moved if new])
    stories = [Story(sha, (first_on, first_id)) for sha, first_on, first_id, _ in moved]
    settling = Settling(lambda hashes: _meet(connection, hashes), lambda hashes: _read(connection, hashes))
    changed = settling.settle(stories, touched - {sha for sha, *_ in moved})
    with _Frames(
        connection,
        changed_stories=pd.DataFrame(
            [(s.text_sha256, *s.key, s.near_to, None if s.similarity is None else str(s.similarity)) for s in changed],
            columns=["text_sha256", "first_on", "first_id", "near_to", "similarity"],
            dtype=object,
        ),
    ):
        connection.execute(
            "DELETE FROM working.main.story_text WHERE text_sha256 IN (SELECT text_sha256 FROM changed_stories)"
        )
        connection.execute(
            "INSERT INTO working.main.story_text SELECT text_sha256, CAST(first_on AS DATE), first_id, near_to, "
            "CAST(similarity AS DECIMAL(5,4)) FROM changed_stories ORDER BY text_sha256"
        )


class _Frames:
    """Frames under names of their own, for the time of a block."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, **frames: pd.DataFrame):
        self._connection = connection
        self._frames = frames

    def __enter__(self) -> None:
        for name, frame in self._frames.items():
            self._connection.register(name, frame)

    def __exit__(self, *_: object) -> None:
        for name in self._frames:
            self._connection.unregister(name)


def _asked(hashes: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame({"text_sha256": pd.Series(sorted(hashes), dtype=object)})


def _hashes(connection: duckdb.DuckDBPyConnection, sql: str) -> set[str]:
    return {str(row[0]) for row in connection.execute(sql).fetchall()}


def _near_to(connection: duckdb.DuckDBPyConnection, hashes: set[str]) -> set[str]:
    """The texts that are near to one of these."""
    with _Frames(connection, asked=_asked(hashes)):
        return _hashes(
            connection,
            "SELECT text_sha256 FROM working.main.story_text WHERE near_to IN (SELECT text_sha256 FROM asked)",
        )


def _forget(connection: duckdb.DuckDBPyConnection, hashes: set[str]) -> None:
    """Leave texts out that no current document has."""
    if hashes:
        with _Frames(connection, asked=_asked(hashes)):
            for name in ("story_text", "text_band"):
                connection.execute(
                    f"DELETE FROM working.main.{name} WHERE text_sha256 IN (SELECT text_sha256 FROM asked)"
                )


def _add_bands(connection: duckdb.DuckDBPyConnection, hashes: list[str]) -> None:
    """Keep the bands of texts that are long enough to have near copies."""
    for start in range(0, len(hashes), _TEXTS_AT_ONCE):
        texts = _read(connection, hashes[start : start + _TEXTS_AT_ONCE])
        long = {sha: likeness for sha, text in texts.items() if len((likeness := Likeness(text)).runs) >= FEWEST_RUNS}
        rows = [(band, sha) for sha, row in zip(long, bands(list(long.values())), strict=True) for band in row]
        frame = pd.DataFrame(
            {
                "band": pd.Series([band for band, _ in rows], dtype="uint64"),
                "text_sha256": pd.Series([sha for _, sha in rows], dtype=object),
            }
        )
        with _Frames(connection, new_bands=frame):
            connection.execute("INSERT INTO working.main.text_band SELECT band, text_sha256 FROM new_bands")


def _meet(connection: duckdb.DuckDBPyConnection, hashes: Collection[str]) -> Meeting:
    """The bands of these texts that they share with others, and the stories of all in them.

    The stories of the texts themselves are given too, as far as they are known.
    """
    with _Frames(connection, asked=_asked(hashes)):
        rows = connection.execute(
            "SELECT band, list(text_sha256 ORDER BY text_sha256) FROM working.main.text_band WHERE band IN "
            "(SELECT band FROM working.main.text_band WHERE text_sha256 IN (SELECT text_sha256 FROM asked)) "
            "GROUP BY band HAVING count(*) > 1 ORDER BY band"
        ).fetchall()
    found: dict[int, list[str]] = {int(band): members for band, members in rows}
    wanted = {sha for members in found.values() for sha in members} | set(hashes)
    with _Frames(connection, asked=_asked(wanted)):
        stories = connection.execute(
            "SELECT text_sha256, CAST(first_on AS VARCHAR), first_id, near_to, CAST(similarity AS DOUBLE) "
            "FROM working.main.story_text WHERE text_sha256 IN (SELECT text_sha256 FROM asked)"
        ).fetchall()
    return Meeting(found, {sha: Story(sha, (day, document), *choice) for sha, day, document, *choice in stories})


def _read(connection: duckdb.DuckDBPyConnection, hashes: Collection[str]) -> dict[str, str]:
    """Texts by hash, in the order of the hashes."""
    with _Frames(connection, asked=_asked(hashes)):
        rows = connection.execute(
            "SELECT text_sha256, any_value(text) FROM working.main.document_version WHERE known_to IS NULL "
            "AND text_sha256 IN (SELECT text_sha256 FROM asked) GROUP BY text_sha256 ORDER BY text_sha256"
        ).fetchall()
    return dict(rows)


def _replace(connection: duckdb.DuckDBPyConnection, run: Run) -> int:
    """Close the rows that do not hold any more, insert those that are new."""
    own = ", ".join(column.name for column in _COPY.columns)
    load = ", ".join(column.name for column in LOAD_COLUMNS)
    at = run.known_at.astimezone(dt.UTC).replace(tzinfo=None)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE copy_now AS SELECT *, {row_hash(_COPY)} AS row_hash FROM ({_COPIES})"
    )
    current = f"SELECT row_hash FROM working.main.{_COPY.name} WHERE known_to IS NULL"
    closed = connection.execute(
        f"UPDATE working.main.{_COPY.name} SET known_to = $at "
        "WHERE known_to IS NULL AND row_hash NOT IN (SELECT row_hash FROM copy_now)",
        {"at": at},
    ).fetchone()
    inserted = connection.execute(
        f"INSERT INTO working.main.{_COPY.name} ({own}, {load}) SELECT {own}, $run_id, $at, NULL, row_hash "
        f"FROM copy_now WHERE row_hash NOT IN ({current}) ORDER BY document_id",
        {"run_id": run.run_id, "at": at},
    ).fetchone()
    connection.execute("DROP TABLE temp.main.copy_now")
    return int(closed[0] if closed else 0) + int(inserted[0] if inserted else 0)


def near_copies(
    store: Store, document_ids: Collection[str], *, on_wait: Any = None, timeout: float | None = None
) -> tuple[str, ...]:
    """Other documents that tell the story of one of these; see warehouse.api."""
    with writer_lock(store, on_wait=on_wait, timeout=timeout):
        if not store.working.exists():
            return ()
        with opened(store.working, store.spill) as connection, translated(store.working, f"damaged; {REBUILD}"):
            rows = connection.execute(
                "SELECT document_id, original_id FROM working.main.document_copy WHERE known_to IS NULL"
            ).fetchall()
    asked = set(document_ids)
    originals = {original for document, original in rows if document in asked} | asked
    found = {name for document, original in rows if original in originals for name in (document, original)}
    return tuple(sorted(found - asked))
