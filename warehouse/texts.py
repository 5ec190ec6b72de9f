"""Texts by their hashes, out of the working file."""

from collections.abc import Collection

import duckdb

_ONE_BY_ONE = 30
"""Up to so many texts are fetched by their places, each out of its block; for more all blocks are gone through once."""


def texts_of(connection: duckdb.DuckDBPyConnection, hashes: Collection[str]) -> dict[str, str]:
    """Those of these texts that the working file has, in the order of the hashes."""
    asked = sorted(hashes)
    if not asked:
        return {}
    places = connection.execute(
        "SELECT min(rowid) FROM working.main.document_version "
        "WHERE text_sha256 IN (SELECT unnest($asked::VARCHAR[])) GROUP BY text_sha256",
        {"asked": asked},
    ).fetchall()
    numbers = sorted(int(place) for (place,) in places)
    select = "SELECT text_sha256, text FROM working.main.document_version WHERE rowid"
    if len(numbers) > _ONE_BY_ONE:
        found = connection.execute(f"{select} IN (SELECT unnest($places::BIGINT[]))", {"places": numbers}).fetchall()
    else:
        found = [row for number in numbers for row in connection.execute(f"{select} = {number}").fetchall()]
    texts = dict(found)
    return {sha: texts[sha] for sha in asked if sha in texts}


def known_texts(connection: duckdb.DuckDBPyConnection, hashes: Collection[str]) -> set[str]:
    """Those of these hashes of which the working file has the text."""
    rows = connection.execute(
        "SELECT DISTINCT text_sha256 FROM working.main.document_version "
        "WHERE text_sha256 IN (SELECT unnest($asked::VARCHAR[]))",
        {"asked": sorted(hashes)},
    ).fetchall()
    return {str(row[0]) for row in rows}
