"""Approvals: what a parliament approves is ratified, what a cabinet approves may be signed."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.agreement_stage import Stage
from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN, Trigger

_REACH = 25
_NEAR = 4
_AUTHORISED = 9
"""So far behind 'authorises' the deed may stand for which somebody is named: 'authorises the President to ratify'."""
_BY_OTHERS = frozenset({"signed", "ratified"})
_SINCE = 4
"""So many sentences before an approval may tell whose it is."""


def _governs_a_signing(clue: Clue, last: int) -> bool:
    """Whether what is approved is the signing, the talks or that it be sent on, which tell the stage themselves, or
    whoever is authorised is to ratify it."""
    if clue.has("sending", last, last + _NEAR):
        return True
    return any(
        h.trigger.group == "stage"
        and h.trigger.tags & {NOUN, "inf", "ger"}
        and 0 <= h.first - last <= (_AUTHORISED if "inf" in h.trigger.tags and h.trigger.sense in _BY_OTHERS else _NEAR)
        for h in clue.hits
    )


def _sense(analysis: Analysis, clue: Clue) -> str | None:
    """The stage that an approval comes to by who gives it, in this sentence or, unsaid here, in one just before."""
    index = clue.sentence.index
    for near in reversed(analysis.clues[max(0, index - _SINCE) : index + 1]):
        if near is clue and near.has("legislature") and all(a.code != "UN" for a in near.actors):
            return "ratified"
        if near.has("cabinet"):
            return "proposed"
        if near is clue and _approver(analysis, clue) is not None:
            return None
    return None


def _approver(analysis: Analysis, clue: Clue) -> Actor | None:
    """Who else approves in a sentence: an actor right before the verb, where no passive parts them."""
    norms, be = analysis.tokens.norms, analysis.grammar.single["be"]
    for first, _ in clue.named.get("approving", ()):
        for actor in clue.actors:
            if not actor.weak and 0 <= first - actor.last <= 2 and be.isdisjoint(norms[actor.last : first]):
                return actor
    return None


def approvals(analysis: Analysis, clue: Clue, names: list[tuple[int, int]]) -> list[list[Stage]]:
    """For each instrument's name in a sentence the approval that the sentence tells of it, by whose it is."""
    found: list[list[Stage]] = [[] for _ in names]
    sense = _sense(analysis, clue)
    if sense is None:
        return found
    for first, last in clue.named.get("approving", ()):
        low = max(clue.first, first - _NEAR)
        if any(clue.has(name, low, first) for name in ("future", "modal", "negation")):
            continue
        if analysis.tokens.norms[first - 1] in analysis.grammar.single["infinitive_marker"] and first > clue.first:
            continue
        if _governs_a_signing(clue, last):
            continue
        gaps = [
            (a - last if a >= last else first - b + 3, n) for n, (a, b) in enumerate(names) if a >= last or b <= first
        ]
        if gaps and min(gaps)[0] <= _REACH:
            gap, n = min(gaps)
            hit = Hit(first, last, Trigger("stage", sense, frozenset({"past"})))
            how = "ahead" if sense == "ratified" and clue.has("one_chamber") else "done"
            found[n].append(Stage(sense, how, hit, gap, clue))
    return found
