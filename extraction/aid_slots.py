"""Who gives, who receives, through whom, and what: the slots around one trigger of a transfer."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue, Hit
from extraction.drafts import distinct
from extraction.grammar_words import NOUN
from extraction.roles import Group, is_passive, tense
from extraction.segments import BlockKind

if TYPE_CHECKING:
    from extraction.aid import AidDraft

_REACH = 14
_SOURCE = frozenset({"from", "by", "through"})
_AIM = frozenset({"to", "maybe_to", "in", "with"})


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
    left = [g for g in members if g.last <= hit.first]
    bare = [g for g in left if g.bare]
    # 'Members of the forces of Honduras were trained': the state hangs on a noun that has no name.
    hanging = [g for g in left if g.roles & {"of", "from"} and not g.roles & {"in", "with"}]
    return bare[-1] if bare else (hanging[-1] if hanging else None)


def _behind(members: list[Group], hit: Hit, role: str, limit: int = 40) -> Group | None:
    """The first group behind the trigger that a role's word introduces."""
    for group in members:
        if hit.last <= group.first <= hit.last + limit and group.has(role):
            return group
    return None


def _before(members: list[Group], hit: Hit, role: str) -> Group | None:
    for group in reversed(members):
        if group.last <= hit.first and group.has(role):
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


def _governor(analysis: Analysis, clue: Clue, hit: Hit, members: list[Group]) -> Group | None:
    """The subject of a verb that has the noun as its object: 'Tokyo announced a grant'."""
    for verb in reversed(clue.hits):
        if verb.trigger.group not in ("aid", "aidstage") or NOUN in verb.trigger.tags:
            continue
        if 0 <= hit.first - verb.last <= 7 and not is_passive(analysis, clue, verb, members):
            subject = _subject(analysis, clue, verb, members)
            return subject if subject is not None and verb.first - subject.last <= 12 else None
    return None


def things_in(analysis: Analysis, clue: Clue, first: int, last: int, weak: bool = False) -> list[Item]:
    """Things between two tokens, each with its words and quantity; words of many meanings only if `weak`."""
    items: list[Item] = []
    for thing in clue.things:
        if not (first <= thing.first and thing.last <= last) or (thing.weak and not weak):
            continue
        if any(
            h.trigger.group == "instrument"
            and h.first - 4 <= thing.first < h.last + 1
            and analysis.capital(thing.first)
            for h in clue.hits
        ):
            continue
        if any(a.first <= thing.first and thing.last <= a.last for a in clue.actors):
            continue
        start = _phrase_start(analysis, clue, thing.first, max(first, items[-1].last if items else first))
        items.append(
            Item(
                thing.modality,
                analysis.text(start, thing.last),
                start,
                thing.last,
                _quantity(analysis, start, thing.last),
            )
        )
    return items


def _phrase_start(analysis: Analysis, clue: Clue, index: int, floor: int) -> int:
    """Where the words of a thing begin: its number and the words between."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    at = index
    while at > floor and index - at < 7:
        word = norms[at - 1]
        if (
            word in grammar.single["and"]
            or word in grammar.single["be"]
            or ((word,) in grammar.roles and word not in grammar.single["connector"])
        ):
            break
        if not (word[0].isalnum() or word == "-"):
            break
        if word in grammar.single["determiner"]:
            break
        if any(
            h.first <= at - 1 < h.last and NOUN not in h.trigger.tags for h in clue.hits if h.trigger.group == "aid"
        ):
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
    """What is given: things where the frame has its object, else elsewhere in the sentence, else in what follows."""
    noun = NOUN in hit.trigger.tags
    region = _region(clue, hit, passive)
    near = things_in(analysis, clue, *region, weak=True)
    needs = frame.get("needs")
    if needs is not None:
        close = [i for i in near if abs(i.last - hit.first) <= _REACH or 0 <= i.first - hit.last <= _REACH]
        money = [m for m in clue.money if _within(analysis, m.start, region)]
        if not (any(i.modality in needs for i in close) or ("money" in needs and money)):
            return []
    found = near or things_in(analysis, clue, clue.first, clue.last, weak=noun)
    if not found or (noun and all(i.modality == "other" for i in found)):
        found = _following_items(analysis, clue) or found
    modality = frame.get("modality")
    if modality == "training" and hit.trigger.sense == "train" and not any(i.modality == "training" for i in found):
        found = [Item("training", analysis.text(hit.first, hit.last), hit.first, hit.last), *found]
    if not found and (clue.money or clue.undisclosed):
        first, last = (hit.first, hit.last)
        if clue.money:
            first, last = analysis.tokens.range_of(clue.money[0].start, clue.money[0].end)
        found = [Item("funds", analysis.text(first, max(last, first + 1)), first, max(last, first + 1))]
    if not found and noun and modality == "funds" and hit.last - hit.first > 1:
        found = [Item("funds", analysis.text(hit.first, hit.last), hit.first, hit.last)]
    return found


def _within(analysis: Analysis, start: int, region: tuple[int, int]) -> bool:
    return region[0] < region[1] and analysis.tokens.starts[region[0]] <= start < analysis.tokens.ends[region[1] - 1]


def _split_states(actors: list[Actor]) -> list[Actor]:
    return [a for a in distinct(actors) if a.code]


def _antecedent(analysis: Analysis, clue: Clue, before: list[AidDraft]) -> AidDraft | None:
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
    analysis: Analysis, clue: Clue, hit: Hit, frame: dict[str, Any], members: list[Group], before: list[AidDraft]
) -> Slots | None:
    """The slots of a trigger, or None where there is no donor, no recipient of another state, or nothing given."""
    members = [g for g in members if g.members[0].kind != "programme"]
    noun = NOUN in hit.trigger.tags
    passive = not noun and is_passive(analysis, clue, hit, members)
    taken: dict[str, list[Actor]] = {"donor": [], "recipient": []}

    def take(slot: str | None, group: Group | None) -> None:
        if slot in taken and group is not None and not taken[slot]:
            taken[slot] = list(group.members)

    if noun:
        take(frame.get("subject"), _possessor(analysis, clue, hit, members))
        if frame.get("subject") == "donor":
            take("donor", _governor(analysis, clue, hit, members))
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
            if group is not None and not (
                role == "from" and "to" not in group.roles and group.members[0] in taken["recipient"]
            ):
                take(frame[role], group)
    if not noun and not passive and frame.get("object") == "recipient":
        bare = [g for g in members if hit.last <= g.first <= hit.last + 12 and (g.bare or g.has("to"))]
        take("recipient", bare[0] if bare else None)
    if (
        not noun
        and not passive
        and frame.get("object") == "items"
        and not taken["recipient"]
        and frame["subject"] == "donor"
    ):
        bare = [g for g in members if hit.last <= g.first <= hit.last + 3 and g.bare]
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
    before: list[AidDraft],
    taken: dict[str, list[Actor]],
    channels: Group | None,
    passive: bool,
) -> Slots | None:
    """Fill what grammar left open from the sentence, then from what the text spoke of before."""
    slots = Slots()
    donors, recipients = _split_states(taken["donor"]), _split_states(taken["recipient"])
    intended = any(h.last <= hit.first for h in clue.of_group("goal"))
    if donors and recipients and _codes(donors) == _codes(recipients) and not intended:
        donors, recipients = _tell_apart(analysis, donors, recipients)
    if donors and recipients and _codes(donors) == _codes(recipients):
        if frame["subject"] == "donor" and not passive:
            recipients = []
        else:
            donors = []
    slots.own = donors + recipients
    used = {id(a) for a in donors + recipients}
    channel_ids = {id(a) for a in channels.members} if channels else set()
    free = [(g, a) for g in members for a in g.members if a.code and id(a) not in used and id(a) not in channel_ids]
    if not recipients:
        recipients = _free_recipient(hit, free, donors)
    if not donors:
        donors = _free_donor(hit, free, recipients)
    slots.own = donors + recipients
    refers = _refers(analysis, clue, hit)
    if not _bound(clue, hit, taken, bool(donors and recipients)) and not refers and not clue.programmes():
        return None
    old = _antecedent(analysis, clue, before) if refers or not (donors and recipients) else None
    if old is not None and (refers or clue.sentence.index - old.sentence <= 2):
        if not donors and not (_codes(old.donors) & _codes(recipients)) and (refers or recipients):
            donors, slots.guessed = list(old.donors), slots.guessed + 1
        if not recipients and not (_codes(old.recipients) & _codes(donors)) and (refers or donors):
            recipients, slots.guessed = list(old.recipients), slots.guessed + 1
    programmes = [a for a in clue.actors if a.kind == "programme" and a.code not in _codes(recipients)]
    if not donors and recipients:
        donors = [a for a in programmes if a.code][:1]
    if not donors and channels:
        donors = [a for a in channels.members if a.code and a.code not in _codes(recipients)]
    slots.items = _items(analysis, clue, hit, frame, passive)
    if not slots.items:
        return None
    if bool(donors) != bool(recipients) and _may_guess(analysis, clue, hit, slots):
        donors, recipients = _from_afar(analysis, clue, donors, recipients)
        slots.guessed += 1
    if not donors or not recipients or _codes(donors) == _codes(recipients):
        return None
    slots.donors, slots.recipients = donors, [a for a in recipients if a.code not in _codes(donors)] or recipients
    passed = [*(channels.members if channels is not None else []), *programmes]
    slots.channels = [a for a in passed if a.code and a not in donors and a not in recipients]
    return slots


_STRONG = frozenset({"give", "deliver", "receive", "lend", "sell", "train", "equip"})


def _bound(clue: Clue, hit: Hit, taken: dict[str, list[Actor]], both: bool) -> bool:
    """Whether grammar binds enough of the sides: one for a plain word of giving, both for a word of many uses."""
    sides = sum(any(a.code for a in actors) for actors in taken.values())
    if hit.trigger.sense in _STRONG:
        return sides >= 1 and (both or NOUN not in hit.trigger.tags)
    if hit.trigger.sense == "help":
        return sides == 2
    return sides >= 1 and both


def _tell_apart(analysis: Analysis, donors: list[Actor], recipients: list[Actor]) -> tuple[list[Actor], list[Actor]]:
    """Of two sides of one state, let the one that names no state be of another: a transfer crosses a border."""
    moved = [analysis.resolver.other_state(a, _codes(donors)) for a in recipients]
    if None not in moved:
        return donors, [a for a in moved if a is not None]
    moved = [analysis.resolver.other_state(a, _codes(recipients)) for a in donors]
    if None not in moved:
        return [a for a in moved if a is not None], recipients
    return donors, recipients


def _free_recipient(hit: Hit, free: list[tuple[Group, Actor]], donors: list[Actor]) -> list[Actor]:
    """Who else of the sentence can receive: of another state than the donor, no source, behind the trigger first."""
    pool = [
        a
        for g, a in free
        if a.code not in _codes(donors) and not (g.roles & _SOURCE and not g.has("to")) and a.kind != "capital"
    ]
    after = [a for a in pool if a.first >= hit.last]
    if not donors and not after:
        return []
    return _split_states([min(after or pool, key=lambda a: abs(a.first - hit.first))]) if pool else []


def _free_donor(hit: Hit, free: list[tuple[Group, Actor]], recipients: list[Actor]) -> list[Actor]:
    """Who else of the sentence can be the donor: of another state than the recipient, neither aim nor place."""
    pool = [
        a
        for g, a in free
        if a.code not in _codes(recipients) and a.kind != "group" and not (g.roles and g.roles <= _AIM)
    ]
    return _split_states([min(pool, key=lambda a: abs(a.first - hit.first))]) if pool else []


def _refers(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether the trigger or its subject speaks of what was told before: 'the donation', 'it also includes'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    before = norms[max(clue.first, hit.first - 3) : hit.first]
    if NOUN in hit.trigger.tags and any(w in grammar.single["definite"] for w in before):
        return True
    return any(w in grammar.single["pronoun"] for w in before) or clue.has("consists", clue.first, hit.first + 1)


_SURE = frozenset({"weapons", "vehicles", "aircraft", "vessels", "equipment", "training"})


def _may_guess(analysis: Analysis, clue: Clue, hit: Hit, slots: Slots) -> bool:
    """Whether a transfer with one side untold is told so plainly that the text's own state can be the other."""
    if hit.trigger.sense not in _STRONG or (NOUN in hit.trigger.tags and not _refers(analysis, clue, hit)):
        return False
    if any(h.last <= hit.first for h in clue.of_group("goal")):
        return False
    if tense(analysis, clue, hit) in ("future", "modal"):
        return False
    return bool(clue.money) or any(i.modality in _SURE for i in slots.items)


def _from_afar(
    analysis: Analysis, clue: Clue, donors: list[Actor], recipients: list[Actor]
) -> tuple[list[Actor], list[Actor]]:
    """The untold side from the title and the state that the text is at home in."""
    if not recipients:
        for pool in (analysis.resolver.home_actors(), _title_actors(analysis)):
            found = [a for a in pool if a.code and a.code not in _codes(donors)]
            if found:
                return donors, found[:1]
    pools = (_title_actors(analysis), _previous_subject(analysis, clue), analysis.resolver.home_actors())
    for pool in (*pools, analysis.resolver.most_named()):
        found = [a for a in pool if a.code and a.code not in _codes(recipients) and a.code != "XXG"]
        if found:
            return found[:1], recipients
    return donors, recipients
