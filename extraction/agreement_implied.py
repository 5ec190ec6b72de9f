"""How far an instrument has come where no word tells a stage: one that is appealed to, spoken of as there, or begun."""

from __future__ import annotations

from extraction.agreement_mentions import Mention
from extraction.agreement_stage import Stage
from extraction.analysis import Analysis
from extraction.drafts import Told
from extraction.when import since, told

IMPLIED = "implied"
"""How such a stage is told; see `Stage.how`."""
_BEFORE = 6
_BEHIND = 8
_SINCE = 12
_DECLARED = frozenset({"joint_declaration"})


def _near(analysis: Analysis, mention: Mention, name: str) -> bool:
    """Whether a word of a class stands right before an instrument's name, or as one of its first words."""
    clue = mention.clue
    return clue.has(name, max(clue.first, mention.first - _BEFORE), min(clue.last, mention.hit.last))


def _date_of_name(analysis: Analysis, mention: Mention) -> Told | None:
    """The date that hangs on a name: 'the 2014 agreement', 'un acuerdo de 2012'."""
    published = analysis.published_on.isoformat() if analysis.published_on is not None else None
    for date in mention.clue.dates:
        start, end = analysis.tokens.range_of(date.start, date.end)
        past = published is None or date.value <= published
        if past and mention.first - 2 <= start and end <= mention.last + _BEHIND:
            return told(date, False)
    return None


def implied_date(analysis: Analysis, mention: Mention, sense: str) -> Told | None:
    """The date of a stage that is implied: of a signing or a declaration the one that hangs on the name."""
    if sense in ("signed", "announced"):
        return _date_of_name(analysis, mention)
    if sense == "in_force":
        high = min(mention.until, mention.last + _SINCE)
        return since(mention.clue, *analysis.offsets(mention.last, high)) if high > mention.last else None
    return None


def is_appealed_to(mention: Mention) -> bool:
    """Whether a word right before an instrument's name appeals to it: 'in breach of the treaty'."""
    clue = mention.clue
    return clue.has("appeal", max(clue.first, mention.first - _BEFORE), mention.first)


def clue_holds(mention: Mention) -> bool:
    """Whether a state just has an instrument: 'Kenya has an agreement with …'."""
    return mention.clue.has("holding", max(mention.since, mention.first - 12), mention.first)


def sense_of(analysis: Analysis, mention: Mention) -> str:
    """The stage that the words around an instrument's name suggest, where none tells it."""
    if mention.sense in _DECLARED:
        return "announced"
    if mention.clue.has("unmade", max(mention.clue.first, mention.first - 2), mention.hit.last):
        return "proposed"
    if _near(analysis, mention, "appeal"):
        return "in_force"
    if _near(analysis, mention, "to_come"):
        return "proposed"
    if mention.definite or mention.named or mention.plural:
        return "in_force"
    if clue_holds(mention):
        return "in_force"
    return "signed" if _date_of_name(analysis, mention) else "announced"


def implied(analysis: Analysis, group: list[Mention]) -> tuple[str, Stage]:
    """A stage for an instrument of which no word tells one, with the name as the words that prove it."""
    best = next((m for m in group if _near(analysis, m, "appeal")), None) or group[0]
    sense = sense_of(analysis, best)
    return sense, Stage(sense, IMPLIED, best.hit, 0, best.clue)
