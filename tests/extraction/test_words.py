"""How a text's words are found: tokens, sentences, and phrases tried only where they may begin."""

import re

import pytest

from evaluation.corpus import CORPUS
from extraction.dates.words import time_words
from extraction.numbers import LANGUAGES
from extraction.reading import read
from extraction.segments import blocks, sentences
from extraction.tokens import Trie, Tries, tokenize
from extraction.wording import Phrases

TEXTS = [path.read_text("utf-8") for path in sorted((CORPUS / "texts").glob("*.txt"))]


def test_tokens_stand_where_they_start_and_only_spaces_between_them() -> None:
    for text in [*TEXTS, " \n u.s.  aid's 1,200.5\u00a0km (x)\t", "", "  \n"]:
        folded = read(text).folded
        tokens = tokenize(folded)
        at = 0
        for norm, start, end in zip(tokens.norms, tokens.starts, tokens.ends, strict=True):
            assert folded[start:end] == norm
            assert not folded[at:start].strip()
            at = end
        assert not folded[at:].strip()


def test_a_word_with_a_mark_figure_or_ending_is_the_token_that_it_was() -> None:
    assert tokenize("the u.s. navy's 2.5m boats, x2 o'er ").norms == [
        *("the", "u.s.", "navy", "'s", "2.5", "m", "boats", ",", "x2", "o", "'", "er"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_found_as_by_going_through_every_character(language: str) -> None:
    scan = time_words(language).scan
    for text in TEXTS:
        reading = read(text)
        whole = [hit.span() for hit in scan.pattern.finditer(reading.folded)]
        assert [hit.span() for hit in scan.find(reading.plain)] == whole


def test_a_phrase_is_found_with_a_figure_glued_to_it_and_not_inside_a_word() -> None:
    scan = Phrases(r"(?<![^\W_])(?:*)(?![^\W\d_])", ["fy", "fiscal year"])
    text = "FY2022, fy 23, in fiscal\nyear 24, leafy, xfy2020"
    assert [hit[0] for hit in scan.find(text)] == ["fy", "fy", "fiscal\nyear"]


def test_tries_find_together_what_each_finds_by_itself() -> None:
    first, second = Trie(), Trie()
    for phrase in ("patrol boat", "patrol", "train*", "train* of", "of the"):
        first.add(phrase, phrase)
    for phrase in ("boat*", "boats of the", "training"):
        second.add(phrase, phrase)
    norms = ["training", "of", "the", "patrol", "boats", "of", "the", "trainers"]
    assert Tries((first, second)).matches(norms) == [list(first.matches(norms)), list(second.matches(norms))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('He said "Go." and left.', ['He said "Go."', "and left."]),
        ('"We will." He left. (It was late.) He slept.', ['"We will."', "He left.", "(It was late.)", "He slept."]),
        ("Wait ... for it. Now", ["Wait ... for it.", "Now"]),
        ("one;\ntwo; three", ["one;", "two; three"]),
        ("(Prof.) Perera spoke. Dr. Ruiz heard", ["(Prof.) Perera spoke.", "Dr. Ruiz heard"]),
    ],
)  # fmt: skip
def test_sentences_end_where_they_did(text: str, told: list[str]) -> None:
    found = sentences(text, blocks(text), frozenset({"prof", "dr"}))
    assert [re.sub(r"\s+", " ", text[s.start : s.end]).strip() for s in found] == told
