"""The actors of each sentence, corrected by what else was found in it: instruments, things, dates, counted states."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from extraction.acronyms import learn, with_acronyms, with_brackets
from extraction.actors import Actor, ActorFinder
from extraction.analysis import Clue
from extraction.grammar_words import Grammar
from extraction.materiel import Thing
from extraction.reading import Reading
from extraction.tokens import Match, Tokens

SECURITY_BODIES = frozenset(
    {"police", "military", "intelligence", "justice", "customs", "prison", "border", "coastguard", "guard"}
)
"""Kinds of institution that are of the field."""
_BODIES = ("head", "institution")
_SEAT = "place in its name"
"""Rule that gives a body the state of a place that stands in its name."""
_CLOSING = frozenset({",", ".", ")", ";"})


def place_actors(clues: list[Clue], named: list[Match], reading: Reading, tokens: Tokens, words: Grammar) -> None:
    """Give each sentence, whose triggers are known, the actors that it names, by their acronyms too."""
    finder = ActorFinder(reading, tokens, named, words)
    for clue in clues:
        clue.actors = finder.find(clue.first, clue.last)
    known = learn([c.actors for c in clues], reading, tokens)
    for clue in clues:
        clue.actors = with_acronyms(clue.actors, known, reading, tokens, clue.first, clue.last)
        clue.actors = with_brackets(clue.actors, reading, tokens)
        clue.actors = [a for a in clue.actors if not _is_surname(a, clue, tokens, reading.plain)]
    leave_out_persons(clues, tokens, reading.plain, words)
    for clue in clues:
        if clue.of_group("instrument"):
            clue.actors = [b for a in clue.actors if (b := _out_of_instrument(a, clue)) is not None]
        for actor in clue.actors:
            actor.sentence = clue.sentence.index


def _is_surname(actor: Actor, clue: Clue, tokens: Tokens, plain: str) -> bool:
    """Whether a capital's or a state's name is a person's: 'his Brazilian counterpart, José Lima, signed'."""
    first, last = actor.first, actor.last
    if actor.kind not in ("capital", "state") or last - first > 1 or first - 2 <= clue.first or last >= clue.last:
        return False
    if tokens.norms[first - 2] != "," or tokens.norms[last] not in _CLOSING:
        return False
    given = plain[tokens.starts[first - 1] : tokens.ends[first - 1]]
    named = any(
        a.last == first - 2 and (a.kind == "people" or (a.kind == "head" and a.detail == "office_holder"))
        for a in clue.actors
    )
    return named and given.isalpha() and given.istitle()


def leave_out_persons(clues: list[Clue], tokens: Tokens, plain: str, words: Grammar) -> None:
    """Take out the states whose names are a person's: a given name before another name, and a surname wherever it
    stands once a name has stood before it: 'Luís Montenegro'."""
    named: set[str] = set()

    def is_name(at: int, clue: Clue, beside: list[Actor]) -> bool:
        if not clue.first < at + 1 <= clue.last - 1 or not plain[tokens.starts[at]].isupper():
            return False
        plain_word = tokens.norms[at].isalpha() and (tokens.norms[at],) not in words.roles
        return plain_word and not any(a.first <= at < a.last for a in beside)

    for clue in clues:
        kept = []
        for number, actor in enumerate(clue.actors):
            word = tokens.norms[actor.first]
            single = actor.kind == "state" and actor.last - actor.first == 1
            beside = clue.actors[max(0, number - 1) : number + 2]
            if single and word in words.single["given_name"] and is_name(actor.last, clue, beside):
                continue
            if single and word in words.single["surname"] and actor.first - 1 > clue.first:
                named |= {word} if is_name(actor.first - 1, clue, beside) else set()
            kept.append(actor)
        clue.actors = kept
    for clue in clues if named else ():
        clue.actors = [a for a in clue.actors if a.kind != "state" or tokens.norms[a.first] not in named]


def _out_of_instrument(actor: Actor, clue: Clue) -> Actor | None:
    """An actor that is part of no instrument's name; of one that is, as in 'Status of Forces Agreement', the state that
    stands in it, as in 'Philippine Visiting Forces Agreement', if any."""
    instruments = clue.of_group("instrument")
    if actor.kind != "head" or not any(h.first < actor.last and actor.first < h.last for h in instruments):
        return actor
    if actor.derived is not None or actor.code is None or actor.code_first != actor.first:
        return None
    first = actor.first
    return Actor(first, first + 1, "people", actor.codes, name=actor.name.split()[0], code_first=first)


def seat_bodies(clues: list[Clue], places: list[Match]) -> None:
    """Give bodies that have a city or province in their name its state: 'the Nevada National Guard'."""
    firsts = [c.first for c in clues]
    for first, last, codes in places:
        at = bisect_right(firsts, first) - 1
        actors = clues[at].actors if at >= 0 else []
        near = bisect_right(actors, first, key=lambda a: a.first)
        for actor in actors[max(0, near - 1) : near]:
            inside = actor.first <= first and last <= actor.last and last - first < actor.last - actor.first
            body = actor.kind in _BODIES and actor.detail != "office_holder"
            if inside and body and actor.code is None and len(set(codes)) == 1:
                actor.decide((str(codes[0]),))
                actor.derived, actor.code_first = _SEAT, first


def seat_by_capital(clues: list[Clue], tokens: Tokens, plain: str, words: Grammar) -> None:
    """Give bodies without a state that of the capital behind a comma: 'the National Defence College, New Delhi,'."""
    for clue in clues:
        for actor, place in pairwise(clue.actors):
            behind = place.kind == "capital" and place.first == actor.last + 1 and tokens.norms[actor.last] == ","
            closed = place.last >= clue.last or tokens.norms[place.last] in _CLOSING | words.single["and"]
            whole = actor.last - actor.first > 1 and plain[tokens.starts[actor.first]].isupper()
            if (
                behind
                and closed
                and whole
                and actor.kind in _BODIES
                and actor.code is None
                and not actor.codes
                and place.code
            ):
                actor.decide((place.code,))
                actor.derived = _SEAT


def leave_out_things(clues: list[Clue]) -> None:
    """Take out the actors that are words of a thing's name."""
    for clue in clues:
        if clue.things:
            clue.actors = [a for a in clue.actors if not _in_thing(a, clue.things)]


def _in_thing(actor: Actor, things: list[Thing]) -> bool:
    """Whether a word of people is part of a thing's name, as in 'armored personnel carriers'."""
    return actor.kind == "head" and any(
        t.first <= actor.first and actor.last <= t.last for t in things if t.last - t.first > actor.last - actor.first
    )


def mark_secure(clues: list[Clue], norms: list[str], fields: frozenset[str]) -> None:
    """Mark the actors that are bodies of the field, by their kind or by a word of the field in their name."""
    for clue in clues:
        for actor in clue.actors:
            actor.secure = actor.detail in SECURITY_BODIES or (
                actor.kind in ("head", "institution") and not fields.isdisjoint(norms[actor.first : actor.last])
            )


def trim_dates(clue: Clue, tokens: Tokens, connectors: frozenset[str], plain: str) -> None:
    """End names before a date that follows them: 'the Department of Defense on April 1'."""
    for actor in clue.actors if clue.dates else ():
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


def count_states(clue: Clue, tokens: Tokens, plain: str, definite: frozenset[str]) -> None:
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
