"""A table of hand-coded records held against the documents that it codes, without a warehouse."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.extractor import Checklist
from flows.extract import extract_paths
from flows.process import extractor_named

TEMPLATE = Path(__file__).resolve().parents[1] / "extraction" / "hand" / "template.csv"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a table: documents coded, records, a line for each fault, and documents that no row names."""

    documents: int
    records: int
    faults: tuple[str, ...]
    without_rows: tuple[str, ...]


def check_codings(table: Path, paths: Sequence[Path]) -> Checked:
    """Read the documents as `ingest` would, with the table as extractor.

    Raises ExtractorError where the table cannot be read as one, BadArgumentError where a path does not exist.
    """
    by = extractor_named(f"hand:{table}")
    faults: list[str] = []
    without: list[str] = []
    documents = records = 0
    for one in extract_paths(paths, by):
        outcome = one.outcome
        if outcome is None or outcome.document is None:
            uncoded = outcome is not None and outcome.rejects[0].extractor == by.name
            (without if uncoded else faults).append(one.shown if uncoded else one.message or one.shown)
            continue
        documents += 1
        records += len(outcome.records)
        faults += [reject.message for reject in outcome.rejects]
    assert isinstance(by, Checklist)
    return Checked(documents, records, (*faults, *by.unmet()), tuple(without))
