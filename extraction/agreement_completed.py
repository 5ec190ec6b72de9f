"""The parties of an agreement: what its mentions give, and those that the text takes as understood."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.agreement_mentions import Mention
from extraction.agreement_sides import is_person, slight
from extraction.agreement_signers import subject
from extraction.analysis import Analysis, Clue
from extraction.home import BODIES
from extraction.roles import groups
from extraction.weights import Features

_BACK = 3
_THREE = 3
_LAST_TOLD = 12
_WITH = 6
"""Tokens behind 'agreed' in which it may be told with whom."""
_MANY = "XXG"
_NEAR_THREE = 12
_BOTH = 6
"""So many sentences back the pair may stand that 'the two countries' means."""
_STATES = ("state", "capital", "people")
_MOST_MENTIONS = 3


def own_parties(group: list[Mention]) -> list[Actor]:
    """The parties that the mentions give themselves: the fullest sentence's, then what others add."""
    ranked = sorted(group, key=lambda m: (not _by_bodies(m), len(m.sides.joined) < 2, m.heading, -len(m.codes)))
    parties = list(ranked[0].sides.parties())
    for mention in ranked[1:]:
        codes = {a.code for a in parties}
        if len(codes) >= 2:
            break
        parties += [a for a in mention.sides.parties() if a.code not in codes]
    return parties


def _by_bodies(mention: Mention) -> bool:
    """Whether a sentence names bodies of each state that conclude the instrument, and no more bodies than states."""
    parties = mention.sides.parties()
    bodies = {a.code for a in parties if a.kind in ("institution", "head") and not slight(a) and not is_person(a)}
    return not mention.heading and len(bodies) >= 2 and bodies == {a.code for a in parties}


def _is_of_three(mention: Mention) -> bool:
    """Whether an instrument is told to bind three: 'a trilateral agreement', 'the three governments signed'."""
    clue = mention.clue
    return clue.has(
        "of_three", max(clue.first, mention.first - _NEAR_THREE), min(clue.last, mention.last + _NEAR_THREE)
    )


def _pair_before(analysis: Analysis, clue: Clue) -> list[Actor]:
    """The last two states that an 'and' joined by themselves, who are most likely 'the two countries'."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    index = clue.sentence.index
    for back in range(index, max(-1, index - _BOTH), -1):
        states = [a for a in analysis.clues[back].actors if a.kind in _STATES and a.code and a.code != "XXG"]
        for number in range(len(states) - 1, 0, -1):
            one, other = states[number - 1 : number + 1]
            between = norms[one.last : other.first]
            joined = bool(between) and between[0] in single["and"] and single["determiner"].issuperset(between[1:])
            listed = number > 1 and norms[states[number - 2].last : one.first] in ([","], [",", "a"], [",", "o"])
            if joined and not listed and one.code != other.code:
                return [one, other]
    return []


def _who_agreed(analysis: Analysis, clue: Clue) -> list[Actor]:
    """The states and bodies that were just told to agree, where 'the agreement' has no sides of its own: 'A, B and C
    agreed to patrol the river. The agreement was reached in …'."""
    for back in range(clue.sentence.index - 1, max(-1, clue.sentence.index - 1 - _BACK), -1):
        before = analysis.clues[back]
        for hit in before.of_group("stage")[-_LAST_TOLD:]:
            if hit.trigger.sense != "announced" or not hit.trigger.tags & {"past", "pres"}:
                continue
            if not before.has("agreed_to", hit.first, hit.first + 2):
                continue
            members = groups(analysis, before)
            found = subject(analysis, before, hit, (before.last, before.last), members)
            found += [a for g in members if "with" in g.roles and 0 <= g.first - hit.last <= _WITH for a in g.members]
            found = [a for a in found if a.code and a.code != _MANY and a.kind != "programme"]
            if len({a.code for a in found}) > 1:
                return found
    return []


def _before(analysis: Analysis, clue: Clue) -> list[Actor]:
    """Actors of the sentences before, nearest first, then those of the title."""
    found: list[Actor] = []
    index = clue.sentence.index
    for back in range(index - 1, max(-1, index - 1 - _BACK), -1):
        found.extend(a for a in analysis.clues[back].actors if a.code and not a.weak and not is_person(a))
    for other in analysis.clues[:2]:
        found.extend(a for a in other.actors if a.code)
    return found


def completed(
    analysis: Analysis,
    group: list[Mention],
    parties: list[Actor],
    earlier: list[Actor],
    claimed: frozenset[tuple[int, int]],
    features: Features,
) -> list[Actor]:
    """At least two states, with those that the text takes as understood.

    `earlier` signed what was told before; `claimed` are the tokens of those whom the sentences give other instruments.
    """
    codes = {a.code for a in parties}
    main = next((m for m in group if m.stages), group[0])
    clue = main.clue
    both = clue.has("both") or any(m.clue.has("both") for m in group[:_MOST_MENTIONS])

    def add(source: list[Actor], name: str) -> None:
        for actor in source:
            if len(codes) >= 2:
                return
            if actor.code and actor.code not in codes and actor.code != "XXG" and actor.kind != "programme":
                parties.append(actor)
                codes.add(actor.code)
                features[name] = features.get(name, 0.0) + 1.0

    resolver = analysis.resolver
    if len(codes) < _THREE and any(_is_of_three(m) for m in group):
        main_ones = [a for a in resolver.most_named() if a.code not in BODIES][:_THREE]
        if codes - {_MANY} <= {a.code for a in main_ones} and len(main_ones) == _THREE:
            # 'The three countries of the Triangle' are these, not a group of states beside them.
            parties[:] = [a for a in parties if a.code != _MANY]
            parties += [a for a in main_ones if a.code not in codes]
            return parties
    if len(codes) >= 2:
        return parties
    if not codes and all(m.definite and not m.named for m in group):
        agreed = _who_agreed(analysis, clue)
        if agreed:
            features["from both"] = 1.0
            return agreed
    if clue.has("us"):
        add(resolver.publisher_actors(), "from us")
    if both:
        alone = not any(m.sides.partner for m in group)
        two = (alone and _pair_before(analysis, clue)) or resolver.both(clue.sentence.index)
        add([resolver.named(a.code) or a for a in two], "from both")
    near = [a for a in clue.actors if a.kind not in ("capital", "group") and not a.weak]
    near = [a for a in near if (a.first, a.last) not in claimed]
    if any(m.sides.partner or m.sides.adjective for m in group):
        add([a for a in near if a.code == resolver.home], "from home")
        add([a for a in earlier if a.code == resolver.home], "from earlier")
        add(resolver.home_actors()[:1], "from home")
        add(earlier, "from earlier")
    add([a for a in near if a.code not in BODIES], "from sentence")
    add(earlier, "from earlier")
    add(resolver.home_actors()[:1], "from home")
    add(near, "from sentence")
    before = _before(analysis, clue)
    add([a for a in before if a.code not in BODIES], "from before")
    add(before, "from before")
    add(resolver.most_named(), "from elsewhere")
    return parties
