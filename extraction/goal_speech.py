"""Who tells of a goal, and whether it is an event on a calendar: features for the weights.

What a holder says of itself is a goal; what one state says of another's intent is most often an accusation or a guess.
"""

from __future__ import annotations

import re

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue
from extraction.weights import Features

_BEFORE, _BEHIND = 8, 5
"""How many tokens before and behind a verb of report its subject stands."""
_ASKS = re.compile(r"\s*(?:QUESTION|Q|PREGUNTA|P|PERGUNTA|REPORTER)\s*[:.]\s")
_EVENT_REACH = 9


def speech_features(
    analysis: Analysis, clue: Clue, sense: str, holders: list[Actor], first: int, last: int
) -> Features:
    """Features of a statement between two tokens: who says it, of whose goal it is, where it is told."""
    codes = {a.code for a in holders}
    found: Features = {}
    speaker = _speaker(analysis, clue)
    said = "nobody" if speaker is None else "its own" if speaker.code in codes else "another"
    found[f"said by {said}"] = 1.0
    found[f"said by {said}, {sense}"] = 1.0
    found["asked"] = float(_is_asked(analysis, clue))
    found["if behind"] = float(clue.has("condition", first, clue.last))
    event = clue.has("event", first, min(last, first + _EVENT_REACH))
    found["event"] = float(event)
    found[f"{sense} event"] = float(event)
    return {name: value for name, value in found.items() if value}


def _speaker(analysis: Analysis, clue: Clue) -> Actor | None:
    """Who says what a sentence tells: the actor beside its verb of report, or that of the sentence before or behind it
    where it is direct speech; looked up once a sentence."""
    known: dict[int, Actor | None] = analysis.lookups.setdefault("speakers", {})
    here = clue.sentence.index
    if here not in known:
        places = [here]
        if analysis.in_quotes(clue.sentence.start) or analysis.in_quotes(clue.sentence.end - 2):
            places += [here - 1, here + 1, here - 2]
        near = (_beside_report(analysis.clues[at]) for at in places if 0 <= at < len(analysis.clues))
        known[here] = next((actor for actor in near if actor is not None), None)
    return known[here]


def _beside_report(clue: Clue) -> Actor | None:
    best: tuple[int, Actor] | None = None
    for first, last in clue.named.get("told", ()):
        for actor in clue.actors:
            before, behind = first - actor.last, actor.first - last
            far = before if before >= 0 else behind
            if actor.code and (0 <= before <= _BEFORE or 0 <= behind <= _BEHIND) and (best is None or far < best[0]):
                best = (far, actor)
    return best[1] if best else None


def _is_asked(analysis: Analysis, clue: Clue) -> bool:
    block = analysis.blocks[clue.sentence.block]
    return _ASKS.match(analysis.reading.plain, block.start) is not None
