"""The parties that one sentence gives an instrument, by how it gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from extraction.actors import Actor
from extraction.analysis import Analysis

_PERSONS = frozenset({"people", "office_holder"})
BARE = ("state", "people")
"""Kinds of actor that are a state's name or its adjective."""


@dataclass(slots=True)
class Sides:
    """The parties that one sentence gives an instrument, by how it gives them."""

    joined: list[Actor] = field(default_factory=list)
    """Those that 'between' joins."""
    partner: list[Actor] = field(default_factory=list)
    """Whom it is concluded 'with'."""
    named: list[Actor] = field(default_factory=list)
    """States inside its name: 'the U.S.-Colombia action plan'."""
    signers: list[Actor] = field(default_factory=list)
    """Who stands as subject or agent of the stage's verb."""
    approvers: list[Actor] = field(default_factory=list)
    """Parliaments and cabinets that only approve."""
    stranger: bool = False
    """Whether it is concluded with a body that no state is known of: a town, a firm, a university."""
    domestic: bool = False
    """Whether its sides are bodies of one state."""

    inner: bool = False
    """Whether 'between' joins bodies of one state."""

    @property
    def adjective(self) -> str | None:
        """The state of the adjective by which alone it is known, who is its partner: 'the Iranian memorandum'."""
        alone = self.named if not (self.joined or self.partner or self.signers) else []
        return alone[0].code if len(alone) == 1 and alone[0].kind == "people" else None

    def parties(self) -> list[Actor]:
        """The sides as parties, the surest first; who approves only where its state would lack."""
        chosen = list(self.joined)
        if len(codes_of(chosen)) < 2:
            chosen += [a for a in self.partner if a not in chosen]
            chosen += [a for a in self.named if a.code not in codes_of(chosen)]
            # Who speaks of 'the A-B agreement' is no third side of it.
            whole = codes_of([a for a in self.named if a.kind in BARE])
            chosen += [a for a in self.signers if a not in chosen and (len(whole) < 2 or a.code in whole)]
            chosen += [a for a in self.approvers if a.code not in codes_of(chosen)]
        return _leaner(chosen)


def apart(analysis: Analysis, actors: list[Actor]) -> bool:
    """Whether actors are two firm bodies with an 'and' between them, not one and its apposition or acronym."""
    norms, ands = analysis.tokens.norms, analysis.grammar.single["and"]
    bodies = [a for a in actors if a.stands_for is None and firm([a])]
    return any(not ands.isdisjoint(norms[a.last : b.first]) and a.code == b.code for a, b in pairwise(bodies))


def firm(actors: list[Actor]) -> bool:
    """Whether actors are bodies by name, no states, persons or common nouns."""
    return all(a.kind in ("institution", "head") and not slight(a) and not is_person(a) for a in actors)


def codes_of(actors: list[Actor]) -> set[str]:
    """The states and bodies of actors."""
    return {a.code for a in actors if a.code}


def is_person(actor: Actor) -> bool:
    """Whether an actor is a person or an office, who signs for another."""
    return actor.detail in _PERSONS


def _leaner(actors: list[Actor]) -> list[Actor]:
    """Parties without doubles: each name once, no person or bare state where a body of it stands."""
    if len(actors) < 2:
        return [_in_full(a) for a in actors]
    kept: list[Actor] = []
    for given in actors:
        actor = _in_full(given)
        whole = actor.stands_for
        if any(a.name.lower() == actor.name.lower() and a.code == actor.code for a in kept):
            continue
        if whole is not None and any(a.name == whole.name for a in kept):
            continue
        if any(0 < actor.first - a.last <= 1 and a.code == actor.code and actor.name.isupper() for a in kept):
            continue
        if actor.kind in BARE and any(a.kind in BARE and a.code == actor.code for a in kept):
            continue
        kept.append(actor)
    bodies = {a.code for a in kept if a.kind in ("institution", "body") or (a.kind == "head" and not is_person(a))}
    slim = [a for a in kept if a.code not in bodies or not (is_person(a) or a.kind in ("people", "capital", "state"))]
    named = [a for a in slim if not slight(a) or not any(b.code == a.code and not slight(b) for b in slim)]
    return named or slim or kept


def _in_full(actor: Actor) -> Actor:
    """The whole name for an acronym of the text."""
    whole = actor.stands_for
    return whole if whole is not None and whole.code == actor.code else actor


def slight(actor: Actor) -> bool:
    """Whether an actor is only a common noun: 'the police', 'the minister'."""
    return actor.kind == "head" and actor.name[:1].islower()


def usable(actor: Actor) -> bool:
    """Whether an actor can be a party: of a known state or body, and no programme."""
    return bool(actor.code) and actor.kind != "programme"
