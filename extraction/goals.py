"""Stated goals: a holder, a word of intent, and what it aims at; each member of a list is a goal of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue
from extraction.drafts import Choice, Draft, Told, choose, distinct, prove_actor
from extraction.goal_calls import Call, calls, future_verbs, tense_of
from extraction.goal_features import features_of, field_words, is_purpose
from extraction.goal_holders import Subject, holder_options, named_in_full, state_of, subject_of
from extraction.goal_lists import item_member, items_below, list_call, list_features, members_behind_colon
from extraction.goal_spans import statement_end
from extraction.members import Member, form_at, members_between
from extraction.roles import Group, groups
from extraction.targets import Figure, figure_of
from extraction.topics import goal_topics
from extraction.weights import Features, probability, threshold

_LIST = "goal list"
_LIST_CUT = 0.6
"""Of the threshold, what the likeliest member of a list that is called goals must reach."""
Acts = list[tuple[int, int]]
_WITH_TRIGGER = frozenset({"plan", "wish", "promise", "agree", "modal", "ongoing"})
_LONGEST = 90
"""Tokens that a statement has at most: evidence is what proves, not all around it."""
_ALIKE = 0.9
_MANY = frozenset({"subject both", "subject we"})
"""Subjects that mean states together, whose bodies elsewhere in the text are not meant."""


@dataclass(slots=True)
class GoalDraft(Draft):
    """A goal in the making."""

    holders: list[Actor] = field(default_factory=list)
    statement: str = ""
    span: tuple[int, int] = (0, 0)
    horizon: Told | None = None
    target: Figure | None = None
    topics: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Told:
    """A call with its subject and the readings of whose it is."""

    call: Call
    subject: Subject
    options: list[tuple[list[Actor], Features]]


def _tell(analysis: Analysis, clue: Clue, call: Call, members: list[Group]) -> _Told | None:
    subject = subject_of(analysis, clue, call, members)
    if call.shape == "list" and subject.group is None and subject.shape not in ("both", "we"):
        # What names the goals is often the object of the verb that tells whose they are: 'the two sides set targets:'.
        for hit in clue.of_group("goal"):
            if hit.first < call.first:
                earlier = subject_of(analysis, clue, replace(call, hit=hit, tense=tense_of(hit.trigger)), members)
                if earlier.group is not None or earlier.shape in ("both", "we"):
                    subject = earlier
                    break
    options = holder_options(analysis, clue, call, subject, members)
    return _Told(call, subject, options) if options else None


def _horizon(clue: Clue, low: int, high: int, head: int) -> Told | None:
    """The date by which a member is set: one between its offsets, else one before the statement at all, from `head`."""
    found = [m for m in clue.horizons if low <= m.start < high] or [m for m in clue.horizons if m.end <= head]
    if found:
        mention = found[0] if low <= found[0].start else found[-1]
        return Told(mention.value, mention.precision, mention.start, mention.end, False)
    return None


def _draft(
    analysis: Analysis,
    clue: Clue,
    told: _Told,
    member: Member,
    place: tuple[int, int],
    reach: tuple[int, int],
    acts: Acts,
) -> GoalDraft | None:
    """A member of a statement as a draft. `reach` are the offsets in which its own date may stand."""
    first, last = member.first, min(member.last, member.first + _LONGEST)
    if last - first < 2 and member.shared is None:
        return None
    call = told.call
    draft = GoalDraft(clue.sentence.index, [f"goal {call.sense}", f"goal {call.shape}"], span=(first, last))
    if place[0] == 0:
        draft.holders = choose(draft, "goal.holders", list(told.options))
    else:
        draft.holders = choose(GoalDraft(0), "goal.holders", list(told.options))
    begin = first
    if place == (0, 1) and call.sense in _WITH_TRIGGER and call.shape in ("act", "clause", "thing"):
        begin = call.first
    words = [analysis.text(begin, last)]
    start, end = analysis.offsets(begin, last)
    draft.prove("record", start, end)
    draft.prove("statement", start, end)
    if member.shared is not None:
        words.append(analysis.text(*member.shared))
        draft.prove("statement", *analysis.offsets(*member.shared))
    draft.statement = " ".join(words).strip(' ,;."')
    draft.horizon = _horizon(clue, reach[0], reach[1], analysis.tokens.starts[min(first, call.start)])
    draft.target = figure_of(analysis, first, last)
    draft.topics = goal_topics(analysis, clue, begin, last, draft.holders)
    if call.first < first:
        draft.prove("record", *analysis.offsets(call.hit.first, call.hit.last))
    draft.features = features_of(analysis, clue, call, told.subject, draft.holders, member, place, acts)
    if draft.features.get("tells of an act coded") and draft.features.keys() & {"money", "matériel"}:
        return None  # a promise of what is coded as aid: 'will donate two boats'
    return draft


def _finish(draft: GoalDraft) -> None:
    if draft.horizon:
        draft.prove("horizon", draft.horizon.start, draft.horizon.end)
    if draft.target:
        draft.prove("target", draft.target.start, draft.target.end)


def _from_list(analysis: Analysis, clue: Clue, items: list[Clue], members: list[Group], acts: Acts) -> list[GoalDraft]:
    """Goals in a list of bullets that a sentence of intent introduces."""
    call = list_call(analysis, clue)
    told = _tell(analysis, clue, call, members) if call is not None else None
    if call is None or told is None:
        return []
    about = list_features(analysis, clue, call, items)
    shared = min(3.0, sum(field_words(analysis, i, i.first, i.last) for i in items) * 2 / len(items))
    drafts: list[GoalDraft] = []
    for number, item in enumerate(items):
        own = Call(call.hit, call.sense, "list", item.first)
        member = item_member(analysis, item, statement_end(analysis, item, own, None))
        reach = (item.sentence.start, item.sentence.end)
        draft = _draft(
            analysis, item, _Told(own, told.subject, told.options), member, (number, len(items)), reach, acts
        )
        if draft is None:
            continue
        if draft.horizon is None and clue.horizons:
            mention = clue.horizons[-1]
            draft.horizon = Told(mention.value, mention.precision, mention.start, mention.end, False)
        draft.proofs = [p for p in draft.proofs if p.start >= item.sentence.start]
        draft.prove("record", *analysis.offsets(call.hit.first, call.hit.last))
        draft.features |= about
        draft.features["field words of all members"] = shared
        drafts.append(draft)
    return drafts


def _members(analysis: Analysis, clue: Clue, call: Call, end: int) -> list[Member]:
    if call.shape == "list":
        if form_at(analysis, clue, call.start) is None:
            return members_behind_colon(analysis, clue, call.start, end)
        return members_between(analysis, clue, call.start, end)
    if call.shape in ("thing", "clause", "before"):
        return [Member(call.start, end)]
    return members_between(analysis, clue, call.start, end)


def _from_sentence(analysis: Analysis, clue: Clue, members: list[Group], acts: Acts) -> list[GoalDraft]:
    """Goals that a sentence tells in itself."""
    drafts: list[GoalDraft] = []
    covered = -1
    found = calls(analysis, clue)
    for number, call in enumerate(found):
        if call.start < covered or (call.shape != "before" and call.first < covered):
            continue
        told = _tell(analysis, clue, call, members)
        if told is None or is_purpose(clue, call, told.subject):
            continue
        following = next((c for c in found[number + 1 :] if c.first > call.start), None)
        end = statement_end(analysis, clue, call, following)
        parts = _members(analysis, clue, call, end)
        for n, part in enumerate(parts):
            low = analysis.tokens.starts[part.first]
            high = (
                analysis.tokens.starts[parts[n + 1].first]
                if n + 1 < len(parts)
                else _tail(analysis, clue, end, following)
            )
            draft = _draft(analysis, clue, told, part, (n, len(parts)), (low, high), acts)
            if draft is not None:
                if len(parts) > 1:
                    draft.features["field words of all members"] = field_words(analysis, clue, parts[0].first, end)
                drafts.append(draft)
        covered = end
    return drafts


def _tail(analysis: Analysis, clue: Clue, end: int, following: Call | None) -> int:
    """The offset up to which a date behind a statement is its own: the rest of the sentence, or the next goal."""
    return clue.sentence.end if following is None else analysis.tokens.ends[end - 1]


def mentions(analysis: Analysis, acts: Acts) -> list[GoalDraft]:
    """All that may be a goal, with what tells whether it is; `acts` are the words that tell of agreements and aid."""
    found: list[GoalDraft] = []
    listed: set[int] = set()
    acts = sorted(acts)
    for clue in analysis.clues:
        if not clue.of_group("goal") and not future_verbs(analysis, clue):
            continue
        members = groups(analysis, clue)
        items = items_below(analysis, clue)
        drafts = _from_list(analysis, clue, items, members, acts) if items else []
        if drafts:
            listed.update(i.sentence.index for i in items)
        elif clue.sentence.index not in listed:
            drafts = _from_sentence(analysis, clue, members, acts)
        for draft in drafts:
            draft.score = probability("goal", draft.features)
            draft.holders = [named_in_full(analysis, a) for a in draft.holders]
            if len({a.code for a in draft.holders}) > 1 and draft.features.keys() & _MANY:
                draft.holders = [state_of(analysis, a) for a in draft.holders]
            _finish(draft)
        found.extend(drafts)
    for draft in found:
        for actor in draft.holders:
            prove_actor(analysis, draft, "holders", actor)
    return found


_SPACE = re.compile(r"\W+")


def _words(draft: GoalDraft) -> frozenset[str]:
    return frozenset(w for w in _SPACE.split(draft.statement.lower()) if len(w) > 2)


def propose(analysis: Analysis, acts: Acts) -> list[GoalDraft]:
    """The goals of a text, each once: the likely ones of `mentions`, a goal in other words joined to the one before."""
    cut = threshold("goal")
    kept: list[GoalDraft] = []
    seen: list[frozenset[str]] = []
    proposed = mentions(analysis, acts)
    best: dict[int, float] = {}
    for draft in proposed:
        if _LIST in draft.rules:
            best[draft.sentence] = max(best.get(draft.sentence, 0.0), draft.score)
    for draft in proposed:
        # What is listed as goals is goals: the members stand or fall together, by the likeliest of them.
        listed = best.get(draft.sentence, 0.0) if _LIST in draft.rules else 0.0
        if draft.score < cut and listed < _LIST_CUT * cut:
            continue
        words = _words(draft)
        if any(2 * len(words & old) >= _ALIKE * (len(words) + len(old)) for old in seen):
            continue
        draft.holders = distinct(draft.holders)
        kept.append(draft)
        seen.append(words)
    return kept


__all__ = ["Choice", "GoalDraft", "mentions", "propose"]
