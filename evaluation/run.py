"""Run the reading over a folder of labelled documents and measure it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.measure import LEVELS, Score, add_document
from flows.errors import ExtractError
from flows.extract import extract_paths
from schemas.export import exported

if TYPE_CHECKING:
    from rich.console import Console

CORPUS = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Report:
    """The measure of a folder."""

    folder: Path
    score: Score
    documents: int

    @property
    def faults(self) -> list[str]:
        """What is wrong with the evidence of records."""
        return self.score.faults

    def to_json(self) -> str:
        """The report as JSON."""
        return json.dumps(self.score.as_dict(), ensure_ascii=False, indent=1)

    def render(self, console: "Console", *, per_document: bool = False) -> None:
        """Print the report as tables."""
        from rich.table import Table

        table = Table(title=f"{self.folder}: {self.documents} documents", title_justify="left")
        for name in ("", "labels", "records"):
            table.add_column(name, justify="right" if name else "left")
        for level in LEVELS:
            for name in (f"{level} P", "R", "F1"):
                table.add_column(name, justify="right")
        for kind, tally in self.score.kinds.items():
            figures = [tally.figures(level) for level in LEVELS]
            cells = [f"{f[name]:.2f}" for f in figures for name in ("precision", "recall", "f1")]
            table.add_row(kind, str(tally.labels), str(tally.records), *cells)
        console.print(table)
        for kind, tally in self.score.kinds.items():
            parts = [f"{name.rstrip('~')} {sum(v) / len(v):.2f}" for name, v in tally.fields.items()]
            console.print(f"{kind}: {'  '.join(parts)}", markup=False)
        console.print(f"documents with nothing to code left empty: {self.score.clean} of {self.score.quiet}")
        for fault in self.faults[:20]:
            console.print(f"fault: {fault}", markup=False)
        if per_document:
            for row in self.score.rows:
                console.print("  ".join(row.values()), markup=False)
        totals = "   ".join(f"{level} F1 {self.score.f1(level):.3f}" for level in LEVELS)
        console.print(f"{totals}   faults {len(self.faults)}")


def _labels(path: Path) -> dict[str, Any]:
    try:
        gold: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ExtractError(f"{path}: cannot be read as labels ({error}); see evaluation/README.md") from None
    return gold


def evaluate(folder: Path) -> Report:
    """Read and extract each labelled document of a folder (texts/, labels/) and measure what comes out.

    A document that cannot be read counts as one without records. Raises ExtractError where the folder has no labels
    or a label file cannot be read.
    """
    paths = sorted((folder / "labels").glob("*.json"))
    if not paths:
        raise ExtractError(f"{folder}: has no labels; give a folder with texts/ and labels/, as evaluation/ has them")
    score = Score()
    for path in paths:
        gold = _labels(path)
        text_path = folder / "texts" / f"{gold['doc_id']}.txt"
        if not text_path.exists():
            raise ExtractError(f"{text_path}: is missing, though {path.name} labels it")
        output: dict[str, Any] = {}
        for one in extract_paths([text_path]):
            if one.outcome is not None and one.outcome.document is not None:
                output = exported(one.outcome.document, one.outcome.records)
        with text_path.open(encoding="utf-8", newline="") as handle:
            add_document(score, gold["doc_id"], handle.read(), gold, output)
    return Report(folder, score, len(paths))
