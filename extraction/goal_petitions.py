"""What a cabinet or parliament is asked to approve: 'the proposal made by the Minister …, to build a prison, was
approved', 'granted approval for the establishment of a unit'."""

from __future__ import annotations

from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN, Trigger
from extraction.members import form_at

ASKED = Trigger("goal", "order", frozenset({NOUN}))
_REACH = 45
"""How far behind 'proposal' what is proposed may begin: who made it, with names and offices, stands between."""


def petitions(analysis: Analysis, clue: Clue) -> list[tuple[Hit, str, int]]:
    """What sentences of approval propose: the word that calls it, `act` or `thing`, and the token where it begins."""
    if not clue.has("approving") or analysis.grammar.infinitive_endings:
        return []
    found: list[tuple[Hit, str, int]] = []
    words = [*clue.named.get("petition", ()), *clue.named.get("approving", ())]
    for first, last in sorted(words):
        begun = _begun(analysis, clue, last, _REACH if (first, last) in clue.named.get("petition", ()) else 1)
        if begun is not None and all(begun[1] != other[2] for other in found):
            found.append((Hit(first, last, ASKED), *begun))
    return found


def _begun(analysis: Analysis, clue: Clue, low: int, reach: int) -> tuple[str, int] | None:
    norms, grammar = analysis.tokens.norms, analysis.grammar
    markers, orders = grammar.single["infinitive_marker"], {h.first for h in clue.of_group("goal") if _orders(h)}
    for index in range(low, min(clue.last - 2, low + reach)):
        word, at = norms[index], index + 1
        if word in (";", ":") or any(a == index and index > low for a, _ in clue.named.get("approving", ())):
            return None
        while at < clue.last - 1 and norms[at] in grammar.single["adverb"]:
            at += 1
        if word in markers and form_at(analysis, clue, at) == "inf" and at not in orders:
            return "act", at
        if word in grammar.single["asks_for"]:
            while norms[at] in grammar.single["determiner"] and at < clue.last - 2:
                at += 1
            act = norms[at].endswith(tuple(grammar.single["act_ending"])) and norms[at + 1] in grammar.single["of_act"]
            if act:
                return "thing", at
    return None


def _orders(hit: Hit) -> bool:
    """Whether a verb has others do the act that follows: 'to instruct the Legal Draftsman to draft'."""
    return hit.trigger.sense == "order" and NOUN not in hit.trigger.tags
