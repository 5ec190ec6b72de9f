"""Entries of a journal file: one line of JSON each, one file a run.

header      the contract's version and the run's id
text        a text and its hash, only where it stands in no earlier file and not before in this one
document    a document as read, without its text; after it, its records and rejects
record      a record, with its kind
reject      a document or candidate that could not be used
purge       a document that was purged: its other entries are gone from all files
outcomes    what became of all that the run was offered, by document_id
end         the run, and how many lines stand before it: a file without it was cut short
"""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from schemas.base import CONTRACT_VERSION, Contract, Text
from schemas.document import Document
from schemas.enums import ItemOutcome, RecordKind
from schemas.records import Agreement, Aid, Goal, OfficialTraining, OfficialTrainingTotal, Record, kind_of
from schemas.reject import Reject
from schemas.run import Run
from schemas.tombstone import Tombstone

_HASH = "^[0-9a-f]{64}$"


class HeaderEntry(Contract):
    """The first line."""

    entry: Literal["header"] = "header"
    contract_version: int = Field(ge=1, description="Version of the contract that the entries follow")
    run_id: str = Field(description="The run")


class TextEntry(Contract):
    """A text that stands here for the first time."""

    entry: Literal["text"] = "text"
    text_sha256: str = Field(pattern=_HASH, description="SHA-256 of the text in UTF-8")
    text: Text = Field(description="The text")


class DocumentEntry(Contract):
    """A document as read; its text stands in the text entry of its text_sha256."""

    entry: Literal["document"] = "document"
    document: dict[str, Any] = Field(description="The fields of Document, without text")

    @property
    def text_sha256(self) -> str:
        """Hash of the document's text. Raises ValueError where the entry has none."""
        value = self.document.get("text_sha256")
        if not isinstance(value, str):
            raise ValueError("a document entry without text_sha256")
        return value

    def with_text(self, text: str) -> Document:
        """The document, validated. Raises ValueError where it does not hold."""
        return Document.model_validate({**self.document, "text": text})


class AgreementEntry(Contract):
    """An agreement."""

    entry: Literal["record"] = "record"
    kind: Literal[RecordKind.AGREEMENT] = RecordKind.AGREEMENT
    record: Agreement


class AidEntry(Contract):
    """An aid record."""

    entry: Literal["record"] = "record"
    kind: Literal[RecordKind.AID] = RecordKind.AID
    record: Aid


class GoalEntry(Contract):
    """A stated goal."""

    entry: Literal["record"] = "record"
    kind: Literal[RecordKind.GOAL] = RecordKind.GOAL
    record: Goal


class OfficialTrainingEntry(Contract):
    """A row of an official training table."""

    entry: Literal["record"] = "record"
    kind: Literal[RecordKind.OFFICIAL_TRAINING] = RecordKind.OFFICIAL_TRAINING
    record: OfficialTraining


class OfficialTrainingTotalEntry(Contract):
    """A sum printed in an official training table."""

    entry: Literal["record"] = "record"
    kind: Literal[RecordKind.OFFICIAL_TRAINING_TOTAL] = RecordKind.OFFICIAL_TRAINING_TOTAL
    record: OfficialTrainingTotal


class RejectEntry(Contract):
    """A reject."""

    entry: Literal["reject"] = "reject"
    reject: Reject


class PurgeEntry(Contract):
    """A document that was purged."""

    entry: Literal["purge"] = "purge"
    purged: Tombstone


class OutcomesEntry(Contract):
    """All that the run was offered, also what it found unchanged and so did not read.

    Ids only: a document's path and a failure's message stand in their own entries, here or in an earlier file.
    """

    entry: Literal["outcomes"] = "outcomes"
    outcomes: dict[ItemOutcome, tuple[str, ...]] = Field(description="Outcome → ids of documents, as they were offered")


class EndEntry(Contract):
    """The last line."""

    entry: Literal["end"] = "end"
    lines: int = Field(ge=1, description="Lines before this one")
    run: Run


RecordEntry = AgreementEntry | AidEntry | GoalEntry | OfficialTrainingEntry | OfficialTrainingTotalEntry
Entry = HeaderEntry | TextEntry | DocumentEntry | RecordEntry | RejectEntry | PurgeEntry | OutcomesEntry | EndEntry
_ADAPTER: TypeAdapter[Entry] = TypeAdapter(
    Annotated[
        HeaderEntry
        | TextEntry
        | DocumentEntry
        | Annotated[RecordEntry, Field(discriminator="kind")]
        | RejectEntry
        | PurgeEntry
        | OutcomesEntry
        | EndEntry,
        Field(discriminator="entry"),
    ]
)

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]


def _with_pages_and_tables(entry: dict[str, Any]) -> dict[str, Any]:
    """Contract 1 had no pages and tables, and no confidence: its documents and records stay without."""
    if entry.get("entry") != "document":
        return entry
    return {**entry, "document": {**entry["document"], "pages": [], "tables": []}}


UPGRADES: Mapping[int, Upgrade] = {1: _with_pages_and_tables}
"""Contract version → pure function that makes an entry of the next version of one of that version.

A new contract version adds one here; old journal files stay as they were written.
"""


def document_entry(document: Document) -> DocumentEntry:
    """The entry of a document."""
    return DocumentEntry(document=document.model_dump(mode="json", exclude={"text"}))


def record_entry(record: Record) -> RecordEntry:
    """The entry of a record, with its kind. Raises TypeError for what is of no kind."""
    if isinstance(record, Agreement):
        return AgreementEntry(record=record)
    if isinstance(record, Aid):
        return AidEntry(record=record)
    if isinstance(record, Goal):
        return GoalEntry(record=record)
    if isinstance(record, OfficialTraining):
        return OfficialTrainingEntry(record=record)
    if isinstance(record, OfficialTrainingTotal):
        return OfficialTrainingTotalEntry(record=record)
    raise TypeError(f"{kind_of(record)} {type(record).__name__}")


def parse_entry(
    line: bytes, contract_version: int = CONTRACT_VERSION, upgrades: Mapping[int, Upgrade] = UPGRADES
) -> Entry:
    """One line of a file of that contract version as an entry of today's contract.

    Raises ValueError for what is no entry, LookupError where an upgrade from an old version is missing.
    """
    if contract_version == CONTRACT_VERSION:
        return _ADAPTER.validate_json(line)
    values = json.loads(line)
    for version in range(contract_version, CONTRACT_VERSION):
        if version not in upgrades:
            raise LookupError(f"no upgrade from contract {version}")
        values = upgrades[version](values)
    return _ADAPTER.validate_python(values)
