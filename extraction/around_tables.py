"""Proposing for the text around tables: a table's rows are no sentences, nor are the headings of official ones."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from extraction.extractor import Candidate
from schemas.document import Document, Section

_GAP = "\n\n"


class _Around:
    """The text without some of its parts, and where each offset in it stood before."""

    def __init__(self, text: str, left_out: list[tuple[int, int]]):
        self.kept: list[tuple[int, int]] = []
        at = 0
        for start, end in sorted(left_out):
            if text[at:start].strip():
                self.kept.append((at, start))
            at = max(at, end)
        if text[at:].strip():
            self.kept.append((at, len(text)))
        self.text = _GAP.join(text[start:end] for start, end in self.kept)
        self._starts: list[int] = []
        place = 0
        for start, end in self.kept:
            self._starts.append(place)
            place += end - start + len(_GAP)

    def before(self, offset: int) -> int:
        """An offset into the shorter text as one into the whole."""
        n = max(0, bisect_right(self._starts, offset) - 1)
        return min(self.kept[n][0] + offset - self._starts[n], self.kept[n][1])

    def after(self, offset: int) -> int:
        """An offset into the whole text as one into the shorter; what was left out is where it was."""
        place = 0
        for (start, end), begins in zip(self.kept, self._starts, strict=True):
            if offset < start:
                return begins
            place = begins + min(offset, end) - start
            if offset <= end:
                return place
        return min(place, len(self.text))


def around_tables(
    document: Document, headings: list[tuple[int, int]], propose: Callable[[Document], list[Candidate]]
) -> list[Candidate]:
    """What is proposed for a document without its tables and those headings, in offsets of the whole document."""
    if not document.tables:
        return propose(document)
    around = _Around(document.text, [*((table.start, table.end) for table in document.tables), *headings])
    if not around.text:
        return []
    sections = tuple(
        Section(title=section.title, level=section.level, start=start, end=end)
        for section in document.sections
        if (start := around.after(section.start)) < (end := around.after(section.end))
    )
    told = {"text": around.text, "sections": sections, "tables": (), "pages": ()}
    found = propose(document.model_copy(update=told))
    return [replace(one, payload=_moved(one.payload, around)) for one in found]


def _moved(payload: dict[str, Any], around: _Around) -> dict[str, Any]:
    """A candidate's fields with its evidence where the words stand in the whole text."""
    spans = payload.get("evidence")
    if not isinstance(spans, list | tuple):
        return payload
    return {**payload, "evidence": [_moved_span(span, around) for span in spans]}


def _moved_span(span: Any, around: _Around) -> Any:
    if not isinstance(span, dict) or not (isinstance(span.get("start"), int) and isinstance(span.get("end"), int)):
        return span  # no span: validation says so
    end = around.before(max(0, span["end"] - 1)) + 1
    return {**span, "start": around.before(span["start"]), "end": end}
