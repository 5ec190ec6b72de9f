"""Numbers of a text: figures with a language's separators, words, and both mixed ('1.2 million', '20 mil 500')."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extraction.lexicon.store import lexicon, remembered
from extraction.wording import Phrases, any_of, reading_of

LANGUAGES = ("en", "es", "pt")
_MOST_DIGITS = 18
_WIDEST_GAP = 12  # characters between two parts of one number
_FAR_OFF = Decimal(10) ** 24  # more than any number has room for
_NEXT_WORD = re.compile(r"\s*([^\W\d_]+)")
_PHONE = re.compile(r"\+\d[\d ()./-]{6,20}\d|\(\d{2,4}\) ?\d[\d ./-]{4,16}\d")
# Begins with one set of characters, so that the search skips to digits.
_SOUP = re.compile(r"\d(?:\d{0,2}(?: \d{3}){1,4}(?![\w,.]{0,30}\d)|(?:[\d.,:/'–-]*\d)?)")
_PLAIN_FIGURE = re.compile(r"\d+(?:[.,']\d+)*|\d{1,3}(?: \d{3})+")
_RANGE = re.compile(r"(\d+(?:[.,]\d+)*)([-–])(\d+(?:[.,]\d+)*)")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number as the text gives it: span in the text and value."""

    start: int
    end: int
    value: Decimal


@dataclass(slots=True)
class Figure:
    """A number in the reading copy. `counts` is false where it is glued to letters or stands behind a label, and so
    counts nothing by itself, but may still be a sum of money. `scaled`: it has a word like 'million'."""

    start: int
    end: int
    value: Decimal
    counts: bool
    scaled: bool


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    kind: str  # figure, unit, ten, hundreds, hundred, scale, dozen, half
    value: Decimal
    glued: bool = False
    scaled: bool = False


class _Words:
    """The number words of a language, made ready."""

    def __init__(self, language: str):
        table: dict[str, Any] = lexicon("numbers")[language]
        self.table = table
        self.kinds: dict[str, tuple[str, Decimal]] = {}
        for kind, values in (
            ("unit", table["below_100"]),
            ("unit", table.get("units_link", {})),
            ("ten", table["tens"]),
            ("hundreds", table["hundreds"]),
            ("hundred", dict.fromkeys(table["hundred"], 100)),
            ("scale", table["scales"]),
            ("dozen", table["dozens"]),
            ("half", dict.fromkeys(table["half"], 0)),
        ):
            self.kinds.update({word: (kind, Decimal(value)) for word, value in values.items()})
        if not table["tens_link"]:  # 'twenty-one' may have lost its hyphen at the end of a line
            digits = [(word, value) for word, value in table["below_100"].items() if 0 < value < 10]
            for ten, tens in table["tens"].items():
                self.kinds.update({f"{ten}{word}": ("unit", Decimal(tens + value)) for word, value in digits})
        self.article_units = frozenset(table.get("units_link", {}))
        self.lead = frozenset(table["lead"])
        self.tens_link = frozenset(table["tens_link"])
        self.links = frozenset(table["links"])
        self.labels = frozenset(table["labels"])
        self.bare = frozenset(table["bare_scales"])
        self.scan = Phrases(r"\b(?:*)\b", self.kinds)
        self.word = self.scan.pattern
        self.lead_before = re.compile(rf"\b(?:{any_of(self.lead)})[\s-]+\Z")


@remembered
def _words(language: str) -> _Words:
    return _Words(language if language in LANGUAGES else "en")


def plain_value(value: Decimal) -> Decimal:
    """A number without needless zeros behind its point, and without an exponent."""
    return Decimal(int(value)) if value == int(value) else value.normalize()


def _figure_value(figure: str, table: dict[str, Any], scaled: bool) -> Decimal | None:
    """Value of a figure by the language's separators; None for one that is no number."""
    if len(figure) > 2 * _MOST_DIGITS or not figure.isascii():
        return None
    if figure.isdigit():
        return Decimal(figure) if len(figure) <= _MOST_DIGITS else None
    if sum(c.isdigit() for c in figure) > _MOST_DIGITS:
        return None
    if " " in figure or "'" in figure:
        figure = figure.replace(" ", "").replace("'", "")
    dots, commas = figure.count("."), figure.count(",")
    if _INDIAN.fullmatch(figure):
        return Decimal(figure.replace(",", ""))
    if dots and commas:
        last = max(figure.rfind("."), figure.rfind(","))
        if (dots if figure[last] == "." else commas) > 1:
            return None
        whole, fraction = figure[:last], figure[last + 1 :]
        groups = re.split("[.,]", whole)
        if not all(len(g) == 3 for g in groups[1:]) or len(groups[0]) > 3:
            return None
        return Decimal(f"{''.join(groups)}.{fraction}")
    mark = "." if dots else ","
    parts = figure.split(mark)
    if len(parts) == 1:
        return Decimal(figure)
    if len(parts) > 2:
        return Decimal("".join(parts)) if all(len(p) == 3 for p in parts[1:]) and len(parts[0]) <= 3 else None
    grouped = len(parts[1]) == 3 and 0 < len(parts[0]) <= 3 and parts[0][0] != "0"
    how = table["thousands"][mark]
    if how == "point" and grouped and mark == "," and parts[1] == "000" and not scaled:
        how = "group"
    return Decimal("".join(parts)) if grouped and how == "group" else Decimal(".".join(parts))


def _tokens(text: str, folded: str, words: _Words) -> list[_Token]:
    found = []
    for hit in words.scan.find(text):
        kind, value = words.kinds[hit.group()]
        found.append(_Token(hit.start(), hit.end(), kind, value))
    skip_to = 0
    for hit in _SOUP.finditer(folded):
        start = hit.start()
        if start < skip_to:
            continue
        if folded[start - 1 : start] in ("+", "(") and (phone := _PHONE.match(folded, start - 1)):
            skip_to = phone.end()
            continue
        found += _figures(hit.group(), start, folded, words)
    found.sort(key=lambda token: token.start)
    return found


def _figures(soup: str, start: int, folded: str, words: _Words) -> list[_Token]:
    """The figures of a run of digits and marks: one, two of a range, or none (a date, a time, a code)."""
    end = start + len(soup)
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    glued_after = after.isalpha() or after in "ºª°_" or (after in "-/" and folded[end + 1 : end + 2].isalnum())
    following = words.word.match(folded, end + 1)
    scaled = following is not None and words.kinds[following.group()][0] == "scale"
    if after == "-" and scaled:
        glued_after = False
    glued = before.isalnum() or before in "_#+@-–/:" or glued_after
    if _PLAIN_FIGURE.fullmatch(soup):
        value = _figure_value(soup, words.table, scaled)
        return [] if value is None else [_Token(start, end, "figure", value, glued, scaled)]
    two = _RANGE.fullmatch(soup)
    if two is None:
        return []
    low, high = (_figure_value(two[n], words.table, scaled) for n in (1, 3))
    if low is None or high is None or low >= high or (low >= 1900 and high < 2100):
        return []
    return [
        _Token(start, start + two.end(1), "figure", low, glued),
        _Token(start + two.start(3), end, "figure", high, glued),
    ]


class _Sum:
    """A number that is being put together from its tokens."""

    def __init__(self) -> None:
        self.total = self.chunk = Decimal(0)
        self.group: Decimal | None = None
        self.room = _FAR_OFF  # what comes next in the group must be less than this
        self.last_scale = _FAR_OFF
        self.thousand = self.scaled = self.done = False

    def takes(self, token: _Token, linked: bool, joins: bool) -> bool:
        """Add a token. False, and nothing changed, if it does not go on with the number."""
        if self.done:
            return False
        kind, value = token.kind, token.value
        if kind in ("unit", "ten", "hundreds", "figure"):
            return self._takes_value(token, joins)
        if kind == "hundred":
            if self.group is None or self.group >= 10 or self.group == 0:
                return False
            self.group, self.room = self.group * 100, Decimal(100)
            return True
        if kind == "dozen":
            if self.group is None or self.scaled or linked:
                return False
            self.group, self.done = self.group * value, True
            return True
        if kind == "scale":
            return not linked and self._takes_scale(value)
        return False

    def _takes_value(self, token: _Token, joins: bool) -> bool:
        value = token.value
        if self.group is None and not self.scaled:
            self.group = value
        elif (token.kind == "figure" and (not joins or self.group is not None)) or not self._has_room(value):
            return False
        else:
            self.group = (self.group or Decimal(0)) + value
        self.room = {"ten": Decimal(10), "hundreds": Decimal(100)}.get(token.kind, Decimal(0))
        return True

    def _has_room(self, value: Decimal) -> bool:
        return 0 < value < self.room and value == int(value)

    def _takes_scale(self, scale: Decimal) -> bool:
        if scale == 1000:
            if self.thousand or (self.group is None and self.scaled):
                return False
            self.chunk += (Decimal(1) if self.group is None else self.group) * 1000
            self.thousand = True
        else:
            value = self.chunk + (self.group or Decimal(0))
            if scale >= self.last_scale or not value:
                return False
            self.total += value * scale
            self.chunk, self.thousand, self.last_scale = Decimal(0), False, scale
        self.group, self.scaled, self.room = None, True, Decimal(1000)
        return True

    def add_half(self) -> bool:
        """Add half of the last scale, or a half where there is none ('two and a half million', 'un millón y medio')."""
        if self.done or (self.scaled and (self.group is not None or self.chunk)):
            return False
        if self.scaled:
            self.total, self.done = self.total + self.last_scale / 2, True
        else:
            self.group, self.room = (self.group or Decimal(0)) + Decimal("0.5"), Decimal(0)
        return True

    @property
    def value(self) -> Decimal:
        return plain_value(self.total + self.chunk + (self.group or Decimal(0)))


def _gap(folded: str, left: int, right: int) -> str | None:
    """The words between two tokens ('' for white space or a hyphen), or None where they stand apart."""
    if right - left > _WIDEST_GAP:
        return None
    between = folded[left:right]
    if between == "-" or not between.strip():
        return ""
    words = between.split()
    return " ".join(words) if between[0].isspace() and between[-1].isspace() else None


def _number_at(tokens: list[_Token], first: int, folded: str, words: _Words) -> tuple[int, Figure | None]:
    """The number that starts with a token, and how many tokens it takes (at least one)."""
    head, table = tokens[first], words.table
    if head.kind == "figure" and (first + 1 == len(tokens) or tokens[first + 1].start - head.end > _WIDEST_GAP):
        counts = not head.glued and not _labelled(folded, head.start, head.end, True, words)
        return 1, Figure(head.start, head.end, plain_value(head.value), counts, False)
    number = _Sum()
    start, n = head.start, first
    if head.kind == "half":
        following = tokens[first + 1] if first + 1 < len(tokens) else None
        if following is None or following.kind not in ("scale", "dozen"):
            return 1, None
        gap = _gap(folded, head.end, following.start)
        if gap and gap not in table["half_lead"]:
            return 1, None
        number.group, n = Decimal("0.5"), first + 1
        number.takes(following, linked=False, joins=False)
    elif head.kind in ("scale", "dozen", "hundred"):
        word = folded[head.start : head.end]
        article = words.lead_before.search(folded, max(0, start - 6), start)
        if article is None and word not in words.bare:
            return 1, None
        if article is not None:
            number.group, start = Decimal(1), article.start()
        if not number.takes(head, linked=False, joins=False):
            return 1, None
    elif not number.takes(head, linked=False, joins=False):
        return 1, None
    while n + 1 < len(tokens):
        gap = _gap(folded, tokens[n].end, tokens[n + 1].start)
        if gap is None or not _goes_on(number, tokens[n], tokens[n + 1], gap, words):
            break
        n += 1
    last = tokens[n]
    word = folded[head.start : head.end]
    if n == first and word in words.article_units:
        return 1, None
    glued = head.glued if head.kind == "figure" else _glued(folded, start, last.end)
    counts = not glued and not _labelled(folded, start, last.end, n == first, words)
    return n - first + 1, Figure(start, last.end, number.value, counts, number.scaled)


def _goes_on(number: _Sum, left: _Token, right: _Token, gap: str, words: _Words) -> bool:
    """Whether the right token belongs to the number; it has then been added."""
    table = words.table
    if right.kind == "half":
        return gap in table["half_after"] and number.add_half()
    if right.kind == "figure" and (left.kind != "scale" or (gap != "" and not right.scaled)):
        return False
    if gap == "":
        if left.kind == "ten" and right.kind == "unit" and words.tens_link:
            return False
        return number.takes(right, linked=False, joins=bool(table["figures_join"]))
    if gap in words.tens_link and left.kind == "ten" and right.kind == "unit":
        return number.takes(right, linked=True, joins=False)
    if gap in words.links and left.kind in ("hundreds", "hundred", "scale"):
        return number.takes(right, linked=True, joins=bool(table["figures_join"]))
    return False


def _glued(folded: str, start: int, end: int) -> bool:
    """Whether number words are part of a longer word ('five-year', 'mid-sixty')."""
    return (start > 0 and folded[start - 1] in "-_/") or (
        folded[end : end + 1] in "-/" and folded[end + 1 : end + 2].isalnum()
    )


def _labelled(folded: str, start: int, end: int, alone: bool, words: _Words) -> bool:
    """Whether a label stands before the number, so that it names and does not count."""
    before = folded[max(0, start - 16) : start].rstrip(" \n.ºª°").split()
    word = before[-1] if before else ""
    if folded[start].isdigit():
        return word in words.labels
    if alone and folded[start:end] in words.table["only_counting"]:
        following = _NEXT_WORD.match(folded, end)
        return word in words.table["not_before"] or following is None or following[1] in words.table["not_after"]
    return False


@lru_cache(maxsize=2)
def figures(text: str, language: str) -> tuple[Figure, ...]:
    """All numbers of the reading copy of a text, those that count nothing included, in order."""
    folded, words = reading_of(text).folded, _words(language)
    tokens = _tokens(text, folded, words)
    found: list[Figure] = []
    n, floor = 0, 0
    while n < len(tokens):
        used, figure = _number_at(tokens, n, folded, words)
        if figure is not None and figure.start >= floor:
            found.append(figure)
            floor = figure.end
        n += used
    return tuple(found)


def find_numbers(text: str, language: str) -> list[NumberMention]:
    """Numbers that count or measure, in order and without overlap; offsets in `text`.

    Left out: what is glued to letters or marks (F-16, 14:30, 03/02/2021, five-year), telephone numbers, and figures
    behind a label (Resolution 2231, Boeing 737). An unknown language is read as English.
    """
    span = reading_of(text).span
    return [NumberMention(*span(f.start, f.end), f.value) for f in figures(text, language) if f.counts]
