"""One document from bytes to records, with and without faults."""

import datetime as dt
import pickle
from pathlib import Path

import pytest

from documents.media import SUFFIXES as READABLE
from flows.errors import ExtractError
from flows.extract import extract_file, extract_paths
from flows.process import process
from schemas.enums import RejectStage
from sources.archive import ArchiveItem, sha256
from sources.arrival import BadArgumentError
from sources.folder import SUFFIXES, discover
from tests.flows.extractors import Plans

TEXT = (
    "Oslo, 3 May 2021.\n\n"
    "The Ministry of Defence plans to buy four ships. The Ministry of Justice plans to train judges.\n"
)
DAY = dt.date(2024, 1, 1)


def item_of(root: Path, content: bytes, name: str = "a.txt") -> ArchiveItem:
    root.mkdir(exist_ok=True)
    (root / name).write_bytes(content)
    (arrival,) = discover([root / name], "s")
    digest = sha256(content)
    return ArchiveItem(
        document_id=arrival.document_id,
        version_id=arrival.version_id(digest),  # type: ignore[union-attr]
        source="s",
        path=name,
        origin="/x",
        content_sha256=digest,
        size=len(content),
        received_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        media_hint=".txt",
    )


def test_the_formats_offered_are_those_that_can_be_read() -> None:
    assert frozenset(READABLE) == SUFFIXES


def test_a_document_becomes_records_with_its_ids(tmp_path: Path) -> None:
    item = item_of(tmp_path, TEXT.encode())
    outcome = process(item, TEXT.encode(), Plans())
    assert outcome.document is not None
    assert (outcome.document.version_id, outcome.document.text) == (item.version_id, TEXT)
    assert [r.statement for r in outcome.records] == ["buy four ships", "train judges"]  # type: ignore[attr-defined]
    assert (outcome.candidates_in, outcome.rejects) == (2, ())
    assert pickle.loads(pickle.dumps(outcome)) == outcome


@pytest.mark.parametrize(
    ("content", "stage", "message"),
    [
        (b"", RejectStage.READ, "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nnothing", RejectStage.READ, "PDF"),
        (
            b"The Minister CRASHed into the table of the room, and the people of the town were told of it.",
            RejectStage.EXTRACT,
            "extractor plans 1 stopped with ZeroDivisionError: at <object object at 0x…>; please report",
        ),
    ],
)
def test_a_document_that_fails_is_one_reject_with_its_reason(
    tmp_path: Path, content: bytes, stage: RejectStage, message: str
) -> None:
    item = item_of(tmp_path, content)
    outcome = process(item, content, Plans())
    assert outcome.document is None
    assert outcome.records == ()
    (reject,) = outcome.rejects
    assert (reject.stage, reject.document_id, reject.version_id) == (stage, item.document_id, item.version_id)
    assert message in reject.message
    assert "\n" not in reject.message
    assert process(item, content, Plans()) == outcome


def test_a_crash_of_a_reader_is_a_failure_of_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: object, **kwargs: object) -> None:
        raise RecursionError("maximum recursion depth exceeded")

    monkeypatch.setattr("documents.read.read_document", crash)
    (reject,) = process(item_of(tmp_path, b"text"), b"text", Plans()).rejects
    assert reject.message == (
        "reading stopped with RecursionError: maximum recursion depth exceeded; please report this with the file"
    )


def test_candidates_that_do_not_hold_are_counted(tmp_path: Path) -> None:
    content = f"{TEXT}BROKEN\n".encode()
    outcome = process(item_of(tmp_path, content), content, Plans())
    assert (outcome.candidates_in, len(outcome.records), len(outcome.rejects)) == (3, 2, 1)


def test_files_are_extracted_without_a_warehouse(tmp_path: Path) -> None:
    (tmp_path / "t/sub").mkdir(parents=True)
    (tmp_path / "t/a.txt").write_text(TEXT)
    (tmp_path / "t/sub/b.txt").write_bytes(b"")
    (tmp_path / "t/c.csv").write_text("1,2")
    found = list(extract_paths([tmp_path / "t", tmp_path / "t/a.txt"], Plans(), received_on=DAY))
    assert [(str(f.relative), f.message is None, f.skipped) for f in found] == [
        ("a.txt", True, False),
        ("c.csv", False, True),
        ("sub/b.txt", False, False),
    ]
    assert found[2].message is not None
    assert found[2].message.startswith(f"{tmp_path}/t/sub/b.txt: is empty")
    outcome = extract_file(tmp_path / "t/a.txt", Plans(), received_on=DAY)
    assert outcome == found[0].outcome
    assert len(outcome.records) == 2


def test_one_file_that_cannot_be_extracted_says_why(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"")
    with pytest.raises(ExtractError, match=r"b\.txt: is empty"):
        extract_file(tmp_path / "b.txt", Plans())
    with pytest.raises(ExtractError, match="no such file"):
        extract_file(tmp_path / "c.txt", Plans())
    with pytest.raises(BadArgumentError):
        extract_paths([tmp_path / "c.txt"], Plans())
