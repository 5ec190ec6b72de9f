"""Whether a text binds anybody to an instrument: one that it only names, or that nobody is told to be a side of, is
none to be coded."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.agreement_completed import own_parties
from extraction.agreement_mentions import Mention
from extraction.agreement_sides import codes_of
from extraction.analysis import Analysis
from extraction.home import BODIES
from extraction.weights import Features

TWO_BY_NAME = "implied, of two by name"
"""Feature of an instrument of the field of which no word tells the stage, but which has both sides by name."""
_BEHIND = 6
_OWN = frozenset({"action_plan"})
"""Instruments that a body may well adopt for itself."""
_JOINED = frozenset({"signed", "ratified"})
"""What makes a state a side of a treaty of many; to call for it does not."""
_TOGETHER = ("XXG",)
_UNDERSTOOD = ("from both", "from us")
"""Features of an instrument whose sides are understood by words of its own: 'both countries', 'our government'."""


def is_multilateral(mention: Mention) -> bool:
    """Whether a mention is of an instrument of many states by its name: 'the UN Convention on …'."""
    return mention.clue.has("multilateral", mention.first, min(mention.clue.last, mention.last + _BEHIND))


def _is_of_all(analysis: Analysis, mention: Mention) -> bool:
    """Whether a mention is of what all the world has, or of a paper that may be a government's own: 'such bodies enter
    into agreements worldwide', 'the memorandum'."""
    if mention.plural:
        return mention.clue.has("worldwide")
    return not mention.named and not analysis.grammar.single["own_paper"].isdisjoint(mention.words(analysis)[-1:])


def _is_of_peace(mention: Mention) -> bool:
    """Whether a mention calls it an agreement of peace, which one state's factions make as often as two states."""
    return mention.clue.has(
        "of_peace", max(mention.clue.first, mention.first - 1), min(mention.clue.last, mention.last + 2)
    )


def _given(group: list[Mention]) -> set[str]:
    """The states and bodies that the words about an instrument give it, beside whoever speaks of it."""
    return codes_of([a for m in group for a in (*m.sides.joined, *m.sides.partner, *m.sides.named)])


def is_unbound(analysis: Analysis, group: list[Mention], parties: list[Actor], features: Features) -> bool:
    """Whether no mention gives the instrument sides of its own that make it one of at least two states.

    A treaty of many states needs two by name, and a body's plan is its own unless another has part in it. Of others
    `features` tell whether nobody is told to be a side, which the text may take as understood.
    """
    own = codes_of(own_parties(group))
    if any(map(is_multilateral, group)):
        own = codes_of([a for a in own_parties(group) if a.kind != "capital"])  # 'opened for signature in Moscow'
        told = own if any(s.how == "done" and s.sense in _JOINED for m in group for s in m.stages) else _given(group)
        return len(told.difference(_TOGETHER)) < 2
    understood = any(features.get(name) for name in _UNDERSTOOD)
    if len(own) < 2 and not understood and all(map(_is_of_peace, group)):
        return True
    if not own and not understood and all(_is_of_all(analysis, m) for m in group):
        return True
    if len(own) < 2 and any(m.sides.stranger for m in group):
        return True
    features["no side"] = float(not own and not understood)
    bodies = own | {a.code for a in parties if a.code in BODIES}
    return bool(bodies) and len(own) < 2 and own <= set(BODIES) and all(m.sense in _OWN or m.soft for m in group)
