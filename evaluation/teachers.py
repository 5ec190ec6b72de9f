"""What a label says of each choice that the reading made: whether a reading is the right one."""

from collections.abc import Callable
from typing import Any

from evaluation.fields import Label, named, same_date
from extraction.drafts import Choice


def _sides(label: Label, value: Any) -> bool:
    donors, recipients = value
    return {a.code for a in donors} == set(label["donor_countries"]) and {a.code for a in recipients} == set(
        label["recipient_countries"]
    )


def _is(name: str) -> Callable[[Label, Any], bool]:
    return lambda label, value: bool(label.get(name) == value)


def _date(label: Label, value: Any) -> bool:
    return same_date(label.get("date"), value.value if value is not None else None)


RIGHT: dict[str, Callable[[Label, Any], bool]] = {
    "aid.sides": _sides,
    "aid.stage": _is("stage"),
    "aid.terms": _is("terms"),
    "aid.basis": _is("basis"),
    "aid.date": _date,
    "agreement.stage": _is("stage"),
    "agreement.instrument": _is("instrument"),
    "goal.holders": lambda label, value: {a.code for a in value} == set(label["holder_countries"]),
    "goal.horizon": lambda label, value: (label.get("horizon") or None) == value,
}
"""By the name of the choice."""


def _named(label: Label, value: Any) -> float:
    """How many of the words that the label names the sides with these sides have, 0 to 1."""
    told = [{"name": a.name} for side in value for a in side]
    return named([*label["donor_names"], *label["recipient_names"]], told)


def right_options(made: Choice, labels: list[Label]) -> list[bool]:
    """Which options of a choice some label says are right; of sides only those that name the parties best."""
    told = [label for label in labels if made.name.rpartition(".")[2] not in label.get("untold", ())]
    right = [[label for label in told if RIGHT[made.name](label, value)] for value, _ in made.options]
    if made.name != "aid.sides":
        return [bool(found) for found in right]
    covers = [
        max((_named(label, value) for label in found), default=-1.0)
        for (value, _), found in zip(made.options, right, strict=True)
    ]
    best = max(covers, default=-1.0)
    return [cover >= 0 and cover >= best - 0.01 for cover in covers]
