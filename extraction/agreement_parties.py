"""The parties of an instrument: those that its name joins, its partner and who signs it."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.agreement_sides import BARE, Sides, apart, codes_of, firm, is_person, usable
from extraction.agreement_signers import approves, joined_by, relative_subject, signs_beside, subject, watches
from extraction.analysis import Analysis, Clue, Hit
from extraction.home import STATE_OF_DOCUMENT
from extraction.lexicon.store import lexicon
from extraction.roles import Group

_PARTNER_REACH = 30
_ADJECTIVES = 4
_FIRMS = 2
_OWNED = 2
"""Tokens that may stand between who owns a treaty and its name."""
_DASHES = frozenset({"-", "–", "/"})
_LINKS = frozenset({",", "-", "–", "/"})


def _is_firm(analysis: Analysis, clue: Clue, actor: Actor) -> bool:
    """Whether a state's name or adjective only tells where a firm or a band is from: 'a Dutch company'."""
    if actor.kind not in BARE:
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
        if not usable(actor):
            continue
        if actor.first < name[1] and name[0] - 1 <= actor.last:
            before = actor.last <= name[0]
            if actor.kind not in ("people", "state") and (before or actor.kind == "capital"):
                continue  # 'the Convention of Montevideo' is no city's
            if actor.derived == STATE_OF_DOCUMENT:
                continue  # 'the Agreement on Drug Control' is for something, not with a body of that name
            found.append(actor)
    found = _listed_before(analysis, clue, name, found or _owners(analysis, clue, name))
    adjectives = _adjectives_behind(analysis, clue, name)
    return [*found, *(a for a in adjectives if a not in found), *_first_halves(analysis, [*found, *adjectives])]


def _owners(analysis: Analysis, clue: Clue, name: tuple[int, int]) -> list[Actor]:
    """The states of which a treaty is called theirs, with a year before it or not: "A and B's 1961 Treaty"."""
    norms, states = analysis.tokens.norms, [a for a in clue.actors if a.kind == "state" and usable(a)]
    for number in range(len(states) - 1, 0, -1):
        one, other = states[number - 1 : number + 1]
        owned = norms[other.last : name[0]]
        if owned[:1] == ["'s"] and all(w.isdigit() for w in owned[1:]) and len(owned) <= _OWNED:
            joined = norms[one.last : other.first]
            return [one, other] if len(joined) == 1 and joined[0] in analysis.grammar.single["and"] else []
    return []


def _listed_before(analysis: Analysis, clue: Clue, name: tuple[int, int], found: list[Actor]) -> list[Actor]:
    """The states of a name with those that a list puts before them: 'the Chile, Peru, Ecuador (ANDES) Treaty'; what the
    list makes up in brackets is no party of its own."""
    states = [a for a in clue.actors if a.kind in ("state", "people") and usable(a)]
    norms, links = analysis.tokens.norms, analysis.grammar.single["and"] | _LINKS
    bodies = [a for a in clue.actors if a.kind == "body" and name[0] - 1 <= a.last <= name[0]]
    bracket = name[0] - 3 if norms[name[0] - 3 : name[0]][::2] == ["(", ")"] else -1
    ends = [a for a in found if a.kind in ("state", "people")]
    ends += [a for a in states if a.last == bracket]
    if not ends:
        return found
    listed = [min(ends, key=lambda a: a.first)]
    for actor in reversed(states):
        between = norms[actor.last : listed[0].first]
        if actor.last <= listed[0].first and 0 < len(between) <= 2 and links.issuperset(between):
            listed.insert(0, actor)
    for actor in states:
        between = norms[listed[-1].last : actor.first]
        if actor.first >= listed[-1].last and len(between) == 1 and between[0] in _DASHES:
            listed.append(actor)
    if len(listed) < 2:
        return found
    return [*listed, *(a for a in found if a not in listed and a not in bodies)]


def _adjectives_behind(analysis: Analysis, clue: Clue, name: tuple[int, int]) -> list[Actor]:
    """Peoples whose adjective stands behind the noun, where a language puts it there: 'acuerdo hispano-marroquí'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    if not grammar.infinitive_endings:
        return []
    parting = grammar.either("determiner", "and", "relative", "be")
    for actor in clue.actors:
        if actor.kind == "people" and 0 <= actor.first - name[1] <= _ADJECTIVES and usable(actor):
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
        actors = [a for a in joined_by(analysis, clue, at) if not watches(analysis, clue, a)]
        if not joins and (
            (actors and all(_is_firm(analysis, clue, a) for a in actors))
            or clue.has("nonstate", at, min(actors[0].first if actors else clue.last, at + 4))
        ):
            sides.stranger = True
            continue
        if joins and len(codes_of(actors)) < 2 and clue.has("nonstate", at, min(clue.last, at + _FIRMS)):
            sides.stranger = True  # 'agreements between companies of the two countries'
            continue
        if joins and len(codes_of(actors)) >= 2:
            sides.joined = sides.joined or actors
        elif joins and apart(analysis, actors):
            sides.inner = True
        elif actors and not sides.partner and not sides.joined:
            sides.partner = actors if joins else actors[:4]
        elif not actors and not sides.partner and _stranger_at(analysis, clue, at):
            sides.stranger = True
    sides.named = [a for a in _own_names(analysis, clue, name) if a not in sides.joined and a not in sides.partner]
    given = [*sides.joined, *sides.partner]
    sides.signers = next(filter(None, (relative_subject(analysis, clue, s, name, members) for s in stages)), [])
    for told in stages:
        if sides.signers or sides.approvers:
            break
        signers = [a for a in subject(analysis, clue, told, name, members) if a not in given and usable(a)]
        signers = [a for a in signers if not watches(analysis, clue, a)]
        sides.approvers = [a for a in signers if approves(analysis, a)]
        sides.signers = [a for a in signers if not approves(analysis, a)]
        sides.stranger |= signs_beside(analysis, clue, sides.signers, told)
    known = [*sides.joined, *sides.partner, *sides.named, *sides.signers]
    low, high = min(name[0], stage.first if stage else name[0]), min(clue.last, name[1] + 12)
    local = clue.has("domestic", max(clue.first, low - 12), high)
    two = len(sides.partner) > 0 and len(sides.signers) > 0 and len(known) > 1
    same = two and len(codes_of(known)) == 1 and not any(is_person(a) for a in sides.partner)
    parted = (same and {a.kind for a in known} <= {"head", "institution"}) or apart(analysis, sides.signers)
    inland = bool(sides.partner) and codes_of(sides.partner) == {analysis.resolver.home} and firm(sides.partner)
    sides.domestic = len(codes_of(known)) < 2 and (local or sides.stranger or parted or inland)
    return sides
