"""The stage that all the words about one instrument come to."""

from __future__ import annotations

from extraction.agreement_stage import Stage
from extraction.analysis import Analysis, Hit
from extraction.grammar_words import NOUN, Trigger

ORDER = ("proposed", "announced", "signed", "ratified", "in_force", "amended", "suspended", "terminated", "renewed")
"""Stages, the later ones behind; what has run out and is renewed is renewed."""
NOTICE = 12
"""A notice is so many sentences long at most."""


def settle(stages: list[Stage]) -> tuple[str, Stage] | None:
    """The stage that all words about one instrument come to: the latest reached, ahead of it what is planned."""
    told = [s for s in stages if s.how != "named" and s.sense != "basis"]
    if not told and any(s.sense == "basis" for s in stages):
        return "in_force", next(s for s in stages if s.sense == "basis")
    told = told or stages
    done = [s for s in told if s.how in ("done", "named") and s.sense != "proposed"]
    again = [s for s in stages if s.how == "ahead" and s.sense in ("renewed", "amended")]
    reached = max(done, key=lambda s: (ORDER.index(s.sense), -s.gap), default=None)
    if again and (reached is None or reached.sense not in ("renewed", "amended")):
        return "proposed", again[0]
    if reached is not None and reached.sense != "announced":
        return reached.sense, reached
    waiting = [s for s in stages if s.how == "ahead" and s.sense in ("ratified", "in_force")]
    planned = [s for s in told if s.sense == "proposed" or (s.how == "ahead" and s.sense in ("signed", "announced"))]
    if planned:
        return "proposed", min(planned, key=lambda s: (s.sense == "proposed", s.gap))
    if waiting and reached is None:
        return "signed", waiting[0]
    if reached is not None:
        return "announced", reached
    failed = [s for s in stages if s.how == "denied" and s.sense in ("signed", "announced", "renewed")]
    return ("proposed", failed[0]) if failed else None


def approved(analysis: Analysis) -> Stage | None:
    """For a notice whose title is an instrument: the approval of a proposal that its text tells, which lies before any
    signing."""
    for clue in analysis.clues[1:NOTICE]:
        if not clue.has("petition"):
            continue
        for first, last in clue.named.get("approving", ()):
            trigger = Trigger("stage", "proposed", frozenset({NOUN}))
            return Stage("proposed", "ahead", Hit(first, last, trigger), 0, clue)
    return None
