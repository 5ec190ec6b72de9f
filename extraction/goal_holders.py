"""Whose a stated goal is: the readings that the sentence and the document allow, of which the weights choose one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue
from extraction.drafts import distinct
from extraction.goal_calls import NOUNS, Call
from extraction.grammar_words import NOUN
from extraction.roles import Group
from extraction.weights import Features

HOLDERS = frozenset({"state", "head", "institution", "body", "capital", "programme", "people", "person", "group"})
_BACK = 4
"""How many sentences before may name who a pronoun means."""
_OPENING = 3
_NEAR = 4
"""How many tokens before a trigger a pronoun stands that is its subject."""
_MOST = 12
"""More holders than this are no joint ones."""
_OFFICE = "office_holder"
_NOMINAL = 9
"""How far before a noun of intent the subject of the verb that governs it may stand."""
_TOLD = frozenset({"instrument", "aid", "stage"})
"""Groups of triggers whose nouns tell of agreements and transfers."""
_CLOSED = frozenset({";", ":", "—"})

Option = tuple[list[Actor], Features]


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
        if word in skipped or word == '"':
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


def _codes(actors: list[Actor]) -> frozenset[str]:
    return frozenset(a.code for a in actors if a.code)


def _usable(analysis: Analysis, actors: list[Actor]) -> tuple[list[Actor], frozenset[str]]:
    """Those of some actors that can hold a goal, with their states; looked up once a text, since the same are asked
    about for each goal of a sentence."""
    known: dict[tuple[int, ...], tuple[list[Actor], list[Actor], frozenset[str]]]
    known = analysis.lookups.setdefault("holders", {})
    key = tuple(map(id, actors))
    if key not in known:
        kept = distinct([a for a in actors if a.code and a.kind in HOLDERS])
        # The actors are kept, so that no later one has their place in memory.
        known[key] = actors, kept, _codes(kept)
    return known[key][1:]


def _sources(
    analysis: Analysis, clue: Clue, call: Call, subject: Subject, members: list[Group]
) -> Iterator[tuple[str, list[Actor]]]:
    """The readings of whose the goal is, by where they come from."""
    resolver, here = analysis.resolver, clue.sentence.index
    told = [(a, b) for name in ("both", "collective") for a, b in clue.named.get(name, ())]
    # 'Both governments' is no government that the text speaks of elsewhere.
    members = [g for g in members if not any(a <= g.first and g.last <= b for a, b in told)]
    left = [g for g in members if g.last <= call.first]
    bare = [g for g in left if g.bare]
    quoted = analysis.in_quotes(analysis.tokens.starts[call.first])
    if subject.shape == "we" and call.sense in NOUNS and (several := _joined_subject(analysis, clue, call, bare)):
        yield "first", several  # 'Kenya and Uganda affirmed our commitment to'
        return
    if subject.shape == "we" and subject.group is None and resolver.publisher and not (resolver.joint or quoted):
        yield "publisher", resolver.publisher_actors()  # 'we' is who speaks, whoever else the text names
        return
    if subject.shape == "actor" and subject.group is not None and _is_plain(call, subject.group):
        yield "subject actor", subject.group.members  # 'Kenya and Uganda will'
        return
    told_together = _together(analysis, clue, call, subject)
    if told_together:
        yield "joint", told_together
        return
    if subject.shape == "shared" and (opening := _opening_subject(analysis, clue, call, bare)):
        yield "first", opening
        return
    if subject.group is not None and (office := _own_office(analysis, subject.group)) is not None:
        yield f"subject {subject.shape}", [office]
        return
    if subject.group is not None:
        yield f"subject {subject.shape}", subject.group.members
    for group in members:
        if call.hit.last <= group.first <= call.hit.last + 3 and "of" in group.roles:
            yield "owner", group.members
        if call.shape == "before" and group.first >= call.hit.last:
            yield "owner", group.members
    if any(call.hit.last <= a <= call.hit.last + 3 for a, _ in told):
        yield "owners both", resolver.joint or resolver.both(here)
    if resolver.joint and subject.shape in ("both", "we"):
        yield "joint", resolver.joint
    if subject.shape in ("both", "we", "pronoun", "shared", "none") or clue.has("both", clue.first, call.first):
        yield "both", resolver.both(here)
    if resolver.joint:
        yield "joint", resolver.joint
    if bare:
        yield "near", bare[-1].members
        yield "first", bare[0].members
        if len(bare) > 1:
            yield "all", [a for g in bare for a in g.members]
    if subject.shape in ("we", "both"):
        yield "publisher", resolver.publisher_actors()
    yield from _from_before(analysis, clue)
    yield "publisher", resolver.publisher_actors()
    yield "speaker", _speaker(analysis, clue)
    opening = [a for c in analysis.clues[:_OPENING] for a in c.actors if a.kind != "group" and not a.weak]
    if opening and subject.shape in ("both", "pronoun", "none", "we"):
        states: dict[str, Actor] = {}
        for actor in opening:
            if actor.code and actor.code != "XXG":
                states.setdefault(actor.code, actor)
        if 1 < len(states) < 8:
            yield "opening", list(states.values())
    if left:
        yield "any", left[-1].members
    home = resolver.home_actor()
    if home is not None:
        yield "home", [home]


def _is_plain(call: Call, group: Group) -> bool:
    """Whether a verb's subject leaves no doubt: states joined, or one state by its name right before it."""
    if len(_codes(group.members)) > 1:
        return True
    only = group.members[0]
    named = only.kind == "state" and only.derived is None and not only.weak
    return named and call.sense not in NOUNS and group.last >= call.first - 2


def _opening_subject(analysis: Analysis, clue: Clue, call: Call, bare: list[Group]) -> list[Actor]:
    """Who opens a sentence as the subject of its verbs up to the one behind 'and': 'Peru stands with them and will'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    if not bare or bare[0].first > clue.first + 1 or any(a.weak or a.kind not in HOLDERS for a in bare[0].members):
        return []
    breaks = grammar.either("relative", "that", "subordinate", "and") | {"that", ",", ";", ":"}
    if norms[bare[0].last : bare[0].last + 1] == [","] or clue.has("report", bare[0].last, call.first):
        return []
    later = [g for g in bare[1:] if norms[g.first - 1] in breaks or norms[g.first - 2] in breaks]
    return bare[0].members if not later else []


def _joined_subject(analysis: Analysis, clue: Clue, call: Call, bare: list[Group]) -> list[Actor]:
    """The states that a sentence names together as its subject, where it speaks of 'our' goal and nowhere of 'we'."""
    if not bare or len(_codes(bare[0].members)) < 2:
        return []
    norms, first = analysis.tokens.norms, bare[0].first
    if first > clue.first + _NEAR and ":" not in norms[max(clue.first, first - 2) : first]:
        return []
    spoken = analysis.tokens.norms[bare[0].last : call.first]
    return bare[0].members if analysis.grammar.single["we"].isdisjoint(spoken) else []


def _together(analysis: Analysis, clue: Clue, call: Call, subject: Subject) -> list[Actor]:
    """Who issues a joint text, or meets by its title, where the subject means them: 'the leaders', 'both sides',
    'they', and 'we' in what is issued jointly."""
    resolver, norms = analysis.resolver, analysis.tokens.norms
    parties = resolver.joint or resolver.sides
    if not parties:
        return []
    spans = [(a, b) for name in ("both", "collective") for a, b in clue.named.get(name, ())]
    beside = {*norms[max(clue.first, call.first - 2) : call.first], *norms[call.hit.last : call.hit.last + 1]}
    if call.sense in NOUNS and not analysis.grammar.single["in_common"].isdisjoint(beside):
        return parties  # 'underscored our shared commitment to'
    if subject.group is not None:
        first, last = subject.group.first, subject.group.last
        told = any(a <= first and last <= b for a, b in spans) and subject.shape in ("actor", "shared")
        return parties if told else []
    if subject.shape == "both":
        return parties
    if subject.shape in ("shared", "none") and any(a <= clue.first + 1 for a, _ in spans):
        return parties  # 'The leaders discussed migration and pledged to'
    opening = norms[clue.first : clue.first + 2] if subject.shape == "shared" else []
    noun = norms[subject.noun - 1 : subject.noun] if subject.shape == "noun" and subject.noun else []
    if any(w in analysis.grammar.single["counted"] for w in (*opening, *noun)):
        return parties  # 'The three ministers'
    if subject.shape == "we":
        return [] if not resolver.joint or analysis.in_quotes(analysis.tokens.starts[call.first]) else parties
    before = norms[max(clue.first, call.first - _NEAR) : call.first]
    return parties if subject.shape == "pronoun" and not analysis.grammar.single["they_all"].isdisjoint(before) else []


def _own_office(analysis: Analysis, group: Group) -> Actor | None:
    """The office of an official publisher's own state, where one is named with neither a state nor a person: 'the
    Vice President will'."""
    resolver = analysis.resolver
    office = group.members[0]
    if not resolver.official or resolver.publisher is None or len(group.members) > 1 or office.detail != _OFFICE:
        return None
    words = analysis.tokens.norms[office.first : office.last]
    bare = " ".join(words) == office.head and analysis.tokens.norms[office.last : office.last + 1] != ["of"]
    if not bare or office.derived is None or office.code == resolver.publisher:
        return None
    return replace(office, codes=(resolver.publisher,))


def _from_before(analysis: Analysis, clue: Clue) -> Iterator[tuple[str, list[Actor]]]:
    """Who was spoken of in the sentences before: their first actor, and the last one of all."""
    for back in range(1, _BACK):
        at = clue.sentence.index - back
        if at < 0:
            return
        named = [a for a in analysis.clues[at].actors if a.code and a.kind in HOLDERS and not a.weak]
        if named:
            yield f"before {min(back, 2)}", [named[0]]
            if len(named) > 1:
                yield "before last", [named[-1]]
                yield "before all", named[:3]
            return


def _speaker(analysis: Analysis, clue: Clue) -> list[Actor]:
    """The actor beside a verb of report in the sentence or in the ones next to it."""
    here = clue.sentence.index
    for at in (here, here - 1, here + 1, here - 2):
        if not 0 <= at < len(analysis.clues):
            continue
        other = analysis.clues[at]
        for first, last in other.named.get("report", ()):
            near = [a for a in other.actors if a.code and (0 <= first - a.last <= 8 or 0 <= a.first - last <= 4)]
            if near:
                return [min(near, key=lambda a: min(abs(first - a.last), abs(a.first - last)))]
    return []


def holder_options(
    analysis: Analysis, clue: Clue, call: Call, subject: Subject, members: list[Group]
) -> list[tuple[Any, Features]]:
    """The readings of whose the goal is, each with what tells for it, which all just holds; readings of the same
    states are one."""
    found: dict[frozenset[str], Option] = {}
    joint = _codes(analysis.resolver.joint)
    before = analysis.tokens.norms[max(clue.first, call.first - 4) : call.first]
    plural = not analysis.grammar.single["they"].isdisjoint(before)
    for source, actors in _sources(analysis, clue, call, subject, members):
        kept, codes = _usable(analysis, actors)
        if not codes or len(kept) > _MOST:
            continue
        known = found.get(codes)
        if known is None:
            several = len(codes) > 1
            holds = {
                "several": several,
                f"first {kept[0].kind}": True,
                "group of states": "XXG" in codes,
                "joint issuers": bool(joint) and codes == joint,
                "publisher's": codes == {analysis.resolver.publisher},
                "home": codes == {analysis.resolver.home},
                "weak": kept[0].weak and all(a.weak for a in kept),
                f"several|{subject.shape}": several,
                "several|they": several and plural,
                "several|our": several and clue.has("ours", clue.first, call.start),
            }
            known = found[codes] = (kept, dict.fromkeys([name for name, told in holds.items() if told], 1.0))
        known[1][source] = 1.0
        known[1][f"{source}|{subject.shape}"] = 1.0
        if call.shape == "list":
            known[1][f"{source}|list"] = 1.0
    return [(actors, features) for actors, features in found.values()]
