"""Whether confidence holds what it says: of the records with about one score, the share that is right."""

from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.fields import KINDS, Prediction
from evaluation.measure import Score

EDGES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Edges of the bins: from the first to under the second, the last with 1 in it."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The records with a score from `low` to `high`: how many, their mean score, and the shares found and exact.

    Without a score `low`, `high` and `mean` are None.
    """

    low: float | None
    high: float | None
    records: int
    mean: float | None
    found: float
    exact: float


def _records(score: Score, kinds: tuple[str, ...]) -> Iterator[tuple[Prediction, bool, bool]]:
    """Each record that counts, whether it is found, and whether exact."""
    for document in score.documents:
        for pair in document.pairs:
            if pair.kind in kinds:
                yield pair.record, True, pair.exact
        for kind, record in document.false:
            if kind in kinds:
                yield record, False, False


def calibration(score: Score, kinds: tuple[str, ...] = KINDS) -> list[Bin]:
    """The bins that hold records, from low to high; last the records without a score."""
    scored: dict[int, list[tuple[float, bool, bool]]] = {}
    without: list[tuple[bool, bool]] = []
    for record, found, exact in _records(score, kinds):
        value = record.get("confidence")
        if value is None:
            without.append((found, exact))
            continue
        at = max(n for n, edge in enumerate(EDGES[:-1]) if value >= edge)
        scored.setdefault(at, []).append((float(value), found, exact))
    bins = [
        Bin(
            EDGES[at],
            EDGES[at + 1],
            len(held),
            sum(value for value, _, _ in held) / len(held),
            sum(found for _, found, _ in held) / len(held),
            sum(exact for _, _, exact in held) / len(held),
        )
        for at, held in sorted(scored.items())
    ]
    if without:
        n = len(without)
        bins.append(Bin(None, None, n, None, sum(f for f, _ in without) / n, sum(e for _, e in without) / n))
    return bins


def ordering(score: Score, kinds: tuple[str, ...] = KINDS) -> float | None:
    """How well scores order records: the chance that a found record has a higher score than a false one, ties half.

    None where one of the two has no scored record.
    """
    right: list[float] = []
    wrong: list[float] = []
    for record, found, _ in _records(score, kinds):
        if record.get("confidence") is not None:
            (right if found else wrong).append(float(record["confidence"]))
    if not right or not wrong:
        return None
    better = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong)
    return better / (len(right) * len(wrong))
