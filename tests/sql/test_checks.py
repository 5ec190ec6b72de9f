"""Each check passes on a good warehouse and finds what it is for: a statement breaks a copy, the check returns rows."""

import re

import duckdb
import pytest

from schemas.countries import CODES
from schemas.tables import TABLES
from warehouse.api import Store, stored_results
from warehouse.checks import OF_RUNS, read_checks

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
    ("orphan_parts", "DELETE FROM base.official_training"),
    ("orphan_parts", "DELETE FROM base.official_training_total"),
    ("evidence_of_records", "DELETE FROM base.evidence WHERE kind = 'official_training' AND field = 'record'"),
    ("record_counts", "UPDATE base.run SET official_training = official_training + 1"),
    ("run_counts", "UPDATE base.run SET official_training = 0"),
    ("run_counts", "DELETE FROM base.official_training_total"),
    ("official_training_sums", "UPDATE base.official_training SET quantity = 5 WHERE quantity = 1"),
    ("official_training_sums", "UPDATE base.official_training SET cost_usd = NULL WHERE quantity = 1"),
    ("official_training_sums", "DELETE FROM base.official_training"),
    ("official_training_dates", "UPDATE base.official_training SET end_on = start_on - 1"),
    ("official_training_dates", "UPDATE base.official_training SET fiscal_year = 1999"),
    ("official_training_countries", "UPDATE base.official_training SET country_iso3 = NULL"),
    *(("evidence_of_fields", f"DELETE FROM base.evidence WHERE field = '{field}'") for field in (
        "parties", "instrument", "stage", "date", "purpose", "donors", "recipients", "items", "terms", "amount",
        "currency", "qualifier", "period_start", "holders", "statement", "horizon", "target",
    )),
    ("numbers_read", "UPDATE base.aid SET amount = 1700000 WHERE amount = 1500000"),
    ("numbers_read", "UPDATE base.aid SET amount = 15000001 WHERE amount = 1500000"),
    ("numbers_read", "UPDATE base.aid_item SET quantity = 3 WHERE quantity = 2"),
    ("numbers_read", "UPDATE base.goal SET target_value = 21 WHERE target_value = 20"),
    ("numbers_read", "UPDATE base.evidence SET quote = 'a sum' WHERE field = 'amount'"),
    ("dates_read", "UPDATE base.agreement SET date = '2020-06-30' WHERE date LIKE '2021-05%'"),
    ("dates_read", "UPDATE base.aid SET date = '2020-07' WHERE date = '2021-06'"),
    ("dates_read", "UPDATE base.aid SET period_start = '2017' WHERE period_start = '2018'"),
    ("dates_read", "UPDATE base.goal SET horizon = '2030' WHERE horizon = '2099'"),
    ("dates_read", "UPDATE base.evidence SET quote = 'soon' WHERE field = 'horizon'"),
    ("words_read", "UPDATE base.party SET name = 'Togo' WHERE name = 'Ghana'"),
    ("words_read", "UPDATE base.aid_item SET description = 'a submarine' WHERE description = 'patrol boats'"),
    ("words_read", "UPDATE base.goal SET statement = 'train bakers' WHERE statement LIKE '%divers%'"),
    ("words_read", "UPDATE base.agreement SET purpose = 'trade'"),
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


@pytest.mark.parametrize(("name", "statement"), [b for b in BREAKS if CHECKS[b[0]].scope == "document"])
def test_what_is_found_of_a_document_hangs_on_its_own_rows_alone(
    base: duckdb.DuckDBPyConnection, name: str, statement: str
) -> None:
    """So a load may run the check on the documents that it touched, and keep what was found of the others."""
    base.execute(statement)
    found = base.execute(CHECKS[name].sql)
    place = [column[0] for column in found.description or ()].index("document_id")
    whole = found.fetchall()
    halves = []
    for other in ("", "NOT"):
        for table in TABLES:
            if table.owner:
                half = f"known_to IS NULL AND {other} (hash({table.owner}) % 2 = 0)"
                base.execute(f"CREATE OR REPLACE VIEW main.{table.name} AS FROM base.{table.name} WHERE {half}")
        halves.append(base.execute(CHECKS[name].sql).fetchall())
    assert sorted(map(repr, halves[0] + halves[1])) == sorted(map(repr, whole))
    assert not {row[place] for row in halves[0]} & {row[place] for row in halves[1]}


@pytest.mark.parametrize("name", sorted(name for name, check in CHECKS.items() if check.scope))
def test_a_check_of_documents_or_keys_asks_nothing_of_what_it_may_not_see(name: str) -> None:
    sql = CHECKS[name].sql
    if CHECKS[name].scope == "document":
        assert not re.search(r"\w+_history\b|\brun\b|\bdocument_copy\b", sql)
    else:
        assert not re.search(r"\bJOIN\b(?! run USING)", sql), "the rows of one key are seen, not those beside them"


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
    assert warnings == {
        *("date_range", "evidence_of_fields", "event_dates", "published_in_future"),
        *("numbers_read", "dates_read", "words_read"),
        *("official_training_countries", "official_training_dates", "official_training_sums"),
    }


@pytest.mark.parametrize(
    ("amount", "quote", "read"),
    [
        ("1500000", "US$1.5 million", True),
        ("1500000", "1.500.000 pesos", True),
        ("1500000", "1 500 000 €", True),
        ("1500000", "more than $1,500,000.00", True),
        ("1500000", "one and a half million", True),
        ("2000000", "dos millones de euros", True),
        ("2000000", "Duas mil toneladas", True),
        ("25000000", "veinticinco millones", True),
        ("500000", "medio millón", True),
        ("100", "a hundred", True),
        ("16000", "dezesseis mil", True),
        ("1500000", "$15.1 million", False),
        ("1500000", "two million", False),
        ("2000000", "three million", False),
        ("30", "none", False),
        ("1000000", "a million", True),
        ("1600000000", "mil 600 millones de dólares", True),
        ("2600000000", "2 mil 600 millones", True),
        ("1700000000", "mil 600 millones de dólares", False),
        ("50", "la mitad", True),
        ("33", "by a third", True),
        ("40", "halve", False),
        ("1500000", "a total of two million", False),
        ("1", "una lancha", True),
        ("2500000", "a large sum", False),
    ],
)
def test_amounts_are_read_from_figures_and_from_words(
    base: duckdb.DuckDBPyConnection, amount: str, quote: str, read: bool
) -> None:
    base.execute("UPDATE base.aid SET amount = ? WHERE amount IS NOT NULL", [amount])
    base.execute("UPDATE base.evidence SET quote = ? WHERE field = 'amount'", [quote])
    found = {row[3] for row in base.execute(CHECKS["numbers_read"].sql).fetchall()}
    assert ("amount" not in found) is read
    base.execute("UPDATE base.evidence SET derived = true WHERE field = 'amount'")
    found = {row[3] for row in base.execute(CHECKS["numbers_read"].sql).fetchall()}
    assert "amount" not in found, "what is marked derived need not be read"


@pytest.mark.parametrize(
    ("date", "quote", "read"),
    [
        ("2021-05-03", "on 3 May 2021", True),
        ("2021-05-03", "May 3", True),
        ("2021-05-03", "03/05/21", True),
        ("2021-05-03", "el 3 de mayo", True),
        ("2021-05-03", "no terceiro dia de maio", True),
        ("2021-03", "em MARÇO", True),
        ("2021", "FY21", True),
        ("2021", "in 2021-22", True),
        ("2021-05-03", "last Friday", False),
        ("2021-05-03", "on 4 June 2020", False),
        ("2021-05", "in June", False),
        ("2021", "in May", False),
        ("2021", "this year", False),
    ],
)
def test_dates_are_read_from_day_month_or_year(
    base: duckdb.DuckDBPyConnection, date: str, quote: str, read: bool
) -> None:
    base.execute("UPDATE base.goal SET horizon = ? WHERE horizon IS NOT NULL", [date])
    base.execute("UPDATE base.evidence SET quote = ? WHERE field = 'horizon'", [quote])
    assert (base.execute(CHECKS["dates_read"].sql).fetchall() == []) is read
    base.execute("UPDATE base.evidence SET derived = true WHERE field = 'horizon'")
    assert base.execute(CHECKS["dates_read"].sql).fetchall() == []


@pytest.mark.parametrize(
    ("name", "quote", "read"),
    [
        ("Ghana", "Ghana", True),
        ("Policía Nacional", "la POLICIA\nNACIONAL", True),
        ("D'Artagnan", "D’Artagnan", True),
        ("Ghana", "Ghan\u00ada", True),
        ("Ghana", "the country", False),
        ("Ghana", "Accra", False),
    ],
)
def test_names_are_read_whatever_their_form(base: duckdb.DuckDBPyConnection, name: str, quote: str, read: bool) -> None:
    base.execute("UPDATE base.party SET name = ? WHERE name = 'Ministry of Defence of Ghana'", [name])
    base.execute("UPDATE base.evidence SET quote = ? WHERE field = 'holders'", [quote])
    assert (base.execute(CHECKS["words_read"].sql).fetchall() == []) is read


@pytest.mark.parametrize(("value", "read"), [("train divers at sea", True), ("train bakers at sea", False)])
def test_words_that_members_of_a_list_share_may_stand_apart(
    base: duckdb.DuckDBPyConnection, value: str, read: bool
) -> None:
    base.execute("UPDATE base.goal SET statement = ? WHERE statement LIKE '%divers%'", [value])
    assert base.execute(CHECKS["words_read"].sql).fetchall() != []
    base.execute(
        "INSERT INTO base.evidence BY NAME SELECT * REPLACE ('evi_more' AS evidence_id, 'at sea' AS quote, "
        "start_offset + 90 AS start_offset, end_offset + 90 AS end_offset) FROM evidence "
        "WHERE field = 'statement' AND quote LIKE '%divers%'"
    )
    assert (base.execute(CHECKS["words_read"].sql).fetchall() == []) is read


def test_checks_of_runs_are_told_from_the_others() -> None:
    """A run that changes no row runs them alone: they could find something in the run itself."""
    of_runs = {name for name, check in CHECKS.items() if OF_RUNS.search(check.sql)}
    assert {"run_counts", "run_times", "document_counts", "candidate_counts", "record_counts", "unique_keys"} <= of_runs
    assert {"evidence_quotes", "orphan_parts", "history_overlaps"}.isdisjoint(of_runs)
