"""Bytes to characters."""

import codecs

import pytest

from documents.encoding import decode
from documents.errors import UnreadableDocument

SPANISH = "Quito, 3 de marzo de 2021. El señor ministro firmó el acuerdo en la sesión.\r\nFin"


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        (SPANISH.encode("utf-8"), None),
        (codecs.BOM_UTF8 + SPANISH.encode("utf-8"), None),
        (codecs.BOM_UTF16_LE + SPANISH.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + SPANISH.encode("utf-16-be"), None),
        (codecs.BOM_UTF32_LE + SPANISH.encode("utf-32-le"), None),
        (codecs.BOM_UTF32_BE + SPANISH.encode("utf-32-be"), None),
        (
            SPANISH.encode("utf-16-le"),
            "has no byte order mark: read as UTF-16-LE; save it as UTF-8 if letters look wrong",
        ),
        (
            SPANISH.encode("utf-16-be"),
            "has no byte order mark: read as UTF-16-BE; save it as UTF-8 if letters look wrong",
        ),
        (SPANISH.encode("cp1252"), "is not UTF-8: read as Windows-1252; save it as UTF-8 if letters look wrong"),
        (SPANISH.encode("latin-1"), "is not UTF-8: read as Windows-1252; save it as UTF-8 if letters look wrong"),
    ],
    ids=["utf-8", "bom-8", "bom-16-le", "bom-16-be", "bom-32-le", "bom-32-be", "16-le", "16-be", "cp1252", "latin-1"],
)
def test_every_encoding_gives_the_same_characters(content: bytes, warning: str | None) -> None:
    decoded = decode(content)
    assert decoded.text == SPANISH
    assert decoded.warnings == ((warning,) if warning else ())


def test_bytes_that_windows_1252_does_not_have_are_read_as_latin_1() -> None:
    decoded = decode("acción ".encode("latin-1") + b"\x81 fin de la nota")
    assert decoded.text == "acción \x81 fin de la nota"
    assert decoded.warnings == (
        "is not UTF-8: read as Latin-1; save it as UTF-8 if letters look wrong",
        "1 control character kept; remove them if quotes show them",
    )


def test_a_bad_byte_in_good_utf8_does_not_turn_the_text_into_another_encoding() -> None:
    decoded = decode("La misión, el señor y la acción común ".encode() + b"\xff" + " terminó.".encode())
    assert decoded.text == "La misión, el señor y la acción común \ufffd terminó."
    assert decoded.warnings == (
        "1 byte sequence that are no characters were replaced by U+FFFD; save it as UTF-8 again",
    )


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<html><head><meta charset="iso-8859-2"></head>', "iso-8859-2"),
        (b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head>', "cp1251"),
        (b'<?xml version="1.0" encoding="iso-8859-15"?><html>', "iso-8859-15"),
    ],
)
def test_a_page_is_read_in_the_charset_that_it_declares(head: bytes, encoding: str) -> None:
    letters = bytes([0xE1, 0xE9, 0xF3]).decode(encoding)
    assert decode(head + letters.encode(encoding), html=True).text.endswith(letters)


def test_a_charset_that_cannot_be_right_is_not_followed() -> None:
    for name in ("utf-16", "rot13", "hex", "unknown-8", "unicode_escape"):
        page = f'<html><meta charset="{name}">'.encode() + "acción".encode("cp1252")
        assert decode(page, html=True).text.endswith("acción")


def test_lone_surrogates_and_nul_are_replaced_one_for_one_so_that_offsets_hold() -> None:
    decoded = decode(b"The \xed\xa0\x80 minister\x00 signed the agreement.")
    assert decoded.text == "The \ufffd minister\ufffd signed the agreement."
    assert decoded.warnings == (
        "1 lone surrogate replaced by U+FFFD; save it as UTF-8 again",
        "1 NUL character replaced by U+FFFD; save it as plain text again",
    )


def test_control_characters_and_direction_marks_are_kept_and_told() -> None:
    text = "The minister\x07 signed \u202ethe agreement\u202c today.\u200f"
    decoded = decode(text.encode("utf-8"))
    assert decoded.text == text
    assert decoded.warnings == (
        "1 control character kept; remove them if quotes show them",
        "3 marks of writing direction kept: the text may look other than it is, read with care",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04" + b"x" * 50, "is a Word, Excel, PowerPoint, OpenDocument or ZIP file"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "is a PNG image"),
        (b"\x1f\x8b\x08" + b"\x00" * 50, "is a gzip file"),
        (b"{\\rtf1 The minister signed}", "is a rich text (RTF) file"),
        (b"\x00\x00\x00\x00\x00\x00\x00\x00DUCK" + b"\x00" * 50, "is a DuckDB database"),
        (bytes(range(32)) * 20, "is no text: too many control characters"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        decode(content)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
