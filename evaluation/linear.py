"""Fitting linear weights: ridge logistic regressions for a yes or no, and for a choice among several."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

RIDGE = 1.0
CONTEST_RIDGE = 3.0
"""Chosen by the choices of documents that the weights did not see."""
LEAST = 0.45
"""No threshold is lower: a record drawn from nothing costs a reader more than one that is missed."""
Vector = NDArray[np.float64]


def logistic(x: Vector, y: Vector, worth: Vector, ridge: float = RIDGE) -> Vector:
    """Weights of a ridge logistic regression, the last the bias, by Newton's method; `worth` weighs the rows."""
    full = np.hstack([x, np.ones((len(x), 1))])
    penalty = np.full(full.shape[1], ridge)
    penalty[-1] = 1e-3
    w = np.zeros(full.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(full @ w, -30, 30)))
        gradient = full.T @ (worth * (p - y)) + penalty * w
        hessian = (full * (worth * p * (1 - p))[:, None]).T @ full + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-7:
            break
    return w


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


def conditional(x: Vector, right: NDArray[np.bool_], starts: NDArray[np.int64], ridge: float) -> Vector:
    """Weights of a conditional logistic regression; `starts` is where each choice's options begin."""
    owner = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(x))))

    def objective(w: Vector) -> tuple[float, Vector]:
        scores = x @ w
        scores -= np.maximum.reduceat(scores, starts)[owner]
        p = np.exp(scores)
        p /= np.add.reduceat(p, starts)[owner]
        q = np.where(right, p, 0)
        mass = np.maximum(np.add.reduceat(q, starts), 1e-300)
        q /= mass[owner]
        return float(-np.log(mass).sum() + ridge / 2 * (w @ w)), x.T @ (p - q) + ridge * w

    return minimum(objective, x.shape[1])


def first_right(x: Vector, w: Vector, right: NDArray[np.bool_], starts: NDArray[np.int64]) -> int:
    """How many choices have a right option first by the weights."""
    ends = np.append(starts[1:], len(x))
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
