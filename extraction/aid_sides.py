"""Who gives and who receives: all parties that could fill the two sides of a transfer, described for the weights."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING, Any, overload

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue
from extraction.drafts import distinct
from extraction.grammar_words import frames
from extraction.roles import Group
from extraction.weights import Features, Led, linear

if TYPE_CHECKING:
    from extraction.aid_draft import AidDraft
    from extraction.aid_marks import Mark

_PRIORITY = ("by", "through", "to", "from", "with", "of", "maybe_to", "in")
_FOR_ITSELF = frozenset({"equip", "build", "train", "teach"})
"""What a state that plans it does for itself, unless the sentence says for whom."""
_MOST_GROUPS = 8
_OWNING = 2
"""Tokens between a party and the noun that it owns."""
_NEAR = 4
"""Sentences after which the transfer told before is an old one."""
_KEPT = 5
"""Sides that are paired: the likeliest few of each."""

_CHOICE = "aid.sides"
_WRONG = "wrong side"
"""Marks what cannot be the side: who only passes on, or was the other side before."""
Sides = tuple[list[Actor], list[Actor]]


@dataclass(slots=True)
class Side:
    """A party, or parties joined by 'and', that could be donor or recipient; `first` is its token, -1 where it stands
    outside the sentence. `given` and `taken` are what speaks for it as the one and as the other, summed."""

    members: list[Actor]
    codes: frozenset[str]
    as_donor: Led
    as_recipient: Led
    given: float | None
    taken: float | None
    first: int = -1
    frame: str = "none"
    """The side that the frame has at its place."""


@dataclass(slots=True)
class _Party:
    """Who could be a side of any transfer of a sentence, with what does not depend on where the transfer is told."""

    members: list[Actor]
    codes: frozenset[str]
    kinds: Features
    origin: str = ""
    donor: bool = True
    recipient: bool = True
    first: int = -1
    """Its token, where it stands in the sentence though it is no group of it."""
    as_donor: float = 0.0
    """What its kinds alone speak for it as the one or the other side, summed."""
    as_recipient: float = 0.0

    def __post_init__(self) -> None:
        self.as_donor = linear(_CHOICE, Led("d.", self.kinds))
        self.as_recipient = linear(_CHOICE, Led("r.", self.kinds))

    def side(self, place: Features, first: int | None = None) -> Side:
        """The party as a side by what describes its place too; where it cannot be a side it has no sum as such."""
        features = {**place, **self.kinds}
        as_donor = Led("d.", features if self.donor else {**features, _WRONG: 1.0})
        as_recipient = Led("r.", features if self.recipient else {**features, _WRONG: 1.0})
        given = self.as_donor + linear(_CHOICE, Led("d.", place)) if self.donor else None
        taken = self.as_recipient + linear(_CHOICE, Led("r.", place)) if self.recipient else None
        return Side(
            self.members, self.codes, as_donor, as_recipient, given, taken, self.first if first is None else first
        )


def _role(group: Group) -> str:
    return next((r for r in _PRIORITY if r in group.roles), "bare")


def _frame_says(mark: Mark, group: Group, nearest: bool, crossed: bool) -> str:
    """Which side the frame has at a party's place around a mark, `none` where it has neither there; `crossed` where
    another trigger or clause stands between."""
    frame = frames()["aid"][mark.sense]
    before, role = group.last <= mark.first, _role(group)
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


def _kinds(analysis: Analysis, members: list[Actor]) -> Features:
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
    return dict.fromkeys(named, 1.0)


class _Outside:
    """Parties that a sentence does not name, as sides: the same for all marks of one reach and voice."""

    def __init__(self, parties: list[_Party]):
        self._parties = parties
        self._sides: dict[tuple[str, str], list[Side]] = {}

    def sides(self, mark: Mark) -> list[Side]:
        """The parties as sides of a mark."""
        found = self._sides.get((mark.reach, mark.voice))
        if found is None:
            found = self._sides[mark.reach, mark.voice] = [self._as_side(party, mark) for party in self._parties]
        return found

    def _as_side(self, party: _Party, mark: Mark) -> Side:
        origin = party.origin
        return party.side({f"from={origin}": 1.0, f"from={origin}.{mark.reach}": 1.0, f"away.{mark.voice}": 1.0})


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

    def places(self, at: int) -> list[str]:
        """The names of a pair's features that tell where the sides are from and how they stand to each other."""
        donor, recipient, pair = self._pairs[at]
        names = [f"d.{n}" for n in donor.as_donor.features if n.startswith("from=")]
        names += [f"r.{n}" for n in recipient.as_recipient.features if n.startswith("from=")]
        return [*names, *pair]


class SideFinder:
    """Finds the sides of the transfers that one sentence may tell of; `before` are the likely ones told before it."""

    def __init__(self, analysis: Analysis, clue: Clue, members: list[Group], before: list[AidDraft]):
        self._analysis = analysis
        self._clue = clue
        self._members = members
        self._triggers = [h.first for h in clue.of_group("aid")]
        self._goals = [h.last for h in clue.of_group("goal")]
        self._inner: dict[int, _Party | None] = {}
        self._together: dict[tuple[str, ...], tuple[Features, float]] = {}
        programmes = [a for a in clue.actors if a.kind == "programme" and a.code][:1]
        given_by = _parties(analysis, [(programmes, "programme", True, False)])
        for party in given_by:
            party.first = programmes[0].first
        self._outside = (
            _Outside(_told_before(analysis, clue, before)),
            _of_text(analysis),
            _Outside(given_by),
        )

    def _party(self, number: int) -> _Party | None:
        """A group of the sentence as a party, by its number; None for one that can be no side."""
        if number not in self._inner:
            group = self._members[number]
            actors = [a for a in distinct(group.members) if a.code]
            party = None
            if actors and actors[0].kind != "programme":
                passes_on = _role(group) == "through" and any(
                    g is not group and not g.has("through") and g.members[0].code == actors[0].code
                    for g in self._members
                )
                party = _Party(actors, _codes(actors), _kinds(self._analysis, actors), donor=not passes_on)
            self._inner[number] = party
        return self._inner[number]

    def _inside(self, mark: Mark) -> list[Side]:
        """The groups of the sentence as sides."""
        found: list[Side] = []
        left = [n for n, g in enumerate(self._members) if g.last <= mark.first]
        right = [n for n, g in enumerate(self._members) if g.first >= mark.last]
        for number in left[-(_MOST_GROUPS // 2) :] + right[: _MOST_GROUPS // 2]:
            party, group = self._party(number), self._members[number]
            if party is None:
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
            ]
            nearest = number == (left[-1] if before else right[0])
            if nearest:
                names.append(f"next.{place}.{mark.voice}")
            if number == 0:
                names.append("first")
            between = (group.last, mark.first) if before else (mark.last, group.first)
            over = any(between[0] <= first < between[1] for first in self._triggers)
            clause = self._clue.has("subordinate", *between)
            if over:
                names.append(f"over.{place}")
            if clause:
                names.append(f"clause.{place}")
            says = _frame_says(mark, group, nearest, over or clause)
            names += [f"frame={says}", f"frame={says} {mark.voice}"]
            features = dict.fromkeys(names, 1.0)
            features[f"gap.{place}"] = log2(1 + max(0, gap)) / 4
            side = party.side(features, group.first)
            side.frame = says.partition(",")[0]
            found.append(side)
        return found

    def options(self, mark: Mark) -> tuple[SidePairs, list[float]]:
        """All pairs of donors and recipients of different states that a mark could mean, with their features and
        sums."""
        inside = self._inside(mark)
        named = {code for side in inside for code in side.codes}
        pool = inside + [s for parties in self._outside for s in parties.sides(mark) if not s.codes <= named]
        able = [(s.given, s) for s in pool if s.given is not None]
        donors = sorted(able, key=lambda e: -e[0])[: _KEPT + 2]
        able = [(s.taken, s) for s in pool if s.taken is not None]
        recipients = sorted(able, key=lambda e: -e[0])[: _KEPT + 2]
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
        for given, donor in donors:
            if own_plan and donor.first < 0:
                continue
            for taken, recipient in recipients:
                if donor is recipient or (takes and recipient.first < 0) or not donor.codes.isdisjoint(recipient.codes):
                    continue
                pair, value = self._pair(mark, donor, recipient)
                found.append((donor, recipient, pair))
                sums.append(given + taken + value)
        return SidePairs(found), sums

    def _pair(self, mark: Mark, donor: Side, recipient: Side) -> tuple[Features, float]:
        """What only the two sides together have, by their order and what the frame has at their places, with its
        sum."""
        order = _order(donor.first, recipient.first)
        key = (mark.orient, mark.voice, order, donor.frame, recipient.frame)
        found = self._together.get(key)
        if found is None:
            names = [f"p.{order}"]
            if order in ("dr", "rd"):
                names += [
                    f"p.{mark.orient}.{mark.voice}.{order}",
                    f"p.fits={(donor.frame == 'donor') + (recipient.frame == 'recipient')}",
                    f"p.against={(donor.frame == 'recipient') + (recipient.frame == 'donor')}",
                ]
            features = dict.fromkeys(names, 1.0)
            found = self._together[key] = features, linear(_CHOICE, features)
        return found


def _codes(actors: list[Actor]) -> frozenset[str]:
    return frozenset(code for a in actors if (code := a.code))


def _parties(analysis: Analysis, offers: list[tuple[list[Actor], str, bool, bool]]) -> list[_Party]:
    """Offers of actors, where they are from, and whether they can be donor and recipient, as parties of known states,
    those of one place and state once."""
    found: list[_Party] = []
    seen: set[tuple[str, frozenset[str]]] = set()
    for members, origin, donor, recipient in offers:
        actors = [a for a in members if a.code]
        codes = _codes(actors)
        if actors and (origin[:4], codes) not in seen:
            seen.add((origin[:4], codes))
            found.append(_Party(actors, codes, _kinds(analysis, actors), origin, donor, recipient))
    return found


def _told_before(analysis: Analysis, clue: Clue, before: list[AidDraft]) -> list[_Party]:
    """The sides of the transfer told before, and who acted in the sentences before."""
    offers = [(_previous_subject(analysis, clue), "subject", True, True)]
    if before:
        last = before[-1]
        age = "last" if clue.sentence.index - last.sentence <= _NEAR else "old"
        told = [(last.donors, f"{age} donor", True, False), (last.recipients, f"{age} recipient", False, True)]
        offers = told + offers
    return _parties(analysis, offers)


def _of_text(analysis: Analysis) -> _Outside:
    """Parties of the title, the state that the text is at home in, who publishes it, who is named most; once a text."""
    found: _Outside | None = analysis.lookups.get("aid parties")
    if found is None:
        resolver = analysis.resolver
        offers = [([a], "title", True, True) for a in _of_title(analysis)]
        for code, origin in ((resolver.home, "home"), (resolver.publisher, "publisher")):
            offers += [([a], origin, True, True) for a in (resolver.named(code),) if a]
        offers += [([a], "most named", True, True) for a in resolver.most_named()[:3]]
        found = analysis.lookups["aid parties"] = _Outside(_parties(analysis, offers))
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
