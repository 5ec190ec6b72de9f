"""Each check passes on a good warehouse and finds what it is for: a statement breaks a copy, the check returns rows."""

import duckdb
import pytest

from schemas.countries import CODES
from schemas.tables import TABLES
from warehouse.api import Store, stored_results
from warehouse.checks import read_checks

CHECKS = {check.name: check for check in read_checks()}

BREAKS = [
    ("orphan_parts", "DELETE FROM base.agreement"),
    ("orphan_parts", "DELETE FROM base.aid"),
    ("orphan_parts", "DELETE FROM base.goal"),
    ("orphan_parts", "UPDATE base.aid_item SET document_id = 'doc_other' WHERE ordinal = 1"),
    ("orphan_parts", "UPDATE base.record_topic SET kind = 'goal' WHERE kind = 'aid'"),
    ("orphan_parts", "UPDATE base.evidence SET record_id = 'aid_none' WHERE field = 'amount'"),
    ("orphan_records", "DELETE FROM base.document"),
    ("orphan_records", "UPDATE base.document SET status = 'skipped' WHERE path = 'money.txt'"),
    ("orphan_versions", "DELETE FROM base.document_version"),
    ("orphan_versions", "DELETE FROM base.document WHERE path = 'dansk.txt'"),
    ("orphan_versions", "UPDATE base.document SET version_id = 'ver_other' WHERE path = 'money.txt'"),
    ("orphan_party_references", "DELETE FROM base.party WHERE name = 'Ghana'"),
    ("copies", "UPDATE base.document SET status = 'skipped', skip_reason = 'x' WHERE path = 'reprint.txt'"),
    ("copies", "DELETE FROM base.document WHERE path = 'photographs.txt'"),
    ("copies", "UPDATE base.document SET published_on = NULL WHERE path = 'photographs.txt'"),
    ("copies", "UPDATE base.document_copy SET copy_kind = 'near'"),
    ("copies", "INSERT INTO base.document_copy SELECT * REPLACE (original_id AS document_id) FROM base.document_copy"),
    ("unnamed_parties", "DELETE FROM base.goal_holder"),
    ("evidence_versions", "UPDATE base.evidence SET version_id = 'ver_other' WHERE field = 'amount'"),
    ("evidence_versions", "DELETE FROM base.document_version"),
    ("evidence_quotes", "UPDATE base.evidence SET start_offset = start_offset + 1, end_offset = end_offset + 1"),
    ("evidence_quotes", "UPDATE base.document_version SET text = 'x' || text"),
    ("evidence_quotes", "UPDATE base.evidence SET quote = upper(quote) WHERE field = 'items'"),
    ("evidence_of_records", "DELETE FROM base.evidence WHERE field = 'record' AND kind = 'goal'"),
    ("document_counts", "UPDATE base.run SET documents_in = documents_in + 1"),
    ("candidate_counts", "UPDATE base.run SET candidates_rejected = 0"),
    ("record_counts", "UPDATE base.run SET goals = goals + 1"),
    ("run_counts", "DELETE FROM base.goal WHERE statement LIKE '%divers%'"),
    ("run_counts", "UPDATE base.run SET agreements = 0"),
    ("run_counts", "UPDATE base.run SET documents_changed = 0 WHERE documents_changed = 1"),
    ("run_counts", "DELETE FROM base.reject WHERE stage = 'validate'"),
    ("run_counts", "DELETE FROM base.reject WHERE stage = 'read'"),
    ("run_times", "UPDATE base.aid SET known_from = known_from - INTERVAL 1 SECOND"),
    ("run_times", "UPDATE base.aid SET run_id = 'run_none'"),
    ("run_times", "UPDATE base.agreement SET known_to = known_to + INTERVAL 1 SECOND"),
    ("run_times", "UPDATE base.run SET known_at = (SELECT min(known_at) FROM base.run)"),
    ("history_overlaps", "UPDATE base.agreement SET known_to = NULL"),
    ("history_overlaps", "UPDATE base.agreement SET known_to = known_to + INTERVAL 1 SECOND"),
    ("history_overlaps", "UPDATE base.agreement SET known_to = known_from WHERE known_to IS NOT NULL"),
    ("party_countries", "UPDATE base.party SET country = 'ABC' WHERE name = 'Ghana'"),
    ("agreement_sides", "UPDATE base.party SET country = 'KEN' WHERE country = 'DNK'"),
    ("agreement_sides", "DELETE FROM base.agreement_party"),
    ("aid_sides", "UPDATE base.party SET country = 'KEN' WHERE country = 'NOR'"),
    ("aid_sides", "DELETE FROM base.aid_party WHERE role = 'donor'"),
    ("aid_sides", "DELETE FROM base.aid_party WHERE role = 'recipient'"),
    ("aid_sides", "DELETE FROM base.aid_item"),
    ("goal_holders", "DELETE FROM base.goal_holder"),
    ("aid_amounts", "UPDATE base.aid SET currency = NULL"),
    ("aid_amounts", "UPDATE base.aid SET amount = 1, currency = 'EUR' WHERE qualifier = 'not_disclosed'"),
    ("aid_amounts", "UPDATE base.aid SET qualifier = NULL WHERE amount IS NOT NULL"),
    ("aid_amounts", "UPDATE base.aid SET amount = -1 WHERE amount IS NOT NULL"),
    ("aid_periods", "UPDATE base.aid SET basis = 'event'"),
    ("aid_periods", "UPDATE base.aid SET period_end_on = DATE '2017-12-31' WHERE basis = 'period'"),
    ("date_forms", "UPDATE base.aid SET date_precision = 'month' WHERE date_precision = 'day'"),
    ("date_forms", "UPDATE base.aid SET date_on = date_on + 1"),
    ("date_forms", "UPDATE base.goal SET horizon_on = NULL"),
    ("date_forms", "UPDATE base.goal SET horizon_precision = NULL"),
    ("date_forms", "UPDATE base.goal SET horizon_on = horizon_on + 40"),
    ("date_range", "UPDATE base.goal SET horizon_on = DATE '2101-01-01' WHERE horizon IS NOT NULL"),
    ("date_range", "UPDATE base.document SET published_on = DATE '1899-12-31'"),
    ("published_in_future", "UPDATE base.document SET published_on = CAST(known_from AS DATE) + 2"),
    ("event_dates", "UPDATE base.document SET published_on = DATE '2021-05-09'"),
    *(("evidence_of_fields", f"DELETE FROM base.evidence WHERE field = '{field}'") for field in (
        "parties", "instrument", "stage", "date", "purpose", "donors", "recipients", "items", "terms", "amount",
        "currency", "qualifier", "period_start", "holders", "statement", "horizon", "target",
    )),
    *(("unique_keys", f"INSERT INTO base.{t.name} FROM {t.name} LIMIT 1") for t in TABLES),
    *(("history_overlaps", f"INSERT INTO base.{t.name} FROM {t.name} LIMIT 1") for t in TABLES if t.history),
    *(("run_times", f"UPDATE base.{t.name} SET run_id = 'run_none'") for t in TABLES if t.history),
]  # fmt: skip
"""A check, and a statement after which it must find something."""


def test_a_good_warehouse_passes_all_checks(store: Store) -> None:
    results = stored_results(store)
    assert [r.name for r in results] == sorted(CHECKS)
    assert {r.name: r.sample for r in results if r.n_rows} == {}


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_an_unbroken_copy_passes(base: duckdb.DuckDBPyConnection, name: str) -> None:
    assert base.execute(CHECKS[name].sql).fetchall() == []


@pytest.mark.parametrize(("name", "statement"), BREAKS)
def test_a_check_finds_what_it_is_for(base: duckdb.DuckDBPyConnection, name: str, statement: str) -> None:
    (changed,) = base.execute(statement).fetchone() or (0,)
    assert changed, "the statement breaks nothing"
    assert base.execute(CHECKS[name].sql).fetchall() != []


def test_every_check_is_shown_to_fail() -> None:
    assert {name for name, _ in BREAKS} == set(CHECKS)


def test_keys_and_histories_are_checked_of_every_table() -> None:
    """By the statement's target above; here by name, so that a new table is not forgotten in the SQL."""
    for table in TABLES:
        assert f"FROM {table.name}\n" in CHECKS["unique_keys"].sql
        if table.history:
            assert f"FROM {table.name}_history\n" in CHECKS["history_overlaps"].sql
            assert f"FROM {table.name}_history\n" in CHECKS["run_times"].sql


def test_the_check_of_countries_knows_the_codes_of_the_contract(base: duckdb.DuckDBPyConnection) -> None:
    base.execute("DELETE FROM base.party")
    for n, code in enumerate(sorted(CODES)):
        base.execute(
            "INSERT INTO base.party VALUES (?, 'name', ?, 'run', now()::TIMESTAMP, NULL, '')", [f"pty_{n}", code]
        )
    assert base.execute(CHECKS["party_countries"].sql).fetchall() == []
    assert len(CODES) == 263


def test_checks_of_severity_error_are_named() -> None:
    """What data can cause is a warning: an error holds every publication back."""
    warnings = {name for name, check in CHECKS.items() if check.severity == "warning"}
    assert warnings == {"date_range", "evidence_of_fields", "event_dates", "published_in_future"}
