"""Drafts: records in the making, with the words for each field, and how they become candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue
from extraction.extractor import Candidate
from extraction.stems import Stems
from extraction.weights import Features, likelihood, linear, weight_of
from schemas.enums import DatePrecision, RecordKind

_LONGEST_QUOTE = 320
_ALL_QUOTES = 800
_DATES = frozenset({"date", "period_start", "period_end", "horizon"})
_ABSOLUTE = "date made absolute"


class Proof(NamedTuple):
    """Words for a field, in offsets of the reading copy."""

    field: str
    start: int
    end: int
    rule: str | None = None


@dataclass(slots=True)
class Choice:
    """One of several readings was taken: the name of the choice, its options with their features, their weighted sums,
    which one."""

    name: str
    options: Sequence[tuple[Any, Mapping[str, float]]]
    sums: list[float]
    taken: int


@dataclass(slots=True)
class Draft:
    """What all drafts have."""

    sentence: int
    rules: list[str] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    features: Features = field(default_factory=dict)
    """What tells whether the draft is right, beside the plain words around it; see extraction.weights."""
    shared: Features | None = None
    """Those of its features that all that its sentence may tell has, where they decide whether it is looked at."""
    stems: Stems | None = None
    """The plain words around it."""
    choices: list[Choice] = field(default_factory=list)
    """Where readings competed, and what was taken."""
    total: float = 0.0
    """What all of it weighs, summed."""
    score: float = 1.0
    """How likely the draft is right, by the weights."""

    def weigh(self, choice: str) -> None:
        """Set the score by the weights of a choice."""
        self.total = linear(choice, self.features) + (self.stems.sum(choice) if self.stems else 0.0)
        self.score = likelihood(self.total)

    def weigh_more(self, choice: str, features: Features) -> None:
        """Add features that just hold to those weighed already."""
        self.features |= features
        self.total += sum(weight_of(choice, name) for name in features)
        self.score = likelihood(self.total)

    def all_features(self) -> Features:
        """All that tells whether the draft is right, by name: what the weights are fitted on."""
        return self.features | self.stems.features() if self.stems else self.features

    def prove(self, name: str, start: int, end: int, rule: str | None = None) -> None:
        """Add words for a field, once."""
        proof = Proof(name, start, end, rule)
        if proof not in self.proofs:
            self.proofs.append(proof)


@dataclass(slots=True)
class Told:
    """A date as a record carries it."""

    value: str
    precision: DatePrecision
    start: int
    end: int
    derived: bool


def choose(
    draft: Draft, name: str, options: Sequence[tuple[Any, Mapping[str, float]]], sums: list[float] | None = None
) -> Any:
    """The option with the highest weighted sum, the first among equals; kept with the draft for the fit.

    `sums` are the options' weighted sums where they are known already.
    """
    if sums is None:
        sums = [linear(name, features) for _, features in options]
    return options[take(draft, name, options, sums)][0]


def take(draft: Draft, name: str, options: Sequence[tuple[Any, Mapping[str, float]]], sums: list[float]) -> int:
    """The number of the option with the highest of the sums that are given, else the same."""
    taken = sums.index(max(sums))
    draft.choices.append(Choice(name, options, sums, taken))
    return taken


def prove_actor(analysis: Analysis, draft: Draft, name: str, actor: Actor) -> None:
    """Words for a party: its name, and what its country is read from."""
    start, end = analysis.offsets(actor.first, actor.last)
    told = actor.name in analysis.text(actor.first, actor.last)
    draft.prove(name, start, end, None if told else "name of the state")
    draft.prove(f"{name}.country", start, end, actor.derived or f"country of {actor.kind}")


def prove_sentence(analysis: Analysis, draft: Draft, clue: Clue, first: int, last: int) -> None:
    """Words that report the whole: the sentence, or where that is long what stands around the tokens given."""
    start, end = clue.sentence.start, clue.sentence.end
    if end - start > _LONGEST_QUOTE:
        core_start, core_end = analysis.offsets(first, last)
        room = max(0, _LONGEST_QUOTE - (core_end - core_start))
        low, high = max(start, core_start - room // 2), min(end, core_end + room // 2)
        a, b = analysis.tokens.range_of(low, high)
        b = max(a + 1, b - 1) if high < end else b
        start, end = analysis.offsets(a, min(b, clue.last))
        end = min(end, start + 2 * _LONGEST_QUOTE)
    draft.prove("record", start, end)


class Retelling:
    """What reports the whole of a draft, to which the sentences of later mentions are added while it stays short."""

    def __init__(self, draft: Draft):
        self._draft = draft
        self._told = [p for p in draft.proofs if p.field == "record"]

    def add(self, new: Draft) -> None:
        """Add the sentence of a later mention."""
        for proof in [p for p in new.proofs if p.field == "record" and p not in self._told]:
            if sum(p.end - p.start for p in self._told) + proof.end - proof.start <= _ALL_QUOTES:
                self._draft.proofs.append(proof)
                self._told.append(proof)


def prove_date(draft: Draft, name: str, told: Told | None) -> None:
    """Words for a date."""
    if told is not None:
        draft.prove(name, told.start, told.end, _ABSOLUTE if told.derived else None)


def party(actor: Actor) -> dict[str, str | None]:
    """An actor as the contract's Party."""
    return {"name": actor.name[:300], "country": actor.code}


def distinct(actors: list[Actor]) -> list[Actor]:
    """Actors without those that an earlier one names already, and without a bare state where a body of it stands."""
    if len(actors) < 2:
        return list(actors)
    kept: list[Actor] = []
    for actor in actors:
        if any(a.name.lower() == actor.name.lower() and a.code == actor.code for a in kept):
            continue
        kept.append(actor)
    bodies = {a.code for a in kept if a.kind in ("head", "institution", "body")}
    return [a for a in kept if a.kind not in ("people", "capital", "state") or a.code not in bodies] or kept


def candidate(analysis: Analysis, kind: RecordKind, draft: Draft, payload: dict[str, Any]) -> Candidate:
    """A draft as a candidate, its words in offsets of the document's text."""
    evidence = []
    for proof in draft.proofs:
        start, end = analysis.reading.span(proof.start, proof.end)
        span: dict[str, Any] = {"field": proof.field, "start": start, "end": end}
        rule = proof.rule or _reckoned(payload, proof.field, analysis.document.text[start:end])
        if rule is not None:
            span |= {"derived": True, "rule": rule}
        evidence.append(span)
    return Candidate(kind, payload | {"evidence": evidence}, tuple(dict.fromkeys(draft.rules)), round(draft.score, 2))


def _reckoned(payload: dict[str, Any], field_name: str, words: str) -> str | None:
    """The rule for a date whose year its words do not tell, not even by its last two figures."""
    value = payload.get(field_name) if field_name in _DATES else None
    return None if value is None or str(value)[2:4] in words else _ABSOLUTE


def date_fields(name: str, told: Told | None) -> dict[str, Any]:
    """A date and its precision as the contract's two fields."""
    return {name: told.value if told else None, f"{name}_precision": told.precision if told else None}
