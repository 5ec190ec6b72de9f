"""How far a transfer has come that is told several times."""

from __future__ import annotations

from extraction.aid_draft import AidDraft
from extraction.aid_retold import GENERAL
from extraction.aid_values import STAGES


def stage_of_all(mentions: list[AidDraft]) -> str:
    """The stage of a record: that of the mention which tells most surely how far it has come, else of the likeliest one
    that names what is given."""
    told = [d for d in mentions if not d.of_effect] or mentions
    if len(told) == 1:
        return told[0].stage
    return max(STAGES, key=lambda s: sum(_weight(d) * d.votes["stage"][s] for d in told))


def _weight(draft: AidDraft) -> float:
    return draft.score * (0.5 + _names_gift(draft) + _has_tense(draft))


def _has_tense(draft: AidDraft) -> bool:
    return draft.mark is not None and draft.mark.tense != "open"


def _names_gift(draft: AidDraft) -> bool:
    return draft.money is not None or any(i.modality not in GENERAL for i in draft.items)
