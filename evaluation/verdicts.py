"""What labels say of all that the reading proposes and chooses: what the weights are fitted on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from evaluation.fields import Label, closeness
from evaluation.judged import verdict
from evaluation.lessons import Lesson
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
from extraction.weights import Features

KIND_OF = {"agreement": "agreements", "aid": "aid", "goal": "goals"}
OPTIONAL = 0.4
"""How much a proposal teaches that fits an optional label; it says nothing of where the threshold is best."""
ONE_READER = 0.5
"""How much a proposal teaches in a document that one coder coded."""
JUDGED = 0.7
"""How much a statement teaches that one reader judged."""
_TIE = 0.05
"""How much closer to a label one proposal must be than another to be the better one."""


@dataclass(slots=True)
class Verdicts:
    """Proposals of one choice: whether each is right and how much it teaches, with its features and its document."""

    features: list[Features] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    worth: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    of_others: list[bool] = field(default_factory=list)
    """Whether the document is by others: the threshold is set on those, where there are enough."""
    shared: list[frozenset[str] | None] = field(default_factory=list)
    """The features by which it is told whether a sentence is looked at, beside its words; None where it always is."""

    def add(self, lesson: Lesson, features: Features, told: tuple[bool, float], shared: Features | None = None) -> None:
        """Add a proposal of a document; `told` is whether it is right, and how much that teaches."""
        self.shared.append(None if shared is None else frozenset(shared))
        self.features.append(features)
        self.right.append(told[0])
        self.worth.append(told[1])
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
                    verdicts.setdefault(choice, Verdicts()).add(lesson, draft.all_features(), told, draft.shared)
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
            pairs.add(lesson, features, (same, 1.0))
    return verdicts, contests


def _teach_items(
    lesson: Lesson, analysis: Analysis, draft: AidDraft, payload: dict[str, Any], verdicts: dict[str, Verdicts]
) -> None:
    """Add the things that a right proposal's sentence names: right are those of a kind that the label has."""
    text, record = lesson.document.text, plain(payload, lesson.document.text)
    best = max(lesson.labels["aid"], key=lambda label: closeness("aid", text, label, record))
    own = verdicts.setdefault(ITEM, Verdicts())
    for item, features in item_options(analysis, draft):
        own.add(lesson, features, (item.modality in best["modalities"], 1.0))


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
