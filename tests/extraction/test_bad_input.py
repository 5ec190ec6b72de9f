"""Input that no reader likes: no exception, exact quotes, and time that grows with the length, not with its square."""

import time
from itertools import pairwise
from pathlib import Path

import pytest

from extraction.segments import blocks, sentences
from flows.extract import extract_file, extract_paths
from schemas.enums import DocumentStatus
from tests.extraction.bad_texts import MIXED, NOISE, NOTE, OCR, UNITS, long_text
from tests.extraction.reading_of import coded, document

SHORT, LONG = 5_000, 20_000
GROWTH = 9.0
"""What four times the length may take more: linear is 4, quadratic 16."""
ENOUGH = 0.15
"""Seconds of the processor under which a ratio says nothing."""


def seconds(text: str, language: str = "en") -> float:
    """Processor time of a reading, so that other work on the machine does not count."""
    began = time.process_time()
    coded(text, language)
    return time.process_time() - began


@pytest.mark.parametrize("language", ["en", "es", "pt"])
@pytest.mark.parametrize("name", UNITS)
def test_any_of_it_is_read_with_exact_quotes(name: str, language: str) -> None:
    text = long_text(name, 1_500)
    found = coded(text, language)
    made = document(text, language)
    assert all(span.quotes(made.text) for record in found.records for span in record.evidence)
    assert found.candidates_in == len(found.records) + len(found.rejects) + found.candidates_skipped


@pytest.mark.parametrize("name", UNITS)
def test_time_grows_with_the_length_and_not_with_its_square(name: str) -> None:
    coded(NOTE)
    long = min(seconds(long_text(name, LONG)) for _ in range(2))
    if long < ENOUGH:
        return
    short = min(seconds(long_text(name, SHORT)) for _ in range(2))
    assert long < GROWTH * max(short, ENOUGH / GROWTH), f"{long / short:.1f} times as long for four times the text"


def test_no_sentence_is_without_end() -> None:
    for name in ("one word", "a line", "states", "digits"):
        text = long_text(name, 50_000)
        found = sentences(text, blocks(text), frozenset())
        assert max(s.end - s.start for s in found) <= 2000 and len(found) >= 25
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert sum(s.end - s.start for s in found) >= len(text.strip()) - 2 * len(found), "nothing is left out"


def test_sentences_of_ordinary_length_are_not_cut() -> None:
    text = "The ministry, " + "which has a long name, " * 50 + "signed an agreement. It is short."
    ends = [text[s.start : s.end].strip()[-6:] for s in sentences(text, blocks(text), frozenset())]
    assert ends == ["ement.", "short."]


def test_capitals_and_scanned_text_lose_no_amount_and_invent_none() -> None:
    (shouted,) = coded(NOTE.upper()).records
    assert str(getattr(shouted, "amount", "")) == "1200000"
    for text in (OCR, NOISE):
        for record in coded(text).records:
            assert all(span.quotes(text) for span in record.evidence)


def test_an_empty_file_and_one_of_spaces_are_told(tmp_path: Path) -> None:
    for content in ("", " \n\n\t "):
        (tmp_path / "a.txt").write_text(content)
        (one,) = extract_paths([tmp_path / "a.txt"])
        assert one.message and (one.outcome is None or one.outcome.records == ())
    assert coded("").records == () and coded(" \n ").candidates_in == 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le ministre de la défense a signé hier un accord avec les autorités du pays voisin. " * 5, "fr"),
        ("Der Minister unterzeichnete gestern ein Abkommen mit den Behörden des Nachbarlandes. " * 5, "de"),
        ("Il ministro della difesa ha firmato ieri un accordo con le autorità del paese vicino. " * 5, "it"),
        ("Министр обороны подписал вчера соглашение с властями соседней страны. " * 5, "ru"),
    ],
)
def test_another_language_is_skipped_by_its_name(tmp_path: Path, text: str, language: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    outcome = extract_file(path)
    assert outcome.document is not None and outcome.records == ()
    assert outcome.document.status is DocumentStatus.SKIPPED and outcome.document.language == language
    assert language in (outcome.document.skip_reason or "")


def test_mixed_languages_are_read_as_one_of_them_or_skipped_by_name(tmp_path: Path) -> None:
    spanish = "El Gobierno de Chile donó ayer dos lanchas a la Armada del Perú, según informó el ministerio. "
    for n, text in enumerate((NOTE * 3 + spanish, NOTE + spanish * 3, MIXED * 5)):
        path = tmp_path / f"{n}.txt"
        path.write_text(text, encoding="utf-8")
        outcome = extract_file(path)
        assert outcome.document is not None and outcome.document.language
        coded_as = outcome.document.language if outcome.document.skip_reason is None else None
        assert coded_as == ("en", "es", None)[n]
        assert all(span.quotes(outcome.document.text) for record in outcome.records for span in record.evidence)


def test_a_table_as_text_is_read(tmp_path: Path) -> None:
    rows = "".join(f"Ghana | {n} boats | ${n} million | {n} March 2021\n" for n in range(1, 28))
    path = tmp_path / "a.txt"
    path.write_text("Deliveries of boats to the navy of the country, by date\n\n" + rows, encoding="utf-8")
    outcome = extract_file(path)
    assert outcome.document is not None
    assert all(span.quotes(outcome.document.text) for record in outcome.records for span in record.evidence)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["one word", "digits", "a line"])
def test_one_line_of_five_megabytes_is_read(name: str) -> None:
    text = long_text(name, 5_000_000).replace("\n", " ")
    per_character = seconds(text[:100_000]) / 100_000
    assert seconds(text) < GROWTH * max(per_character, 1e-7) * len(text)
