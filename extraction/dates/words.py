"""The time words of a language, made ready for matching."""

import re
from dataclasses import dataclass
from typing import Any

from extraction.lexicon.store import lexicon, remembered
from extraction.numbers import LANGUAGES
from extraction.wording import Phrases, any_of, phrase

YEAR = r"(?:19|20)\d\d"
YEAR_END = r"(?![\d%°º]|[.,/:-]\d|[^\W\d_]|-[^\W\d_])"


@dataclass(frozen=True, slots=True)
class Rule:
    """A construction of periods or horizons: over masked text, where a date is one mark (see masks.py)."""

    kind: str
    strong: bool
    not_behind: re.Pattern[str] | None  # what stands behind it and shows that it is none
    not_before: re.Pattern[str] | None  # what stands before it and shows the same


class TimeWords:
    """Months, weekdays, relative phrases, units and the patterns around them."""

    def __init__(self, language: str):
        data: dict[str, Any] = lexicon(f"time_{language}")
        join, relative, durations = data["join"], data["relative"], data["durations"]
        self.far: str = data["far"]
        self.month_first: bool = data["month_first"]
        self.capital_months: bool = data["capital_months"]
        self.unsure_months = frozenset(data["unsure_months"])
        self.unsure_weekdays = frozenset(data["unsure_weekdays"])
        self.plural_fiscal = frozenset(data["fiscal"]["plural"])
        self.labels = frozenset(lexicon("numbers")[language]["labels"])
        # Every phrase that may begin a date, with what it is; the longest wins.
        self.phrases: dict[str, tuple[str, Any]] = {}
        for kind, entries in (
            ("name", dict.fromkeys(data["names"], 0)),
            ("unit", durations["units"]),
            ("short_month", data["short_months"]),
            ("month", data["months"]),
            ("weekday", data["weekdays"]),
            ("fiscal", dict.fromkeys(data["fiscal"]["words"], 0)),
            ("days", relative["days"]),
            ("weeks", relative["weeks"]),
            ("months", relative["months"]),
            ("years", relative["years"]),
            ("years", dict.fromkeys(relative["year_ends"], 0)),
            ("fiscal_years", relative["fiscal_years"]),
            *((kind, dict.fromkeys(entries, 0)) for kind, entries in data["period_words"].items()),
        ):
            self.phrases.update({word: (kind, value) for word, value in entries.items()})
        self.scan = Phrases(r"(?<![^\W_])(?:*)(?![^\W\d_])", self.phrases)
        self.plural_units = frozenset(durations["plural"])
        self.relative_years: dict[str, int] = relative["years"]

        ordinal, more = join["ordinal"], phrase(join["more_days"])
        number = rf"(?:\d{{1,2}}(?:{ordinal})?|{join['first_day']})"
        self.day_before = re.compile(
            rf"(?<![\w.,/:$€£-])(?:{phrase(join['before_day'])})?(?:\d{{1,2}}{more}){{0,4}}(?P<d>{number})"
            rf"(?:{phrase(join['day_month'])}|(?P<close>[-/\s]))\Z"
        )
        month_day = phrase(join["month_day"])
        self.day_after = (
            re.compile(
                rf"{month_day}(?:\d{{1,2}}{phrase(join['more_days_after'])})?(?P<d>\d{{1,2}})(?:{ordinal})?"
                rf"(?:\s+and\s+\d{{1,2}}(?=,?\s+{YEAR}))?(?![\d:%°]|[.,/-]\d|[^\W\d_])"
            )
            if month_day
            else None
        )
        year_link = phrase(join["month_year"])
        rel_years = any_of(self.relative_years)
        self.year_after = re.compile(
            rf"\.?(?:{year_link}|[-/])(?P<y>{YEAR}){YEAR_END}|\.?{year_link}(?:\w{{1,3}}\s+)?(?P<ry>{rel_years})\b"
        )
        self.month_behind = re.compile(rf"(?:{phrase(join['day_month'])})(?:{any_of(data['months'])})\b")
        self.month_cue = re.compile(rf"(?<![^\W_])(?:{any_of(data['month_cues'])})[\s-]+\Z")
        self.sure_month_cue = re.compile(rf"(?<![^\W_])(?:{any_of(data['sure_month_cues'])})[\s-]+\Z")
        self.range_link = re.compile(rf"\s*(?:{phrase(join['range'])})\s*(?:el\s+|o\s+)?")
        self.weekday_link = re.compile(rf"{phrase(join['weekday_date'])}\Z")
        self.weekday_day = re.compile(r"(?:,?\s+(?:dia\s+)?|\s*\(\s*)(\d{1,2})(?:/(\d{1,2}))?(?![\d.:/%])(?:\s*\))?")
        self.in_brackets = re.compile(r"\s*\(\s*(\d{1,2})\s*\)")
        self.day_of_month = (
            re.compile(phrase(join["day_of_month"]) + r"(\d{1,2})(?![\d.:/%])") if join["day_of_month"] else None
        )
        self.directions_before = [
            (step, re.compile(rf"(?<![^\W_])(?:{any_of(relative[key])})\s+\Z"))
            for step, key in ((-1, "past_before"), (1, "future_before"))
        ]
        self.directions_after = [
            (step, re.compile(rf"\s+(?:{any_of(relative[key])})\b"))
            for step, key in ((-1, "past_after"), (1, "future_after"))
        ]
        self.month_pair = re.compile(rf"\b(?:{any_of(data['months'])})\s*(?:{phrase(join['range'])})\s+\Z")
        self.now_before = re.compile(rf"(?<![^\W_])(?:{any_of(relative['now_before'])})\s+\Z")
        self.last_week = re.compile(rf"\s+(?:{any_of(relative['last_week'])})\b")

        table = lexicon("numbers")[language]
        self.numbers = {w: v for key in ("below_100", "tens") for w, v in table[key].items()}
        amount = rf"\d{{1,3}}|{any_of(self.numbers)}|(?P<one>{durations['one']})|(?P<several>{durations['several']})"
        self.amount_before = re.compile(rf"(?<![^\W_])(?<![-.,/$])(?P<n>{amount}){phrase(durations['link'])}{{1,2}}\Z")
        self.ago_after = re.compile(rf"\s+(?:{any_of(durations['ago_after'])})\b") if durations["ago_after"] else None
        self.ago_before = (
            re.compile(rf"(?<![^\W_])(?:{any_of(durations['ago_before'])})\s+\Z") if durations["ago_before"] else None
        )
        spans = phrase(f"{data['parts']['past_word']}|{data['parts']['next_word']}")
        self.span_word = re.compile(rf"(?<![^\W_])(?:{spans})\s+\Z")
        years = data["years"]
        self.year_cue = re.compile(rf"(?<![^\W_])(?:{any_of(years['cues'])})\s+(?:[(\"']\s*)?\Z")
        self.year_prefix = re.compile(rf"(?<![^\W_])(?:{any_of(years['prefixes'])})\Z") if years["prefixes"] else None
        self.counted = re.compile(rf"\s+(?:{any_of(years['not_before'])})\b")
        self.fiscal_year = re.compile(
            rf"(?:{phrase(join['fiscal_year'])}|\s*['’]?)(?P<a>{YEAR}|\d\d)(?!\d)(?:\s?[-/–]\s?(?P<b>{YEAR}|\d\d)(?!\d))?"
        )
        self.fiscal_also = re.compile(rf"{phrase(join['fiscal_also'])}\s*(?P<a>{YEAR}){YEAR_END}")
        self.fiscal_behind = re.compile(rf"(?<![\w.,/-])(?P<a>{YEAR})\s+\Z") if data["fiscal"]["behind"] else None

        parts = data["parts"] | {
            "date": "[\ue000-\ue003\ue007\ue008\ue00a]",
            "year": "[\ue002\ue003\ue007\ue00a]",
            "fiscal": "[\ue003\ue00a]",
            "range": "\ue004",
            "duration": "[\ue005\ue006\ue009]",
            "counted": "[\ue005\ue006]",
            "length": "\ue006",
            "ahead": "[\ue007\ue008\ue00a]",
        }
        # A period that begins with an event hangs on its first word alone, all others on a date or length.
        marked = [rule for rule in data["period"] if rule["kind"] != "since_event"]
        self.period_rules, self.periods = _rules(marked, parts)
        (event,) = (rule for rule in data["period"] if rule["kind"] == "since_event")
        self.since_event = re.compile(rf"(?:{phrase(event['phrase'], parts)})(?![^\W_])")
        self.horizon_rules, self.horizons = _rules(data["horizon"], parts)


def _rules(entries: list[dict[str, Any]], parts: dict[str, str]) -> tuple[list[Rule], re.Pattern[str]]:
    """The rules and one pattern for all, with an empty group `r<n>` at the end of each rule."""
    rules, choices = [], []
    for number, entry in enumerate(entries):
        behind, before = entry.get("not_behind"), entry.get("not_before")
        rules.append(
            Rule(
                entry.get("kind", "date"),
                entry.get("strong", False),
                re.compile(phrase(behind)) if behind else None,
                re.compile(rf"(?<![^\W_])(?:{phrase(before)})\Z") if before else None,
            )
        )
        # The group stands behind the words: a choice that begins with a letter is quick to fail.
        choices.append(f"(?:{phrase(entry['phrase'], parts)})(?P<r{number}>)")
    return rules, re.compile(rf"(?<![^\W_])(?:{'|'.join(choices)})(?![^\W_])")


@remembered
def time_words(language: str) -> TimeWords:
    """The time words of a language; of English for one that is not known."""
    return TimeWords(language if language in LANGUAGES else "en")
