"""What the journal last read and found of each document, as digests. Opens no database and takes no lock."""

from schemas.enums import RejectStage
from schemas.journal import DocumentEntry, RecordEntry, RejectEntry
from schemas.readings import ReadingDigest
from warehouse.journal import list_files, read_entries
from warehouse.store import Store


def known_readings(store: Store) -> dict[str, str]:
    """Digests of the newest readings by document_id, as schemas.readings makes them; see warehouse.api.

    A document that failed since it was read is left out. Raises JournalError.
    """
    readings: dict[str, ReadingDigest] = {}
    for file in list_files(store.journal):
        for entry in read_entries(file.path):
            if isinstance(entry, DocumentEntry):
                readings[str(entry.document.get("document_id"))] = ReadingDigest(entry.document)
            elif isinstance(entry, RecordEntry):
                if entry.record.document_id in readings:
                    readings[entry.record.document_id].add(entry.record)
            elif isinstance(entry, RejectEntry):
                if entry.reject.stage is not RejectStage.VALIDATE:
                    readings.pop(entry.reject.document_id, None)
                elif entry.reject.document_id in readings:
                    readings[entry.reject.document_id].add(entry.reject)
    return {document_id: str(digest) for document_id, digest in readings.items()}
