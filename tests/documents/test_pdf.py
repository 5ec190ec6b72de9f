"""PDF files."""

import datetime as dt

import pytest

from documents import pdf
from documents.errors import UnreadableDocument
from tests.documents.pdf_writer import SAMPLE, make_pdf, sample, text_pages
from tests.documents.reading import read

PARAGRAPHS = [
    "Two states sign it",
    "By Ana Roa",
    "QUITO, June 15, 2023 - The Ministry of Defence and the Navy signed an agreement on the exchange of radar data in "
    "the capital. It runs to 2030 and can be renewed by both.",
    "Next steps",
    "The Navy plans to open two stations by 2026. It aims to train 200 officers, and the ministry will pay for "
    "half of them over the next two years.",
]


def test_the_text_of_pages_with_paragraphs_title_byline_and_date() -> None:
    document = read(make_pdf(text_pages(PARAGRAPHS)), "a.pdf")
    assert document.text.split("\n\n")[:2] == PARAGRAPHS[:2]
    assert [" ".join(p.split()) for p in document.text.split("\n\n")] == PARAGRAPHS
    assert (document.title, document.author) == ("Two states sign it", "Ana Roa")
    assert (document.published_on, document.published_on_origin) == (dt.date(2023, 6, 15), "text")
    assert [s.title for s in document.sections] == ["Next steps"]
    assert document.media_type == "application/pdf"


def test_a_compressed_pdf_gives_the_same_text() -> None:
    pages = text_pages(PARAGRAPHS)
    assert read(make_pdf(pages, compressed=True), "a.pdf").text == read(make_pdf(pages), "a.pdf").text


def test_metadata_is_the_last_resort() -> None:
    info = {"Title": "Of the file", "Author": "Bo Lund", "CreationDate": "D:20240102030405Z"}
    told = read(make_pdf(text_pages(PARAGRAPHS), info=info), "a.pdf")
    assert (told.title, told.author, told.published_on) == ("Two states sign it", "Ana Roa", dt.date(2023, 6, 15))
    silent = read(make_pdf(text_pages([PARAGRAPHS[4] * 2]), info=info), "a.pdf")
    assert (silent.title, silent.author) == ("Of the file", "Bo Lund")
    assert (silent.published_on, silent.published_on_origin) == (dt.date(2024, 1, 2), "pdf")


def test_metadata_that_names_a_file_or_a_user_tells_nothing() -> None:
    info = {"Title": "Microsoft Word - draft3.docx", "Author": "alund", "CreationDate": "D:2024"}
    document = read(make_pdf(text_pages([PARAGRAPHS[4] * 2]), info=info), "a.pdf")
    assert (document.title, document.author, document.published_on) == (None, None, None)


def test_words_divided_at_line_ends_are_joined_and_compounds_keep_their_hyphen() -> None:
    lines = [
        "The minis-",
        "tries signed a long-",
        "term agreement. The long-term aim of the US-",
        "Kenya talks is peace.",
    ]
    document = read(make_pdf([[(700 - 14 * i, line) for i, line in enumerate(lines)]]), "a.pdf")
    assert "The ministries signed a long-term agreement." in document.text
    assert "US-Kenya talks" in document.text


def test_running_heads_and_page_numbers_are_dropped_and_told() -> None:
    pages = [
        [
            (800.0, f"Bulletin of the ministry, page {n}"),
            (700.0, f"Minister {word} signed agreement {word} in the city."),
        ]
        for n, word in enumerate(["alpha", "beta", "gamma", "delta"], start=1)
    ]
    document = read(make_pdf(pages), "a.pdf")
    assert "Bulletin" not in document.text
    assert document.text.count("signed agreement") == 4
    assert document.warnings == ("4 running heads and feet dropped",)


def test_a_paragraph_over_a_page_end_goes_on() -> None:
    document = read(
        make_pdf([[(100.0, "The ministers signed the new")], [(780.0, "agreement of the two states.")]]), "a.pdf"
    )
    assert document.text == "The ministers signed the new\nagreement of the two states."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            make_pdf(text_pages(PARAGRAPHS), encrypted=True),
            "is an encrypted PDF: save a copy without its password first",
        ),
        (make_pdf(text_pages(PARAGRAPHS))[:300], "is a PDF cut short: fetch or copy it again"),
        (b"%PDF-1.7\n", "is a PDF cut short: fetch or copy it again"),
        (b"%PDF-1.7\nnothing in it\n%%EOF\n", "is a damaged PDF: fetch it again, or print it to a new PDF"),
        (make_pdf([[], []]), "is a PDF without text (scanned pages?): make them readable with OCR first"),
    ],
    ids=["encrypted", "truncated", "only its head", "damaged", "no text"],
)
def test_a_pdf_that_cannot_be_read_says_why_and_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(content, "a.pdf")
    assert str(caught.value) == message


def test_pages_and_characters_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    content = make_pdf([[(700.0, "The ministers signed the agreement.")]] * 4)
    monkeypatch.setattr(pdf, "MAX_PAGES", 3)
    with pytest.raises(UnreadableDocument, match="is a PDF of 4 pages; at most 3 are read: split it"):
        read(content, "a.pdf")
    monkeypatch.setattr(pdf, "MAX_PAGES", 10)
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 100)
    with pytest.raises(UnreadableDocument, match="is a PDF with more than 100 characters: split it"):
        read(content, "a.pdf")


def test_the_pdf_among_the_samples_is_what_its_writer_writes() -> None:
    assert SAMPLE.read_bytes() == sample(), "run python -m tests.documents.pdf_writer"
