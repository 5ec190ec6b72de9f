"""The views of the published file: one line a record, names and values readable, sums that hold."""

from decimal import Decimal
from typing import Any

import duckdb
import pytest

from schemas.views import create_view, read_view, read_views
from warehouse.api import Store

VIEWS = [view.name for view in read_views()]


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    found = connection.execute(sql)
    names = [column[0] for column in found.description or ()]
    (row,) = found.fetchall()
    return dict(zip(names, row, strict=True))


@pytest.mark.parametrize("kind", ["agreement", "aid", "goal", "official_training"])
def test_a_view_has_one_line_a_record(published: duckdb.DuckDBPyConnection, kind: str) -> None:
    lines = published.execute(f"SELECT {kind}_id FROM v_{kind} ORDER BY ALL").fetchall()
    assert lines == published.execute(f"SELECT {kind}_id FROM {kind} ORDER BY ALL").fetchall()
    assert lines


def test_an_agreement_is_readable(published: duckdb.DuckDBPyConnection) -> None:
    row = _row(published, "FROM v_agreement WHERE list_contains(countries, 'DNK')")
    assert row["parties"] == "Denmark (DNK); Kenya (KEN)"
    assert row["countries"] == ["DNK", "KEN"]
    assert row["topics"] == ["border_security", "maritime_security"]
    assert row["quote"] == "Denmark and Kenya signed an agreement on sea rescue on 10 May 2021"
    assert row["link"] == "https://example.org/boats"
    assert row["document_title"] == "Title of boats.txt"
    assert row["publisher"] == "The Invented Wire"
    assert str(row["published_on"]) == "2021-05-11"


def test_the_link_of_a_document_without_address_is_its_path(published: duckdb.DuckDBPyConnection) -> None:
    assert _row(published, "FROM v_agreement WHERE stage = 'proposed'")["link"] == "pact.txt"


def test_a_transfer_is_readable(published: duckdb.DuckDBPyConnection) -> None:
    row = _row(published, "FROM v_aid WHERE list_contains(modalities, 'vessels')")
    assert row["items"] == "2 × patrol boats (vessels)"
    assert (row["donors"], row["recipients"]) == ("Denmark (DNK)", "Kenya Coast Guard (KEN)")
    assert row["channels"] is None
    joint = _row(published, "FROM v_aid WHERE currency = 'USD'")
    assert joint["donors"] == "France (FRA); Norway (NOR)"
    assert joint["donor_countries"] == ["FRA", "NOR"]
    assert joint["items"] == "2 million dollars (funds); training of judges (training)"


@pytest.mark.parametrize(
    ("quantity", "shown"), [("10", "10"), ("1200", "1200"), ("1.5", "1.5"), ("0", "0"), ("0.0001", "0.0001")]
)
def test_quantities_are_written_without_needless_zeros(store: Store, quantity: str, shown: str) -> None:
    connection = duckdb.connect()
    connection.execute(f"ATTACH '{store.link}' AS good (READ_ONLY)")
    for name in ("aid", "aid_party", "party", "document", "document_copy", "record_topic", "evidence", "aid_item"):
        connection.execute(f"CREATE TABLE {name} AS FROM good.main.{name}")
    connection.execute("UPDATE aid_item SET quantity = CAST(? AS DECIMAL(22,4)) WHERE modality = 'vessels'", [quantity])
    connection.execute(create_view(next(view for view in read_views() if view.name == "v_aid")))
    row = _row(connection, "FROM v_aid WHERE list_contains(modalities, 'vessels')")
    assert row["items"] == f"{shown} × patrol boats (vessels)"
    connection.close()


def test_totals_leave_periods_out_and_count_joint_donors_once(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT year, donor_countries, currency, amount, n_transfers, n_with_amount, n_not_disclosed, n_not_stated "
        "FROM v_aid_total ORDER BY donor_countries"
    ).fetchall()
    assert rows == [
        (2021, ["DNK"], "EUR", Decimal(1500000), 1, 1, 0, 0),
        (2021, ["FRA", "NOR"], "USD", Decimal(2000000), 1, 1, 0, 0),
        (2021, ["NOR"], None, None, 1, 0, 1, 0),
    ]
    every = published.execute("SELECT sum(amount) FROM v_aid WHERE currency = 'EUR'").fetchone()
    assert every == (Decimal(10500000),), "the total over a period is there to see, but not to add"


def test_a_goal_is_readable_and_ends_with_its_horizon(published: duckdb.DuckDBPyConnection) -> None:
    row = _row(published, "FROM v_goal WHERE target_metric = 'piracy'")
    assert row["holders"] == "Ministry of Defence of Ghana (GHA)"
    assert (row["target_value"], row["target_unit"]) == (20, "percent")
    assert (str(row["horizon_on"]), str(row["horizon_ends_on"])) == ("2022-01-01", "2022-12-31")
    assert _row(published, "FROM v_goal WHERE statement LIKE '%divers'")["horizon_ends_on"] is None


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [
        ("day", "2024-02-10", "2024-02-10"),
        ("month", "2024-02-01", "2024-02-29"),
        ("fiscal_year", "2024-01-01", "2024-12-31"),
    ],
)
def test_the_last_day_of_a_horizon_follows_its_precision(store: Store, precision: str, first: str, last: str) -> None:
    connection = duckdb.connect()
    connection.execute(f"ATTACH '{store.link}' AS good (READ_ONLY)")
    for name in ("goal", "goal_holder", "party", "document", "document_copy", "record_topic", "evidence"):
        connection.execute(f"CREATE TABLE {name} AS FROM good.main.{name}")
    connection.execute("UPDATE goal SET horizon_precision = ?, horizon_on = CAST(? AS DATE)", [precision, first])
    connection.execute(create_view(next(view for view in read_views() if view.name == "v_goal")))
    found = connection.execute("SELECT DISTINCT CAST(horizon_ends_on AS VARCHAR) FROM v_goal").fetchall()
    assert found == [(last,)]
    connection.close()


def test_the_first_words_of_the_text_stand_for_a_record_with_several_quotes(
    published: duckdb.DuckDBPyConnection,
) -> None:
    goal = _row(published, "FROM v_goal WHERE target_metric = 'piracy'")
    quotes = published.execute(
        "SELECT quote FROM evidence WHERE record_id = ? AND field = 'record' ORDER BY start_offset", [goal["goal_id"]]
    ).fetchall()
    assert quotes == [("aims to cut piracy by 20 percent in 2022",), ("piracy by 20 percent",)]
    assert goal["quote"] == quotes[0][0]


def test_a_document_tells_its_story_and_who_else_tells_it(published: duckdb.DuckDBPyConnection) -> None:
    first = _row(published, "FROM v_document WHERE link = 'photographs.txt'")
    again = _row(published, "FROM v_document WHERE link = 'reprint.txt'")
    assert (first["original_id"], again["original_id"]) == (None, first["document_id"])
    assert (again["copy_kind"], again["similarity"]) == ("exact", 1)
    assert (first["n_documents"], first["n_publishers"]) == (again["n_documents"], again["n_publishers"]) == (2, 2)
    money = _row(published, "FROM v_document WHERE link = 'money.txt'")
    assert (money["n_documents"], money["n_publishers"], money["n_aid"], money["n_goals"]) == (1, 1, 3, 0)


def test_views_work_where_the_file_is_attached_under_another_name(store: Store) -> None:
    connection = duckdb.connect()
    connection.execute(f"ATTACH '{store.link}' AS elsewhere (READ_ONLY)")
    for name in VIEWS:
        assert connection.execute(f"SELECT count(*) FROM elsewhere.{name}").fetchone() != (0,), name
    connection.close()


def test_views_carry_their_comment(published: duckdb.DuckDBPyConnection) -> None:
    found = published.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall()
    assert dict(found) == {view.name: view.comment for view in read_views()}


@pytest.mark.parametrize("content", ["", "SELECT 1;\n", "-- only a comment\n"])
def test_a_view_without_comment_or_select_is_refused(tmp_path: Any, content: str) -> None:
    path = tmp_path / "v_bad.sql"
    path.write_text(content)
    with pytest.raises(ValueError, match=r"v_bad\.sql: a view begins with lines of comment"):
        read_view(path)


def test_the_views_show_how_sure_the_reading_is(published: duckdb.DuckDBPyConnection) -> None:
    assert published.execute("select distinct confidence from v_agreement order by all").fetchall() == [
        (0.91,),
        (None,),
    ]
    for view in ("v_aid", "v_goal"):
        assert published.execute(f"select count(*) from {view} where confidence is null").fetchone() != (0,)
