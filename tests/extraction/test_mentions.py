"""Mentions: what the rules see, in the text's own offsets, none over another."""

from itertools import pairwise

import pytest

from extraction.mentions import KINDS, mentions
from tests.extraction.reading_of import document as document_of

TEXT = (
    "The Ministry of Defence of Ghana signed a memorandum of understanding with France on 3 May 2021. "
    "France will give Ghana two patrol boats worth more than 1.5 million euros. NATO welcomed it."
)


def seen(text: str, language: str = "en") -> dict[str, list[str]]:
    document = document_of(text, language)
    found: dict[str, list[str]] = {}
    for mention in mentions(document):
        found.setdefault(mention.kind, []).append(document.text[mention.start : mention.end])
    return found


def test_each_kind_is_found() -> None:
    found = seen(TEXT)
    assert found["country"][0] == "France" and "Ghana" in found["country"]
    assert "Ministry of Defence of Ghana" in found["institution"]
    assert found["instrument"] == ["memorandum of understanding"]
    assert found["materiel"] == ["patrol boats"] and found["quantity"] == ["two"]
    assert "1.5 million euros" in found["money"][0] and "3 May 2021" in found["date"][0]
    assert "signed" in found["trigger"] and found["body"] == ["NATO"]
    assert set(found) <= set(KINDS)


@pytest.mark.parametrize("text", [TEXT, "UN\u00adODC gave Kenya\u200b 2 mil-\nlion dollars.\r\n\r\nEnd", "", " \n "])
def test_they_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = mentions(document_of(text, "en"))
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_words_say_what_they_were_read_as() -> None:
    notes = {TEXT[m.start : m.end]: m.note for m in mentions(document_of(TEXT, "en"))}
    assert notes["France"] == "FRA"
    assert notes["3 May 2021"].startswith("2021-05-03")
    assert next(note for words, note in notes.items() if "euros" in words) == "1,500,000 EUR, at least"


def test_a_language_without_a_grammar_has_none() -> None:
    assert mentions(document_of("La France donne deux navires.", "fr")) == []


def test_an_initial_does_not_end_a_persons_name() -> None:
    found = seen("President Ana R. Costa met the Minister of Defence of Ghana. Plan B. Kenya left.")
    assert "President Ana R. Costa" in found["person"]
