"""Tables of the Foreign Military Training Report → rows of official_training, and the sums printed under them.

What a cell says is taken as it stands; only numbers, dates and the country's code are put into the contract's form.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from extraction.extractor import Candidate
from extraction.official_words import OfficialWords, official_words
from schemas.document import Document, Section, Table
from schemas.enums import RecordKind, TotalScope

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_MONEY = re.compile(r"\$?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_RULE = "official training table"
_NEXT_PAGE = "heading on the next page"


@dataclass(frozen=True, slots=True)
class Group:
    """What stands over the rows of a table, with the places of the words; `continued`: it began before the text."""

    country: str = ""
    programme: str = ""
    department: str | None = None
    fiscal_year: int | None = None
    country_at: tuple[int, int] | None = None
    programme_at: tuple[int, int] | None = None
    continued: bool = False


@dataclass(slots=True)
class _Row:
    """A row of a table as it stands: its cells by field, its place, and the group that it stands under."""

    cells: dict[str, str]
    start: int
    end: int
    group: Group
    page: int
    label: str | None
    page_row: int
    total: tuple[str, re.Match[str]] | None = None
    group_told_by: str | None = None


@dataclass(slots=True)
class _Pages:
    """Pages by offset, and how many rows each has had."""

    document: Document
    starts: list[int] = field(default_factory=list)
    rows: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.starts = [page.start for page in self.document.pages]

    def place(self, offset: int) -> tuple[int, str | None, int]:
        """Page, its printed number, and the place of the next row on it."""
        n = bisect_right(self.starts, offset) - 1
        number, label = (self.document.pages[n].number, self.document.pages[n].label) if n >= 0 else (1, None)
        self.rows[number] += 1
        return number, label, self.rows[number]


def official_tables(document: Document) -> list[tuple[Table, list[str]]]:
    """The tables of a document that are the report's, each with the field of each of its columns."""
    words = official_words()
    return [(table, fields) for table in document.tables if (fields := words.fields_of(table.columns))]


def official_headings(document: Document) -> list[tuple[int, int]]:
    """Where the headings stand that the report's tables have: they are read with the tables."""
    starts = [table.start for table, _ in official_tables(document)]
    return [
        (section.start, section.start + len(section.title))
        for section in document.sections
        if bisect_right(starts, section.end - 1) > bisect_right(starts, section.start)
    ]


class OfficialTables:
    """Proposes the rows and sums of the report's tables. Documents without one have no candidates."""

    name = "official_tables"
    version = "1"

    def propose(self, document: Document) -> list[Candidate]:
        """All rows and sums, in the order of the text."""
        rows = list(_rows(document))
        _regroup(rows)
        begun = _continued(rows)
        return [_total(row, begun) if row.total else _training(row) for row in rows]


def _rows(document: Document) -> Iterator[_Row]:
    words, pages = official_words(), _Pages(document)
    for table, fields in official_tables(document):
        group = _group(document, table, words)
        for spans in table.rows:
            cells = {name: document.text[start:end] for name, (start, end) in zip(fields, spans, strict=True)}
            filled = [span for span in spans if span[0] < span[1]]
            start, end = (filled[0][0], filled[-1][1]) if filled else spans[0]
            page, label, page_row = pages.place(start)
            total = _kind_of_total(cells["course"], words)
            yield _Row(cells, start, end, group, page, label, page_row, total)


def _kind_of_total(course: str, words: OfficialWords) -> tuple[str, re.Match[str]] | None:
    """The kind of a sum, by the words in front of it; None for a row that is none."""
    return next(((kind, m) for kind, form in words.totals.items() if (m := form.fullmatch(course))), None)


def _group(document: Document, table: Table, words: OfficialWords) -> Group:
    """What the headings over a table say."""
    over = [section for section in document.sections if section.start <= table.start < section.end]
    for section in reversed(over):
        at = (section.start, section.start + len(section.title))
        if match := words.whole.fullmatch(section.title):
            country, programme = _country_and_programme(match["group"], words)
            year = _year(match["year"])
            return Group(country, programme, match["department"], year, at, at, match["department"] is None)
        if match := words.programme.fullmatch(section.title):
            country_at = _country_section(over, section)
            return Group(
                country_at.title if country_at else "",
                match["programme"],
                match["department"],
                _year(match["year"]),
                (country_at.start, country_at.start + len(country_at.title)) if country_at else None,
                at,
            )
    return Group(continued=True)


def _country_section(over: list[Section], programme: Section) -> Section | None:
    return next((section for section in reversed(over) if section.level < programme.level), None)


def _country_and_programme(text: str, words: OfficialWords) -> tuple[str, str]:
    """'Cape Verde, Republic Of, Marshall Center' → country and programme."""
    parts = text.split(", ")
    n = 1
    while n < len(parts) - 1 and words.country_goes_on.fullmatch(parts[n]):
        n += 1
    return ", ".join(parts[:n]), ", ".join(parts[n:])


def _year(digits: str) -> int:
    """A fiscal year of two or four digits: the report has been printed since 1999."""
    year = int(digits)
    return year if year > 99 else (1900 if year >= 90 else 2000) + year


def _regroup(rows: list[_Row]) -> None:
    """Give rows to the group of the next page where a page leaves out its heading.

    A page that goes on with a group names it again. Where that name never stood over rows, the group began among the
    rows before, which no sum closes: at the row from which on they add up to the group's first sum.
    """
    for n in range(1, len(rows)):
        group, before = rows[n].group, rows[n - 1]
        if not group.continued or group is before.group or before.total:
            continue
        first = _first_row(rows, n)
        for row in rows[first:n]:
            row.group, row.group_told_by = group, _NEXT_PAGE
        if first < n:
            whole = _begun_here(group)
            for row in rows[first:]:
                row.group = whole if row.group is group else row.group


def _begun_here(group: Group) -> Group:
    return Group(
        group.country, group.programme, group.department, group.fiscal_year, group.country_at, group.programme_at
    )


def _first_row(rows: list[_Row], n: int) -> int:
    """The row before `n` from which on the rows add up to the first sum behind `n`; `n` where there is none."""
    end = next((i for i in range(n, len(rows)) if rows[i].total), None)
    if end is None or rows[end].group is not rows[n].group:
        return n
    wanted = _sums(rows[end : end + 1])
    first = n
    while first > 0 and not rows[first - 1].total and rows[first - 1].group is rows[n - 1].group:
        first -= 1
        if _sums(rows[first:end]) == wanted:
            return first
    return n


def _sums(rows: list[_Row]) -> tuple[int, float]:
    quantity = sum(int(q) for row in rows if isinstance(q := _quantity(row.cells["quantity"]), int))
    cost = sum(float(c) for row in rows if (c := _cost(row.cells["cost_usd"])) and _MONEY.fullmatch(c))
    return quantity, cost


def _continued(rows: list[_Row]) -> set[str]:
    """Countries of which a group began before the text: their own sums hold more than the text does."""
    return {row.group.country for row in rows if row.group.continued}


def _quantity(cell: str) -> int | str | None:
    return int(cell.replace(",", "")) if _NUMBER.fullmatch(cell) else cell or None


def _cost(cell: str) -> str | None:
    match = _MONEY.fullmatch(cell)
    return match[1].replace(",", "") if match else cell or None


def _day(cell: str, fiscal_year: int | None) -> str | None:
    """A day as ISO 8601; what is none stays as it is, for the contract to refuse.

    Two digits mean the year that is nearest to the fiscal year.
    """
    match = _DATE.fullmatch(cell)
    if not match:
        return cell or None
    year = int(match[3])
    if year < 100:
        near = fiscal_year or 2000
        year = min((century + year for century in (1900, 2000, 2100)), key=lambda one: abs(one - near))
    return f"{year:04}-{int(match[1]):02}-{int(match[2]):02}"


def _training(row: _Row) -> Candidate:
    cells, group = row.cells, row.group
    payload: dict[str, Any] = {
        **_common(row),
        "programme": group.programme,
        "department": group.department,
        "fiscal_year": group.fiscal_year,
        "course": cells["course"],
        "student_unit": cells["student_unit"] or None,
        "us_unit": cells.get("us_unit") or None,
        "place": cells["place"] or None,
        "start_on": _day(cells["start_on"], group.fiscal_year),
        "end_on": _day(cells["end_on"], group.fiscal_year),
    }
    return Candidate(RecordKind.OFFICIAL_TRAINING, payload, (_RULE,))


def _total(row: _Row, begun: set[str]) -> Candidate:
    assert row.total is not None
    kind, match = row.total
    group = row.group
    year = _year(match["year"]) if "year" in match.re.groupindex else None
    scope: str = {
        "programme_year": TotalScope.PROGRAMME_YEAR,
        "programme": TotalScope.PROGRAMME,
        "country": TotalScope.COUNTRY,
    }.get(kind, "")
    if kind == "country_year" and " ".join(match["name"].split()) == group.country:
        scope = TotalScope.COUNTRY
    of_country = scope == TotalScope.COUNTRY
    payload: dict[str, Any] = {
        **_common(row),
        "scope": scope or f"unknown: {row.cells['course']}",
        "programme": None if of_country else group.programme,
        "fiscal_year": year,
        "label": row.cells["course"],
        "complete": not (group.country in begun if of_country else group.continued),
    }
    return Candidate(RecordKind.OFFICIAL_TRAINING_TOTAL, payload, (_RULE,))


def _common(row: _Row) -> dict[str, Any]:
    return {
        "country": row.group.country,
        "country_iso3": official_words().code_of(row.group.country),
        "quantity": _quantity(row.cells["quantity"]),
        "cost_usd": _cost(row.cells["cost_usd"]),
        "page": row.page,
        "page_label": row.label,
        "page_row": row.page_row,
        "evidence": list(_evidence(row)),
    }


def _evidence(row: _Row) -> Iterator[dict[str, Any]]:
    """The row's own words for the whole, the headings over it for what they say."""
    yield {"field": "record", "start": row.start, "end": row.end}
    told = {"derived": True, "rule": row.group_told_by} if row.group_told_by else {}
    if row.group.country_at:
        yield {"field": "country", "start": row.group.country_at[0], "end": row.group.country_at[1], **told}
    if row.group.programme_at:
        yield {"field": "programme", "start": row.group.programme_at[0], "end": row.group.programme_at[1], **told}
