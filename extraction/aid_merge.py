"""Mentions of one transfer become one record: the weights say which belong together."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.aid_draft import AidDraft
from extraction.analysis import Analysis
from extraction.drafts import retell
from extraction.segments import BlockKind
from extraction.weights import Features, probability, threshold

_LOOK_BACK, _MENTIONS = 40, 8
"""Transfers, and mentions of each, that a later sentence may go on with: all in an article, the last in a report."""
_DISTANCES = (0, 1, 2, 4, 8)
GENERAL = frozenset({"other", "funds"})
"""Modalities that say only that something is given."""


def _codes(actors: list[Actor]) -> frozenset[str | None]:
    return frozenset(a.code for a in actors)


def _set_relation(old: frozenset[str | None], new: frozenset[str | None]) -> str:
    if old == new:
        return "same"
    if old <= new or new <= old:
        return "part"
    return "overlap" if old & new else "other"


def _money_relation(old: AidDraft, new: AidDraft) -> str:
    if old.money is None or new.money is None:
        return "none" if old.money is new.money else ("old" if old.money is not None else "new")
    equal = old.money.amount == new.money.amount and old.money.currency == new.money.currency
    return "equal" if equal else "differs"


def _date_relation(old: AidDraft, new: AidDraft) -> str:
    if old.date is None or new.date is None:
        return "none" if old.date is new.date else "one"
    shorter = min(len(old.date.value), len(new.date.value))
    return "agrees" if old.date.value[:shorter] == new.date.value[:shorter] else "differs"


def _thing_relation(old: AidDraft, new: AidDraft) -> str:
    a = {i.modality for i in old.items} - GENERAL
    b = {i.modality for i in new.items} - GENERAL
    if not a or not b:
        return "none" if not a and not b else ("old" if a else "new")
    return _set_relation(frozenset(a), frozenset(b))


def pair_features(analysis: Analysis, old: AidDraft, new: AidDraft) -> Features:
    """What tells whether two mentions, in the order of the text, are of one transfer."""
    distance = new.sentence - old.sentence
    near = next((str(d) for d in _DISTANCES if distance <= d), "far")
    donors = _set_relation(_codes(old.donors), _codes(new.donors))
    recipients = _set_relation(_codes(old.recipients), _codes(new.recipients))
    money, things = _money_relation(old, new), _thing_relation(old, new)
    clue, before = analysis.clues[new.sentence], analysis.clues[old.sentence]
    reach = next((n for n in new.features if n.startswith("reach=")), "reach=none")
    names = [
        f"distance={near}", f"donors {donors}", f"recipients {recipients}", f"money {money}", f"things {things}",
        f"dates {_date_relation(old, new)}", f"near={near} {reach}", f"near={near} money {money}",
        f"near={near} things {things}", f"guessed {new.guessed}", reach,
        f"stages {'same' if old.stage == new.stage else 'differ'}",
        f"terms {'same' if old.terms == new.terms else 'differ'}",
        f"bases {'same' if old.basis == new.basis else 'differ'}", f"{old.basis}-{new.basis}",
        f"{old.rules[0]} {'inside' if distance == 0 else 'apart'}",
        f"{new.rules[0]} {'inside' if distance == 0 else 'apart'}",
    ]  # fmt: skip
    if {a.name.lower() for a in old.recipients} & {a.name.lower() for a in new.recipients}:
        names.append("recipient's name")
    if {a.name.lower() for a in old.donors} & {a.name.lower() for a in new.donors}:
        names.append("donor's name")
    if old.sentence == 0:
        names += ["from title", f"from title things {things}", f"from title money {money}"]
    if clue.sentence.block == before.sentence.block:
        names.append("same block")
    for word in ("another", "consists", "total", "also"):
        if clue.has(word):
            names.append(f"new has {word}")
    if analysis.blocks[clue.sentence.block].kind is BlockKind.ITEM:
        names.append("new is item")
    if any(i.quantity is not None for i in old.items) and any(i.quantity is not None for i in new.items):
        same = {i.quantity for i in old.items} & {i.quantity for i in new.items} - {None}
        names.append("quantities agree" if same else "quantities differ")
    return dict.fromkeys(names, 1.0)


def join(old: AidDraft, new: AidDraft) -> None:
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
    for name, votes in new.votes.items():
        for value, vote in votes.items():
            old.votes[name][value] += vote
        setattr(old, name, max(old.votes[name], key=lambda v: old.votes[name][v]))
    old.topics = list(dict.fromkeys([*old.topics, *new.topics]))
    have = {p.field for p in old.proofs if p.field != "items"} | {"record"}
    old.proofs.extend(p for p in new.proofs if p.field not in have or p.field == "items")
    retell(old, new)


def _adds_nothing(old: AidDraft, new: AidDraft) -> bool:
    """Whether a mention names no sum, thing or date that would make it another transfer between the same sides."""
    return (
        new.money is None
        and new.basis == old.basis == "event"
        and all(i.modality in GENERAL for i in new.items)
        and _codes(old.donors) == _codes(new.donors)
        and _codes(old.recipients) == _codes(new.recipients)
        and _date_relation(old, new) != "differs"
    )


def _goes_on(analysis: Analysis, old: AidDraft, new: AidDraft) -> bool:
    """Whether a sentence says what the transfer told just before consists of."""
    return (
        analysis.clues[new.sentence].has("consists")
        and 0 < new.sentence - old.sentence <= 2
        and new.guessed > 0
        and _money_relation(old, new) != "differs"
        and bool(_codes(old.donors) & _codes(new.donors))
        and bool(_codes(old.recipients) & _codes(new.recipients))
    )


def joined(analysis: Analysis, likely: list[AidDraft]) -> list[AidDraft]:
    """Records of likely mentions in the order of the text: each mention goes to the record that it fits best, or makes
    one of its own. A record takes the sides of its best mention."""
    records: list[list[AidDraft]] = []
    for draft in likely:
        best: tuple[float, int] | None = None
        for n in range(max(0, len(records) - _LOOK_BACK), len(records)):
            recent = records[n][-_MENTIONS:]
            fit = max(probability("aid.join", pair_features(analysis, old, draft)) for old in recent)
            if fit >= threshold("aid.join") and (best is None or fit > best[0]):
                best = (fit, n)
        if best is None:
            oldest = max(0, len(records) - _LOOK_BACK)
            same = (
                n
                for n in reversed(range(oldest, len(records)))
                if _adds_nothing(records[n][0], draft) or _goes_on(analysis, records[n][-1], draft)
            )
            best = next(((0.0, n) for n in same), None)
        if best is None:
            records.append([draft])
        else:
            records[best[1]].append(draft)
    found = []
    for mentions in records:
        ranked = sorted(mentions, key=lambda d: (d.guessed, -d.score, d.trigger))
        first = ranked[0]
        for other in sorted(ranked[1:], key=lambda d: (d.sentence, d.trigger)):
            join(first, other)
        found.append(first)
    return sorted(found, key=lambda d: (d.sentence, d.trigger))
