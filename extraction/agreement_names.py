"""By which words the parties of an agreement are named."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.agreement_mentions import Mention
from extraction.analysis import Analysis, Clue, Hit
from extraction.party_names import as_it_acts


def best_names(analysis: Analysis, group: list[Mention], parties: list[Actor]) -> list[Actor]:
    """The parties by their best names: who concludes it as the sentence calls him, states by their own names for those
    whom the text takes as understood; each once."""
    acting = {(a.first, a.last) for m in group for a in _acting(analysis, m)}
    kept: list[Actor] = []
    for party in parties:
        own = (party.first, party.last) in acting
        actor = as_it_acts(analysis, party) if own else analysis.resolver.full(party)
        if all(a.name != actor.name or a.code != actor.code for a in kept):
            kept.append(actor)
    return kept


def _acting(analysis: Analysis, mention: Mention) -> list[Actor]:
    """Those of a mention's sides who conclude the instrument; who only tells of it does not."""
    sides = mention.sides
    stages = [s.hit for s in mention.stages if s.clue is mention.clue]
    return [
        *sides.joined,
        *sides.partner,
        *(a for a in sides.signers if any(_governs(analysis, mention.clue, a, stage) for stage in stages)),
    ]


def _governs(analysis: Analysis, clue: Clue, actor: Actor, stage: Hit) -> bool:
    """Whether an actor is who does what a stage's verb says: its subject with no clause between, or behind 'by'.

    Whose announcement or visit it is only owns that.
    """
    norms, grammar = analysis.tokens.norms, analysis.grammar
    if "of" in grammar.roles.get((norms[actor.last],), ()):
        return False
    if actor.first >= stage.last:
        return True
    return grammar.either("relative", "that", "subordinate").isdisjoint(norms[actor.last : stage.first])
