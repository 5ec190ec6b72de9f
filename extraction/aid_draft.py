"""A transfer in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.actors import Actor
from extraction.aid_items import Item
from extraction.aid_marks import Mark
from extraction.drafts import Draft, Told
from extraction.money import MoneyMention
from extraction.names import sovereign


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
    stage_at: tuple[int, int] = (0, 0)
    """The tokens that tell the stage."""
    terms_rule: str | None = None
    """The rule that gave the terms; None where a word of their own says them."""
    votes: dict[str, dict[str, float]] = field(default_factory=dict)
    """What speaks for each stage and for each of the terms, summed over all mentions."""
    sure: str | None = None
    """The stage that words of its sentence leave no doubt of."""
    of_effect: bool = False
    """Whether it stands in a clause that tells only what a gift is to bring about."""
    trigger: tuple[int, int] = (0, 0)
    mark: Mark | None = None
    """What tells of it."""
    guessed: int = 0
    """How many of donor and recipient stand outside the sentence."""

    @property
    def sides(self) -> tuple[frozenset[str | None], frozenset[str | None]]:
        """Countries of donors and of recipients."""
        return frozenset(a.code for a in self.donors), frozenset(a.code for a in self.recipients)

    @property
    def abroad(self) -> bool:
        """Whether a recipient is of another state than the donors; a territory is of its state."""
        given = {sovereign(a.code) for a in self.donors}
        return any(sovereign(a.code) not in given for a in self.recipients)
