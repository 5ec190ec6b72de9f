"""What a file is to be read as: told by its suffix, checked against its first bytes."""

import re
from pathlib import PurePosixPath

PLAIN, MARKDOWN, HTML, PDF = "text/plain", "text/markdown", "text/html", "application/pdf"

SUFFIXES = {
    ".txt": PLAIN,
    ".text": PLAIN,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
}
"""Suffix in lower case → media type of files that are read."""

_PDF = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,64}%PDF-")
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s{0,200}(?:<\?xml[^<>]{0,200}>\s{0,200})?(?:<!--.{0,1000}?-->\s{0,200}){0,5}"
    rb"<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<(?:!doctype|html|head|body|div|p|article|h1|span|table|a)\b", re.IGNORECASE)


def _sniffed(content: bytes) -> str | None:
    start = content[:8192]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\x00", b"")
    if _PDF.match(start):
        return PDF
    return HTML if _HTML.match(start) else None


def media_type(path: str, content: bytes) -> tuple[str, str | None]:
    """Media type to read a file as, and a warning where that is not what its name says.

    Files without a suffix that is known are read as what they look like, else as plain text.
    """
    suffix = PurePosixPath(path).suffix.lower()
    named = SUFFIXES.get(suffix)
    sniffed = _sniffed(content)
    if named is None:
        return sniffed or PLAIN, None
    if sniffed and sniffed != named:
        return sniffed, f"is named {suffix} but looks like {sniffed}: read as that; rename it"
    if named == PDF and sniffed is None and b"%PDF-" not in content[:1024]:
        return PLAIN, "is named .pdf but is no PDF: read as text/plain; rename it"
    if named == HTML and sniffed is None and not _TAG.search(content[:65_536].replace(b"\x00", b"")):
        return PLAIN, f"is named {suffix} but has no HTML in it: read as text/plain; rename it"
    return named, None
