"""What a source lets be shown of its words governs every published file, the histories included."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from schemas.enums import RecordKind, RejectStage
from schemas.generate import current_columns
from schemas.records import kind_of
from schemas.reject import Reject
from schemas.run import Counts
from schemas.source import SourceList, entry_of
from schemas.tables import TABLES, Words
from tests.sql.runs import BOATS_OLD, PLANS, boats, money, plans
from tests.sql.world import Outcome, reject_of
from warehouse.api import RunDraft, Store, commit_run

WORDS = [(t.name, c.name, c.words) for t in TABLES for c in t.columns if c.words and c.words is not Words.MESSAGE]


def commit(store: Store, policy: dict[str, Any] | None, *failures: Reject) -> None:
    """A run over three documents of the source 'wire', and then one with nothing but the policy."""
    source = {"name": "wire", "kind": "page", "url": "https://wire.example.org/", "publisher": "W", "country": "XXX",
              "licence": "by agreement"}  # fmt: skip
    listed = SourceList.model_validate({"source": [{**source, **policy}] if policy else []})
    found = [boats(BOATS_OLD), money(), plans(), *(Outcome(None, rejects=(one,)) for one in failures)]
    records = [kind_of(record) for outcome in found for record in outcome.records]
    rejected = sum(len(outcome.rejects) for outcome in found if outcome.document)
    counts = Counts(
        documents_in=3 + len(failures),
        documents_new=3,
        documents_failed=len(failures),
        candidates_in=len(records) + rejected,
        candidates_loaded=len(records),
        candidates_rejected=rejected,
        agreements=records.count(RecordKind.AGREEMENT),
        aid=records.count(RecordKind.AID),
        goals=records.count(RecordKind.GOAL),
    )
    began = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    commit_run(store, RunDraft("ingest", began, "0", "hand", "1", "", counts), found)
    done = commit_run(
        store, RunDraft("ingest", began, "0", "hand", "1", catalogue=tuple(map(entry_of, listed.source))), []
    )
    assert done.failed_checks == ()
    assert bool(done.published_version) == bool(policy), "a changed policy is published, without any new document"


def values(store: Store, table: str, column: str) -> list[str | None]:
    with duckdb.connect(str(store.link), read_only=True) as connection:
        return [row[0] for row in connection.execute(f"select {column} from {table} order by all").fetchall()]


@pytest.mark.parametrize("twin", ["", "_history"])
def test_what_a_source_withholds_stands_in_no_published_table(tmp_path: Path, twin: str) -> None:
    commit(Store(tmp_path), {"show": "none"})
    for table, column, _ in WORDS:
        assert set(values(Store(tmp_path), table + twin, column)) <= {None}, (table, column)
    assert len(values(Store(tmp_path), f"evidence{twin}", "start_offset")) > 10
    with duckdb.connect(str(tmp_path / "working.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from evidence where quote is null").fetchone() == (0,)


def test_quotes_are_cut_to_the_length_that_a_source_lets_be_shown(tmp_path: Path) -> None:
    commit(Store(tmp_path), {"show": "quotes", "quote_characters": 20})
    for table, column, words in WORDS:
        found = values(Store(tmp_path), table, column)
        assert all(value is None or len(value) <= 20 for value in found), (table, column)
        if words is not Words.QUOTE:
            assert set(found) <= {None}
    quotes = [q for q in values(Store(tmp_path), "evidence", "quote") if q]
    assert any(q.endswith("…") and len(q) == 20 for q in quotes) and any(not q.endswith("…") for q in quotes)


TOLD = "the text has not \"it's two boats for a guard\" at 3, nor 'a rope'; mend it"


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ({"show": "none"}, "the text has not … at 3, nor …; mend it"),
        ({"show": "quotes", "quote_characters": 20}, "the text has not … at 3, nor 'a rope'; mend it"),
        ({"show": "quotes", "quote_characters": 5000}, TOLD),
        ({"show": "whole"}, TOLD),
    ],
)
def test_a_reject_tells_its_reason_without_the_words_that_are_withheld(
    tmp_path: Path, policy: dict[str, Any], told: str
) -> None:
    commit(Store(tmp_path), policy, reject_of(None, "lost.txt", RejectStage.READ, TOLD))
    assert told in values(Store(tmp_path), "reject", "message")
    assert told in values(Store(tmp_path), "reject_history", "message")


def test_a_source_that_may_be_shown_whole_is(tmp_path: Path) -> None:
    commit(Store(tmp_path), {"show": "whole"})
    texts = values(Store(tmp_path), "document_version", "text")
    assert {BOATS_OLD, PLANS} < set(texts)
    assert None not in values(Store(tmp_path), "evidence", "quote")


@pytest.mark.parametrize("policy", [None, {"show": "quotes"}])
def test_without_a_bound_quotes_are_shown_and_texts_are_not(tmp_path: Path, policy: dict[str, Any] | None) -> None:
    commit(Store(tmp_path), policy)
    assert set(values(Store(tmp_path), "document_version", "text")) == {None}
    assert None not in values(Store(tmp_path), "evidence", "quote")
    assert any(len(q or "") > 60 for q in values(Store(tmp_path), "evidence", "quote"))


def test_every_column_with_words_says_whose_they_are() -> None:
    """A table with words and no document could not be governed; publishing it must fail, not leak."""
    from warehouse.shown import policy_join

    for table in TABLES:
        if any(c.words for c in current_columns(table)):
            assert policy_join(table)
    assert {(t, c) for t, c, _ in WORDS} >= {("evidence", "quote"), ("goal", "statement"), ("document_version", "text")}
