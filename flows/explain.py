"""One file with all that was seen in it and what became of it: what `communique explain` shows."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.extract import extract_file
from schemas.document import Document
from schemas.records import Record
from schemas.reject import Reject

if TYPE_CHECKING:
    from extraction.extractor import Extractor
    from extraction.mentions import Mention


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document, the mentions in its text, its records, and the candidates that did not hold."""

    document: Document
    mentions: tuple["Mention", ...]
    records: tuple[Record, ...]
    rejects: tuple[Reject, ...]


def explain(path: Path, extractor: "Extractor | str" = "grammar") -> Explanation:
    """Read and extract one file, and look at it again as the rules see it.

    A document that is skipped has no mentions and no records; its skip_reason says why. Raises ExtractError where the
    file cannot be read, ExtractorError.
    """
    from extraction.mentions import mentions

    outcome = extract_file(path, extractor)
    document = outcome.document
    assert document is not None, "extract_file raises where there is none"
    seen = () if document.skip_reason else tuple(mentions(document))
    return Explanation(document, seen, outcome.records, outcome.rejects)
