"""Documents and records as the JSON that people and the measure read."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from schemas.document import Document
from schemas.records import Agreement, Aid, Goal, OfficialTraining, OfficialTrainingTotal, Record

_LISTS: dict[type[Record], str] = {
    Agreement: "agreements",
    Aid: "aid",
    Goal: "goals",
    OfficialTraining: "official_training",
    OfficialTrainingTotal: "official_training_totals",
}


def _plain(value: Any) -> Any:
    """A value in JSON's own types: decimals as numbers, whole ones without a point."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def exported(document: Document, records: Iterable[Record]) -> dict[str, Any]:
    """`{"document": …, "agreements": […], "aid": […], "goals": […], "official_training": […], …}`; the document without
    its text."""
    found: dict[str, Any] = {"document": _plain(document.model_dump(exclude={"text"}))}
    found |= {name: [] for name in _LISTS.values()}
    for record in records:
        found[_LISTS[type(record)]].append(_plain(record.model_dump()))
    return found
