"""A hand-coded row as a candidate: its cells as values, and the words of the text that prove each."""

import re
from typing import Any

from extraction.extractor import Candidate, Refused
from extraction.hand import cells
from extraction.hand.cells import CellError
from extraction.hand.columns import DATES, OF_KIND, QUOTED, TARGET, columns_of, quote_column
from extraction.hand.quotes import Finder, Span
from extraction.hand.table import TableRow
from schemas.enums import Basis, Qualifier, RecordKind, Terms

RULE = "coded by hand"
_LONGEST_CODER = 60


class _Row:
    """One row in the making: values are taken from cells, and each brings its words."""

    def __init__(self, kind: RecordKind, filled: dict[str, str], finder: Finder):
        self.kind = kind
        self.filled = filled
        self.finder = finder
        self.payload: dict[str, Any] = {}
        self.evidence: list[dict[str, Any]] = []
        self.told = self._told()

    def _told(self) -> list[Span]:
        """Where the record's quote stands."""
        passages = cells.passages(self.filled.get("quote", ""))
        if not passages:
            raise CellError("quote", "is empty; copy the words that report the record out of the text")
        spans = [self._located("quote", passage) for passage in passages]
        for span in spans:
            self._prove("record", span)
        return spans

    def _located(self, column: str, words: str) -> Span:
        span = self.finder.find(words, getattr(self, "told", None))
        if span is None:
            short = " ".join(words.split())
            short = short if len(short) <= 80 else short[:80] + "…"
            raise CellError(column, f"the text does not have {short!r}; copy the words as they stand there")
        return span

    def _prove(self, field: str, span: Span, rule: str | None = None) -> None:
        told: dict[str, Any] = {"field": field, "start": span[0], "end": span[1]}
        told |= {"derived": True, "rule": rule} if rule else {}
        if told not in self.evidence:
            self.evidence.append(told)

    def _prove_coded(self, field: str) -> None:
        """Words for a value that the coder gave as a code: those of its own column, else the record's."""
        own = cells.passages(self.filled.get(quote_column(field), ""))
        if not own:
            self._prove(field, self.told[0], RULE)
        for passage in own:
            span = self._located(quote_column(field), passage)
            # 'last Friday' does not hold the date that it means.
            unsaid = field in DATES and not re.search(r"\d", passage)
            self._prove(field, span, RULE if unsaid else None)

    def parties(self, role: str) -> None:
        """The parties of a role, each by the text's own words."""
        found = cells.parties(role, self.filled.get(role, ""))
        for party in found:
            span = self._located(role, party["name"])
            party["name"] = self.finder.words(span)
            self._prove(role, span)
            self._prove(f"{role}.country", span, RULE)
        self.payload[role] = found

    def items(self) -> None:
        """What is transferred, each thing by the text's own words."""
        found = cells.items("items", self.filled.get("items", ""))
        for item in found:
            span = self._located("items", item["description"])
            item["description"] = self.finder.words(span)
            self._prove("items", span)
        self.payload["items"] = found

    def verbatim(self, field: str) -> None:
        """A field in the text's own words."""
        cell = self.filled.get(field)
        self.payload[field] = None
        if cell:
            span = self._located(field, cell)
            self.payload[field] = self.finder.words(span)
            self._prove(field, span)

    def date(self, field: str) -> None:
        """A date with its precision."""
        cell = self.filled.get(field)
        value, precision = cells.date(field, cell) if cell else (None, None)
        self.payload |= {field: value, f"{field}_precision": precision}
        if cell:
            self._prove_coded(field)

    def value(self, field: str, default: str | None = None) -> None:
        """A value of an enumeration or a code."""
        cell = self.filled.get(field)
        self.payload[field] = default
        if cell:
            self.payload[field] = cell.upper() if field == "currency" else cells.word(cell)
        if cell and field in QUOTED:
            self._prove_coded(field)

    def amount(self) -> None:
        """The value of the whole transfer."""
        cell = self.filled.get("amount")
        self.payload["amount"] = cells.number("amount", cell) if cell else None
        if cell:
            self._prove_coded("amount")

    def target(self) -> None:
        """The figure that a goal aims at."""
        filled = [column for column in TARGET if column in self.filled]
        self.payload["target"] = None
        if not filled:
            return
        for column in TARGET[:2]:
            if column not in filled:
                raise CellError(column, f"is empty, though {filled[0]} is not; a target has a metric and a value")
        metric, value, unit = (self.filled.get(column) for column in TARGET)
        self.payload["target"] = {"metric": metric, "value": cells.number(TARGET[1], value or ""), "unit": unit}
        self._prove_coded("target")


def _agreement(row: _Row) -> None:
    row.parties("parties")
    row.value("instrument")
    row.value("stage")
    row.date("date")
    row.verbatim("title")
    row.verbatim("purpose")


def _aid(row: _Row) -> None:
    for role in ("donors", "recipients", "channels"):
        row.parties(role)
    row.items()
    row.value("terms", Terms.UNSPECIFIED)
    row.value("stage")
    dated = "period_start" in row.filled or "period_end" in row.filled
    row.value("basis", Basis.PERIOD if dated else Basis.EVENT)
    row.amount()
    row.value("currency")
    row.value("qualifier", Qualifier.EXACT if "amount" in row.filled else None)
    for field in ("date", "period_start", "period_end"):
        row.date(field)


def _goal(row: _Row) -> None:
    row.parties("holders")
    row.verbatim("statement")
    row.date("horizon")
    row.target()


_BUILD = {RecordKind.AGREEMENT: _agreement, RecordKind.AID: _aid, RecordKind.GOAL: _goal}


def candidate_of(row: TableRow, kind: RecordKind, finder: Finder) -> Candidate | Refused:
    """The candidate of a row, or why it is none, with its row and column."""
    filled = row.cells
    try:
        stray = sorted(column for column in filled if column not in columns_of(kind))
        if stray:
            own = ", ".join(OF_KIND[kind])
            raise CellError(stray[0], f"a row of kind {kind} has no such field, but {own}; empty the cell")
        made = _Row(kind, filled, finder)
        _BUILD[kind](made)
        made.payload["topics"] = cells.words(filled.get("topics", ""))
        sure = cells.share("confidence", filled["confidence"]) if "confidence" in filled else 1.0
    except CellError as error:
        return refused(row, kind, error.column, str(error))
    coder = " ".join(filled.get("coder", "").split())[:_LONGEST_CODER]
    rules = (RULE, f"coder {coder}") if coder else (RULE,)
    return Candidate(kind, {**made.payload, "evidence": made.evidence}, rules, sure, row.place)


def refused(row: TableRow, kind: RecordKind | None, column: str | None, message: str) -> Refused:
    """A row that is no candidate, with where it stands."""
    told = f"{row.place}{f', column {column}' if column else ''}: {message}"
    return Refused(kind, column, told, dict(row.cells))
