"""What the grammar codes, construction by construction, and what it leaves alone."""

from decimal import Decimal
from pathlib import Path

import pytest

from flows.extract import extract_file
from schemas.records import Agreement, Aid, Goal
from tests.extraction.reading_of import agreements, aid, goals

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "texts" / "seed-001.txt"

SIGNED = [
    ("en", "On 4 March 2024 Kenya and Italy signed a memorandum of understanding on police training in Nairobi.",
     {"KEN", "ITA"}, "memorandum_of_understanding", "signed", "2024-03-04"),
    ("en", "A protocol on joint border patrols was signed by Ghana and Togo on 2 February 2024.",
     {"GHA", "TGO"}, "protocol", "signed", "2024-02-02"),
    ("en", "The treaty on extradition between Peru and Chile was ratified on 5 January 2024.",
     {"PER", "CHL"}, "treaty", "ratified", "2024-01-05"),
    ("es", "Colombia y Ecuador firmaron el 4 de marzo de 2024 un convenio de cooperación policial.",
     {"COL", "ECU"}, "agreement", "signed", "2024-03-04"),
    ("pt", "O Brasil e o Paraguai assinaram em 4 de março de 2024 um acordo de cooperação policial.",
     {"BRA", "PRY"}, "agreement", "signed", "2024-03-04"),
]  # fmt: skip

GIVEN = [
    ("en", "The United States donated two patrol boats worth $1.2 million to the Ghana Navy on 10 October 2023.",
     {"USA"}, {"GHA"}, Decimal(1200000), "USD", "grant", "delivered"),
    ("en", "Twelve patrol vehicles were handed over to the National Police of Honduras by Japan on 10 October 2023.",
     {"JPN"}, {"HND"}, None, None, "grant", "delivered"),
    ("en", "Germany will provide 3 million euros in equipment to the Georgian border police.",
     {"DEU"}, {"GEO"}, Decimal(3000000), "EUR", "grant", "announced"),
    ("es", "España donó diez vehículos a la Policía Nacional de Paraguay el 3 de octubre de 2023.",
     {"ESP"}, {"PRY"}, None, None, "grant", "delivered"),
    ("pt", "Portugal entregou duas lanchas à Guarda Costeira de Cabo Verde em 3 de outubro de 2023.",
     {"PRT"}, {"CPV"}, None, None, "grant", "delivered"),
]  # fmt: skip

NOTHING = [
    ("en", "The team won the match by two goals and plans to celebrate tonight in Nairobi."),
    ("en", "Kenya and Italy signed a free trade agreement on coffee and textiles."),
    ("en", "The ministers discussed the weather and thanked each other for a pleasant lunch."),
    ("es", "Uruguay y España firmaron un convenio de intercambio cultural para sus museos."),
    ("pt", "O Brasil e a Itália assinaram um acordo de turismo e cultura."),
]


@pytest.mark.parametrize(("language", "text", "countries", "instrument", "stage", "date"), SIGNED)
def test_an_agreement_is_coded(
    language: str, text: str, countries: set[str], instrument: str, stage: str, date: str
) -> None:
    (record,) = agreements(text, language)
    assert {p.country for p in record.parties} == countries
    assert (record.instrument, record.stage, record.date) == (instrument, stage, date)


@pytest.mark.parametrize(("language", "text", "donors", "recipients", "amount", "currency", "terms", "stage"), GIVEN)
def test_a_transfer_is_coded(
    language: str,
    text: str,
    donors: set[str],
    recipients: set[str],
    amount: Decimal | None,
    currency: str | None,
    terms: str,
    stage: str,
) -> None:
    (record,) = aid(text, language)
    assert {p.country for p in record.donors} == donors
    assert {p.country for p in record.recipients} == recipients
    assert (record.amount, record.currency, record.terms, record.stage) == (amount, currency, terms, stage)


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_a_text_outside_the_field_gives_nothing(language: str, text: str) -> None:
    assert not agreements(text, language) and not aid(text, language) and not goals(text, language)


def test_a_list_of_goals_is_split_into_its_members() -> None:
    text = "By 2026, Ghana's Ministry of Defense plans to recruit 300 soldiers, buy two boats and build a naval base."
    found = goals(text)
    assert [g.statement.split()[0] for g in found] == ["recruit", "buy", "build"]
    assert {g.horizon for g in found} == {"2026"}
    assert {p.country for g in found for p in g.holders} == {"GHA"}


def test_verbs_that_share_an_object_are_one_goal() -> None:
    found = goals("The Army of Ghana plans to acquire, maintain and repair attack aircraft against terrorists.")
    assert [g.statement for g in found] == ["plans to acquire, maintain and repair attack aircraft against terrorists"]


def test_a_denied_transfer_is_not_coded() -> None:
    assert not aid("Japan did not donate any patrol boats to the Ghana Navy.")


def test_an_amount_that_is_kept_back_is_told_from_one_that_is_not_stated() -> None:
    kept = "Japan donated radios to the National Police of Honduras, in an amount that was not disclosed."
    (record,) = aid(kept)
    assert record.amount is None and record.qualifier == "not_disclosed"
    (plain,) = aid("Japan donated radios to the National Police of Honduras.")
    assert plain.qualifier is None


def test_a_programme_gives_terms_that_are_marked_derived() -> None:
    (record,) = aid("The Ghana Navy received $4 million in Foreign Military Financing in 2022.")
    assert {p.country for p in record.donors} == {"USA"}
    assert any(e.field == "terms" and e.derived for e in record.evidence)


def test_the_seed_article_is_coded_exactly() -> None:
    if not SEED.exists():
        pytest.skip("needs the seed article")
    records = extract_file(SEED).records
    (agreement,) = [r for r in records if isinstance(r, Agreement)]
    assert (agreement.instrument, agreement.stage, agreement.date) == (
        "memorandum_of_understanding", "signed", "2021-02-03",
    )  # fmt: skip
    assert {p.country for p in agreement.parties} == {"GTM", "USA"}
    (transfer,) = [r for r in records if isinstance(r, Aid)]
    assert (transfer.terms, transfer.stage, transfer.date, transfer.qualifier) == (
        "grant", "delivered", "2021-02-03", "not_disclosed",
    )  # fmt: skip
    assert {i.modality for i in transfer.items} == {"equipment", "training", "funds"}
    aims = [r for r in records if isinstance(r, Goal)]
    assert len(aims) == 9 and {g.horizon for g in aims} == {"2021"} and len(records) == 11
