"""Goals in a list of bullets that a sentence of intent introduces."""

from __future__ import annotations

from dataclasses import replace

from extraction.analysis import Analysis, Clue
from extraction.drafts import Told
from extraction.goal_calls import NOUNS, Call, calls
from extraction.goal_drafts import Acts, GoalDraft, draft_of, held
from extraction.goal_features import field_words
from extraction.goal_lists import item_member, list_call, list_features
from extraction.goal_spans import statement_end
from extraction.goal_subjects import subject_of
from extraction.roles import Group, groups

_LABEL = 10
"""Tokens within which a bullet that says itself whose its goal is names them."""


def from_list(analysis: Analysis, clue: Clue, items: list[Clue], members: list[Group], acts: Acts) -> list[GoalDraft]:
    """Goals in a list of bullets that a sentence of intent introduces."""
    call = list_call(analysis, clue)
    told = held(analysis, clue, call, members) if call is not None else None
    if call is None or told is None:
        return []
    about = list_features(analysis, clue, call, items)
    shared = min(3.0, sum(field_words(analysis, i, i.first, i.last) for i in items) * 2 / len(items))
    drafts: list[GoalDraft] = []
    for number, item in enumerate(items):
        itself = _own_call(analysis, item)
        start = item.first if itself is None else itself.start
        whose = told if itself is None else held(analysis, item, itself, groups(analysis, item)) or told
        own = Call(call.hit, call.sense, "list", start)
        member = item_member(analysis, start, statement_end(analysis, item, own, None))
        reach = (item.sentence.start, item.sentence.end)
        draft = draft_of(analysis, item, replace(whose, call=own), member, (number, len(items)), reach, acts)
        if draft is None:
            continue
        draft.tell(draft)
        if draft.horizon is None and clue.horizons:
            mention = clue.horizons[-1]
            draft.horizon = Told(mention.value, mention.precision, mention.start, mention.end, False)
        draft.proofs = [p for p in draft.proofs if p.start >= item.sentence.start]
        draft.prove("record", *analysis.offsets(call.hit.first, call.hit.last))
        draft.features |= about
        draft.features["field words of all members"] = shared
        draft.bullets_of = clue.sentence.index
        drafts.append(draft)
    return drafts


def _own_call(analysis: Analysis, item: Clue) -> Call | None:
    """What a bullet calls that is a sentence with a holder: 'Fighting fraud: The Ministry will hire auditors'."""
    members = groups(analysis, item)
    for call in calls(analysis, item):
        if call.sense in NOUNS or call.tense in ("ger", "part", "inf"):
            continue
        subject = subject_of(analysis, item, call, members)
        if subject.shape == "actor" and subject.group is not None and subject.group.first <= item.first + _LABEL:
            return call
    return None
