"""Sums of money of a text, and the words that say that a sum is not disclosed."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extraction.lexicon.store import lexicon, remembered
from extraction.numbers import LANGUAGES, Figure, figures, plain_value
from extraction.reading import Reading
from extraction.wording import Phrases, any_of, phrase, reading_of
from schemas.enums import Qualifier

_BEFORE, _AFTER = 64, 40  # characters in which a qualifier is looked for
_HINT_REACH = 110  # characters around a hint in which a sum is said not to be disclosed
_QUALIFIERS = (Qualifier.UP_TO, Qualifier.AT_LEAST, Qualifier.APPROXIMATE)


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """A sum of money. The span covers the qualifier's words, the figure and the currency.

    `literal`: the currency stands in the text; where it is false a mark or word of several currencies was read as
    the usual one or the home one.
    """

    start: int
    end: int
    amount: Decimal
    currency: str
    qualifier: Qualifier
    literal: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """A currency's word: what it may be, what names it more closely, what shows that no money is meant."""

    codes: tuple[str, ...]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    named: tuple[str, ...]
    barred: re.Pattern[str] | None
    scaled: bool
    big: bool


def _naming(of: dict[str, str], shape: str, first: int = 0) -> re.Pattern[str] | None:
    """The words that name a currency more closely, their groups numbered from `first`."""
    if not of:
        return None
    choices = "|".join(rf"(?P<n{n}>{phrase(pattern)})" for n, pattern in enumerate(of, first))
    return re.compile(shape.replace("*", f"(?:{choices})"))


class _Lexicon:
    """The money words of a language, made ready."""

    def __init__(self, language: str):
        data = lexicon("money")
        own: dict[str, Any] = data[language]
        self.marks = {mark: tuple(codes) for mark, codes in data["marks"].items()}
        self.letters = {mark: tuple(codes) for mark, codes in data["letters"].items()}
        codes = {code: (code,) for code in data["codes"]["known"]}
        self.before = self.marks | self.letters | codes
        self.last_of_marks = frozenset(mark[-1] for mark in self.before)
        self.behind = {m: c for m, c in self.marks.items() if not m.isalnum() and "." not in m} | codes
        self.behind |= {"RMB": ("CNY",), "FCFA": ("XOF", "XAF")}
        self.short = {word: (Decimal(by), code) for word, (by, code) in data["codes"]["short"].items()}
        self.suffixes = {letter: Decimal(by) for letter, by in data["codes"]["suffixes"].items()}
        close = "|".join(re.escape(m) for m in sorted(self.behind, key=lambda m: (-len(m), m)))
        self.close = re.compile(rf"\s?(?:{close})(?![^\W_])")
        self.suffix = re.compile(rf"\s?({any_of(self.suffixes)})\b(?!['’])")
        self.shorts = re.compile(rf"\s?({any_of(self.short)})\b")
        self.words = [self._word(entry, language) for entry in own["words"].values()]
        # The group stands behind its form: a choice that begins with a letter is quick to fail.
        forms = "|".join(rf"(?:{phrase(form)})(?P<w{n}>)" for n, form in enumerate(own["words"]))
        link = phrase("|".join(own["between"]))
        self.word = re.compile(rf"[\s-]+(?:(?:{link})\s+)?(?P<named>(?:[\w.]+[\s-]+){{0,3}}?)(?:{forms})\b")
        self.ranges = own["range_words"]
        self.not_a_range = frozenset(own["not_a_range"])
        words = own["qualifiers"]
        gap = phrase(f"(?: (?:{words['between_ok'][0]}))?")
        self.qualifier_before = [
            (q, re.compile(rf"(?<![^\W_])(?:{'|'.join(phrase(p) for p in words[q.value])}){gap}\s*\Z"))
            for q in _QUALIFIERS
        ]
        self.qualifier_after = [
            (q, re.compile(rf",?\s*(?:{'|'.join(phrase(p) for p in words[f'after_{q.value}'])})(?!\w)"))
            for q in _QUALIFIERS
        ]
        hidden = own["undisclosed"]
        self.hints = Phrases(r"\b(?:*)\b", hidden["hints"])
        # A form like "didn't" must not stop at its apostrophe.
        patterns = (phrase(p, hidden["parts"]) for p in hidden["list"]["patterns"])
        self.hidden = re.compile(rf"\b(?:{'|'.join(patterns)})\b")

    @staticmethod
    def _word(entry: dict[str, Any], language: str) -> _Word:
        of, after = entry.get("of", {}), entry.get("after", {})
        if language != "en":
            of, after = {}, of
        barred = entry.get("counts_not_before")
        return _Word(
            tuple(entry["codes"]),
            _naming(of, r"*[\s-]{1,9}"),
            _naming(after, r"[\s-]{1,9}*\b", len(of)),
            (*of.values(), *after.values()),
            re.compile(barred) if barred else None,
            entry.get("scaled", False),
            entry.get("scaled_or_big", False),
        )


@remembered
def _lexicon(language: str) -> _Lexicon:
    return _Lexicon(language if language in LANGUAGES else "en")


def _choose(codes: tuple[str, ...], home: str | None) -> tuple[str, bool] | None:
    """The currency that a mark or word means, and whether it can mean no other; None where nothing says which."""
    if len(codes) == 1:
        return codes[0], True
    if home in codes:
        return str(home), False
    return (codes[0], False) if codes[0] else None


@dataclass(slots=True)
class _Sum:
    """A sum before its qualifier is known; spans in the reading copy."""

    start: int
    end: int
    amount: Decimal
    currency: str
    literal: bool
    figure: int  # index among the figures
    ranged: bool = False  # it is the upper end of a range, and its span covers the lower one


class _Finder:
    """Looks for sums in one text."""

    def __init__(self, text: str, language: str, home: str | None):
        self.reading: Reading = reading_of(text)
        self.lexicon = _lexicon(language)
        self.home = home
        self.figures: tuple[Figure, ...] = figures(text, language)

    def sums(self) -> list[_Sum]:
        """All sums, in order, without overlap; a mark before its figure wins over a word behind it."""
        if not self.figures:
            return []
        found: dict[int, _Sum] = {}
        for candidate in (*self._marked(), *self._behind(), *self._worded()):
            known = found.get(candidate.figure)
            if known is None:
                found[candidate.figure] = candidate
            elif candidate.start >= known.start and candidate.end > known.end and candidate.currency == known.currency:
                known.end = candidate.end
            elif known.currency != candidate.currency and not known.literal and candidate.literal:
                known.end, known.currency, known.literal = max(known.end, candidate.end), candidate.currency, True
        return [found[n] for n in sorted(found)]

    def _marked(self) -> list[_Sum]:
        """Sums whose mark or code stands before the figure: 'US$ 300 mil', 'K93 million'."""
        sums = []
        for n, figure in enumerate(self.figures):
            mark, start = self._mark_before(figure.start)
            if not mark or (mark in self.lexicon.letters and not self._looks_like_a_sum(figure)):
                continue
            chosen = _choose(self.lexicon.before[mark], self.home)
            if chosen is not None:
                amount, end = self._scaled(figure)
                sums.append(_Sum(start, end, amount, *chosen, n))
        return sums

    def _mark_before(self, figure_start: int) -> tuple[str, int]:
        """The longest mark that ends before a figure, and where it starts; an empty mark where there is none."""
        window = self.reading.plain[max(0, figure_start - 9) : figure_start]
        text = window.rstrip()
        if len(window) - len(text) > 2 or text[-1:] not in self.lexicon.last_of_marks:
            return "", 0
        for length in range(min(len(text), 6), 0, -1):
            mark = " ".join(text[-length:].split())
            before = text[-length - 1 : -length]
            if (
                mark in self.lexicon.before
                and not text[-length].isspace()
                and not (before.isalnum() and mark[0].isalpha())
            ):
                return mark, figure_start - len(window) + len(text) - length
        return "", 0

    def _looks_like_a_sum(self, figure: Figure) -> bool:
        return figure.scaled or figure.value >= 1000 or figure.value != int(figure.value)

    def _scaled(self, figure: Figure) -> tuple[Decimal, int]:
        """Amount and end of a figure with the letter behind it that multiplies it ('$3.5bn')."""
        suffix = None if figure.scaled else self.lexicon.suffix.match(self.reading.folded, figure.end)
        if suffix is None:
            return figure.value, figure.end
        amount = figure.value * self.lexicon.suffixes[suffix[1]]
        return plain_value(amount), suffix.end()

    def _behind(self) -> list[_Sum]:
        """Sums whose mark, code or short form stands right behind the figure: '30 EUR', '5€', '139 mdd'."""
        lexicon, plain, folded = self.lexicon, self.reading.plain, self.reading.folded
        sums = []
        for n, figure in enumerate(self.figures):
            follows = plain[figure.end : figure.end + 2].strip()
            if not follows or follows[0] in ",.;:)":
                continue
            if short := lexicon.shorts.match(folded, figure.end):
                by, code = lexicon.short[short[1]]
                sums.append(_Sum(figure.start, short.end(), figure.value * by, code, True, n))
                continue
            amount, end = self._scaled(figure)
            hit = lexicon.close.match(plain, end)
            if hit is None and end != figure.end:
                amount, end = figure.value, figure.end
                hit = lexicon.close.match(plain, end)
            if hit is None or plain[hit.end() : hit.end() + 1].isdigit():
                continue
            if plain[hit.end() : hit.end() + 2].strip().isdigit() and not hit.group().strip().isalpha():
                continue
            chosen = _choose(lexicon.behind[hit.group().strip()], self.home)
            if chosen is not None:
                sums.append(_Sum(figure.start, hit.end(), amount, *chosen, n))
        return sums

    def _worded(self) -> list[_Sum]:
        """Sums whose currency is a word behind the figure: '6.4 million Canadian dollars'."""
        sums = []
        for n, figure in enumerate(self.figures):
            found = self._word_after(figure, figure.value, figure.end)
            if found is None and not figure.scaled:
                amount, end = self._scaled(figure)
                found = self._word_after(figure, amount, end) if end != figure.end else None
            if found is not None:
                sums.append(_Sum(figure.start, found[0], found[1], *found[2], n))
        return sums

    def _word_after(
        self, figure: Figure, amount: Decimal, figure_end: int
    ) -> tuple[int, Decimal, tuple[str, bool]] | None:
        """End, amount and currency of a sum whose currency is a word behind `figure_end`."""
        folded = self.reading.folded
        hit = self.lexicon.word.match(folded, figure_end)
        if hit is None:
            return None
        word, end = self.lexicon.words[int(str(hit.lastgroup)[1:])], hit.end()
        if word.barred is not None and word.barred.match(folded, end):
            return None
        if (word.scaled and not figure.scaled) or (word.big and not self._looks_like_a_sum(figure)):
            return None
        named = None
        if hit["named"]:
            named = word.before.fullmatch(hit["named"]) if word.before is not None else None
            if named is None:
                return None
        elif word.after is not None and (named := word.after.match(folded, end)):
            end = named.end()
        chosen = (word.named[int(str(named.lastgroup)[1:])], True) if named else _choose(word.codes, self.home)
        return None if chosen is None else (end, amount, chosen)

    def qualified(self, sums: list[_Sum]) -> list[MoneyMention]:
        """The sums with their qualifiers, ranges put together."""
        mentions: list[MoneyMention] = []
        floor = 0
        for n, money in enumerate(sums):
            if money.start < floor:
                continue
            following = sums[n + 1] if n + 1 < len(sums) else None
            if (
                following is not None
                and self._is_range(money.start, money.end, following.start)
                and (money.currency == following.currency)
            ):
                continue
            self._widen(money)
            start = self._range_start(money, sums[n - 1] if n else None)
            if start is not None:
                mentions.append(self._mention(start, money.end, money, Qualifier.UP_TO))
            else:
                mentions.append(self._with_qualifier(money, floor))
            floor = money.end if not mentions else max(money.end, self._last_end)
        return mentions

    _last_end = 0

    def _is_range(self, start: int, end: int, following: int) -> bool:
        """Whether what ends here and what starts there are the ends of a range."""
        folded = self.reading.folded
        gap = folded[end:following] if following - end <= 14 else ""
        word = " ".join(gap.split())
        head = re.search(r"([^\W\d_]+)\s+\Z", folded[max(0, start - 16) : start])
        before = head[1] if head else ""
        if before in self.lexicon.ranges and before:
            return word in self.lexicon.ranges[before]
        return bool(word) and word in self.lexicon.ranges[""] and before not in self.lexicon.not_a_range

    def _widen(self, money: _Sum) -> None:
        """Let a sum whose mark stands before a range reach to its upper end: '$5-7 million'."""
        n = money.figure + 1
        if n == len(self.figures) or money.end > self.figures[n].start or not self.figures[n].scaled:
            return
        upper = self.figures[n]
        if upper.value > money.amount and self._is_range(money.start, money.end, upper.start):
            money.figure, money.end, money.amount = n, upper.end, upper.value
            money.ranged = True

    def _range_start(self, money: _Sum, previous: _Sum | None) -> int | None:
        """Where the range starts that this sum ends ('between 5 and 7 million dollars'), if it does."""
        if money.ranged:
            return money.start
        if money.figure == 0:
            return None
        first = self.figures[money.figure - 1]
        start, end = first.start, first.end
        if previous is not None and previous.figure == money.figure - 1:
            if previous.currency != money.currency:
                return None
            start, end = previous.start, previous.end
        low = first.value
        if not (self._is_range(start, end, money.start) and low < money.amount):
            return None
        words = "|".join(re.escape(w) for w in self.lexicon.ranges if w)
        lead = re.search(rf"\b(?:{words})\s+\Z", self.reading.folded[max(0, start - 16) : start])
        return start - len(lead.group()) if lead else start

    def _with_qualifier(self, money: _Sum, floor: int) -> MoneyMention:
        folded = self.reading.folded
        low = max(floor, money.start - _BEFORE)
        before = folded[low : money.start]
        best: tuple[int, Qualifier] | None = None
        for qualifier, pattern in self.lexicon.qualifier_before:
            hit = pattern.search(before)
            if hit is not None and (best is None or hit.start() < best[0]):
                best = (hit.start(), qualifier)
        if best is not None:
            return self._mention(low + best[0], money.end, money, best[1])
        for qualifier, pattern in self.lexicon.qualifier_after:
            after = pattern.match(folded, money.end, money.end + _AFTER)
            if after is not None:
                return self._mention(money.start, after.end(), money, qualifier)
        return self._mention(money.start, money.end, money, Qualifier.EXACT)

    def _mention(self, start: int, end: int, money: _Sum, qualifier: Qualifier) -> MoneyMention:
        self._last_end = end
        return MoneyMention(*self.reading.span(start, end), money.amount, money.currency, qualifier, money.literal)


def find_money(text: str, language: str, home_currency: str | None = None) -> list[MoneyMention]:
    """Sums of money in order and without overlap; offsets in `text`, amounts in units of the currency.

    `home_currency` (ISO 4217) decides what a mark or word of several currencies means ('$', 'Rs.', 'pesos'); without
    it a bare '$' is USD, and words that have no usual reading ('pesos', 'rupees') are left out unless a word beside
    them names the state. A range ('between 5 and 7 million dollars') is its upper end with the qualifier `up_to`.
    """
    finder = _Finder(text, language, home_currency)
    return finder.qualified(finder.sums())


def find_undisclosed(text: str, language: str) -> list[tuple[int, int]]:
    """Spans that say that a sum, a cost or a value is not given; in order, without overlap, offsets in `text`."""
    reading, words = reading_of(text), _lexicon(language)
    windows: list[list[int]] = []
    for hint in words.hints.find(text):
        low, high = max(0, hint.start() - _HINT_REACH), hint.end() + _HINT_REACH
        if windows and low <= windows[-1][1]:
            windows[-1][1] = high
        else:
            windows.append([low, high])
    return [
        reading.span(hit.start(), hit.end())
        for low, high in windows
        for hit in words.hidden.finditer(reading.folded, low, high)
    ]
