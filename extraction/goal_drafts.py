"""A goal in the making: its statement, holders, date and figure with the words for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue
from extraction.drafts import Draft, Told, choose
from extraction.goal_acts import is_done
from extraction.goal_calls import Call, tense_of
from extraction.goal_features import features_of
from extraction.goal_holders import holder_options
from extraction.goal_subjects import Subject, subject_of
from extraction.members import Member
from extraction.roles import Group
from extraction.stems import Stems
from extraction.targets import Figure, figure_of
from extraction.topics import goal_topics
from extraction.weights import Features, linear_holding

Acts = list[tuple[int, int]]
_WITH_TRIGGER = frozenset({"plan", "wish", "promise", "agree", "modal", "ongoing", "would"})
_AHEAD = frozenset({"modal", "due", "would"})
_LONG_SUBJECT = 16
_HOLDERS = "goal.holders"
_BEHIND = 4
"""Tokens behind a statement that tell whether it was cut where it ends."""
_LONGEST = 90
"""Tokens that a statement has at most: evidence is what proves, not all around it."""


@dataclass(slots=True)
class GoalDraft(Draft):
    """A goal in the making. `span` are the tokens of what is aimed at."""

    bullets_of: int | None = None
    """The sentence that introduces the list of bullets of which it is one."""
    holders: list[Actor] = field(default_factory=list)
    noun: int | None = None
    """The token of the common noun that is its subject: 'the institution plans'."""
    statement: str = ""
    span: tuple[int, int] = (0, 0)
    horizon: Told | None = None
    target: Figure | None = None
    topics: list[str] = field(default_factory=list)
    tell: Callable[[GoalDraft], None] = lambda draft: None
    """Gives it what does not tell whether it is right, which most proposals never need: see `draft_of`."""


@dataclass(slots=True)
class Held:
    """A call with its subject and the readings of whose it is."""

    call: Call
    subject: Subject
    options: list[tuple[list[Actor], Features]]
    sums: list[float]
    """What speaks for each reading."""


def held(analysis: Analysis, clue: Clue, call: Call, members: list[Group]) -> Held | None:
    """A call with the readings of whose it is; None where nobody can be."""
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
    return Held(call, subject, options, [linear_holding(_HOLDERS, told) for _, told in options]) if options else None


def _horizon(clue: Clue, low: int, high: int, head: int) -> Told | None:
    """The date by which a member is set: one between its offsets, else one before the statement at all, from `head`."""
    found = [m for m in clue.horizons if low <= m.start < high] or [m for m in clue.horizons if m.end <= head]
    if found:
        mention = found[0] if low <= found[0].start else found[-1]
        return Told(mention.value, mention.precision, mention.start, mention.end, False)
    return None


def draft_of(
    analysis: Analysis,
    clue: Clue,
    told: Held,
    member: Member,
    place: tuple[int, int],
    reach: tuple[int, int],
    acts: Acts,
) -> GoalDraft | None:
    """A member of a statement as a draft. `reach` are the offsets in which its own date may stand.

    Its statement, date, figure, topics and proofs it has once its `tell` was called.
    """
    first, last = member.first, min(member.last, member.first + _LONGEST)
    if last - first < 2 and member.shared is None:
        return None
    call = told.call
    if (call.shape == "list" or call.sense == "item") and is_done(analysis, clue, first, last):
        return None
    draft = GoalDraft(clue.sentence.index, [f"goal {call.sense}", f"goal {call.shape}"], span=(first, last))
    draft.noun = told.subject.noun if told.subject.shape == "noun" else None
    if place[0] == 0:
        draft.holders = choose(draft, _HOLDERS, list(told.options), list(told.sums))
    else:
        draft.holders = told.options[told.sums.index(max(told.sums))][0]
    draft.features = features_of(analysis, clue, call, told.subject, draft.holders, member, place, acts)
    draft.stems = Stems(analysis, [(clue, member.first, member.last)], _BEHIND)
    # Without the draft itself: a circle would keep the whole analysis until the garbage collector finds it.
    draft.tell = partial(_tell, analysis=analysis, clue=clue, call=call, member=member, place=place, reach=reach)
    return draft


def _of_passive(analysis: Analysis, clue: Clue, call: Call, noun: int | None) -> int | None:
    """Where the phrase begins that is the subject of a verb in the passive: it says what is aimed at, 'a new base will
    be built'; None where the verb is none or its subject is no phrase that the sentence or its clause begins with."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    if noun is None or single["be"].isdisjoint(norms[call.first : call.start + 1]) or call.sense not in _AHEAD:
        return None
    bounds = analysis.grammar.either("that", "relative", "subordinate") | {",", ";", ":", '"'}
    first = noun
    while first > clue.first and norms[first - 1] not in bounds and noun - first < _LONG_SUBJECT:
        first -= 1
    while first < noun and (
        norms[first] in single["and"] or norms[first] in single["adverb"] or norms[first] == "that"
    ):
        first += 1
    return first


def _tell(
    draft: GoalDraft,
    analysis: Analysis,
    clue: Clue,
    call: Call,
    member: Member,
    place: tuple[int, int],
    reach: tuple[int, int],
) -> None:
    """Give a draft its statement, date, figure, topics and the words for them."""
    first, last = draft.span
    begin = first
    if place == (0, 1) and call.sense in _WITH_TRIGGER and call.shape in ("act", "clause", "thing"):
        begin = _of_passive(analysis, clue, call, draft.noun) or call.first
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


def finish(draft: GoalDraft) -> None:
    """Add the words for a draft's date and figure."""
    if draft.horizon:
        draft.prove("horizon", draft.horizon.start, draft.horizon.end)
    if draft.target:
        draft.prove("target", draft.target.start, draft.target.end)
