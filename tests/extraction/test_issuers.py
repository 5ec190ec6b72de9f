"""Whose a goal is in official texts: by the title, the opening and the web address, in three languages."""

import pytest

from extraction.whereabouts import state_of_official_address
from schemas.records import Goal
from tests.extraction.reading_of import coded

OFFICIAL = "https://www.state.gov/releases/1"

CASES = [
    (
        "en", "Joint Statement by President Dane and President Otero of Honduras", OFFICIAL,
        "Russia attacked its neighbour. The United States and Honduras are friends. "
        "We will train 300 border police officers to combat drug trafficking.",
        {"USA", "HND"},
    ),
    (
        "en", "U.S.-Ghana Joint Leaders\u2019 Statement", OFFICIAL,
        "The United States and Ghana met in Accra. Mali and Niger face terrorism. "
        "The leaders pledged to combat piracy in the Gulf of Guinea.",
        {"USA", "GHA"},
    ),
    (
        "en", "Readout of Secretary Holt\u2019s Meeting with Foreign Minister Adjei of Ghana", OFFICIAL,
        "Secretary Holt of the United States met Foreign Minister Adjei of Ghana. They spoke of Niger and Mali. "
        "They committed to strengthen maritime security and to combat piracy.",
        {"USA", "GHA"},
    ),
    (
        "en", "Ministers\u2019 Statement on Corruption", OFFICIAL,
        "The following statement was released by the governments of Kenya, Ghana, and the United States. "
        "We will strengthen the police units that combat corruption and money laundering.",
        {"KEN", "GHA", "USA"},
    ),
    (
        "en", "Remarks on Ghana", OFFICIAL,
        "The United States stands with Ghana and will continue to train the Ghana Police Service to combat terrorism.",
        {"USA"},
    ),
    (
        "en", "Briefing on Ghana", OFFICIAL,
        "Ghana and Togo are fighting terrorists on their borders. The United States supports them. "
        "We will continue to work to combat terrorism in Ghana.",
        {"USA"},
    ),
    (
        "en", "Partnership with Ghana", None,
        "Security: The United States and Ghana affirmed our commitment to combat drug trafficking and piracy.",
        {"USA", "GHA"},
    ),
    (
        "en", "Fact Sheet: Strengthening the U.S.-Ghana Alliance", OFFICIAL,
        "Ghana fights piracy. The United States reaffirmed our shared commitment to combat drug trafficking and piracy "
        "in the Gulf of Guinea.",
        {"USA", "GHA"},
    ),
    (
        "en", "Travel in the Gulf of Guinea", OFFICIAL,
        "The delegation spoke with Togo about fishing. In Ghana, Prime Minister Adjei stressed the importance of "
        "U.S. presence in the region and the desire to combat piracy and illegal fishing.",
        {"GHA"},
    ),
    (
        "es", "Declaración conjunta de Chile y Perú", "https://www.gob.cl/1",
        "Chile y Perú se reunieron en Lima. Bolivia y Ecuador enfrentan al crimen organizado. "
        "Los presidentes se comprometieron a combatir el narcotráfico en la frontera.",
        {"CHL", "PER"},
    ),
    (
        "pt", "Declaração conjunta do Brasil e do Paraguai", "https://www.gov.br/1",
        "Brasil e Paraguai reuniram-se em Assunção. A Bolívia e a Colômbia enfrentam o crime organizado. "
        "Os presidentes comprometeram-se a combater o narcotráfico na fronteira.",
        {"BRA", "PRY"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "url", "text", "holders"), CASES, ids=[c[1] for c in CASES])
def test_goals_are_of_who_issues_the_text_or_meets(
    language: str, title: str, url: str | None, text: str, holders: set[str]
) -> None:
    more = {"title": title} | ({"url": url} if url else {})
    found = [r for r in coded(text, language, **more).records if isinstance(r, Goal)]
    assert found and all({str(p.country) for p in goal.holders} == holders for goal in found)


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("https://www.state.gov/x", "USA"),
        ("https://www.navy.mil/x", "USA"),
        ("https://www.gov.br/defesa", "BRA"),
        ("https://www.gob.pe/x", "PER"),
        ("https://www.gov.uk/x", "GBR"),
        ("https://www.mindefensa.gov.co/x", "COL"),
        ("https://governo.com/x", None),
        ("https://example.uk/gov", None),
        ("https://gov", None),
        ("http://[bad", None),
        (None, None),
    ],
)
def test_an_official_address_tells_its_state(url: str | None, state: str | None) -> None:
    assert state_of_official_address(url) == state
