"""Who gives and who receives: all parties that could fill the two sides of a transfer, described for the weights."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING, Any

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue
from extraction.drafts import distinct
from extraction.roles import Group
from extraction.weights import Features, linear

if TYPE_CHECKING:
    from extraction.aid_draft import AidDraft
    from extraction.aid_marks import Mark

_PRIORITY = ("by", "through", "to", "from", "with", "of", "maybe_to", "in")
_FOR_ITSELF = frozenset({"equip", "build", "train", "teach"})
"""What a state that plans it does for itself, unless the sentence says for whom."""
_MOST_GROUPS = 8
_KEPT = 5
"""Sides that are paired: the likeliest few of each."""

_CHOICE = "aid.sides"
_WRONG_DONOR, _WRONG_RECIPIENT = "d.wrong side", "r.wrong side"
"""Marks of what cannot be the side: who only passes on, or was the other side before."""
Sides = tuple[list[Actor], list[Actor]]


@dataclass(slots=True)
class Side:
    """A party, or parties joined by 'and', that could be donor or recipient; `origin` is where it was found."""

    members: list[Actor]
    origin: str
    as_donor: Features
    as_recipient: Features
    first: int = -1

    @property
    def codes(self) -> frozenset[str]:
        """Countries and bodies of its members."""
        return frozenset(a.code for a in self.members if a.code)


def _role(group: Group) -> str:
    return next((r for r in _PRIORITY if r in group.roles), "bare")


def _kinds(analysis: Analysis, members: list[Actor]) -> list[str]:
    """What the parties are, whatever their place."""
    first = members[0]
    resolver = analysis.resolver
    named = [f"kind={first.kind}"]
    if first.detail and first.kind != "programme":
        named.append(f"detail={first.detail}")
    if any(a.secure for a in members):
        named.append("secure")
    code = first.code
    if code == resolver.publisher:
        named.append("publisher")
    if code == resolver.home:
        named.append("home")
    if code == "XXG":
        named.append("many")
    if code in resolver.ABROAD:
        named.append("acts abroad")
    if first.derived:
        named.append("derived")
    if len({a.code for a in members}) > 1:
        named.append("several")
    return named


def _inside(analysis: Analysis, clue: Clue, mark: Mark, members: list[Group]) -> list[Side]:
    """The groups of the sentence as sides."""
    found: list[Side] = []
    left = [g for g in members if g.last <= mark.first]
    right = [g for g in members if g.first >= mark.last]
    near = left[-(_MOST_GROUPS // 2) :] + right[: _MOST_GROUPS // 2]
    for group in near:
        actors = [a for a in distinct(group.members) if a.code]
        if not actors or actors[0].kind == "programme":
            continue
        before = group.last <= mark.first
        place, role = ("L" if before else "R"), _role(group)
        gap = mark.first - group.last if before else group.first - mark.last
        names = [
            f"{mark.orient}.{mark.voice}.{place}.{role}",
            f"{mark.voice}.{place}.{role}",
            f"{mark.orient}.{place}",
            f"{place}.{role}",
            f"{mark.sense}.{mark.voice}.{place}",
            *_kinds(analysis, actors),
        ]
        if group is (left[-1] if before and left else right[0] if right else None):
            names.append(f"next.{place}.{mark.voice}")
        if group is members[0]:
            names.append("first")
        through_for_another = False
        if role == "through" and any(
            g is not group and not g.has("through") and g.members[0].code == actors[0].code for g in members
        ):
            through_for_another = True
        between = (group.last, mark.first) if before else (mark.last, group.first)
        if any(between[0] <= h.first < between[1] for h in clue.of_group("aid")):
            names.append(f"over.{place}")
        if clue.has("subordinate", *between):
            names.append(f"clause.{place}")
        values = dict.fromkeys(names, 1.0) | {f"gap.{place}": log2(1 + max(0, gap)) / 4}
        found.append(
            Side(
                actors,
                "sentence",
                {f"d.{n}": v for n, v in values.items()} | ({_WRONG_DONOR: 1.0} if through_for_another else {}),
                {f"r.{n}": v for n, v in values.items()},
                group.first,
            )
        )
    return found


def _elsewhere(analysis: Analysis, clue: Clue, mark: Mark, before: list[AidDraft], taken: set[str]) -> list[Side]:
    """Parties that the sentence does not name: of a transfer told before, of the title, who speaks."""
    found: list[Side] = []
    seen: set[tuple[str, frozenset[str]]] = set()

    def offer(members: list[Actor], origin: str, donor: bool = True, recipient: bool = True) -> None:
        actors = [a for a in members if a.code]
        codes = frozenset(a.code for a in actors if a.code)
        if not actors or codes <= taken or (origin[:4], codes) in seen:
            return
        seen.add((origin[:4], codes))
        names = [f"from={origin}", f"from={origin}.{mark.reach}", f"away.{mark.voice}", *_kinds(analysis, actors)]
        base = dict.fromkeys(names, 1.0)
        as_donor = {f"d.{n}": v for n, v in base.items()}
        as_recipient = {f"r.{n}": v for n, v in base.items()}
        if not donor:
            as_donor[_WRONG_DONOR] = 1.0
        if not recipient:
            as_recipient[_WRONG_RECIPIENT] = 1.0
        found.append(Side(actors, origin, as_donor, as_recipient))

    near = [d for d in before if clue.sentence.index - d.sentence <= 4]
    if near:
        offer(near[-1].donors, "last donor", recipient=False)
        offer(near[-1].recipients, "last recipient", donor=False)
    elif before:
        offer(before[-1].donors, "old donor", recipient=False)
        offer(before[-1].recipients, "old recipient", donor=False)
    offer(_previous_subject(analysis, clue), "subject")
    for actor in _of_title(analysis):
        offer([actor], "title")
    offer([a for a in (analysis.resolver.named(analysis.resolver.home),) if a], "home")
    offer([a for a in (analysis.resolver.named(analysis.resolver.publisher),) if a], "publisher")
    for actor in analysis.resolver.most_named()[:3]:
        offer([actor], "most named")
    programmes = [a for a in clue.actors if a.kind == "programme" and a.code]
    if programmes:
        offer(programmes[:1], "programme", recipient=False)
    return found


def _previous_subject(analysis: Analysis, clue: Clue) -> list[Actor]:
    for back in range(clue.sentence.index - 1, max(-1, clue.sentence.index - 3), -1):
        for actor in analysis.clues[back].actors:
            if actor.code and actor.kind in ("state", "head", "institution", "body", "person"):
                return [actor]
    return []


def _of_title(analysis: Analysis) -> list[Actor]:
    found: dict[str, Actor] = {}
    for clue in analysis.clues[:3]:
        for actor in clue.actors:
            if actor.code and actor.kind != "programme":
                found.setdefault(actor.code, actor)
    return list(found.values())[:4]


def options(
    analysis: Analysis, clue: Clue, mark: Mark, members: list[Group], before: list[AidDraft]
) -> tuple[list[tuple[Any, Mapping[str, float]]], list[float]]:
    """All pairs of donors and recipients of different states that a mark could mean, with their features and sums."""
    inside = _inside(analysis, clue, mark, members)
    named = {code for side in inside for code in side.codes}
    pool = inside + _elsewhere(analysis, clue, mark, before, named)
    able = [(linear(_CHOICE, s.as_donor), s) for s in pool if _WRONG_DONOR not in s.as_donor]
    donors = sorted(able, key=lambda e: -e[0])[: _KEPT + 2]
    able = [(linear(_CHOICE, s.as_recipient), s) for s in pool if _WRONG_RECIPIENT not in s.as_recipient]
    recipients = sorted(able, key=lambda e: -e[0])[: _KEPT + 2]
    # Who equips, builds or trains is the donor: a state that does so for itself is no recipient of somebody untold.
    own_plan = mark.voice == "act" and mark.orient == "D" and _has_subject(mark, members)
    for_itself = own_plan and mark.sense in _FOR_ITSELF and any(h.last <= mark.first for h in clue.of_group("goal"))
    own_plan = own_plan or (mark.sense == "buy" and mark.reach == "none")
    # Who buys, asks or receives is the subject, and so is who plans for itself: the other side is not looked for afar.
    takes = for_itself or (mark.voice == "act" and mark.orient == "R" and _has_subject(mark, members))
    found: list[tuple[Any, Mapping[str, float]]] = []
    sums: list[float] = []
    for given, donor in donors:
        if own_plan and donor.first < 0:
            continue
        for taken, recipient in recipients:
            if donor is recipient or donor.codes & recipient.codes or (takes and recipient.first < 0):
                continue
            pair = _pair(mark, donor, recipient)
            found.append(((donor.members, recipient.members), ChainMap(pair, recipient.as_recipient, donor.as_donor)))
            sums.append(given + taken + linear(_CHOICE, pair))
    return found, sums


def _has_subject(mark: Mark, members: list[Group]) -> bool:
    """Whether a party that acts stands before a mark without a role."""
    left = (g for g in members if g.bare and g.last <= mark.first)
    return any(g.members[0].code and g.members[0].kind != "programme" for g in left)


def _pair(mark: Mark, donor: Side, recipient: Side) -> Features:
    """What only the two sides together have."""
    if donor.first >= 0 and recipient.first >= 0:
        order = "dr" if donor.first < recipient.first else "rd"
        return {f"p.{mark.orient}.{mark.voice}.{order}": 1.0, f"p.{order}": 1.0}
    if donor.first < 0 and recipient.first < 0:
        return {"p.both away": 1.0}
    return {"p.donor away" if donor.first < 0 else "p.recipient away": 1.0}
