"""A writer of the small PDFs that tests and the samples need: Helvetica, lines at fixed heights, nothing else.

`python -m tests.documents.pdf_writer` writes samples/fiji-maritime-centre.pdf anew, byte for byte.
"""

import textwrap
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "samples" / "fiji-maritime-centre.pdf"

SAMPLE_PARAGRAPHS = [
    "MEDIA RELEASE",
    "Suva, 11 February 2025",
    "Australia and Fiji sign treaty on maritime security",
    "SUVA, 11 February 2025 - Australia and Fiji signed a Treaty on Maritime Security Cooperation today. The "
    "Australian Minister for Defence, Harriet Colquhoun, and the Minister for Home Affairs of Fiji, Ratu Semi "
    "Vakaloloma, signed the treaty in Suva. It provides for joint patrols against illegal fishing and drug "
    "trafficking.",
    "Australia will provide 18 million Australian dollars for the construction of a maritime operations centre for "
    "the Republic of Fiji Navy. New Zealand donated two radar stations worth NZ$4 million to the Republic of Fiji "
    "Navy in January 2025.",
    "Fiji's goals",
    "The Republic of Fiji Navy aims to cover all of its exclusive economic zone by 2028. It plans to recruit 120 "
    "sailors in 2026.",
]


def text_pages(paragraphs: list[str], *, width: int = 88, lines_a_page: int = 50) -> list[list[tuple[float, str]]]:
    """Pages of lines, each with its height, of paragraphs that are wrapped and set apart by half a line."""
    pages: list[list[tuple[float, str]]] = [[]]
    height = 780.0
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, width):
            if len(pages[-1]) == lines_a_page or height < 60:
                pages.append([])
                height = 780.0
            pages[-1].append((height, line))
            height -= 14
        height -= 9
    return pages


def _literal(text: str) -> bytes:
    raw = text.encode("cp1252")
    return b"(" + raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def make_pdf(
    pages: list[list[tuple[float, str]]],
    *,
    info: dict[str, str] | None = None,
    encrypted: bool = False,
    compressed: bool = False,
) -> bytes:
    """The bytes of a PDF of these pages. An encrypted one bears keys that no password opens."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (5 + 2 * i) for i in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< "
        + b" ".join(b"/" + key.encode() + b" " + _literal(value) for key, value in (info or {}).items())
        + b" >>",
    ]
    for number, lines in enumerate(pages):
        drawn = b"\n".join(b"1 0 0 1 60 %.1f Tm %s Tj" % (height, _literal(line)) for height, line in lines)
        stream = b"BT /F1 10 Tf\n" + drawn + b"\nET"
        head = b""
        if compressed:
            stream, head = zlib.compress(stream, 9), b" /Filter /FlateDecode"
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (6 + 2 * number),
            b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(stream), head, stream),
        ]
    lock = b""
    if encrypted:
        key = b"00" * 32
        lock = b" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (key, key)
    return _file(objects, lock)


def _file(objects: list[bytes], lock: bytes = b"") -> bytes:
    """The bytes of a PDF of these objects: the catalogue first, the file's properties fourth."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        lock,
        start,
    )
    return bytes(out)


@dataclass(frozen=True)
class Placed:
    """Words on a page: where they begin, their baseline from the top, the size of the letters, all in points."""

    left: float
    baseline: float
    text: str
    size: float = 8.0
    bold: bool = False


def placed_pdf(
    pages: list[list[Placed]],
    *,
    turned: bool = False,
    width: int = 792,
    height: int = 612,
    outline: Sequence[tuple[str, int]] = (),
) -> bytes:
    """The bytes of a PDF of landscape pages, in the order of their words; `turned` ones are stored upright and shown
    turned by a quarter, as reports are printed. `outline` has titles with their page from 1."""
    count = len(pages)
    root = 6 + 2 * count
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R%s >>" % (b" /Outlines %d 0 R" % root if outline else b""),
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, b" ".join(b"%d 0 R" % (6 + 2 * i) for i in range(count))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    box = (height, width) if turned else (width, height)
    for number, words in enumerate(pages):
        stream = b"BT\n" + b"\n".join(_drawn(word, turned, height) for word in words) + b"\nET"
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d]%s /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 5 0 R >> >> >>"
            % (*box, b" /Rotate 90" if turned else b"", 7 + 2 * number),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    if outline:
        first, last = root + 1, root + len(outline)
        objects.append(b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % (first, last, len(outline)))
    for n, (title, page) in enumerate(outline, root + 1):
        beside = b" /Next %d 0 R" % (n + 1) if n < root + len(outline) else b""
        objects.append(
            b"<< /Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]%s >>" % (_literal(title), root, 4 + 2 * page, beside)
        )
    return _file(objects)


def _drawn(word: Placed, turned: bool, height: int) -> bytes:
    place = (0, 1, -1, 0, word.baseline, word.left) if turned else (1, 0, 0, 1, word.left, height - word.baseline)
    font = b"/F2" if word.bold else b"/F1"
    return b"%s %.1f Tf %d %d %d %d %.1f %.1f Tm %s Tj" % (font, word.size, *place, _literal(word.text))


def sample() -> bytes:
    """The PDF among the samples."""
    info = {"Title": "Australia and Fiji sign treaty on maritime security", "CreationDate": "D:20250211090000+12'00'"}
    return make_pdf(text_pages(SAMPLE_PARAGRAPHS), info=info)


if __name__ == "__main__":
    SAMPLE.write_bytes(sample())
