"""What the fit says beside the weights: from what on a sentence is looked at."""

import pytest

from evaluation import fit
from evaluation.verdicts import Verdicts
from extraction.stems import OF_SENTENCE
from extraction.weights import Features


def _proposals(count: int, asked: bool) -> Verdicts:
    """Proposals of which those are right whose sentence has a word of the field; a tenth of the rest has one too."""
    own = Verdicts()
    for n in range(count):
        right = n % 2 == 0
        features: Features = {"own": float(right)}
        if right or n % 20 == 1:
            features[f"{OF_SENTENCE}field"] = 1.0
        if n % 3 == 0:
            features["shared"] = 1.0
        own.features.append(features)
        own.right.append(right)
        own.worth.append(1.0)
        own.names.append(f"document {n}")
        own.of_others.append(True)
        own.shared.append(frozenset({"shared"}) if asked else None)
    return own


def test_a_sentence_is_looked_at_where_what_it_speaks_for_keeps_what_is_right() -> None:
    own = _proposals(400, asked=True)
    table = fit.fit_verdicts(own, last=True, lost=0.01)
    weights = table["weights"]
    sums = [
        table["bias"] + weights.get(f"{OF_SENTENCE}field", 0.0) * (f"{OF_SENTENCE}field" in row)
        + weights.get("shared", 0.0) * ("shared" in row)
        for row in own.features
    ]  # fmt: skip
    right = [total for total, told in zip(sums, own.right, strict=True) if told]
    wrong = [total for total, told in zip(sums, own.right, strict=True) if not told]
    # The bound is from weights of folds, so it lies near these sums and not on one of them.
    assert sum(total >= table["least"] - 0.3 for total in right) >= 0.98 * len(right)
    assert sum(total < table["least"] - 0.3 for total in wrong) >= 0.8 * len(wrong)


def test_there_is_no_such_bound_where_no_sentence_is_asked_or_too_few_are() -> None:
    assert "least" not in fit.fit_verdicts(_proposals(400, asked=False), last=True, lost=0.01)
    assert "least" not in fit.fit_verdicts(_proposals(40, asked=True), last=True, lost=0.01)


def test_the_weights_file_keeps_the_bound(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("weights") / "weights.toml"
    monkeypatch.setattr(fit.weights, "FILE", file)
    fit.write({"aid": {"bias": -1.0, "threshold": 0.5, "least": -2.34567, "weights": {"a": 1.0}}})
    assert "least = -2.346\n" in file.read_text("utf-8")
