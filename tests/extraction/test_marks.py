"""Marks of plain-text markup in what is read: stress and links say nothing, and offsets stay."""

from extraction.reading import read
from extraction.segments import blocks, sentences


def test_stress_and_the_address_of_a_link_are_spaces() -> None:
    text = "We must **train** police by the [plan](https://example.org/plan) of 2024."
    reading = read(text)
    assert len(reading.plain) == len(text) and reading.plain.split() == [
        "We",
        "must",
        "train",
        "police",
        "by",
        "the",
        "plan",
        "of",
        "2024.",
    ]
    assert reading.plain.index("plan") == text.index("plan")


def test_what_is_no_mark_stays() -> None:
    for text in ("2 ** 3 is 8", "[sic](he said)", "a [note] (see below)", "**"):
        assert read(text).plain == text


def test_a_line_that_ends_with_initials_goes_on() -> None:
    text = "Strengthening the police of Haiti is a key U.S.\npriority, the ministry said."
    assert len(sentences(text, blocks(text), frozenset())) == 1
