"""Rows: a document, record, reject or run as rows of the tables in schemas/tables.py.

Each function returns `{table: [row, …]}`; a row is a dict of the table's own columns.
"""

from typing import Any

from schemas.dates import first_day
from schemas.document import Document
from schemas.enums import PartyRole, RecordKind
from schemas.ids import digest, party_id
from schemas.party import Party
from schemas.places import Places
from schemas.records import Agreement, Aid, Goal, OfficialTraining, OfficialTrainingTotal, Record, kind_of
from schemas.reject import Reject
from schemas.run import Run

Rows = dict[str, list[dict[str, Any]]]


def _date(record: Record, field: str) -> dict[str, Any]:
    value = getattr(record, field)
    precision = getattr(record, f"{field}_precision")
    return {field: value, f"{field}_precision": precision, f"{field}_on": first_day(value) if value else None}


def _distinct(parties: tuple[Party, ...]) -> dict[str, Party]:
    """Parties by id, each once, in order of first mention."""
    found: dict[str, Party] = {}
    for party in parties:
        found.setdefault(party_id(party), party)
    return found


def document_rows(document: Document) -> Rows:
    """Rows of `document` and `document_version`."""
    own = document.model_dump(exclude={"text", "sections", "pages", "tables", "content_sha256", "text_sha256"})
    version = document.model_dump(include={"version_id", "document_id", "content_sha256", "text_sha256", "text"})
    length = {"n_characters": len(document.text)}
    own["warnings"] = list(document.warnings)
    return {"document": [own | length], "document_version": [version | length]}


def _agreement_rows(record: Agreement, common: dict[str, Any]) -> Rows:
    key = {"agreement_id": record.record_id}
    own = record.model_dump(include={"instrument", "stage", "title", "purpose"})
    members = [
        key | {"party_id": pid, "document_id": record.document_id, "ordinal": n}
        for n, pid in enumerate(_distinct(record.parties), 1)
    ]
    return {"agreement": [key | common | own | _date(record, "date")], "agreement_party": members}


def _aid_rows(record: Aid, common: dict[str, Any]) -> Rows:
    key = {"aid_id": record.record_id}
    own = record.model_dump(include={"terms", "stage", "basis", "amount", "currency", "qualifier"})
    dates = _date(record, "date") | _date(record, "period_start") | _date(record, "period_end")
    roles = {
        PartyRole.DONOR: record.donors,
        PartyRole.RECIPIENT: record.recipients,
        PartyRole.CHANNEL: record.channels,
    }
    members = [
        key | {"party_id": pid, "role": role, "document_id": record.document_id, "ordinal": n}
        for role, parties in roles.items()
        for n, pid in enumerate(_distinct(parties), 1)
    ]
    items = [
        key | {"ordinal": n, "document_id": record.document_id} | item.model_dump()
        for n, item in enumerate(record.items, 1)
    ]
    return {"aid": [key | common | own | dates], "aid_party": members, "aid_item": items}


def _goal_rows(record: Goal, common: dict[str, Any]) -> Rows:
    key = {"goal_id": record.record_id}
    target = record.target.model_dump() if record.target else dict.fromkeys(("metric", "value", "unit"))
    own = {"statement": record.statement} | {f"target_{name}": value for name, value in target.items()}
    holders = [
        key | {"party_id": pid, "document_id": record.document_id, "ordinal": n}
        for n, pid in enumerate(_distinct(record.holders), 1)
    ]
    return {"goal": [key | common | own | _date(record, "horizon")], "goal_holder": holders}


def _official_rows(record: OfficialTraining | OfficialTrainingTotal, kind: RecordKind, common: dict[str, Any]) -> Rows:
    own = record.model_dump(exclude={*Record.model_fields})
    return {kind.value: [{f"{kind.value}_id": record.record_id} | common | own]}


def parties_of(record: Record) -> tuple[Party, ...]:
    """All parties of a record, whatever their role."""
    if isinstance(record, Agreement):
        return record.parties
    if isinstance(record, Aid):
        return record.donors + record.recipients + record.channels
    if isinstance(record, Goal):
        return record.holders
    if isinstance(record, OfficialTraining | OfficialTrainingTotal):
        return ()
    raise TypeError(type(record).__name__)


def _evidence_rows(record: Record, kind: RecordKind, version_id: str, places: Places) -> list[dict[str, Any]]:
    of_record = {
        "record_id": record.record_id,
        "kind": kind,
        "document_id": record.document_id,
        "version_id": version_id,
    }
    rows = {}
    for e in record.evidence:
        evidence_id = digest("evi", record.record_id, e.field, e.start, e.end, e.derived, e.rule)
        span = {"start_offset": e.start, "end_offset": e.end, "quote": e.quote}
        proof = {"evidence_id": evidence_id, "field": e.field, "derived": e.derived, "rule": e.rule}
        rows[evidence_id] = of_record | span | proof | places.at(e.start)
    return list(rows.values())


def record_rows(record: Record, version_id: str, places: Places) -> Rows:
    """Rows of a record: its own table, its parts, its parties, topics and evidence with its place in the document."""
    kind = kind_of(record)
    common = {
        "document_id": record.document_id,
        "extractor": record.extractor,
        "extractor_version": record.extractor_version,
        "rules": list(record.rules),
        "confidence": record.confidence,
    }
    if isinstance(record, Agreement):
        rows = _agreement_rows(record, common)
    elif isinstance(record, Aid):
        rows = _aid_rows(record, common)
    elif isinstance(record, Goal):
        rows = _goal_rows(record, common)
    elif isinstance(record, OfficialTraining | OfficialTrainingTotal):
        rows = _official_rows(record, kind, common)
    else:
        raise TypeError(type(record).__name__)
    rows["party"] = [
        {"party_id": pid, "name": p.name, "country": p.country} for pid, p in _distinct(parties_of(record)).items()
    ]
    of_record = {"record_id": record.record_id, "kind": kind, "document_id": record.document_id}
    rows["record_topic"] = [of_record | {"topic": t} for t in dict.fromkeys(record.topics)]
    rows["evidence"] = _evidence_rows(record, kind, version_id, places)
    return rows


def reject_rows(reject: Reject) -> Rows:
    """The row of a reject."""
    return {"reject": [reject.model_dump()]}


def run_rows(run: Run) -> Rows:
    """The row of a run, its counts as columns, its instants in UTC without a time zone as the table has them; and those
    of its sources."""
    own = run.model_dump(exclude={"counts", "sources", "catalogue"})
    instants = {name: own[name].replace(tzinfo=None) for name in ("started_at", "known_at")}
    outcomes = [{"run_id": run.run_id} | outcome.model_dump() for outcome in run.sources]
    return {"run": [own | instants | run.counts.model_dump()], "run_source": outcomes}


def source_rows(run: Run) -> Rows:
    """Rows of `source`, as the run's sources.toml said."""
    return {"source": [entry.model_dump() for entry in run.catalogue or ()]}
