"""How far a figure would move on other documents of the kind: bootstrap over documents, with a fixed seed."""

import random
from functools import lru_cache
from typing import TYPE_CHECKING

from evaluation.fields import KINDS
from evaluation.measure import LEVELS, MEASURES, Score

if TYPE_CHECKING:
    import numpy as np

SEED = 4
RESAMPLES = 1000
LOW, HIGH = 2.5, 97.5
"""Percentiles of the interval: 95 of 100 resamples lie within."""

Interval = tuple[float, float]


@lru_cache(maxsize=16)
def _draws(n: int) -> "np.ndarray":
    """How often each of n documents is in each resample: RESAMPLES lines of n counts."""
    import numpy as np

    # Python's generator, whose stream is promised to stay; numpy's is not.
    chance = random.Random(SEED)  # noqa: S311
    drawn = np.zeros((RESAMPLES, n), dtype=np.int64)
    for line in drawn:
        for at in chance.choices(range(n), k=n):
            line[at] += 1
    return drawn


def _ratio(part: "np.ndarray", whole: "np.ndarray") -> "np.ndarray":
    import numpy as np

    share: np.ndarray = np.divide(part, whole, out=np.zeros(len(part), dtype=float), where=whole > 0)
    return share


def intervals(score: Score) -> dict[str, dict[str, dict[str, Interval]]]:
    """The intervals by kind ('mean' for the mean over the kinds), level and measure. Empty without documents."""
    import numpy as np

    if not score.documents:
        return {}
    drawn = _draws(len(score.documents))
    by_kind: dict[str, dict[str, dict[str, np.ndarray]]] = {}
    for kind in KINDS:
        tallies = [document.tallies[kind] for document in score.documents]
        labels = drawn @ np.array([t.labels for t in tallies])
        records = drawn @ np.array([t.records for t in tallies])
        by_kind[kind] = {}
        for level in LEVELS:
            n = drawn @ np.array([getattr(t, level) for t in tallies])
            precision, recall = _ratio(n, records), _ratio(n, labels)
            f1 = _ratio(2 * precision * recall, precision + recall)
            by_kind[kind][level] = {"precision": precision, "recall": recall, "f1": f1}
    by_kind["mean"] = {
        level: {m: np.mean([by_kind[kind][level][m] for kind in KINDS], axis=0) for m in MEASURES} for level in LEVELS
    }
    return {
        kind: {level: {m: _bounds(values[m]) for m in MEASURES} for level, values in levels.items()}
        for kind, levels in by_kind.items()
    }


def _bounds(values: "np.ndarray") -> Interval:
    import numpy as np

    low, high = np.percentile(values, [LOW, HIGH])
    return round(float(low), 4), round(float(high), 4)
