"""Counting: what came in and what became of it."""

import sys
from collections import Counter
from collections.abc import Collection

from flows.process import Outcome
from flows.receive import Received
from schemas.enums import DocumentStatus, ItemOutcome, RecordKind
from schemas.records import kind_of
from schemas.run import Counts

_OF_KIND = {
    RecordKind.AGREEMENT: "agreements",
    RecordKind.AID: "aid",
    RecordKind.GOAL: "goals",
    RecordKind.OFFICIAL_TRAINING: "official_training",
    RecordKind.OFFICIAL_TRAINING_TOTAL: "official_training_totals",
}


class Tally:
    """Counts and messages of a run, added to document by document."""

    def __init__(self, known: Collection[str], offered: int):
        """`known` are ids of documents that the warehouse has already, `offered` how many came in: counted apart from
        what became of them, so that the checks see one that is lost on the way."""
        self._known = known
        self._n: Counter[str] = Counter(documents_in=offered)
        self._messages: list[tuple[int, str]] = []
        self._warnings: list[tuple[int, str]] = []
        self._outcomes: dict[ItemOutcome, list[str]] = {outcome: [] for outcome in ItemOutcome}

    def refused(self, place: int, received: Received) -> None:
        """Count what was never read; `place` is its place among the offers."""
        assert received.refusal is not None
        self._count(ItemOutcome.SKIPPED if received.skipped else ItemOutcome.FAILED, received.document_id)
        self._say(place, received.shown, received.refusal.message)

    def unchanged(self, document_id: str) -> None:
        """Count a document that is known with these bytes and this sidecar."""
        self._count(ItemOutcome.UNCHANGED, document_id)

    def read(self, place: int, document_id: str, shown: str, outcome: Outcome) -> None:
        """Count a document that was read, or could not be; what its reader mended is a warning."""
        if outcome.document is None:
            self._count(ItemOutcome.SKIPPED if outcome.left_aside else ItemOutcome.FAILED, document_id)
            self._say(place, shown, outcome.rejects[0].message)
        elif outcome.document.status is DocumentStatus.SKIPPED:
            self._count(ItemOutcome.SKIPPED, document_id)
            self._say(place, shown, outcome.document.skip_reason or "")
        else:
            self._count(ItemOutcome.CHANGED if document_id in self._known else ItemOutcome.NEW, document_id)
            self._n["candidates_in"] += outcome.candidates_in
            self._n["candidates_loaded"] += len(outcome.records)
            self._n["candidates_rejected"] += len(outcome.rejects)
            self._n["candidates_skipped"] += outcome.candidates_skipped
            self._n.update(_OF_KIND[kind_of(record)] for record in outcome.records)
            self._warnings += [(place, f"{shown}: {warning}") for warning in outcome.document.warnings]

    def _count(self, outcome: ItemOutcome, document_id: str) -> None:
        self._n[f"documents_{outcome}"] += 1
        self._outcomes[outcome].append(document_id)

    def _say(self, place: int, shown: str, message: str) -> None:
        self._messages.append((place, f"{shown}: {message}"))

    def note(self, message: str) -> None:
        """Add a message that belongs to no document; it stands behind the others."""
        self._messages.append((sys.maxsize, message))

    @property
    def counts(self) -> Counts:
        """The counts so far."""
        return Counts(**self._n)

    @property
    def outcomes(self) -> dict[ItemOutcome, tuple[str, ...]]:
        """Ids of the documents by what became of them."""
        return {outcome: tuple(ids) for outcome, ids in self._outcomes.items() if ids}

    @property
    def messages(self) -> tuple[str, ...]:
        """The messages, in the order of the offers."""
        return tuple(message for _, message in sorted(self._messages))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was mended or left out in documents that were read, in the order of the offers."""
        return tuple(warning for _, warning in sorted(self._warnings))
