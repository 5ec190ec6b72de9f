"""The Foreign Military Training Report: what is read of its PDFs against the XML beside them and the sums on the page.

    python -m evaluation.fmtr FOLDER [--all]

Each <name>.pdf of the folder is read as `communique ingest` reads it. Of its <name>.xml those rows count that are
whole: title, quantity, both dates and cost, sums aside. Spacing, case and punctuation are not compared. Prints, per
file: how many whole rows are found, first by country, programme, course, start and cost, then with quantity, end,
units and place too; how many printed sums the rows add up to; words of rows that the pages do not have, and lines of
the pages with two dates that are no row. Then what does not agree, with the page and the row on it: twenty of a kind,
or all of them with --all. Exits with 1 where less than 98, 95 and 99.5 percent agree, or rows have words that the
pages have not.
"""

import argparse
import datetime as dt
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.errors import ExtractError
from flows.extract import extract_file
from schemas.enums import TotalScope
from schemas.records import OfficialTraining, OfficialTrainingTotal

FOUND, EXACT, SUMS = 0.98, 0.95, 0.995
_NEEDED = ("course_title", "quantity", "start_date", "end_date", "total_cost")
_WHOLE = re.compile(r"(?:\w+ )?[^,]+? Region, (.+), FY (\d{2,4})")
_PROGRAMME = re.compile(r"(.+?) - FY (\d{4}) .+ Training")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_TWO_DATES = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}\s+\d{1,2}/\d{1,2}/\d{2,4}\s*$")
_SHOWN = 20


def _plain(text: object) -> str:
    """A text without case, accents, spaces and punctuation."""
    decomposed = unicodedata.normalize("NFKD", "" if text is None else str(text)).casefold()
    return "".join(c for c in decomposed if c.isalnum())


def _amount(text: str) -> str:
    digits = re.sub(r"[$,\s]", "", text)
    return format(Decimal(digits).normalize(), "f") if re.fullmatch(r"\d+(\.\d+)?", digits) else text


def _iso(text: str, fiscal_year: int) -> str:
    match = _DAY.fullmatch(text.strip())
    if not match:
        return text
    year = int(match[3])
    if year < 100:
        year = min((year + 1900, year + 2000), key=lambda one: abs(one - fiscal_year))
    try:
        return dt.date(year, int(match[1]), int(match[2])).isoformat()
    except ValueError:
        return text


@dataclass(frozen=True, slots=True)
class Row:
    """A row in the form in which rows are compared, and where it stands."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    page: str
    shown: str


def _shown(*values: object) -> str:
    return " | ".join("" if value is None else str(value) for value in values)


def row_of(record: OfficialTraining) -> Row:
    """What communique read, for comparison."""
    cost = "" if record.cost_usd is None else format(record.cost_usd, "f")
    first = (
        _plain(record.country),
        _plain(record.programme),
        _plain(record.course),
        str(record.start_on or ""),
        cost,
    )
    units = _plain(record.student_unit), _plain(record.us_unit), _plain(record.place)
    second = (str(record.quantity if record.quantity is not None else ""), str(record.end_on or ""), *units)
    shown = _shown(
        record.country, record.programme, record.course, record.quantity, record.place, record.student_unit,
        record.us_unit, cost, record.start_on, record.end_on,
    )  # fmt: skip
    return Row(first, second, f"{record.page_label or record.page}, row {record.page_row}", shown)


def xml_rows(path: Path) -> Iterator[Row]:
    """The whole rows of an XML file. Raises ValueError for what is none."""
    from lxml import etree  # type: ignore[import-untyped]

    try:
        root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise ValueError(f"{path}: no XML that can be read ({error})") from None
    for country in root.iter("country"):
        for programme in country.iter("program"):
            name, year = _programme_of(programme.get("name", ""), country.get("name", ""))
            for training in programme.iter("training"):
                values = {child.tag: (child.text or "").strip() for child in training}
                if all(values.get(key) for key in _NEEDED) and "Totals" not in values["course_title"]:
                    yield _xml_row(country.get("name", ""), name, year, values)


def _programme_of(heading: str, country: str) -> tuple[str, int]:
    """Programme and fiscal year of a heading, its country left out."""
    heading = " ".join(heading.split())
    if match := _PROGRAMME.fullmatch(heading):
        return match[1], int(match[2])
    match = _WHOLE.fullmatch(heading)
    if not match:
        return heading, 2000
    rest, n = match[1], len(_plain(country))
    cut = next((i for i in range(len(rest) + 1) if len(_plain(rest[:i])) >= n), 0)
    year = int(match[2])
    return rest[cut:].lstrip(" ,)"), year if year > 99 else 2000 + year


def _xml_row(country: str, programme: str, year: int, values: dict[str, str]) -> Row:
    start, end = _iso(values["start_date"], year), _iso(values["end_date"], year)
    cost, quantity = _amount(values["total_cost"]), _amount(values["quantity"])
    first = (_plain(country), _plain(programme), _plain(values["course_title"]), start, cost)
    unit, us_unit, place = (values.get(key, "") for key in ("student_unit", "us_unit", "location"))
    second = (quantity, end, _plain(unit), _plain(us_unit), _plain(place))
    shown = _shown(
        country, programme, values["course_title"], quantity, place, unit, us_unit, cost, start, end
    )  # fmt: skip
    return Row(first, second, values.get("page_number", "?"), " ".join(shown.split()))


@dataclass(slots=True)
class Findings:
    """What one file or all of them together gave."""

    whole: int = 0
    found: int = 0
    exact: int = 0
    less: int = 0
    rows: int = 0
    sums: int = 0
    sums_equal: int = 0
    sums_unseen: int = 0
    words_not_there: int = 0
    lines_not_read: int = 0
    differ: list[str] = field(default_factory=list)
    wrong_sums: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        """Add another file's."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def holds(self) -> bool:
        """Whether as much agrees as has to."""
        return (
            self.found >= FOUND * self.whole
            and self.exact >= EXACT * self.whole
            and self.sums_equal >= SUMS * self.sums
            and not self.words_not_there
        )


def compare(read: Sequence[Row], given: Sequence[Row], findings: Findings, name: str) -> None:
    """Count the given rows that were read, and tell of the others what was read instead."""
    by_first: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in read:
        by_first[row.first].append(row)
    left: list[Row] = []
    for row in sorted(given, key=lambda one: one.second):
        same = by_first.get(row.first, [])
        exact = next((one for one in same if one.second == row.second), None)
        if exact:
            same.remove(exact)
            findings.exact += 1
            findings.found += 1
        else:
            left.append(row)
    for row in left:
        same = by_first.get(row.first, [])
        near = max(same, key=lambda one: (_agreement(one, row), _says_less(row, one)), default=None)
        if near:
            same.remove(near)
            findings.found += 1
            less = _says_less(row, near)
            findings.less += less
            what = "the XML has a part of the page's cells" if less else "differs in unit, place, quantity or end"
        else:
            near, what = _nearest(row, by_first), "not found"
            if near:
                by_first[near.first].remove(near)
        page = f"read on page {near.page}: {near.shown}" if near else "nothing like it was read"
        findings.differ.append(f"{name}: {what}\n  XML page {row.page}: {row.shown}\n  {page}")
    findings.whole += len(given)


def _says_less(given: Row, read: Row) -> bool:
    """Whether all words that the XML has stand in the row of the page too, in whatever cell, the last one cut short."""
    there = [_plain(word) for word in read.shown.split()]
    return all(any(one.startswith(_plain(word)) for one in there) for word in given.shown.split())


def _agreement(one: Row, other: Row) -> int:
    return sum(a == b for a, b in zip(one.first + one.second, other.first + other.second, strict=True))


def _nearest(row: Row, by_first: dict[tuple[str, ...], list[Row]]) -> Row | None:
    """The row left over that agrees most, in the same country."""
    others = [one for rows in by_first.values() for one in rows if one.first[0] == row.first[0]]
    best = max(others, key=lambda one: _agreement(one, row), default=None)
    return best if best and _agreement(best, row) >= 5 else None


def check_sums(
    rows: Sequence[OfficialTraining], totals: Sequence[OfficialTrainingTotal], findings: Findings, name: str
) -> None:
    """Compare every printed sum whose rows all stand in the file with what they add up to."""
    for total in totals:
        if not total.complete:
            findings.sums_unseen += 1
            continue
        own = [
            row
            for row in rows
            if row.country == total.country
            and total.programme in (None, row.programme)
            and total.fiscal_year in (None, row.fiscal_year)
        ]
        quantity = sum(row.quantity or 0 for row in own)
        cost = sum((row.cost_usd or Decimal(0) for row in own), Decimal(0))
        findings.sums += 1
        if (quantity, cost) == (total.quantity or 0, total.cost_usd or Decimal(0)):
            findings.sums_equal += 1
        else:
            of = total.country if total.scope is TotalScope.COUNTRY else f"{total.country}, {total.programme}"
            findings.wrong_sums.append(
                f"{name}: page {total.page_label or total.page}, {total.label} {of}: printed {total.quantity} and "
                f"${total.cost_usd:,}, {len(own)} rows add up to {quantity} and ${cost:,}"
            )


def check_pages(path: Path, rows: Sequence[OfficialTraining], findings: Findings, name: str) -> None:
    """Count words of rows that no page has so often, and lines with two dates for which there is no row.

    The pages' text is read anew here, in the order of the file and without any geometry.
    """
    import pypdfium2  # type: ignore[import-untyped]

    there: Counter[str] = Counter()
    lines = 0
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            textpage = page.get_textpage()
            text = textpage.get_text_range()
            there.update(_characters(text))
            lines += sum(bool(_TWO_DATES.search(line)) for line in text.splitlines())
            textpage.close()
            page.close()
    finally:
        document.close()
    read: Counter[str] = Counter()
    for row in rows:
        read.update(_characters(" ".join(span.quote for span in row.evidence if span.field == "record")))
    for word, n in sorted((read - there).items()):
        findings.words_not_there += n
        findings.absent.append(f"{name}: {word!r} stands {n} times more in the rows than on the pages")
    dated = sum(row.start_on is not None and row.end_on is not None for row in rows)
    findings.lines_not_read += max(0, lines - dated)


def _characters(text: str) -> Iterator[str]:
    """The words of a text; what a line end divides counts in its parts."""
    text = text.replace("\x02", "-").replace("\ufffe", "-")
    return (part for word in text.split() for part in re.split(r"(?<=-)", word) if part)


def evaluate(pdf: Path) -> Findings:
    """Read one PDF and compare it. Raises ExtractError and ValueError."""
    findings = Findings()
    outcome = extract_file(pdf)
    rows = [record for record in outcome.records if isinstance(record, OfficialTraining)]
    totals = [record for record in outcome.records if isinstance(record, OfficialTrainingTotal)]
    findings.rows = len(rows)
    xml = pdf.with_suffix(".xml")
    if xml.exists():
        compare([row_of(row) for row in rows], list(xml_rows(xml)), findings, pdf.stem)
    check_sums(rows, totals, findings, pdf.stem)
    check_pages(pdf, rows, findings, pdf.stem)
    return findings


def _line(name: str, f: Findings) -> str:
    def share(part: int, whole: int) -> str:
        return f"{part:,} of {whole:,} ({part / whole:.2%})" if whole else "none"

    return (
        f"{name}: {f.rows:,} rows\n"
        f"  whole rows of the XML found     {share(f.found, f.whole)}\n"
        f"  with quantity, units, place too {share(f.exact, f.whole)}; of the others "
        f"{f.less} have a part of the page's cells in the XML\n"
        f"  printed sums the rows add up to {share(f.sums_equal, f.sums)}; {f.sums_unseen} began before the file\n"
        f"  words of rows not on the pages  {f.words_not_there}; lines with two dates that are no row "
        f"{f.lines_not_read}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate a folder and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.fmtr", description="Compare PDFs with their XML.")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--all", action="store_true", help="show all that does not agree")
    options: Any = parser.parse_args(arguments)
    files = sorted(options.folder.glob("*.pdf")) if options.folder.is_dir() else []
    if not files:
        print(f"{options.folder}: no folder with PDF files; give one, such as ../shared/real/fmtr", file=sys.stderr)
        return 2
    total = Findings()
    for pdf in files:
        try:
            findings = evaluate(pdf)
        except (ExtractError, ValueError) as error:
            print(error, file=sys.stderr)
            return 2
        print(_line(pdf.stem, findings))
        total.add(findings)
    print(_line("all", total))
    for what in (total.differ, total.wrong_sums, total.absent):
        for message in what if options.all else what[:_SHOWN]:
            print(message)
        if len(what) > _SHOWN and not options.all:
            print(f"… and {len(what) - _SHOWN} more; --all shows them")
    return 0 if total.holds else 1


if __name__ == "__main__":
    sys.exit(main())
