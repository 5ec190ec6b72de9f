"""The one door: what wins over what, what is refused, and what holds for any bytes."""

import datetime as dt
import hashlib
import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import html
from documents import read as door
from documents.errors import UnreadableDocument
from schemas.document import Document, Sidecar
from schemas.enums import DocumentStatus
from tests.documents.pdf_writer import make_pdf, text_pages
from tests.documents.reading import RECEIVED, read

TEXT = "Two states sign it\nBy Ana Roa\nMarch 09, 2021\n\nThe ministers signed an agreement on the exchange of data.\n"
PAGE = "<!DOCTYPE html><html><body><p>The ministers signed an agreement on the exchange of data.</p></body></html>"
SAMPLES = Path(__file__).parents[2] / "samples"


def test_the_sidecar_wins_over_what_the_file_says() -> None:
    told = Sidecar(
        url="https://example.org/x",
        publisher="The Paper",
        published_on=dt.date(2021, 3, 8),
        title="Other",
        language="en",
    )
    document = read(TEXT, sidecar=told)
    assert (document.url, document.publisher, document.title) == ("https://example.org/x", "The Paper", "Other")
    assert (document.published_on, document.published_on_origin) == (dt.date(2021, 3, 8), "sidecar")
    assert document.author == "Ana Roa"


def test_without_a_sidecar_the_first_lines_tell() -> None:
    document = read(TEXT)
    assert (document.title, document.author, document.language) == ("Two states sign it", "Ana Roa", "en")
    assert (document.published_on, document.published_on_origin) == (dt.date(2021, 3, 9), "text")
    assert (document.document_id, document.version_id, document.source) == ("doc_1", "ver_1", "tests")
    assert document.content_sha256 == document.text_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


@pytest.mark.parametrize(
    ("sidecar", "text", "day", "origin"),
    [
        (dt.date(2025, 7, 2), TEXT, dt.date(2021, 3, 9), "text"),
        (None, TEXT.replace("2021", "2031"), None, None),
        (dt.date(2025, 7, 1), TEXT, dt.date(2025, 7, 1), "sidecar"),  # a day ahead, as it is in the Pacific
    ],
    ids=["sidecar", "text", "local day"],
)
def test_a_day_of_publication_after_the_receipt_is_left_out(
    sidecar: dt.date | None, text: str, day: dt.date | None, origin: str | None
) -> None:
    document = read(text, sidecar=Sidecar(published_on=sidecar), received_on=RECEIVED)
    assert (document.published_on, document.published_on_origin) == (day, origin)
    dropped = [w for w in document.warnings if "is after the receipt on 2025-06-30: left out" in w]
    assert len(dropped) == (0 if origin == "sidecar" else 1)


@pytest.mark.parametrize(
    ("path", "content", "media_type", "warning"),
    [
        ("a.txt", TEXT.encode(), "text/plain", None),
        ("a.TXT", TEXT.encode(), "text/plain", None),
        ("a.markdown", TEXT.encode(), "text/markdown", None),
        ("a.htm", PAGE.encode(), "text/html", None),
        ("a", TEXT.encode(), "text/plain", None),
        ("a", PAGE.encode(), "text/html", None),
        ("a.txt", PAGE.encode(), "text/html", "is named .txt but looks like text/html: read as that; rename it"),
        ("a.pdf", PAGE.encode(), "text/html", "is named .pdf but looks like text/html: read as that; rename it"),
        (
            "a.txt",
            make_pdf(text_pages([TEXT])),
            "application/pdf",
            "is named .txt but looks like application/pdf: read as that; rename it",
        ),
        ("a.pdf", TEXT.encode(), "text/plain", "is named .pdf but is no PDF: read as text/plain; rename it"),
        ("a.html", TEXT.encode(), "text/plain", "is named .html but has no HTML in it: read as text/plain; rename it"),
        ("a.html", PAGE.encode("utf-16"), "text/html", None),
    ],
)
def test_a_file_is_read_as_what_it_is(path: str, content: bytes, media_type: str, warning: str | None) -> None:
    document = read(content, path)
    assert document.media_type == media_type
    assert "The ministers signed an agreement" in " ".join(document.text.split()) or path == "a.txt"
    assert document.warnings == ((warning,) if warning else ())


@pytest.mark.parametrize("path", ["a.txt", "a.md", "a.html", "a.pdf", "a"])
@pytest.mark.parametrize("content", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", "\u00a0\u200b\n".encode()])
def test_an_empty_file_is_said_to_be_empty(path: str, content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"^is empty: "):
        read(content, path)


@pytest.mark.parametrize("path", ["a.txt", "a.md", "a.html", "a.pdf"])
def test_a_binary_is_refused_whatever_its_name(path: str) -> None:
    with pytest.raises(UnreadableDocument, match="is a PNG image, which is not read: read its text with OCR first"):
        read(b"\x89PNG\r\n\x1a\n" + bytes(200), path)


def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MAX_BYTES", 3 * 2**20)
    monkeypatch.setattr(html, "MAX_BYTES", 2**20)
    with pytest.raises(UnreadableDocument, match="has 4 MB; at most 3 MB are read: split it"):
        read(b"a" * (4 * 2**20))
    with pytest.raises(UnreadableDocument, match="is an HTML page of 2 MB; at most 1 MB are read"):
        read(b"<html>" + b"a" * (2 * 2**20), "a.html")


def test_a_library_that_fails_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(content: bytes) -> None:
        raise RuntimeError("line one\nline two")

    monkeypatch.setitem(door._READERS, "text/plain", fail)
    with pytest.raises(
        UnreadableDocument, match=r"^cannot be read as text/plain \(RuntimeError\): save its text as .txt$"
    ):
        read(TEXT)


SENTENCE = "The ministers of the two states signed an agreement on border security in the capital.\n\n"


def test_a_text_of_50_mb_is_refused_at_once() -> None:
    text = TEXT + SENTENCE * 590_000
    assert len(text) > 50_000_000
    started = time.monotonic()
    with pytest.raises(UnreadableDocument, match=r"has 51,\d+,\d+ characters; at most 10,000,000 are read: split it"):
        read(text)
    assert time.monotonic() - started < 20


def test_a_long_text_is_read_in_bounded_time() -> None:
    text = TEXT + SENTENCE * 110_000
    started = time.monotonic()
    document = read(text)
    assert time.monotonic() - started < 30
    assert document.text == text
    assert document.title == "Two states sign it"


HOSTILE = {
    "stars.md": b"*" * 300_000,
    "underscores.md": b"_a " * 100_000,
    "brackets.md": b"[" * 300_000,
    "links.md": b"[a](" * 100_000,
    "ticks.md": b"`a" * 100_000,
    "tags.md": b"<a " * 100_000,
    "comments.md": b"<!--" * 100_000,
    "hashes.md": b"# " * 150_000,
    "bars.md": b"|-" * 150_000,
    "quotes.md": b">" * 200_000 + b"x",
    "dashes.md": b"- " * 150_000 + b"x",
    "backslashes.md": b"\\" * 300_000,
    "aliases.md": b"---\n" + b"a: &a [*a, *a]\n" * 1500 + b"---\nx",
    "nested.md": b"---\n" + b"[" * 20_000 + b"\n---\nx",
    "spaces.txt": b"x" + b" " * 1_000_000 + b"x",
    "newlines.txt": b"x" + b"\n" * 1_000_000 + b"x",
    "slashes.txt": b"1/" * 500_000,
    "capitals.txt": b"A Bc " * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_no_more_time_than_its_size(name: str) -> None:
    started = time.monotonic()
    try:
        assert isinstance(read(HOSTILE[name], name), Document)
    except UnreadableDocument as error:
        assert "\n" not in str(error)
    assert time.monotonic() - started < 10


PATHS = st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a"])
HEADS = st.sampled_from(
    [
        b"",
        b"%PDF-1.4\n",
        b"<html><body>",
        b"---\n",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xff\xfe\x00\x00",
        b"\xef\xbb\xbf",
        b"# ",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(head=HEADS, content=st.binary(max_size=400), path=PATHS)
def test_any_bytes_give_a_document_or_an_unreadable_document(head: bytes, content: bytes, path: str) -> None:
    try:
        document = read(head + content, path)
    except UnreadableDocument as error:
        assert str(error)
        assert "\n" not in str(error)
        return
    assert "\x00" not in document.text
    document.text.encode("utf-8")
    assert (document.status is DocumentStatus.SKIPPED) == (document.skip_reason is not None)


@settings(max_examples=100, deadline=None)
@given(content=st.binary(min_size=1, max_size=120), place=st.integers(0, 900))
def test_a_pdf_damaged_anywhere_gives_a_document_or_an_unreadable_document(content: bytes, place: int) -> None:
    whole = make_pdf(text_pages([TEXT]))
    try:
        assert isinstance(read(whole[:place] + content + whole[place + len(content) :], "a.pdf"), Document)
    except UnreadableDocument as error:
        assert "\n" not in str(error)


LINES = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40),
        st.sampled_from(
            ["", "Next steps", "## Aid", "PRESS RELEASE", "By Ana Roa", "March 9, 2021", TEXT, "---", "a: b"]
        ),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(lines=LINES, newline=st.sampled_from(["\n", "\r\n", "\r"]))
def test_plain_text_is_the_content_and_sections_lie_inside(lines: list[str], newline: str) -> None:
    text = "The ministers signed an agreement." + newline + newline.join(lines)
    try:
        document = read(text)
    except UnreadableDocument as error:
        assert "control characters" in str(error)
        return
    assert document.text == text
    _check_sections(document)


@settings(max_examples=150, deadline=None)
@given(lines=LINES)
def test_sections_of_markdown_begin_with_their_heading(lines: list[str]) -> None:
    try:
        document = read("The ministers signed an agreement.\n\n" + "\n".join(lines), "a.md")
    except UnreadableDocument as error:
        assert "control characters" in str(error)
        return
    _check_sections(document)


def _check_sections(document: Document) -> None:
    for section in document.sections:
        assert 0 <= section.start < section.end <= len(document.text)
        inside = " ".join(document.text[section.start : section.end].split())
        assert inside.startswith(" ".join(section.title.split()))
    starts = [section.start for section in document.sections]
    assert starts == sorted(set(starts))


def test_reading_twice_gives_the_same_document() -> None:
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix != ".json":
            content = path.read_bytes()
            assert read(content, path.name) == read(content, path.name)


@pytest.mark.parametrize(
    ("name", "title", "day", "language"),
    [
        ("kenya-patrol-boats.txt", "Denmark and Kenya sign memorandum on maritime security", "2024-05-14", "en"),
        (
            "moldova-border-police.md",
            "European Union and Moldova step up cooperation on border security",
            "2024-09-18",
            "en",
        ),
        (
            "colombia-ecuador-frontera.html",
            "Colombia y Ecuador firman acuerdo contra el tráfico de armas",
            "2024-03-21",
            "es",
        ),
        (
            "mocambique-formacao.txt",
            "Portugal e Moçambique assinam protocolo de cooperação militar",
            "2023-06-12",
            "pt",
        ),
        ("oslo-photographs.html", "Photographs of the Atacama on show in Oslo", "2024-11-07", "en"),
        ("fiji-maritime-centre.pdf", "Australia and Fiji sign treaty on maritime security", "2025-02-11", "en"),
    ],
)
def test_the_samples_are_read_without_their_sidecars_as_these_say(
    name: str, title: str, day: str, language: str
) -> None:
    document = read((SAMPLES / name).read_bytes(), name)
    assert (document.title, str(document.published_on), document.language) == (title, day, language)
    assert document.warnings == ()
    beside = SAMPLES / f"{Path(name).stem}.meta.json"
    if beside.exists():
        told = Sidecar(**json.loads(beside.read_text(encoding="utf-8")))
        assert str(told.published_on) == day
        assert told.title in (None, title)
