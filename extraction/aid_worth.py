"""What a transfer is worth where a later sentence says it: 'The equipment is valued at $3 million.'"""

from __future__ import annotations

from extraction.aid_draft import AidDraft
from extraction.aid_retold import row_of
from extraction.analysis import Analysis, Clue
from extraction.drafts import prove_sentence
from extraction.money import MoneyMention
from extraction.weights import threshold

_AFTER = 2
"""Sentences behind a transfer in which its worth is looked for."""
_SUM = "sum"
"""The voice of a mark that is but a sum of money."""
_REACH = 90
"""Characters between the word for the worth and the sum."""


def lend_worth(analysis: Analysis, likely: list[AidDraft], told: list[AidDraft]) -> list[AidDraft]:
    """Let transfers without a sum have the one that a sentence right behind calls the worth of what was given; the
    likely mentions without those that told but that sum."""
    cut = threshold("aid")
    taken = {d.sentence for d in told if d.money is not None and d.score >= cut}
    last: dict[int, list[AidDraft]] = {}
    for draft in likely:
        last.setdefault(draft.sentence, []).append(draft)
    lent: set[int] = set()
    for sentence, drafts in last.items():
        if any(d.money is not None for d in drafts) or len({d.sides for d in drafts}) > 1 or drafts[0].basis != "event":
            continue
        for at in range(sentence + 1, min(sentence + _AFTER + 1, len(analysis.clues))):
            clue = analysis.clues[at]
            if row_of(analysis, clue) is not None:
                break  # a row with a date of its own is of something else
            others = last.get(at, [])
            sums = [d for d in others if _is_sum(d) and d.sides == drafts[0].sides]
            if len(sums) < len(others) or (at in taken and not sums):
                break
            worth = _worth(analysis, clue, drafts[0], bool(sums))
            if worth is not None:
                for draft in drafts:
                    _give(analysis, clue, draft, worth)
                lent.update(map(id, sums))
            if worth is not None or sums:
                break
    return [d for d in likely if id(d) not in lent]


def _is_sum(draft: AidDraft) -> bool:
    return draft.mark is not None and draft.mark.voice == _SUM


def _worth(analysis: Analysis, clue: Clue, draft: AidDraft, of_sum: bool) -> MoneyMention | None:
    """The first sum of a sentence that a word for the worth of what was given stands by, where it names no other party
    than the transfer's; `of_sum` where nothing but a sum was read in it."""
    if not clue.money or not clue.has("worth") or clue.has("negation") or clue.of_group("goal") or clue.has("another"):
        return None
    codes = {a.code for a in (*draft.donors, *draft.recipients)}
    if any(a.code not in codes for a in clue.actors if a.code and a.kind != "programme"):
        return None
    if not (of_sum or clue.things or clue.of_group("aid") or clue.has("consists")):
        return None
    money = clue.money[0]
    starts = [analysis.tokens.starts[first] for first, _ in clue.named["worth"]]
    return money if any(abs(start - money.start) <= _REACH for start in starts) else None


def _give(analysis: Analysis, clue: Clue, draft: AidDraft, money: MoneyMention) -> None:
    """Give a draft its sum, with the words for it."""
    draft.money, draft.disclosed = money, True
    draft.proofs = [p for p in draft.proofs if p.field != "qualifier"]
    for name in ("amount", "currency", "qualifier"):
        draft.prove(name, money.start, money.end)
    first, last = analysis.tokens.range_of(money.start, money.end)
    prove_sentence(analysis, draft, clue, first, last)
