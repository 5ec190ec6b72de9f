"""Long PDFs: sections with pages, running heads of chapters, tables that stay tables."""

from itertools import pairwise

import pytest

from documents import pdf_page
from extraction.grammar import GrammarExtractor
from extraction.validate import extract
from schemas.document import Document
from schemas.places import Places
from tests.documents.pdf_writer import Placed, placed_pdf
from tests.documents.reading import read

SENTENCES = (
    "The ministry of the lake and the navy met in the capital to speak of the year that lies ahead.",
    "They agreed that the boats of the harbour are old and that the crews should have newer ones soon.",
    "A second meeting of both is planned for the autumn, when the results of the survey will be known.",
)


def prose(top: float, word: str = "The") -> list[Placed]:
    sentences = (SENTENCES[0].replace("The", word), SENTENCES[1], SENTENCES[2].replace("survey", f"{word} survey"))
    return [Placed(60.0, top + 12 * n, sentence, 10.0) for n, sentence in enumerate(sentences)]


def report(pages: int = 8, outline: bool = False, large: float = 16.0) -> bytes:
    """Two chapters of four pages, each with a running head of its own, a part on every page, and a number below."""
    made, items = [], []
    for n in range(1, pages + 1):
        chapter = "Patrols at sea" if n <= pages // 2 else "Training ashore"
        page = [Placed(60.0, 40.0, f"{chapter} in the year 2021", 8.0)]
        if n in (1, pages // 2 + 1):
            page.append(Placed(60.0, 80.0, chapter, large))
            items.append((chapter, n))
        page.append(Placed(60.0, 110.0, f"Part {chr(64 + n)} of the survey", 10.0 + (large - 10) / 2))
        items.append((f"Part {chr(64 + n)} of the survey", n))
        page += prose(140.0, f"{chr(64 + n)}-")
        page.append(Placed(300.0, 580.0, str(n + 30), 8.0))
        made.append(page)
    return placed_pdf(made, outline=items if outline else ())


def titles(document: Document) -> list[tuple[str, int]]:
    return [(section.title, section.level) for section in document.sections]


PARTS = [f"Part {chr(64 + n)} of the survey" for n in range(1, 9)]


def test_sections_by_larger_letters_have_levels_and_pages() -> None:
    document = read(report(), "a.pdf")
    assert titles(document) == [
        ("Patrols at sea", 1),
        *((part, 2) for part in PARTS[:4]),
        ("Training ashore", 1),
        *((part, 2) for part in PARTS[4:]),
    ]
    places = Places(document)
    at = document.text.index("results", document.text.index(PARTS[5]))
    assert places.at(at) == {"page": 6, "page_label": "36", "section": PARTS[5]}
    assert all(document.text[s.start :].startswith(s.title) for s in document.sections)


def test_sections_of_the_outline_come_first() -> None:
    document = read(report(outline=True, large=10.0), "a.pdf")
    assert [title for title, _ in titles(document)] == [
        "Patrols at sea", *PARTS[:4], "Training ashore", *PARTS[4:]
    ]  # fmt: skip


def test_running_heads_of_chapters_and_page_numbers_are_dropped_and_pages_follow_one_another() -> None:
    document = read(report(), "a.pdf")
    assert "in the year 2021" not in document.text
    assert [(page.number, page.label) for page in document.pages] == [(n, str(n + 30)) for n in range(1, 9)]
    assert [page.end for page in document.pages[:-1]] == [page.start for page in document.pages[1:]]
    assert document.pages[-1].end == len(document.text)
    assert all(a.start < b.start for a, b in pairwise(document.pages))


def test_a_year_in_a_running_head_is_no_page_number() -> None:
    pages = [[Placed(60.0, 40.0, "Yearbook 2021", 8.0), *prose(100.0, "ABCDE"[n])] for n in range(5)]
    document = read(placed_pdf(pages), "a.pdf")
    assert "Yearbook" not in document.text
    assert {page.label for page in document.pages} == {None}


def test_a_word_that_a_page_end_divides_is_whole_and_offsets_hold() -> None:
    first = [*prose(100.0), Placed(60.0, 136.0, "In the harbour of the capital they saw the minis-", 10.0)]
    second = [Placed(60.0, 100.0, "tries of both states sign it in the evening.", 10.0), *prose(112.0)]
    document = read(placed_pdf([first, second]), "a.pdf")
    assert "they saw the ministries of both states" in " ".join(document.text.split())
    one, two = document.pages
    assert document.text[one.start : one.end].endswith("ministries")
    assert document.text[two.start : two.end].split()[:3] == ["of", "both", "states"]


TABLE = [
    ("State", "Boats", "Year", "Place"),
    ("Arcadia", "4", "2019", "Port One"),
    ("Elysium", "12", "2020", "Lake"),
    ("Utopia", "1,200", "2021", "North Shore"),
]


def table(top: float, rows: list[tuple[str, ...]] = TABLE) -> list[Placed]:
    lefts = (60.0, 200.0, 300.0, 400.0)
    return [
        Placed(left, top + 14 * n, cell, 10.0)
        for n, row in enumerate(rows)
        for left, cell in zip(lefts, row, strict=False)
        if cell
    ]


def test_a_table_stands_in_the_text_row_by_row() -> None:
    page = [*prose(60.0), *table(140.0), *prose(240.0)]
    document = read(placed_pdf([page]), "a.pdf")
    (found,) = document.tables
    assert found.columns == TABLE[0]
    assert [tuple(document.text[a:b] for a, b in row) for row in found.rows] == TABLE[1:]
    before, after = document.text[: found.start], document.text[found.end :]
    assert before.endswith("known.\n\n") and after.startswith("\n\nThe ministry")
    assert document.text[found.start : found.end] == "\n".join("\t".join(row) for row in TABLE)


def test_a_cell_of_two_lines_is_one() -> None:
    rows = [*TABLE[:2], ("", "", "", "and Port Two"), *TABLE[2:]]
    document = read(placed_pdf([[*prose(60.0), *table(140.0, rows)]]), "a.pdf")
    (found,) = document.tables
    assert [document.text[slice(*row[3])] for row in found.rows] == ["Port One and Port Two", "Lake", "North Shore"]


def test_columns_of_running_text_are_no_table() -> None:
    left = [Placed(60.0, 100 + 12 * n, "the navy of the lake met the minister again", 8.0) for n in range(9)]
    right = [Placed(320.0, 100 + 12 * n, "and spoke of boats that were old and grey", 8.0) for n in range(9)]
    document = read(placed_pdf([[*left, *right]]), "a.pdf")
    assert document.tables == ()


def test_a_letterhead_is_no_table() -> None:
    page = [Placed(60.0, 40.0, "MEDIA RELEASE"), Placed(500.0, 40.0, "11 February 2021"), *prose(100.0)]
    assert read(placed_pdf([page]), "a.pdf").tables == ()


def test_a_table_is_not_read_as_sentences_and_what_stands_around_it_is() -> None:
    signed = "Denmark and Kenya signed a defence cooperation agreement in Nairobi on 3 May 2021."
    gave = "Denmark donated four patrol boats to the Kenya Coast Guard on 4 May 2021."
    page = [
        Placed(60.0, 60.0, signed, 10.0),
        *table(140.0),
        Placed(60.0, 260.0, gave, 10.0),
    ]
    document = read(placed_pdf([page]), "a.pdf")
    assert document.tables
    found = extract(document, GrammarExtractor())
    quotes = [span.quote for record in found.records for span in record.evidence if span.field == "record"]
    assert any(quote in signed for quote in quotes) and any(quote in gave for quote in quotes)
    assert all(span.quotes(document.text) for record in found.records for span in record.evidence)


def test_words_of_a_page_that_has_more_than_any_are_not_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    content = placed_pdf([[*prose(60.0), *table(140.0)]])
    assert read(content, "a.pdf").tables
    monkeypatch.setattr(pdf_page, "MAX_PLACED", 100)
    document = read(content, "a.pdf")
    assert document.tables == ()
    assert "Elysium" in document.text


def test_an_outline_that_leads_nowhere_leaves_headings_to_the_looks() -> None:
    made = [[*prose(100.0, f"{c}-"), Placed(60.0, 80.0, f"Part {c}", 16.0)] for c in "ABCDE"]
    document = read(placed_pdf(made, outline=[("No such words", 1), ("Nor these", 99), ("Part A", 1)]), "a.pdf")
    assert [title for title, _ in titles(document)] == [f"Part {c}" for c in "ABCDE"]
