"""Checks run on what a load changed find what they find on everything."""

import datetime as dt
import random
from pathlib import Path

import pytest

from schemas.document import Document
from schemas.enums import DocumentStatus
from schemas.records import Aid
from tests.flows.state import table_hashes
from tests.sql.world import COAST_GUARD, DENMARK, make, make_document
from tests.warehouse.test_copies import load
from warehouse.api import Store, rebuild
from warehouse.checks import read_checks, run_checks
from warehouse.commit import transaction
from warehouse.working import opened

FAR = dt.date(2222, 2, 2)
TEXT = "Denmark gave the Kenya Coast Guard {n} boats in May 2021, as paper {path} has it."


def paper(path: str, n: int, published_on: dt.date | None) -> tuple[Document, Aid]:
    """A document and its transfer; four boats are told wrong, and five without words of what was given."""
    document = make_document(path, TEXT.format(n=n, path=path), published_on)
    words = {
        "record": document.text,
        "donors": "Denmark",
        "donors.country": "~Denmark",
        "recipients": "Kenya Coast Guard",
        "recipients.country": "~Kenya",
        "stage": "gave",
        "terms": "gave",
        "date": "May 2021",
    }
    aid = make(
        Aid,
        document,
        path,
        {**words, **({} if n == 5 else {"items": f"{n} boats"})},
        donors=(DENMARK,),
        recipients=(COAST_GUARD,),
        items=({"modality": "vessels", "description": "submarines" if n == 4 else "boats", "quantity": n},),
        terms="grant",
        stage="delivered",
        basis="event",
        date="2021-05",
        date_precision="month",
        topics=("maritime_security",),
    )
    return document, aid


def stored(store: Store) -> tuple[object, ...]:
    with opened(store.working, store.spill, read_only=True) as connection:
        results = connection.execute("SELECT name, n_rows, sample FROM check_result ORDER BY name").fetchall()
        return results, sorted(connection.execute("SELECT * FROM check_row").fetchall())


def run_anew(store: Store) -> tuple[object, ...]:
    """What the checks find in all rows, with nothing stored to go by; the file stays as it was."""
    with opened(store.working, store.spill) as connection:
        connection.execute("BEGIN")
        connection.execute("DELETE FROM check_result")
        connection.execute("DELETE FROM check_row")
        (run_id,) = connection.execute("SELECT max(run_id) FROM run").fetchone() or ("",)
        run_checks(connection, run_id)
        results = connection.execute("SELECT name, n_rows, sample FROM check_result ORDER BY name").fetchall()
        found = results, sorted(connection.execute("SELECT * FROM check_row").fetchall())
        connection.execute("ROLLBACK")
    return found


@pytest.mark.parametrize("seed", range(4))
def test_any_runs_leave_what_a_look_at_everything_finds(tmp_path: Path, seed: int) -> None:
    store, chosen = Store(tmp_path / "data"), random.Random(seed)
    seen = set()
    for _ in range(7):
        documents, records = [], []
        for name in chosen.sample("abcdef", chosen.randrange(4)):
            day = chosen.choice([None, FAR, dt.date(2021, 4, 1), dt.date(2021, 6, 1)])
            document, aid = paper(f"{name}.txt", chosen.choice([2, 4, 5]), day)
            if chosen.random() < 0.2:
                document = document.model_copy(update={"status": DocumentStatus.SKIPPED, "skip_reason": "no words"})
            else:
                records.append(aid)
            documents.append(document)
        load(store, *documents, records=records)
        assert stored(store) == run_anew(store)
        seen |= {row[0] for row in stored(store)[1]}  # type: ignore[attr-defined]
    assert len(seen & {"words_read", "evidence_of_fields", "published_in_future", "event_dates"}) >= 3
    before = stored(store), table_hashes(store.working)
    rebuild(store)
    assert (stored(store), table_hashes(store.working)) == before


def test_a_check_that_is_written_otherwise_looks_at_everything_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    document, aid = paper("a.txt", 2, None)
    load(store, document, records=[aid])
    other, second = paper("b.txt", 2, None)
    load(store, other, records=[second])
    checks = tuple(
        check if check.name != "goal_holders" else type(check)(
            check.name, check.severity, check.description, "SELECT aid_id, document_id FROM aid", "document"
        )
        for check in read_checks()
    )  # fmt: skip
    with opened(store.working, store.spill) as connection, transaction(store.working, connection):
        (run_id,) = connection.execute("SELECT max(run_id) FROM run").fetchone() or ("",)
        results = {result.name: result for result in run_checks(connection, run_id, checks)}
    assert results["goal_holders"].n_rows == 2 and aid.record_id in results["goal_holders"].sample


def test_damage_to_rows_that_no_run_brought_is_seen_where_a_row_ends(tmp_path: Path) -> None:
    """What changed is read from the rows: a load that ends a row of another document by a fault does not go unseen."""
    store = Store(tmp_path / "data")
    loaded = [paper(f"{name}.txt", 2, None) for name in "ab"]
    load(store, *(document for document, _ in loaded), records=[aid for _, aid in loaded])
    with opened(store.working, store.spill) as connection, transaction(store.working, connection):
        (run_id, known_at) = connection.execute("SELECT max(run_id), max(known_at) FROM run").fetchone() or ("", None)
        later = known_at + dt.timedelta(seconds=1)
        connection.execute("UPDATE evidence SET known_to = ? WHERE document_id = ?", [later, loaded[1][0].document_id])
        results = {result.name: result for result in run_checks(connection, run_id)}
        connection.execute("UPDATE evidence SET known_to = NULL")
    assert loaded[1][1].record_id in results["evidence_of_records"].sample
    assert results["run_times"].n_rows, "and that it ended with no run"
