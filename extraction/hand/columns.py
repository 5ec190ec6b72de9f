"""The columns of a table of hand-coded records. docs/hand-coding.md describes them."""

from schemas.enums import RecordKind

NOTHING = "none"
"""The kind of a row that says that a document was read and has nothing to code."""
REQUIRED = ("document", "kind", "quote")
COMMON = (*REQUIRED, "topics", "confidence", "coder", "notes")
DATES = ("date", "period_start", "period_end", "horizon")
TARGET = ("target_metric", "target_value", "target_unit")
OF_KIND: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.AGREEMENT: ("parties", "instrument", "stage", "date", "title", "purpose"),
    RecordKind.AID: (
        *("donors", "recipients", "channels", "items", "terms", "stage", "basis"),
        *("amount", "currency", "qualifier", "date", "period_start", "period_end"),
    ),
    RecordKind.GOAL: ("holders", "statement", "horizon", *TARGET),
}
QUOTED = (
    *("instrument", "stage", "date", "terms", "amount", "currency", "qualifier"),
    *("period_start", "period_end", "horizon", "target"),
)
"""Fields that may have words of their own beside the record's, in a column `<field>_quote`."""


def quote_column(field: str) -> str:
    """The column for a field's own words."""
    return f"{field}_quote"


def columns_of(kind: RecordKind) -> frozenset[str]:
    """The columns that a row of a kind may fill."""
    own = OF_KIND[kind]
    fields = {column.partition("_")[0] if column in TARGET else column for column in own}
    return frozenset((*COMMON, *own, *(quote_column(f) for f in QUOTED if f in fields)))


COLUMNS = tuple(
    dict.fromkeys(
        (
            *REQUIRED,
            *(column for own in OF_KIND.values() for column in own),
            *COMMON[len(REQUIRED) :],
            *map(quote_column, QUOTED),
        )
    )
)
"""All columns, in the order of the template."""
