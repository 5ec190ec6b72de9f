"""The measure: predicted records against labels, pair by pair.

found: the pair is about the same thing. exact: and every key field is right. full: and the rest fits too.
A label marked optional earns nothing and costs nothing. README.md in this folder describes labels and fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluation.fields import FULL, KINDS, Label, Prediction, closeness, faults_of, fields_of

LEVELS = ("found", "exact", "full")


@dataclass(slots=True)
class Tally:
    """What was counted for one kind of record."""

    labels: int = 0
    records: int = 0
    found: int = 0
    exact: int = 0
    full: int = 0
    fields: dict[str, list[float]] = field(default_factory=dict)

    def figures(self, level: str) -> dict[str, float]:
        """Count, precision, recall and F1 of a level."""
        n = getattr(self, level)
        precision = n / self.records if self.records else 0.0
        recall = n / self.labels if self.labels else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {"n": n, "precision": precision, "recall": recall, "f1": f1}


@dataclass(slots=True)
class Score:
    """The measure over a folder of documents."""

    kinds: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    quiet: int = 0
    """Documents with nothing to code."""
    clean: int = 0
    """Those of them that were left empty."""
    faults: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)

    def f1(self, level: str) -> float:
        """The mean F1 of a level over the three kinds."""
        return sum(tally.figures(level)["f1"] for tally in self.kinds.values()) / len(KINDS)

    def as_dict(self) -> dict[str, Any]:
        """The report in plain types."""
        kinds = {
            kind: {"labels": t.labels, "records": t.records}
            | {level: t.figures(level) for level in LEVELS}
            | {"fields": {name: sum(v) / len(v) for name, v in t.fields.items()}}
            for kind, t in self.kinds.items()
        }
        totals = {f"{level}_f1": self.f1(level) for level in LEVELS}
        negatives = {"documents": self.quiet, "clean": self.clean}
        return {"kinds": kinds, "negatives": negatives, "faults": self.faults, "rows": self.rows} | totals


def _paired(kind: str, text: str, labels: Sequence[Label], records: Sequence[Prediction]) -> list[tuple[int, int]]:
    """Label and record by index, each in one pair at most, the closest first."""
    pairs = sorted(
        ((closeness(kind, text, g, r), i, j) for i, g in enumerate(labels) for j, r in enumerate(records)),
        reverse=True,
    )
    used_labels: set[int] = set()
    used_records: set[int] = set()
    chosen = []
    for value, i, j in pairs:
        if value > 0 and i not in used_labels and j not in used_records:
            used_labels.add(i)
            used_records.add(j)
            chosen.append((i, j))
    return chosen


def _count(kind: str, tally: Tally, label: Label, record: Prediction) -> None:
    right = fields_of(kind, label, record)
    exact = all(value for name, value in right.items() if not name.endswith("~"))
    tally.found += 1
    tally.exact += exact
    tally.full += exact and all(value >= FULL.get(name, 1.0) for name, value in right.items())
    for name, value in right.items():
        tally.fields.setdefault(name, []).append(float(value))


def add_document(score: Score, name: str, text: str, gold: dict[str, Any], output: dict[str, Any]) -> None:
    """Add one document to the score: its text, its labels, and what was extracted in the form of schemas.export."""
    row = {"document": name}
    for kind in KINDS:
        labels: list[Label] = gold[kind]
        records: list[Prediction] = output.get(kind) or []
        for record in records:
            score.faults += faults_of(text, record, f"{name} {kind}")
        pairs = _paired(kind, text, labels, records)
        tally = score.kinds[kind]
        excused = sum(bool(labels[i].get("optional")) for i, _ in pairs)
        for i, j in pairs:
            if not labels[i].get("optional"):
                _count(kind, tally, labels[i], records[j])
        must = sum(not label.get("optional") for label in labels)
        tally.labels += must
        tally.records += len(records) - excused
        row[kind] = f"{len(pairs) - excused}/{must} of {len(records) - excused}"
    if not any(gold[kind] for kind in KINDS):
        score.quiet += 1
        score.clean += not any(output.get(kind) for kind in KINDS)
    score.rows.append(row)
