"""What may be shown of a document's words in published files, as its source in sources.toml says.

Documents of no source there, as of paths given by hand, show their quotes and not their text.
"""

from schemas.source import Show
from schemas.tables import Column, Table, Words

POLICIES = (
    """
    CREATE OR REPLACE TEMP TABLE source_shown AS
    SELECT source, may_show, quote_characters FROM working.main.source WHERE known_to IS NULL
    """,
    """
    CREATE OR REPLACE TEMP TABLE document_shown AS
    SELECT d.document_id, s.may_show, s.quote_characters
    FROM (
        SELECT document_id, arg_max(source, known_from) AS source FROM working.main.document GROUP BY document_id
    ) AS d
    JOIN temp.main.source_shown AS s ON s.source = d.source
    """,
)
"""Statements that make the policies of sources and documents, for a connection with the working file."""

_LONGEST = 900
"""Characters up to which a pattern can count."""
_WHOLE, _QUOTES = f"p.may_show = '{Show.WHOLE}'", f"p.may_show = '{Show.QUOTES}'"


def policy_join(table: Table) -> str:
    """The join of a table, called t, with the policy, called p, that holds for each of its rows.

    Raises ValueError for a table that holds words and says of no document or source whose they are.
    """
    if any(c.name == "source" for c in table.columns):
        return "LEFT JOIN temp.main.source_shown AS p ON p.source = t.source"
    if table.owner is None:
        raise ValueError(f"{table.name} holds words of documents and does not say which")
    return f"LEFT JOIN temp.main.document_shown AS p ON p.document_id = t.{table.owner}"


def shown(column: Column) -> str:
    """SQL for a column as it may be published."""
    name = f"t.{column.name}"
    if column.words is None:
        return name
    if column.words is Words.TEXT:
        return f"CASE WHEN {_WHOLE} THEN {name} END"
    unbounded = f"p.may_show IS NULL OR {_WHOLE} OR ({_QUOTES} AND p.quote_characters IS NULL)"
    if column.words is Words.RAW:
        return f"CASE WHEN {unbounded} THEN {name} END"
    if column.words is Words.MESSAGE:
        # quoted as Python quotes: in apostrophes, or in quotation marks where an apostrophe stands inside
        least = f"CASE WHEN {_QUOTES} THEN least(p.quote_characters, {_LONGEST}) ELSE 0 END + 1"
        part = f"concat('''[^'']{{', {least}, ',}}''|\"[^\"]{{', {least}, ',}}\"')"
        return f"CASE WHEN {unbounded} THEN {name} ELSE regexp_replace({name}, {part}, '…', 'g') END"
    short = f"length({name}) <= p.quote_characters"
    cut = f"concat(left({name}, CAST(p.quote_characters AS BIGINT) - 1), '…')"
    return f"CASE WHEN {unbounded} THEN {name} WHEN {_QUOTES} THEN CASE WHEN {short} THEN {name} ELSE {cut} END END"
