"""Fitting linear weights: ridge logistic regressions for a yes or no, and for a choice among several."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RIDGE = 1.0
CONTEST_RIDGE = 3.0
"""Chosen by the choices of documents that the weights did not see."""
LEAST = 0.45
"""No threshold is lower: a record drawn from nothing costs a reader more than one that is missed."""
_FREE = 1e-3
"""The ridge of the bias."""
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """A sparse matrix: its entries by row, column and value, the rows in order."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Vector
    height: int
    width: int

    @classmethod
    def of(cls, features: Sequence[Mapping[str, float]], columns: Sequence[str]) -> "Rows":
        """The matrix of rows of features, of which those that are a column are kept."""
        place = {name: n for n, name in enumerate(columns)}
        found = [
            (row, place[name], value)
            for row, own in enumerate(features)
            for name, value in own.items()
            if name in place
        ]
        rows, at, values = zip(*found, strict=True) if found else ((), (), ())
        return cls(
            np.array(rows, np.int64), np.array(at, np.int64), np.array(values, float), len(features), len(columns)
        )

    def __matmul__(self, w: Vector) -> Vector:
        """The weighted sum of each row."""
        return np.bincount(self.rows, self.values * w[self.columns], self.height).astype(np.float64)

    def back(self, v: Vector) -> Vector:
        """The sum of each column, its entries weighed by what the rows have in `v`."""
        return np.bincount(self.columns, self.values * v[self.rows], self.width).astype(np.float64)

    def of_rows(self, kept: NDArray[np.bool_]) -> "Rows":
        """The matrix of some of the rows."""
        number = np.cumsum(kept) - 1
        own = kept[self.rows]
        return Rows(number[self.rows[own]], self.columns[own], self.values[own], int(kept.sum()), self.width)


def logistic(x: Rows, y: Vector, worth: Vector, ridge: Vector) -> Vector:
    """Weights of a ridge logistic regression, the last the bias; `worth` weighs rows, `ridge` squares of weights."""
    sign = np.where(y > 0, 1.0, -1.0)

    def objective(w: Vector) -> tuple[float, Vector]:
        margin = sign * (x @ w[:-1] + w[-1])
        slope = -sign * worth / (1 + np.exp(np.clip(margin, -30, 30)))
        value = float(worth @ np.logaddexp(0, -margin) + (ridge @ w[:-1] ** 2 + _FREE * w[-1] ** 2) / 2)
        return value, np.append(x.back(slope) + ridge * w[:-1], slope.sum() + _FREE * w[-1])

    return minimum(objective, x.width + 1)


def minimum(objective: Callable[[Vector], tuple[float, Vector]], size: int) -> Vector:
    """Where a smooth convex objective (value, gradient) is least: L-BFGS from zero (Nocedal and Wright 2006, 7.4)."""
    w = np.zeros(size)
    value, gradient = objective(w)
    steps: list[Vector] = []
    changes: list[Vector] = []
    for _ in range(300):
        direction = gradient.copy()
        alphas = []
        for s, y in zip(reversed(steps), reversed(changes), strict=True):
            alphas.append(float(s @ direction / (s @ y)))
            direction -= alphas[-1] * y
        if steps:
            direction *= float(steps[-1] @ changes[-1] / (changes[-1] @ changes[-1]))
        for s, y, alpha in zip(steps, changes, reversed(alphas), strict=True):
            direction += (alpha - float(y @ direction / (s @ y))) * s
        length = 1.0 if steps else 1.0 / max(1.0, float(np.abs(gradient).max()))
        slope = float(gradient @ direction)
        while True:
            new = w - length * direction
            new_value, new_gradient = objective(new)
            if new_value <= value - 1e-4 * length * slope or length < 1e-10:
                break
            length /= 2
        if (new - w) @ (new_gradient - gradient) > 1e-12:
            steps.append(new - w)
            changes.append(new_gradient - gradient)
            del steps[:-10], changes[:-10]
        w, value, gradient = new, new_value, new_gradient
        if float(np.abs(gradient).max()) < 1e-4:
            break
    return w


def conditional(x: Rows, right: NDArray[np.bool_], starts: NDArray[np.int64], ridge: float) -> Vector:
    """Weights of a conditional logistic regression; `starts` is where each choice's options begin."""
    owner = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, x.height)))

    def objective(w: Vector) -> tuple[float, Vector]:
        scores = x @ w
        scores -= np.maximum.reduceat(scores, starts)[owner]
        p = np.exp(scores)
        p /= np.add.reduceat(p, starts)[owner]
        q = np.where(right, p, 0)
        mass = np.maximum(np.add.reduceat(q, starts), 1e-300)
        q /= mass[owner]
        return float(-np.log(mass).sum() + ridge / 2 * (w @ w)), x.back(p - q) + ridge * w

    return minimum(objective, x.width)


def first_right(x: Rows, w: Vector, right: NDArray[np.bool_], starts: NDArray[np.int64]) -> int:
    """How many choices have a right option first by the weights."""
    ends = np.append(starts[1:], x.height)
    scores = x @ w
    return sum(bool(right[a + int(np.argmax(scores[a:b]))]) for a, b in zip(starts, ends, strict=True))


def best_threshold(probability: Vector, y: Vector) -> float:
    """Of the thresholds, in steps of a hundredth, whose F1 is within two hundredths of the best, the one that misses as
    much as it takes wrongly: with few proposals the very best is chance."""
    scores: list[tuple[float, float, float]] = []
    for cut in np.arange(LEAST, 0.75, 0.01):
        taken = probability >= cut
        right = float(y[taken].sum())
        total = float(taken.sum() + y.sum())
        uneven = abs(float(taken.sum()) - float(y.sum()))
        scores.append((2 * right / total if total else 0.0, uneven, float(cut)))
    best = max(score for score, _, _ in scores)
    level = [(uneven, abs(cut - 0.5), cut) for score, uneven, cut in scores if score >= best - 0.02]
    return round(min(level)[2], 2)
