"""Fit the weights of the reading on labelled documents: half of the corpus and, where it is at hand, another folder.

python -m evaluation.fit                              # on one half of evaluation/
python -m evaluation.fit --also ../shared/realset     # and on the odd numbers of another labelled folder
python -m evaluation.fit --also ../shared/realset --ordinary ../shared/real/whitehouse_ordinary.txt
                                                      # and on a third of a list of documents with nothing to code
python -m evaluation.fit --judged ../shared/real      # and on statements of real documents that were judged by hand

Writes extraction/lexicon/weights.toml. A proposal is right where it is about the same thing as a label. One that only
fits an optional label, which one of two coders found, teaches half as much, since it costs nothing to take; one that
merely stands beside such a label teaches nothing. The same documents give the same file.
"""

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.lessons import Lesson, taught_by
from evaluation.linear import CONTEST_RIDGE, RIDGE, Rows, best_threshold, conditional, first_right, logistic
from evaluation.verdicts import OPTIONAL, Contests, Verdicts, collect
from extraction import weights
from extraction.aid_item_choice import CHOICE as ITEM
from extraction.lexicon.lists import NUMBERS
from extraction.stems import MARK as STEM
from extraction.stems import OF_SENTENCE
from extraction.weights import Features

ROUNDS = 3
"""Choices look at what was chosen before them, so the weights, of which there are none at first, are fitted again on
what they themselves lead to."""
RAREST = 3
"""A feature that fewer documents have is left out: one document may have it thirty times."""
RAREST_STEM = 8
STEM_RIDGE = 5.0
"""Of stems of words there are thousands: fewer documents must not do, and each is held that many times smaller."""
RIDGES = {"aid": 3.0, ITEM: 6.0}
"""How strongly weights are held small, where not as usual: the more features to a label, the more."""
SUREST = {"aid": 0.52, "goal": 0.53}
"""Thresholds that are no lower than this: a transfer told in several sentences needs only one of them to be taken, and
of goals one coder leaves out a third of what another codes, so that to the fit the wrong ones look cheap. Up to 0.6
F1 is level: of real goals read by hand that scored below it three in five were wrong, of those above one in eight."""
ENOUGH = 150
"""Right proposals in documents by others from which the threshold is set on those alone."""
FOLDS = 5
LOST = {"goal": 0.03}
"""Of what is right and likely, how much may stand in sentences that are not looked at. Of aid nothing: for a twentieth
of the time one found transfer in thirty was lost."""
ENOUGH_LOOKS = 40
"""Right and likely proposals from which it is set which sentences are looked at."""
SET = {ITEM: 0.5, "aid.join": 0.4}
"""Thresholds that are not fitted: of items a wrong yes costs as much as a wrong no, and two mentions held apart wrongly
make a false record, which costs a reader more than one that says too much."""
_HEAD = """# What each feature is worth where readings compete. Written by
# python -m evaluation.fit --also ../shared/realset --judged ../shared/real \\
#     --ordinary ../shared/real/whitehouse_ordinary.txt
"""


def _fold(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def _columns(rows: Iterable[tuple[str, Features]]) -> list[str]:
    """The features that enough documents have; each row comes with the name of its document."""
    told = {(name, document) for document, row in rows for name, value in row.items() if value}
    counts = Counter(name for name, _ in told)
    return sorted(name for name, count in counts.items() if count >= (RAREST_STEM if name[0] == STEM else RAREST))


def fit_verdicts(own: Verdicts, last: bool, ridge: float = RIDGE, lost: float | None = None) -> dict[str, Any]:
    """Weights, bias and threshold of a yes-or-no choice; in the last round the threshold is from folds that the weights
    did not see, of documents by others where there are enough, and so is what a sentence must speak for to be looked
    at, so that the share `lost` of what is right and likely is not."""
    columns = _columns(zip(own.names, own.features, strict=True))
    x, y = Rows.of(own.features, columns), np.array(own.right, dtype=np.float64)
    worth = np.array(own.worth)
    held = np.array([ridge * STEM_RIDGE if name[0] == STEM else ridge for name in columns])
    w = logistic(x, y, worth, held)
    table = {"bias": float(w[-1]), "threshold": 0.5, "weights": dict(zip(columns, map(float, w[:-1]), strict=True))}
    if not last:
        return table
    fold = np.array([_fold(name) for name in own.names])
    unseen, by_sentence = np.zeros(len(y)), np.zeros(len(y))
    sentences = Rows.of([_of_sentence(*row) for row in zip(own.features, own.shared, strict=True)], columns)
    for k in range(FOLDS):
        if (fold == k).any() and (fold != k).any():
            part = logistic(x.of_rows(fold != k), y[fold != k], worth[fold != k], held)
            unseen[fold == k] = 1 / (1 + np.exp(-np.clip(x.of_rows(fold == k) @ part[:-1] + part[-1], -30, 30)))
            by_sentence[fold == k] = sentences.of_rows(fold == k) @ part[:-1] + part[-1]
    others = np.array(own.of_others)
    counts = (worth > OPTIONAL) & (others if y[others].sum() >= ENOUGH else np.ones(len(y), dtype=bool))
    cut = best_threshold(unseen[counts], y[counts])
    taken = (unseen >= cut) & counts
    right = float(y[taken].sum())
    print(
        f"  {len(y)} proposals, {int(y.sum())} right; unseen: precision {right / max(1, taken.sum()):.2f} "
        f"recall {right / max(1, y[counts].sum()):.2f} at {cut}"
    )
    asked = np.array([shared is not None for shared in own.shared])
    found = by_sentence[asked & (unseen >= cut) & (y > 0)]
    if lost is None or len(found) < ENOUGH_LOOKS:
        return table | {"threshold": cut}
    least = float(np.quantile(found, lost))
    print(f"  looked at from {least:.2f}: {(by_sentence[asked] >= least).mean():.0%} of the proposals that are asked")
    return table | {"threshold": cut, "least": least}


def _of_sentence(features: Features, shared: frozenset[str] | None) -> Features:
    """What of a proposal's features its whole sentence has, by which it is decided whether that is looked at."""
    if shared is None:
        return {}
    return {name: value for name, value in features.items() if name in shared or name.startswith(OF_SENTENCE)}


def fit_contests(own: Contests, last: bool, ridge: float = CONTEST_RIDGE) -> dict[str, Any]:
    """Weights of a choice among several, by a conditional logistic regression in which several may be right; in the
    last round it is told how many are chosen rightly by weights that did not see them."""
    columns = _columns((name, row) for name, options in zip(own.names, own.options, strict=True) for row in options)

    def table(chosen: list[int]) -> tuple[Rows, NDArray[np.bool_], NDArray[np.int64]]:
        rows = [row for n in chosen for row in own.options[n]]
        marks = np.array([m for n in chosen for m in own.right[n]], dtype=bool)
        sizes = [len(own.options[n]) for n in chosen]
        return Rows.of(rows, columns), marks, np.cumsum([0, *sizes[:-1]])

    everything = list(range(len(own.options)))
    unseen = 0
    for k in range(FOLDS if last else 0):
        held = [n for n in everything if _fold(own.names[n]) == k]
        rest = [n for n in everything if _fold(own.names[n]) != k]
        if held and rest:
            x, right, starts = table(rest)
            w = conditional(x, right, starts, ridge)
            x, right, starts = table(held)
            unseen += first_right(x, w, right, starts)
    x, right, starts = table(everything)
    w = conditional(x, right, starts, ridge)
    if last:
        print(f"  {len(everything)} choices, {first_right(x, w, right, starts)} right; unseen {unseen}")
    return {"weights": dict(zip(columns, map(float, w), strict=True))}


def write(tables: dict[str, dict[str, Any]]) -> None:
    """Write the weights' file: a table a choice, its features in order in a block of lines, three decimals."""
    lines = [_HEAD]
    for choice, table in sorted(tables.items()):
        lines.append(f'\n["{choice}"]\n')
        lines += [f"{name} = {round(table[name], 3)}\n" for name in ("bias", "threshold", "least") if name in table]
        kept = {name: round(value, 3) for name, value in table["weights"].items() if abs(value) >= 0.005}
        rows = "".join(f"{name}: {value}\n" for name, value in sorted(kept.items()))
        lines.append(f"{NUMBERS} = '''\n{rows}'''\n")
    weights.FILE.write_text("".join(lines), encoding="utf-8")
    weights.forget()


def fit(taught: list[Lesson]) -> None:
    """Fit all choices and write the file; what it held before plays no part."""
    write({})
    for n in range(ROUNDS):
        last = n == ROUNDS - 1
        verdicts, contests = collect(taught)
        tables: dict[str, dict[str, Any]] = {}
        for name, own in sorted(contests.items()):
            if last:
                print(name)
            tables[name] = fit_contests(own, last)
        for name, told in sorted(verdicts.items()):
            if last:
                print(name)
            tables[name] = fit_verdicts(told, last, RIDGES.get(name, RIDGE), LOST.get(name))
            tables[name]["threshold"] = max(tables[name]["threshold"], SUREST.get(name, 0.0))
            tables[name]["threshold"] = SET.get(name, tables[name]["threshold"])
        write(tables)


def main() -> int:
    """Fit on what the arguments name."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--also", type=Path, help="a further labelled folder; its odd numbers are used")
    cli.add_argument("--ordinary", type=Path, help="a list of documents with nothing to code")
    cli.add_argument("--judged", type=Path, help="the folder of the documents that judged.json and coded.json speak of")
    arguments = cli.parse_args()
    taught = taught_by(arguments.also, arguments.ordinary, arguments.judged)
    print(f"{len(taught)} documents")
    fit(taught)
    return 0


if __name__ == "__main__":
    sys.exit(main())
