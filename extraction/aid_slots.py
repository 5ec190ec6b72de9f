"""Who gives, who receives, through whom, and what: the slots around one trigger of a transfer."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue, Hit
from extraction.drafts import distinct
from extraction.grammar_words import NOUN
from extraction.roles import Group, is_passive
from extraction.segments import BlockKind

if TYPE_CHECKING:
    from extraction.aid import AidDraft

_PLACE = frozenset({"in"})
_LONGEST_ITEM = 14


@dataclass(slots=True)
class Item:
    """One thing that is transferred."""

    modality: str
    text: str
    first: int
    last: int
    quantity: Decimal | None = None


@dataclass(slots=True)
class Slots:
    """The filled places of a frame."""

    donors: list[Actor] = field(default_factory=list)
    recipients: list[Actor] = field(default_factory=list)
    channels: list[Actor] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    guessed: int = 0
    own: list[Actor] = field(default_factory=list)


def _subject(analysis: Analysis, clue: Clue, hit: Hit, members: list[Group]) -> Group | None:
    """The group that stands as subject before a verb: the nearest without a role, else none."""
    left = [g for g in members if g.last <= hit.first and (not g.roles or g.role_first == g.first)]
    return left[-1] if left else None


def _behind(members: list[Group], hit: Hit, role: str, limit: int = 40) -> Group | None:
    """The first group behind the trigger that a role's word introduces."""
    for group in members:
        if hit.last <= group.first <= hit.last + limit and role in group.roles:
            return group
    return None


def _before(members: list[Group], hit: Hit, role: str) -> Group | None:
    for group in reversed(members):
        if group.last <= hit.first and role in group.roles:
            return group
    return None


def _possessor(analysis: Analysis, clue: Clue, hit: Hit, members: list[Group]) -> Group | None:
    """Who stands right before a noun as its owner: 'U.S. security assistance', 'Japan's donation'."""
    norms = analysis.tokens.norms
    for group in reversed(members):
        if group.last > hit.first or hit.first - group.last > 5:
            continue
        gap = norms[group.last : hit.first]
        if all(w[0].isalpha() or w in ("'s", "'", "-") for w in gap) and not any(
            (w,) in analysis.grammar.roles for w in gap if w not in ("'s", "'")
        ):
            return group
    return None


def things_in(analysis: Analysis, clue: Clue, first: int, last: int) -> list[Item]:
    """Things between two tokens, each with its words and quantity."""
    items: list[Item] = []
    for thing in clue.things:
        if not (first <= thing.first and thing.last <= last):
            continue
        if any(a.first <= thing.first and thing.last <= a.last for a in clue.actors):
            continue
        start = _phrase_start(analysis, clue, thing.first, max(first, items[-1].last if items else first))
        items.append(Item(thing.modality, analysis.text(start, thing.last), start, thing.last, _quantity(analysis, start, thing.last)))
    return items


def _phrase_start(analysis: Analysis, clue: Clue, index: int, floor: int) -> int:
    """Where the words of a thing begin: its number and the words between."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    at = index
    while at > floor and index - at < 7:
        word = norms[at - 1]
        if word in grammar.single["and"] or word in grammar.single["be"] or (word,) in grammar.roles and word not in grammar.single["connector"]:
            break
        if not (word[0].isalnum() or word == "-"):
            break
        if word in grammar.single["determiner"]:
            break
        if any(h.first <= at - 1 < h.last and NOUN not in h.trigger.tags for h in clue.hits if h.trigger.group == "aid"):
            break
        at -= 1
    return at


def _quantity(analysis: Analysis, first: int, last: int) -> Decimal | None:
    start, end = analysis.offsets(first, last)
    for number in analysis.numbers_between(start, end):
        return number
    return None


def _region(clue: Clue, hit: Hit, passive: bool) -> tuple[int, int]:
    return (clue.first, hit.first) if passive else (hit.last, clue.last)


def _following_items(analysis: Analysis, clue: Clue) -> list[Item]:
    """Things that a list right behind the sentence names, or the next sentence where it speaks of the thing given."""
    found: list[Item] = []
    block = analysis.blocks[clue.sentence.block]
    at = clue.sentence.index + 1
    ends_open = analysis.reading.plain[clue.sentence.start : clue.sentence.end].rstrip().endswith(":")
    while at < len(analysis.clues) and at - clue.sentence.index <= 24:
        other = analysis.clues[at]
        other_block = analysis.blocks[other.sentence.block]
        if ends_open and other_block.kind is BlockKind.ITEM:
            found.extend(things_in(analysis, other, other.first, other.last))
            at += 1
            continue
        if not ends_open and at == clue.sentence.index + 1 and other_block is block and other.has("consists"):
            found.extend(things_in(analysis, other, other.first, other.last))
        break
    return found


def _items(analysis: Analysis, clue: Clue, hit: Hit, frame: dict[str, Any], passive: bool) -> list[Item]:
    found = things_in(analysis, clue, *_region(clue, hit, passive))
    if not found and frame.get("modality") != "training":
        found = things_in(analysis, clue, clue.first, clue.last)
    if not found:
        found = _following_items(analysis, clue)
    modality = frame.get("modality")
    if modality == "training" and not any(i.modality == "training" for i in found):
        found = [Item("training", analysis.text(hit.first, hit.last), hit.first, hit.last), *found]
    money = [m for m in clue.money]
    if not found and (money or modality == "funds" or clue.undisclosed):
        first, last = (hit.first, hit.last) if not money else analysis.tokens.range_of(money[0].start, money[0].end)
        found = [Item("funds", analysis.text(first, max(last, first + 1)), first, max(last, first + 1))]
    specific = [i for i in found if i.modality not in ("other", "funds")]
    if specific and any(i.modality == "funds" for i in found) and modality != "funds":
        return found
    return found


def _split_states(actors: list[Actor]) -> list[Actor]:
    return [a for a in distinct(actors) if a.code]


def _antecedent(analysis: Analysis, clue: Clue, before: list["AidDraft"]) -> "AidDraft | None":
    near = [d for d in before if clue.sentence.index - d.sentence <= 4]
    return near[-1] if near else None


def _previous_subject(analysis: Analysis, clue: Clue) -> list[Actor]:
    """Who the sentence before speaks of first."""
    for back in range(clue.sentence.index - 1, max(-1, clue.sentence.index - 4), -1):
        for actor in analysis.clues[back].actors:
            if actor.code and actor.kind in ("state", "head", "institution", "body", "person"):
                return [actor]
    return []


def _title_actors(analysis: Analysis) -> list[Actor]:
    found: list[Actor] = []
    for clue in analysis.clues[:3]:
        found.extend(a for a in clue.actors if a.code)
    return found


def fill(
    analysis: Analysis, clue: Clue, hit: Hit, frame: dict[str, Any], members: list[Group], before: list["AidDraft"]
) -> Slots | None:
    """The slots of a trigger, or None where there is no donor, no recipient of another state, or nothing given."""
    noun = NOUN in hit.trigger.tags
    passive = not noun and is_passive(analysis, clue, hit, members)
    taken: dict[str, list[Actor]] = {"donor": [], "recipient": []}

    def take(slot: str | None, group: Group | None) -> None:
        if slot in taken and group is not None and not taken[slot]:
            taken[slot] = list(group.members)

    if noun:
        take(frame.get("subject"), _possessor(analysis, clue, hit, members))
    elif passive:
        subject = _subject(analysis, clue, hit, members)
        if frame.get("passive") in taken:
            take(frame["passive"], subject)
    else:
        subject = _subject(analysis, clue, hit, members)
        take(frame["subject"], subject)
    for role in ("by", "to", "from", "with"):
        if frame.get(role) in taken:
            group = _behind(members, hit, role)
            if group is not None and not (role == "from" and "to" not in group.roles and group.members[0] in taken["recipient"]):
                take(frame[role], group)
    if not noun and not passive and frame.get("object") == "recipient":
        bare = [g for g in members if hit.last <= g.first <= hit.last + 12 and (not g.roles or g.roles & {"to"})]
        take("recipient", bare[0] if bare else None)
    if not noun and not passive and frame.get("object") == "items" and not taken["recipient"] and frame["subject"] == "donor":
        bare = [g for g in members if hit.last <= g.first <= hit.last + 3 and not g.roles]
        take("recipient", bare[0] if bare else None)
    if noun and frame.get("of") in taken:
        take(frame["of"], _behind(members, hit, "of", 6))
    if passive and not taken["donor"]:
        take("donor", _before(members, hit, "by"))
    if passive and not taken["recipient"] and frame.get("to") == "recipient":
        take("recipient", _before(members, hit, "to"))
    channels = _behind(members, hit, "through") or _before(members, hit, "through")
    return _finish(analysis, clue, hit, frame, members, before, taken, channels, passive)


def _codes(actors: list[Actor]) -> set[str | None]:
    return {a.code for a in actors if a.code}


def _finish(
    analysis: Analysis,
    clue: Clue,
    hit: Hit,
    frame: dict[str, Any],
    members: list[Group],
    before: list["AidDraft"],
    taken: dict[str, list[Actor]],
    channels: Group | None,
    passive: bool,
) -> Slots | None:
    """Fill what grammar left open from the sentence, then from what the text spoke of before."""
    slots = Slots()
    donors, recipients = _split_states(taken["donor"]), _split_states(taken["recipient"])
    if donors and recipients and _codes(donors) == _codes(recipients):
        if frame["subject"] == "donor" and not passive:
            recipients = []
        else:
            donors = []
    slots.own = donors + recipients
    used = {id(a) for a in donors + recipients}
    channel_ids = {id(a) for a in channels.members} if channels else set()
    free = [a for g in members for a in g.members if a.code and id(a) not in used and id(a) not in channel_ids]
    if not recipients:
        near = [a for a in free if a.code not in _codes(donors) and a.kind != "capital"]
        after = [a for a in near if a.first >= hit.last]
        pool = after or near
        if pool and (donors or len({a.code for a in pool}) == 1 or after):
            best = min(pool, key=lambda a: abs(a.first - hit.first))
            recipients = _split_states([best])
    if not donors:
        near = [a for a in free if a.code not in _codes(recipients) and a.kind != "group" and not _is_place(analysis, clue, a, members)]
        if near:
            donors = _split_states([min(near, key=lambda a: abs(a.first - hit.first))])
    if not recipients or not donors:
        old = _antecedent(analysis, clue, before)
        if old is not None:
            if not donors and not (_codes(old.donors) & _codes(recipients)):
                donors, slots.guessed = list(old.donors), slots.guessed + 1
            if not recipients and not (_codes(old.recipients) & _codes(donors)):
                recipients, slots.guessed = list(old.recipients), slots.guessed + 1
    if not donors and channels:
        donors = [a for a in channels.members if a.code and a.code not in _codes(recipients)]
    for fallback in (_previous_subject(analysis, clue), _title_actors(analysis), analysis.resolver.home_actors()):
        if not donors:
            pool = [a for a in fallback if a.code and a.code not in _codes(recipients) and a.code != "XXG"]
            if pool and recipients:
                donors, slots.guessed = pool[:1], slots.guessed + 1
        if not recipients:
            pool = [a for a in fallback if a.code and a.code not in _codes(donors)]
            if pool and donors:
                recipients, slots.guessed = pool[:1], slots.guessed + 1
    if not donors or not recipients or _codes(donors) == _codes(recipients):
        return None
    if slots.guessed == 2 and not before:
        return None
    slots.donors, slots.recipients = donors, [a for a in recipients if a.code not in _codes(donors)] or recipients
    if channels is not None:
        slots.channels = [a for a in channels.members if a.code and a not in donors and a not in recipients]
    slots.items = _items(analysis, clue, hit, frame, passive)
    if not slots.items:
        return None
    return slots


def _is_place(analysis: Analysis, clue: Clue, actor: Actor, members: list[Group]) -> bool:
    group = next((g for g in members if actor in g.members), None)
    return group is not None and group.roles == _PLACE and actor.kind in ("state", "capital")
