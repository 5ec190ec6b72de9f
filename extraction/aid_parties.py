"""Parties that could give or receive: what describes them whatever their place, and those outside a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.actors import Actor
from extraction.aid_enemies import enemies
from extraction.analysis import Analysis, Clue
from extraction.lexicon.store import asked_often
from extraction.weights import Features, Led, linear_holding, weight_of

if TYPE_CHECKING:
    from extraction.aid_draft import AidDraft
    from extraction.aid_marks import Mark

CHOICE = "aid.sides"
_NEAR = 4
"""Sentences after which the transfer told before is an old one."""
_WRONG = "wrong side"
"""Marks what cannot be the side: who only passes on, or was the other side before."""


class Place:
    """What describes where a party stands, with what that speaks for it as donor and as recipient, summed; `gap` is
    the name of how far away it is, which has a value at each."""

    __slots__ = ("as_donor", "as_recipient", "gap", "names")

    def __init__(self, names: tuple[str, ...], gap: str = ""):
        self.names = names
        self.gap = gap
        self.as_donor = linear_holding(CHOICE, names, "d."), weight_of(CHOICE, f"d.{gap}")
        self.as_recipient = linear_holding(CHOICE, names, "r."), weight_of(CHOICE, f"r.{gap}")


@dataclass(slots=True)
class Side:
    """A party, or parties joined by 'and', that could be donor or recipient; `first` is its token, -1 where it stands
    outside the sentence. `given` and `taken` are what speaks for it as the one and as the other, summed."""

    members: list[Actor]
    codes: frozenset[str]
    place: Place
    kinds: Features
    given: float | None
    taken: float | None
    first: int = -1
    frame: str = "none"
    """The side that the frame has at its place."""
    gap: float = 0.0
    """How far it stands from the mark."""

    @property
    def as_donor(self) -> Led:
        """What describes it as the donor."""
        return self._described("d.", self.given)

    @property
    def as_recipient(self) -> Led:
        """What describes it as the recipient."""
        return self._described("r.", self.taken)

    def _described(self, lead: str, known: float | None) -> Led:
        wrong = {_WRONG: 1.0} if known is None else {}
        measured = {lead + self.place.gap: self.gap} if self.place.gap else {}
        return Led(lead, {**dict.fromkeys(self.place.names, 1.0), **self.kinds, **wrong}, measured)


@dataclass(slots=True)
class _Kinds:
    """What parties are, whatever their place, and what that speaks for them as the one or the other side, summed."""

    members: list[Actor]
    features: Features
    as_donor: float
    as_recipient: float


@dataclass(slots=True)
class Party:
    """Who could be a side of any transfer of a sentence, with what does not depend on where the transfer is told."""

    members: list[Actor]
    codes: frozenset[str]
    kinds: _Kinds
    origin: str = ""
    donor: bool = True
    recipient: bool = True
    first: int = -1
    """Its token, where it stands in the sentence though it is no group of it."""

    def side(self, place: Place, first: int | None = None, frame: str = "none", gap: float = 0.0) -> Side:
        """The party as a side by what describes its place too; where it cannot be a side it has no sum as such."""
        given = taken = None
        if self.donor:
            value, by_gap = place.as_donor
            given = self.kinds.as_donor + (value + by_gap * gap)
        if self.recipient:
            value, by_gap = place.as_recipient
            taken = self.kinds.as_recipient + (value + by_gap * gap)
        at = self.first if first is None else first
        return Side(self.members, self.codes, place, self.kinds.features, given, taken, at, frame, gap)


def kinds_of(analysis: Analysis, members: list[Actor]) -> _Kinds:
    """What the parties are, looked up once a text."""
    held: dict[tuple[int, ...], _Kinds] = analysis.lookups.setdefault("aid kinds", {})
    key = tuple(map(id, members))
    if key not in held:
        held[key] = _Kinds(members, *_of_kinds(tuple(_named_kinds(analysis, members))))
    return held[key]


@asked_often
def _of_kinds(names: tuple[str, ...]) -> tuple[Features, float, float]:
    """Features of those names, with what they speak for a donor and for a recipient."""
    return dict.fromkeys(names, 1.0), linear_holding(CHOICE, names, "d."), linear_holding(CHOICE, names, "r.")


def _named_kinds(analysis: Analysis, members: list[Actor]) -> list[str]:
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


class Outside:
    """Parties that a sentence does not name, as sides: the same for all marks of one reach and voice."""

    def __init__(self, parties: list[Party]):
        self._parties = parties
        self._sides: dict[tuple[str, str], list[Side]] = {}

    def sides(self, mark: Mark) -> list[Side]:
        """The parties as sides of a mark."""
        found = self._sides.get((mark.reach, mark.voice))
        if found is None:
            found = self._sides[mark.reach, mark.voice] = [self._as_side(party, mark) for party in self._parties]
        return found

    def _as_side(self, party: Party, mark: Mark) -> Side:
        return party.side(_away(party.origin, mark.reach, mark.voice))


@asked_often
def _away(origin: str, reach: str, voice: str) -> Place:
    """What describes a place outside the sentence."""
    return Place((f"from={origin}", f"from={origin}.{reach}", f"away.{voice}"))


def codes_of(actors: list[Actor]) -> frozenset[str]:
    """States and bodies of some actors."""
    return frozenset(code for a in actors if (code := a.code))


def parties_of(analysis: Analysis, offers: list[tuple[list[Actor], str, bool, bool]]) -> list[Party]:
    """Offers of actors, where they are from, and whether they can be donor and recipient, as parties of known states,
    those of one place and state once."""
    found: list[Party] = []
    seen: set[tuple[str, frozenset[str]]] = set()
    attackers = enemies(analysis)
    for members, origin, donor, recipient in offers:
        actors = [a for a in members if a.code and a.code not in attackers]
        codes = codes_of(actors)
        if actors and (origin[:4], codes) not in seen:
            seen.add((origin[:4], codes))
            found.append(Party(actors, codes, kinds_of(analysis, actors), origin, donor, recipient))
    return found


def told_before(analysis: Analysis, clue: Clue, before: list[AidDraft]) -> list[Party]:
    """The sides of the transfer told before, and who acted in the sentences before."""
    offers = [(_previous_subject(analysis, clue), "subject", True, True)]
    if before:
        last = before[-1]
        age = "last" if clue.sentence.index - last.sentence <= _NEAR else "old"
        told = [(last.donors, f"{age} donor", True, False), (last.recipients, f"{age} recipient", False, True)]
        offers = told + offers
    return parties_of(analysis, offers)


def of_text(analysis: Analysis) -> Outside:
    """Parties of the title, the state that the text is at home in, who publishes it, who is named most; once a text."""
    found: Outside | None = analysis.lookups.get("aid parties")
    if found is None:
        resolver = analysis.resolver
        offers = [([a], "title", True, True) for a in _of_title(analysis)]
        for code, origin in ((resolver.home, "home"), (resolver.publisher, "publisher")):
            offers += [([a], origin, True, True) for a in (resolver.named(code),) if a]
        offers += [([a], "most named", True, True) for a in resolver.most_named()[:3]]
        found = analysis.lookups["aid parties"] = Outside(parties_of(analysis, offers))
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
