"""A document as the rules see it: sentences with their triggers, actors, amounts and dates."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from extraction.acronyms import learn, with_acronyms, with_brackets
from extraction.actors import Actor, ActorFinder
from extraction.dates import DateMention, HorizonMention, PeriodMention, find_dates, find_horizons, find_periods
from extraction.grammar_words import NOUN, Grammar, Trigger, grammar
from extraction.home import Resolver
from extraction.lexicon.store import remembered
from extraction.materiel import Thing, things_of, words_of_things
from extraction.money import MoneyMention, find_money, find_undisclosed
from extraction.names import names
from extraction.numbers import NumberMention, find_numbers
from extraction.reading import Reading, read
from extraction.segments import Block, Sentence, blocks, sentences
from extraction.tokens import Match, Tokens, Tries, tokenize
from extraction.topics import TopicHit, security_weight, topic_hits, words_of_topics
from extraction.whereabouts import cities_named, words_of_cities
from extraction.wording import remember
from schemas.document import Document

SECURITY_BODIES = frozenset(
    {"police", "military", "intelligence", "justice", "customs", "prison", "border", "coastguard", "guard"}
)
"""Kinds of institution that are of the field."""
_OPENING = 3
"""Sentences at the head of a text in which it may say who issues it."""
_QUOTE = re.compile('"')
_AUXILIARIES = frozenset({"future", "modal"})
ARMS = frozenset({"weapons", "vessels", "aircraft"})


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


def _longest(hits: list[Hit]) -> list[Hit]:
    """For each group and start the longest hit; those inside a longer one of their group fall away."""
    kept: list[Hit] = []
    ends: dict[str, int] = {}
    ordered = sorted(hits, key=lambda h: (h.first, -h.last))
    starts: dict[str, int] = {}
    for hit in ordered:
        group = hit.trigger.group
        same = starts.get(group) == hit.first and ends.get(group) == hit.last
        if hit.last <= ends.get(group, -1) and not same:
            continue
        kept.append(hit)
        starts[group], ends[group] = hit.first, max(hit.last, ends.get(group, -1))
    return kept


def _is_verb_where_one(hit: Hit, clue: Clue, norms: list[str], words: Grammar) -> bool:
    """Whether a form that is an infinitive can be a verb where it stands, in a language that writes its nouns alike.

    'A loan of' is none, 'to loan' and 'will loan' are.
    """
    if words.infinitive_endings or hit.trigger.group != "aid" or hit.trigger.tags - {"inf"}:
        return True
    if hit.first == clue.first:
        return True
    before = norms[hit.first - 1]
    leads = words.either("infinitive_marker", "future", "modal", "pronoun", "and", "adverb", "ours")
    return before in leads or before in (",", "also")


def _out_of_instrument(actor: Actor, hits: list[Hit]) -> Actor | None:
    """An actor that is part of no instrument's name; of one that is, as in 'Status of Forces Agreement', the state that
    stands in it, as in 'Philippine Visiting Forces Agreement', if any."""
    if actor.kind != "head" or not any(
        h.trigger.group == "instrument" and h.first < actor.last and actor.first < h.last for h in hits
    ):
        return actor
    if actor.derived is not None or actor.code is None or actor.code_first != actor.first:
        return None
    first = actor.first
    return Actor(first, first + 1, "people", actor.codes, name=actor.name.split()[0], code_first=first)


def _in_place(word: TopicHit, actors: list[Actor]) -> bool:
    """Whether a topic's word is part of a place's name: 'La Paz'."""
    return any(a.kind in ("capital", "state") and a.first <= word.first and word.last <= a.last for a in actors)


def _in_thing(actor: Actor, things: list[Thing]) -> bool:
    """Whether a word of people is part of a thing's name, as in 'armored personnel carriers'."""
    return actor.kind == "head" and any(
        t.first <= actor.first and actor.last <= t.last for t in things if t.last - t.first > actor.last - actor.first
    )


@remembered
def _tries(language: str) -> Tries:
    """All words that are looked for in a text of a language."""
    words = grammar(language)
    things, topics = words_of_things(language), words_of_topics(language)
    return Tries((words.triggers, words.phrases, names(language), things, topics, words_of_cities("")))


def _within(found: list[Match], clues: list[Clue]) -> Iterator[tuple[int, int, int, list[Any]]]:
    """The phrases that lie in one sentence, with its number."""
    at, most = 0, len(clues) - 1
    for first, last, entries in found if clues else ():
        while at < most and clues[at + 1].first <= first:
            at += 1
        if clues[at].first <= first and last <= clues[at].last:
            yield at, first, last, entries


def _spread(mentions: list, clues: list[Clue], edges: list[int], name: str) -> None:  # type: ignore[type-arg]
    for mention in mentions:
        start = mention[0] if isinstance(mention, tuple) else mention.start
        at = bisect_right(edges, start) - 1
        if at >= 0 and start < clues[at].sentence.end:
            getattr(clues[at], name).append(mention)


def analyse(document: Document) -> Analysis:
    """Everything that the rules need of a document whose language is known. Raises LexiconError."""
    language = document.language or "en"
    words = grammar(language)
    reading = read(document.text)
    remember(reading)
    tokens = tokenize(reading.folded)
    parts = blocks(reading.plain)
    clues = [Clue(s, *tokens.range_of(s.start, s.end)) for s in sentences(reading.plain, parts, words.abbreviations)]
    edges = [c.sentence.start for c in clues]
    triggers, classed, named, things, topics, cities = _tries(language).matches(tokens.norms)
    hits: list[list[Hit]] = [[] for _ in clues]
    for at, first, last, entries in _within(triggers, clues):
        hits[at] += [Hit(first, last, t) for t in entries]
    for at, first, last, classes in _within(classed, clues):
        clue = clues[at]
        span = first, last
        for name in classes:
            spans = clue.named.get(name)
            if spans is None:
                clue.named[name] = [span]
            else:
                spans.append(span)
            if name in _AUXILIARIES:
                clue.auxiliaries.append((first, last, name))
    finder = ActorFinder(reading, tokens, named, words)
    for clue, own in zip(clues, hits, strict=True):
        clue.hits = [h for h in _longest(own) if _is_verb_where_one(h, clue, tokens.norms, words)]
        for hit in clue.hits:
            clue.groups.setdefault(hit.trigger.group, []).append(hit)
            if NOUN not in hit.trigger.tags:
                clue.verbs.setdefault(hit.first, []).append(hit)
        clue.actors = finder.find(clue.first, clue.last)
    known = learn([c.actors for c in clues], reading, tokens)
    for clue in clues:
        clue.actors = with_acronyms(clue.actors, known, reading, tokens, clue.first, clue.last)
        clue.actors = with_brackets(clue.actors, reading, tokens)
        clue.actors = [b for a in clue.actors if (b := _out_of_instrument(a, clue.hits)) is not None]
        for actor in clue.actors:
            actor.sentence = clue.sentence.index
    whereabouts = cities_named(cities, reading, tokens)
    resolver = Resolver(document, reading, tokens, words, [c.actors for c in clues], whereabouts)
    resolver.resolve()
    firsts = [c.first for c in clues]
    for thing in things_of(things, tokens, reading.plain):
        at = bisect_right(firsts, thing.first) - 1
        if at >= 0 and thing.last <= clues[at].last:
            clues[at].things.append(thing)
    resolver.joint = _issuers(clues, words.mentions(document.title, "joint"))
    for word in topic_hits(topics):
        at = bisect_right(firsts, word.first) - 1
        if at >= 0 and word.last <= clues[at].last and not _in_place(word, clues[at].actors):
            clues[at].topics.append(word)
    for clue in clues:
        clue.actors = [a for a in clue.actors if not _in_thing(a, clue.things)]
    _mark_secure(clues, tokens.norms, words.single["secure_field"])
    published = document.published_on
    _spread(find_money(reading.plain, language, resolver.currency()), clues, edges, "money")
    _spread(find_undisclosed(reading.plain, language), clues, edges, "undisclosed")
    _spread(find_dates(reading.plain, language, published), clues, edges, "dates")
    _spread(find_periods(reading.plain, language, published), clues, edges, "periods")
    _spread(find_horizons(reading.plain, language, published), clues, edges, "horizons")
    _spread(find_numbers(reading.plain, language), clues, edges, "numbers")
    for clue in clues:
        _trim_dates(clue, tokens, words.single["connector"], reading.plain)
        _count_states(clue, tokens, reading.plain, words.single["definite"])
    analysis = Analysis(document, reading, tokens, words, parts, clues, resolver, published)
    weights = [security_weight(analysis, c, c.first, c.last) for c in clues[:4]]
    analysis.subject_weight = min(1.0, sum(weights) / 2)
    analysis.quotes = _quotes(reading.plain, parts)
    analysis.field_weight = _field_weight(analysis)
    analysis.goal_words = sum(c.has("field_word") for c in clues) / max(1, len(clues))
    return analysis


def _quotes(plain: str, parts: list[Block]) -> list[int]:
    """Where direct speech begins and ends; what a block leaves open ends with it."""
    edges: list[int] = []
    for block in parts:
        marks = [hit.start() for hit in _QUOTE.finditer(plain, block.start, block.end)]
        edges.extend(marks)
        if len(marks) % 2:
            edges.append(block.end)
    return edges


def _issuers(clues: list[Clue], titled: bool) -> list[Actor]:
    """The states in the title of a text that calls itself joint, else those of its opening; `titled` where the title
    that stands apart from the text calls it so."""
    opening = clues[:_OPENING]
    if not titled and not any(c.has("joint") for c in opening):
        return []
    for clue in sorted(opening, key=lambda c: not c.has("joint")):
        states: dict[str, Actor] = {}
        for actor in clue.actors:
            if actor.code and actor.code != "XXG":
                states.setdefault(actor.code, actor)
        if len(states) > 1:
            return list(states.values())
    return []


def _trim_dates(clue: Clue, tokens: Tokens, connectors: frozenset[str], plain: str) -> None:
    """End names before a date that follows them: 'the Department of Defense on April 1'."""
    for actor in clue.actors:
        start, end = tokens.starts[actor.first], tokens.ends[actor.last - 1]
        cut = next((d.start for d in clue.dates if start < d.start < end), None)
        if cut is None:
            continue
        last = tokens.index_at(cut)
        while last > actor.first + 1 and tokens.norms[last - 1] in connectors:
            last -= 1
        if last > actor.first:
            actor.last = last
            actor.name = " ".join(plain[start : tokens.ends[last - 1]].split())


def _count_states(clue: Clue, tokens: Tokens, plain: str, definite: frozenset[str]) -> None:
    """States that are counted and not named, 'more than 30 countries', as one party."""
    for first, last in clue.named.get("countable_states", ()):
        if any(a.first < last and first < a.last for a in clue.actors):
            continue
        start = tokens.starts[first]
        number = next((n for n in clue.numbers if 0 <= start - n.end <= 12 and "." not in plain[n.end : start]), None)
        if number is not None and number.value > 2:
            begin = tokens.index_at(number.start)
            begin = next((a for a, b in clue.named.get("about_number", ()) if b == begin), begin)
            if begin > clue.first and tokens.norms[begin - 1] in definite:
                continue
            words = " ".join(plain[tokens.starts[begin] : tokens.ends[last - 1]].split())
            actor = Actor(begin, last, "group", ("XXG",), name=words, sentence=clue.sentence.index)
            clue.actors = sorted([*clue.actors, actor], key=lambda a: a.first)


def _field_weight(analysis: Analysis) -> float:
    """Words of the field and bodies of it for each sentence, scaled so that 2 is a text that is all about it."""
    if not analysis.clues:
        return 0.0
    words = sum(security_weight(analysis, c, c.first, c.last) for c in analysis.clues)
    bodies = sum(0.5 for c in analysis.clues for a in c.actors if a.secure)
    arms = sum(min(2, sum(t.modality in ARMS for t in c.things)) * 0.4 for c in analysis.clues)
    return min(2.0, 2.0 * (words + bodies + arms) / (len(analysis.clues) + 2))


def _mark_secure(clues: list[Clue], norms: list[str], fields: frozenset[str]) -> None:
    """Mark the actors that are bodies of the field, by their kind or by a word of the field in their name."""
    for clue in clues:
        for actor in clue.actors:
            actor.secure = actor.detail in SECURITY_BODIES or (
                actor.kind in ("head", "institution") and not fields.isdisjoint(norms[actor.first : actor.last])
            )
