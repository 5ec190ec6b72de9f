"""Bytes to characters, and what is no text refused."""

import codecs
import re
from dataclasses import dataclass

from documents.errors import UnreadableDocument, UnreadFormat
from documents.lexicon import binary_formats
from schemas.base import REPLACEMENT, mend_surrogates

_BOMS = (  # the longer ones first: UTF-32's begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(rb"<meta[^<>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})[\"']")
_CHARSETS = re.compile(r"(utf-8|ascii|iso8859|iso2022|cp\d|koi8|gb|big5|euc|shift_jis|mac|tis)")
_HTML_HEAD = 4096
"""Where a page may declare its charset; the standard says the first 1024 bytes, practice is laxer."""

_UNUSUAL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PRINTABLE = bytes([*b"\t\n\v\f\r", *range(0x20, 0x7F)])
_SAMPLE = 65_536
_MAX_UNUSUAL = 0.1
"""A text of which more than a tenth are control characters is none."""


@dataclass(frozen=True)
class Decoded:
    """The characters of a file, and what was mended on the way."""

    text: str
    warnings: tuple[str, ...]


def refuse_binary(content: bytes) -> None:
    """Raise UnreadFormat for bytes that bear the mark of a format that is no text."""
    for known in binary_formats():
        if content.startswith(known.mark, known.offset):
            raise UnreadFormat(f"is {known.name}, which is not read: {known.advice}")


def _without_bom(content: bytes) -> str | None:
    """The UTF-16 of files that have no mark of it: nearly every second byte of such Latin text is zero."""
    sample = content[:2000]
    half = len(sample) // 2
    if half < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.05 * half else None


def _decode_leniently(data: bytes, encoding: str) -> tuple[str, int]:
    """The characters and how many of them stand for bytes that are none in this encoding."""
    try:
        return data.decode(encoding), 0
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(encoding, "surrogatepass"), 0
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return text, text.count(REPLACEMENT)


def _charset(name: bytes) -> str | None:
    """The encoding of a charset's name as pages use it, or None for one that is not known or cannot be right.

    UTF-16 and UTF-32 cannot: a page whose declaration can be read as ASCII is neither. rot13, hex and such are none.
    """
    try:
        codec = codecs.lookup(name.decode("ascii")).name
    except LookupError:
        return None
    if not _CHARSETS.match(codec):
        return None
    return "cp1252" if codec in ("iso8859-1", "ascii") else codec


def _declared(content: bytes) -> str | None:
    start = content[:_HTML_HEAD]
    match = _XML_ENCODING.search(start) or _META_CHARSET.search(start)
    return _charset(match[1]) if match else None


def _guess(content: bytes, declared: str | None) -> tuple[str, int, str | None]:
    """Text, number of bytes that were no characters, and a warning, of bytes without a byte order mark."""
    if content.isascii():
        return content.decode("ascii"), 0, None
    text, lost = _decode_leniently(content, "utf-8")
    if not lost:
        return text, 0, None
    if declared and declared != "utf-8":
        text, lost = _decode_leniently(content, declared)
        return text, lost, None
    # UTF-8 with a few bad bytes has far more good sequences than bad; other encodings have next to none.
    first = _NOT_ASCII.search(text)
    sample = text[first.start() :][:_SAMPLE] if first else ""
    bad = sample.count(REPLACEMENT)
    if len(_NOT_ASCII.findall(sample)) - bad > 2 * bad:
        return text, lost, None
    try:
        return content.decode("cp1252"), 0, "is not UTF-8: read as Windows-1252; save it as UTF-8 if letters look wrong"
    except UnicodeDecodeError:
        return content.decode("latin-1"), 0, "is not UTF-8: read as Latin-1; save it as UTF-8 if letters look wrong"


def decode(content: bytes, *, html: bool = False) -> Decoded:
    """The characters of a text file; `html` says that a charset may be declared in the first bytes.

    A byte order mark decides and is dropped. Newlines are left as they are. NUL, lone surrogates and bytes that are no
    characters become U+FFFD, one for one. Raises UnreadableDocument for what is no text.
    """
    refuse_binary(content)
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            text, lost = _decode_leniently(content[len(bom) :], encoding)
            warning = None
            break
    else:
        utf16 = _without_bom(content)
        if utf16:
            (text, lost), warning = (
                _decode_leniently(content, utf16),
                f"has no byte order mark: read as {utf16.upper()}; save it as UTF-8 if letters look wrong",
            )
        else:
            text, lost, warning = _guess(content, _declared(content) if html else None)
    warnings = [warning] if warning else []
    if lost:
        warnings.append(
            f"{_count(lost, 'byte sequence')} that are no characters were replaced by U+FFFD; save it as UTF-8 again"
        )
    return mend(text, warnings)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def mend(text: str, warnings: list[str]) -> Decoded:
    """Replace what no writer accepts, and tell what readers of the text should know, after the warnings so far.

    Raises UnreadableDocument where the characters are no text.
    """
    # Bytes are sifted ten times as quickly as characters are looked at, and hardly any are left.
    rest = text.encode("utf-8", "surrogatepass").translate(None, _PRINTABLE)
    if not rest or not _ODD.search(rest.decode("utf-8", "surrogatepass")):
        return Decoded(text, tuple(warnings))
    sample = text[:_SAMPLE]
    if len(_UNUSUAL.findall(sample)) > _MAX_UNUSUAL * len(sample):
        raise UnreadableDocument("is no text: too many control characters; save it as PDF, HTML or plain text in UTF-8")
    mended = mend_surrogates(text)
    if mended != text:
        replaced = sum(a != b for a, b in zip(text, mended, strict=True))
        warnings.append(f"{_count(replaced, 'lone surrogate')} replaced by U+FFFD; save it as UTF-8 again")
    if nul := mended.count("\x00"):
        mended = mended.replace("\x00", REPLACEMENT)
        warnings.append(f"{_count(nul, 'NUL character')} replaced by U+FFFD; save it as plain text again")
    if unusual := len(_UNUSUAL.findall(mended)):
        warnings.append(f"{_count(unusual, 'control character')} kept; remove them if quotes show them")
    if marks := len(_DIRECTION.findall(mended)):
        warnings.append(
            f"{_count(marks, 'mark')} of writing direction kept: the text may look other than it is, read with care"
        )
    return Decoded(mended, tuple(warnings))
