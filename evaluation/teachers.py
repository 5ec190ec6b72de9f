"""What a label says of each choice that the reading made: whether a reading is the right one."""

from collections.abc import Callable
from typing import Any

from evaluation.fields import Label


def _sides(label: Label, value: Any) -> bool:
    donors, recipients = value
    return {a.code for a in donors} == set(label["donor_countries"]) and {a.code for a in recipients} == set(
        label["recipient_countries"]
    )


def _is(name: str) -> Callable[[Label, Any], bool]:
    return lambda label, value: bool(label.get(name) == value)


RIGHT: dict[str, Callable[[Label, Any], bool]] = {
    "aid.sides": _sides,
    "aid.stage": _is("stage"),
    "aid.terms": _is("terms"),
    "aid.basis": _is("basis"),
    "agreement.stage": _is("stage"),
    "agreement.instrument": _is("instrument"),
    "goal.holders": lambda label, value: {a.code for a in value} == set(label["holder_countries"]),
    "goal.horizon": lambda label, value: (label.get("horizon") or None) == value,
}
"""By the name of the choice."""
