"""Who concludes an instrument: those that its name joins, its partner and who signs it; not who approves or watches."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN
from extraction.home import STATE_OF_DOCUMENT
from extraction.lexicon.store import lexicon
from extraction.roles import Group, is_passive

_PERSONS = frozenset({"people", "office_holder"})
_BARE = ("state", "people")
_LONGEST_LINK = 9
_MARKS = frozenset({",", "-", "–", "/"})
_DATELINE = frozenset({",", "(", "-", "–", "—", ":"})
_OF = frozenset({"of", "from"})
_NONE: frozenset[str] = frozenset()
_PARTNER_REACH = 30
_ADJECTIVES = 4


@dataclass(slots=True)
class Sides:
    """The parties that one sentence gives an instrument, by how it gives them."""

    joined: list[Actor] = field(default_factory=list)
    """Those that 'between' joins."""
    partner: list[Actor] = field(default_factory=list)
    """Whom it is concluded 'with'."""
    named: list[Actor] = field(default_factory=list)
    """States inside its name: 'the U.S.-Colombia action plan'."""
    signers: list[Actor] = field(default_factory=list)
    """Who stands as subject or agent of the stage's verb."""
    approvers: list[Actor] = field(default_factory=list)
    """Parliaments and cabinets that only approve."""
    stranger: bool = False
    """Whether it is concluded with a body that no state is known of: a town, a firm, a university."""
    domestic: bool = False
    """Whether its sides are bodies of one state."""

    inner: bool = False
    """Whether 'between' joins bodies of one state."""

    def parties(self) -> list[Actor]:
        """The sides as parties, the surest first; who approves only where its state would lack."""
        chosen = list(self.joined)
        if len(_codes(chosen)) < 2:
            chosen += [a for a in self.partner if a not in chosen]
            chosen += [a for a in self.named if a.code not in _codes(chosen)]
            chosen += [a for a in self.signers if a not in chosen]
            chosen += [a for a in self.approvers if a.code not in _codes(chosen)]
        return _leaner(chosen)


def _apart(analysis: Analysis, actors: list[Actor]) -> bool:
    """Whether actors are two firm bodies with an 'and' between them, not one and its apposition or acronym."""
    norms, ands = analysis.tokens.norms, analysis.grammar.single["and"]
    firm = [a for a in actors if a.stands_for is None and _firm([a])]
    return any(not ands.isdisjoint(norms[a.last : b.first]) and a.code == b.code for a, b in pairwise(firm))


def _firm(actors: list[Actor]) -> bool:
    """Whether actors are bodies by name, no states, persons or common nouns."""
    return all(a.kind in ("institution", "head") and not _slight(a) and not is_person(a) for a in actors)


def _codes(actors: list[Actor]) -> set[str]:
    return {a.code for a in actors if a.code}


def is_person(actor: Actor) -> bool:
    """Whether an actor is a person or an office, who signs for another."""
    return actor.detail in _PERSONS


def _leaner(actors: list[Actor]) -> list[Actor]:
    """Parties without doubles: each name once, no person or bare state where a body of it stands."""
    if len(actors) < 2:
        return [_in_full(a) for a in actors]
    kept: list[Actor] = []
    for named in actors:
        actor = _in_full(named)
        whole = actor.stands_for
        if any(a.name.lower() == actor.name.lower() and a.code == actor.code for a in kept):
            continue
        if whole is not None and any(a.name == whole.name for a in kept):
            continue
        if any(0 < actor.first - a.last <= 1 and a.code == actor.code and actor.name.isupper() for a in kept):
            continue
        if actor.kind in _BARE and any(a.kind in _BARE and a.code == actor.code for a in kept):
            continue
        kept.append(actor)
    bodies = {a.code for a in kept if a.kind in ("institution", "body") or (a.kind == "head" and not is_person(a))}
    slim = [a for a in kept if a.code not in bodies or not (is_person(a) or a.kind in ("people", "capital", "state"))]
    firm = [a for a in slim if not _slight(a) or not any(b.code == a.code and not _slight(b) for b in slim)]
    return firm or slim or kept


def _in_full(actor: Actor) -> Actor:
    """The whole name for an acronym of the text."""
    whole = actor.stands_for
    return whole if whole is not None and whole.code == actor.code else actor


def _slight(actor: Actor) -> bool:
    """Whether an actor is only a common noun: 'the police', 'the minister'."""
    return actor.kind == "head" and actor.name[:1].islower()


def _usable(actor: Actor) -> bool:
    return bool(actor.code) and actor.kind != "programme"


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
        elif len([w for w in between if w[0].isalpha() and w not in grammar.single["determiner"]]) > 5:
            break
        found.append(actor)
    return [a for a in found if _usable(a)]


def _is_firm(analysis: Analysis, clue: Clue, actor: Actor) -> bool:
    """Whether a state's name or adjective only tells where a firm or a band is from: 'a Dutch company'."""
    if actor.kind not in _BARE:
        return False
    low, high = max(clue.first, actor.first - 2), min(clue.last, actor.last + 3)
    return clue.has("nonstate", actor.last, high) or clue.has("nonstate", low, actor.first)


def _with_after(
    analysis: Analysis, clue: Clue, name: tuple[int, int], stage: Hit | None
) -> list[tuple[int, bool, int]]:
    """Places of 'with' and 'between' that may open an instrument's sides: token, whether it is 'between', distance."""
    norms = analysis.tokens.norms
    found = []
    for index in range(clue.first, clue.last):
        roles = analysis.grammar.roles.get((norms[index],))
        if not roles or "with" not in roles:
            continue
        joins = norms[index] in analysis.grammar.single["joining"]
        if index >= name[1]:
            if index - name[1] > _PARTNER_REACH or ";" in norms[name[1] : index]:
                continue
            found.append((index + 1, joins, index - name[1]))
        elif stage is not None and min(stage.first, name[0]) <= index:
            found.append((index + 1, joins, name[0] - index))
        elif stage is not None and 0 < stage.first - index <= 14 and "inf" in stage.trigger.tags:
            # 'to work with X to sign'
            found.append((index + 1, joins, 15 + stage.first - index))
        elif index <= clue.first + 2:
            found.append((index + 1, joins, 20))
    return sorted(found, key=lambda f: (not f[1], f[2]))


def _own_names(analysis: Analysis, clue: Clue, name: tuple[int, int]) -> list[Actor]:
    """States in an instrument's name or right before it."""
    found = []
    for actor in clue.actors:
        if not _usable(actor):
            continue
        if actor.first < name[1] and name[0] - 1 <= actor.last:
            before = actor.last <= name[0]
            if before and actor.kind not in ("people", "state"):
                continue
            if actor.derived == STATE_OF_DOCUMENT:
                continue  # 'the Agreement on Drug Control' is for something, not with a body of that name
            found.append(actor)
    adjectives = _adjectives_behind(analysis, clue, name)
    return [*found, *(a for a in adjectives if a not in found), *_first_halves(analysis, [*found, *adjectives])]


def _adjectives_behind(analysis: Analysis, clue: Clue, name: tuple[int, int]) -> list[Actor]:
    """Peoples whose adjective stands behind the noun, where a language puts it there: 'acuerdo hispano-marroquí'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    if not grammar.infinitive_endings:
        return []
    parting = grammar.either("determiner", "and", "relative", "be")
    for actor in clue.actors:
        if actor.kind == "people" and 0 <= actor.first - name[1] <= _ADJECTIVES and _usable(actor):
            between = norms[name[1] : actor.first]
            plain = all(w == "-" or (w.isalpha() and w not in parting and (w,) not in grammar.roles) for w in between)
            return [actor] if plain else []
    return []


def _first_halves(analysis: Analysis, actors: list[Actor]) -> list[Actor]:
    """The states of which an adjective has only the first half: 'hispano' in 'hispano-marroquí'."""
    norms = analysis.tokens.norms
    behind = [a for a in actors if a.kind == "people" and a.first > 1 and norms[a.first - 1] == "-"]
    if not behind:
        return []
    halves: dict[str, str] = lexicon(f"agreements_{analysis.grammar.language}")["prefixes"]
    found = []
    for actor in behind:
        at = actor.first - 2
        if norms[at] in halves:
            found.append(
                Actor(at, at + 1, "people", (halves[norms[at]],), name=analysis.text(at, at + 1), code_first=at)
            )
    return found


def _subject(analysis: Analysis, clue: Clue, stage: Hit, name: tuple[int, int], members: list[Group]) -> list[Actor]:
    """Who signs: an active verb's subject or a passive one's agent; who tells of it where there is no other."""
    passive = is_passive(analysis, clue, stage, members) or name[1] <= stage.first
    agents = [
        a
        for g in members
        if "by" in g.roles and g.first >= min(stage.first, name[0])
        for a in _list_at(analysis, clue, g)
    ]
    if agents and passive:
        return agents
    inner = _relative_subject(analysis, clue, stage, name, members)
    if inner:
        return inner
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


def _relative_subject(
    analysis: Analysis, clue: Clue, stage: Hit, name: tuple[int, int], members: list[Group]
) -> list[Actor]:
    """The subject of a clause that hangs on the name: 'the agreement that A and B concluded'."""
    norms, relative = analysis.tokens.norms, analysis.grammar.single["relative"]
    for group in members:
        inside = name[1] <= group.first and group.last <= stage.first <= group.last + 4
        if inside and _may_be_subject(analysis, clue, group) and not relative.isdisjoint(norms[name[1] : group.first]):
            return _list_at(analysis, clue, group)
    return []


def _list_at(analysis: Analysis, clue: Clue, group: Group) -> list[Actor]:
    """A group with those that go on its list: 'the directors of the A and B police'."""
    actors = joined_by(analysis, clue, group.first)
    return actors if len(actors) > len(group.members) else group.members


def _may_be_subject(analysis: Analysis, clue: Clue, group: Group) -> bool:
    """Whether a group can be who acts: bare, or the states of persons ('the ministers of A and B'), no mere place."""
    if not (group.bare or group.roles <= {"of", "from"}):
        return False
    if all(a.kind == "group" and a.name[:1].islower() for a in group.members):
        return False
    if all(_slight(a) and not _determined(analysis, clue, a) for a in group.members):
        return False
    dateline = len(group.members) == 1 and group.members[0].kind == "capital" and group.first <= clue.first + 1
    return not (dateline and not _DATELINE.isdisjoint(analysis.tokens.norms[group.last : group.last + 1]))


def _determined(analysis: Analysis, clue: Clue, actor: Actor) -> bool:
    """Whether a common noun has its article: 'the police', not 'river police liaison'."""
    before = analysis.tokens.norms[max(clue.first, actor.first - 2) : actor.first]
    return not analysis.grammar.single["determiner"].isdisjoint(before)


def _after_verb(analysis: Analysis, clue: Clue, stage: Hit, members: list[Group]) -> list[Actor]:
    """Subjects that stand behind the verb in languages that may invert: 'firmaron Bolivia y Perú un acuerdo'."""
    return [a for g in members for a in g.members if g.bare and 0 <= g.first - stage.last <= 2 and _usable(a)]


def _reports(analysis: Analysis, clue: Clue, group: Group, limit: int) -> bool:
    """Whether a group is who tells of it: 'the ministry said that …'."""
    return any(0 <= a - group.last <= 2 and b <= limit for a, b in clue.named.get("report", ()))


def _watches(analysis: Analysis, clue: Clue, actor: Actor) -> bool:
    """Whether an actor is only present: 'in the presence of', 'hosted by'."""
    return any(0 <= actor.first - last <= 3 for _, last in clue.named.get("witness", ()))


def _approves(analysis: Analysis, actor: Actor) -> bool:
    """Whether an actor is a parliament, one of its committees or a cabinet; a national commission is no committee."""
    if actor.kind == "institution" and actor.detail == "bureau":
        return False
    approvers = analysis.grammar.single["approver"]
    return not approvers.isdisjoint(analysis.tokens.norms[actor.first : actor.last])


def _stranger_at(analysis: Analysis, clue: Clue, at: int) -> bool:
    """Whether a name in capitals that is no known party stands where a partner is told."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    index = at
    while index < clue.last and norms[index] in grammar.single["determiner"]:
        index += 1
    if index >= clue.last or not norms[index][0].isalpha() or any(a.first <= index < a.last for a in clue.actors):
        return False
    return analysis.capital(index)


def sides_of(analysis: Analysis, clue: Clue, name: tuple[int, int], stages: list[Hit], members: list[Group]) -> Sides:
    """The parties that a sentence gives an instrument; `stages` are the words that tell of it, nearest first."""
    sides = Sides()
    stage = stages[0] if stages else None
    for at, joins, _ in _with_after(analysis, clue, name, stage):
        actors = [a for a in joined_by(analysis, clue, at) if not _watches(analysis, clue, a)]
        if not joins and (
            (actors and all(_is_firm(analysis, clue, a) for a in actors))
            or clue.has("nonstate", at, min(actors[0].first if actors else clue.last, at + 4))
        ):
            sides.stranger = True
            continue
        if joins and len(_codes(actors)) >= 2:
            sides.joined = sides.joined or actors
        elif joins and _apart(analysis, actors):
            sides.inner = True
        elif actors and not sides.partner and not sides.joined:
            sides.partner = actors if joins else actors[:4]
        elif not actors and not sides.partner and _stranger_at(analysis, clue, at):
            sides.stranger = True
    sides.named = [a for a in _own_names(analysis, clue, name) if a not in sides.joined and a not in sides.partner]
    given = [*sides.joined, *sides.partner]
    sides.signers = next(filter(None, (_relative_subject(analysis, clue, s, name, members) for s in stages)), [])
    for told in stages:
        if sides.signers or sides.approvers:
            break
        signers = [a for a in _subject(analysis, clue, told, name, members) if a not in given and _usable(a)]
        signers = [a for a in signers if not _watches(analysis, clue, a)]
        sides.approvers = [a for a in signers if _approves(analysis, a)]
        sides.signers = [a for a in signers if not _approves(analysis, a)]
    known = [*sides.joined, *sides.partner, *sides.named, *sides.signers]
    low, high = min(name[0], stage.first if stage else name[0]), min(clue.last, name[1] + 12)
    local = clue.has("domestic", max(clue.first, low - 12), high)
    two = len(sides.partner) > 0 and len(sides.signers) > 0 and len(known) > 1
    same = two and len(_codes(known)) == 1 and not any(is_person(a) for a in sides.partner)
    apart = (same and {a.kind for a in known} <= {"head", "institution"}) or _apart(analysis, sides.signers)
    inland = bool(sides.partner) and _codes(sides.partner) == {analysis.resolver.home} and _firm(sides.partner)
    sides.domestic = len(_codes(known)) < 2 and (local or sides.stranger or apart or inland)
    return sides
