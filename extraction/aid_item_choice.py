"""Which of the things that a sentence names are given: each described for the weights, which say yes or no."""

from __future__ import annotations

from extraction.aid_draft import AidDraft
from extraction.aid_items import Item, aim_of, money_item, things_in
from extraction.aid_marks import Mark
from extraction.analysis import Analysis, Clue
from extraction.grammar_words import NOUN, frames
from extraction.weights import Features, linear_holding

CHOICE = "aid.item"
_NEAR = (1, 3, 6, 12)
"""Tokens between a thing and the mark, by which distances are told apart."""
_UPKEEP = 5
"""Tokens before a thing in which the word for what is done with it stands."""
_FUNDS = "funds"
_SUMS = 2


def _candidates(analysis: Analysis, clue: Clue, draft: AidDraft, mark: Mark) -> list[Item]:
    """What the rule took, and all other things of the sentence, sums and acts of training among them."""
    found = list(draft.items)
    taken = {(i.first, i.last) for i in found}
    more = things_in(analysis, clue, clue.first, clue.last, weak=True)
    sum_of = money_item(analysis, mark)
    if sum_of is not None:
        more.append(sum_of)
    frame = frames()["aid"].get(mark.sense, {})
    if frame.get("modality") is not None and mark.sense != "teach":  # which holds, or delivers, what is named
        more.append(Item(frame["modality"], analysis.text(mark.first, mark.last), mark.first, mark.last))
    for item in more:
        if not any(item.first < last and first < item.last for first, last in taken):
            found.append(item)
            taken.add((item.first, item.last))
    return found


def _gap(item: Item, mark: Mark) -> str:
    if item.first < mark.last and mark.first < item.last:
        return "mark"
    gap = mark.first - item.last if item.last <= mark.first else item.first - mark.last
    return next((str(n) for n in _NEAR if gap <= n), "far")


def _describe(analysis: Analysis, clue: Clue, draft: AidDraft, mark: Mark, item: Item, all_: list[Item]) -> Features:
    norms, grammar = analysis.tokens.norms, analysis.grammar
    here = clue.first <= item.first < clue.last
    side = "list" if not here else "L" if item.last <= mark.first else "R"
    gap, kind = _gap(item, mark) if here else "list", item.modality
    names = [
        f"modality={kind}", f"{side}.{mark.voice}", f"{side}.{mark.voice}.{kind}", f"gap={gap}", f"gap={gap}.{kind}",
        f"{mark.sense}.{kind}", f"{side}.{mark.sense}", f"head={norms[item.last - 1]}",
    ]  # fmt: skip
    if item in draft.items:
        names += ["ruled", f"ruled.{kind}"]
    if item.quantity is not None:
        names += ["quantity", f"quantity.{kind}"]
    if here:
        names += _around(analysis, clue, mark, item)
    others = {i.modality for i in all_ if i is not item} - {"other", _FUNDS}
    if others:
        names += ["beside things", f"beside things.{kind}"]
    elif kind == _FUNDS:
        names.append("funds alone")
    if mark.money is not None:
        names.append(f"money.{kind}")
    if any(i is not item and i.modality == kind for i in draft.items):
        names.append("another of its kind")
    before = norms[item.first - 1] if item.first > 0 else ""
    roles = grammar.roles.get((before,), frozenset())
    names += [f"behind {r}.{side}" for r in sorted(roles)]
    if before in grammar.single["definite"]:
        names.append("definite")
    if here:
        names += _behind(analysis, clue, item)
    return dict.fromkeys(names, 1.0)


def _around(analysis: Analysis, clue: Clue, mark: Mark, item: Item) -> list[str]:
    """What stands between a thing and its mark, and whether it is part of a purpose or of another act."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    low, high = (item.last, mark.first) if item.last <= mark.first else (mark.last, item.first)
    names = []
    if low < high:
        between = norms[low:high]
        if any(w in grammar.single["relative"] for w in between):
            names.append("over a relative")
        if any(NOUN not in h.trigger.tags and low <= h.first < high for h in clue.of_group("aid")):
            names.append("over another act")
        if any(low <= a.first < high and a.code for a in clue.actors):
            names.append("over a party")
        if ":" in between:
            names.append("over a colon")
        if "(" in between:
            names.append("over a bracket")
    if item.first >= mark.last and item.last > aim_of(analysis, clue, mark.last, clue.last):
        names.append("in a purpose")
    if any(h.first < item.first <= h.last + 6 for h in clue.of_group("goal")):
        names.append("behind a goal")
    return names


def _behind(analysis: Analysis, clue: Clue, item: Item) -> list[str]:
    """The words that a thing begins with and that stand before it, and whether it is what is kept up, cleared or
    bought with what is given: 'the repair of vehicles'."""
    norms = analysis.tokens.norms
    names = [f"begins={norms[item.first]}", f"prev={norms[item.first - 1] if item.first > clue.first else ''}"]
    roles, _ = analysis.grammar.role_before(norms, item.first, clue.first)
    names += [f"role={role}.{item.modality}" for role in sorted(roles)]
    if item.first > clue.first and analysis.capital(item.first) and not analysis.text(item.first, item.last).isupper():
        names += ["named", f"named.{item.modality}"]
    low = max(clue.first, item.first - _UPKEEP)
    if clue.has("upkeep", low, item.last):
        names += ["upkeep", f"upkeep.{item.modality}"]
    return names


def item_options(analysis: Analysis, draft: AidDraft) -> list[tuple[Item, Features]]:
    """All that a transfer's sentence could say is given, with features."""
    if draft.mark is None:
        return []
    clue = analysis.clues[draft.sentence]
    found = _candidates(analysis, clue, draft, draft.mark)
    return [(i, _describe(analysis, clue, draft, draft.mark, i, found)) for i in found]


def _of_other_sum(analysis: Analysis, draft: AidDraft, item: Item) -> bool:
    """Whether a thing stands behind another sum than the transfer's: 'a $3 million sale for three boats and one of $2
    million for forty trucks'."""
    clue = analysis.clues[draft.sentence]
    if draft.money is None or item.modality == _FUNDS or not clue.first <= item.first < clue.last:
        return False
    start = analysis.tokens.starts[item.first]
    before = [m for m in clue.money if m.end <= start]
    if not before or len({m.amount for m in clue.money}) < _SUMS:
        return False
    opens = clue.money[0].start <= min(analysis.tokens.starts[t.first] for t in clue.things)
    return opens and before[-1] is not draft.money and before[-1].currency == draft.money.currency


def choose_items(analysis: Analysis, draft: AidDraft) -> None:
    """Keep of all things that the sentence names those that are likely given, in the order of the text."""
    kept = [item for item, features in item_options(analysis, draft) if linear_holding(CHOICE, features) > 0]
    kept = [item for item in kept if not _of_other_sum(analysis, draft, item)] or kept
    if not kept or kept == draft.items:
        return
    draft.items = sorted(kept, key=lambda i: (i.first, i.last))
    draft.proofs = [p for p in draft.proofs if p.field != "items"]
    for item in draft.items:
        draft.prove("items", *analysis.offsets(item.first, item.last))
