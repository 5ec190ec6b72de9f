"""Which agreements are of another field: trade, energy, development, told among those of security."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.analysis import Analysis
from extraction.drafts import Draft
from extraction.tokens import norms_of
from extraction.topics import security_weight

_OTHER_FIELDS = ("civil", "foreign_field", "off_field")


_UNMADE = frozenset({"amended", "renewed", "in_force"})


def is_no_instrument(analysis: Analysis, draft: Draft, instrument: str, stage: str) -> bool:
    """Whether what is told to be amended or in force is no instrument: a partnership that is deepened, a declaration
    in whose spirit somebody acts."""
    if stage not in _UNMADE:
        return False
    if instrument == "joint_declaration":
        return stage == "amended"
    said = [p for p in draft.proofs if p.field == "instrument"]
    words = {w for p in said for w in norms_of(analysis.reading.folded[p.start : p.end])}
    return instrument == "other" and not words.isdisjoint(analysis.grammar.single["soft"])


def is_of_other_field(analysis: Analysis, draft: Draft, parties: list[Actor]) -> bool:
    """Whether the sentences that tell of an agreement have words of other fields and none of this one, and no party is
    a body of it."""
    if any(a.secure for a in parties):
        return False
    clues = [c for p in draft.proofs if p.field == "record" for c in analysis.clues_between(p.start, p.end)]
    clues = clues or [analysis.clues[draft.sentence]]
    if any(c.has("field_word") or security_weight(analysis, c, c.first, c.last) for c in clues):
        return False
    return any(c.has(name) for c in clues for name in _OTHER_FIELDS)
