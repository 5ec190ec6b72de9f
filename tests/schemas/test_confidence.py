"""Confidence: from a candidate through record and journal to the table, and what is no score."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from extraction.extractor import Candidate
from extraction.validate import extract
from schemas.document import Document
from schemas.enums import RecordKind
from schemas.export import exported
from schemas.journal import AgreementEntry, parse_entry, record_entry
from schemas.places import Places
from schemas.records import Agreement
from schemas.rows import record_rows
from tests.schemas.examples import AGREEMENT, DOCUMENT, VERSION_ID


class _Told:
    """Proposes one agreement with the scores given."""

    name = "told"
    version = "1"

    def __init__(self, *scores: float | None):
        self.scores = scores

    def propose(self, document: Document) -> list[Candidate]:
        own = ("record_id", "document_id", "extractor", "extractor_version")
        payload = {name: value for name, value in AGREEMENT.items() if name not in own}
        return [Candidate(RecordKind.AGREEMENT, payload, ("a rule",), score) for score in self.scores]


def test_a_score_stands_on_the_record_in_its_export_and_in_its_row() -> None:
    document = Document.model_validate(DOCUMENT)
    (record,) = extract(document, _Told(2 / 3)).records
    assert record.confidence == 0.667 and record.rules == ("a rule",)
    assert exported(document, [record])["agreements"][0]["confidence"] == 0.667
    assert record_rows(record, VERSION_ID, Places(document))["agreement"][0]["confidence"] == 0.667


def test_two_that_differ_in_their_score_alone_are_one_record() -> None:
    found = extract(Document.model_validate(DOCUMENT), _Told(0.9, 0.4))
    assert [r.confidence for r in found.records] == [0.9] and found.candidates_skipped == 1


@pytest.mark.parametrize("score", [-0.1, 1.01, float("nan"), float("inf")])
def test_what_is_no_score_is_a_reject(score: float) -> None:
    found = extract(Document.model_validate(DOCUMENT), _Told(score))
    assert not found.records and [r.field for r in found.rejects] == ["confidence"]


def test_an_extractor_without_scores_leaves_it_null() -> None:
    (record,) = extract(Document.model_validate(DOCUMENT), _Told(None)).records
    assert record.confidence is None


def test_an_entry_of_the_contract_without_scores_is_read_as_one_without() -> None:
    entry: dict[str, Any] = json.loads(record_entry(Agreement.model_validate(AGREEMENT)).model_dump_json())
    del entry["record"]["confidence"]
    read = parse_entry(json.dumps(entry).encode(), 1)
    assert isinstance(read, AgreementEntry) and read.record == Agreement.model_validate(AGREEMENT)


def test_a_score_survives_the_journal() -> None:
    record = Agreement.model_validate({**AGREEMENT, "confidence": 0.25})
    assert parse_entry(record_entry(record).model_dump_json().encode()) == record_entry(record)


def test_a_score_beyond_one_is_no_record() -> None:
    with pytest.raises(ValidationError, match="confidence"):
        Agreement.model_validate({**AGREEMENT, "confidence": 2})
