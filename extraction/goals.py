"""Stated goals: a holder, a word of intent, and what it aims at; each member of a list is a goal of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.analysis import Analysis, Clue
from extraction.drafts import Choice, distinct, prove_actor
from extraction.goal_bullets import from_list
from extraction.goal_calls import Call, calls
from extraction.goal_drafts import Acts, GoalDraft, Held, draft_of, finish, held
from extraction.goal_features import field_words, is_purpose, of_sentence
from extraction.goal_field import is_off_field, is_subject, opens_for
from extraction.goal_lists import (
    items_below,
    lead_features,
    lead_of,
    list_call,
    members_behind_colon,
    tells_of_done,
)
from extraction.goal_names import named_holders
from extraction.goal_spans import statement_end
from extraction.goal_wide import WIDE, wide_calls, wide_features
from extraction.members import Member, form_at, members_between
from extraction.prospects import is_worth_a_look
from extraction.roles import Group, groups
from extraction.weights import threshold

_LIST = "goal list"
_SEVERAL = "member of several"
_LIST_CUT = 0.6
"""Of the threshold, what the likeliest member of a list that is called goals must reach."""
_LEAST = 0.1
"""What any member of a list must reach: beside goals of the field stand those of others."""
_BULLET = 0.3
"""What a bullet must reach where another of its list is likely: lists of bullets are longer and more mixed."""
_MOST = 0.7
"""Of a list's members, how many must reach that for the few without words of the field to be goals too."""
_ELSEWHERE, _SURER = 0.1, 0.7
"""Weight of the field, and share of sentences, below which a text is about something else; what a goal needs there."""
_AS_LIKELY = 0.75
_MEMBER = 0.45
"""What a member of several must reach where another of its sentence is likely: 'plans to map and to patrol'."""
_ALIKE = 0.9
_LED = frozenset({"gerund", "numbered", "bare", "purpose"})
"""Senses of acts that a word of intent before them in the sentence leads."""
_AHEAD = frozenset({"modal", "due", "future", "plan"})
"""Senses that tell what lies ahead even in a list of what was done."""
_UNLED = frozenset({"none", "shared"})
"""Shapes of subjects that leave open whose an act is."""
_SHARED = 0.5
"""Of the shorter of two statements, how much of it may lie in the other for both to be told."""


def _members(analysis: Analysis, clue: Clue, call: Call, end: int) -> list[Member]:
    if call.shape == "list":
        if form_at(analysis, clue, call.start) is None:
            return members_behind_colon(analysis, clue, call.start, end)
        return members_between(analysis, clue, call.start, end)
    if call.shape in ("thing", "clause", "before"):
        return [Member(call.start, end)]
    return members_between(analysis, clue, call.start, end)


def _from_sentence(analysis: Analysis, clue: Clue, members: list[Group], acts: Acts, whole: bool) -> list[GoalDraft]:
    """Goals that a sentence tells in itself: by words of intent, then, if `whole` or the sentence is worth a look, by
    what stands anywhere in it."""
    drafts: list[GoalDraft] = []
    outer: tuple[int, Call] | None = None
    taken: set[int] = set()
    found = calls(analysis, clue)
    for number, call in enumerate(found):
        told = held(analysis, clue, call, members)
        if told is None or call.start in taken:
            continue
        following = next((c for c in found[number + 1 :] if c.first > call.start), None)
        end, made = _told_by(analysis, clue, told, following, acts)
        for draft in made:
            if outer is not None and call.start < outer[0]:
                draft.features |= {"inside another": 1.0, f"inside {outer[1].sense}": 1.0}
        drafts += made
        taken |= {call.start, *(d.span[0] for d in made)}
        if outer is None or end > outer[0]:
            outer = (end, call)
    spans = [(d.span, d.rules[0]) for d in drafts]
    lead = None
    shared = of_sentence(analysis, clue)
    if not whole and not is_worth_a_look(analysis, clue, "goal", shared):
        return drafts
    for call in wide_calls(analysis, clue, taken):
        following = next((c for c in found if c.first > call.start), None)
        told = held(analysis, clue, call, members)
        about = wide_features(analysis, clue, call)
        if call.sense == "item":
            lead = lead or lead_of(analysis, clue)
            about |= lead_features(analysis, clue, lead)
            before = list_call(analysis, lead.clue) if lead.clue is not None else None
            if lead.clue is not None and before is not None:
                told = held(analysis, lead.clue, before, groups(analysis, lead.clue)) or told
        if told is None or any(call.start == d.span[0] for d in drafts):
            continue
        told = replace(told, call=call)
        if call.sense in _LED and (leading := _leading(analysis, drafts, call, told)) is not None:
            told = replace(told, options=[(leading.holders, {})], sums=[0.0])
        _, made = _told_by(analysis, clue, told, following, acts)
        for draft in made:
            draft.features |= about
            draft.shared = shared
            for (first, last), rule in spans:
                if first < call.start < last:
                    draft.features |= {"inside another": 1.0, f"inside {rule.removeprefix('goal ')}": 1.0}
        drafts += made
    return drafts


def _leading(analysis: Analysis, drafts: list[GoalDraft], call: Call, told: Held) -> GoalDraft | None:
    """The goal before an act of the same sentence whose holder the act shares: 'we pledge to share data, including by
    training staff'. None where the act has a subject of its own."""
    subject = told.subject
    article = subject.noun is not None and analysis.tokens.norms[subject.noun] in analysis.grammar.single["determiner"]
    if subject.group is not None or (subject.shape not in _UNLED and not article):
        return None
    before = [
        d
        for d in drafts
        if d.span[0] <= call.start and d.rules[0].removeprefix("goal ") not in WIDE and _LIST not in d.rules
    ]
    return max(before, key=lambda d: d.span[0]) if before else None


def _told_by(
    analysis: Analysis, clue: Clue, told: Held, following: Call | None, acts: Acts
) -> tuple[int, list[GoalDraft]]:
    """The members that a call tells, and the token at which the last of them ends."""
    call = told.call
    end = statement_end(analysis, clue, call, following)
    parts = _members(analysis, clue, call, end)
    if (
        is_purpose(clue, call, told.subject)
        or is_subject(analysis, clue, call, end)
        or opens_for(analysis, clue, call, end)
    ):
        return end, []  # what an agreement or a transfer is for is coded as its purpose
    drafts: list[GoalDraft] = []
    for n, part in enumerate(parts):
        low = analysis.tokens.starts[part.first]
        high = (
            analysis.tokens.starts[parts[n + 1].first] if n + 1 < len(parts) else _tail(analysis, clue, end, following)
        )
        draft = draft_of(analysis, clue, told, part, (n, len(parts)), (low, high), acts)
        if draft is not None:
            if len(parts) > 1:
                draft.features["field words of all members"] = field_words(analysis, clue, parts[0].first, end)
            drafts.append(draft)
    return end, drafts


def _tail(analysis: Analysis, clue: Clue, end: int, following: Call | None) -> int:
    """The offset up to which a date behind a statement is its own: the rest of the sentence, or the next goal."""
    return clue.sentence.end if following is None else analysis.tokens.ends[end - 1]


def mentions(analysis: Analysis, acts: Acts, whole: bool = True) -> list[GoalDraft]:
    """All that may be a goal, with what tells whether it is; `acts` are the words that tell of agreements and aid. If
    not `whole`, acts that no word of intent calls only in sentences that are worth a look, and the unlikely goals have
    their span, holders and features only."""
    found: list[GoalDraft] = []
    cut = threshold("goal")
    listed: dict[int, set[int]] = {}
    done: set[int] = set()
    acts = sorted(acts)
    for clue in analysis.clues:
        members = groups(analysis, clue)
        items = items_below(analysis, clue)
        if items and tells_of_done(clue):
            done |= {i.sentence.index for i in items}
        drafts = from_list(analysis, clue, items, members, acts) if items else []
        for draft in drafts:
            listed.setdefault(draft.sentence, set()).add(draft.span[0])
        known = listed.get(clue.sentence.index, set())
        for draft in _from_sentence(analysis, clue, members, acts, whole):
            past = clue.sentence.index in done and draft.rules[0].removeprefix("goal ") not in _AHEAD
            if draft.span[0] not in known and not past:
                drafts.append(draft)
        for draft in drafts:
            draft.weigh("goal")
            if not draft.proofs:
                needed = min(cut, _MEMBER) if draft.features.get(_SEVERAL) else cut
                if not whole and draft.score < needed and _LIST not in draft.rules:
                    continue
                draft.tell(draft)
            draft.holders = named_holders(analysis, draft)
            finish(draft)
        found.extend(drafts)
    for draft in found:
        if draft.proofs:
            for actor in draft.holders:
                prove_actor(analysis, draft, "holders", actor)
    return found


_SPACE = re.compile(r"\W+")


def _words(draft: GoalDraft) -> frozenset[str]:
    return frozenset(w for w in _SPACE.split(draft.statement.lower()) if len(w) > 2)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two statements are told with the same words."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > _SHARED * min(one[1] - one[0], other[1] - other[0])


Likely = list[tuple[float, int, GoalDraft]]
"""Drafts with their score, negative so that the likeliest come first, and their number."""


def _without_inner(likely: Likely, cut: float) -> Likely:
    """Without those that lie in a longer one that is about as likely: the whole is what is aimed at."""
    by_sentence: dict[int, Likely] = {}
    for one in likely:
        by_sentence.setdefault(one[2].sentence, []).append(one)
    kept: Likely = []
    for score, number, draft in likely:
        first, last = draft.span
        outer = any(
            other.span != draft.span
            and other.span[0] <= first
            and last <= other.span[1]
            and -above >= max(cut, _AS_LIKELY * -score)
            for above, _, other in by_sentence[draft.sentence]
        )
        if not outer:
            kept.append((score, number, draft))
    return kept


def _least_of(scores: list[float], alone: float) -> float:
    """What a member of a list must reach beside a likely one: less than `alone` where most of the list are likely."""
    return _LEAST if sum(score >= _BULLET for score in scores) >= _MOST * len(scores) else alone


def propose(analysis: Analysis, acts: Acts) -> list[GoalDraft]:
    """The goals of a text, each once: of `mentions` the likely ones, of those told with the same words the likeliest, a
    goal in other words joined to the one before."""
    cut = threshold("goal")
    if max(analysis.field_weight, analysis.subject_weight, analysis.goal_words) < _ELSEWHERE:
        cut = max(cut, _SURER)
    proposed = [d for d in mentions(analysis, acts, whole=False) if not is_off_field(analysis, d)]
    listed: dict[int, list[float]] = {}
    bullets: dict[int, list[float]] = {}
    members: dict[int, float] = {}
    for draft in proposed:
        if _LIST in draft.rules:
            listed.setdefault(draft.sentence, []).append(draft.score)
        if draft.bullets_of is not None:
            bullets.setdefault(draft.bullets_of, []).append(draft.score)
        if draft.features.get(_SEVERAL):
            members[draft.sentence] = max(members.get(draft.sentence, 0.0), draft.score)
    likely: Likely = []
    for number, draft in enumerate(proposed):
        # What is listed as goals is goals, if most of it is of the field: then the members stand by the likeliest.
        others = listed[draft.sentence] if _LIST in draft.rules else []
        beside = bullets[draft.bullets_of] if draft.bullets_of is not None else []
        together = members[draft.sentence] if draft.features.get(_SEVERAL) else 0.0
        if (
            draft.score >= cut
            or (together >= cut and draft.score >= _MEMBER)
            or (max(others, default=0.0) >= _LIST_CUT * cut and draft.score >= _least_of(others, _MEMBER))
            or (max(beside, default=0.0) >= cut and draft.score >= _least_of(beside, _BULLET))
        ):
            likely.append((-max(draft.score, *others, 0.0), number, draft))
    likely = _without_inner(likely, cut)
    held_at: dict[int, list[tuple[int, int]]] = {}
    chosen: list[tuple[int, GoalDraft]] = []
    for _, number, draft in sorted(likely, key=lambda one: one[:2]):
        spans = held_at.setdefault(draft.sentence, [])
        if not any(_overlap(draft.span, span) for span in spans):
            spans.append(draft.span)
            chosen.append((number, draft))
    kept: list[GoalDraft] = []
    seen: list[frozenset[str]] = []
    for _, draft in sorted(chosen, key=lambda one: (one[1].sentence, one[1].span, one[0])):
        words = _words(draft)
        if any(2 * len(words & old) >= _ALIKE * (len(words) + len(old)) for old in seen):
            continue
        draft.holders = distinct(draft.holders)
        kept.append(draft)
        seen.append(words)
    return kept


__all__ = ["Choice", "GoalDraft", "mentions", "propose"]
