"""Tables and columns as the registry describes them, and how a column is made of a model's field."""

import datetime as dt
import types
import typing
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from annotated_types import Ge, Gt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

_SQL_TYPES: dict[type, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    bool: "BOOLEAN",
    float: "DOUBLE",
    Decimal: "DECIMAL(22,4)",
    dt.date: "DATE",
    dt.datetime: "TIMESTAMP",
}


class Words(StrEnum):
    """What a column holds of a document's own words, and so how much of it may be published by its source."""

    QUOTE = "quote"
    """A passage: cut to the length that the source lets be shown."""
    RAW = "raw"
    """Words among others, as in JSON: left out where passages are cut."""
    MESSAGE = "message"
    """Our words with quoted ones among them: a quoted part is left out where it is longer than may be shown."""
    TEXT = "text"
    """All of it: published only where the source says that the whole may be shown."""


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
    words: Words | None = None


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


def column_of(
    model: type[BaseModel], field: str, name: str | None = None, published: bool = True, words: Words | None = None
) -> Column:
    """A column made of a model's field, its description the comment."""
    info = model.model_fields[field]
    sql_type, nullable, values = _sql_type(
        typing.Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    )
    return Column(name or field, sql_type, nullable, info.description or "", values, published, _minimum(info), words)


def _minimum(info: FieldInfo) -> int | None:
    """The smallest whole number that a field may have, where its model sets one."""
    for bound in info.metadata:
        if isinstance(bound, Ge):
            return typing.cast(int, bound.ge)
        if isinstance(bound, Gt):
            return typing.cast(int, bound.gt) + 1
    return None


_SHOWN = {
    Words.QUOTE: "; cut, or null, as its source lets it be shown",
    Words.MESSAGE: "; quoted words of the text are left out as its source lets them be shown",
    Words.RAW: "; null where its source does not let all of its quotes be shown",
    Words.TEXT: "; null unless its source lets the whole be shown",
}


def as_published(column: Column) -> Column:
    """A column as it stands in a published table: what its source may withhold may be null."""
    if column.words is None:
        return column
    return replace(column, nullable=True, comment=column.comment + _SHOWN[column.words])


def columns_of(model: type[BaseModel], *fields: str) -> tuple[Column, ...]:
    """Columns made of fields, under the fields' names."""
    return tuple(column_of(model, field) for field in fields)


def date_columns(model: type[BaseModel], field: str) -> tuple[Column, ...]:
    """The three columns of a date: as told, its precision, and its first day for ordering."""
    on = Column(f"{field}_on", "DATE", True, f"First day that {field} can mean, for ordering and joining")
    return (*columns_of(model, field, f"{field}_precision"), on)


def ordinal(what: str) -> Column:
    """The column that keeps the order in which a record names its parts."""
    return Column("ordinal", "BIGINT", False, f"Place of {what} among its record's, from 1", minimum=1)


def date_checks(*fields: str) -> tuple[str, ...]:
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


def sha256_checks(*fields: str) -> tuple[str, ...]:
    """The conditions of hashes: 64 hexadecimal digits."""
    return tuple(f"regexp_full_match({field}, '[0-9a-f]{{64}}')" for field in fields)
