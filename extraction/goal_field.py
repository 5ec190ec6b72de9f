"""What looks like a goal and is none: what opens a sentence and only says what for, and what is of no field here."""

from __future__ import annotations

from extraction.analysis import Analysis, Clue
from extraction.goal_calls import Call
from extraction.goal_drafts import GoalDraft
from extraction.goal_features import field_words
from extraction.members import form_at

_TOUCHES = 0.35
"""Weight of the field in a text, and in its title and opening, from which it is about the field in part."""


def is_off_field(analysis: Analysis, draft: GoalDraft) -> bool:
    """Whether nothing near a goal is of the field: no word in its sentence, in the one before it in its block and in
    what introduces its list, no body that holds it, and not the text, its title and opening."""
    if analysis.field_weight >= _TOUCHES or analysis.subject_weight >= _TOUCHES or any(a.secure for a in draft.holders):
        return False
    clue = analysis.clues[draft.sentence]
    near = [clue]
    if draft.sentence and analysis.clues[draft.sentence - 1].sentence.block == clue.sentence.block:
        near.append(analysis.clues[draft.sentence - 1])
    if draft.bullets_of is not None:
        near.append(analysis.clues[draft.bullets_of])
    return not any(c.things or field_words(analysis, c, c.first, c.last) for c in near)


def is_subject(analysis: Analysis, clue: Clue, call: Call, end: int) -> bool:
    """Whether an act that opens a sentence is the subject of what is said of it: 'Securing these materials is the best
    way to'."""
    if call.sense not in ("item", "gerund") or form_at(analysis, clue, call.start) != "ger":
        return False
    norms, single = analysis.tokens.norms, analysis.grammar.single
    links, said = single["and"] | {","}, single["be"] & single["of_goal"]
    if not all(norms[i] in links or form_at(analysis, clue, i) == "ger" for i in range(clue.first, call.start)):
        return False
    clauses = single["relative"] | single["that"] | {":", ";", "that"}
    for index in range(call.start + 1, end - 1):
        if norms[index] in clauses or any(a == index for a, _ in clue.named.get("subordinate", ())):
            return False
        if norms[index] in said:  # 'ensuring our borders are secure' is an act
            return norms[index + 1] in single["determiner"] and norms[index + 1] not in single["ours"]
    return False


def opens_for(analysis: Analysis, clue: Clue, call: Call, end: int) -> bool:
    """Whether a purpose opens a sentence and says what the act behind it is for: 'To keep the coast safe, Peru is'."""
    if call.sense not in ("purpose", "item"):
        return False
    norms, single = analysis.tokens.norms, analysis.grammar.single
    markers = single["infinitive_marker"] | single["purpose_marker"]
    if call.start == clue.first or norms[call.start - 1] not in markers:
        return False
    if call.start - 1 > clue.first and norms[call.start - 2] not in (":", "-"):
        return False
    for actor in clue.actors:
        at = actor.first
        while at > call.start and norms[at - 1] in single["determiner"]:
            at -= 1
        if call.start + 1 < at < end and norms[at - 1] == ",":
            following = norms[actor.last] if actor.last < clue.last else "."
            told = following in single["be"] | single["have"] | single["future"] | single["and"]
            return told or actor.last in clue.verbs
    return False
