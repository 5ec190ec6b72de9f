"""Mentions of one transfer become one record: the weights say which belong together."""

from __future__ import annotations

from typing import NamedTuple

from extraction.aid_draft import AidDraft
from extraction.aid_retold import (
    GENERAL,
    STEM,
    VAGUE,
    adds_little,
    are_rows,
    codes_of,
    date_relation,
    is_retold,
    is_vague,
    money_relation,
    name_recipient,
)
from extraction.aid_told import stage_of_all
from extraction.analysis import Analysis
from extraction.drafts import Retelling
from extraction.segments import BlockKind
from extraction.weights import Features, likelihood, linear_holding, threshold

_LOOK_BACK, _MENTIONS = 40, 8
"""Transfers, and mentions of each, that a later sentence may go on with: all in an article, the last in a report."""
_NEAR = {0: "0", 1: "1", 2: "2", 3: "4", 4: "4", 5: "8", 6: "8", 7: "8", 8: "8"}
"""How distances in sentences are told apart."""
_NO_THING = "other"
"""The modality of words that only say that something is given."""
_MOST_WORDS = 0.5
"""The share of words above which things are held to be the same."""
_CONVERTED = 60
"""Characters between the beginnings of two sums that may be one in two currencies."""
_LETTERHEAD = 4
"""Blocks at the head of a text among which its title is."""


def _set_relation(old: frozenset[str | None], new: frozenset[str | None]) -> str:
    if old == new:
        return "same"
    if old <= new or new <= old:
        return "part"
    return "overlap" if old & new else "other"


class _Mention:
    """A mention with what is compared of it, since each is compared with many."""

    __slots__ = (
        "block", "donor_names", "donors", "draft", "listed", "quantities", "reach", "recipient_names", "recipients",
        "rule", "stems", "things", "title", "voice", "words",
    )  # fmt: skip

    def __init__(self, analysis: Analysis, draft: AidDraft):
        clue = analysis.clues[draft.sentence]
        self.draft = draft
        self.donors, self.recipients = codes_of(draft.donors), codes_of(draft.recipients)
        self.donor_names = frozenset(a.name.lower() for a in draft.donors)
        self.recipient_names = frozenset(a.name.lower() for a in draft.recipients)
        self.things = frozenset(i.modality for i in draft.items) - GENERAL
        self.quantities = frozenset(i.quantity for i in draft.items if i.quantity is not None)
        self.reach = next((n for n in draft.features if n.startswith("reach=")), "reach=none")
        self.voice = next((n for n in draft.features if n.startswith("voice=")), "voice=noun")
        named = (w.strip(".,;:()\"'").lower() for i in draft.items if i.modality != "funds" for w in i.text.split())
        self.stems = frozenset(w[:STEM] for w in named if len(w) >= STEM and w.isalpha())
        self.rule = draft.rules[0]
        self.block = clue.sentence.block
        self.words = tuple(f"new has {word}" for word in ("another", "consists", "total", "also") if clue.has(word))
        self.listed = analysis.blocks[self.block].kind is BlockKind.ITEM
        if self.listed:
            self.words += ("new is item",)
        # A letterhead may stand above the title.
        above = analysis.blocks[: self.block + 1]
        self.title = draft.sentence == 0 or (
            self.block < _LETTERHEAD and all(b.kind is BlockKind.HEADING for b in above)
        )


def _thing_relation(old: _Mention, new: _Mention) -> str:
    if not old.things or not new.things:
        return "none" if not old.things and not new.things else ("old" if old.things else "new")
    return _set_relation(old.things, new.things)


class _Relation(NamedTuple):
    """How two mentions stand to each other; pairs that stand alike have the same features."""

    near: str
    inside: bool
    donors: str
    recipients: str
    money: str
    things: str
    dates: str
    reach: str
    guessed: int
    same: tuple[bool, bool, bool]
    """Whether stage, terms and basis are the same."""
    bases: tuple[str, str]
    rules: tuple[str, str]
    recipient_named: bool
    donor_named: bool
    from_title: bool
    same_block: bool
    words: tuple[str, ...]
    quantities: bool | None
    adds: bool
    vague: bool
    prose: bool
    voices: tuple[str, str]
    shared: str
    """How many of the words for the things are the same: some, words for most, no word; empty where one has none."""


def _shared(old: _Mention, new: _Mention) -> str:
    if not old.stems or not new.stems:
        return ""
    share = len(old.stems & new.stems) / min(len(old.stems), len(new.stems))
    return "no word" if not share else "words" if share > _MOST_WORDS else "some"


def _relation(a: _Mention, b: _Mention) -> _Relation:
    old, new = a.draft, b.draft
    distance = new.sentence - old.sentence
    return _Relation(
        _NEAR.get(distance, "far"),
        distance == 0,
        _set_relation(a.donors, b.donors),
        _set_relation(a.recipients, b.recipients),
        money_relation(old, new),
        _thing_relation(a, b),
        date_relation(old, new),
        b.reach,
        new.guessed,
        (old.stage == new.stage, old.terms == new.terms, old.basis == new.basis),
        (old.basis, new.basis),
        (a.rule, b.rule),
        not a.recipient_names.isdisjoint(b.recipient_names),
        not a.donor_names.isdisjoint(b.donor_names),
        a.title,
        a.block == b.block,
        b.words,
        not a.quantities.isdisjoint(b.quantities) if a.quantities and b.quantities else None,
        not adds_little(old, new),
        VAGUE in (a.donors ^ b.donors) | (a.recipients ^ b.recipients),
        not (a.listed or b.listed),
        (a.voice, b.voice),
        _shared(a, b),
    )


def _features_of(told: _Relation) -> Features:
    near, money, things = told.near, told.money, told.things
    stage, terms, basis = told.same
    place = "inside" if told.inside else "apart"
    names = [
        f"distance={near}", f"donors {told.donors}", f"recipients {told.recipients}", f"money {money}",
        f"things {things}", f"dates {told.dates}", f"near={near} {told.reach}", f"near={near} money {money}",
        f"near={near} things {things}", f"guessed {told.guessed}", told.reach,
        f"stages {'same' if stage else 'differ'}", f"terms {'same' if terms else 'differ'}",
        f"bases {'same' if basis else 'differ'}", "-".join(told.bases),
        *(f"{rule} {place}" for rule in told.rules),
    ]  # fmt: skip
    if told.recipient_named:
        names.append("recipient's name")
    if told.donor_named:
        names.append("donor's name")
    if told.from_title:
        names += ["from title", f"from title things {things}", f"from title money {money}"]
    if told.same_block:
        names.append("same block")
    names += told.words
    adds = f"new adds {'something' if told.adds else 'nothing'}"
    names += [adds, f"{adds} {told.reach}", "voices {}-{}".format(*told.voices)]
    if told.vague:
        names.append("one side vague")
    if told.prose:
        names += ["both in prose", f"both in prose money {money}", f"both in prose things {things}"]
    if told.shared:
        names.append(f"things share {told.shared}")
    if told.quantities is not None:
        names.append("quantities agree" if told.quantities else "quantities differ")
    return dict.fromkeys(names, 1.0)


def pair_features(analysis: Analysis, old: AidDraft, new: AidDraft) -> Features:
    """What tells whether two mentions, in the order of the text, are of one transfer."""
    return _features_of(_relation(_Mention(analysis, old), _Mention(analysis, new)))


class Joining:
    """A record to which mentions of the same transfer are added one by one. It keeps in mind what the record has: to
    look for that anew at each mention would take the square of their number."""

    def __init__(self, record: AidDraft):
        self._record = record
        self._texts = {i.text.lower() for i in record.items}
        self._all_named = False
        self._names = {a.name.lower() for a in (*record.donors, *record.recipients, *record.channels)}
        self._fields = {p.field for p in record.proofs if p.field != "items"} | {"record"}
        self._retelling = Retelling(record)

    def add(self, new: AidDraft) -> None:
        """Add what a later mention tells."""
        old = self._record
        self._add_items(new)
        if old.money is None and new.money is not None:
            old.money = new.money
            self._forget("qualifier")
            old.disclosed = True
            if new.basis == "period":  # the sum is that of its own period
                self._forget("period_start", "period_end")
                old.basis, old.period_start, old.period_end = new.basis, new.period_start, new.period_end
        if old.money is None and not new.disclosed:
            old.disclosed = False
        if old.date is None and new.date is not None and old.basis == "event":
            old.date = new.date
        old.channels.extend(a for a in new.channels if a.name.lower() not in self._names)
        self._names.update(a.name.lower() for a in new.channels)
        for value, vote in new.votes.get("terms", {}).items():
            old.votes["terms"][value] += vote
        old.terms = max(old.votes["terms"], key=lambda v: old.votes["terms"][v])
        old.topics = list(dict.fromkeys([*old.topics, *new.topics]))
        told = [p for p in new.proofs if p.field == "items" or p.field not in self._fields]
        old.proofs.extend(told)
        self._fields.update(p.field for p in told if p.field != "items")
        self._retelling.add(new)

    def _forget(self, *names: str) -> None:
        """Leave out the words for some fields."""
        self._record.proofs = [p for p in self._record.proofs if p.field not in names]
        self._fields.difference_update(names)

    def _add_items(self, new: AidDraft) -> None:
        """Add the things that are new; words that name none only stay, one of them, while no thing is named."""
        more = []
        things = any(i.modality not in GENERAL for i in self._record.items)
        general = all(i.modality in GENERAL for i in new.items)
        # What is worth a sum is given once: 'The donation, valued at $3 million'. A loan is money beside what it buys.
        if things and general and new.terms != "loan":
            return
        for item in new.items:
            if item.text.lower() not in self._texts:
                self._texts.add(item.text.lower())
                more.append(item)
        old = self._record
        if not self._all_named:
            more, old.items = [*old.items, *more], []
        named = [i for i in more if i.modality != _NO_THING]
        kept = named if named or self._all_named else more[:1]
        self._texts.difference_update(i.text.lower() for i in more)
        self._texts.update(i.text.lower() for i in kept)
        self._all_named = self._all_named or bool(named)
        old.items.extend(kept)


def _are_two(old: AidDraft, new: AidDraft) -> bool:
    """Whether two mentions of one sentence tell two sums: 'a $3 million sale of boats, a $2 million one of trucks'."""
    if old.money is None or new.money is None or old.money is new.money:
        return False
    if old.money.currency != new.money.currency:  # one near by may be the same sum in another currency
        return abs(old.money.start - new.money.start) > _CONVERTED
    return old.money.amount != new.money.amount


def _of_sums(told: list[_Mention], new: AidDraft) -> list[_Mention]:
    """The mentions of a record that one with a sum is compared with: those with a sum, where there are, since what
    tells no sum goes with any."""
    if new.money is None:
        return told
    return [m for m in told if m.draft.money is not None] or told


def joined(analysis: Analysis, likely: list[AidDraft]) -> list[AidDraft]:
    """Records of likely mentions in the order of the text: each mention goes to the record that it fits best, or makes
    one of its own. Two records are one where a mention shows it: it tells a sum that the one has and goes on with the
    other, which has none. A record takes the sides of its best mention."""
    records: list[list[AidDraft]] = []
    compared: list[list[_Mention]] = []
    known: dict[_Relation, float] = {}
    cut = threshold("aid.join")

    def likeness(old: _Mention, new: _Mention) -> float:
        relation = _relation(old, new)
        if relation.inside and _are_two(old.draft, new.draft):
            return 0.0
        if not relation.inside and are_rows(analysis, old.draft, new.draft):
            return 0.0
        if relation not in known:
            known[relation] = likelihood(linear_holding("aid.join", _features_of(relation)))
        return known[relation]

    for draft in likely:
        mention = _Mention(analysis, draft)
        fits: list[tuple[float, int]] = []
        for n in range(max(0, len(records) - _LOOK_BACK), len(records)):
            fit = max(likeness(old, mention) for old in _of_sums(compared[n][-_MENTIONS:], draft))
            if fit >= cut:
                fits.append((fit, n))
        best = max(fits, key=lambda one: (one[0], -one[1]), default=None)
        same = next((n for _, n in fits if any(money_relation(d, draft) == "equal" for d in records[n])), None)
        if best is not None and same is not None and all(d.money is None for d in records[best[1]]):
            moved, seen = records.pop(best[1]), compared.pop(best[1])
            best = (best[0], same - (best[1] < same))
            records[best[1]] += moved
            compared[best[1]] += seen
        if best is None:
            oldest = max(0, len(records) - _LOOK_BACK)
            retold = (n for n in reversed(range(oldest, len(records))) if is_retold(analysis, records[n], draft))
            best = next(((0.0, n) for n in retold), None)
        if best is None:
            records.append([draft])
            compared.append([mention])
        else:
            records[best[1]].append(draft)
            compared[best[1]].append(mention)
    found = []
    for mentions in records:
        ranked = sorted(mentions, key=lambda d: (is_vague(d), d.guessed, -d.score, d.trigger))
        first = ranked[0]
        name_recipient(first, ranked[1:])
        first.stage = stage_of_all(mentions)
        joining = Joining(first)
        for other in sorted(ranked[1:], key=lambda d: (d.sentence, d.trigger)):
            joining.add(other)
        found.append(first)
    return sorted(found, key=lambda d: (d.sentence, d.trigger))
