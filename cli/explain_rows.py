"""What is shown of a record by `communique explain`: each field with its value and the words that prove it."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas.records import Record
    from schemas.reject import Reject

LETTERS = {"agreement": "A", "aid": "T", "goal": "G", "official_training": "R", "official_training_total": "S"}
NAMES = {
    "agreement": "Agreement",
    "aid": "Aid",
    "goal": "Stated goal",
    "official_training": "Row of official training",
    "official_training_total": "Printed sum",
}
_APART = frozenset(
    {"evidence", "record_id", "document_id", "extractor", "extractor_version", "rules", "confidence", "topics"}
)
_WHOLE = "record"
_ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Controls, which a terminal obeys, and marks that turn the direction of what stands around them."""
_UNSEEN = re.compile("[\r\u00ad\u200b\ufeff]")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text for a field. `notes`: which part of it (donors.country), by which rule."""

    quote: str
    start: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a record; `values` has a line for each of several. Without words it is read from the whole."""

    field: str
    values: tuple[str, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as it is shown; `mark` names it within the page."""

    mark: str
    kind: str
    title: str
    rows: tuple[Row, ...]
    rules: tuple[str, ...]
    confidence: float | None
    made_by: str
    record_id: str


def visible(text: str) -> str:
    """Text without characters that act instead of showing, each as U+FFFD, and without those that show nothing."""
    return _ACTING.sub("\ufffd", _UNSEEN.sub("", text))


def one_line(text: str) -> str:
    """Visible text on one line."""
    return visible(" ".join(text.split()))


def _value(value: Any) -> str:
    if isinstance(value, dict):
        if set(value) == {"name", "country"}:
            return f"{value['name']} ({value['country']})"
        if "modality" in value:
            number = f"{value['quantity']:,f} × " if value.get("quantity") is not None else ""
            return f"{number}{value['description']} ({str(value['modality']).replace('_', ' ')})"
        return ", ".join(_value(v) for v in value.values() if v is not None)
    if hasattr(value, "as_tuple"):
        return f"{value:,f}"
    return str(value)


def _values(record: "Record", name: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(one_line(_value(v)) for v in value)
    precision = getattr(record, f"{name}_precision", None)
    told = _value(value)
    if precision is None:
        return (one_line(told.replace("_", " ") if hasattr(value, "name") else told),)
    return (f"{told} ({str(precision).replace('_', ' ')})",)


def _words(record: "Record", field: str) -> tuple[Words, ...]:
    notes: dict[tuple[int, str], list[str]] = {}
    for span in record.evidence:
        name, _, part = span.field.partition(".")
        if name == field:
            own = notes.setdefault((span.start, one_line(span.quote)), [])
            by = f"by the rule ‘{one_line(span.rule)}’" if span.rule else ""
            note = " ".join(filter(None, (part, by)))
            own += [note] * bool(note)
    return tuple(Words(quote, start, tuple(dict.fromkeys(told))) for (start, quote), told in notes.items())


def _title(record: "Record", kind: str) -> str:
    if kind == "goal":
        return one_line(str(getattr(record, "statement", "")))
    if kind.startswith("official_training"):
        told = (getattr(record, name, None) for name in ("country", "programme", "course", "label", "page_label"))
        return " · ".join(one_line(str(part)) for part in told if part)
    amount = getattr(record, "amount", None)
    value = None if amount is None else f"{amount:,f} {getattr(record, 'currency', '')}"
    parts = [value, *(getattr(record, name, None) for name in ("instrument", "stage", "date"))]
    return " · ".join(str(part).replace("_", " ") for part in parts if part)


def _shown(record: "Record", mark: str, kind: str) -> Shown:
    rows = [Row("told in", (), _words(record, _WHOLE))]
    for name, value in record.model_dump(exclude=set(_APART)).items():
        if value not in (None, (), []) and not name.endswith("_precision"):
            rows.append(Row(name.replace("_", " "), _values(record, name, value), _words(record, name)))
    if record.topics:
        topics = ", ".join(str(topic).replace("_", " ") for topic in record.topics)
        rows.append(Row("topics", (topics,), _words(record, "topics")))
    return Shown(
        mark=mark,
        kind=kind,
        title=_title(record, kind),
        rows=tuple(rows),
        rules=tuple(one_line(rule) for rule in record.rules),
        confidence=record.confidence,
        made_by=f"{one_line(record.extractor)} {one_line(record.extractor_version)}",
        record_id=record.record_id,
    )


def shown_records(records: "Sequence[Record]") -> list[Shown]:
    """The records as they are shown, numbered by kind: A1, A2 agreements, T1 aid, G1 goals, R1 rows."""
    from schemas.records import kind_of

    counts: dict[str, int] = {}
    found = []
    for record in records:
        kind = str(kind_of(record))
        counts[kind] = counts.get(kind, 0) + 1
        found.append(_shown(record, f"{LETTERS[kind]}{counts[kind]}", kind))
    return found


def reject_line(reject: "Reject") -> str:
    """Why a candidate did not become a record."""
    return one_line(f"{reject.kind}: {reject.field or 'record'}: {reject.message}")
