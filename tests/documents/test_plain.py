"""Plain text."""

import pytest

from documents.parts import Heading
from documents.sections import MAX_SECTIONS, make_sections
from tests.documents.reading import read

PARAGRAPH = "The ministry opened two new stations on the coast and intends to open a third one in the coming year.\n"


@pytest.mark.parametrize(
    "text",
    [
        "The ministers signed it.\r\nThe end.\r\n",
        "The ministers signed it.\rThe end.",
        "  The ministers\u00a0signed\u00ad it.\t\n\n\n",
        "The ministers signed it.\u2028The end.\x0c",
        "# The *ministers* & <b>signed</b> it",
    ],
)
def test_the_text_is_the_content_character_for_character(text: str) -> None:
    assert read(text).text == text
    assert read(b"\xef\xbb\xbf" + text.encode()).text == text


def test_headings_become_sections_and_letterheads_do_not() -> None:
    text = (
        "PRESS RELEASE\nMinistry of Defence\n\nTwo new stations on the coast\n\nOffice of the Spokesperson\n\n"
        f"{PARAGRAPH}\nNext steps\n\n{PARAGRAPH}Not a heading\n{PARAGRAPH}\n2. Aid\n\n{PARAGRAPH}"
        f"\n2.1 Boats\n\n{PARAGRAPH}\nQ. And what now?\n\n{PARAGRAPH}\n14 June 2024\n\n{PARAGRAPH}\nEnds here."
    )
    document = read(text)
    assert document.title == "Two new stations on the coast"
    assert [(s.title, s.level) for s in document.sections] == [("Next steps", 1), ("2. Aid", 1), ("2.1 Boats", 2)]
    for section in document.sections:
        assert document.text[section.start :].startswith(section.title)
    aid = document.sections[1]
    assert "2.1 Boats" in document.text[aid.start : aid.end]


def test_too_many_headings_are_cut_with_a_warning() -> None:
    sections, warning = make_sections("x" * 5000, [Heading("x", 1, i) for i in range(MAX_SECTIONS + 1)])
    assert len(sections) == MAX_SECTIONS
    assert warning == "2,001 headings found: sections kept of the first 2,000"
