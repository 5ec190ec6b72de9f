"""Copies: documents that tell one story in the same or nearly the same words, found by the load after each run.

Equal texts are one text, by their hash. The bands of all current texts are kept in the working file, so that a run
compares its own texts alone with those that they are likely to be alike, and touches no row of another story.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

import duckdb

from schemas.enums import CopyKind
from schemas.run import Run
from schemas.tables import LOAD_COLUMNS, table
from warehouse.frames import row_hash, temporary
from warehouse.lock import writer_lock
from warehouse.shingles import FEWEST_RUNS, Likeness, bands
from warehouse.store import Store
from warehouse.stories import Meeting, Settling, Story
from warehouse.texts import texts_of
from warehouse.working import REBUILD, opened, translated

_COPY = table("document_copy")
_TEXTS_AT_ONCE = 2000
_UNDATED = "9999-12-31"

# The documents of which a row came or ended with this run, and their texts, those that they had before among them.
_MOVED = """
    SELECT document_id FROM working.main.document WHERE known_from = $at OR known_to = $at
    UNION
    SELECT document_id FROM working.main.document_version WHERE known_from = $at OR known_to = $at
"""
_THEIR_TEXTS = """
    SELECT DISTINCT text_sha256
    FROM working.main.document_version
    WHERE document_id IN (SELECT document_id FROM temp.main.moved) AND (known_to IS NULL OR known_to = $at)
"""
# Of each of these texts that a coded document has now, the document that stands first.
_TEXTS = f"""
    SELECT
        text_sha256,
        coalesce(min(published_on), DATE '{_UNDATED}') AS first_on,
        arg_min(document_id, (coalesce(published_on, DATE '{_UNDATED}'), document_id)) AS first_id
    FROM working.main.document
    JOIN working.main.document_version USING (document_id)
    WHERE
        document.known_to IS NULL AND document_version.known_to IS NULL AND document.status = 'coded'
        AND text_sha256 IN (SELECT text_sha256 FROM temp.main.their_text)
    GROUP BY text_sha256
"""
# Texts of which a document may have another original now: those that moved or chose anew, and those that chose them.
_UNSETTLED = """
    WITH turned AS (
        SELECT text_sha256 FROM temp.main.their_text
        UNION
        SELECT text_sha256 FROM temp.main.turned_story
    )
    FROM turned
    UNION
    SELECT text_sha256 FROM working.main.story_text WHERE near_to IN (FROM turned)
"""
# Their documents, each with the text of its original. Tables of few rows, made one after another: in one statement the
# joins over all documents came first.
_THEIR_DOCUMENTS = """
    SELECT document_id, text_sha256
    FROM working.main.document_version
    WHERE known_to IS NULL AND text_sha256 IN (SELECT text_sha256 FROM temp.main.unsettled)
"""
_CHOSEN = """
    SELECT document_id, near_to, similarity, coalesce(near_to, text_sha256) AS original_sha256
    FROM working.main.story_text
    JOIN temp.main.their_document USING (text_sha256)
"""
_COPIES = f"""
    SELECT
        document_id,
        original.first_id AS original_id,
        CASE WHEN chosen.near_to IS NULL THEN '{CopyKind.EXACT}' ELSE '{CopyKind.NEAR}' END AS copy_kind,
        CAST(coalesce(chosen.similarity, 1) AS DECIMAL(5,4)) AS similarity
    FROM temp.main.chosen
    JOIN working.main.story_text AS original ON original.text_sha256 = chosen.original_sha256
    WHERE
        document_id <> original.first_id
        AND document_id IN (
            SELECT document_id FROM working.main.document WHERE known_to IS NULL AND status = 'coded'
        )
"""
# The documents whose rows these copies replace.
_REPLACED = "SELECT document_id FROM temp.main.moved UNION SELECT document_id FROM temp.main.their_document"


def fold_copies(connection: duckdb.DuckDBPyConnection, run: Run) -> int:
    """Bring `document_copy` to the state of the documents; returns how many rows were closed and inserted.

    The caller's transaction has the run's documents in place already.
    """
    at = {"at": run.known_at.astimezone(dt.UTC).replace(tzinfo=None)}
    connection.execute(f"CREATE OR REPLACE TEMP TABLE moved AS {_MOVED}", at)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE their_text AS {_THEIR_TEXTS}", at)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE text_now AS {_TEXTS}")
    connection.execute("CREATE OR REPLACE TEMP TABLE turned_story (text_sha256 VARCHAR)")
    gone = _hashes(
        connection,
        "SELECT text_sha256 FROM working.main.story_text SEMI JOIN temp.main.their_text USING (text_sha256) "
        "ANTI JOIN text_now USING (text_sha256)",
    )
    moved = connection.execute(
        "SELECT text_sha256, CAST(text_now.first_on AS VARCHAR), text_now.first_id, story_text.text_sha256 IS NULL "
        "FROM text_now LEFT JOIN working.main.story_text USING (text_sha256) "
        "WHERE (text_now.first_on, text_now.first_id) IS DISTINCT FROM (story_text.first_on, story_text.first_id) "
        "ORDER BY text_sha256"
    ).fetchall()
    if gone or moved:
        _settle(connection, gone, moved)
    changed = _replace(connection, run, at)
    for name in ("moved", "their_text", "text_now", "turned_story"):
        connection.execute(f"DROP TABLE temp.main.{name}")
    return changed


def _settle(connection: duckdb.DuckDBPyConnection, gone: set[str], moved: list[tuple[Any, ...]]) -> None:
    """Judge what came, went or changed its day, and what that touches."""
    touched = _near_to(connection, gone | {sha for sha, *_ in moved}) - gone
    _forget(connection, gone)
    new = _add_bands(connection, [sha for sha, _, _, new in moved if new])
    stories = [Story(sha, (first_on, first_id)) for sha, first_on, first_id, _ in moved]
    settling = Settling(lambda hashes: _meet(connection, hashes, new), lambda hashes: _read(connection, hashes))
    changed = settling.settle(stories, touched - {sha for sha, *_ in moved})
    rows = [(s.text_sha256, *s.key, s.near_to, None if s.similarity is None else str(s.similarity)) for s in changed]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * 5
    connection.execute("INSERT INTO temp.main.turned_story SELECT unnest(?::VARCHAR[])", columns[:1])
    connection.execute(
        "DELETE FROM working.main.story_text WHERE text_sha256 IN (SELECT text_sha256 FROM temp.main.turned_story)"
    )
    connection.execute(
        "INSERT INTO working.main.story_text SELECT text_sha256, CAST(first_on AS DATE), first_id, near_to, "
        "CAST(similarity AS DECIMAL(5,4)) FROM (SELECT unnest(?::VARCHAR[]) AS text_sha256, "
        "unnest(?::VARCHAR[]) AS first_on, unnest(?::VARCHAR[]) AS first_id, unnest(?::VARCHAR[]) AS near_to, "
        "unnest(?::VARCHAR[]) AS similarity) ORDER BY text_sha256",
        columns,
    )


def _hashes(connection: duckdb.DuckDBPyConnection, sql: str, *given: list[str]) -> set[str]:
    return {str(row[0]) for row in connection.execute(sql, given or None).fetchall()}


def _near_to(connection: duckdb.DuckDBPyConnection, hashes: set[str]) -> set[str]:
    """The texts that are near to one of these."""
    return _hashes(
        connection,
        "SELECT text_sha256 FROM working.main.story_text WHERE near_to IN (SELECT unnest(?::VARCHAR[]))",
        sorted(hashes),
    )


def _forget(connection: duckdb.DuckDBPyConnection, hashes: set[str]) -> None:
    """Leave texts out that no current document has."""
    if hashes:
        for name in ("story_text", "text_band"):
            connection.execute(
                f"DELETE FROM working.main.{name} WHERE text_sha256 IN (SELECT unnest(?::VARCHAR[]))", [sorted(hashes)]
            )


def _add_bands(connection: duckdb.DuckDBPyConnection, hashes: list[str]) -> dict[str, list[int]]:
    """Keep the bands of texts that are long enough to have near copies; returns them."""
    found: dict[str, list[int]] = {}
    for start in range(0, len(hashes), _TEXTS_AT_ONCE):
        texts = _read(connection, hashes[start : start + _TEXTS_AT_ONCE])
        long = {sha: likeness for sha, text in texts.items() if len((likeness := Likeness(text)).runs) >= FEWEST_RUNS}
        found |= zip(long, bands(list(long.values())), strict=True)
    rows = [(band, sha) for sha, own in found.items() for band in own]
    numbers, owners = [band for band, _ in rows], [sha for _, sha in rows]
    temporary(connection, "new_band", band=("UBIGINT", numbers), text_sha256=("VARCHAR", owners))
    connection.execute("INSERT INTO working.main.text_band SELECT band, text_sha256 FROM temp.main.new_band")
    connection.execute("DROP TABLE temp.main.new_band")
    return found


def _meet(connection: duckdb.DuckDBPyConnection, hashes: Collection[str], known: Mapping[str, list[int]]) -> Meeting:
    """The bands of these texts that they share with others, and the stories of all in them.

    The stories of the texts themselves are given too, as far as they are known. `known` are the bands of some texts:
    those of the others are looked for among all.
    """
    wanted = {band for sha in hashes for band in known.get(sha, ())}
    if others := sorted(set(hashes) - known.keys()):
        asked = "SELECT band FROM working.main.text_band WHERE text_sha256 IN (SELECT unnest(?::VARCHAR[]))"
        wanted |= {int(row[0]) for row in connection.execute(asked, [others]).fetchall()}
    temporary(connection, "wanted_band", band=("UBIGINT", sorted(wanted)))
    rows = connection.execute(
        "SELECT band, list(text_sha256 ORDER BY text_sha256) FROM working.main.text_band "
        "WHERE band IN (SELECT band FROM temp.main.wanted_band) GROUP BY band HAVING count(*) > 1 ORDER BY band"
    ).fetchall()
    connection.execute("DROP TABLE temp.main.wanted_band")
    found: dict[int, list[str]] = {int(band): members for band, members in rows}
    members = {sha for members in found.values() for sha in members} | set(hashes)
    stories = connection.execute(
        "SELECT text_sha256, CAST(first_on AS VARCHAR), first_id, near_to, CAST(similarity AS DOUBLE) "
        "FROM working.main.story_text WHERE text_sha256 IN (SELECT unnest(?::VARCHAR[]))",
        [sorted(members)],
    ).fetchall()
    return Meeting(found, {sha: Story(sha, (day, document), *choice) for sha, day, document, *choice in stories})


def _read(connection: duckdb.DuckDBPyConnection, hashes: Collection[str]) -> dict[str, str]:
    """Texts by hash, in the order of the hashes: those of this run as they are staged, older ones as they are kept."""
    rows = connection.execute(
        "SELECT text_sha256, any_value(text) FROM staging_document_version "
        "WHERE text_sha256 IN (SELECT unnest(?::VARCHAR[])) GROUP BY text_sha256",
        [sorted(hashes)],
    ).fetchall()
    found = dict(rows)
    found |= texts_of(connection, set(hashes) - found.keys())
    return {sha: found[sha] for sha in sorted(found)}


def _replace(connection: duckdb.DuckDBPyConnection, run: Run, at: dict[str, dt.datetime]) -> int:
    """Close the rows that do not hold any more, insert those that are new."""
    own = ", ".join(column.name for column in _COPY.columns)
    load = ", ".join(column.name for column in LOAD_COLUMNS)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE unsettled AS {_UNSETTLED}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE their_document AS {_THEIR_DOCUMENTS}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE chosen AS {_CHOSEN}")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE copy_now AS SELECT *, {row_hash(_COPY)} AS row_hash FROM ({_COPIES})"
    )
    current = f"SELECT row_hash FROM working.main.{_COPY.name} WHERE known_to IS NULL AND document_id IN ({_REPLACED})"
    closed = connection.execute(
        f"UPDATE working.main.{_COPY.name} SET known_to = $at "
        f"WHERE known_to IS NULL AND document_id IN ({_REPLACED}) AND row_hash NOT IN (SELECT row_hash FROM copy_now)",
        at,
    ).fetchone()
    inserted = connection.execute(
        f"INSERT INTO working.main.{_COPY.name} ({own}, {load}) SELECT {own}, $run_id, $at, NULL, row_hash "
        f"FROM copy_now WHERE row_hash NOT IN ({current}) ORDER BY document_id",
        {"run_id": run.run_id, **at},
    ).fetchone()
    for name in ("copy_now", "unsettled", "their_document", "chosen"):
        connection.execute(f"DROP TABLE temp.main.{name}")
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
