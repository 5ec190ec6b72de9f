"""The measure: predicted records against labels, pair by pair, document by document.

found: the pair is about the same thing. exact: and every key field is right. full: and the rest fits too.
A label marked optional earns nothing and costs nothing. README.md in this folder describes labels and fields.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from evaluation.fields import FULL, KINDS, Label, Prediction, closeness, faults_of, fields_of

LEVELS = ("found", "exact", "full")
MEASURES = ("precision", "recall", "f1")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the record that was paired with it, and how far each field is right."""

    kind: str
    label: Label
    record: Prediction
    right: dict[str, float]

    @property
    def exact(self) -> bool:
        """Whether every key field is right."""
        return all(value for name, value in self.right.items() if not name.endswith("~"))

    @property
    def wrong(self) -> list[str]:
        """Names of the fields that keep the pair from being full; those that end in ~ are no key fields."""
        return [name for name, value in self.right.items() if value < FULL.get(name, 1.0)]

    @property
    def full(self) -> bool:
        """Whether it is exact, and the rest fits too."""
        return self.exact and not self.wrong


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

    def add(self, other: "Tally") -> None:
        """Add what was counted elsewhere."""
        self.labels += other.labels
        self.records += other.records
        self.found += other.found
        self.exact += other.exact
        self.full += other.full
        for name, values in other.fields.items():
            self.fields.setdefault(name, []).extend(values)


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """What was counted in one document, and what it was counted from.

    `pairs`, `missed` and `false` are without what a label marked optional excuses; `missed` and `false` go with their
    kind.
    """

    name: str
    language: str | None
    text: str
    tallies: dict[str, Tally]
    pairs: tuple[Pair, ...]
    missed: tuple[tuple[str, Label], ...]
    false: tuple[tuple[str, Prediction], ...]
    faults: tuple[str, ...]
    row: dict[str, str]
    quiet: bool
    """Whether there is nothing to code in it."""
    clean: bool
    """Whether it has nothing to code and was left empty."""


@dataclass(frozen=True)
class Score:
    """The measure over documents."""

    documents: tuple[DocumentScore, ...]

    @cached_property
    def kinds(self) -> dict[str, Tally]:
        """The tally of each kind."""
        sums = {kind: Tally() for kind in KINDS}
        for document in self.documents:
            for kind, tally in document.tallies.items():
                sums[kind].add(tally)
        return sums

    @property
    def quiet(self) -> int:
        """Documents with nothing to code."""
        return sum(document.quiet for document in self.documents)

    @property
    def clean(self) -> int:
        """Documents with nothing to code that were left empty."""
        return sum(document.clean for document in self.documents)

    @property
    def faults(self) -> list[str]:
        """What is wrong with the evidence of records."""
        return [fault for document in self.documents for fault in document.faults]

    def mean(self, level: str, measure: str) -> float:
        """A measure of a level (precision, recall, f1), its mean over the three kinds."""
        return sum(tally.figures(level)[measure] for tally in self.kinds.values()) / len(KINDS)

    def f1(self, level: str) -> float:
        """The mean F1 of a level over the three kinds."""
        return self.mean(level, "f1")

    def where(self, wanted: Callable[[DocumentScore], bool]) -> "Score":
        """The measure over some of the documents."""
        return Score(tuple(document for document in self.documents if wanted(document)))

    @property
    def languages(self) -> list[str]:
        """The languages of the documents."""
        return sorted({document.language for document in self.documents if document.language})

    def of_language(self, language: str) -> "Score":
        """The measure over the documents of a language."""
        return self.where(lambda document: document.language == language)

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
        rows = [document.row for document in self.documents]
        return {"kinds": kinds, "negatives": negatives, "faults": self.faults, "rows": rows} | totals


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


def _tally(labels: int, records: int, pairs: Iterable[Pair]) -> Tally:
    tally = Tally(labels, records)
    for pair in pairs:
        tally.found += 1
        tally.exact += pair.exact
        tally.full += pair.full
        for name, value in pair.right.items():
            tally.fields.setdefault(name, []).append(float(value))
    return tally


def measure_document(
    name: str, text: str, gold: dict[str, Any], output: dict[str, Any], language: str | None = None
) -> DocumentScore:
    """Measure one document: its text, its labels, and what was extracted in the form of schemas.export."""
    tallies, faults, row = {}, [], {"document": name}
    all_pairs: list[Pair] = []
    missed: list[tuple[str, Label]] = []
    false: list[tuple[str, Prediction]] = []
    for kind in KINDS:
        labels: list[Label] = gold[kind]
        records: list[Prediction] = output.get(kind) or []
        for record in records:
            faults += faults_of(text, record, f"{name} {kind}")
        chosen = _paired(kind, text, labels, records)
        pairs = [
            Pair(kind, labels[i], records[j], fields_of(kind, labels[i], records[j]))
            for i, j in chosen
            if not labels[i].get("optional")
        ]
        excused = len(chosen) - len(pairs)
        must = sum(not label.get("optional") for label in labels)
        tallies[kind] = _tally(must, len(records) - excused, pairs)
        row[kind] = f"{len(pairs)}/{must} of {len(records) - excused}"
        all_pairs += pairs
        told = {i for i, _ in chosen}, {j for _, j in chosen}
        missed += [(kind, x) for i, x in enumerate(labels) if i not in told[0] and not x.get("optional")]
        false += [(kind, x) for j, x in enumerate(records) if j not in told[1]]
    quiet = not any(gold[kind] for kind in KINDS)
    return DocumentScore(
        name=name,
        language=language or gold.get("language"),
        text=text,
        tallies=tallies,
        pairs=tuple(all_pairs),
        missed=tuple(missed),
        false=tuple(false),
        faults=tuple(faults),
        row=row,
        quiet=quiet,
        clean=quiet and not any(output.get(kind) for kind in KINDS),
    )
