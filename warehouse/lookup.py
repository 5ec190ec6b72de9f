"""The journal read for people: a record with its document. Opens no database and takes no lock."""

import json
from dataclasses import dataclass

from schemas.document import Document
from schemas.journal import (
    DocumentEntry,
    EndEntry,
    RecordEntry,
    TextEntry,
)
from schemas.records import Record
from schemas.run import Run
from warehouse.errors import JournalError
from warehouse.journal import RESTORE, JournalFile, list_files, read_entries, read_lines
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record in its newest reading, the document it was coded from, and the run.

    `withdrawn_by` is the id of a later run that read the document without finding the record; None where it holds now.
    """

    record: Record
    document: Document
    run: Run
    withdrawn_by: str | None


def _names(file: JournalFile, word: str) -> bool:
    """Whether a file has the word anywhere: far quicker than reading its entries."""
    wanted = json.dumps(word).encode()
    return any(wanted in line for line in read_lines(file.path))


def find_record(store: Store, record_id: str) -> FoundRecord | None:
    """The newest entry of a record; see warehouse.api. Raises JournalError."""
    files = list_files(store.journal)
    for n, file in reversed(list(enumerate(files))):
        if not _names(file, record_id):
            continue
        found = _in_file(file, record_id)
        if found is None:
            continue
        record, entry, run = found
        text = _text(files, entry.text_sha256, n)
        try:
            document = entry.with_text(text)
        except ValueError:
            raise JournalError(f"{file.path}: damaged (a document is not of the contract's form); {RESTORE}") from None
        return FoundRecord(record, document, run, _read_later(files[n + 1 :], record.document_id))
    return None


def _in_file(file: JournalFile, record_id: str) -> tuple[Record, DocumentEntry, Run] | None:
    document: DocumentEntry | None = None
    found: tuple[Record, DocumentEntry] | None = None
    run: Run | None = None
    for entry in read_entries(file.path):
        if isinstance(entry, DocumentEntry):
            document = entry
        elif isinstance(entry, RecordEntry):
            if entry.record.record_id == record_id and document is not None:
                found = entry.record, document
        elif isinstance(entry, EndEntry):
            run = entry.run
    return (*found, run) if found and run else None


def _text(files: list[JournalFile], text_sha256: str, last: int) -> str:
    """A text by its hash, from the file of that place in the list or an earlier one."""
    for file in reversed(files[: last + 1]):
        if not _names(file, text_sha256):
            continue
        for entry in read_entries(file.path):
            if isinstance(entry, TextEntry) and entry.text_sha256 == text_sha256:
                return entry.text
    raise JournalError(f"{files[last].path}: the text {text_sha256} stands in no file of the journal; {RESTORE}")


def _read_later(later: list[JournalFile], document_id: str) -> str | None:
    """The first of these runs that read the document."""
    for file in later:
        if _names(file, document_id):
            for entry in read_entries(file.path):
                if isinstance(entry, DocumentEntry) and entry.document.get("document_id") == document_id:
                    return file.run_id
    return None
