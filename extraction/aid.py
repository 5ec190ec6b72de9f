"""Aid: transfers from a donor to a recipient of another state, proposed trigger by trigger and then merged."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

from extraction.actors import Actor
from extraction.aid_slots import Item, Slots, fill
from extraction.aid_values import basis_of, in_field, money_of, stage_of, terms_of, told_with
from extraction.analysis import Analysis, Clue, Hit
from extraction.drafts import Draft, Told, prove_actor, prove_date, prove_sentence, retell
from extraction.grammar_words import NOUN, frames
from extraction.money import MoneyMention
from extraction.roles import groups, is_negated, tense
from extraction.topics import topics_of
from extraction.when import date_near

_LOOK_BACK = 60
"""Transfers that a later sentence may go on with: all in an article, the last in a long report."""
_STRONG = ("give", "deliver", "lend", "sell", "receive", "equip", "train", "fund", "request", "buy")


@dataclass(slots=True)
class AidDraft(Draft):
    """A transfer in the making."""

    donors: list[Actor] = field(default_factory=list)
    recipients: list[Actor] = field(default_factory=list)
    channels: list[Actor] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    terms: str = "grant"
    stage: str = "delivered"
    basis: str = "event"
    money: MoneyMention | None = None
    disclosed: bool = True
    date: Told | None = None
    period_start: Told | None = None
    period_end: Told | None = None
    topics: list[str] = field(default_factory=list)
    terms_told: bool = False
    """Whether a word of its own says the terms."""
    trigger: tuple[int, int] = (0, 0)
    guessed: int = 0
    """How many of donor and recipient stand outside the sentence."""

    @property
    def sides(self) -> tuple[frozenset[str | None], frozenset[str | None]]:
        """Countries of donors and of recipients."""
        return frozenset(a.code for a in self.donors), frozenset(a.code for a in self.recipients)


def _usable(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    if is_negated(analysis, clue, hit):
        return False
    if any(
        t.first <= hit.first and hit.last <= t.last and t.last - t.first > hit.last - hit.first for t in clue.things
    ):
        return False
    when = tense(analysis, clue, hit)
    if when == "modal" and hit.trigger.sense != "sell":
        return False
    return not (
        NOUN in hit.trigger.tags and hit.first > clue.first and analysis.tokens.norms[hit.first - 1] == "without"
    )


def _draft(analysis: Analysis, clue: Clue, hit: Hit, before: list[AidDraft]) -> AidDraft | None:
    frame = frames()["aid"][hit.trigger.sense]
    members = groups(analysis, clue)
    slots: Slots | None = fill(analysis, clue, hit, frame, members, before)
    if slots is None:
        return None
    draft = AidDraft(clue.sentence.index, trigger=(hit.first, hit.last))
    draft.donors, draft.recipients, draft.channels = slots.donors, slots.recipients, slots.channels
    draft.items, draft.guessed = slots.items, slots.guessed
    draft.rules.append(f"aid {hit.trigger.sense}")
    draft.money = money_of(analysis, clue, hit)
    if not in_field(analysis, clue, hit, slots):
        return None
    draft.stage, stage_span = stage_of(analysis, clue, hit, frame)
    draft.terms, terms_rule = terms_of(analysis, clue, hit, frame, slots)
    draft.terms_told = terms_rule is None
    draft.basis, draft.period_start, draft.period_end = basis_of(analysis, clue, hit, draft.money)
    if draft.basis == "event":
        draft.date = date_near(
            analysis,
            clue,
            hit.first,
            hit.last,
            future=draft.stage == "announced" and tense(analysis, clue, hit) == "future",
        )
    elif (
        draft.period_start
        and draft.period_end
        and draft.period_start.value == draft.period_end.value
        and len(draft.period_start.value) == 4
    ):
        draft.date = draft.period_start
    draft.topics = topics_of(analysis, clue)
    core = [hit.first, hit.last, *(i for a in (*slots.own,) for i in (a.first, a.last))]
    prove_sentence(analysis, draft, clue, min(core), max(core))
    draft.prove("stage", *analysis.offsets(*stage_span))
    draft.prove("terms", *analysis.offsets(hit.first, hit.last), terms_rule)
    _prove_values(analysis, draft, clue)
    return draft


def _prove_values(analysis: Analysis, draft: AidDraft, clue: Clue) -> None:
    if draft.money is not None:
        for name in ("amount", "currency", "qualifier"):
            draft.prove(name, draft.money.start, draft.money.end)
    elif clue.undisclosed:
        draft.disclosed = False
        draft.prove("qualifier", *clue.undisclosed[0])
    prove_date(draft, "date", draft.date)
    prove_date(draft, "period_start", draft.period_start)
    prove_date(draft, "period_end", draft.period_end)
    for item in draft.items:
        draft.prove("items", *analysis.offsets(item.first, item.last))


def _rank(hit: Hit) -> tuple[int, int]:
    return (NOUN in hit.trigger.tags, 0 if hit.trigger.sense in _STRONG else 1)


def _money_conflict(a: AidDraft, b: AidDraft) -> bool:
    return (
        a.money is not None
        and b.money is not None
        and (a.money.amount, a.money.currency) != (b.money.amount, b.money.currency)
    )


def _same_in_sentence(old: AidDraft, new: AidDraft) -> bool:
    """Whether two triggers of one sentence tell of one transfer."""
    if _money_conflict(old, new) or (old.basis != new.basis and old.money is not None and new.money is not None):
        return False
    if {"loan", "grant"} == {old.terms, new.terms} and old.terms_told and new.terms_told:
        return False
    return bool(old.sides[0] & new.sides[0]) and bool(old.sides[1] & new.sides[1])


def _continues(analysis: Analysis, old: AidDraft, new: AidDraft) -> bool:
    """Whether a later sentence goes on with an earlier transfer: the same sides, nothing that speaks against it."""
    if new.basis != old.basis or _money_conflict(old, new):
        return False
    near = new.sentence - old.sentence <= 3
    same = bool(old.sides[0] & new.sides[0]) and bool(old.sides[1] & new.sides[1])
    if not same:
        return False
    if (
        old.date
        and new.date
        and old.date.value != new.date.value
        and old.date.value[: len(new.date.value)] != new.date.value[: len(old.date.value)]
    ):
        return False
    clue = analysis.clues[new.sentence]
    norms = analysis.tokens.norms
    at = new.trigger[0]
    definite = at > clue.first and norms[at - 1] in analysis.grammar.single["definite"]
    title = analysis.clues[old.sentence].sentence.start < 400 and old.sentence <= 1
    if old.money and new.money:
        return True
    if definite and near:
        return True
    if near and _says_nothing_new(old, new):
        return True
    if title and _alike_items(old, new):
        return True
    return near and (new.guessed >= 1 and not new.money) and old.stage == new.stage


def _says_nothing_new(old: AidDraft, new: AidDraft) -> bool:
    """Whether a later mention has no amount and no thing that the earlier one does not have."""
    known = {i.modality for i in old.items} | {"other", "funds"}
    return new.money is None and all(i.modality in known and i.quantity is None for i in new.items)


def _alike_items(old: AidDraft, new: AidDraft) -> bool:
    a = {i.modality for i in old.items}
    b = {i.modality for i in new.items}
    return bool(a & b) or "other" in a | b


def _join(old: AidDraft, new: AidDraft) -> None:
    """Add to a draft what a later mention of the same transfer tells."""
    for item in new.items:
        if all(item.text.lower() != i.text.lower() for i in old.items):
            old.items.append(item)
    named = [i for i in old.items if i.modality not in ("other",)]
    old.items = named or old.items[:1]
    if old.money is None and new.money is not None:
        old.money = new.money
        old.proofs = [p for p in old.proofs if p.field != "qualifier"]
        old.disclosed = True
    if old.money is None and not new.disclosed:
        old.disclosed = False
    if old.date is None and new.date is not None:
        old.date = new.date
    known = {a.name.lower() for a in (*old.donors, *old.recipients, *old.channels)}
    old.channels.extend(a for a in new.channels if a.name.lower() not in known)
    order = ("requested", "announced", "approved", "delivered")
    if order.index(new.stage) > order.index(old.stage) and new.sentence - old.sentence <= 2:
        old.stage = new.stage
    old.topics = list(dict.fromkeys([*old.topics, *new.topics]))
    have = {p.field for p in old.proofs if p.field != "items"} | {"record"}
    old.proofs.extend(p for p in new.proofs if p.field not in have or p.field == "items")
    retell(old, new)


def _totals(analysis: Analysis, clue: Clue, own: list[AidDraft]) -> list[AidDraft]:
    """Further amounts of a sentence that are totals over a period: 'bringing the total to $1 billion since 2020'."""
    found: list[AidDraft] = []
    for money in clue.money:
        if not own or any(d.money is not None and d.money.start == money.start for d in (*own, *found)):
            continue
        if any(d.money is not None and d.money.amount == money.amount for d in own):
            continue
        base = min(own, key=lambda d: abs(analysis.tokens.starts[d.trigger[0]] - money.start))
        hit = Hit(*base.trigger, clue.hits[0].trigger)
        basis, first, last = basis_of(analysis, clue, hit, money)
        if basis != "period" and not clue.has("total"):
            continue
        new = AidDraft(clue.sentence.index, ["aid total"], trigger=(base.trigger[0], base.trigger[1] + 1))
        new.donors, new.recipients, new.terms = list(base.donors), list(base.recipients), base.terms
        first_token, last_token = analysis.tokens.range_of(money.start, money.end)
        new.items = [Item("funds", analysis.text(first_token, last_token), first_token, last_token)]
        new.money, new.basis, new.period_start, new.period_end, new.topics = money, basis, first, last, base.topics
        told = told_with(analysis, clue, money)
        new.stage = told[0] if told else base.stage
        new.proofs = [p for p in base.proofs if p.field in ("record", "terms")]
        new.prove("stage", *analysis.offsets(*(told[1] if told else base.trigger)))
        _prove_values(analysis, new, clue)
        found.append(new)
    return found


def propose(analysis: Analysis) -> list[AidDraft]:
    """All transfers of a text, mentions of one transfer joined."""
    found: list[AidDraft] = []
    for clue in analysis.clues:
        own: list[AidDraft] = []
        hits = [h for h in clue.of_group("aid") if _usable(analysis, clue, h)]
        for hit in sorted(hits, key=lambda h: (_rank(h), h.first)):
            draft = _draft(analysis, clue, hit, found)
            if draft is None:
                continue
            twin = next((d for d in own if _same_in_sentence(d, draft)), None)
            if twin is not None:
                _join(twin, draft)
                continue
            own.append(draft)
        own.extend(_totals(analysis, clue, own))
        for draft in sorted(own, key=lambda d: d.trigger):
            near = islice(reversed(found), _LOOK_BACK)
            earlier = next((d for d in near if d.sentence < draft.sentence and _continues(analysis, d, draft)), None)
            if earlier is not None:
                _join(earlier, draft)
            else:
                found.append(draft)
    for draft in found:
        for name, actors in (("donors", draft.donors), ("recipients", draft.recipients), ("channels", draft.channels)):
            for actor in actors:
                prove_actor(analysis, draft, name, actor)
    return found
