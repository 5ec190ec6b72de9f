"""By which words the parties of an agreement are named."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.agreement_mentions import Mention
from extraction.agreement_sides import is_person, slight
from extraction.analysis import Analysis, Clue, Hit
from extraction.names import names
from extraction.party_names import as_it_acts, in_full, named_in_full, state_of

_STATES = frozenset({"state", "people", "capital"})
_GENERAL = frozenset({"government", "people"})
"""Kinds of which each state has many, or one that its own name says as well."""


def best_names(analysis: Analysis, group: list[Mention], parties: list[Actor]) -> list[Actor]:
    """The parties by their best names: who concludes it as the sentence calls him, states by their own names for those
    whom the text takes as understood; each once."""
    acting = {(a.first, a.last) for m in group for a in _acting(analysis, m)}
    kept: list[Actor] = []
    for party in parties:
        together = any(a <= party.first < b for m in group for a, b in m.clue.named.get("both", ()))
        own = (party.first, party.last) in acting and not together
        untold = together or party.kind in _STATES
        meant = _meant(analysis, group, party) if untold and not own else None
        actor = meant or (as_it_acts(analysis, party) if own else in_full(analysis, party))
        if slight(actor) and actor.detail in _GENERAL and actor.derived is not None:
            actor = state_of(analysis, actor)  # 'officials' and 'the government' say less than whose they are
        if all(a.name != actor.name or a.code != actor.code for a in kept):
            kept.append(actor)
    return kept


def _acting(analysis: Analysis, mention: Mention) -> list[Actor]:
    """Those of a mention's sides who conclude the instrument; who only tells of it does not."""
    sides = mention.sides
    stages = [s.hit for s in mention.stages if s.clue is mention.clue]
    makers = [a for a in mention.clue.actors if is_person(a) and "by" in _roles(analysis, mention.clue, a)]
    return [
        *makers,
        *sides.joined,
        *sides.partner,
        *(a for a in sides.signers if any(_governs(analysis, mention.clue, a, stage) for stage in stages)),
    ]


def _governs(analysis: Analysis, clue: Clue, actor: Actor, stage: Hit) -> bool:
    """Whether an actor is who does what a stage's verb says: its subject with no clause between, or behind 'by'.

    Whose announcement or visit it is only owns that.
    """
    norms, grammar = analysis.tokens.norms, analysis.grammar
    if "of" in grammar.roles.get(tuple(norms[actor.last : actor.last + 1]), ()):
        return False
    if actor.first >= stage.last:
        return True
    return grammar.either("relative", "that", "subordinate").isdisjoint(norms[actor.last : stage.first])


def _roles(analysis: Analysis, clue: Clue, actor: Actor) -> frozenset[str]:
    return analysis.grammar.role_before(analysis.tokens.norms, actor.first, clue.first)[0]


def _meant(analysis: Analysis, group: list[Mention], party: Actor) -> Actor | None:
    """The body that a sentence means without its name where the party is known by its state alone: 'in our Ministry',
    'the two ministries'."""
    norms, ours = analysis.tokens.norms, analysis.grammar.single["ours"]
    for mention in group:
        for actor in mention.clue.actors:
            own = actor.kind == "head" and actor.detail not in _GENERAL and actor.code == party.code
            if own and norms[max(0, actor.first - 1)] in ours:
                return named_in_full(analysis, actor)
        for first, last in mention.clue.named.get("both", ()):
            for detail in _kinds(analysis, norms[last - 1]):
                found = _last_of(analysis, first, detail, party)
                if found is not None:
                    return named_in_full(analysis, found)
    return None


def _kinds(analysis: Analysis, word: str) -> set[str]:
    """The kinds of institution that a word is used for: 'ministries'."""
    found = names(analysis.grammar.language).matches([word])
    return {name.detail for _, _, entries in found for name in entries if name.kind == "head"} - _GENERAL


def _last_of(analysis: Analysis, before: int, detail: str, party: Actor) -> Actor | None:
    """The body of a kind that was named last of a party's state, before a token."""
    for clue in reversed(analysis.clues):
        for actor in reversed(clue.actors):
            named = actor.last <= before and actor.last - actor.first > 1
            if named and actor.code == party.code and actor.detail == detail:
                return actor
    return None
