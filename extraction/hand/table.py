"""A table of hand-coded records from CSV or XLSX: its rows with their places in the file. The file may be anyone's."""

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extraction.extractor import ExtractorError
from extraction.hand.columns import COLUMNS, REQUIRED

_LARGEST = 50_000_000
"""Bytes that a file may have, and four times that an XLSX may unpack to."""
_MOST_CELLS = 5_000_000
_DELIMITERS = ",;\t"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_PLACE = re.compile(rb'\br="([A-Z]{0,3})(\d{1,7})"')
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that is not empty: where it stands, as in 'row 7 of codes.csv', and its filled cells by column."""

    place: str
    cells: dict[str, str]


def read_table(path: Path) -> list[TableRow]:
    """The rows of a CSV or XLSX file. Raises ExtractorError where the file cannot be read as such a table."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= _LARGEST else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ExtractorError(f"{path}: cannot be read ({reason}); give a CSV or XLSX file of codings") from None
    if size > _LARGEST:
        raise ExtractorError(f"{path}: has {size:,} bytes, over {_LARGEST:,}; split it into several files")
    if content.startswith(b"PK"):
        return _of_workbook(path, content)
    return _rows(path, "", _of_csv(path, content))


def _rows(path: Path, sheet: str, lines: Iterator[tuple[int, list[str]]]) -> list[TableRow]:
    """Rows under a header. Raises ExtractorError where the header is not one of codings."""
    named = f"{path} {sheet}".strip()
    header = next((cells for _, cells in lines if any(cells)), None)
    if header is None:
        raise ExtractorError(f"{named}: is empty; begin with the columns that `communique coding template` prints")
    columns = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in header]
    unknown = [column for column in columns if column and column not in COLUMNS]
    missing = [column for column in REQUIRED if column not in columns]
    twice = [column for column in columns if column and columns.count(column) > 1]
    if missing:
        raise ExtractorError(f"{named}: has no column {missing[0]!r}; its first row has to name the columns")
    if unknown or twice:
        fault = f"there is no column {unknown[0][:60]!r}" if unknown else f"two columns are called {twice[0]!r}"
        raise ExtractorError(f"{named}: {fault}; columns are {', '.join(COLUMNS)}")
    found = []
    for number, cells in lines:
        beyond = [cell for cell in cells[len(columns) :] if cell]
        filled = {c: cell for c, cell in zip(columns, cells, strict=False) if cell}
        if beyond or "" in filled:
            raise ExtractorError(
                f"{named}: row {number} has {(beyond or [filled['']])[0][:40]!r} under no column; "
                "name the column, or put cells with a delimiter inside in quotes"
            )
        if filled:
            found.append(TableRow(f"row {number} of {path.name}{f' {sheet}' if sheet else ''}", filled))
    return found


def _of_csv(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers, counted as a spreadsheet counts them."""
    text = _decoded(path, content)
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            yield number, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise ExtractorError(f"{path}: row {number + 1} is no CSV ({error}); check its quotes") from None


def _decoded(path: Path, content: bytes) -> str:
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    # Spreadsheets of Western offices still write their old code page.
    encodings = ["utf-16"] if utf_16 else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ExtractorError(f"{path}: is no text in UTF-8, UTF-16 or Windows-1252; save it as CSV in UTF-8")


def _of_workbook(path: Path, content: bytes) -> list[TableRow]:
    """Rows of all sheets that have the required columns; other sheets are a matter of the office."""
    import python_calamine

    _check_size(path, content)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheets = [
                (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
            ]
    # It raises errors of its own, OSError, and PanicException, which is none of Exception.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        said = " ".join(str(error).split())[:120]
        raise ExtractorError(f"{path}: cannot be read as XLSX ({said}); save it again, without a password") from None
    found: list[TableRow] = []
    read = False
    for name, rows in sheets:
        head = next((row for row in rows if any(cell not in ("", None) for cell in row)), [])
        if set(REQUIRED) <= {str(cell).strip().lower() for cell in head}:
            read = True
            lines = iter([(n, [_cell(cell) for cell in row]) for n, row in enumerate(rows, 1)])
            found += _rows(path, f"sheet {name}" if len(sheets) > 1 else "", lines)
    if not read:
        raise ExtractorError(f"{path}: no sheet has the columns {', '.join(REQUIRED)} in its first row")
    return found


def _check_size(path: Path, content: bytes) -> None:
    """Refuse a workbook that would fill the memory: one that unpacks to too much, or with a cell far out."""
    too_large = f"{path}: is too large unpacked; split it into several files"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 4 * _LARGEST:
                raise ExtractorError(too_large)
            for entry in archive.infolist():
                if _SHEET.fullmatch(entry.filename):
                    with archive.open(entry) as handle:
                        width, height = _extent(handle)
                    if width * height > _MOST_CELLS:
                        raise ExtractorError(
                            f"{path}: {entry.filename} reaches to row {height:,} and column {width:,}; "
                            "delete what stands far outside the table"
                        )
    # zipfile says NotImplementedError of a compression that it does not know, RuntimeError of a password.
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, ExtractorError):
            raise
        raise ExtractorError(f"{path}: cannot be read as XLSX ({error}); save it again") from None


def _extent(handle: Any) -> tuple[int, int]:
    """The outermost column and row that a sheet's XML names."""
    width = height = 1
    rest = b""
    while block := handle.read(_CHUNK):
        for letters, digits in _PLACE.findall(rest + block):
            height = max(height, int(digits))
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            width = max(width, column)
        rest = block[-40:]
    return width, height


def _cell(value: Any) -> str:
    """A cell of a workbook as it would stand in a CSV."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return (value.date() if value.time() == dt.time() else value).isoformat()
    return str(value).strip()
