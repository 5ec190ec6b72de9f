"""Mentions of one transfer are joined in time that grows with their number, not with its square."""

import time

from extraction.aid_draft import AidDraft
from extraction.aid_items import Item
from extraction.aid_merge import Joining

FEW, MANY = 1_000, 8_000
GROWTH = 24.0
"""What eight times the mentions may take more: linear is 8, quadratic 64."""
ENOUGH = 0.25
"""Seconds of the processor under which a ratio says nothing."""


def mention(number: int, modality: str = "vessels", text: str = "") -> AidDraft:
    votes = {"stage": {"delivered": 1.0}, "terms": {"grant": 1.0}}
    draft = AidDraft(number, items=[Item(modality, text or f"boats of kind {number}", number, number + 1)], votes=votes)
    for name in ("record", "stage", "terms", "donors", "recipients", "items", "amount", "date"):
        draft.prove(name, number * 100, number * 100 + 90)
    return draft


def joined(mentions: list[AidDraft]) -> AidDraft:
    joining = Joining(mentions[0])
    for other in mentions[1:]:
        joining.add(other)
    return mentions[0]


def seconds(count: int) -> float:
    mentions = [mention(n) for n in range(count)]
    began = time.process_time()
    joined(mentions)
    return time.process_time() - began


def test_many_mentions_are_joined_in_linear_time() -> None:
    many = min(seconds(MANY) for _ in range(2))
    assert many < ENOUGH or many < GROWTH * max(seconds(FEW), 0.001)


def test_a_thing_is_kept_once_and_its_words_with_every_mention() -> None:
    record = joined([mention(0, text="two boats"), mention(1, text="Two boats"), mention(2, text="a radar")])
    assert [i.text for i in record.items] == ["two boats", "a radar"]
    assert [p.start for p in record.proofs if p.field == "items"] == [0, 100, 200]
    assert [p.field for p in record.proofs if p.field not in ("items", "record")] == [
        "stage",
        "terms",
        "donors",
        "recipients",
        "amount",
        "date",
    ]


def test_words_that_name_no_thing_stay_only_while_none_is_named() -> None:
    general = [mention(0, "other", "assistance"), mention(1, "other", "support"), mention(2, "other", "aid")]
    assert [i.text for i in joined(general[:2]).items] == ["assistance"]
    record = joined([general[2], mention(3), mention(4, "other", "help"), mention(5, "supplies", "help")])
    assert [i.text for i in record.items] == ["boats of kind 3", "help"]
