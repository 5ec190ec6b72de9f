"""What the rules see in a text, for people who ask why: each mention with its kind and what it was read as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.actors import Actor
from extraction.analyse import analyse
from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar import LANGUAGES
from schemas.document import Document

KINDS = (
    *("country", "body", "institution", "person", "programme", "money", "date", "period", "quantity"),
    *("instrument", "materiel", "trigger", "topic"),
)
"""Kinds of mention. Where two of one length overlap, the earlier kind is shown."""
_ACTOR_KINDS = {
    "state": "country",
    "people": "country",
    "capital": "country",
    "group": "country",
    "body": "body",
    "programme": "programme",
    "office_holder": "person",
    "person": "person",
}
_PERSONS = frozenset({"office_holder", "people"})
"""Kinds of institution words that name persons by office or service."""
_ACTS = "verb"
"""The group of triggers that say that something is done: they call no rule by themselves."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention: its span in the document's text and what it was read as, in few words."""

    kind: str
    start: int
    end: int
    note: str


def mentions(document: Document) -> list[Mention]:
    """The mentions of a document in order, none overlapping another; none where the grammar has not its language.

    Raises LexiconError.
    """
    if document.language not in LANGUAGES or not document.text.strip():
        return []
    analysis = analyse(document)
    found = [mention for clue in analysis.clues for mention in _of_clue(analysis, clue)]
    return _apart(found, len(document.text))


def _of_clue(analysis: Analysis, clue: Clue) -> Iterator[Mention]:
    def at(kind: str, start: int, end: int, note: str) -> Mention:
        return Mention(kind, *analysis.reading.span(start, end), note)

    def of_tokens(kind: str, first: int, last: int, note: str) -> Mention:
        return at(kind, *analysis.offsets(first, last), note)

    for actor in clue.actors:
        yield of_tokens(_kind_of(actor), actor.first, actor.last, _whose(actor))
    for hit in clue.hits:
        if hit.trigger.group == _ACTS:
            continue
        kind = "instrument" if hit.trigger.group == "instrument" else "trigger"
        yield of_tokens(kind, hit.first, hit.last, _sense(hit))
    for thing in clue.things:
        yield of_tokens("materiel", thing.first, thing.last, thing.modality)
    for topic in clue.topics:
        yield of_tokens("topic", topic.first, topic.last, topic.topic.replace("_", " "))
    for money in clue.money:
        qualifier = str(money.qualifier).replace("_", " ")
        yield at("money", money.start, money.end, f"{money.amount:,f} {money.currency}, {qualifier}")
    for start, end in clue.undisclosed:
        yield at("money", start, end, "not disclosed")
    for date in clue.dates:
        yield at("date", date.start, date.end, f"{date.value} ({str(date.precision).replace('_', ' ')})")
    for horizon in clue.horizons:
        yield at("date", horizon.start, horizon.end, f"by or for {horizon.value}")
    for period in clue.periods:
        bounds = " to ".join(bound[0] if bound else "?" for bound in (period.period_start, period.period_end))
        yield at("period", period.start, period.end, bounds)
    for number in clue.numbers:
        yield at("quantity", number.start, number.end, f"{number.value:,f}")


def _kind_of(actor: Actor) -> str:
    return "person" if actor.detail in _PERSONS else _ACTOR_KINDS.get(actor.kind, "institution")


def _whose(actor: Actor) -> str:
    """The state or body that an actor belongs to, and what that was told from."""
    codes = " or ".join(actor.codes) or "of no known state"
    return f"{codes}, from {actor.derived}" if actor.derived else codes


def _sense(hit: Hit) -> str:
    sense = hit.trigger.sense.replace("_", " ")
    return sense if hit.trigger.group == "instrument" else f"{hit.trigger.group} {sense}"


def _apart(found: list[Mention], length: int) -> list[Mention]:
    """The longest mention at each place, of equal ones that of the earlier kind; in order."""
    kept: dict[int, Mention] = {}
    taken = bytearray(length)
    order = {kind: n for n, kind in enumerate(KINDS)}
    for mention in sorted(found, key=lambda m: (m.start - m.end, order[m.kind], m.start)):
        if any(taken[mention.start : mention.end]):
            continue
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        kept[mention.start] = mention
    return [kept[start] for start in sorted(kept)]
