"""Agreements: mentions of one instrument told together, how far it has come, and at least two states."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

from extraction import weights
from extraction.actors import Actor
from extraction.agreement_bound import TWO_BY_NAME, is_unbound
from extraction.agreement_completed import completed, own_parties
from extraction.agreement_dates import date_of
from extraction.agreement_features import describe, weigh_field
from extraction.agreement_field import is_no_instrument, is_of_other_field
from extraction.agreement_implied import IMPLIED, implied, implied_date, is_appealed_to
from extraction.agreement_mentions import VAGUE, Mention, mentions
from extraction.agreement_names import best_names
from extraction.agreement_same import same_instrument
from extraction.agreement_settled import approved, settle
from extraction.agreement_sides import is_person
from extraction.agreement_stage import Stage
from extraction.analysis import Analysis, Clue
from extraction.drafts import Draft, Retelling, Told, prove_actor, prove_date, prove_sentence
from extraction.names import sovereign
from extraction.stems import Stems
from extraction.topics import topics_between, topics_of, with_chief
from extraction.weights import Features

_LOOK_BACK = 60
"""Instruments, and mentions of one, that a mention is compared with: all in an article, the last in a long report."""
_MOST_MENTIONS = 3
_NEIGHBOURS = 3
"""So many instruments before and after one may share its sentences."""
_WHOLE = 3
_SLIGHT = frozenset({"humanitarian_assistance", "institution_building"})
"""Topics that say little of an instrument beside another."""
_BEHIND = 12
"""Tokens behind an instrument's words that tell of it."""


@dataclass(slots=True)
class AgreementDraft(Draft):
    """An agreement in the making."""

    parties: list[Actor] = field(default_factory=list)
    instrument: str = "agreement"
    stage: str = "announced"
    date: Told | None = None
    title: str | None = None
    purpose: str | None = None
    topics: list[str] = field(default_factory=list)
    told_in: frozenset[int] = frozenset()
    """The sentences that tell of it."""

    @property
    def codes(self) -> frozenset[str]:
        """The states and bodies of the parties."""
        return frozenset(a.code for a in self.parties if a.code)


@dataclass(slots=True)
class Instrument:
    """The mentions of one instrument, in order."""

    mentions: list[Mention]
    codes: frozenset[str] = frozenset()

    def add(self, mention: Mention) -> None:
        """One more mention."""
        self.mentions.append(mention)
        if len(mention.codes) > len(self.codes):
            self.codes = mention.codes
        elif len(self.codes) < 2:
            self.codes |= mention.codes


def _strangeness(instrument: Instrument, mention: Mention) -> tuple[bool, bool]:
    """Whether an instrument is one and a mention of several, or it was never called what the common noun calls it."""
    last = instrument.mentions[-_LOOK_BACK:]
    bare = mention.definite and not mention.named and not mention.informal
    return all(m.plural for m in last) != mention.plural, bare and all(m.sense != mention.sense for m in last)


def instruments(analysis: Analysis) -> list[Instrument]:
    """The instruments of a text, each with all its mentions."""
    found: list[Instrument] = []
    for mention in mentions(analysis):
        near = list(islice(reversed(found), _LOOK_BACK))
        # 'The treaty' is rather the one told than one of 'the five agreements' told since, or another kind of paper.
        near.sort(key=lambda i: _strangeness(i, mention))
        known = next((i for i in near if same_instrument(i.mentions[-_LOOK_BACK:], i.codes, mention)), None)
        if known is None:
            known = Instrument([])
            found.append(known)
        known.add(mention)
    return found


def _sense_of(analysis: Analysis, group: list[Mention]) -> Mention:
    """The mention with the most specific designation; what papers call a pact or a deal says little."""
    firm = [m for m in group if analysis.grammar.single["informal"].isdisjoint(m.words(analysis))]
    specific = [m for m in firm if m.sense not in VAGUE]
    named = [m for m in firm if m.sense != "other"]
    return (specific or named or firm or group)[0]


def _same_day(analysis: Analysis, clue: Clue) -> Told | None:
    """The day of the event that a sentence says it belongs to: 'on the same occasion'."""
    if not clue.has("same_event"):
        return None
    for back in range(clue.sentence.index - 1, max(-1, clue.sentence.index - 7), -1):
        for mention in analysis.clues[back].dates:
            if len(mention.value) == 10 and not analysis.in_quotes(mention.start):
                return Told(mention.value, mention.precision, mention.start, mention.end, mention.relative)
    return None


def _reached(stage: Stage) -> tuple[str, str]:
    """What a stage's word comes to: a signing that lies ahead and talks are both plans."""
    planned = stage.how == "ahead" and stage.sense in ("signed", "announced")
    return ("proposed", "done") if planned or stage.sense == "proposed" else (stage.sense, stage.how)


def _date(analysis: Analysis, group: list[Mention], stage: Stage, sense: str) -> Told | None:
    clue = stage.clue
    if stage.how == IMPLIED:
        return implied_date(analysis, next(m for m in group if m.hit is stage.hit), sense)
    if not any(s is stage for m in group for s in m.stages):
        return None
    names = [(m.first, m.last) for m in group if m.clue is clue]
    others = clue.of_group("stage")
    date = date_of(analysis, clue, stage, sense, others, names)
    if date is None:
        for mention in group:
            for other in mention.stages:
                same = other is not stage and _reached(other) == _reached(stage)
                if same and date is None:
                    own = [(mention.first, mention.last)]
                    date = date_of(analysis, other.clue, other, sense, other.clue.of_group("stage"), own)
    if date is None and sense not in ("proposed", "in_force"):
        date = _same_day(analysis, clue)
    return date


def _title_of(analysis: Analysis, group: list[Mention]) -> Mention | None:
    named = [m for m in group if not m.heading and m.named]
    return next((m for m in named if analysis.capital(m.first)), None)


def _topics(analysis: Analysis, group: list[Mention]) -> list[str]:
    """Topics of the names and purposes, else of the sentence."""
    found: list[str] = []
    for mention in group:
        clue = mention.clue
        area = (max(clue.first, mention.first - 4), min(clue.last, mention.last + 40))
        found += [t for t in topics_between(analysis, clue, *area) if t not in found]
    found = [t for t in found if t not in _SLIGHT] or found
    if "other" in found:
        # A pact of mutual defence is about defence as a whole, and about what its words name beside it.
        real = [t for t in with_chief(analysis, found) if t != "other"]
        return [*real[:_WHOLE], "other"]
    if found:
        return with_chief(analysis, found)
    # 'A defence agreement' says no more; what the text around it is about may be its topic.
    return [*(t for t in topics_of(analysis, group[0].clue)[:2] if t != "other"), "other"]


def _told(group: list[Mention]) -> list[Stage]:
    """The stages that the mentions tell: that one state leaves it ends no instrument of many, nor one still appealed
    to."""
    many = any(len(m.codes) > 2 for m in group)
    return [
        s
        for m in group
        for s in m.stages
        if not (s.sense == "terminated" and (many or is_appealed_to(m)) and s.clue.has("one_sided", *_at(s)))
    ]


def _at(stage: Stage) -> tuple[int, int]:
    return max(stage.clue.first, stage.hit.first - 2), min(stage.clue.last, stage.hit.last + 2)


def _draft(
    analysis: Analysis, instrument: Instrument, earlier: list[Actor], claimed: frozenset[tuple[int, int]]
) -> AgreementDraft | None:
    group = instrument.mentions
    settled = settle(_told(group))
    if settled is None and group[0].heading and len(group[0].sides.joined) > 1:
        told = approved(analysis)
        settled = (told.sense, told) if told is not None else None
    sense, stage = settled or implied(analysis, group)
    teller = next((m for m in group if any(s is stage for s in m.stages) or m.hit is stage.hit), group[-1])
    features: Features = {}
    parties = completed(analysis, group, own_parties(group), earlier, claimed, features)
    if is_unbound(analysis, group, parties, features):
        return None
    parties = best_names(analysis, group, parties)
    draft = AgreementDraft(stage.clue.sentence.index, parties=parties, stage=sense, features=features)
    if len({sovereign(code) for code in draft.codes}) < 2:
        return None
    weigh_field(analysis, group, parties, features)
    describe(analysis, group, parties, stage, sense, features)
    draft.told_in = frozenset(m.clue.sentence.index for m in group)
    draft.stems = Stems(analysis, [(m.clue, m.first, m.last) for m in group], _BEHIND)
    called = _sense_of(analysis, group)
    draft.instrument = called.sense
    draft.rules.append(f"agreement {sense}")
    draft.date = _date(analysis, group, stage, sense)
    _prove(analysis, draft, group, called, teller, stage)
    return draft


def _without_date(analysis: Analysis, first: int, last: int) -> tuple[int, int] | None:
    """The tokens of a purpose without a date that it begins with: 'on February 3 to expedite the exchange of …'; None
    where there is nothing else."""
    start = analysis.tokens.starts[first]
    for clue in analysis.clues_between(start, start + 1):
        for mention in clue.dates:
            begin = analysis.tokens.index_at(mention.start)
            if first <= begin <= first + 1:
                behind = analysis.tokens.index_at(mention.end)
                return (behind, last) if behind < last - 1 else None
    return first, last


def _prove(
    analysis: Analysis, draft: AgreementDraft, group: list[Mention], called: Mention, teller: Mention, stage: Stage
) -> None:
    """Fill title, purpose and topics, and give the words for every field."""
    low, high = min(stage.hit.first, teller.first), max(stage.hit.last, teller.last)
    if stage.clue is not teller.clue:
        low, high = teller.first, teller.last
    prove_sentence(analysis, draft, teller.clue, low, high)
    retelling = Retelling(draft)
    for mention in sorted(group, key=lambda m: m.heading)[:_MOST_MENTIONS]:
        other = AgreementDraft(0)
        prove_sentence(analysis, other, mention.clue, mention.first, mention.last)
        retelling.add(other)
    draft.prove("instrument", *analysis.offsets(called.hit.first, called.hit.last))
    draft.prove("stage", *analysis.offsets(stage.hit.first, stage.hit.last))
    titled = _title_of(analysis, group)
    if titled is not None:
        draft.title = analysis.text(titled.first, titled.last)
        draft.prove("title", *analysis.offsets(titled.first, titled.last))
    told = next((m for m in [teller, *group] if m.purpose is not None), None)
    if told is not None and told.purpose is not None:
        purpose = _without_date(analysis, *told.purpose)
        if purpose is not None:
            draft.purpose = analysis.text(*purpose)
            draft.prove("purpose", *analysis.offsets(*purpose))
    draft.topics = _topics(analysis, group)
    prove_date(draft, "date", draft.date)
    for actor in draft.parties:
        prove_actor(analysis, draft, "parties", actor)


def _given(instrument: Instrument) -> frozenset[tuple[int, int]]:
    """The tokens of those whom an instrument's own words join or give it as a partner."""
    sides = [m.sides for m in instrument.mentions]
    return frozenset((a.first, a.last) for s in sides for a in (*s.joined, *s.partner, *s.named))


def drafts(analysis: Analysis) -> list[AgreementDraft]:
    """All agreements that a text may tell of, each with what tells whether it is one."""
    found: list[AgreementDraft] = []
    signers: list[Actor] = []
    told = instruments(analysis)
    given = [_given(instrument) for instrument in told]
    for number, instrument in enumerate(told):
        near = given[max(0, number - _NEIGHBOURS) : number] + given[number + 1 : number + 1 + _NEIGHBOURS]
        draft = _draft(analysis, instrument, signers, frozenset().union(*near) - given[number])
        signers = [a for m in instrument.mentions for a in m.sides.signers if not is_person(a)] or signers
        if draft is not None:
            draft.weigh("agreement")
            if draft.features.get(TWO_BY_NAME):
                # Such names are too rare in what the weights are learnt from to weigh enough.
                draft.score = max(draft.score, weights.threshold("agreement"))
            found.append(draft)
    return found


def propose(analysis: Analysis) -> list[AgreementDraft]:
    """The agreements of a text, mentions of one instrument joined."""
    likely = [d for d in drafts(analysis) if d.score >= weights.threshold("agreement")]
    likely = [
        d
        for d in likely
        if not is_of_other_field(analysis, d, d.parties) and not is_no_instrument(analysis, d, d.instrument, d.stage)
    ]
    return [d for d in likely if not _told_one_by_one(d, likely)]


def _told_one_by_one(draft: AgreementDraft, likely: list[AgreementDraft]) -> bool:
    """Whether several agreements are only counted or meant together, and one of them is told in the same sentence, or
    anywhere for those meant: 'six agreements, one on extradition', 'the agreements were signed'."""
    if not draft.features.get("plural"):
        return False
    meant = bool(draft.features.get("definite"))
    return any(
        other.codes == draft.codes
        and not other.features.get("plural")
        and (not draft.told_in.isdisjoint(other.told_in) or (meant and other.stage == draft.stage))
        for other in likely
    )
