"""Linear weights that decide where readings compete: named features in, a probability out.

The grammar proposes and describes each proposal by named features; `lexicon/weights.toml` says what each is worth. The
file is written by `python -m evaluation.fit` and can be read and changed by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from math import exp
from operator import mul
from typing import Any, overload

from extraction.lexicon import store
from extraction.lexicon.store import LEXICON, lexicon

FILE = LEXICON / "weights.toml"

Features = dict[str, float]
"""What describes a proposal: the name of a feature and its value, 1 where it just holds."""


class Led(Mapping[str, float]):
    """Features that just hold and whose names begin alike, as those of one option or one side do, and some beside them
    with names and values of their own; read-only.

    The names are put together only where somebody looks at them: `linear` sums thousands a document without.
    """

    __slots__ = ("beside", "features", "lead")

    def __init__(self, lead: str, features: Mapping[str, float], beside: Mapping[str, float] | None = None):
        self.lead = lead
        self.features = features
        self.beside = beside or {}

    def __getitem__(self, name: str) -> float:
        if name in self.beside:
            return self.beside[name]
        if not name.startswith(self.lead):
            raise KeyError(name)
        return self.features[name[len(self.lead) :]]

    def __iter__(self) -> Iterator[str]:
        yield from (self.lead + name for name in self.features)
        yield from self.beside

    def __len__(self) -> int:
        return len(self.features) + len(self.beside)


_RULE = "rule"
"""The feature of the option that a rule would take."""
_held: dict[str, dict[str, Any]] = store.kept_until_forgotten()
"""The file, looked at some thousand times a document: without asking each time which lexicon is in effect."""
_led: dict[tuple[str, str], dict[str, float]] = store.kept_until_forgotten()
"""The weights of the features of a choice that begin alike, by what their names go on with."""


def _tables() -> dict[str, Any]:
    held = _held.get("")
    if held is None:
        held = _held[""] = lexicon("weights") if FILE.exists() else {}
    return held


def weights_of(choice: str, lead: str) -> dict[str, float]:
    """The weights of a choice by what the features' names have behind a lead."""
    held = _led.get((choice, lead))
    if held is None:
        own: dict[str, float] = _tables().get(choice, {}).get("weights", {})
        held = _led[choice, lead] = {n[len(lead) :]: w for n, w in own.items() if n.startswith(lead)}
    return held


def linear(choice: str, features: Mapping[str, float]) -> float:
    """The weighted sum of features for a choice; a feature that the file does not know weighs nothing."""
    table = _tables().get(choice)
    if table is None:
        return 0.0
    if type(features) is Led:  # isinstance takes ten times as long of an abstract class
        total = linear_holding(choice, features.features, features.lead)
        return _added(total, table["weights"], features.beside) if features.beside else total
    return _added(table.get("bias", 0.0), table["weights"], features)


def linear_holding(choice: str, names: Iterable[str], lead: str = "") -> float:
    """The same of features that just hold, by their names without the lead, each once: half the time."""
    table = _tables().get(choice)
    if table is None:
        return 0.0
    weights = weights_of(choice, lead) if lead else table["weights"]
    total: float = sum(filter(None, map(weights.get, names)), table.get("bias", 0.0))
    return total


def weight_of(choice: str, name: str) -> float:
    """The weight of a feature; nothing where the file does not know it."""
    value: float = _tables().get(choice, {}).get("weights", {}).get(name, 0.0)
    return value


class Apart(Sequence[tuple[str, Led]]):
    """Values of a choice as options, all of the same features that just hold, which weigh for each what the fit found;
    beside them the value that a rule gives."""

    def __init__(self, choice: str, values: tuple[str, ...], names: Iterable[str], ruled: str):
        self._choice, self._values, self._ruled = choice, values, ruled
        self._features = dict.fromkeys(names, 1.0)

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, at: int) -> tuple[str, Led]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[str, Led]]: ...

    def __getitem__(self, at: int | slice) -> Any:
        """An option, or several; their features are put together where somebody looks at them."""
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        value = self._values[at]
        return value, Led(f"{value}|", self._features, {_RULE: float(value == self._ruled)})

    def sums(self) -> list[float]:
        """The weighted sum of each option."""
        rows = list(filter(None, map(_apart(self._choice, self._values).get, self._features)))
        bias: float = _tables().get(self._choice, {}).get("bias", 0.0)
        by_rule = weight_of(self._choice, _RULE)
        found = [sum(column, bias) for column in zip(*rows, strict=True)] or [bias] * len(self)
        return [total + by_rule if v == self._ruled else total for v, total in zip(self._values, found, strict=True)]


@store.asked_often
def _apart(choice: str, values: tuple[str, ...]) -> dict[str, tuple[float, ...]]:
    """What each feature of a choice weighs for each of its values."""
    if choice not in _tables():
        return {}
    tables = [weights_of(choice, f"{value}|") for value in values]
    return {name: tuple(table.get(name, 0.0) for table in tables) for table in tables for name in table}


def _added(total: float, weights: dict[str, float], features: Mapping[str, float]) -> float:
    found: float = sum(map(mul, map(weights.get, features, repeat(0.0)), features.values()), total)
    return found


def probability(choice: str, features: Mapping[str, float]) -> float:
    """How likely a proposal is right, 0 to 1; one half where the file has no weights for the choice."""
    return likelihood(linear(choice, features))


def likelihood(total: float) -> float:
    """The probability that a weighted sum comes to."""
    return 1.0 / (1.0 + exp(-total)) if total > -40 else 0.0


def threshold(choice: str) -> float:
    """The probability from which a proposal is taken."""
    value: float = _tables().get(choice, {}).get("threshold", 0.5)
    return value


def least(choice: str) -> float | None:
    """What a sentence as a whole must speak for to be looked at closely; None where the file does not say."""
    value: float | None = _tables().get(choice, {}).get("least")
    return value


def forget() -> None:
    """Read the file anew at the next use: after a fit wrote it."""
    store.forget()
