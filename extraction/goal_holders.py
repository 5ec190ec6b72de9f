"""Whose a stated goal is: the readings that the sentence and the document allow, of which the weights choose one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue
from extraction.drafts import distinct
from extraction.goal_calls import Call
from extraction.goal_subjects import Subject
from extraction.goal_sure import HOLDERS, codes_of, sure_holders
from extraction.roles import Group
from extraction.segments import BlockKind
from extraction.weights import Features

_BACK = 4
"""How many sentences before may name who a pronoun means."""
_OPENING = 3
_MOST = 12
"""More holders than this are no joint ones."""

Option = tuple[list[Actor], Features]


def _usable(analysis: Analysis, actors: list[Actor]) -> tuple[list[Actor], frozenset[str]]:
    """Those of some actors that can hold a goal, with their states; looked up once a text, since the same are asked
    about for each goal of a sentence."""
    known: dict[tuple[int, ...], tuple[list[Actor], list[Actor], frozenset[str]]]
    known = analysis.lookups.setdefault("holders", {})
    key = tuple(map(id, actors))
    if key not in known:
        kept = distinct([a for a in actors if a.code and a.kind in HOLDERS])
        # The actors are kept, so that no later one has their place in memory.
        known[key] = actors, kept, codes_of(kept)
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
    if (sure := sure_holders(analysis, clue, call, subject, bare)) is not None:
        yield sure
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
    yield from _around(analysis, clue)
    if subject.shape in ("both", "pronoun", "none", "we"):
        states = _of_opening(analysis)
        if 1 < len(states) < 8:
            yield "opening", states
    if left:
        yield "any", left[-1].members
    home = resolver.home_actor()
    if home is not None:
        yield "home", [home]


def _around(analysis: Analysis, clue: Clue) -> list[tuple[str, list[Actor]]]:
    """Who was spoken of before, who publishes and who speaks; looked up once a sentence."""
    known: dict[int, list[tuple[str, list[Actor]]]] = analysis.lookups.setdefault("holders around", {})
    found = known.get(clue.sentence.index)
    if found is None:
        publisher = ("publisher", analysis.resolver.publisher_actors())
        found = [*_from_before(analysis, clue), publisher, ("speaker", _speaker(analysis, clue))]
        known[clue.sentence.index] = found
    return found


def _of_opening(analysis: Analysis) -> list[Actor]:
    """The states that the opening names, each by its first actor; looked up once a text."""
    found: list[Actor] | None = analysis.lookups.get("holders of the opening")
    if found is None:
        states: dict[str, Actor] = {}
        for actor in [a for c in analysis.clues[:_OPENING] for a in c.actors if a.kind != "group" and not a.weak]:
            if actor.code and actor.code != "XXG":
                states.setdefault(actor.code, actor)
        found = analysis.lookups["holders of the opening"] = list(states.values())
    return found


def _from_before(analysis: Analysis, clue: Clue) -> Iterator[tuple[str, list[Actor]]]:
    """Who was spoken of in the sentences before: their first actor, and the last one of all."""
    blocks = analysis.blocks
    own = clue.sentence.block
    goes_on = blocks[own].kind is BlockKind.ITEM and clue.sentence.start > blocks[own].start
    for back in range(1, _BACK):
        at = clue.sentence.index - back
        if at < 0:
            return
        block = analysis.clues[at].sentence.block
        if goes_on and block != own and blocks[block].kind is BlockKind.ITEM:
            continue  # what a bullet goes on about is in itself
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
    joint = codes_of(analysis.resolver.joint)
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
