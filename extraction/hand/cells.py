"""Cells of a hand-coded row as values of the codebook. A cell that cannot be one raises CellError."""

import re
from decimal import Decimal
from typing import Any

from schemas.countries import CODES
from schemas.enums import DatePrecision, Modality

MANY = ";"
"""What stands between the parties, items and topics of a cell."""
PASSAGES = "||"
"""What stands between the passages of a quote."""
_PARTY = re.compile(r"(?P<name>.+?)\s*[(\[](?P<code>[A-Za-z]{2,8})[)\]]", re.DOTALL)
_ITEM = re.compile(
    r"(?:(?P<quantity>[0-9., ]*[0-9])\s*[×xX*]\s*)?(?P<description>.+?)\s*[(\[](?P<modality>[\w ]+)[)\]]", re.DOTALL
)
_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+"
_NUMBER = re.compile(rf"(?:[0-9]{{1,18}}|{_GROUPED})(?:\.[0-9]+)?")
_DATE = {
    re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"): DatePrecision.DAY,
    re.compile(r"[0-9]{4}-[0-9]{2}"): DatePrecision.MONTH,
    re.compile(r"[0-9]{4}"): DatePrecision.YEAR,
}
_FISCAL = re.compile(r"FY ?([0-9]{4})", re.IGNORECASE)
_SHOWN = 60


class CellError(ValueError):
    """A cell does not hold what its column asks for."""

    def __init__(self, column: str, message: str):
        super().__init__(message)
        self.column = column


def _short(cell: str) -> str:
    text = " ".join(cell.split())
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def parties(column: str, cell: str) -> list[dict[str, str]]:
    """'Danish Ambassador (DNK); Kenya Coast Guard (KEN)' as parties."""
    found = []
    for part in _parts(cell):
        hit = _PARTY.fullmatch(part)
        if hit is None:
            raise CellError(column, f"{_short(part)} is no party; write name and code, as in 'Kenya Police (KEN)'")
        code = hit["code"].upper()
        if code not in CODES:
            raise CellError(column, f"{code!r} in {_short(part)} is neither an ISO 3166-1 alpha-3 code nor a body's")
        found.append({"name": hit["name"], "country": code})
    return found


def items(column: str, cell: str) -> list[dict[str, Any]]:
    """'2 × patrol boats (vessels); radios (equipment)' as items."""
    found = []
    for part in _parts(cell):
        hit = _ITEM.fullmatch(part)
        modality = word(hit["modality"]) if hit else ""
        if hit is None or modality not in list(Modality):
            known = ", ".join(Modality)
            raise CellError(
                column, f"{_short(part)} is no item; write '2 × patrol boats (vessels)' with one of: {known}"
            )
        quantity = number(column, hit["quantity"].strip()) if hit["quantity"] else None
        found.append({"modality": modality, "description": hit["description"], "quantity": quantity})
    return found


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(MANY) if part.strip()]


def words(cell: str) -> list[str]:
    """'border security; migration' as values of an enumeration."""
    return [word(part) for part in _parts(cell)]


def word(cell: str) -> str:
    """'Border security' as the value border_security."""
    return re.sub(r"[\s-]+", "_", cell.strip().lower())


def number(column: str, cell: str) -> Decimal:
    """A number as 1500000.50, 1,500,000.50 or 1 500 000; what could be read in two ways is none."""
    if _NUMBER.fullmatch(cell) is None:
        raise CellError(column, f"{_short(cell)} is no number; write it as 1500000 or 1500000.50")
    if re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", cell):
        plain = cell.replace(".", "")
        raise CellError(
            column, f"{_short(cell)} can be {plain} or {cell.rstrip('0').rstrip('.')}; write the one you mean"
        )
    return Decimal(re.sub(r"[^0-9.]", "", cell))


def date(column: str, cell: str) -> tuple[str, DatePrecision]:
    """2021-02-03, 2021-02, 2021 or FY2021 as a date and its precision."""
    fiscal = _FISCAL.fullmatch(cell)
    if fiscal is not None:
        return fiscal[1], DatePrecision.FISCAL_YEAR
    for form, precision in _DATE.items():
        if form.fullmatch(cell):
            return cell, precision
    raise CellError(column, f"{_short(cell)} is no date; write 2021-02-03, 2021-02, 2021 or FY2021")


def share(column: str, cell: str) -> float:
    """A number from 0 to 1."""
    value = float(number(column, cell))
    if value > 1:
        raise CellError(column, f"{_short(cell)} is not from 0 to 1")
    return value


def passages(cell: str) -> list[str]:
    """The passages of a quote."""
    return [part.strip() for part in cell.split(PASSAGES) if part.strip()]
