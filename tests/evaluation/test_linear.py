"""The fitting of linear weights, against what is known of the data."""

import numpy as np

from evaluation.linear import Rows, best_threshold, conditional, first_right, logistic

FEATURES = [{"a": 1.0, "b": 2.0}, {}, {"b": -1.0, "unknown": 9.0}, {"a": 3.0}]
DENSE = np.array([[1.0, 2.0], [0.0, 0.0], [0.0, -1.0], [3.0, 0.0]])


def test_sparse_rows_multiply_as_the_full_matrix_does() -> None:
    rows = Rows.of(FEATURES, ["a", "b"])
    w, v = np.array([0.5, -2.0]), np.array([1.0, 2.0, 3.0, 4.0])
    assert (rows @ w).tolist() == (DENSE @ w).tolist()
    assert rows.back(v).tolist() == (DENSE.T @ v).tolist()


def test_some_of_the_rows_keep_their_order() -> None:
    kept = np.array([True, False, True, True])
    w = np.array([1.0, 10.0])
    assert (Rows.of(FEATURES, ["a", "b"]).of_rows(kept) @ w).tolist() == (DENSE[kept] @ w).tolist()


def test_no_features_at_all_give_rows_of_nothing() -> None:
    rows = Rows.of([{}, {}], [])
    assert (rows @ np.zeros(0)).tolist() == [0.0, 0.0]


def test_a_logistic_regression_finds_the_share_of_each_group() -> None:
    """Without a ridge the fitted probability of a group is its share: 3 of 4 with the feature, 1 of 5 without."""
    rows = Rows.of([{"told": 1.0}] * 4 + [{}] * 5, ["told"])
    y = np.array([1.0, 1, 1, 0, 1, 0, 0, 0, 0])
    w = logistic(rows, y, np.ones(9), np.array([1e-6]))
    told, untold = 1 / (1 + np.exp(-(w[0] + w[1]))), 1 / (1 + np.exp(-w[1]))
    assert abs(told - 0.75) < 0.01
    assert abs(untold - 0.2) < 0.01


def test_rows_that_are_worth_nothing_teach_nothing() -> None:
    rows = Rows.of([{"told": 1.0}] * 4 + [{}] * 4, ["told"])
    y, worth = np.array([1.0, 0, 1, 0, 0, 1, 0, 1]), np.array([1.0, 0, 1, 0, 1, 0, 1, 0])
    w = logistic(rows, y, worth, np.array([0.1]))
    assert w[0] > 1


def test_a_stronger_ridge_holds_its_weight_smaller() -> None:
    rows = Rows.of([{"free": 1.0, "held": 1.0}] * 6 + [{}] * 6, ["free", "held"])
    w = logistic(rows, np.array([1.0] * 6 + [0.0] * 6), np.ones(12), np.array([1.0, 5.0]))
    assert w[0] > 3 * w[1] > 0


def test_a_choice_learns_which_option_is_right() -> None:
    rows = Rows.of([{"near": 1.0}, {"far": 1.0}, {"far": 1.0}, {"near": 1.0}, {}], ["far", "near"])
    right, starts = np.array([True, False, False, True, False]), np.array([0, 2])
    w = conditional(rows, right, starts, 0.1)
    assert w[1] > w[0]
    assert first_right(rows, w, right, starts) == 2


def test_the_threshold_misses_as_much_as_it_takes_wrongly() -> None:
    probability = np.array([0.95, 0.9, 0.725, 0.705, 0.5, 0.46])
    y = np.array([1.0, 1, 1, 0, 0, 0])
    assert 0.705 < best_threshold(probability, y) <= 0.725
