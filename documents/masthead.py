"""Title, byline and day of publication as the first lines of a text tell them."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from documents.dates import FoundDate, find_dates
from documents.lexicon import alternatives, head

_HEAD_CHARACTERS, _HEAD_LINES = 4_000, 24
_MAX_TITLE, _MAX_DATE_LINE, _MAX_BYLINE, _DATELINE = 300, 120, 120, 160
_FRESH = dt.timedelta(days=31)
"""A dateline without a year is dated by the day of receipt only if the text came within this time after it."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_BULLET = re.compile(r"^\s*(?:[•*‣▪◦·–—-]|\.\.\.|…)\s*\S")
_TIME = r"(?:\d{1,2}(?::|h|\.)\d{2}|\d{1,2}\s*[ap]\.?\s?m\b)"
_AFTER_DATE = re.compile(rf"^\s*(?:[\])]|,|\.)?\s*(?:$|[|·•/(–—-]|{_TIME}|\d{{4}}\s*GMT)", re.IGNORECASE)
_DATELINE_END = re.compile(
    r"^\.?\s*(?:\([^()]{1,60}\)|/?[A-Z][A-Z./]{1,20})?\s*(?:[–—]|--?(?=\s)|\.\s*[-–—]+|\.(?=\s+[^\W\d_a-zà-ÿ])|[|·•])"
)
_QUOTE_END = re.compile(r"[.!?][”\"»]|[”\"»]\.?$")
_CLOCK = re.compile(rf"^{_TIME}", re.IGNORECASE)
_DATED_TITLE = re.compile(r"[^\W\d_]{3}.*\s[–—-]\s*$|[^\W\d_]{3}.*:\s*$")
"""What stands before the date in a title that ends with one: 'Press Briefing – June 2, 2021'."""
_NUMBERING = re.compile(r"\s{3,}|\s[|/]\s|\bN\.?\s?[º°]|\bNo\.|#|\d", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?![\d.,]\d|\d)")


@dataclass(frozen=True)
class _Line:
    """A line of the head: its words, its place in the text, and whether a blank line stands before it."""

    text: str
    start: int
    end: int
    after_blank: bool


@dataclass(frozen=True)
class Masthead:
    """What the first lines tell. `end` is the offset behind it, where the text proper begins."""

    title: str | None
    author: str | None
    published_on: dt.date | None
    end: int
    warnings: tuple[str, ...]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = head()
    byline = rf"^(?:{alternatives(words.byline_words)})\b\s*[:.]?\s+(?P<name>\S.*)$"
    label = rf"^(?:{alternatives(words.published)})\s*[:.—–-]?\s*$"
    place = rf"\s+(?:{alternatives(words.byline_ends)})\s+(?=[^\W\d_a-zà-ÿ]).*$"
    after_comma = rf"\s*,\s*(?:{alternatives(words.byline_ends_after_comma)})\s+(?=[^\W\d_a-zà-ÿ]).*$"
    ends = rf"\s+[|·•—–(-].*$|\s*[|·•;].*$|{after_comma}|{place}"
    return re.compile(byline, re.IGNORECASE), re.compile(label, re.IGNORECASE), re.compile(ends)


def _clean(line: str) -> str:
    """A line without the marks of emphasis and headings that plain text sometimes carries."""
    return line.strip().strip("*_#").strip()


def _head_lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    blank = True
    for match in _LINE.finditer(text, 0, min(len(text), _HEAD_CHARACTERS)):
        content = _clean(match[0])
        if content:
            start = match.start() + match[0].index(content)
            lines.append(_Line(content, start, start + len(content), blank))
            if len(lines) == _HEAD_LINES:
                break
        blank = not content
    return lines


def _words(line: str) -> list[str]:
    return _WORD.findall(line)


def _is_name(phrase: str) -> bool:
    """Whether a phrase is made of names: words in capitals or capitalized, numbers, and the small words between."""
    words = _words(phrase)
    connectors = head().connectors
    return all(w[0].isupper() or w[0].isdigit() or w.lower() in connectors for w in words) and not (
        words and all(w.lower() in connectors for w in words)
    )


def _place_before(prefix: str) -> bool:
    """Whether what stands before a date can be a place and a weekday: 'Foz do Iguaçu, quarta-feira, '."""
    if len(prefix) > 60:
        return False
    words = [w for w in _words(prefix) if w.lower().rstrip(".") not in head().weekdays]
    if not words:
        return True
    if words[-1].lower() in head().prepositions or words[0].lower() in head().prepositions - {"el", "a", "al"}:
        return False
    return len(words) <= 9 and _is_name(" ".join(words))


def _only_date(line: str, dates: list[FoundDate]) -> FoundDate | None:
    """The date of a line that tells a date and hardly anything else."""
    if len(line) > _MAX_DATE_LINE or not dates or len({(d.year, d.month, d.day) for d in dates}) > 1:
        return None
    date = dates[0]
    prefix, suffix = line[: date.start], line[dates[-1].end :]
    if _bare_label(prefix):
        return date
    if not _AFTER_DATE.match(suffix) or len(suffix) > 60:
        return None
    if _place_before(prefix):
        return date
    # 'News bulletin, Jakarta, July 17, 2023'; 'Issue 51 · 19 December 2024': set off by a mark, and short.
    set_off = prefix.rstrip().endswith((",", "|", "·", "•", "/", "—", "–", "-", ":", "("))
    return (
        date
        if set_off and len(prefix) <= 60 and len(_words(prefix)) <= 7 and not re.search(r"[.!?]\s", prefix)
        else None
    )


def _bare_label(prefix: str) -> bool:
    """Whether what stands before a date is a label, with or without a weekday: 'Published: Tuesday, '."""
    words = prefix.rstrip(" ,(")
    last = words.rsplit(maxsplit=1)
    while last and last[-1].lower().strip(",.") in head().weekdays:
        words = words[: len(words) - len(last[-1])].rstrip(" ,(")
        last = words.rsplit(maxsplit=1)
    return bool(_patterns()[1].match(words.strip()))


def _dateline(start: str, dates: list[FoundDate]) -> FoundDate | None:
    """The date of a dateline that a paragraph begins with: 'QUITO, June 15, 2023 — …', 'Lima, 9 de septiembre.- …'."""
    for date in dates[:1]:
        prefix = start[: date.start]
        if _place_before(prefix) and _DATELINE_END.match(start[date.end :]) and (prefix.strip() or date.year):
            return date
    return None


def _byline(line: str, dates: list[FoundDate]) -> str | None:
    """The author's name of a byline, or None for a line that is none. Empty where the byline names nobody."""
    if len(line) > _MAX_BYLINE:
        return None
    words = head()
    if line.lower().rstrip(".:") in words.byline_whole:
        return ""
    match = _patterns()[0].match(line)
    if not match:
        return None
    name = line[match.start("name") : dates[0].start] if dates else match["name"]
    name = _patterns()[2].sub("", name.rstrip(" ,|·•—–-/(")).strip(" ,;")
    if name.lower() in words.byline_whole:
        return ""
    found = _words(name)
    if (
        not found
        or len(found) > 12
        or found[0].lower() in words.byline_not_names
        or name[-1] in ".:?!"
        or any(c.isdigit() for c in name)
    ):
        return None
    # Small words inside names are few: a line with more of them is a sentence.
    small = [w for w in found if not w[0].isupper() and w.lower() not in words.connectors]
    return name if found[0][0].isupper() and len(small) <= len(found) // 4 else None


def _is_kind(line: str) -> bool:
    """Whether a line is a kind of document, a desk or a path: 'NOTA DE PRENSA N.º 1187-2022', 'Home > News'."""
    if " > " in line or " » " in line:
        return len(line) <= 160
    if len(line) > 80:
        return False
    words = head()
    label, colon, _ = line.partition(":")
    if colon and label.lower() in words.labels:
        return True
    parts = _NUMBERING.split(line, maxsplit=1)
    if parts[0].lower().strip(" .:,|–—-()") not in words.kinds:
        return False
    # 'MEDIA RELEASE: 14TH CABINET MEETING' goes on after its number, and is a title.
    return len(parts) == 1 or sum(word.isalpha() and len(word) > 2 for word in _words(parts[1])) < 3


def _is_body(line: str) -> bool:
    """Whether a line names a ministry, an office, a desk.

    It is made of names, and the word for the body begins it or ends what stands before the first small word:
    'Office of …', 'MARITIME SECURITY AGENCY OF …', not 'Attack in the Republic of …', 'Government Activities in …'.
    """
    if len(line) > 100 or line[-1] in ".!?" or ":" in line or line[0] == "(":
        return False
    words = [w.lower() for w in _words(line)]
    if not words or len(words) > 12:
        return False
    bodies, connectors = head().bodies, head().connectors
    while words and words[0] in connectors:
        words.pop(0)
    first = next((i for i, word in enumerate(words) if word in connectors), len(words))
    ends = {word.removesuffix("s") for word in words[:1] + words[first - 1 : first]} | set(
        words[:1] + words[first - 1 : first]
    )
    return first <= 5 and _is_name(line) and not ends.isdisjoint(bodies)


def _is_letterhead(line: str) -> bool:
    """Whether a line tells who issues the text and as what, or is a person with an office: 'Ana Roa, Minister of …'."""
    if len(line) > 100 or _is_kind(line) or _is_body(line):
        return len(line) <= 100
    return "," in line and _is_name(line) and not {w.lower() for w in _words(line)}.isdisjoint(head().roles)


def _is_prose(line: _Line, following: _Line | None) -> bool:
    """Whether the text proper begins with this line."""
    ended = line.text.rstrip('"”»’')[-1:] in ".:;"
    if len(line.text) > _MAX_TITLE or (len(line.text) > 90 and ended):
        return True
    # A paragraph with a line break inside: full lines that go on below.
    return (
        following is not None
        and not following.after_blank
        and len(line.text) >= 55
        and len(following.text) >= 40
        and following.text[0].islower()
    )


def _is_quoted(line: _Line, above: list[_Line]) -> bool:
    """Whether a line stands under a quotation, in or below the line that says whose it is: a date there is its own."""
    pairs = pairwise([*above[-2:], line])
    if any(said.text[0] in "–—-" and quoted.text[-1] in '.!?”"»' for quoted, said in pairs):
        return True
    return any(line.text[0] in '“"«' and len(line.text) > 60 and _QUOTE_END.search(line.text) for line in above[-3:])


def _choose_title(candidates: list[_Line], lines: list[_Line]) -> _Line | None:
    """The title among lines that are neither date nor byline: the first that is no letterhead."""
    plain = [line for line in candidates if not _is_kind(line.text) and not line.text.endswith((",", ";", ":"))]
    for i, line in enumerate(plain):
        later = [other for other in plain[i + 1 :] if not _is_letterhead(other.text)]
        if _is_body(line.text) and later:
            continue
        place = lines.index(line)
        alone = place + 1 >= len(lines) or lines[place + 1].after_blank or lines[place + 1] not in candidates
        short = len(_words(line.text)) <= 5 and line.text.upper() == line.text
        # A masthead or a desk in capitals, set apart, with the title proper below it.
        if (
            short
            and alone
            and any(
                other.after_blank and (len(_words(other.text)) >= 4 or other.text.upper() != other.text)
                for other in later
            )
        ):
            continue
        # The place of the office under its name: 'Embassy of …' / 'San José, Costa Rica'.
        if later and place and not line.after_blank and _is_body(lines[place - 1].text) and len(_words(line.text)) <= 4:
            continue
        return line
    return plain[0] if plain else (candidates[-1] if candidates else None)


def _with_year(date: FoundDate, text: str, received_on: dt.date) -> dt.date | None:
    """The day of a date without a year, if it is fresh: the nearest such day that is not after the receipt.

    An old text that comes late would get a wrong year: the text has to name the year somewhere.
    """
    day = date.on(received_on.year) or date.on(received_on.year - 1)
    if day and day > received_on:
        day = date.on(received_on.year - 1)
    if day is None or received_on - day > _FRESH:
        return None
    return day if str(day.year) in _YEAR.findall(text[:20_000]) else None


def read_masthead(text: str, language: str | None, received_on: dt.date) -> Masthead:
    """Title, byline and day of publication from the first lines of a text. Offsets count in `text`.

    A date in running prose is not taken for the day of publication.
    """
    lines = _head_lines(text)
    candidates: list[_Line] = []
    author: str | None = None
    dates: list[FoundDate] = []
    prose = end = 0
    for i, line in enumerate(lines):
        start = line.text[:_DATELINE]
        found = find_dates(start, language)
        date = None if _is_quoted(line, lines[:i]) else _only_date(line.text, found) or _dateline(start, found)
        name = _byline(line.text, found)
        if name and date is None and found and _AFTER_DATE.match(line.text[found[0].end :]):
            date = found[0]  # 'By X 1 February 2024'
        if author is None and name is not None:
            author = name
        if date:
            dates.append(date)
        if _is_prose(line, lines[i + 1] if i + 1 < len(lines) else None) or (date and len(line.text) > _MAX_DATE_LINE):
            prose += 1
            if prose == 2:  # a byline or date may stand between a first paragraph that sums up and the text
                break
            continue
        if date or name is not None or (not prose and _is_letterhead(line.text)):
            end = line.end
        is_dated_title = (
            date and i == 0 and not _bare_label(line.text[: date.start]) and _DATED_TITLE.match(line.text[: date.start])
        )
        other = date or prose or name is not None or _BULLET.match(line.text) or _CLOCK.match(line.text)
        if is_dated_title or not other:
            candidates.append(line)
    title = _choose_title(candidates, lines)
    published, warnings = _published(dates, text, received_on)
    return Masthead(
        title=title.text if title else None,
        author=author or None,
        published_on=published,
        end=max(end, title.end if title else 0),
        warnings=warnings,
    )


def _published(dates: list[FoundDate], text: str, received_on: dt.date) -> tuple[dt.date | None, tuple[str, ...]]:
    """The day of publication of the dates of the head, and warnings where one has no year."""
    for date in dates:
        if day := date.on():
            return day, ()
    if not dates:
        return None, ()
    date = dates[0]
    if day := _with_year(date, text, received_on):
        return day, (f"the dateline tells no year: taken as {day.isoformat()}, the nearest before its receipt",)
    warning = (
        f"the dateline tells day and month ({date.month:02}-{date.day:02}) but no year: "
        "no day of publication; a sidecar with published_on would tell it"
    )
    return None, (warning,)
