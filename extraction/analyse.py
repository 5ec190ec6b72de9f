"""A text taken apart: everything that the rules look at is found, each in one pass, and given to its sentence."""

from __future__ import annotations

import re
from bisect import bisect_right

from extraction.analysis import Analysis, Clue
from extraction.clue_actors import (
    count_states,
    leave_out_things,
    mark_secure,
    place_actors,
    seat_bodies,
    seat_by_capital,
    trim_dates,
)
from extraction.clue_hits import place_classes, place_hits
from extraction.dates import find_dates, find_horizons, find_periods
from extraction.grammar_words import grammar
from extraction.home import Resolver
from extraction.issuers import issuers, pair, sides, title_of
from extraction.lexicon.store import remembered
from extraction.materiel import things_of, words_of_things
from extraction.money import find_money, find_undisclosed
from extraction.names import names
from extraction.numbers import find_numbers
from extraction.reading import read
from extraction.segments import Block, blocks, sentences
from extraction.tokens import Match, Tokens, Tries, tokenize
from extraction.topics import TopicHit, security_weight, topic_hits, words_of_topics
from extraction.whereabouts import cities_named, words_of_cities, words_of_provinces
from extraction.wording import remember
from schemas.document import Document

_QUOTE = re.compile('"')
_ARMS = frozenset({"weapons", "vessels", "aircraft"})


def analyse(document: Document) -> Analysis:
    """Everything that the rules need of a document whose language is known. Raises LexiconError."""
    language = document.language or "en"
    words = grammar(language)
    reading = read(document.text)
    tokens = tokenize(reading.folded)
    remember(reading, tokens)
    parts = blocks(reading.plain)
    clues = [Clue(s, *tokens.range_of(s.start, s.end)) for s in sentences(reading.plain, parts, words.abbreviations)]
    triggers, classed, named, things, topics, cities, places = _tries(language).matches(tokens.norms)
    place_hits(clues, triggers, tokens.norms, words)
    place_classes(clues, classed)
    place_actors(clues, named, reading, tokens, words)
    seat_bodies(clues, places)
    seat_by_capital(clues, tokens, reading.plain, words)
    whereabouts = cities_named(cities, reading, tokens)
    resolver = Resolver(document, reading, tokens, words, [c.actors for c in clues], whereabouts)
    resolver.resolve()
    title = title_of(document, words)
    resolver.joint = issuers(clues, title, resolver)
    resolver.sides = [] if resolver.joint else sides(clues, title, resolver)
    resolver.pair = [] if resolver.joint else pair(title, resolver)
    _place_subjects(clues, things, topics, tokens, reading.plain)
    leave_out_things(clues)
    mark_secure(clues, tokens.norms, words.single["secure_field"])
    _place_figures(clues, reading.plain, document, resolver)
    for clue in clues:
        trim_dates(clue, tokens, words.single["connector"], reading.plain)
        count_states(clue, tokens, reading.plain, words.single["definite"])
    analysis = Analysis(document, reading, tokens, words, parts, clues, resolver, document.published_on)
    weights = [security_weight(analysis, c, c.first, c.last) for c in clues[:4]]
    analysis.subject_weight = min(1.0, sum(weights) / 2)
    analysis.quotes = _quotes(reading.plain, parts)
    analysis.field_weight = _field_weight(analysis)
    analysis.goal_words = sum(c.has("field_word") for c in clues) / max(1, len(clues))
    return analysis


@remembered
def _tries(language: str) -> Tries:
    """All words that are looked for in a text of a language."""
    words = grammar(language)
    things, topics = words_of_things(language), words_of_topics(language)
    own = (names(language), things, topics, words_of_cities(""), words_of_provinces(""))
    return Tries((words.triggers, words.phrases, *own))


def _place_subjects(clues: list[Clue], things: list[Match], topics: list[Match], tokens: Tokens, plain: str) -> None:
    """Give each sentence its things and its words of topics."""
    firsts = [c.first for c in clues]
    for thing in things_of(things, tokens, plain):
        at = bisect_right(firsts, thing.first) - 1
        if at >= 0 and thing.last <= clues[at].last:
            clues[at].things.append(thing)
    for word in topic_hits(topics):
        at = bisect_right(firsts, word.first) - 1
        if at >= 0 and word.last <= clues[at].last and not _is_other(word, clues[at]):
            clues[at].topics.append(word)


def _is_other(word: TopicHit, clue: Clue) -> bool:
    """Whether a topic's word is part of a place's name, 'La Paz', or of a phrase of another field, 'food security'."""
    if any(a <= word.first and word.last <= b for a, b in clue.named.get("other_sense", ())):
        return True
    return any(a.kind in ("capital", "state") and a.first <= word.first and word.last <= a.last for a in clue.actors)


def _place_figures(clues: list[Clue], plain: str, document: Document, resolver: Resolver) -> None:
    """Give each sentence its sums, dates and numbers."""
    language, published = document.language or "en", document.published_on
    edges = [c.sentence.start for c in clues]
    _spread(find_money(plain, language, resolver.currency()), clues, edges, "money")
    _spread(find_undisclosed(plain, language), clues, edges, "undisclosed")
    _spread(find_dates(plain, language, published), clues, edges, "dates")
    _spread(find_periods(plain, language, published), clues, edges, "periods")
    _spread(find_horizons(plain, language, published), clues, edges, "horizons")
    _spread(find_numbers(plain, language), clues, edges, "numbers")


def _spread(mentions: list, clues: list[Clue], edges: list[int], name: str) -> None:  # type: ignore[type-arg]
    for mention in mentions:
        start = mention[0] if isinstance(mention, tuple) else mention.start
        at = bisect_right(edges, start) - 1
        if at >= 0 and start < clues[at].sentence.end:
            getattr(clues[at], name).append(mention)


def _quotes(plain: str, parts: list[Block]) -> list[int]:
    """Where direct speech begins and ends; what a block leaves open ends with it."""
    edges: list[int] = []
    for block in parts:
        marks = [hit.start() for hit in _QUOTE.finditer(plain, block.start, block.end)]
        edges.extend(marks)
        if len(marks) % 2:
            edges.append(block.end)
    return edges


def _field_weight(analysis: Analysis) -> float:
    """Words of the field and bodies of it for each sentence, scaled so that 2 is a text that is all about it."""
    if not analysis.clues:
        return 0.0
    words = sum(security_weight(analysis, c, c.first, c.last) for c in analysis.clues)
    bodies = sum(0.5 for c in analysis.clues for a in c.actors if a.secure)
    arms = sum(min(2, sum(t.modality in _ARMS for t in c.things)) * 0.4 for c in analysis.clues)
    return min(2.0, 2.0 * (words + bodies + arms) / (len(analysis.clues) + 2))
