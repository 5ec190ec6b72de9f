"""Plans told in the past: 'said that it would build', 'dijo que construiría', 'disse que iria construir'.

What lay ahead when it was said is told with 'would' or the conditional; elsewhere these tell what is not so.
"""

from __future__ import annotations

from extraction.analysis import Analysis, Clue, Hit
from extraction.goal_acts import acts_of
from extraction.grammar_words import Trigger

REPORTED = Trigger("goal", "would", frozenset({"cond"}))
_SHORTEST = 6


def is_reported(analysis: Analysis, clue: Clue, index: int) -> bool:
    """Whether a verb of report before a token, or behind what it says ('…, the ministry said'), makes the plan one that
    somebody told, on no condition."""
    if clue.has("condition", clue.first, clue.last):
        return False
    for first, last in clue.named.get("told", ()):
        if last <= index or (first > index and analysis.tokens.norms[first - 1] in (",", '"')):
            return True
        if first > index and any(a.last == first and _behind_comma(analysis, a.first) for a in clue.actors):
            return True
    return False


def _behind_comma(analysis: Analysis, index: int) -> bool:
    norms = analysis.tokens.norms
    return norms[index - 1] == "," or (
        norms[index - 1] in analysis.grammar.single["determiner"] and norms[index - 2] == ","
    )


def conditional_verbs(analysis: Analysis, clue: Clue) -> list[Hit]:
    """Tokens that are verbs in the conditional under a verb of report, in a language whose verbs show it."""
    endings = tuple(analysis.grammar.single["conditional_ending"])
    if not endings or "told" not in clue.named:
        return []
    single, norms = analysis.grammar.single, analysis.tokens.norms
    found = []
    for index in range(clue.first + 1, clue.last):
        word = norms[index]
        if len(word) < _SHORTEST or not word.endswith(endings) or analysis.capital(index):
            continue
        if norms[index - 1] in single["determiner"] or (norms[index - 1],) in analysis.grammar.roles:
            continue  # 'la policía', 'de artillería'
        if acts_of(analysis, index, index + 1) and is_reported(analysis, clue, index):
            found.append(Hit(index, index + 1, REPORTED))
    return found
