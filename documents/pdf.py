"""PDF: its text page by page, with paragraphs by the gaps between lines."""

import datetime as dt
import re
from typing import Any

from documents.encoding import mend
from documents.errors import UnreadableDocument
from documents.media import PDF
from documents.parts import DatedAs, Reading
from documents.pdf_headings import find_headings, read_outline
from documents.pdf_page import MAX_CHARACTERS, MAX_PLACED, ProsePage, page_text, read_prose_page
from documents.pdf_parts import assemble
from documents.pdf_prose import make_prose
from documents.pdf_words import Line, characters, lines_of
from documents.training_layout import Layout, layout_of
from documents.training_report import read_report_pages

MAX_PAGES = 3_000
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
_NO_TITLE = re.compile(
    r"^(microsoft word\b|untitled|sin título|sem título|document\d*$|.*\.(docx?|indd|pdf|rtf|odt)$)", re.I
)


def _open(content: bytes) -> Any:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument("is an encrypted PDF: save a copy without its password first") from None
        if b"%%EOF" not in content[-2048:]:
            raise UnreadableDocument("is a PDF cut short: fetch or copy it again") from None
        raise UnreadableDocument("is a damaged PDF: fetch it again, or print it to a new PDF") from None


def _metadata(document: Any, reading: Reading) -> None:
    """What the file's properties tell, kept for the last resort: they are often wrong."""
    data = {key: " ".join(str(value).split()) for key, value in document.get_metadata_dict().items()}
    title = data.get("Title", "")
    if title and not _NO_TITLE.match(title):
        reading.last_resort_title = title[:300]
    if " " in (author := data.get("Author", "")):  # one word is a user name
        reading.last_resort_author = author[:200]
    if match := _DATE.match(data.get("CreationDate", "")):
        try:
            day = dt.date(int(match[1]), int(match[2] or "x"), int(match[3] or "x"))
        except ValueError:
            return
        reading.last_resort_published = DatedAs(day, "pdf")


class _Pages:
    """The pages of a file as they are read: running text, and those with the tables of a training report."""

    def __init__(self) -> None:
        self.prose: list[ProsePage] = []
        self.tables: list[tuple[int, list[Line]]] = []
        self.layout: Layout | None = None
        self.failed: list[str] = []
        self._size = 0

    def read(self, document: Any, number: int) -> None:
        """One page, by its number from 1. Raises UnreadableDocument where the text grows too large."""
        import pypdfium2

        try:
            page = document[number - 1]
            try:
                textpage = page.get_textpage()
                try:
                    self._read(textpage, number)
                finally:
                    textpage.close()
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            self.failed.append(str(number))

    def _read(self, textpage: Any, number: int) -> None:
        text = page_text(textpage)
        self._size += len(text)
        if self._size > MAX_CHARACTERS:
            raise UnreadableDocument(f"is a PDF with more than {MAX_CHARACTERS:,} characters: split it")
        layout = layout_of(text) if len(text) <= MAX_PLACED else None
        if layout and self.layout in (None, layout):
            self.layout = layout
            self.tables.append((number, lines_of(textpage, characters(textpage))))
        else:
            self.prose.append(read_prose_page(textpage, text, number))


def read_pdf(content: bytes) -> Reading:
    """The text of a PDF. Raises UnreadableDocument where it is encrypted, damaged, too large, or has no text."""
    document = _open(content)
    pages = _Pages()
    try:
        number = len(document)
        if number > MAX_PAGES:
            raise UnreadableDocument(f"is a PDF of {number:,} pages; at most {MAX_PAGES:,} are read: split it")
        for i in range(number):
            pages.read(document, i + 1)
        reading = Reading(PDF, "")
        _metadata(document, reading)
        outline = read_outline(document)
    finally:
        document.close()
    if pages.failed:
        reading.warnings.append(f"pages that could not be read: {', '.join(pages.failed[:20])}")
    prose = make_prose(pages.prose)
    report = read_report_pages(pages.layout, pages.tables) if pages.layout else None
    if dropped := prose.dropped + (report.dropped if report else 0):
        reading.warnings.append(f"{dropped:,} running heads and feet dropped")
    if report:
        reading.warnings += report.warnings
        reading.language, reading.language_origin = "en", "table heads"
        reading.title = report.title
        if pages.layout and pages.layout.heading.fullmatch(reading.last_resort_title or ""):
            reading.last_resort_title = None  # that of one table among many
    assemble(reading, pages.prose, prose.pieces, report)
    if not report:
        reading.headings = find_headings(reading, outline, pages.prose)
    if not any(c.isalnum() for c in reading.text):
        raise UnreadableDocument("is a PDF without text (scanned pages?): make them readable with OCR first")
    mended = mend(reading.text, [])
    reading.text = mended.text
    reading.warnings += mended.warnings
    return reading
