"""By which words the sides of a transfer are named."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.aid_draft import AidDraft
from extraction.analysis import Analysis
from extraction.drafts import distinct, prove_actor
from extraction.party_names import as_giver_or_taker


def name_sides(analysis: Analysis, draft: AidDraft) -> None:
    """Give a draft's donors, recipients and channels their best names, with the words for them.

    A programme gives nothing itself: the donor is the state whose it is, and it the channel.
    """
    given = [_giver(analysis, a) for a in draft.donors]
    draft.channels += [a for a in draft.donors if a not in given and a not in draft.channels]
    draft.donors = given
    for name in ("donors", "recipients", "channels"):
        actors: list[Actor] = getattr(draft, name)
        named = [as_giver_or_taker(analysis, a, draft.sentence) for a in actors]
        for actor in (*actors, *named):
            prove_actor(analysis, draft, name, actor)
        setattr(draft, name, distinct(named))


def _giver(analysis: Analysis, donor: Actor) -> Actor:
    """The state of a programme as the text names it, where it does; else the donor itself."""
    named = analysis.resolver.named(donor.code) if donor.kind == "programme" else None
    return named if named is not None else donor
