"""Candidates → records and rejects. Nothing gets past the contract, and nothing is lost."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from extraction.extractor import Candidate, Extractor, Refused
from extraction.official_training import OfficialTables
from schemas.document import Document
from schemas.enums import RecordKind, RejectStage
from schemas.ids import digest, folded, record_id
from schemas.records import MODEL_OF_KIND, Agreement, Aid, Goal, OfficialTraining, OfficialTrainingTotal, Record
from schemas.reject import Reject

_PREFIX = {
    RecordKind.AGREEMENT: "agr",
    RecordKind.AID: "aid",
    RecordKind.GOAL: "goal",
    RecordKind.OFFICIAL_TRAINING: "otr",
    RecordKind.OFFICIAL_TRAINING_TOTAL: "ott",
}


@dataclass(frozen=True, slots=True)
class Extraction:
    """What became of the candidates of one document: in = records + rejects + skipped."""

    records: tuple[Record, ...]
    rejects: tuple[Reject, ...]
    candidates_in: int
    candidates_skipped: int


class _DoesNotHoldError(ValueError):
    """A fault that the models cannot see, with the path of its field."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field = field


def _evidence(payload: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """Evidence with its quotes, each compared with the text."""
    spans = payload.get("evidence")
    if not isinstance(spans, list | tuple):
        raise _DoesNotHoldError("evidence", "evidence must be a list of spans")
    checked = []
    for n, span in enumerate(spans):
        at = f"evidence.{n}"
        if not isinstance(span, dict):
            raise _DoesNotHoldError(at, "a span must have field, start and end")
        start, end = span.get("start"), span.get("end")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            raise _DoesNotHoldError(at, f"the span {start}-{end} lies outside the text of {len(text)} characters")
        words = text[start:end]
        if span.get("quote", words) != words:
            raise _DoesNotHoldError(f"{at}.quote", f"the text does not have {span['quote']!r} at {start}-{end}")
        checked.append({**span, "quote": words})
    return checked


_NOT_RAW = (*Record.model_fields, "country_iso3", "page", "page_label", "page_row", "complete")
"""What a row of a table is not told apart by: a page more in front must not change its id."""


def _raw(record: Record) -> object:
    """The few raw fields of a record's id: what the thing is, not how far it has come."""
    if isinstance(record, Agreement):
        return [sorted({p.country for p in record.parties}), record.instrument]
    if isinstance(record, Aid):
        sides = [sorted({p.country for p in record.donors}), sorted({p.country for p in record.recipients})]
        value = (
            [str(record.amount), record.currency] if record.amount is not None else folded(record.items[0].description)
        )
        return [sides, value]
    if isinstance(record, Goal):
        return folded(record.statement)
    if isinstance(record, OfficialTraining | OfficialTrainingTotal):
        return record.model_dump(mode="json", exclude={*_NOT_RAW})
    raise TypeError(type(record).__name__)


def _content(record: Record) -> str:
    """What a record says in all fields, however it was found."""
    return record.model_dump_json(exclude={"rules", "confidence"})


def _build(candidate: Candidate, document: Document, extractor: Extractor, ident: str) -> Record:
    payload = {
        **candidate.payload,
        "evidence": _evidence(candidate.payload, document.text),
        "record_id": ident,
        "document_id": document.document_id,
        "extractor": extractor.name,
        "extractor_version": extractor.version,
        "rules": candidate.rules,
        "confidence": candidate.confidence,
    }
    return MODEL_OF_KIND[candidate.kind].model_validate(payload)


def _reject(
    candidate: Candidate | Refused, document: Document, extractor: Extractor, field: str | None, message: str
) -> Reject:
    origin = candidate.origin if isinstance(candidate, Candidate) else ""
    message = f"{origin}, {field or 'record'}: {message}" if origin else message
    payload = json.dumps(candidate.payload, ensure_ascii=False, sort_keys=True, default=str)
    return Reject(
        reject_id=digest("rej", document.document_id, RejectStage.VALIDATE, candidate.kind, field, message, payload),
        document_id=document.document_id,
        source=document.source,
        path=document.path,
        version_id=document.version_id,
        stage=RejectStage.VALIDATE,
        kind=candidate.kind,
        field=field,
        message=message,
        payload=payload,
        extractor=extractor.name,
        extractor_version=extractor.version,
    )


def _first_fault(error: ValidationError) -> tuple[str | None, str]:
    """Path and message of a model's first fault."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    path = ".".join(str(part) for part in fault["loc"]) or None
    return path, " ".join(str(fault["msg"]).removeprefix("Value error, ").split())


def _proposed(document: Document, extractor: Extractor) -> Iterator[tuple[Candidate | Refused, Extractor]]:
    """What the official tables say and what the extractor proposes, each with who did."""
    tables = OfficialTables()
    for row in tables.propose(document):
        yield row, tables
    for candidate in extractor.propose(document):
        yield candidate, extractor


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Without the garbage collector: a reading makes no circles, and in a long text all that is alive looks like
    garbage to come, so that the whole process, its lexicons and libraries, would be gone through again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def extract(document: Document, extractor: Extractor) -> Extraction:
    """Let an extractor propose, beside what is read from official tables, and validate what is proposed.

    What it refused, and a candidate that does not hold, becomes a reject with its payload, the field's path and the
    message. One that says in all fields what an earlier one of the same document says is skipped.
    Raises what the extractor raises: that is a fault of the extractor, not of the document.
    """
    records: list[Record] = []
    rejects: dict[str, Reject] = {}
    alike: dict[tuple[RecordKind, str], list[Record]] = {}
    skipped = 0
    with _collector_at_rest():
        candidates = list(_proposed(document, extractor))
    for candidate, by in candidates:
        if isinstance(candidate, Refused):
            reject = _reject(candidate, document, by, candidate.field, candidate.message)
            rejects.setdefault(reject.reject_id, reject)
            continue
        try:
            draft = _build(candidate, document, by, "-")
        except _DoesNotHoldError as fault:
            reject = _reject(candidate, document, by, fault.field, str(fault))
        except ValidationError as error:
            reject = _reject(candidate, document, by, *_first_fault(error))
        else:
            raw = json.dumps(_raw(draft), ensure_ascii=False)
            before = alike.setdefault((candidate.kind, raw), [])
            # Only what has the same raw fields can say the same in all.
            if before and _content(draft) in map(_content, before):
                skipped += 1
                continue
            before.append(draft)
            ordinal = len(before)
            ident = record_id(_PREFIX[candidate.kind], document.document_id, raw, ordinal)
            records.append(draft.model_copy(update={"record_id": ident}))
            continue
        if reject.reject_id in rejects:
            skipped += 1
        rejects[reject.reject_id] = reject
    return Extraction(tuple(records), tuple(rejects.values()), len(candidates), skipped)
