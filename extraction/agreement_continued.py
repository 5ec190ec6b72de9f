"""Sentences that go on about an instrument without its name: 'It was signed in …', 'Fecha de firma: 9 de enero'."""

from __future__ import annotations

from extraction.agreement_stage import attach
from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import Trigger
from extraction.roles import groups, is_passive

_TOLD = frozenset({"signed", "ratified", "in_force", "renewed", "amended", "suspended", "terminated"})
_REACH = 14
_OPENING = 3
_FURTHEST = 2
"""So many sentences after the name 'the document' still means it; a sentence without a subject comes right after."""


def _told(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a stage's word has the instrument as its subject: a passive, or what an instrument does itself."""
    if hit.trigger.sense not in _TOLD:
        return False
    own = hit.trigger.sense == "in_force" or hit.last - hit.first > 1
    return own or is_passive(analysis, clue, hit, groups(analysis, clue))


def _is_absolute(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a participle opens a clause of its own, with its subject behind it: 'Finalizada la ceremonia, …'."""
    after = analysis.tokens.norms[hit.last : hit.last + 1]
    return (
        hit.first == clue.first
        and "part" in hit.trigger.tags
        and after[0:1] != []
        and after[0] in (analysis.grammar.single["definite"] | analysis.grammar.single["determiner"])
    )


def reference(analysis: Analysis, clue: Clue, name: Trigger, far: int) -> Hit | None:
    """The words by which a sentence means the instrument named `far` sentences before; None where it does not."""
    if far > _FURTHEST or clue.of_group("instrument"):
        return None
    labelled = next((h for h in clue.of_group("stage") if h.first - clue.first < _OPENING), None)
    if labelled is not None and ":" in analysis.tokens.norms[labelled.last : labelled.last + 2]:
        return Hit(labelled.first, labelled.last, name)
    stages = [h for h in clue.of_group("stage") if _told(analysis, clue, h)]
    if not stages:
        return None
    for first, last in clue.named.get("anaphor", ()):
        if first - clue.first <= _OPENING and any(0 <= h.first - last <= _REACH for h in stages):
            return Hit(first, last, name)
    absolute = _is_absolute(analysis, clue, stages[0])
    opens = (
        not absolute
        and stages[0].first - clue.first < _OPENING
        and not any(a.first < stages[0].first for a in clue.actors)
    )
    if far == 1 and opens and analysis.grammar.infinitive_endings:
        told = attach(analysis, clue, [(stages[0].first, stages[0].last)])[0]
        return Hit(stages[0].first, stages[0].last, name) if told else None
    return None
