"""Dates in figures: 2021-02-03, 03/02/2021, bare years, spans of years."""

import datetime as dt
import re

from extraction.dates import reckoning
from extraction.dates.atoms import Atom
from extraction.dates.reckoning import When
from extraction.dates.words import YEAR, YEAR_END, TimeWords

# Begins with one set of characters, so that the search skips to digits.
_SOUP = re.compile(r"\d[\d./–-]*")
_ISO = re.compile(r"((?:19|20)\d\d)([-/.])(\d\d)\2(\d\d)")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d|\d\d)")
_DAY_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})")
_ISO_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")
_YEARS = re.compile(rf"({YEAR})[-–/]({YEAR}|\d\d)")
_BARE = re.compile(YEAR)
_AFTER = re.compile(YEAR_END)
_NO_YEAR_BEFORE = frozenset("$€£¥₡#+/_.,:&@=")
_LONGEST = 10
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")


def numeric_atoms(folded: str, words: TimeWords, published_on: dt.date | None) -> list[Atom]:
    """The dates and years in figures of a text, in order."""
    found = []
    for hit in _SOUP.finditer(folded):
        soup = hit.group().rstrip("./–-")
        if len(soup) < 3 or len(soup) > _LONGEST:
            continue
        start, end = hit.start(), hit.start() + len(soup)
        before = folded[start - 1] if start else " "
        if before.isalnum() or before in _NO_YEAR_BEFORE:
            continue
        atom = _classify(soup, start, end, folded, words, published_on)
        if atom is not None:
            found.append(atom)
    return found


def _classify(
    soup: str, start: int, end: int, folded: str, words: TimeWords, published_on: dt.date | None
) -> Atom | None:
    if len(soup) == 4 and _BARE.fullmatch(soup):
        return (
            Atom(start, end, "date", reckoning.year(int(soup))) if _is_year(soup, start, end, folded, words) else None
        )
    if folded[end : end + 1].isalpha() and folded[end : end + 1] != "t":
        return None
    if iso := _ISO.fullmatch(soup):
        when = reckoning.day(int(iso[1]), int(iso[3]), int(iso[4]))
        return None if when is None else Atom(start, end, "date", when)
    if (told := _DAY_MONTH_YEAR.fullmatch(soup)) and (len(told[4]) == 4 or (told[2] == "/" and not words.month_first)):
        when = _ordered(told, words, published_on)
        return None if when is None else Atom(start, end, "date", when)
    if years := _YEARS.fullmatch(soup):
        first = int(years[1])
        last = int(years[2]) if len(years[2]) == 4 else first // 100 * 100 + int(years[2])
        if first < last and last - first <= 60 and not _is_labelled(start, folded, words):
            until = reckoning.year(last)
            return Atom(start, end, "range", reckoning.year(first), until)
    if iso_month := _ISO_MONTH.fullmatch(soup):
        return Atom(start, end, "date", reckoning.month(int(iso_month[1]), int(iso_month[2])))
    if (short := _DAY_MONTH.fullmatch(soup)) and not words.month_first and published_on is not None:
        in_brackets = folded[start - 1 : start] == "(" and folded[end : end + 1] == ")"
        if in_brackets or (words.day_of_month and re.search(r"\bdia\s+\Z", folded[max(0, start - 5) : start])):
            when = reckoning.nearest_day(int(short[1]), int(short[2]), published_on, 0)
            return None if when is None else Atom(start, end, "date", when, relative=True)
    return None


def _ordered(told: re.Match[str], words: TimeWords, published_on: dt.date | None) -> When | None:
    """A date in the language's order of day and month, with points always day, month, year.

    In the other order where only that one is a day of the calendar, or where the usual one lies after publication
    and the other does not.
    """
    first, second, year = int(told[1]), int(told[3]), int(told[4]) + (2000 if len(told[4]) == 2 else 0)
    day_first, month_first = reckoning.day(year, second, first), reckoning.day(year, first, second)
    if not words.month_first or told[2] == ".":
        return day_first or month_first
    if day_first is None or month_first is None:
        return day_first or month_first
    today = published_on.isoformat() if published_on else None
    return day_first if today and day_first.value <= today < month_first.value else month_first


def _is_year(soup: str, start: int, end: int, folded: str, words: TimeWords) -> bool:
    """Whether four figures are a year: no label, currency or counted thing beside them."""
    if _AFTER.match(folded, end) is None or words.counted.match(folded, end):
        return False
    before = folded[start - 1] if start else " "
    if before in "-–" and start > 1 and folded[start - 2].isalnum():
        return (
            words.year_prefix is not None and words.year_prefix.search(folded, max(0, start - 7), start - 1) is not None
        )
    if words.year_cue.search(folded, max(0, start - 20), start):
        return True
    if _is_labelled(start, folded, words):
        return False
    return soup[2:] != "00"


def _is_labelled(start: int, folded: str, words: TimeWords) -> bool:
    """Whether a label or a currency stands before a figure."""
    lead = folded[max(0, start - 16) : start].rstrip(" \n.ºª°")
    word = _LAST_WORD.search(lead)
    return lead.endswith(("$", "€", "£", "¥")) or (word is not None and word[0] in words.labels)
