"""The registry model → table: every table of the warehouse with its grain, columns and comments.

The DDL (sql/schema.sql), the comments in the catalog and docs/data-dictionary.md are generated from here.
"""

import datetime as dt
import types
import typing
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from annotated_types import Ge, Gt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from schemas.document import Document
from schemas.enums import PartyRole, RecordKind, Topic
from schemas.evidence import Evidence
from schemas.party import Party
from schemas.records import Agreement, Aid, AidItem, Goal, Target
from schemas.reject import Reject
from schemas.run import Counts, Run

_SQL_TYPES: dict[type, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    bool: "BOOLEAN",
    Decimal: "DECIMAL(22,4)",
    dt.date: "DATE",
    dt.datetime: "TIMESTAMP",
}


@dataclass(frozen=True)
class Column:
    """A column: its SQL type, whether it may be null, the values it may have, and what it means."""

    name: str
    sql_type: str
    nullable: bool
    comment: str
    values: tuple[str, ...] = ()
    published: bool = True
    minimum: int | None = None


@dataclass(frozen=True)
class Table:
    """A table: one row is one `grain`; `key` tells the current rows apart; `owner` is the column of the document."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    history: bool = True
    """Whether rows are closed instead of overwritten (known_from, known_to)."""
    owner: str | None = "document_id"
    """The column that says which document a row belongs to; None where rows belong to no single one."""
    checks: tuple[str, ...] = ()
    """SQL conditions that every row holds, beside those of its columns (values, minimum)."""

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")


def _sql_type(annotation: object) -> tuple[str, bool, tuple[str, ...]]:
    """SQL type, nullability and allowed values of a field's annotation."""
    nullable = False
    while typing.get_origin(annotation) is not None:
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin in (typing.Union, types.UnionType):
            nullable = nullable or type(None) in arguments
            annotation = next(a for a in arguments if a is not type(None))
        elif origin is typing.Annotated:
            annotation = arguments[0]
        elif origin is tuple:
            return f"{_sql_type(arguments[0])[0]}[]", nullable, ()
        else:
            raise TypeError(f"no SQL type for {annotation!r}")
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return "VARCHAR", nullable, tuple(member.value for member in annotation)
    return _SQL_TYPES[typing.cast(type, annotation)], nullable, ()


def _column(model: type[BaseModel], field: str, name: str | None = None, published: bool = True) -> Column:
    """A column made of a model's field, its description the comment."""
    info = model.model_fields[field]
    sql_type, nullable, values = _sql_type(
        typing.Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    )
    return Column(name or field, sql_type, nullable, info.description or "", values, published, _minimum(info))


def _minimum(info: FieldInfo) -> int | None:
    """The smallest whole number that a field may have, where its model sets one."""
    for bound in info.metadata:
        if isinstance(bound, Ge):
            return typing.cast(int, bound.ge)
        if isinstance(bound, Gt):
            return typing.cast(int, bound.gt) + 1
    return None


def _columns(model: type[BaseModel], *fields: str) -> tuple[Column, ...]:
    return tuple(_column(model, field) for field in fields)


def _date(model: type[BaseModel], field: str) -> tuple[Column, ...]:
    """The three columns of a date: as told, its precision, and its first day for ordering."""
    on = Column(f"{field}_on", "DATE", True, f"First day that {field} can mean, for ordering and joining")
    return (*_columns(model, field, f"{field}_precision"), on)


def _ordinal(what: str) -> Column:
    return Column("ordinal", "BIGINT", False, f"Place of {what} among its record's, from 1", minimum=1)


def _dated(*fields: str) -> tuple[str, ...]:
    """The conditions of dates: value, precision and first day stand together, and the value has their form."""
    return tuple(
        check
        for field in fields
        for check in (
            f"({field} IS NULL) = ({field}_precision IS NULL)",
            f"({field} IS NULL) = ({field}_on IS NULL)",
            f"starts_with(CAST({field}_on AS VARCHAR), {field})",
        )
    )


def _sha256(*fields: str) -> tuple[str, ...]:
    return tuple(f"regexp_full_match({field}, '[0-9a-f]{{64}}')" for field in fields)


_RULES = _column(Agreement, "rules")
_OF_RECORD = ("record_id", "document_id")
_MADE_BY = (*_columns(Agreement, "extractor", "extractor_version"), _RULES)
_KIND = Column("kind", "VARCHAR", False, "Kind of record", tuple(kind.value for kind in RecordKind))
_ID = {
    "agreement": _column(Agreement, "record_id", "agreement_id"),
    "aid": _column(Aid, "record_id", "aid_id"),
    "goal": _column(Goal, "record_id", "goal_id"),
}
_DOCUMENT = _column(Agreement, "document_id")
_PARTY = Column("party_id", "VARCHAR", False, "The party")
_RECORD = Column("record_id", "VARCHAR", False, "The record: an agreement_id, aid_id or goal_id")
_N_CHARACTERS = Column("n_characters", "BIGINT", False, "Length of the text in characters", minimum=0)

TABLES: tuple[Table, ...] = (
    Table(
        "run",
        "one pass of the pipeline",
        ("run_id",),
        tuple(_column(Run, name) for name in Run.model_fields if name != "counts")
        + tuple(_column(Counts, name) for name in Counts.model_fields),
        history=False,
        owner=None,
    ),
    Table(
        "document",
        "one document in its newest readable version",
        ("document_id",),
        (
            *_columns(
                Document,
                "document_id",
                "version_id",
                "source",
                "path",
                "url",
                "title",
                "author",
                "publisher",
                "published_on",
                "published_on_origin",
                "language",
                "media_type",
                "status",
                "skip_reason",
                "warnings",
            ),
            _N_CHARACTERS,
        ),
        checks=("(status = 'skipped') = (skip_reason IS NOT NULL)",),
    ),
    Table(
        "document_version",
        "one version of a document: its bytes with its sidecar",
        ("version_id",),
        (
            *_columns(Document, "version_id", "document_id", "content_sha256", "text_sha256"),
            _N_CHARACTERS,
            _column(Document, "text", published=False),
        ),
        checks=(*_sha256("content_sha256", "text_sha256"), "n_characters = length(text)"),
    ),
    Table(
        "party",
        "one name of a state, a body of a state, or an international body",
        ("party_id",),
        (
            Column(
                "party_id", "VARCHAR", False, "Id made of the country and the name without case, accents, punctuation"
            ),
            *_columns(Party, "name", "country"),
        ),
        owner=None,
    ),
    Table(
        "agreement",
        "one instrument in one document",
        ("agreement_id",),
        (
            _ID["agreement"],
            _DOCUMENT,
            *_columns(Agreement, "instrument", "stage"),
            *_date(Agreement, "date"),
            *_columns(Agreement, "title", "purpose"),
            *_MADE_BY,
        ),
        checks=_dated("date"),
    ),
    Table(
        "agreement_party",
        "one party of one agreement",
        ("agreement_id", "party_id"),
        (_ID["agreement"], _PARTY, _DOCUMENT, _ordinal("the party")),
    ),
    Table(
        "aid",
        "one transfer, or one total over a period, in one document",
        ("aid_id",),
        (
            _ID["aid"],
            _DOCUMENT,
            *_columns(Aid, "terms", "stage", "basis", "amount", "currency", "qualifier"),
            *_date(Aid, "date"),
            *_date(Aid, "period_start"),
            *_date(Aid, "period_end"),
            *_MADE_BY,
        ),
        checks=(
            *_dated("date", "period_start", "period_end"),
            "basis = 'period' OR (period_start IS NULL AND period_end IS NULL)",
            "period_start_on <= period_end_on",
            "(amount IS NULL) = (currency IS NULL)",
            "(amount IS NULL) = (qualifier IS NULL OR qualifier = 'not_disclosed')",
            "amount >= 0",
            "regexp_full_match(currency, '[A-Z]{3}')",
        ),
    ),
    Table(
        "aid_party",
        "one party of one transfer in one role",
        ("aid_id", "party_id", "role"),
        (
            _ID["aid"],
            _PARTY,
            Column("role", "VARCHAR", False, "donor, recipient or channel", tuple(r.value for r in PartyRole)),
            _DOCUMENT,
            _ordinal("the party in its role"),
        ),
    ),
    Table(
        "aid_item",
        "one thing in one transfer",
        ("aid_id", "ordinal"),
        (_ID["aid"], _ordinal("the item"), _DOCUMENT, *_columns(AidItem, "modality", "description", "quantity")),
        checks=("quantity >= 0",),
    ),
    Table(
        "goal",
        "one stated goal in one document",
        ("goal_id",),
        (
            _ID["goal"],
            _DOCUMENT,
            _column(Goal, "statement"),
            *_date(Goal, "horizon"),
            Column("target_metric", "VARCHAR", True, Target.model_fields["metric"].description or ""),
            Column("target_value", "DECIMAL(22,4)", True, Target.model_fields["value"].description or ""),
            Column("target_unit", "VARCHAR", True, Target.model_fields["unit"].description or ""),
            *_MADE_BY,
        ),
        checks=(*_dated("horizon"), "(target_metric IS NULL) = (target_value IS NULL)", "target_value >= 0"),
    ),
    Table(
        "goal_holder",
        "one holder of one goal",
        ("goal_id", "party_id"),
        (_ID["goal"], _PARTY, _DOCUMENT, _ordinal("the holder")),
    ),
    Table(
        "record_topic",
        "one topic of one record",
        ("record_id", "topic"),
        (
            _RECORD,
            _KIND,
            Column("topic", "VARCHAR", False, "What the record is about", tuple(t.value for t in Topic)),
            _DOCUMENT,
        ),
    ),
    Table(
        "evidence",
        "one span of words that proves one field of one record",
        ("evidence_id",),
        (
            Column("evidence_id", "VARCHAR", False, "Id made of the record, the field and the span"),
            _RECORD,
            _KIND,
            _DOCUMENT,
            Column("version_id", "VARCHAR", False, "The version of the document that the offsets count in"),
            _column(Evidence, "field"),
            _column(Evidence, "start", "start_offset"),
            _column(Evidence, "end", "end_offset"),
            *_columns(Evidence, "quote", "derived", "rule"),
        ),
        checks=(
            "start_offset < end_offset",
            "end_offset - start_offset = length(quote)",
            "derived = (rule IS NOT NULL)",
        ),
    ),
    Table(
        "reject",
        "one document or candidate that could not be used",
        ("reject_id",),
        tuple(_column(Reject, n) for n in Reject.model_fields),
    ),
)

LOAD_COLUMNS: tuple[Column, ...] = (
    Column("run_id", "VARCHAR", False, "The run that brought this row"),
    Column("known_from", "TIMESTAMP", False, "When this became known, UTC"),
    Column("known_to", "TIMESTAMP", True, "When this was replaced or withdrawn, UTC; null for what holds now"),
    Column("row_hash", "VARCHAR", False, "Hash over the row's values, by which changes are found", published=False),
)
"""What every table with history carries beside its own columns."""


def table(name: str) -> Table:
    """The table of that name. Raises KeyError where there is none."""
    for entry in TABLES:
        if entry.name == name:
            return entry
    raise KeyError(name)
