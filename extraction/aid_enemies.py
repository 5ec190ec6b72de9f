"""Who is named as an enemy: 'Russia's invasion of its neighbour', 'drones used against Iran'. Who is named so neither
gives nor receives."""

from __future__ import annotations

from collections import Counter

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue

_OF_NAME = 8
"""Tokens between the owner of an attack and the word for it: 'Russia's premeditated, unprovoked and unjust war on'."""
_NEXT = 2
"""Words between an attack and the people whose it is, or between 'against' and its name."""
_GENITIVE = "'s"


def is_enemy(analysis: Analysis, clue: Clue, actor: Actor) -> bool:
    """Whether the words around a party say that it attacks, or that something is against it."""
    return _behind_against(analysis, clue, actor) or _attacks(analysis, clue, actor)


def enemies(analysis: Analysis) -> frozenset[str]:
    """The states of whose attacks a text speaks most, looked up once a text; the one that it is at home in or issued by
    is none."""
    found: frozenset[str] | None = analysis.lookups.get("enemies")
    if found is None:
        clues = [c for c in analysis.clues if c.has("hostile")]
        codes = Counter(a.code for c in clues for a in c.actors if a.code and _attacks(analysis, c, a))
        own = {analysis.resolver.home, analysis.resolver.publisher}
        most = max(codes.values(), default=0)
        found = frozenset(code for code, count in codes.items() if count == most and code not in own)
        analysis.lookups["enemies"] = found
    return found


def is_no_giver(analysis: Analysis, clue: Clue, actor: Actor) -> bool:
    """Whether a party cannot be who gives: the text tells of its attacks, or it warns of what others give or condemns
    it."""
    if actor.code in enemies(analysis):
        return True
    return any(0 <= first - actor.last <= _NEXT for first, _ in clue.named.get("condemns", ()))


def _behind_against(analysis: Analysis, clue: Clue, actor: Actor) -> bool:
    norms, grammar = analysis.tokens.norms, analysis.grammar
    for _, last in clue.named.get("hostile_to", ()):
        between = norms[last : actor.first]
        if last <= actor.first and len(between) <= _NEXT + 1:
            words = [
                w for w in between if w not in grammar.single["determiner"] and w not in grammar.single["definite"]
            ]
            if len(words) <= _NEXT and all(w.isalpha() and (w,) not in grammar.roles for w in words):
                return True
    return False


def _attacks(analysis: Analysis, clue: Clue, actor: Actor) -> bool:
    norms, grammar = analysis.tokens.norms, analysis.grammar
    light = grammar.either("and", "determiner")
    owns = actor.last < clue.last and norms[actor.last] == _GENITIVE
    adjective = actor.kind == "people"
    if not owns and not adjective:
        return False
    reach = _OF_NAME if owns else _NEXT
    for first, last in clue.named.get("hostile", ()):
        if first >= actor.last:
            between = norms[actor.last + owns : first]
        elif adjective and last <= actor.first and grammar.language != "en":
            between = norms[last : actor.first]
            reach = _NEXT
        else:
            continue
        if len(between) <= reach and all(
            w in light or w == "," or (w.replace("-", "").isalpha() and (w,) not in grammar.roles) or w == "-"
            for w in between
        ):
            return True
    return False
