"""Who speaks in a text and of whom it tells, by its title and its web address: the issuers of a joint text, the sides
of a meeting, and the official publisher."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from extraction.actors import Actor, ActorFinder
from extraction.analysis import Clue
from extraction.grammar_words import Grammar
from extraction.home import BODIES, Resolver
from extraction.names import names
from extraction.reading import read
from extraction.tokens import tokenize
from schemas.document import Document

_OPENING = 3
"""Sentences at the head of a text in which it may say who issues it."""
_MOST_SIDES = 12
"""More states than this in a title or an opening are no list of issuers."""
_IN_OUR_NAME = 0.25
"""Of the sentences of a statement by several, how many speak of 'our' at least."""
_LEAST_LISTED = 2
_SEVERAL = 2
"""More states than this in what a statement is about are who makes it: 'Statement on the A - B - C Partnership'."""
_WORLD, _OTHER = "UN", "XXX"
_TOGETHER = "XXG"


@dataclass(slots=True)
class Title:
    """What a document's title says: `parties` the codes that it names in order, `ours` whether it names an office
    without a state in front of them ('Readout of the Vice President's meeting with ...'), `joint` and `meets` whether
    it calls the text a joint one, or tells of a meeting, `declares` whether it calls it a statement or declaration of
    no person, `sure` whether no more is named than who speaks or meets, not what about."""

    parties: list[str] = field(default_factory=list)
    ours: bool = False
    joint: bool = False
    meets: bool = False
    declares: bool = False
    sure: bool = True
    alone: str | None = None
    """The one party that it names before what it is about."""


def title_of(document: Document, words: Grammar) -> Title:
    """What the title of a document says. Raises LexiconError."""
    if not document.title:
        return Title()
    reading = read(document.title)
    tokens = tokenize(reading.folded)
    found = list(names(document.language or "en").matches(tokens.norms))
    actors = ActorFinder(reading, tokens, found, words).find(0, len(tokens.norms))
    classes = {name for _, _, entries in words.phrases.matches(tokens.norms) for name in entries}
    about = next((n for n, word in enumerate(tokens.norms) if word in words.single["about"]), len(tokens.norms))
    told = [a for a in actors if a.code and a.code != _TOGETHER and a.kind != "capital"]
    parties = list(dict.fromkeys(a.code for a in told if a.code and a.first < about))
    sure = len(parties) > 1
    alone = parties[0] if len(parties) == 1 else None
    if not sure:  # 'Joint Statement on the Partnership of ...'
        parties = list(dict.fromkeys(a.code for a in told if a.code))
    many = words.single["counted_parties"]
    ours = any(a.code is None and a.detail == "office_holder" and a.head not in many for a in actors)
    persons = any(a.detail == "office_holder" for a in actors)
    declares = "declares" in classes and not persons
    return Title(parties, ours, "joint" in classes, "meets" in classes, declares, sure, alone)


def issuers(clues: list[Clue], title: Title, resolver: Resolver) -> list[Actor]:
    """The states that issue a joint text: those in its title, else in its opening, else whom it names beside its
    official publisher. Empty for a text that does not call itself joint."""
    opening = clues[:_OPENING]
    for clue in opening:
        if clue.has("issued") and not (title.joint and title.sure) and len(states := _states_of(clue, resolver)) > 1:
            return states
    if title.declares and resolver.official and (declared := _declared(clues, title, resolver)):
        return declared
    if not title.joint and not any(c.has("joint") for c in opening):
        return []
    if title.joint and len(title.parties) + title.ours > 1 and _OTHER not in title.parties:
        named = _named(resolver, title)
        if len(named) > 1:
            return named
    for clue in sorted(opening, key=lambda c: not c.has("joint")):
        states = _states_of(clue, resolver)
        missing = title.joint and resolver.official and all(a.code != resolver.publisher for a in states)
        if len(states) > 1 and not missing:
            return states
    return _coordinated(clues, resolver) if title.joint else []


def _states_of(clue: Clue, resolver: Resolver) -> list[Actor]:
    """The states and bodies that a sentence names, none where they are too many to issue a text."""
    states: dict[str, Actor] = {}
    for actor in clue.actors:
        if actor.code and actor.code != _TOGETHER:
            states.setdefault(actor.code, actor)
    if sum(a.kind != "body" for a in states.values()) > 1:
        for body in (_WORLD, _OTHER):
            states.pop(body, None)  # 'on the margins of the UN General Assembly'
    if len(states) > _MOST_SIDES:
        return []
    return [resolver.named(code) or actor for code, actor in states.items()]


def _declared(clues: list[Clue], title: Title, resolver: Resolver) -> list[Actor]:
    """Who issues a statement that no person makes, where it speaks of 'our' and 'the leaders'."""
    ours = sum("ours" in c.named or "collective" in c.named for c in clues) > len(clues) * _IN_OUR_NAME
    if not ours:
        return []
    named = _named(resolver, title) if title.sure or len(title.parties) > _SEVERAL else []
    if any(a.code == resolver.publisher for a in named):
        return named
    return _listed(clues, resolver) or _one_body(clues, title, resolver)


def _one_body(clues: list[Clue], title: Title, resolver: Resolver) -> list[Actor]:
    """The body that alone issues a statement which its title calls one of its own: 'G7 Leaders' Statement'."""
    if title.alone not in BODIES or title.ours:
        return []
    return [a for c in clues[:_OPENING] for a in c.actors if a.code == title.alone][:1]


def sides(clues: list[Clue], title: Title, resolver: Resolver) -> list[Actor]:
    """The states that meet by a title such as 'Readout of ... meeting with ...'; empty for other texts."""
    if not title.meets:
        return []
    if len(title.parties) < 2 and not title.ours and resolver.official:
        # 'The Trilateral Leaders' Summit': its opening says whose.
        for clue in clues[:_OPENING]:
            states = _states_of(clue, resolver)
            if len(states) > max(1, len(title.parties)) and any(a.code == resolver.publisher for a in states):
                return states
    named = _named(resolver, title, official=True)
    return named if 1 < len(named) <= _MOST_SIDES else []


def pair(title: Title, resolver: Resolver) -> list[Actor]:
    """The official publisher's state and the one other that a title names: 'Strengthening the U.S.-Ghana Alliance'."""
    named = _named(resolver, title, official=True)
    own = any(a.code == resolver.publisher for a in named)
    return named if resolver.official and own and len(named) == 2 and _OTHER not in title.parties else []


def _named(resolver: Resolver, title: Title, official: bool = False) -> list[Actor]:
    """The parties of a title as actors of the text, the official publisher first where an office of its own stands for
    it, or where `official` and the title names nobody else beside another state."""
    codes = list(title.parties)
    alone = official and len(codes) == 1
    if (title.ours or alone) and resolver.official and resolver.publisher and resolver.publisher not in codes:
        codes.insert(0, resolver.publisher)
    found = [resolver.named(code) for code in codes]
    return [actor for actor in found if actor is not None]


def _listed(clues: list[Clue], resolver: Resolver) -> list[Actor]:
    """The states that sentences with 'our' list most often with the official publisher among them: 'Mexico, the United
    States, and Canada will'."""
    counts: dict[frozenset[str], int] = {}
    for clue in clues:
        named = [a for a in clue.actors if a.kind in ("state", "capital") and a.code and a.code != _TOGETHER]
        places = {b.code for a, b in pairwise(named) if a.code == b.code and b.first <= a.last + 1}  # 'Lima, Peru'
        codes = frozenset(a.code for a in named if a.kind == "state" and a.code) - places
        spoken = "ours" in clue.named or clue.sentence.index < _OPENING
        if spoken and resolver.publisher in codes and 1 < len(codes) <= _MOST_SIDES:
            counts[codes] = counts.get(codes, 0) + 1
    most = max(counts.values(), default=0)
    if most < _LEAST_LISTED:
        return []
    best = min((c for c in counts if counts[c] == most), key=sorted)
    return [actor for code in sorted(best) if (actor := resolver.named(code)) is not None]


def _coordinated(clues: list[Clue], resolver: Resolver) -> list[Actor]:
    """Whom a joint text names most often in one breath with its official publisher: 'the United States and Japan'."""
    if not resolver.official or resolver.publisher is None:
        return []
    counts: dict[str, int] = {}
    for clue in clues:
        states = [a for a in clue.actors if a.kind in ("state", "body") and a.code and a.code != _TOGETHER]
        for one, other in pairwise(states):
            codes = {one.code, other.code}
            if resolver.publisher in codes and len(codes) == 2 and 1 <= other.first - one.last <= 2:
                partner = next(c for c in codes if c and c != resolver.publisher)
                counts[partner] = counts.get(partner, 0) + 1
    if not counts:
        return []
    partner = min(counts, key=lambda code: (-counts[code], code))
    found = [resolver.named(resolver.publisher), resolver.named(partner)]
    return [actor for actor in found if actor is not None]
