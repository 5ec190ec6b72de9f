"""What teaches the weights: labelled, judged and ordinary documents, and golden sentences."""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evaluation.coded import FILE as CODED
from evaluation.coded import coded
from evaluation.corpus import CORPUS, half_of
from evaluation.documents import document_at, document_of
from evaluation.fields import KINDS, Label
from evaluation.judged import Marks, judged
from schemas.document import Document

EVERY = 3
"""Of ordinary documents each third teaches."""
TOLD = (
    "2021-08-27-readout-of-president-joseph-r-biden-jr-s-meeting-with-prime-minister-naftali-bennett-of-israel",
    "2021-09-09-re-launching-the-u-s-mexico-high-level-economic-dialogue-hled",
    "2022-03-24-statement-by-press-secretary-jen-psaki-on-the-democratic-peoples-republic-of-koreas",
    "2022-09-23-g7-leaders-statement",
    "2022-11-12-asean-u-s-leaders-statement",
    "2023-05-19-g7-leaders-statement-on-ukraine",
)
"""How those of them begin that do tell of goals when they are read, though they were picked as telling of nothing."""
PRACTICE = CORPUS / "practice"
"""Documents written to teach: they are not measured."""
GOLDEN = CORPUS.parent / "tests" / "golden"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document with its labels."""

    name: str
    document: Document
    labels: dict[str, list[Label]]
    marks: Marks | None = None
    """Statements judged by hand, where there are no labels."""
    one_reader: bool = False
    """Whether one coder alone said what is optional: that teaches nothing."""
    only: str = ""
    """The one choice that it teaches; all where it is empty."""
    of_others: bool = False
    """Whether others wrote it, for readers: what was written to teach is plainer, or harder, than what comes."""


def lessons(folder: Path, wanted: Iterable[str] | None = None) -> list[Lesson]:
    """The labelled documents of a folder, in the order of their ids; `wanted` picks some. What a label file calls
    `untold` its labels do not teach."""
    found = []
    chosen = None if wanted is None else set(wanted)
    for path in sorted((folder / "labels").glob("*.json")):
        if chosen is not None and path.stem not in chosen:
            continue
        labels = json.loads(path.read_text("utf-8"))
        document = document_at(folder / "texts" / f"{path.stem}.txt")
        if document is not None:
            untold = {"untold": labels["untold"]} if "untold" in labels else {}
            found.append(Lesson(path.stem, document, {k: [label | untold for label in labels[k]] for k in KINDS}))
    return found


def ordinary(folder: Path, names: list[str], every: int) -> list[Lesson]:
    """Documents that have nothing to code, as lessons without labels: each `every`th of the names given."""
    found = []
    for name in names[::every]:
        document = document_at(folder / name)
        if document is not None and not name.startswith(TOLD):
            found.append(Lesson(name, document, {kind: [] for kind in KINDS}, of_others=True))
    return found


def golden() -> list[Lesson]:
    """The golden sentences, written for the project, as lessons."""
    found = []
    for n, case in enumerate(_cases("agreements")):
        concluded = [
            {"anchor": case["text"].strip(), "countries": codes, "party_names": [], "topics": []}
            | {"instrument": instrument, "stage": stage, "date": date or None}
            for codes, instrument, stage, date in case["expect"]
        ]
        found.append(_of_sentence(f"golden-agreement-{n}", case, "agreements", concluded, "agreement"))
    for n, case in enumerate(_cases("goals")):
        goals = [
            {"anchor": words, "statement": words, "holder_countries": codes, "horizon": horizon or None}
            for codes, words, horizon in case["expect"]
        ]
        found.append(_of_sentence(f"golden-{n}", case, "goals", goals, "goal"))
    for n, case in enumerate(_cases("aid")):
        told = [[*wanted, case["text"].strip()][:7] for wanted in case["expect"]]
        if len(told) > 1 and len(case["expect"][0]) < 7:
            continue
        transfers = [
            {"anchor": anchor, "donor_countries": donors, "recipient_countries": recipients, "donor_names": []}
            | {"recipient_names": [], "stage": stage, "terms": terms, "modalities": modalities, "basis": "event"}
            | {"amount": amount or None, "untold": ["date", "basis"]}
            for donors, recipients, stage, terms, modalities, amount, anchor in told
        ]
        found.append(_of_sentence(f"golden-aid-{n}", case, "aid", transfers, "aid"))
    return found


def _cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = tomllib.loads((GOLDEN / f"{name}.toml").read_text("utf-8"))["case"]
    return cases


def _of_sentence(name: str, case: dict[str, Any], kind: str, labels: list[Label], only: str) -> Lesson:
    document = document_of(case["text"].strip(), {"url": name, "language": case["lang"]})
    return Lesson(name, document, {k: labels if k == kind else [] for k in KINDS}, only=only)


def taught_by(also: Path | None, listed: Path | None, real: Path | None) -> list[Lesson]:
    """All lessons: half a of the corpus, what was written to teach, golden sentences, and what of others is at hand.

    `also` is a further labelled folder of which the odd numbers teach, `listed` a list of documents with nothing to
    code, `real` the folder of the documents that judged.json and coded.json speak of.
    """
    ids = [path.stem for path in sorted((CORPUS / "labels").glob("*.json"))]
    taught = lessons(CORPUS, [name for name in ids if half_of(name) == "a"])
    taught += [replace(lesson, one_reader=True) for lesson in lessons(PRACTICE)]
    if also is not None:
        others = [path.stem for path in sorted((also / "labels").glob("*.json"))]
        odd = lessons(also, [name for name in others if int(name[-1]) % 2])
        taught += [replace(lesson, of_others=True) for lesson in odd]
    if listed is not None:
        folder = listed.with_name(listed.stem.rpartition("_")[0])
        taught += ordinary(folder, listed.read_text("utf-8").split(), EVERY)
    if real is not None:
        none: dict[str, list[Label]] = {kind: [] for kind in KINDS}
        taught += [
            Lesson(name, document, none, marks, only="goal", of_others=True) for name, document, marks in judged(real)
        ]
        if CODED.exists():
            taught += [
                Lesson(name, document, labels, None, True, of_others=True) for name, document, labels in coded(real)
            ]
    return taught + golden()
