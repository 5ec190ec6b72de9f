"""Acronyms that a text introduces: 'the National Anti-Drug Secretariat, SENAD, …', 'the Narcotics Bureau (NB)'."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extraction.actors import Actor
from extraction.reading import Reading, fold
from extraction.tokens import Tokens

_FORM = re.compile(r"[A-ZÀ-Ý][A-Za-zÀ-ÿ0-9]{1,11}")
_NAMING = frozenset({"head", "institution", "body", "programme"})


def _is_acronym(surface: str, bracketed: bool) -> bool:
    capitals = sum(c.isupper() for c in surface)
    return bool(_FORM.fullmatch(surface)) and (capitals >= 2 or (bracketed and len(surface) <= 8))


@dataclass(slots=True)
class Acronyms:
    """The acronyms of a text, each with the actor that it names; `folded` are the forms by how tokens have them."""

    actors: dict[str, Actor] = field(default_factory=dict)
    folded: dict[str, str] = field(default_factory=dict)


def learn(actors: list[list[Actor]], reading: Reading, tokens: Tokens) -> Acronyms:
    """The acronyms that stand behind a name in brackets or between commas."""
    known: dict[str, Actor] = {}
    norms = tokens.norms
    for group in actors:
        for actor in group:
            at = actor.last
            if actor.kind not in _NAMING or at + 2 >= len(norms) or norms[at] not in ("(", ","):
                continue
            surface = reading.plain[tokens.starts[at + 1] : tokens.ends[at + 1]]
            closed = norms[at + 2] == ")" if norms[at] == "(" else norms[at + 2] in (",", ".", ";")
            if closed and _is_acronym(surface, norms[at] == "("):
                known.setdefault(surface, actor)
    return Acronyms(known, {fold(form): form for form in known})


def with_acronyms(
    actors: list[Actor], acronyms: Acronyms, reading: Reading, tokens: Tokens, first: int, last: int
) -> list[Actor]:
    """The actors of a sentence with those that it names by an acronym of the text."""
    known, folded = acronyms.actors, acronyms.folded
    if not known:
        return actors
    for actor in actors:
        if actor.last - actor.first == 1 and actor.name in known and known[actor.name] is not actor:
            actor.stands_for = actor.stands_for or known[actor.name]
    taken = {i for a in actors for i in range(a.first, a.last)}
    added = list(actors)
    for index in range(first, last):
        form = folded.get(tokens.norms[index])
        if form is None or index in taken:
            continue
        whole = known[form]
        if reading.plain[tokens.starts[index] : tokens.ends[index]] != form or whole.last + 1 == index:
            continue
        alias = Actor(index, index + 1, whole.kind, whole.codes, whole.detail, head=whole.head, name=form)
        alias.derived, alias.stands_for = "acronym of the text", whole
        added.append(alias)
    return sorted(added, key=lambda a: a.first)


def with_brackets(actors: list[Actor], reading: Reading, tokens: Tokens) -> list[Actor]:
    """Actors whose acronym stands behind them in brackets, with it: 'Bureau … Affairs (INL)' is one party, not two."""
    norms = tokens.norms
    kept: list[Actor] = []
    for actor in actors:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.kind in _NAMING
            and actor.first == before.last + 1
            and norms[before.last] == "("
            and norms[actor.last : actor.last + 1] == [")"]
            and _is_acronym(actor.name, True)
            and (not before.codes or not actor.codes or set(before.codes) & set(actor.codes))
        ):
            before.decide(before.codes or actor.codes)
            _take_in(before, actor.last, reading, tokens)
            continue
        kept.append(actor)
    for actor in kept:
        at = actor.last
        if actor.kind in _NAMING and norms[at : at + 1] == ["("] and norms[at + 2 : at + 3] == [")"]:
            surface = reading.plain[tokens.starts[at + 1] : tokens.ends[at + 1]]
            if _is_acronym(surface, True) and all(a.first != at + 1 for a in kept):
                _take_in(actor, at + 2, reading, tokens)
    return kept


def _take_in(actor: Actor, bracket: int, reading: Reading, tokens: Tokens) -> None:
    """Let an actor go on to its closing bracket."""
    actor.last = bracket + 1
    actor.name = " ".join(reading.plain[tokens.starts[actor.first] : tokens.ends[bracket]].split())
