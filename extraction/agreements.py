"""Agreements: an instrument, the word that says how far it has come, and at least two states."""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue, Hit
from extraction.drafts import Draft, Told, distinct, prove_actor, prove_date, prove_sentence, retell
from extraction.grammar_words import NOUN
from extraction.roles import Group, groups, is_negated, tense
from extraction.segments import BlockKind
from extraction.topics import security_weight, topics_between, topics_of
from extraction.when import date_near, start_near

_ORDER = ("proposed", "announced", "signed", "ratified", "in_force", "amended", "renewed", "suspended", "terminated")
_NEAR = 4
_FIELD = 0.7
_VAGUE = ("agreement", "arrangement", "other")


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
    definite: bool = False
    span: tuple[int, int] = (0, 0)

    @property
    def codes(self) -> frozenset[str]:
        """The states and bodies of the parties."""
        return frozenset(a.code for a in self.parties if a.code)


def _stage_of(analysis: Analysis, clue: Clue, instrument: Hit) -> tuple[Hit, str] | None:
    """The word that says the stage of an instrument: the nearest in the sentence, what lies ahead before what is."""
    best: tuple[int, Hit, str] | None = None
    for hit in clue.of_group("stage"):
        if (
            hit.first < instrument.last
            and instrument.first < hit.last
            and hit.last - hit.first <= instrument.last - instrument.first
        ) and instrument.trigger.sense != "other":
            continue
        if is_negated(analysis, clue, hit):
            continue
        sense = hit.trigger.sense
        when = tense(analysis, clue, hit)
        if when == "modal" and sense == "signed":
            sense = "proposed"
        if sense in ("signed", "ratified", "renewed") and when in ("future",):
            sense = "proposed"
        if sense == "signed" and "inf" in hit.trigger.tags and when == "open" and "past" not in hit.trigger.tags:
            before = clue.of_group("stage")
            sense = (
                "proposed" if any(h.trigger.sense == "proposed" for h in before) or clue.of_group("goal") else "signed"
            )
        if NOUN not in hit.trigger.tags and not hit.trigger.tags & {"past", "part", "pres", "fut", "inf", "ger", "sub"}:
            continue
        gap = instrument.first - hit.last if hit.last <= instrument.first else hit.first - instrument.last
        gap = max(gap, 0)
        between = analysis.tokens.norms[min(hit.last, instrument.last) : max(hit.first, instrument.first)]
        gap += 12 * between.count(";") + 3 * between.count(",")
        gap += 6 if sense == "announced" else 0
        gap += 15 if sense == "in_force" and hit.last <= instrument.first and NOUN in hit.trigger.tags else 0
        if best is None or gap < best[0]:
            best = (gap, hit, sense)
    if best is None or best[0] > 45:
        return None
    return best[1], best[2]


def _title(analysis: Analysis, clue: Clue, instrument: Hit) -> tuple[int, int]:
    """Tokens of an instrument's proper name: its capitalized words and what hangs on them."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    first, last = instrument.first, instrument.last
    while first > clue.first and norms[first - 1][0].isalpha() and analysis.capital(first - 1):
        if norms[first - 1] in grammar.single["determiner"]:
            break
        first -= 1
    if not analysis.capital(instrument.first):
        return first, last
    index = last
    links = (
        grammar.single["connector"]
        | grammar.single["and"]
        | grammar.single["determiner"]
        | {"in", "to", "concerning", "en", "sobre", "em"}
    )
    while index < clue.last:
        if norms[index][0].isalnum() and analysis.capital(index):
            index += 1
            last = index
        elif norms[index] in links and index + 1 < clue.last and index - last < 3:
            index += 1
        else:
            break
    return first, last


def _definite(analysis: Analysis, clue: Clue, first: int) -> bool:
    norms = analysis.tokens.norms
    return first > clue.first and norms[first - 1] in analysis.grammar.single["definite"]


def _is_list_reference(analysis: Analysis, clue: Clue) -> bool:
    return clue.has("both")


def _party_groups(analysis: Analysis, clue: Clue, instrument: Hit, stage: Hit, members: list[Group]) -> list[Actor]:
    """Actors that conclude the instrument: those joined to it by 'with' or 'between', and who stands as subject."""
    chosen: list[Actor] = []
    for group in members:
        place = group.roles <= {"in"} and bool(group.roles)
        after = group.first >= instrument.first
        if (
            "with" in group.roles
            or group.roles & {"by"}
            or (group.bare and group.first < max(stage.first, instrument.first) + 1)
        ):
            chosen.extend(group.members)
        elif group.roles & {"of", "from", "to"} and not place:
            chosen.extend(a for a in group.members if a.kind != "people" or after)
        elif not place and len(group.members) > 1:
            chosen.extend(group.members)
    return [a for a in chosen if a.code and a.kind != "programme"]


def _background(analysis: Analysis, index: int) -> list[Actor]:
    """Actors of the sentences before, nearest first, then those of the title."""
    found: list[Actor] = []
    for back in range(index - 1, max(-1, index - 4), -1):
        found.extend(a for a in analysis.clues[back].actors if a.code and not a.weak)
    for clue in analysis.clues[:2]:
        found.extend(a for a in clue.actors if a.code)
    return found


def _complete(analysis: Analysis, clue: Clue, chosen: list[Actor]) -> list[Actor]:
    """At least two states, with those that the text takes as understood."""
    codes = {a.code for a in chosen}
    if len(codes) >= 2:
        return chosen
    both = clue.has("both")
    if both:
        for actor in analysis.resolver.both(clue.sentence.index):
            if actor.code not in codes and len(codes) < 2:
                chosen = [*chosen, actor]
                codes.add(actor.code)
        if len(codes) >= 2:
            return chosen
    for actor in clue.actors:
        if actor.code and actor.code not in codes and actor.code != "XXG" and actor.kind != "capital":
            chosen = [*chosen, actor]
            codes.add(actor.code)
            if len(codes) >= 2 and not both:
                return chosen
    if len(codes) >= 2:
        return chosen
    for actor in _background(analysis, clue.sentence.index):
        if actor.code not in codes and actor.code != "XXG":
            chosen = [*chosen, actor]
            codes.add(actor.code)
            if len(codes) >= 2:
                return chosen
    home = analysis.resolver.home_actor()
    if home is not None and home.code not in codes:
        chosen = [*chosen, home]
    return chosen


def _in_field(analysis: Analysis, clue: Clue, draft: AgreementDraft, instrument: Hit) -> bool:
    """Whether the instrument is about security, defence, law enforcement, justice or migration control."""
    purpose_end = min(clue.last, instrument.last + 25)
    if clue.has("foreign_field", max(clue.first, instrument.first - 6), min(clue.last, instrument.last + 8)):
        return False
    if clue.has("foreign_field") and security_weight(analysis, clue, clue.first, clue.last) < 1:
        return False
    weight = security_weight(analysis, clue, max(clue.first, instrument.first - 6), purpose_end)
    weight += 2 * sum(a.secure for a in draft.parties)
    if weight >= 1:
        return True
    weight += 0.5 * security_weight(analysis, clue, clue.first, clue.last)
    return weight + analysis.subject_weight + analysis.field_weight >= _FIELD


def _purpose(analysis: Analysis, clue: Clue, last: int) -> tuple[int, int] | None:
    """Tokens behind the instrument that say what it is for."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    starters = grammar.single["purpose"]
    for index in range(last, min(clue.last, last + 14)):
        if norms[index] in starters and (index == last or norms[index - 1] not in grammar.single["relative"]):
            end = index + 1
            while end < clue.last and norms[end] not in (".", ";", "(", '"') and end - index < 30:
                end += 1
            return (index, end) if end - index > 2 else None
    return None


def _draft(analysis: Analysis, clue: Clue, instrument: Hit, members: list[Group]) -> AgreementDraft | None:
    stage = _stage_of(analysis, clue, instrument)
    if stage is None:
        return None
    hit, sense = stage
    title_first, title_last = _title(analysis, clue, instrument)
    draft = AgreementDraft(clue.sentence.index, span=(title_first, title_last))
    draft.instrument, draft.stage = instrument.trigger.sense, sense
    draft.definite = _definite(analysis, clue, title_first)
    draft.rules.append(f"agreement {sense}")
    chosen = _party_groups(analysis, clue, instrument, hit, members)
    draft.parties = distinct(_complete(analysis, clue, chosen))
    if len(draft.codes) < 2 or not _in_field(analysis, clue, draft, instrument):
        return None
    draft.date = date_near(analysis, clue, hit.first, hit.last, future=sense == "proposed")
    if draft.date is None and sense in ("in_force", "suspended"):
        draft.date = start_near(clue)
    heading = analysis.blocks[clue.sentence.block].kind is BlockKind.HEADING
    if not heading and title_last - title_first > instrument.last - instrument.first and analysis.capital(title_first):
        draft.title = analysis.text(title_first, title_last)
    purpose = _purpose(analysis, clue, title_last)
    if purpose:
        draft.purpose = analysis.text(*purpose)
        draft.prove("purpose", *analysis.offsets(*purpose))
    area = (max(clue.first, title_first - 4), min(clue.last, title_last + 40))
    draft.topics = topics_between(analysis, clue, *area) or topics_of(analysis, clue)
    prove_sentence(analysis, draft, clue, min(hit.first, instrument.first), max(hit.last, instrument.last))
    draft.prove("instrument", *analysis.offsets(instrument.first, instrument.last))
    draft.prove("stage", *analysis.offsets(hit.first, hit.last))
    if draft.title:
        draft.prove("title", *analysis.offsets(title_first, title_last))
    prove_date(draft, "date", draft.date)
    return draft


def _same(old: AgreementDraft, new: AgreementDraft) -> bool:
    """Whether two mentions are of one instrument."""
    if len(old.codes & new.codes) < 2 and not (new.definite and old.codes & new.codes):
        return False
    if old.instrument != new.instrument and not ({old.instrument, new.instrument} & set(_VAGUE)):
        return False
    if old.title and new.title and old.title != new.title and not (old.title in new.title or new.title in old.title):
        return False
    if old.sentence == new.sentence and old.instrument == new.instrument:
        return bool(old.title is None or new.title is None)
    if new.definite or old.title == new.title != None:  # noqa: E711
        return True
    return (
        old.instrument == new.instrument
        and old.codes == new.codes
        and (old.date is None or new.date is None or old.date.value == new.date.value)
    )


def _join(old: AgreementDraft, new: AgreementDraft) -> None:
    """Add to a draft what a later mention of the same instrument tells."""
    if _ORDER.index(new.stage) > _ORDER.index(old.stage) or (new.stage == old.stage and old.date is None):
        keep_date = old.date if new.date is None and new.stage == old.stage else None
        old.stage, old.date = new.stage, new.date or keep_date
        old.proofs = [p for p in old.proofs if p.field not in ("stage", "date")]
        old.proofs.extend(p for p in new.proofs if p.field in ("stage", "date"))
    if old.instrument in _VAGUE and new.instrument not in _VAGUE:
        old.instrument = new.instrument
        old.proofs = [p for p in old.proofs if p.field != "instrument"]
        old.proofs.extend(p for p in new.proofs if p.field == "instrument")
    if old.codes == new.codes:
        old.parties = distinct([*old.parties, *new.parties])
    old.sentence = new.sentence
    old.title = old.title or new.title
    old.purpose = old.purpose or new.purpose
    old.topics = list(dict.fromkeys([*old.topics, *new.topics]))
    known = {p.field for p in old.proofs}
    old.proofs.extend(p for p in new.proofs if p.field in ("title", "purpose") and p.field not in known)
    retell(old, new)


def _refine(analysis: Analysis, clue: Clue, instrument: Hit, found: list[AgreementDraft]) -> None:
    """Take the more specific designation from a mention that only speaks of an instrument: 'this memorandum'."""
    old = found[-1] if found else None
    if old is None or clue.sentence.index - old.sentence > _NEAR or instrument.trigger.sense in _VAGUE:
        return
    if old.instrument in _VAGUE and _definite(analysis, clue, instrument.first):
        old.instrument = instrument.trigger.sense
        old.prove("instrument", *analysis.offsets(instrument.first, instrument.last))
        old.sentence = clue.sentence.index


def propose(analysis: Analysis) -> list[AgreementDraft]:
    """All agreements of a text, mentions of one instrument joined."""
    found: list[AgreementDraft] = []
    for clue in analysis.clues:
        instruments = clue.of_group("instrument")
        if not instruments:
            continue
        members = groups(analysis, clue)
        for instrument in instruments:
            draft = _draft(analysis, clue, instrument, members)
            if draft is None:
                _refine(analysis, clue, instrument, found)
                continue
            twin = next((d for d in reversed(found) if _same(d, draft)), None)
            if twin is not None:
                _join(twin, draft)
                continue
            found.append(draft)
    for draft in found:
        for actor in draft.parties:
            prove_actor(analysis, draft, "parties", actor)
    return found
