"""Proposals in real documents that were judged by hand: offsets and verdicts, for the fit.

`judged.json` holds no words of others: for each document of ../shared/real the spans of statements that the grammar
once proposed as goals, each with whether it is one by the codebook. What two readers would differ on is left out.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from evaluation.documents import document_at, document_of
from schemas.document import Document

FILE = Path(__file__).with_name("judged.json")
_RELEASES = "state_releases.jsonl"
_PUBLISHER = "U.S. Department of State"
_SAME = 0.5
"""How much of two spans must be common for them to be the same statement."""

Marks = list[tuple[int, int, bool]]


def judged(folder: Path) -> Iterator[tuple[str, Document, Marks]]:
    """The judged documents under a folder laid out as ../shared/real, each with its name and marks.

    Raises FileNotFoundError where the folder lacks one.
    """
    told: dict[str, list[list[int]]] = json.loads(FILE.read_text("utf-8"))
    lines = (folder / _RELEASES).read_text("utf-8").splitlines() if any(":" in name for name in told) else []
    for name, spans in told.items():
        marks = [(start, end, bool(right)) for start, end, right in spans]
        if name.startswith(_RELEASES):
            row = json.loads(lines[int(name.partition(":")[2])])
            meta = {"url": name, "publisher": _PUBLISHER, "published_on": row["published_on"], "language": "en"}
            yield name, document_of(f"{row['title']}\n\n{row['text']}", meta), marks
            continue
        document = document_at(folder / name)
        if document is None:
            raise FileNotFoundError(f"{folder / name} cannot be read")
        yield name, document, marks


def verdict(marks: Marks, start: int, end: int) -> bool | None:
    """What was judged of the statement between two offsets of a document's text, None where it was not judged."""
    for low, high, right in marks:
        common = min(end, high) - max(start, low)
        if common > 0 and common >= _SAME * max(end - start, high - low):
            return right
    return None
