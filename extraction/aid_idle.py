"""Triggers of aid that tell of none: permission is granted, a speech delivered, a sale refused; and 'announced the
minister', which only says who told it."""

from __future__ import annotations

from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN
from extraction.roles import tense

_LIGHT = frozenset({"give", "deliver", "receive"})
"""Senses whose verbs have other objects as often as things."""
_MADE_UP = "formad"
"""How the participle begins that in Spanish and Portuguese means trained as well as made up."""
_PHRASE = 6
"""Tokens of an object."""
_LISTED = 8
"""Tokens behind the first member of a list in which a thing shows that things are given too."""
_REFUSED, _REFUSED_NOUN = 30, 12
"""Tokens between a refusal and what is refused, a verb or a noun."""
_BEFORE_HEAD = frozenset({"en"})
"""Languages in which the noun that says what is given ends the object."""


def is_idle(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a trigger tells of no transfer: what is given is no thing, or it is refused, or it only reports."""
    if hit.trigger.sense in _LIGHT and "no_gift" in clue.named and _gives_nothing(analysis, clue, hit):
        return True
    if hit.trigger.sense == "train" and _consists(analysis, clue, hit):
        return True
    return ("refusal" in clue.named and _is_refused(analysis, clue, hit)) or _only_reports(analysis, clue, hit)


def _consists(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a participle of training says of whom something is made up: 'una comisión formada por tres oficiales'."""
    norms = analysis.tokens.norms
    if hit.last >= clue.last or not norms[hit.first].startswith(_MADE_UP):
        return False
    by = "by" in analysis.grammar.roles.get((norms[hit.last],), frozenset())
    return by and not any(t.modality == "training" and t.first >= hit.last for t in clue.things)


def _gives_nothing(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    norms, grammar = analysis.tokens.norms, analysis.grammar
    first = hit.last
    if NOUN in hit.trigger.tags:
        if first >= clue.last or not {"of", "from"} & grammar.roles.get((norms[first],), frozenset()):
            return False
        first += 1
    last = first
    while last < min(clue.last, first + _PHRASE) and _in_phrase(analysis, last):
        last += 1
    if _names_no_gift(analysis, clue, first, last):
        return not _lists_a_thing(analysis, clue, last)
    if "part" not in hit.trigger.tags:
        return False
    end = hit.first
    aside = grammar.either("be", "have", "adverb", "future", "modal")
    while end > clue.first and norms[end - 1] in aside:
        end -= 1
    ended = any(b == end for _, b in clue.named["no_gift"])
    return ended and end < hit.first and not any(t.last == end for t in clue.things)


def _in_phrase(analysis: Analysis, at: int) -> bool:
    """Whether a token goes on with an object: neither a mark nor a word that gives a role."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    word = norms[at]
    if word in grammar.single["determiner"]:
        return True
    return (word[0].isalnum() or word == "-") and (word,) not in grammar.roles and word not in grammar.single["and"]


def _names_no_gift(analysis: Analysis, clue: Clue, first: int, last: int) -> bool:
    """Whether the noun of an object is one of what is no gift, and the object names neither a thing nor a sum."""
    if any(first <= t.first < last and not t.weak for t in clue.things):
        return False
    start, end = (analysis.offsets(first, last)) if first < last else (0, 0)
    if any(start <= m.start < end for m in clue.money):
        return False
    norms, single = analysis.tokens.norms, analysis.grammar.single
    if analysis.grammar.language in _BEFORE_HEAD:
        return any(first <= a and b == last for a, b in clue.named["no_gift"])
    while first < last and norms[first] in single["determiner"]:
        first += 1
    return any(a in (first, first - 1) and b <= last for a, b in clue.named["no_gift"])


def _lists_a_thing(analysis: Analysis, clue: Clue, last: int) -> bool:
    """Whether a list goes on behind an object and names a thing."""
    norms = analysis.tokens.norms
    if last >= clue.last or not (norms[last] == "," or norms[last] in analysis.grammar.single["and"]):
        return False
    return any(last < t.first <= last + _LISTED for t in clue.things)


def _is_refused(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether somebody votes against or refuses what an infinitive, a gerund or a noun tells."""
    if tense(analysis, clue, hit) != "open":
        return False
    norms = analysis.tokens.norms
    reach = _REFUSED_NOUN if NOUN in hit.trigger.tags else _REFUSED
    return any(
        last <= hit.first <= last + reach and ";" not in norms[last : hit.first] and ":" not in norms[last : hit.first]
        for _, last in clue.named["refusal"]
    )


def _only_reports(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a verb of announcing stands behind what is told, its subject after it: '..., anunció el ministro'."""
    tags = hit.trigger.tags
    if hit.trigger.sense != "pledge" or NOUN in tags or "past" not in tags or "part" in tags or hit.first == clue.first:
        return False
    if analysis.tokens.norms[hit.first - 1] not in (",", '"', "»", "”"):
        return False
    told = any(h.last <= hit.first and h.trigger.sense != "pledge" for h in clue.of_group("aid"))
    return told and any(0 <= a.first - hit.last <= 1 for a in clue.actors)
