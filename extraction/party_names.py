"""By which words a party is named: the longest useful ones that the text has for it."""

from __future__ import annotations

from dataclasses import replace

from extraction.actors import Actor
from extraction.analysis import Analysis

_ABBREVIATED = 5
"""Letters that a state's abbreviation has at most: 'U.S.', 'EE.UU'."""
_SHORT = 2
"""Words of a name that stands for a longer one at most."""
_PERSONS = frozenset({"people", "office_holder"})
_PLACES = frozenset({"in", "of", "from"})
"""Roles by which a capital is a place and no party: 'signed in Lima', 'the school of Lima'."""
_OWNING = frozenset({"'s", "'"})
_DATELINE = frozenset({",", "(", "-", "–", "—", ":", "."})


def named_in_full(analysis: Analysis, actor: Actor) -> Actor:
    """The actor by the longest useful name that the text gives it: a state's own name for 'the U.S.' or 'Brazilian', an
    institution's first full name for 'the ministry', an office with the name of its holder."""
    if actor.kind == "capital" and not _is_place(analysis, actor):
        return actor
    if actor.kind in ("state", "people", "capital", "group") or (actor.kind == "head" and actor.detail == "people"):
        return _state_in_full(analysis, actor)
    if actor.stands_for is not None and actor.stands_for.code == actor.code:
        return actor.stands_for
    if actor.kind == "head" and len(actor.name.split()) <= 2 and actor.detail in _PERSONS:
        for sentence, other in _longer_names(analysis).get((actor.code, actor.head), ()):
            if sentence <= actor.sentence and len(other.name) > len(actor.name) + 3:
                return replace(other)
    if actor.kind in ("head", "institution") and actor.last - actor.first <= _SHORT:
        whole = _named_wholly(analysis, actor)
        if whole is not None:
            return whole
    if actor.kind in ("institution", "body") and actor.last - actor.first == 1:
        return _spelled_out(analysis).get((actor.code, analysis.tokens.norms[actor.first]), actor)
    if actor.kind in ("head", "institution") and actor.detail not in _PERSONS:
        return _with_parent(analysis, actor)
    return _with_person(analysis, actor)


def _with_parent(analysis: Analysis, actor: Actor) -> Actor:
    """A body with the one that it is told to be of: "the State Department's INL bureau", 'the unit of the Police'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    first, last = actor.first, actor.last
    for other in analysis.clues[actor.sentence].actors:
        if other.kind not in ("head", "institution") or other.detail in _PERSONS or other.code != actor.code:
            continue
        if other.last + 1 == first and norms[other.last] in _OWNING:
            first = other.first
        if last < other.first <= last + 2:
            roles, start = grammar.role_before(norms, other.first, last)
            if start == last and "of" in roles:
                last = other.last
    if (first, last) == (actor.first, actor.last):
        return actor
    return replace(actor, first=first, last=last, name=analysis.text(first, last))


def state_of(analysis: Analysis, actor: Actor) -> Actor:
    """The state of an actor as the text names it, the actor itself where it names none."""
    full = _state_in_full(analysis, actor)
    return full if full.kind == "state" else actor


def _state_in_full(analysis: Analysis, actor: Actor) -> Actor:
    first, full = _states(analysis).get(actor.code, (None, None))
    best = actor if actor.kind == "state" or first is None else first
    return full if full is not None and best.kind == "state" and len(best.name) < _ABBREVIATED else best


def _states(analysis: Analysis) -> dict[str | None, tuple[Actor | None, Actor | None]]:
    """Of each state its first mention by name, and the first by more than an abbreviation; looked up once a text."""
    found: dict[str | None, tuple[Actor | None, Actor | None]] | None = analysis.lookups.get("states")
    if found is None:
        found = analysis.lookups["states"] = {}
        named = [a for clue in analysis.clues for a in clue.actors if a.kind == "state"]
        # 'Korean' is decided by the document, and no name of the state while there is another.
        for actor in sorted(named, key=lambda a: a.derived is not None or a.weak):
            first, full = found.get(actor.code, (None, None))
            long = len(actor.name) > _ABBREVIATED
            told = actor if long and actor.derived is None else None
            found[actor.code] = (first or actor, full or told)
    return found


def _longer_names(analysis: Analysis) -> dict[tuple[str | None, str], list[tuple[int, Actor]]]:
    """Of each institution's word and state the mentions with their sentence that are longer than all before; once a
    text."""
    found: dict[tuple[str | None, str], list[tuple[int, Actor]]] | None = analysis.lookups.get("longer names")
    if found is None:
        found = analysis.lookups["longer names"] = {}
        for n, clue in enumerate(analysis.clues):
            for actor in clue.actors:
                if actor.kind in ("head", "institution"):
                    held = found.setdefault((actor.code, actor.head), [])
                    if not held or len(actor.name) > len(held[-1][1].name):
                        held.append((n, actor))
    return found


def _named_wholly(analysis: Analysis, actor: Actor) -> Actor | None:
    """The body last named whose name a shorter one has a part of: 'the Service', 'Customs', 'la Policía'."""
    short = tuple(analysis.tokens.norms[actor.first : actor.last])
    told = [other for other in _parts(analysis).get((actor.code, short), ()) if other.first < actor.first]
    return told[-1] if told else None


def _parts(analysis: Analysis) -> dict[tuple[str | None, tuple[str, ...]], list[Actor]]:
    """Bodies by their state and the one or two words that may stand for their name later, in order, and states by those
    that theirs begins with: 'the Kingdom'; once a text."""
    found: dict[tuple[str | None, tuple[str, ...]], list[Actor]] | None = analysis.lookups.get("parts of names")
    if found is None:
        found = analysis.lookups["parts of names"] = {}
        norms, grammar = analysis.tokens.norms, analysis.grammar
        links = grammar.either("connector", "and", "determiner")
        for actor in (a for clue in analysis.clues for a in clue.actors):
            if actor.kind not in ("head", "institution", "state") or actor.detail in _PERSONS:
                continue
            words = norms[actor.first : actor.last]
            for length in range(1, min(_SHORT, len(words) - 1) + 1):
                # 'National Police' is no part of 'National Police Academy' nor 'Navy' of 'Academy of the Navy'.
                if grammar.infinitive_endings or words[length] in links or words[length] == "(":
                    found.setdefault((actor.code, tuple(words[:length])), []).append(actor)
                if words[-length - 1] not in links and actor.kind != "state":
                    found.setdefault((actor.code, tuple(words[-length:])), []).append(actor)
    return found


def spelled_out(analysis: Analysis, code: str | None, acronym: str) -> Actor | None:
    """The body whose acronym the text puts beside its whole name, if it does."""
    return _spelled_out(analysis).get((code, acronym))


def _spelled_out(analysis: Analysis) -> dict[tuple[str | None, str], Actor]:
    """Whole names with the acronym that the text puts beside them, 'Coast Guard (PCG)', 'the Secretariat, SENAD', by
    state and acronym; once a text."""
    found: dict[tuple[str | None, str], Actor] | None = analysis.lookups.get("spelled out")
    if found is None:
        found, norms = {}, analysis.tokens.norms
        for clue in analysis.clues:
            for actor in clue.actors:
                at = actor.last
                if at + 1 < len(norms) and norms[at] in ("(", ",") and actor.last - actor.first > 1:
                    end = at + 3 if norms[at + 2 : at + 3] == [")"] else at + 2
                    whole = replace(actor, last=end, name=analysis.text(actor.first, end))
                    found.setdefault((actor.code, norms[at + 1]), whole)
                if actor.last - actor.first > 3 and norms[at - 3] == "(" and norms[at - 1] == ")":
                    found.setdefault((actor.code, norms[at - 2]), actor)
        analysis.lookups["spelled out"] = found
    return found


def _with_person(analysis: Analysis, actor: Actor) -> Actor:
    """An office together with the capitalized name that follows it, behind a comma or at once."""
    if actor.detail != "office_holder" or actor.name.isupper():
        return actor
    tokens, at = analysis.tokens, actor.last
    if at + 1 < len(tokens.norms) and tokens.norms[at] == ",":
        at += 1
    end = at
    while end < len(tokens.norms) and end - at < 5 and tokens.norms[end][0].isalpha() and analysis.capital(end):
        end += 1
    if end - at < 2:
        return actor
    name = analysis.reading.plain[tokens.starts[actor.first] : tokens.ends[end - 1]]
    return replace(actor, last=end, name=" ".join(name.split()))


def as_it_acts(analysis: Analysis, actor: Actor) -> Actor:
    """Who acts in a sentence by that sentence's words: the office or the capital where one does so for its state.

    Offices spoken of together ('the two ministers') and one of which no more is told are named by their state.
    """
    if actor.kind == "capital" and not _is_place(analysis, actor):
        return actor
    if actor.kind == "head" and actor.detail == "office_holder":
        office = _office_in_full(analysis, actor)
        if office is not None:
            return office
    return in_full(analysis, actor)


def in_full(analysis: Analysis, actor: Actor) -> Actor:
    """A body by its whole name, a state or who speaks for it by the state's."""
    if actor.kind in ("head", "institution", "body") and actor.detail not in _PERSONS:
        return named_in_full(analysis, actor)
    return analysis.resolver.full(actor)


def as_giver_or_taker(analysis: Analysis, actor: Actor, sentence: int) -> Actor:
    """Who gives or receives in a sentence: a capital that does so by its name, others by their longest."""
    if actor.kind == "capital":
        acts = actor.sentence == sentence and not _is_place(analysis, actor)
        return actor if acts else analysis.resolver.full(actor)
    return in_full(analysis, actor)


def _is_place(analysis: Analysis, capital: Actor) -> bool:
    """Whether a capital only tells where something takes place: behind 'in', or before the text as its dateline."""
    norms = analysis.tokens.norms
    first = analysis.clues[capital.sentence].first
    roles, _ = analysis.grammar.role_before(norms, capital.first, first)
    dateline = capital.first <= first + 1 and not _DATELINE.isdisjoint(norms[capital.last : capital.last + 1])
    return dateline or not _PLACES.isdisjoint(roles)


def _office_in_full(analysis: Analysis, office: Actor) -> Actor | None:
    """One person's office with the field that it is for and the holder's name; None where the text tells no more than
    'the minister'."""
    if _is_plural(analysis, office) and office.derived is not None:
        return None
    if len(office.name) <= len(office.head) + 1:
        longer = _longer_names(analysis).get((office.code, office.head), ())
        told = [
            other
            for sentence, other in longer
            if sentence <= office.sentence and len(other.name) > len(office.name) + 3
        ]
        return _with_person(analysis, told[0]) if told else None
    return _with_person(analysis, _with_body(analysis, office))


def _is_plural(analysis: Analysis, office: Actor) -> bool:
    """Whether several hold an office: 'Ministers of Defence', 'ministros de Defensa'; in English its last word tells,
    elsewhere its first."""
    words = office.head.partition(" of ")[0].split()
    return words[0 if analysis.grammar.infinitive_endings else -1].endswith("s")


def _with_body(analysis: Analysis, office: Actor) -> Actor:
    """An office of a state with the body that it is the head of: "the Director General of Ghana's Customs Service"."""
    if _OWNING.isdisjoint(analysis.tokens.norms[office.last : office.last + 1]):
        return office
    for body in analysis.clues[office.sentence].actors:
        if body.first == office.last + 1 and body.kind in ("head", "institution"):
            return replace(office, last=body.last, name=analysis.text(office.first, body.last))
    return office
