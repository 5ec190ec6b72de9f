"""Proposals in real documents that were judged by hand: offsets and verdicts, for the fit.

`judged.json` holds no words of others: for each document of ../shared/real the spans of statements that the grammar
once proposed as goals, each with whether it is one by the codebook. What two readers would differ on is left out.
"""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from extraction.extractor import Candidate
from flows.extract import extract_paths
from schemas.document import Document
from schemas.enums import DocumentStatus
from schemas.ids import sha256_of_text

FILE = Path(__file__).with_name("judged.json")
_RELEASES = "state_releases.jsonl"
_SAME = 0.5
"""How much of two spans must be common for them to be the same statement."""

Marks = list[tuple[int, int, bool]]


class _Keeper:
    """An extractor that keeps the document and proposes nothing."""

    name, version = "judged", "1"

    def __init__(self) -> None:
        self.document: Document | None = None

    def propose(self, document: Document) -> list[Candidate]:
        """Keep the document."""
        self.document = document
        return []


def _release(row: dict[str, str], path: str) -> Document:
    text = f"{row['title']}\n\n{row['text']}"
    return Document(
        document_id="doc_judged",
        version_id="ver_judged",
        source="judged",
        path=path,
        title=row["title"],
        publisher="U.S. Department of State",
        published_on=dt.date.fromisoformat(row["published_on"]),
        language="en",
        media_type="text/plain",
        status=DocumentStatus.CODED,
        content_sha256="0" * 64,
        text_sha256=sha256_of_text(text),
        text=text,
    )


def judged(folder: Path) -> Iterator[tuple[str, Document, Marks]]:
    """The judged documents under a folder laid out as ../shared/real, each with its name and marks.

    Raises FileNotFoundError where the folder lacks one.
    """
    told: dict[str, list[list[int]]] = json.loads(FILE.read_text("utf-8"))
    lines = (folder / _RELEASES).read_text("utf-8").splitlines() if any(":" in name for name in told) else []
    for name, spans in told.items():
        marks = [(start, end, bool(right)) for start, end, right in spans]
        if name.startswith(_RELEASES):
            yield name, _release(json.loads(lines[int(name.partition(":")[2])]), name), marks
            continue
        keeper = _Keeper()
        list(extract_paths([folder / name], keeper))
        if keeper.document is None:
            raise FileNotFoundError(f"{folder / name} cannot be read")
        yield name, keeper.document, marks


def verdict(marks: Marks, start: int, end: int) -> bool | None:
    """What was judged of the statement between two offsets of a document's text, None where it was not judged."""
    for low, high, right in marks:
        common = min(end, high) - max(start, low)
        if common > 0 and common >= _SAME * max(end - start, high - low):
            return right
    return None
