"""Who concludes an instrument: the lists of actors in a sentence, and who of them acts, tells, watches or approves."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.agreement_sides import is_person, slight, usable
from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN
from extraction.roles import Group, is_passive

_LONGEST_LINK = 9
_FURTHEST_FIRST = 5
"""Words that may stand between 'with' and the first whom it joins."""
_CLAUSE = 3
"""Tokens between the relative word of a clause and its verb, where no subject is named."""
_NAMED = ("state", "people")
_MARKS = frozenset({",", "-", "–", "/"})
_DATELINE = frozenset({",", "(", "-", "–", "—", ":"})
_OF = frozenset({"of", "from"})
_NONE: frozenset[str] = frozenset()


def joined_by(analysis: Analysis, clue: Clue, at: int) -> list[Actor]:
    """The actors that a word like 'between' before token `at` joins: a list whose links are commas, 'and', brackets."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    ands = grammar.single["and"]
    found: list[Actor] = []
    for actor in clue.actors:
        if actor.first < at:
            continue
        between = norms[(found[-1].last if found else at) : actor.first]
        if len(between) > _LONGEST_LINK:
            break
        if found:
            alias = between[:1] == ["("] or actor.stands_for is not None
            joined = not ands.isdisjoint(between)
            if not (joined or alias or not between or not _MARKS.isdisjoint(between)):
                break
            plain = grammar.single["determiner"] | ands
            strays = [
                w for w in between if w[0].isalpha() and w not in plain and not grammar.roles.get((w,), _NONE) & _OF
            ]
            if len(strays) > (3 if joined else 0):
                break
        else:
            strays = [w for w in between if w[0].isalpha() and w not in grammar.single["determiner"]]
            # 'Between the two countries, was approved by the Cabinet': a common noun and a comma part them.
            lower = not any(map(analysis.capital, range(at, actor.first)))
            parted = "," in between and (_names_instrument(clue, at, actor.first) or (strays and lower))
            if parted or len(strays) > _FURTHEST_FIRST:
                break
        found.append(actor)
    return [a for a in found if usable(a)]


def _names_instrument(clue: Clue, first: int, last: int) -> bool:
    """Whether an instrument is named between two tokens: 'with the signing of the memorandum, the police'."""
    return any(first <= h.first and h.last <= last for h in clue.of_group("instrument"))


def subject(analysis: Analysis, clue: Clue, stage: Hit, name: tuple[int, int], members: list[Group]) -> list[Actor]:
    """Who signs: an active verb's subject or a passive one's agent; who tells of it where there is no other."""
    acted_on = is_passive(analysis, clue, stage, members)
    passive = acted_on or name[1] <= stage.first
    agents = [
        a
        for g in members
        if "by" in g.roles and g.first >= min(stage.first, name[0])
        for a in _list_at(analysis, clue, g)
    ]
    if agents and passive:
        return agents
    inner = relative_subject(analysis, clue, stage, name, members)
    if inner:
        return inner
    if not acted_on and "past" in stage.trigger.tags and _is_relative(analysis, stage, name):
        # 'Washington asked them to keep the treaty that both signed': whoever did is in that clause or left unsaid.
        return _after_verb(analysis, clue, stage, members) if analysis.grammar.infinitive_endings else []
    limit = min(stage.first, name[0])
    most = 2 if NOUN in stage.trigger.tags else 1
    chosen: list[Actor] = []
    tellers: list[Actor] = []
    for group in reversed(members):
        if group.last > limit or not _may_be_subject(analysis, clue, group):
            continue
        if _reports(analysis, clue, group, limit):
            tellers = tellers or group.members
            continue
        chosen.extend(a for a in _list_at(analysis, clue, group) if a.last <= limit and a not in chosen)
        most -= 1
        if not most:
            break
    if analysis.grammar.infinitive_endings:
        chosen = chosen or _after_verb(analysis, clue, stage, members)
    chosen = chosen or [a for g in members if g.bare and stage.last <= g.first and g.last <= name[0] for a in g.members]
    return chosen or tellers


def signs_beside(analysis: Analysis, clue: Clue, signers: list[Actor], stage: Hit) -> bool:
    """Whether a name in capitals that is no known party signs beside the last signer: 'Fiji and the Harlow Group
    signed'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    if not signers or signers[-1].last >= stage.first or norms[signers[-1].last] not in grammar.single["and"]:
        return False
    own = [i for i in range(signers[-1].last + 1, stage.first) if norms[i] not in grammar.single["determiner"]]
    named = all(analysis.capital(i) or norms[i] in grammar.single["connector"] for i in own)
    return bool(own) and named and not any(a.first in own for a in clue.actors)


def relative_subject(
    analysis: Analysis, clue: Clue, stage: Hit, name: tuple[int, int], members: list[Group]
) -> list[Actor]:
    """The subject of a clause that hangs on the name: 'the agreement that A and B concluded'."""
    norms, relative = analysis.tokens.norms, analysis.grammar.single["relative"]
    for group in members:
        inside = name[1] <= group.first and group.last <= stage.first <= group.last + 4
        if inside and _may_be_subject(analysis, clue, group) and not relative.isdisjoint(norms[name[1] : group.first]):
            return _list_at(analysis, clue, group)
    return []


def _is_relative(analysis: Analysis, stage: Hit, name: tuple[int, int]) -> bool:
    """Whether a stage's word stands in a clause that hangs on the name, little behind its relative word."""
    low = max(name[1], stage.first - _CLAUSE)
    return name[1] < stage.first and not analysis.grammar.single["relative"].isdisjoint(
        analysis.tokens.norms[low : stage.first]
    )


def _list_at(analysis: Analysis, clue: Clue, group: Group) -> list[Actor]:
    """A group with those that go on its list: 'the directors of the A and B police'."""
    best = group.members
    for start in (a.first for a in clue.actors if a.first <= group.first):
        actors = joined_by(analysis, clue, start)
        named = all(a.kind in _NAMED and a.code != "XXG" for a in actors[1:])
        named &= bool(actors) and (actors[0].kind in _NAMED or is_person(actors[0]))
        if (named or start == group.first) and len(actors) > len(best) and all(a in actors for a in group.members):
            best = actors
    return best


def _may_be_subject(analysis: Analysis, clue: Clue, group: Group) -> bool:
    """Whether a group can be who acts: bare, or the states of persons ('the ministers of A and B'), no mere place."""
    if not (group.bare or group.roles <= {"of", "from"}):
        return False
    if all(a.kind == "group" and a.name[:1].islower() for a in group.members):
        return False
    if all(slight(a) and not _determined(analysis, clue, a) for a in group.members):
        return False
    dateline = len(group.members) == 1 and group.members[0].kind == "capital" and group.first <= clue.first + 1
    return not (dateline and not _DATELINE.isdisjoint(analysis.tokens.norms[group.last : group.last + 1]))


def _determined(analysis: Analysis, clue: Clue, actor: Actor) -> bool:
    """Whether a common noun has its article: 'the police', not 'river police liaison'."""
    before = analysis.tokens.norms[max(clue.first, actor.first - 2) : actor.first]
    return not analysis.grammar.single["determiner"].isdisjoint(before)


def _after_verb(analysis: Analysis, clue: Clue, stage: Hit, members: list[Group]) -> list[Actor]:
    """Subjects that stand behind the verb in languages that may invert: 'firmaron Bolivia y Perú un acuerdo'."""
    return [a for g in members for a in g.members if g.bare and 0 <= g.first - stage.last <= 2 and usable(a)]


def _reports(analysis: Analysis, clue: Clue, group: Group, limit: int) -> bool:
    """Whether a group is who tells of it: 'the ministry said that …'."""
    return any(0 <= a - group.last <= 2 and b <= limit for a, b in clue.named.get("report", ()))


def watches(analysis: Analysis, clue: Clue, actor: Actor) -> bool:
    """Whether an actor is only present: 'in the presence of', 'hosted by'."""
    return any(0 <= actor.first - last <= 3 for _, last in clue.named.get("witness", ()))


def approves(analysis: Analysis, actor: Actor) -> bool:
    """Whether an actor is a parliament, one of its committees or a cabinet; a national commission is no committee."""
    if actor.kind == "institution" and actor.detail == "bureau":
        return False
    approvers = analysis.grammar.single["approver"]
    return not approvers.isdisjoint(analysis.tokens.norms[actor.first : actor.last])
