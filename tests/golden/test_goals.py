"""Stated goals by construction, in three languages: what is read of sentences written for the project."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extraction.analyse import analyse
from extraction.grammar import proposals
from schemas.enums import RecordKind
from tests.extraction.reading_of import coded, document, goals

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("goals.toml").read_text("utf-8"))["case"]

TARGETS = [
    ("en", "The Ghana Army plans to raise the number of soldiers on its border from 800 to 1,200.", Decimal(1200)),
    ("en", "The National Police of Peru aims to cut homicides by 20 percent in 2025.", Decimal(20)),
    ("es", "La Policía Nacional del Perú pretende elevar de 8 a 20 los operativos antidrogas por año.", Decimal(20)),
    ("es", "La Policía Nacional de Honduras pretende reducir a la mitad los homicidios.", Decimal(50)),
    ("pt", "A Polícia Federal do Brasil pretende reduzir de vinte para três dias a resposta a crimes.", Decimal(3)),
    ("en", "The Ghana Police Service plans to reduce armed robberies by a third.", Decimal("33.3")),
    ("en", "The Ghana Navy plans to raise the strength of its coastal patrol force to 900.", Decimal(900)),
    ("es", "La Policía Nacional del Perú pretende bajar la tasa de homicidios a 6.", Decimal(6)),
    ("es", "La Policía Nacional de Honduras pretende que una de cada cinco agentes sea mujer.", Decimal(20)),
    ("pt", "A Polícia Federal do Brasil pretende reduzir os homicídios em um terço.", Decimal("33.3")),
]
NO_TARGETS = [
    ("en", "The Ghana Navy plans to buy patrol boats in the second half of 2027."),
    ("en", "The Ghana Police Service plans to strengthen police cooperation between the two countries."),
    ("en", "The Ghana Police Service plans to keep its border posts open 24 hours a day."),
    ("es", "La Policía Nacional del Perú pretende reforzar sus patrullas fluviales, que hoy son 14 lanchas."),
    ("pt", "A Polícia Federal do Brasil pretende operar 24 horas por dia os postos de fronteira."),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{c['lang']}-{c['name']}" for c in CASES])
def test_goals_are_read(case: dict[str, Any]) -> None:
    found = [
        ({str(p.country) for p in record.holders}, record.statement, record.horizon or "")
        for record in goals(case["text"].strip(), case["lang"])
    ]
    assert found == [(set(codes), *rest) for codes, *rest in case["expect"]]


@pytest.mark.parametrize(("language", "text", "value"), TARGETS)
def test_a_goal_aims_at_the_figure_that_is_to_be_reached(language: str, text: str, value: Decimal) -> None:
    (record,) = goals(text, language)
    assert record.target is not None and record.target.value == value


@pytest.mark.parametrize("ending", ["by a third", "by 5 per", "by half", "to 900"])
def test_a_figure_may_end_a_text_without_a_full_stop(ending: str) -> None:
    whole = analyse(document(f"The Ghana Police Service plans to cut armed robberies {ending}"))
    assert all(c.kind is RecordKind.GOAL for _, _, c in proposals(whole))


@pytest.mark.parametrize(("language", "text"), NO_TARGETS)
def test_a_number_that_tells_how_things_are_is_no_target(language: str, text: str) -> None:
    (record,) = goals(text, language)
    assert record.target is None


def test_words_prove_each_field_of_a_goal() -> None:
    text = "By 2028 the National Police of Peru plans to dismantle 40 drug trafficking gangs."
    (record,) = coded(text).records
    told = {e.field: text[e.start : e.end] for e in record.evidence}
    assert told["statement"] == "plans to dismantle 40 drug trafficking gangs"
    assert (told["horizon"], told["target"], told["holders"]) == ("By 2028", "40", "National Police of Peru")


def test_there_are_cases_enough_in_every_language() -> None:
    told = {lang: [c for c in CASES if c["lang"] == lang] for lang in ("en", "es", "pt")}
    assert len(CASES) >= 60 and all(len(own) >= 12 for own in told.values())
    assert all(any(not c["expect"] for c in own) and any(c["expect"] for c in own) for own in told.values())
