"""What is given: the things and sums around a mark, each with its words, modality and quantity."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extraction.aid_marks import Mark
from extraction.analysis import Analysis, Clue
from extraction.grammar_words import NOUN
from extraction.materiel import Thing
from extraction.segments import BlockKind

_OTHER = "other"
"""Words that only say that something is given ('security assistance') name no thing."""

_GENERAL = frozenset({"other", "funds", "technical_assistance"})
_LINKS = frozenset({"of", "to"})
"""Roles of the words between a thing and what it is for or of: 'for', 'of', 'de', 'para'."""

_BEFORE_HEAD = frozenset({"en"})
"""Languages in which a noun that says what kind a thing is stands before it."""


@dataclass(slots=True)
class Item:
    """One thing that is transferred."""

    modality: str
    text: str
    first: int
    last: int
    quantity: Decimal | None = None


def things_in(analysis: Analysis, clue: Clue, first: int, last: int, weak: bool = False) -> list[Item]:
    """Things between two tokens, each with its words and quantity; words of many meanings only if `weak`."""
    items: list[Item] = []
    if not clue.things:
        return items
    instruments = clue.of_group("instrument")
    joins = analysis.grammar.single["connector"] | {"-"}
    heads = {t.first: t.modality for t in clue.things} if analysis.grammar.language in _BEFORE_HEAD else {}
    for thing in clue.things:
        # 'bomb guidance kits': a thing that another of another kind follows only says what kind that is.
        if heads.get(_behind_kind(analysis, clue, thing.last), thing.modality) != thing.modality:
            continue
        if _is_of_other(analysis, clue, thing):
            continue
        if not (first <= thing.first and thing.last <= last) or (thing.weak and not weak):
            continue
        if instruments and any(
            h.first - 4 <= thing.first < h.last + 1 and analysis.capital(thing.first) for h in instruments
        ):
            continue
        if any(a.first <= thing.first and thing.last <= a.last for a in clue.actors):
            continue
        behind = max((a.last for a in clue.actors if a.last <= thing.first), default=first)
        start = _phrase_start(analysis, clue, thing.first, max(first, behind, items[-1].last if items else first))
        while start < thing.first and analysis.tokens.norms[start] in joins:
            start += 1
        items.append(
            Item(
                _OTHER if clue.has("assistance", thing.first, thing.last) else thing.modality,
                analysis.text(start, thing.last),
                start,
                thing.last,
                _quantity(analysis, start, thing.last),
            )
        )
    return items


def _behind_kind(analysis: Analysis, clue: Clue, last: int) -> int:
    """Where the noun stands that a thing before it says the kind of, a word for an act on it between them or none:
    'explosives disposal equipment', 'aircraft maintenance course'."""
    for first, end in clue.named.get("of_kind", ()):
        if first == last:
            return end
    return last


def _is_of_other(analysis: Analysis, clue: Clue, thing: Thing) -> bool:
    """Whether a thing is but what another, named right before it, is for: 'spare parts for the ship', 'equipos de
    desactivación de explosivos'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    at = thing.first - 1
    while at > clue.first and norms[at] in grammar.single["determiner"]:
        at -= 1
    if at <= clue.first or not _LINKS & grammar.roles.get((norms[at],), frozenset()):
        return False
    for first, last in clue.named.get("of_kind", ()):
        if last == at:  # 'equipos de desactivación de explosivos': the act between them
            at = first - 1
            if at > clue.first and not _LINKS & grammar.roles.get((norms[at],), frozenset()):
                return False
            break
    return any(
        t.last == at and t.modality not in _GENERAL and t.modality != thing.modality and not t.weak for t in clue.things
    )


def _phrase_start(analysis: Analysis, clue: Clue, index: int, floor: int) -> int:
    """Where the words of a thing begin: its number and the words between."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    at = index
    while at > floor and index - at < 7:
        word = norms[at - 1]
        if (
            word in grammar.single["and"]
            or word in grammar.single["be"]
            or word in grammar.single["including"]
            or word in grammar.single["such_as"]
            or any(b == at for _, b in clue.named.get("and", ()))
            or ((word,) in grammar.roles and word not in grammar.single["connector"])
        ):
            break
        if not (word[0].isalnum() or word == "-"):
            break
        if word in grammar.single["determiner"]:
            break
        if any(h.first <= at - 1 < h.last and NOUN not in h.trigger.tags for h in clue.of_group("aid")):
            break
        at -= 1
    return at


def _quantity(analysis: Analysis, first: int, last: int) -> Decimal | None:
    start, end = analysis.offsets(first, last)
    for number in analysis.numbers_between(start, end):
        return number
    return None


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


def money_item(analysis: Analysis, mark: Mark) -> Item | None:
    """The sum of a mark as a thing given."""
    if mark.money is None:
        return None
    first, last = analysis.tokens.range_of(mark.money.start, mark.money.end)
    last = max(last, first + 1)
    return Item("funds", analysis.text(first, last), first, last)


def _own(found: list[Item], mark: Mark, others: list[Mark]) -> list[Item]:
    """The things that stand nearer to this mark than to another verb's mark behind or before it."""
    rivals = [m for m in others if m is not mark and m.voice in ("act", "pas")]
    kept = []
    for item in found:
        gap = abs(item.first - mark.first)
        if all(abs(item.first - r.first) >= gap or not _between(r, mark, item) for r in rivals):
            kept.append(item)
    return kept


def _between(rival: Mark, mark: Mark, item: Item) -> bool:
    return min(mark.first, item.first) < rival.first < max(mark.first, item.first)


def aim_of(analysis: Analysis, clue: Clue, first: int, last: int) -> int:
    """Where a purpose begins behind a mark ('to combat arms trafficking'), else the end: what it names is not given."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    for hit in clue.hits:
        if first < hit.first < last and "inf" in hit.trigger.tags and NOUN not in hit.trigger.tags:
            word = norms[hit.first - 1]
            if word in grammar.single["infinitive_marker"] or "to" in grammar.roles.get((word,), ()):
                return hit.first
    return last


def items_of(analysis: Analysis, clue: Clue, mark: Mark, frame: dict[str, Any], others: list[Mark]) -> list[Item]:
    """What is given: things where the frame has its object, else elsewhere in the sentence, else in what follows."""
    noun = mark.voice in ("noun", "sum", "thing")
    region = (clue.first, mark.first) if mark.voice == "pas" else (mark.last, clue.last)
    found = _own(things_in(analysis, clue, *region, weak=True), mark, others)
    aim = aim_of(analysis, clue, *region)
    found = [i for i in found if i.last <= aim] or found
    if not found or (noun and all(i.modality == "other" for i in found)):
        found = _own(things_in(analysis, clue, clue.first, clue.last, weak=noun), mark, others) or found
    if not found or all(i.modality == "other" for i in found):
        found = _following_items(analysis, clue) or found
    if frame.get("modality") == "training" and mark.sense == "train" and all(i.modality != "training" for i in found):
        found = [Item("training", analysis.text(mark.first, mark.last), mark.first, mark.last), *found]
    if all(i.modality == "other" for i in found):
        sum_of = money_item(analysis, mark)
        if sum_of is not None:
            found = [sum_of]
        elif not found and noun and frame.get("modality") == "funds":
            found = [Item("funds", analysis.text(mark.first, mark.last), mark.first, mark.last)]
    return found
