"""Whether a word that tells a stage tells what is done, lies ahead or is denied: by form, tense and what governs it."""

from __future__ import annotations

from bisect import bisect_left

from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN
from extraction.roles import future_verbs, is_negated, tense
from extraction.segments import BlockKind

FINITE = frozenset({"past", "pres", "fut", "cond", "imp"})
_GOVERNED = 7
_PUT_OFF = 20
"""How far behind a signing it may be told that it was put off."""
_WAS = frozenset({"was", "were", "fue", "fueron", "foi", "foram"})
"""Behind these a 'when' tells no condition."""
_GATHERED = 25
"""How far behind 'met' the deed may stand that they met for."""
_SOONER = ("ahead",)
_DEED = 60
"""So many tokens before a noun may stand the deed that it goes with."""
_ACCOMPANYING = frozenset({"signed", "ratified", "renewed"})
OVER = frozenset({"suspended", "terminated"})
"""Stages at which an instrument binds no more."""
_HELD = OVER | {"in_force"}
"""Stages that only what was concluded has; nobody petitions for them."""


def _between(analysis: Analysis, clue: Clue, low: int, high: int, name: str) -> bool:
    return clue.has(name, low, high)


def _is_infinitive(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a form is an infinitive where it stands: in English with its 'to', elsewhere by its ending."""
    if "inf" not in hit.trigger.tags:
        return False
    grammar, norms = analysis.grammar, analysis.tokens.norms
    if grammar.infinitive_endings:
        return norms[hit.first].rstrip("es").endswith(grammar.infinitive_endings) or not hit.trigger.tags & FINITE
    at = hit.first - 1
    while at > clue.first and norms[at] in grammar.single["adverb"]:
        at -= 1
    if at >= clue.first and norms[at] in grammar.single["infinitive_marker"]:
        return True
    joined = at >= clue.first and norms[at] in grammar.single["and"] | {","}
    return joined and grammar_marker_near(analysis, clue, at)


def grammar_marker_near(analysis: Analysis, clue: Clue, at: int) -> bool:
    """Whether an infinitive's 'to' stands little before a token: 'to negotiate and sign'."""
    norms = analysis.tokens.norms
    return not analysis.grammar.single["infinitive_marker"].isdisjoint(norms[max(clue.first, at - 4) : at])


def is_heading(analysis: Analysis, clue: Clue) -> bool:
    """Whether a sentence is a heading, or a long title: the first block, without a full stop."""
    block = analysis.blocks[clue.sentence.block]
    title = clue.sentence.block == 0 and analysis.tokens.norms[clue.last - 1] not in (".", "!", "?")
    return block.kind is BlockKind.HEADING or (title and clue.last - clue.first < 50)


def how_told(analysis: Analysis, clue: Clue, hit: Hit) -> str | None:
    """Whether a stage's word tells what is done, lies ahead or is denied; None for a form that tells nothing."""
    tags = hit.trigger.tags
    if is_negated(analysis, clue, hit):
        return "denied"
    if tags == {"sub"}:
        return None
    low = max(clue.first, hit.first - _GOVERNED)
    if _is_infinitive(analysis, clue, hit):
        if _between(analysis, clue, max(clue.first, hit.first - 3), hit.first, "afterward"):
            return "done"
        if _gathered(clue, max(clue.first, hit.first - _GATHERED), hit.first):
            return "done"
        if clue.has("announcing", hit.first, hit.last) and not clue.has(
            "ahead", max(clue.first, hit.first - 3), hit.first
        ):
            return "done"  # 'take this opportunity to announce'
        return "ahead"
    if tense(analysis, clue, hit) in ("future", "modal"):
        return "ahead"
    if hit.trigger.sense == "terminated" and "pres" in tags and clue.has("running_out", hit.first, hit.last):
        return "ahead"  # 'which expires in June'
    if tags == {"inf"} and hit.first == clue.first and not is_heading(analysis, clue):
        # An item of a list of what is to be done: 'Sign a memorandum'.
        return "ahead"
    if (NOUN in tags or "ger" in tags) and _between(
        analysis, clue, max(clue.first, hit.first - 3), hit.first, "anniversary"
    ):
        return None
    if hit.trigger.sense == "ratified" and any(
        a < hit.first < hit.last <= b for a, b in clue.named.get("with_ratification_ahead", ())
    ):
        return "ahead"  # 'sent to parliament for debate and ratification'
    before = analysis.tokens.norms[hit.first - 1] if hit.first > clue.first else ""
    if before not in _WAS and _between(analysis, clue, max(clue.first, hit.first - 2), hit.first, "condition"):
        return "ahead"
    if (NOUN in tags or "ger" in tags) and hit.trigger.sense != "announced":
        governing = _SOONER if hit.trigger.sense == "ratified" else (*_SOONER, "approving")
        for first, last in (span for name in governing for span in clue.named.get(name, ())):
            if low <= first and last <= hit.first and "," not in analysis.tokens.norms[last : hit.first]:
                return "done" if _is_agreed(analysis, clue, hit, first) else "ahead"
        if any(0 <= first - hit.last <= _PUT_OFF for first, _ in clue.named.get("ahead_after", ())):
            return "ahead"
        if hit.trigger.sense in _ACCOMPANYING and _goes_with_what_is_to_come(analysis, clue, hit):
            return "ahead"
        asked = hit.trigger.sense not in _HELD and before != ","
        if asked and any(last <= hit.first for _, last in clue.named.get("petition", ())):
            # 'The proposal of the minister for signing of …' is as far ahead as the words for it are long.
            return "ahead"
    if (NOUN in tags or tags == {"ger"}) and is_heading(analysis, clue):
        return "named"
    return "done"


def _first_of(hit: Hit) -> int:
    return hit.first


def _goes_with_what_is_to_come(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a noun only goes with another deed that lies ahead: 'the visit will end with the signing of'."""
    roles, at = analysis.grammar.role_before(analysis.tokens.norms, hit.first, clue.first)
    if "with" not in roles:
        return False
    low = max(clue.first, at - _DEED)
    told = [first for first, _, name in clue.auxiliaries if name == "future" and low <= first < at]
    told += future_verbs(analysis, clue, low, at)
    near = clue.hits[bisect_left(clue.hits, low, key=_first_of) : bisect_left(clue.hits, at, key=_first_of)]
    past = [h.last for h in near if h.trigger.tags == {"past"} and h.last <= at]
    return bool(told) and max(told) > max(past, default=-1)


def _gathered(clue: Clue, low: int, high: int) -> bool:
    """Whether some met for a deed: 'came to Lima to sign', not 'came to an agreement to sign'."""
    agreed = [h for h in clue.of_group("stage") if h.trigger.sense == "announced"]
    return any(
        low <= a and b <= high and not any(h.first <= a and b <= h.last for h in agreed)
        for a, b in clue.named.get("gathering", ())
    )


def _is_agreed(analysis: Analysis, clue: Clue, hit: Hit, first: int) -> bool:
    """Whether a change is what was agreed itself, not what is to come of it: 'agreed to a five-year extension of'."""
    if hit.trigger.sense not in ("renewed", "amended"):
        return False
    norms = analysis.tokens.norms
    ends = [b for a, b in clue.named.get("agreed_to", ()) if a == first and b <= hit.first]
    return bool(ends) and norms[max(ends)] in analysis.grammar.single["determiner"]
