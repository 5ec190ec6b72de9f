"""By which words the sides of a transfer are named."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.aid_draft import AidDraft
from extraction.analysis import Analysis
from extraction.drafts import distinct, prove_actor
from extraction.party_names import as_giver_or_taker
from extraction.roles import groups


def name_sides(analysis: Analysis, draft: AidDraft) -> None:
    """Give a draft's donors, recipients and channels their best names, with the words for them.

    A programme gives nothing itself: the donor is the state whose it is, and it the channel.
    """
    given = [_giver(analysis, a) for a in draft.donors]
    draft.channels += [a for a in draft.donors if a not in given and a not in draft.channels]
    draft.donors = given
    draft.recipients = _behind_to(analysis, draft) or draft.recipients
    for name in ("donors", "recipients", "channels"):
        actors: list[Actor] = getattr(draft, name)
        named = [as_giver_or_taker(analysis, a, draft.sentence) for a in actors]
        for actor in (*actors, *named):
            prove_actor(analysis, draft, name, actor)
        setattr(draft, name, distinct(named))


def _behind_to(analysis: Analysis, draft: AidDraft) -> list[Actor]:
    """The bodies that a transfer is for in the end, where its sentence names them behind 'to' and the recipient as who
    receives it for them: 'the Ministry received 18 vehicles, which will be assigned to the Police'."""
    codes = {a.code for a in draft.recipients}
    if len(codes) != 1 or any(a.sentence != draft.sentence for a in draft.recipients) or draft.mark is None:
        return []
    found = groups(analysis, analysis.clues[draft.sentence])
    if not any(g.bare and g.last <= draft.mark.first and draft.recipients[0] in g.members for g in found):
        return []
    return [
        a
        for g in found
        if g.has("to") and g.first >= draft.mark.last
        for a in g.members
        if a.code in codes and a.kind in ("head", "institution") and a.detail not in ("people", "office_holder")
    ]


def _giver(analysis: Analysis, donor: Actor) -> Actor:
    """The state of a programme as the text names it, where it does; else the donor itself."""
    named = analysis.resolver.named(donor.code) if donor.kind == "programme" else None
    return named if named is not None else donor
