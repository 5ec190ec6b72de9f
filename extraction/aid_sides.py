"""Who gives and who receives: all parties that could fill the two sides of a transfer, described for the weights."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from functools import cache
from math import inf, log2
from operator import itemgetter
from typing import TYPE_CHECKING, Any, overload

from extraction.actors import Actor
from extraction.aid_enemies import is_enemy, is_no_giver
from extraction.aid_parties import (
    CHOICE,
    Outside,
    Party,
    Place,
    Side,
    codes_of,
    kinds_of,
    of_text,
    parties_of,
    told_before,
)
from extraction.analysis import Analysis, Clue
from extraction.drafts import distinct
from extraction.grammar_words import NOUN, frames
from extraction.lexicon.store import asked_often
from extraction.roles import Group
from extraction.weights import Features, linear_holding, weights_of

if TYPE_CHECKING:
    from extraction.aid_draft import AidDraft
    from extraction.aid_marks import Mark

_PRIORITY = ("by", "through", "to", "from", "with", "of", "maybe_to", "in")
_FOR_ITSELF = frozenset({"equip", "build", "train", "teach"})
"""What a state that plans it does for itself, unless the sentence says for whom."""
_MOST_GROUPS = 8
_OWNING = 2
"""Tokens between a party and the noun that it owns."""
_OBJECT = 10
"""Tokens between a verb and the noun that is its object."""
_ROUNDING = 1e-6
_KEPT = 5
"""Sides that are paired: the likeliest few of each."""

_BY_SUM = itemgetter(0)

Sides = tuple[list[Actor], list[Actor]]


@cache
def _role(roles: frozenset[str]) -> str:
    """The one of several roles that counts."""
    return next((r for r in _PRIORITY if r in roles), "bare")


def _frame_says(mark: Mark, group: Group, nearest: bool, crossed: bool) -> str:
    """Which side the frame has at a party's place around a mark, `none` where it has neither there; `crossed` where
    another trigger or clause stands between."""
    frame = frames()["aid"][mark.sense]
    before, role = group.last <= mark.first, _role(group.roles)
    if role != "bare":
        told = frame.get("to" if role == "maybe_to" else role)
    elif mark.voice == "act":
        # 'gave the army ten trucks': who stands where the things should is given to.
        object_of = "recipient" if nearest and frame["object"] == "items" and mark.orient == "D" else frame["object"]
        told = frame["subject"] if before else object_of
    elif mark.voice == "pas":
        told = frame["passive"] if before else None
    else:
        # 'the Indian donation', "India's gift": who stands right before a noun does what it says.
        if before:
            told = frame["subject"] if mark.first - group.last <= _OWNING else None
        else:
            told = frame["object"] if group.first - mark.last <= _OWNING and frame["object"] == "donor" else None
    if told == "items" or told is None:
        return "none"
    return f"{told}, far" if crossed else str(told)


class SidePairs(Sequence[tuple[Sides, Mapping[str, float]]]):
    """Pairs of donors and recipients with their features, which are put together where somebody looks at them."""

    def __init__(self, pairs: list[tuple[Side, Side, Features]]):
        self._pairs = pairs

    def __len__(self) -> int:
        return len(self._pairs)

    @overload
    def __getitem__(self, at: int) -> tuple[Sides, Mapping[str, float]]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[Sides, Mapping[str, float]]]: ...

    def __getitem__(self, at: int | slice) -> Any:
        """A pair, or several."""
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        donor, recipient, pair = self._pairs[at]
        features: Mapping[str, float] = ChainMap(pair, recipient.as_recipient, donor.as_donor)  # type: ignore[arg-type]
        return (donor.members, recipient.members), features

    def sides(self, at: int) -> Sides:
        """The two sides of a pair."""
        donor, recipient, _ = self._pairs[at]
        return donor.members, recipient.members

    def places(self, at: int) -> list[str]:
        """The names of a pair's features that tell where the sides are from and how they stand to each other."""
        donor, recipient, pair = self._pairs[at]
        names = [f"d.{n}" for n in donor.place.names if n.startswith("from=")]
        names += [f"r.{n}" for n in recipient.place.names if n.startswith("from=")]
        return [*names, *pair]


class SideFinder:
    """Finds the sides of the transfers that one sentence may tell of; `before` are the likely ones told before it. If
    not `whole`, of all pairs only the likeliest."""

    def __init__(
        self, analysis: Analysis, clue: Clue, members: list[Group], before: list[AidDraft], whole: bool = True
    ):
        self._whole = whole
        self._analysis = analysis
        self._clue = clue
        self._members = members
        self._triggers = [h.first for h in clue.of_group("aid")]
        self._goals = [h.last for h in clue.of_group("goal")]
        self._inner: dict[int, Party | None] = {}
        programmes = [a for a in clue.actors if a.kind == "programme" and a.code][:1]
        given_by = parties_of(analysis, [(programmes, "programme", True, False)])
        for party in given_by:
            party.first = programmes[0].first
        self._outside = (
            Outside(told_before(analysis, clue, before)),
            of_text(analysis),
            Outside(given_by),
        )

    def _party(self, number: int) -> Party | None:
        """A group of the sentence as a party, by its number; None for one that can be no side."""
        if number not in self._inner:
            group = self._members[number]
            clue = self._clue
            actors = [a for a in distinct(group.members) if a.code and not is_enemy(self._analysis, clue, a)]
            party = None
            if actors and actors[0].kind != "programme":
                passes_on = _role(group.roles) == "through" and any(
                    g is not group and not g.has("through") and g.members[0].code == actors[0].code
                    for g in self._members
                )
                gives = not passes_on and not is_no_giver(self._analysis, clue, actors[0])
                party = Party(actors, codes_of(actors), kinds_of(self._analysis, actors), donor=gives)
            self._inner[number] = party
        return self._inner[number]

    def _subject_of_verb(self, mark: Mark) -> tuple[int, str] | None:
        """The number of the group that is the subject of the verb whose object a mark is, as in 'A and B announced a
        contribution of 3 million, while C will give 1', and what the verb makes of it, `donor` or `recipient`; None
        where the mark is a verb or there is none."""
        if mark.voice in ("act", "pas"):
            return None
        verbs = [h for h in self._clue.of_group("aid") if 0 <= mark.first - h.last <= _OBJECT]
        verbs = [h for h in verbs if NOUN not in h.trigger.tags]
        left = [n for n, g in enumerate(self._members) if verbs and g.bare and g.last <= verbs[-1].first]
        if not left:
            return None
        apart = (self._members[left[-1]].last, mark.first)
        side: str = frames()["aid"][verbs[-1].trigger.sense]["subject"]
        return None if self._clue.has("subordinate", *apart) else (left[-1], side)

    def _inside(self, mark: Mark) -> list[Side]:
        """The groups of the sentence as sides."""
        found: list[Side] = []
        acting = self._subject_of_verb(mark)
        left = [n for n, g in enumerate(self._members) if g.last <= mark.first]
        right = [n for n, g in enumerate(self._members) if g.first >= mark.last]
        for number in left[-(_MOST_GROUPS // 2) :] + right[: _MOST_GROUPS // 2]:
            party, group = self._party(number), self._members[number]
            if party is None:
                continue
            before = group.last <= mark.first
            gap = mark.first - group.last if before else group.first - mark.last
            nearest = number == (left[-1] if before else right[0])
            between = (group.last, mark.first) if before else (mark.last, group.first)
            over = any(between[0] <= first < between[1] for first in self._triggers)
            clause = self._clue.has("subordinate", *between)
            says = _frame_says(mark, group, nearest, over or clause)
            acts = acting[1] if acting is not None and acting[0] == number else ""
            side, how = "L" if before else "R", (mark.orient, mark.voice, mark.sense)
            place = _place(*how, side, _role(group.roles), nearest, number == 0, over, clause, acts, says)
            found.append(party.side(place, group.first, says.partition(",")[0], log2(1 + max(0, gap)) / 4))
        return found

    def options(self, mark: Mark) -> tuple[SidePairs, list[float]]:
        """All pairs of donors and recipients of different states that a mark could mean, with their features and
        sums."""
        inside = self._inside(mark)
        named = {code for side in inside for code in side.codes}
        pool = inside + [s for parties in self._outside for s in parties.sides(mark) if not s.codes <= named]
        able = [(s.given, s) for s in pool if s.given is not None]
        donors = sorted(able, key=_BY_SUM, reverse=True)[: _KEPT + 2]
        able = [(s.taken, s) for s in pool if s.taken is not None]
        recipients = sorted(able, key=_BY_SUM, reverse=True)[: _KEPT + 2]
        # Who equips, builds or trains is the donor: a state that does so for itself is no recipient of somebody untold.
        subject = mark.voice == "act" and _has_subject(mark, self._members)
        own_plan = subject and mark.orient == "D"
        for_itself = own_plan and mark.sense in _FOR_ITSELF and any(last <= mark.first for last in self._goals)
        own_plan = own_plan or (mark.sense == "buy" and mark.reach == "none")
        # Who buys, asks or receives is the subject, and so is who plans for itself: the other side is not looked for
        # afar.
        takes = for_itself or (subject and mark.orient == "R")
        found: list[tuple[Side, Side, Features]] = []
        sums: list[float] = []
        most, best = _most_together(), -inf
        for given, donor in donors:
            if own_plan and donor.first < 0:
                continue
            for taken, recipient in recipients:
                if given + taken + most < best:
                    break  # nor can those that follow, which speak for less, come before the best
                if donor is recipient or (takes and recipient.first < 0) or not donor.codes.isdisjoint(recipient.codes):
                    continue
                order = _order(donor.first, recipient.first)
                pair, value = _together(mark.orient, mark.voice, order, donor.frame, recipient.frame)
                total = given + taken + value
                if self._whole or not found:
                    found.append((donor, recipient, pair))
                    sums.append(total)
                elif total > best:
                    found[0], sums[0] = (donor, recipient, pair), total
                if not self._whole:
                    best = sums[0]
        return SidePairs(found), sums


@asked_often
def _place(
    orient: str,
    voice: str,
    sense: str,
    place: str,
    role: str,
    nearest: bool,
    first: bool,
    over: bool,
    clause: bool,
    acts: str,
    says: str,
) -> Place:
    """What describes a place around a mark: of these there are few, met again in every text."""
    names = [
        f"{orient}.{voice}.{place}.{role}", f"{voice}.{place}.{role}", f"{orient}.{place}", f"{place}.{role}",
        f"{sense}.{voice}.{place}",
    ]  # fmt: skip
    if nearest:
        names.append(f"next.{place}.{voice}")
    if first:
        names.append("first")
    if over:
        names.append(f"over.{place}")
    if clause:
        names.append(f"clause.{place}")
    if acts:
        names.append(f"subject of its verb, {acts}")
    return Place((*names, f"frame={says}", f"frame={says} {voice}"), f"gap.{place}")


@asked_often
def _together(orient: str, voice: str, order: str, donor: str, recipient: str) -> tuple[Features, float]:
    """What only the two sides together have, by their order and what the frame has at their places, and its sum."""
    names = [f"p.{order}"]
    if order in ("dr", "rd"):
        names += [
            f"p.{orient}.{voice}.{order}",
            f"p.fits={(donor == 'donor') + (recipient == 'recipient')}",
            f"p.against={(donor == 'recipient') + (recipient == 'donor')}",
        ]
    return dict.fromkeys(names, 1.0), linear_holding(CHOICE, names)


@asked_often
def _most_together() -> float:
    """What no two sides together have more of than, with room for what rounding adds."""
    told = weights_of(CHOICE, "p.")
    kinds: dict[str, float] = {}
    for name, weight in told.items():
        kind = f"{name.count('.')}{name.partition('=')[0] if '=' in name else ''}"
        kinds[kind] = max(kinds.get(kind, 0.0), weight)
    return linear_holding(CHOICE, ()) + sum(kinds.values()) + _ROUNDING


def _has_subject(mark: Mark, members: list[Group]) -> bool:
    """Whether a party that acts stands before a mark without a role."""
    left = (g for g in members if g.bare and g.last <= mark.first)
    return any(g.members[0].code and g.members[0].kind != "programme" for g in left)


def _order(donor: int, recipient: int) -> str:
    """How the first tokens of the two sides stand to each other, -1 for one outside the sentence."""
    if donor >= 0 and recipient >= 0:
        return "dr" if donor < recipient else "rd"
    if donor < 0 and recipient < 0:
        return "both away"
    return "donor away" if donor < 0 else "recipient away"
