"""A territory is of its state: what passes between the two is no aid and no agreement."""

import pytest

from evaluation.documents import document_of
from extraction.grammar import GrammarExtractor
from extraction.names import sovereign
from schemas.enums import RecordKind


def kinds(text: str, language: str) -> set[RecordKind]:
    document = document_of(text, {"url": "https://example.org/t", "language": language, "published_on": "2024-03-08"})
    return {candidate.kind for candidate in GrammarExtractor().propose(document)}


@pytest.mark.parametrize(("code", "state"), [("PRI", "USA"), ("HKG", "CHN"), ("FRA", "FRA"), ("EU", "EU")])
def test_a_territory_belongs_to_its_state(code: str, state: str) -> None:
    assert sovereign(code) == state


@pytest.mark.parametrize(
    ("language", "inside", "abroad"),
    [
        ("en", "The United States donated four patrol boats to the police of Puerto Rico.",
         "The United States donated four patrol boats to the police of Jamaica."),
        ("es", "Estados Unidos donó cuatro lanchas patrulleras a la Policía de Puerto Rico.",
         "Estados Unidos donó cuatro lanchas patrulleras a la Policía de Jamaica."),
        ("pt", "Os Estados Unidos doaram quatro lanchas de patrulha à polícia de Porto Rico.",
         "Os Estados Unidos doaram quatro lanchas de patrulha à polícia da Jamaica."),
    ],
)  # fmt: skip
def test_what_a_state_gives_its_own_territory_is_no_aid(language: str, inside: str, abroad: str) -> None:
    assert RecordKind.AID in kinds(abroad, language)
    assert RecordKind.AID not in kinds(inside, language)
