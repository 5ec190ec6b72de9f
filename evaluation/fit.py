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
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.fields import Label, closeness
from evaluation.judged import verdict
from evaluation.lessons import Lesson, taught_by
from evaluation.linear import CONTEST_RIDGE, RIDGE, Vector, best_threshold, conditional, first_right, logistic
from evaluation.teachers import RIGHT, right_options
from extraction import weights
from extraction.aid_draft import AidDraft
from extraction.aid_item_choice import CHOICE as ITEM
from extraction.aid_item_choice import item_options
from extraction.aid_merge import pair_features
from extraction.aid_retold import GENERAL
from extraction.analyse import analyse
from extraction.analysis import Analysis
from extraction.drafts import Draft
from extraction.extractor import Candidate
from extraction.grammar import proposals
from extraction.lexicon.lists import NUMBERS
from extraction.weights import Features

KIND_OF = {"agreement": "agreements", "aid": "aid", "goal": "goals"}
ROUNDS = 3
"""Choices look at what was chosen before them, so the weights, of which there are none at first, are fitted again on
what they themselves lead to."""
RAREST = 3
"""A feature that fewer documents have is left out: one document may have it thirty times."""
RIDGES = {"aid": 3.0}
"""How strongly weights are held small, where not as usual: the more features to a label, the more."""
SUREST = {"aid": 0.56}
"""Thresholds that are no lower than this: a transfer told in several sentences needs only one of them to be taken."""
OPTIONAL = 0.4
"""How much a proposal teaches that fits an optional label; it says nothing of where the threshold is best."""
ENOUGH = 150
"""Right proposals in documents by others from which the threshold is set on those alone."""
ONE_READER = 0.5
"""How much a proposal teaches in a document that one coder coded."""
JUDGED = 0.7
"""How much a statement teaches that one reader judged."""
_TIE = 0.05
"""How much closer to a label one proposal must be than another to be the better one."""
FOLDS = 5
EVEN = frozenset({"aid.join", ITEM})
"""Choices in which a wrong yes costs as much as a wrong no."""
_HEAD = """# What each feature is worth where readings compete. Written by
# python -m evaluation.fit --also ../shared/realset --judged ../shared/real \\
#     --ordinary ../shared/real/whitehouse_ordinary.txt
"""


@dataclass(slots=True)
class Verdicts:
    """Proposals of one choice: whether each is right and how much it teaches, with its features and its document."""

    features: list[Features] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    worth: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    of_others: list[bool] = field(default_factory=list)
    """Whether the document is by others: the threshold is set on those, where there are enough."""

    def add(self, lesson: Lesson, features: Features, right: bool, worth: float = 1.0) -> None:
        """Add a proposal of a document."""
        self.features.append(features)
        self.right.append(right)
        self.worth.append(worth)
        self.names.append(lesson.name)
        self.of_others.append(lesson.of_others)


@dataclass(slots=True)
class Contests:
    """Competing readings of one choice: for each the options' features and which of them are right."""

    options: list[list[Features]] = field(default_factory=list)
    right: list[list[bool]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def plain(payload: dict[str, Any], text: str) -> dict[str, Any]:
    """A candidate's payload as the measure reads records."""
    spans = [span | {"quote": text[span["start"] : span["end"]]} for span in payload["evidence"]]
    record: dict[str, Any] = json.loads(json.dumps(payload | {"evidence": spans}, default=str))
    if record.get("amount") is not None:
        record["amount"] = float(record["amount"])
    if (record.get("target") or {}).get("value") is not None:
        record["target"]["value"] = float(record["target"]["value"])
    return record


def _fits(
    kind: str, lesson: Lesson, analysis: Analysis, draft: Draft, payload: dict[str, Any]
) -> tuple[bool, float] | None:
    """Whether a proposal is about the same thing as a label, and how much that teaches; None where it can't be told."""
    if lesson.marks is not None:
        span = next(e for e in payload["evidence"] if e["field"] == "statement")
        right = verdict(lesson.marks, span["start"], span["end"])
        return None if right is None else (right, JUDGED)
    text = lesson.document.text
    record = plain(payload, text)
    fitting = [label for label in lesson.labels[kind] if closeness(kind, text, label, record) > 0]
    if fitting:
        required = any(not label.get("optional") for label in fitting)
        if lesson.one_reader:
            return (True, ONE_READER) if required else None
        return True, 1.0 if required else OPTIONAL
    if _near_optional(kind, lesson, analysis, draft) or _told_again(lesson, draft):
        return None
    return False, ONE_READER if lesson.one_reader else 1.0


def _told_again(lesson: Lesson, draft: Draft) -> bool:
    """Whether a mention may tell of a labelled transfer once more, the same sides and things: it is joined to that and
    costs nothing."""
    if not isinstance(draft, AidDraft):
        return False
    things = {item.modality for item in draft.items} - GENERAL
    return any(
        RIGHT["aid.sides"](label, (draft.donors, draft.recipients))
        and (draft.money is None or label.get("amount") in (None, float(draft.money.amount)))
        and things & set(label.get("modalities", ()))
        for label in lesson.labels["aid"]
    )


def _near_optional(kind: str, lesson: Lesson, analysis: Analysis, draft: Draft) -> bool:
    return any(label.get("optional") for label in labels_at(lesson, analysis, draft.sentence, kind))


def labels_at(lesson: Lesson, analysis: Analysis, sentence: int, kind: str) -> list[Label]:
    """The labels whose anchor lies in a sentence."""
    own = analysis.clues[sentence].sentence
    start, end = analysis.reading.span(own.start, own.end)
    text = lesson.document.text
    found = []
    for label in lesson.labels[kind]:
        at = text.find(label["anchor"])
        if at < end and start < at + len(label["anchor"]):
            found.append(label)
    return found


def _outdone(lesson: Lesson, found: list[tuple[str, Draft, Candidate]]) -> set[int]:
    """Of the proposals of goals, by their number, those that fit labels, but each less than another proposal does.

    Goals are proposed inside one another ('efforts to build' in 'plans to continue efforts to build'), and which of
    them is the goal is what is to be learnt.
    """
    if lesson.marks is not None:
        return set()
    text, labels = lesson.document.text, lesson.labels["goals"]
    fits: dict[int, dict[int, float]] = {}
    best: dict[int, float] = {}
    for number, (choice, _, candidate) in enumerate(found):
        if choice != "goal" or not labels:
            continue
        record = plain(candidate.payload, text)
        for n, label in enumerate(labels):
            value = closeness("goals", text, label, record)
            if value > 0:
                fits.setdefault(number, {})[n] = value
                best[n] = max(best.get(n, 0.0), value)
    return {number for number, own in fits.items() if all(value < best[n] - _TIE for n, value in own.items())}


def collect(taught: list[Lesson]) -> tuple[dict[str, Verdicts], dict[str, Contests]]:
    """All proposals and choices of some documents with what the labels say of them."""
    verdicts: dict[str, Verdicts] = {}
    contests: dict[str, Contests] = {}
    for lesson in taught:
        analysis = analyse(lesson.document)
        drafts: list[tuple[AidDraft, Candidate]] = []
        found = list(proposals(analysis))
        outdone = _outdone(lesson, found)
        for number, (choice, draft, candidate) in enumerate(found):
            kind = KIND_OF[choice]
            if choice != (lesson.only or choice):
                continue
            if isinstance(draft, AidDraft) and draft.score >= weights.threshold("aid"):
                drafts.append((draft, candidate))
            if draft.features and number not in outdone:
                told = _fits(kind, lesson, analysis, draft, candidate.payload)
                if told is not None:
                    verdicts.setdefault(choice, Verdicts()).add(lesson, draft.features, *told)
                    if told[0] and isinstance(draft, AidDraft):
                        _teach_items(lesson, analysis, draft, candidate.payload, verdicts)
            labels = labels_at(lesson, analysis, draft.sentence, kind)
            for made in draft.choices:
                marks = right_options(made, labels)
                if any(marks) and not all(marks):
                    contest = contests.setdefault(made.name, Contests())
                    contest.options.append([dict(features) for _, features in made.options])
                    contest.right.append(marks)
                    contest.names.append(lesson.name)
        pairs = verdicts.setdefault("aid.join", Verdicts())
        for features, same in _pairs(lesson, analysis, drafts):
            pairs.add(lesson, features, same)
    return verdicts, contests


def _teach_items(
    lesson: Lesson, analysis: Analysis, draft: AidDraft, payload: dict[str, Any], verdicts: dict[str, Verdicts]
) -> None:
    """Add the things that a right proposal's sentence names: right are those of a kind that the label has."""
    text, record = lesson.document.text, plain(payload, lesson.document.text)
    best = max(lesson.labels["aid"], key=lambda label: closeness("aid", text, label, record))
    own = verdicts.setdefault(ITEM, Verdicts())
    for item, features in item_options(analysis, draft):
        own.add(lesson, features, item.modality in best["modalities"])


def _pairs(
    lesson: Lesson, analysis: Analysis, drafts: list[tuple[AidDraft, Candidate]]
) -> Iterator[tuple[Features, bool]]:
    """Pairs of mentions of transfers whose labels are known, and whether they are of one."""
    told: list[tuple[AidDraft, int]] = []
    text = lesson.document.text
    labels = lesson.labels["aid"]
    for draft, candidate in drafts:
        record = plain(candidate.payload, text)
        ranked = sorted(((closeness("aid", text, label, record), -n) for n, label in enumerate(labels)), reverse=True)
        if ranked and ranked[0][0] > 0:
            told.append((draft, -ranked[0][1]))
            continue
        alike = [n for n, label in enumerate(labels) if RIGHT["aid.sides"](label, (draft.donors, draft.recipients))]
        if len(alike) == 1:
            told.append((draft, alike[0]))
    for n, (new, label) in enumerate(told):
        for old, other in told[:n]:
            yield pair_features(analysis, old, new), label == other


def _fold(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def _columns(rows: Iterable[tuple[str, Features]]) -> list[str]:
    """The features that enough documents have; each row comes with the name of its document."""
    told = {(name, document) for document, row in rows for name, value in row.items() if value}
    counts = Counter(name for name, _ in told)
    return sorted(name for name, count in counts.items() if count >= RAREST)


def _matrix(rows: list[Features], columns: list[str]) -> Vector:
    place = {name: n for n, name in enumerate(columns)}
    matrix = np.zeros((len(rows), len(columns)))
    for i, row in enumerate(rows):
        for name, value in row.items():
            if name in place:
                matrix[i, place[name]] = value
    return matrix


def fit_verdicts(own: Verdicts, last: bool, ridge: float = RIDGE) -> dict[str, Any]:
    """Weights, bias and threshold of a yes-or-no choice; in the last round the threshold is from folds that the weights
    did not see, of documents by others where there are enough."""
    columns = _columns(zip(own.names, own.features, strict=True))
    x, y = _matrix(own.features, columns), np.array(own.right, dtype=np.float64)
    worth = np.array(own.worth)
    w = logistic(x, y, worth, ridge)
    table = {"bias": float(w[-1]), "threshold": 0.5, "weights": dict(zip(columns, map(float, w[:-1]), strict=True))}
    if not last:
        return table
    fold = np.array([_fold(name) for name in own.names])
    unseen = np.zeros(len(y))
    for k in range(FOLDS):
        if (fold == k).any() and (fold != k).any():
            part = logistic(x[fold != k], y[fold != k], worth[fold != k], ridge)
            unseen[fold == k] = 1 / (1 + np.exp(-np.clip(x[fold == k] @ part[:-1] + part[-1], -30, 30)))
    others = np.array(own.of_others)
    counts = (worth > OPTIONAL) & (others if y[others].sum() >= ENOUGH else np.ones(len(y), dtype=bool))
    cut = best_threshold(unseen[counts], y[counts])
    taken = (unseen >= cut) & counts
    right = float(y[taken].sum())
    print(
        f"  {len(y)} proposals, {int(y.sum())} right; unseen: precision {right / max(1, taken.sum()):.2f} "
        f"recall {right / max(1, y[counts].sum()):.2f} at {cut}"
    )
    return table | {"threshold": cut}


def fit_contests(own: Contests, last: bool, ridge: float = CONTEST_RIDGE) -> dict[str, Any]:
    """Weights of a choice among several, by a conditional logistic regression in which several may be right; in the
    last round it is told how many are chosen rightly by weights that did not see them."""
    columns = _columns((name, row) for name, options in zip(own.names, own.options, strict=True) for row in options)

    def table(chosen: list[int]) -> tuple[Vector, NDArray[np.bool_], NDArray[np.int64]]:
        rows = [row for n in chosen for row in own.options[n]]
        marks = np.array([m for n in chosen for m in own.right[n]], dtype=bool)
        sizes = [len(own.options[n]) for n in chosen]
        return _matrix(rows, columns), marks, np.cumsum([0, *sizes[:-1]])

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
        lines += [f"{name} = {round(table[name], 3)}\n" for name in ("bias", "threshold") if name in table]
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
            tables[name] = fit_verdicts(told, last, RIDGES.get(name, RIDGE))
            tables[name]["threshold"] = max(tables[name]["threshold"], SUREST.get(name, 0.0))
            if name in EVEN:
                tables[name]["threshold"] = 0.5
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
