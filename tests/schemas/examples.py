"""One right thing of each kind, for tests that change one detail of it."""

from typing import Any

import duckdb

from schemas.document import Document
from schemas.enums import DocumentStatus, RejectStage
from schemas.ids import document_id, sha256_of_text, version_id
from schemas.places import Places
from schemas.records import Agreement, Aid, Goal, OfficialTraining, OfficialTrainingTotal
from schemas.reject import Reject
from schemas.rows import Rows, document_rows, record_rows, reject_rows, run_rows
from schemas.run import Run
from schemas.tables import table

TEXT = "Denmark and Kenya signed a treaty in May 2021. Denmark gave boats. Kenya plans to patrol."
DOCUMENT_ID = document_id("files", "a.txt")
SHA = sha256_of_text(TEXT)
VERSION_ID = version_id(DOCUMENT_ID, SHA, None)
DENMARK = {"name": "Denmark", "country": "DNK"}
KENYA = {"name": "Kenya", "country": "KEN"}

DOCUMENT: dict[str, Any] = {
    "document_id": DOCUMENT_ID,
    "version_id": VERSION_ID,
    "source": "files",
    "path": "a.txt",
    "media_type": "text/plain",
    "status": DocumentStatus.CODED,
    "content_sha256": SHA,
    "text_sha256": SHA,
    "text": TEXT,
}
_RECORD: dict[str, Any] = {
    "document_id": DOCUMENT_ID,
    "evidence": [{"field": "record", "start": 0, "end": 7, "quote": "Denmark"}],
    "extractor": "hand",
    "extractor_version": "1",
}
AGREEMENT: dict[str, Any] = {
    **_RECORD,
    "record_id": "agr_1",
    "parties": [DENMARK, KENYA],
    "instrument": "treaty",
    "stage": "signed",
    "date": "2021-05",
    "date_precision": "month",
    "topics": ["defense_equipment"],
}
AID: dict[str, Any] = {
    **_RECORD,
    "record_id": "aid_1",
    "donors": [DENMARK],
    "recipients": [KENYA],
    "items": [{"modality": "vessels", "description": "boats", "quantity": 2}],
    "terms": "grant",
    "stage": "delivered",
    "basis": "event",
    "amount": "1500000.50",
    "currency": "EUR",
    "qualifier": "exact",
}
GOAL: dict[str, Any] = {**_RECORD, "record_id": "goal_1", "holders": [KENYA], "statement": "plans to patrol"}
OFFICIAL_TRAINING: dict[str, Any] = {
    **_RECORD,
    "record_id": "otr_1",
    "country": "Kenya",
    "country_iso3": "KEN",
    "programme": "IMET-1",
    "department": "DoS",
    "fiscal_year": 2009,
    "course": "HARBOUR PATROL",
    "student_unit": "Navy",
    "place": "FT EUSTIS VA",
    "quantity": 2,
    "start_on": "2009-03-02",
    "end_on": "2009-03-27",
    "cost_usd": "8000",
    "page": 3,
    "page_label": "IV-3",
    "page_row": 1,
}
OFFICIAL_TRAINING_TOTAL: dict[str, Any] = {
    **_RECORD,
    "record_id": "ott_1",
    "country": "Kenya",
    "scope": "country",
    "fiscal_year": 2009,
    "quantity": 2,
    "cost_usd": "8000",
    "label": "Kenya FY 2009 Totals",
    "complete": True,
    "page": 3,
    "page_row": 2,
}
REJECT: dict[str, Any] = {
    "reject_id": "rej_1",
    "document_id": DOCUMENT_ID,
    "source": "files",
    "path": "a.txt",
    "stage": RejectStage.READ,
    "message": "cannot be read; save it again",
}
RUN: dict[str, Any] = {
    "run_id": "run_1",
    "command": "ingest",
    "started_at": "2026-01-01T05:59:00Z",
    "known_at": "2026-01-01T06:00:00Z",
    "contract_version": 1,
    "code_version": "0.1.0",
    "extractor": "hand",
    "extractor_version": "1",
}


def _insert(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    for name, found in rows.items():
        load = ["run_1", "2026-01-01 06:00:00", None, ""] if table(name).history else []
        for row in found:
            values = [row[column.name] for column in table(name).columns] + load
            marks = ", ".join("?" for _ in values)
            connection.execute(f"INSERT INTO {name} VALUES ({marks})", values)


def insert_one_of_each(connection: duckdb.DuckDBPyConnection) -> None:
    """One row in every table but `party`, which gets two, and the tables of parties, which keep their first."""
    document = Document.model_validate(DOCUMENT)
    places = Places(document)
    _insert(connection, document_rows(document))
    _insert(connection, reject_rows(Reject.model_validate(REJECT)))
    _insert(connection, run_rows(Run.model_validate(RUN)))
    agreement = record_rows(Agreement.model_validate(AGREEMENT), VERSION_ID, places)
    aid = record_rows(Aid.model_validate(AID), VERSION_ID, places)
    goal = record_rows(Goal.model_validate(GOAL), VERSION_ID, places)
    agreement["agreement_party"] = agreement["agreement_party"][:1]
    aid["aid_party"] = aid["aid_party"][:1]
    own = ("agreement", "agreement_party", "party", "record_topic", "evidence")
    _insert(connection, {name: agreement[name] for name in own})
    _insert(connection, {name: aid[name] for name in ("aid", "aid_party", "aid_item")})
    _insert(connection, {name: goal[name] for name in ("goal", "goal_holder")})
    training = record_rows(OfficialTraining.model_validate(OFFICIAL_TRAINING), VERSION_ID, places)
    total = record_rows(OfficialTrainingTotal.model_validate(OFFICIAL_TRAINING_TOTAL), VERSION_ID, places)
    _insert(connection, {"official_training": training["official_training"]})
    _insert(connection, {"official_training_total": total["official_training_total"]})
