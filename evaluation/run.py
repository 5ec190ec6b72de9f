"""Run the reading over a folder of labelled documents and measure it."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.corpus import CORPUS as CORPUS
from evaluation.corpus import HALVES, Labelled, Part, half_of, labelled
from evaluation.intervals import RESAMPLES, SEED, intervals
from evaluation.measure import DocumentScore, Score, measure_document
from extraction.compiled import reads_with
from flows.extract import extract_paths
from flows.process import extractor_named
from schemas.export import exported

if TYPE_CHECKING:
    from extraction.extractor import Extractor


@dataclass(frozen=True, slots=True)
class Report:
    """The measure of a folder."""

    folder: Path
    part: Part
    extractor: str
    score: Score
    seconds: float
    """Time that reading and extracting took, without that of loading what they need."""

    @property
    def faults(self) -> list[str]:
        """What is wrong with the evidence of records."""
        return self.score.faults

    @property
    def documents_per_second(self) -> float:
        """Documents read and extracted in a second, in this process."""
        return len(self.score.documents) / self.seconds if self.seconds else 0.0

    def as_dict(self) -> dict[str, Any]:
        """The report in plain types: the figures of the scorer, then those by language and half, and how far they go.

        Intervals are [low, high] by kind ('mean' over the kinds), level and measure.
        """
        score = self.score
        split = {language: score.of_language(language) for language in score.languages}
        halves = {half: score.where(lambda d, half=half: half_of(d.name) == half) for half in HALVES}  # type: ignore[misc]
        return score.as_dict() | {
            "folder": str(self.folder),
            "part": str(self.part) or "all",
            "extractor": self.extractor,
            "documents": len(score.documents),
            "read_by": reads_with(),
            "documents_per_second": round(self.documents_per_second, 1),
            "bootstrap": {"seed": SEED, "resamples": RESAMPLES, "percent": 95},
            "intervals": intervals(score),
            "languages": {name: _with_intervals(part) for name, part in split.items()},
            "halves": {name: _with_intervals(part) for name, part in halves.items() if part.documents},
        }


def _with_intervals(score: Score) -> dict[str, Any]:
    own = {name: value for name, value in score.as_dict().items() if name not in ("rows", "faults")}
    return own | {"documents": len(score.documents), "intervals": intervals(score)}


def evaluate(folder: Path, part: Part | None = None, extractor: str = "grammar") -> Report:
    """Read and extract the labelled documents of a folder (texts/, labels/), or of a part of it, and measure them.

    A document that cannot be read counts as one without records. Raises ExtractError where the folder has no labels
    or a file of it cannot be read, ExtractorError for an extractor that there is not.
    """
    part = part or Part()
    documents = list(labelled(folder, part))
    by = extractor_named(extractor)
    _warm(documents, by)
    scores: list[DocumentScore] = []
    seconds = 0.0
    for one in documents:
        started = time.perf_counter()
        output = _output(one.path, by)
        seconds += time.perf_counter() - started
        scores.append(measure_document(one.name, one.text, one.gold, output))
    return Report(folder, part, f"{by.name} {by.version}", Score(tuple(scores)), seconds)


def _warm(documents: list[Labelled], extractor: "Extractor") -> None:
    """Read one document of each language, so that the time of loading what it needs is not that of reading."""
    first = {one.gold.get("language"): one for one in reversed(documents)}
    for one in first.values():
        _output(one.path, extractor)


def _output(path: Path, extractor: "Extractor") -> dict[str, Any]:
    for one in extract_paths([path], extractor):
        if one.outcome is not None and one.outcome.document is not None:
            return exported(one.outcome.document, one.outcome.records)
    return {}
