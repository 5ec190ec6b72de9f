"""A document as the rules see it: sentences with their triggers, actors, amounts and dates. `analyse` makes it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from extraction.actors import Actor
from extraction.dates import DateMention, HorizonMention, PeriodMention
from extraction.grammar_words import Grammar, Trigger
from extraction.home import Resolver
from extraction.materiel import Thing
from extraction.money import MoneyMention
from extraction.numbers import NumberMention
from extraction.reading import Reading
from extraction.segments import Block, Sentence
from extraction.tokens import Tokens
from extraction.topics import TopicHit
from schemas.document import Document


@dataclass(slots=True)
class Hit:
    """A trigger or word class at its tokens; `last` is exclusive."""

    first: int
    last: int
    trigger: Trigger


@dataclass(slots=True)
class Clue:
    """A sentence with all that was found in it. Token indices count in the whole text."""

    sentence: Sentence
    first: int
    last: int
    actors: list[Actor] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    groups: dict[str, list[Hit]] = field(default_factory=dict)
    """The hits by their group."""
    verbs: dict[int, list[Hit]] = field(default_factory=dict)
    """The hits that are verbs, by their first token."""
    named: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """The words of each class, by its name."""
    auxiliaries: list[tuple[int, int, str]] = field(default_factory=list)
    """Words of the classes future and modal in the order of the text, with their class."""
    things: list[Thing] = field(default_factory=list)
    money: list[MoneyMention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    periods: list[PeriodMention] = field(default_factory=list)
    horizons: list[HorizonMention] = field(default_factory=list)
    undisclosed: list[tuple[int, int]] = field(default_factory=list)
    topics: list[TopicHit] = field(default_factory=list)
    numbers: list[NumberMention] = field(default_factory=list)
    stems: list[str] | None = None
    """Its plain words, cut short, once somebody has asked for them."""
    stem_sums: dict[str, float] = field(default_factory=dict)
    """What these weigh, by the name of the choice."""

    def has(self, name: str, first: int | None = None, last: int | None = None) -> bool:
        """Whether a word of a class stands in the sentence, or between two tokens."""
        spans = self.named.get(name)
        if spans is None or first is None or last is None:
            return spans is not None
        # A loop, since it is asked thousands of times a text and a generator takes three times as long.
        for start, end in spans:  # noqa: SIM110
            if first <= start and end <= last:
                return True
        return False

    def count(self, name: str, first: int, last: int) -> int:
        """How many words of a class stand between two tokens."""
        return sum(first <= a and b <= last for a, b in self.named.get(name, ()))

    def programmes(self) -> list[Actor]:
        """The programmes that the sentence names."""
        return [a for a in self.actors if a.kind == "programme"]

    def of_group(self, group: str) -> list[Hit]:
        """Triggers of a group, in order, the longest at each place."""
        return self.groups.get(group, [])


@dataclass(slots=True)
class Analysis:
    """All that is known of a text before any rule runs."""

    document: Document
    reading: Reading
    tokens: Tokens
    grammar: Grammar
    blocks: list[Block]
    clues: list[Clue]
    resolver: Resolver
    published_on: date | None
    subject_weight: float = 0.0
    """How far title and opening are of the field, 0 to 1."""
    lookups: dict[str, Any] = field(default_factory=dict)
    """What rooms looked up in the whole text, under names of theirs, so that they do it once."""
    quotes: list[int] = field(default_factory=list)
    """Offsets where direct speech begins and ends, in turn."""
    goal_words: float = 0.0
    """Sentences with a general word of the field, as a share, 0 to 1."""
    field_weight: float = 0.0
    """How far the whole text is of the field, 0 to 2."""

    def number_mentions(self, start: int, end: int) -> list[NumberMention]:
        """The numbers between two offsets."""
        return [n for c in self.clues_between(start, end) for n in c.numbers if start <= n.start and n.end <= end]

    def numbers_between(self, start: int, end: int) -> list[Decimal]:
        """Values of the numbers between two offsets that are no dates."""
        return [n.value for n in self.number_mentions(start, end) if not self.is_date(n.start, n.end)]

    def is_date(self, start: int, end: int) -> bool:
        """Whether a span lies in a date, a period or a horizon."""
        spans: list[tuple[int, int]] = []
        for clue in self.clues_between(start, end):
            spans += [(d.start, d.end) for d in clue.dates]
            spans += [(p.start, p.end) for p in clue.periods]
            spans += [(h.start, h.end) for h in clue.horizons]
        return any(low <= start and end <= high for low, high in spans)

    def in_quotes(self, offset: int) -> bool:
        """Whether an offset lies in direct speech."""
        at = bisect_right(self.quotes, offset)
        return at % 2 == 1

    def clues_between(self, start: int, end: int) -> list[Clue]:
        """The sentences of which a part lies between two offsets."""
        # Sentences follow each other, so those before can be passed over without looking at each.
        at = max(0, bisect_right(self.clues, start, key=lambda c: c.sentence.start) - 1)
        found = []
        while at < len(self.clues) and self.clues[at].sentence.start < end:
            if start < self.clues[at].sentence.end:
                found.append(self.clues[at])
            at += 1
        return found

    def text(self, first: int, last: int) -> str:
        """Words between two token indices, with single spaces."""
        if first >= last:
            return ""
        return " ".join(self.reading.plain[self.tokens.starts[first] : self.tokens.ends[last - 1]].split())

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the reading copy of the tokens from first to last (exclusive)."""
        return self.tokens.starts[first], self.tokens.ends[last - 1]

    def capital(self, index: int) -> bool:
        """Whether a token begins with a capital letter."""
        return self.reading.plain[self.tokens.starts[index]].isupper()

    def clue_of_block(self, block: int) -> list[Clue]:
        """The sentences of a block."""
        low = bisect_left(self.clues, block, key=lambda c: c.sentence.block)
        high = bisect_right(self.clues, block, key=lambda c: c.sentence.block)
        return self.clues[low:high]
