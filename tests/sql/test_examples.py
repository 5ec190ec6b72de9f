"""The questions of sql/examples/, asked of the published file; the answers are counted from tests/sql/runs.py."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "sql" / "examples"
BOATS = "https://example.org/boats"
BOATS_QUOTE = "Denmark handed over two patrol boats worth 1.5 million euros to the Kenya Coast Guard on 3 May"
TOTAL_QUOTE = "Since 2018 Denmark has given Kenya 9 million euros for its coast guard"
JUDGES_QUOTE = "France and Norway gave Ghana about 2 million dollars for the training of judges"

ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "agreements_by_stage": [("agreement", 1, 0, 1, 0, 0), ("treaty", 1, 1, 0, 0, 0)],
    "aid_by_donor_and_recipient": [
        ("DNK", "KEN", "delivered", "EUR", Decimal(1500000), 1, 0),
        ("FRA, NOR", "GHA", "delivered", "USD", Decimal(2000000), 1, 0),
        ("NOR", "KEN", "delivered", None, None, 1, 1),
    ],
    "documents_without_records": [
        ("dansk.txt", None, "skipped: its language is Danish"),
        ("photographs.txt", dt.date(2021, 5, 2), "nothing to code found"),
        ("reprint.txt", dt.date(2021, 5, 3), "nothing to code found"),
    ],
    "frequent_partners": [
        ("DNK", "KEN", 1, 2, 3),
        ("FRA", "GHA", 1, 1, 2),
        ("GHA", "NOR", 0, 1, 1),
        ("KEN", "NOR", 0, 1, 1),
    ],
    "goals_ahead": [
        (
            "Ministry of Defence of Ghana (GHA)",
            "2099",
            "plans to open a training centre by 2099",
            None,
            None,
            "plans.txt",
        )
    ],
    "known_then": [("Denmark (DNK); Kenya (KEN)", "agreement", "announced", "2021-05-03", "sea rescue", False)],
    "proof_of_amounts": [
        (Decimal(9000000), "EUR", "exact", "period", "9 million", TOTAL_QUOTE, 35, "money.txt"),
        (Decimal(1500000), "EUR", "exact", "event", "1.5 million", BOATS_QUOTE, 111, BOATS),
        (Decimal(2000000), "USD", "approximate", "event", "2 million", JUDGES_QUOTE, 192, "money.txt"),
    ],
    "records_on_a_topic": [
        (
            "agreement",
            "Denmark (DNK); Kenya (KEN)",
            "2021-05-10",
            "Denmark and Kenya signed an agreement on sea rescue on 10 May 2021",
        ),
        ("aid", "Denmark (DNK) to Kenya Coast Guard (KEN)", "2021-05-03", BOATS_QUOTE),
        (
            "aid",
            "Norway (NOR) to Kenya Coast Guard (KEN)",
            "2021-06",
            "Norway sent radios to the Kenya Coast Guard in June 2021",
        ),
        ("aid", "Denmark (DNK) to Kenya (KEN)", None, TOTAL_QUOTE),
        ("goal", "Ministry of Defence of Ghana (GHA)", "2022", "aims to cut piracy by 20 percent in 2022"),
    ],
    "rejects_by_reason": [
        ("read", None, None, "is no PDF; save it again", 1, "broken.pdf"),
        ("validate", "agreement", "parties", "an agreement needs two parties", 1, "money.txt"),
    ],
    "signed_agreements": [(2021, "2021-05-10", "Denmark (DNK); Kenya (KEN)", "agreement", "sea rescue", BOATS)],
    "stories_told_most": [(2, 2, dt.date(2021, 5, 2), "Title of photographs.txt", "photographs.txt", 0)],
    "totals_over_periods": [
        ("Denmark (DNK)", "Kenya (KEN)", Decimal(9000000), "EUR", "exact", "2018", None, 1, "money.txt")
    ],
    "training_against_printed_sums": [
        ("Ghana", "IMET-1", 2009, "FY 2009 Program Totals", 3, 3, Decimal(8500), Decimal(8500), True, "29"),
        ("Ghana", None, 2009, "Ghana FY 2009 Totals", 3, 3, Decimal(8500), Decimal(8500), True, "29"),
    ],
    "training_by_country_and_programme": [("Ghana", "IMET-1", 2009, 3, Decimal(8500), 2, "29")],
    "undisclosed_amounts": [
        (
            "Norway (NOR)",
            "Kenya Coast Guard (KEN)",
            "radios (equipment)",
            "2021-06",
            "the sum was not disclosed",
            "money.txt",
        )
    ],
    "warnings_of_documents": [("is not UTF-8: read as Windows-1252", "photographs.txt")],
}


def _ask(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    return connection.execute((FOLDER / f"{name}.sql").read_text(encoding="utf-8")).fetchall()


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_an_example_answers_its_question(published: duckdb.DuckDBPyConnection, name: str) -> None:
    assert _ask(published, name) == ANSWERS[name]


def test_what_changed_is_new_changed_or_withdrawn(published: duckdb.DuckDBPyConnection) -> None:
    rows = _ask(published, "changed_since")
    assert [(change, kind, link) for change, kind, _, link in rows] == [
        ("changed", "agreement", BOATS),
        ("new", "agreement", "pact.txt"),
        ("withdrawn", "aid", BOATS),
    ]
    (withdrawn,) = (record_id for change, _, record_id, _ in rows if change == "withdrawn")
    assert published.execute("SELECT count(*) FROM aid WHERE aid_id = ?", [withdrawn]).fetchone() == (0,)
    assert published.execute("SELECT count(*) FROM aid_history WHERE aid_id = ?", [withdrawn]).fetchone() == (1,)


def test_every_example_begins_with_its_question_and_is_asked_here() -> None:
    files = sorted(FOLDER.glob("*.sql"))
    assert {path.stem for path in files} == {*ANSWERS, "changed_since"}
    for path in files:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("-- ") and first.endswith("?"), path.name


def test_examples_need_no_catalog(store: Any, tmp_path: Path) -> None:
    """They run as well where the file is attached under another name."""
    connection = duckdb.connect()
    connection.execute(f"ATTACH '{store.link}' AS elsewhere (READ_ONLY)")
    connection.execute("USE elsewhere")
    for name, answer in ANSWERS.items():
        assert _ask(connection, name) == answer, name
    connection.close()
