"""What stands where the subject of a stated goal does."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.analysis import Analysis, Clue
from extraction.goal_calls import NOUNS, Call
from extraction.grammar_words import NOUN
from extraction.roles import Group

_NOMINAL = 9
"""How far before a noun of intent the subject of the verb that governs it may stand."""
_TOLD = frozenset({"instrument", "aid", "stage"})
"""Groups of triggers whose nouns tell of agreements and transfers."""
_CLOSED = frozenset({";", ":", "—"})


@dataclass(slots=True)
class Subject:
    """What stands where the subject of a trigger does.

    `shape`: `actor`, `of` (a noun with an actor behind 'of'), `pronoun`, `i`, `we`, `both`, `noun`, `relative`,
    `shared` (it is that of an earlier verb), `none`. `noun` is the token of a common noun that is subject or
    antecedent.
    """

    shape: str
    group: Group | None = None
    noun: int | None = None


def subject_of(analysis: Analysis, clue: Clue, call: Call, members: list[Group]) -> Subject:
    """The subject of a call's trigger, looked for to the left of it."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    single = grammar.single
    skipped = grammar.either("adverb", "be", "have", "future", "reflexive")
    inside = {i: g for g in members for a in g.members for i in range(a.first, a.last)}
    both = {i for name in ("both", "collective") for a, b in clue.named.get(name, ()) for i in range(a, b)}
    index, floor, behind = call.first - 1, clue.first, None
    nominal = call.sense in NOUNS
    while index >= floor:
        word = norms[index]
        if index in both:
            return Subject("both", behind)
        group = inside.get(index)
        if group is not None:
            if group.bare or (group.has("by") and not group.has("in")):
                return Subject("actor", group)
            behind = behind or group
            index = group.role_first - 1
            if "of" in group.roles and index >= floor and norms[index].isalpha():
                return Subject("of", group, index)
            continue
        if word in single["first_person"]:
            return Subject("i")
        if word in single["we"] or (nominal and word in single["ours"]):
            return Subject("we")
        if word in single["pronoun"]:
            return Subject("pronoun", behind)
        if word in single["relative"]:
            return _relative(index, inside, norms, floor)
        if word in single["and"]:
            return Subject("shared", behind)
        if word == ",":
            return _behind_comma(analysis, clue, index, members)
        if word == ")":
            while index > floor and norms[index] != "(":
                index -= 1
            index -= 1
            continue
        if word in _CLOSED or word in single["subordinate"]:
            break
        if word in skipped or word == '"' or (word == "'" and norms[index + 1] in skipped):
            index -= 1
            continue
        told = any(h.last == index + 1 and h.trigger.group in _TOLD and NOUN in h.trigger.tags for h in clue.hits)
        if nominal and call.first - index <= _NOMINAL and not told:
            index -= 1
            continue
        if (word,) in grammar.roles or not word[0].isalpha():
            break
        return Subject("noun", behind, index)
    return Subject("none", behind)


def _relative(index: int, inside: dict[int, Group], norms: list[str], floor: int) -> Subject:
    at = index - 1
    while at >= floor and norms[at] in (",", ")"):
        at -= 1
    group = inside.get(at)
    return Subject("relative", group, None if group is not None else at)


def _behind_comma(analysis: Analysis, clue: Clue, index: int, members: list[Group]) -> Subject:
    """The subject in front of what stands between two commas, as in 'Kenya, with its partners, will'."""
    norms = analysis.tokens.norms
    for at in range(index - 1, max(clue.first, index - 30), -1):
        if norms[at] == ",":
            for group in members:
                if group.last == at and (group.bare or "of" in group.roles):
                    return Subject("actor" if group.bare else "of", group)
            break
    for group in members:
        if group.bare and group.first <= clue.first + 1 and group.last <= index:
            return Subject("shared", group)
    return Subject("shared")
