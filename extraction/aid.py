"""Aid: transfers from a donor to a recipient of another state, proposed trigger by trigger and then merged."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import Any

from extraction.actors import Actor
from extraction.aid_dates import date_options
from extraction.aid_draft import AidDraft
from extraction.aid_effects import sure_stage, tells_no_stage
from extraction.aid_features import ToldBefore, course_features, features_of, most_by_course, of_sentence
from extraction.aid_field import is_at_home, is_of_other_field, is_part
from extraction.aid_item_choice import choose_items
from extraction.aid_items import Item, items_of
from extraction.aid_marks import Mark, marks_of
from extraction.aid_merge import joined
from extraction.aid_names import name_sides
from extraction.aid_outside import is_outside
from extraction.aid_retold import GENERAL
from extraction.aid_sides import SideFinder
from extraction.aid_values import (
    STAGES,
    TERMS,
    basis_of,
    basis_options,
    is_planned,
    is_total,
    stage_before,
    stage_of,
    stage_options,
    terms_of,
    terms_options,
)
from extraction.aid_worth import lend_worth
from extraction.analysis import Analysis, Clue
from extraction.drafts import Proof, choose, prove_date, prove_sentence, take
from extraction.grammar_words import frames
from extraction.roles import Group, groups
from extraction.stems import Stems
from extraction.topics import aid_topics
from extraction.weights import Features, likelihood, linear_holding, threshold

_MADE = frozenset({"vessels", "vehicles", "aircraft", "weapons"})
"""Things that are built in one place and given in another."""
_BOTH = 2
_SURE = 8.0
"""What words that leave no doubt of a stage speak for it more than the weights do."""
_BEHIND = 12
"""Tokens behind a mark that its words may govern."""
_MOST_WORDS = 900
"""Characters of words that a transfer told in several sentences keeps."""


def _draft(
    analysis: Analysis,
    clue: Clue,
    mark: Mark,
    marks: list[Mark],
    members: list[Group],
    finder: SideFinder,
    before: ToldBefore,
    likely: list[AidDraft],
    shared: Features,
    whole: bool,
) -> AidDraft | None:
    """What a mark tells, None where nobody could give or receive; if not `whole`, an unlikely one without its stage,
    terms and basis."""
    frame = frames()["aid"][mark.sense]
    pairs, sums = finder.options(mark)
    if not pairs:
        return None
    draft = AidDraft(clue.sentence.index, trigger=(mark.first, mark.last), mark=mark)
    draft.items = items_of(analysis, clue, mark, frame, marks)
    taken = take(draft, "aid.sides", pairs, sums)
    draft.donors, draft.recipients = pairs.sides(taken)
    sides = pairs.places(taken)
    draft.guessed = sum(".from=" in n and n.count(".") == 1 for n in sides)
    if _is_made(mark, draft):
        return None
    draft.channels = _channels(clue, draft, members, mark)
    draft.rules.append(f"aid {mark.sense}")
    draft.money = mark.money
    draft.features = features_of(analysis, clue, mark, draft, members, sides, max(sums), before, shared)
    draft.stems = Stems(analysis, [(clue, mark.first, mark.last)], _BEHIND)
    draft.weigh("aid")
    if whole or likelihood(draft.total + most_by_course()) >= threshold("aid"):
        _take_course(analysis, clue, mark, draft, frame, likely)
    return draft


def _is_made(mark: Mark, draft: AidDraft) -> bool:
    """Whether the words say how a thing was made, not who gave it: 'the boat was built in Santos', in a sentence that
    names neither side."""
    made = bool(draft.items) and all(i.modality in _MADE for i in draft.items)
    return made and mark.sense == "build" and mark.voice == "pas" and draft.guessed == _BOTH


def _take_course(
    analysis: Analysis, clue: Clue, mark: Mark, draft: AidDraft, frame: dict[str, Any], likely: list[AidDraft]
) -> None:
    """Give a draft its stage, terms and basis, and let them speak for it too. An unlikely one goes without, where no
    course that it could take would make it likely."""
    ruled, draft.stage_at = stage_of(analysis, clue, mark.hit, frame)
    stages = stage_options(analysis, clue, mark, ruled, stage_before(clue, likely))
    draft.stage = STAGES[take(draft, "aid.stage", stages, stages.sums())]
    draft.sure = sure_stage(analysis, clue, mark)
    draft.stage = draft.sure or draft.stage
    ruled_terms, draft.terms_rule = terms_of(clue, mark.hit, frame)
    terms = terms_options(analysis, clue, mark, ruled_terms)
    draft.terms = TERMS[take(draft, "aid.terms", terms, terms.sums())]
    span, first, last = basis_of(analysis, clue, mark.hit, draft.money)
    if span is not None and is_planned(span, draft.stage, draft.money):
        span = None
    if span is not None and (
        is_total(span, draft.money) or choose(draft, "aid.basis", basis_options(analysis, clue, mark, span)) == "period"
    ):
        draft.basis, draft.period_start, draft.period_end = "period", first, last
    draft.weigh_more("aid", course_features(draft))


def _complete(analysis: Analysis, clue: Clue, mark: Mark, draft: AidDraft, before: list[AidDraft]) -> None:
    """Give a draft what does not tell whether it is right: its date, its topics, and the words for each field."""
    draft.votes = {name: _votes(draft, f"aid.{name}") for name in ("stage", "terms")}
    if draft.sure is not None:
        draft.votes["stage"][draft.sure] += _SURE
    draft.of_effect = tells_no_stage(analysis, clue, mark)
    if draft.basis == "event":
        dates = date_options(analysis, clue, mark, draft.stage, before, frozenset(a.code for a in draft.donors))
        draft.date = choose(draft, "aid.date", dates, [linear_holding("aid.date", told) for _, told in dates])
    elif (
        draft.period_start
        and draft.period_end
        and draft.period_start.value == draft.period_end.value
        and len(draft.period_start.value) == 4
    ):
        draft.date = draft.period_start
    draft.topics = aid_topics(analysis, clue, draft.donors, draft.recipients, {i.modality for i in draft.items})
    core = [
        mark.first,
        mark.last,
        *(
            i
            for a in (*draft.donors, *draft.recipients)
            if a.sentence == clue.sentence.index
            for i in (a.first, a.last)
        ),
    ]
    prove_sentence(analysis, draft, clue, min(core), max(core))
    draft.prove("stage", *analysis.offsets(*draft.stage_at))
    draft.prove("terms", *analysis.offsets(mark.first, mark.last), draft.terms_rule)
    _prove_values(analysis, draft, clue)


def _votes(draft: AidDraft, choice: str) -> dict[str, float]:
    made = next(c for c in draft.choices if c.name == choice)
    return {value: vote for (value, _), vote in zip(made.options, made.sums, strict=True)}


def _channels(clue: Clue, draft: AidDraft, members: list[Group], mark: Mark) -> list[Actor]:
    """Programmes, and the party behind 'through', where they are not a side themselves."""
    passed = [a for g in members if g.has("through") for a in g.members]
    passed += [a for a in clue.programmes() if a not in passed]
    sides = (*draft.donors, *draft.recipients)
    return [a for a in passed if a.code and a not in sides][:3]


def _prove_values(analysis: Analysis, draft: AidDraft, clue: Clue) -> None:
    if draft.money is not None:
        for name in ("amount", "currency", "qualifier"):
            draft.prove(name, draft.money.start, draft.money.end)
    elif clue.undisclosed:
        draft.disclosed = False
        draft.prove("qualifier", *clue.undisclosed[0])
    prove_date(draft, "date", draft.date)
    prove_date(draft, "period_start", draft.period_start)
    prove_date(draft, "period_end", draft.period_end)
    for item in draft.items:
        draft.prove("items", *analysis.offsets(item.first, item.last))


def mentions(analysis: Analysis, whole: bool = True) -> list[AidDraft]:
    """All that may tell of a transfer, in order, before any is dropped or joined; if not `whole`, without the choices
    made, and the unlikely ones without their course, date, topics and proofs."""
    found: list[AidDraft] = []
    likely: list[AidDraft] = []
    before = ToldBefore()
    cut = threshold("aid")
    for clue in analysis.clues:
        if not (clue.money or clue.things or clue.of_group("aid")):
            continue
        shared = of_sentence(analysis, clue)
        members = groups(analysis, clue)
        marks = marks_of(analysis, clue, members)
        finder = SideFinder(analysis, clue, members, likely, whole)
        told = ((m, _draft(analysis, clue, m, marks, members, finder, before, likely, shared, whole)) for m in marks)
        own = [(mark, draft) for mark, draft in told if draft is not None]
        for mark, draft in own:
            if whole or draft.score >= cut:
                _complete(analysis, clue, mark, draft, likely)
            if not whole:
                draft.choices.clear()  # two thirds of what a draft takes in memory, and only the fit learns from them
        found.extend(draft for _, draft in own)
        sure = [draft for _, draft in own if draft.score >= cut]
        before.add(sure)
        likely.extend(sure)
    return found


def _lend_items(analysis: Analysis, draft: AidDraft, beside: list[AidDraft]) -> None:
    """Let a mention that names no thing have those of another mention of its sentence (`beside`) with the same
    sides."""
    if any(i.modality not in GENERAL for i in draft.items):
        return
    for other in beside:
        same = other is not draft and other.sides == draft.sides
        things = [i for i in other.items if i.modality not in GENERAL]
        if same and things and (other.money is None or other.money is draft.money):
            draft.items = things
            for item in things:
                draft.prove("items", *analysis.offsets(item.first, item.last))
            return


def propose(analysis: Analysis) -> list[AidDraft]:
    """All transfers of a text: the likely mentions, those of one transfer joined."""
    told = mentions(analysis, whole=False)
    likely = [d for d in told if d.score >= threshold("aid") and d.items and d.abroad]
    for draft in likely:
        choose_items(analysis, draft)
    likely = [d for d in likely if not is_outside(analysis, d)]
    beside: dict[int, list[AidDraft]] = {}
    for draft in told:
        beside.setdefault(draft.sentence, []).append(draft)
    likely = [d for d in likely if not is_part(analysis, d, [o for o in likely if o.sentence == d.sentence])]
    for draft in likely:
        _lend_items(analysis, draft, beside[draft.sentence])
    found = joined(analysis, lend_worth(analysis, likely, told))
    found = [d for d in found if not (is_of_other_field(analysis, d) or is_at_home(analysis, d))]
    for draft in found:
        _drop_bare_funds(analysis, draft)
        name_sides(analysis, draft)
        _shorten(analysis, draft)
    return found


def _drop_bare_funds(analysis: Analysis, draft: AidDraft) -> None:
    """Leave out a word for money beside the sum that it is a word for: 'is investing $5 million'."""
    funds = [i for i in draft.items if i.modality == "funds"]
    sums = [i for i in funds if any(c.isdigit() for c in i.text)]
    bare = [i for i in funds if i not in sums] if sums else []
    if bare:
        spans = {analysis.offsets(i.first, i.last) for i in bare} - {analysis.offsets(i.first, i.last) for i in sums}
        draft.items = [i for i in draft.items if i not in bare]
        draft.proofs = [p for p in draft.proofs if p.field != "items" or (p.start, p.end) not in spans]


def _shorten(analysis: Analysis, draft: AidDraft) -> None:
    """Leave out sentences that only tell of a transfer again where its words would be more than prove it, and then, of
    a long list, the last things of a kind that others of the list are of too."""
    if _covered(draft.proofs) <= _MOST_WORDS:
        return
    again = [p for p in draft.proofs if p.field == "record"][1:]
    while again and _covered(draft.proofs) > _MOST_WORDS:
        draft.proofs.remove(again.pop())
    kinds = Counter(i.modality for i in draft.items)
    spare: list[Item] = []
    for item in sorted(draft.items, key=lambda i: -i.first):
        if kinds[item.modality] > 1:
            kinds[item.modality] -= 1
            spare.append(item)
    spans = [analysis.offsets(item.first, item.last) for item in spare]

    def without(count: int) -> list[Proof]:
        gone = set(spans[:count])
        return [p for p in draft.proofs if p.field != "items" or (p.start, p.end) not in gone]

    # The more are left out the fewer words there are: how many must be is found without trying each.
    count = bisect_left(range(len(spare)), True, key=lambda n: _covered(without(n)) <= _MOST_WORDS)
    if count:
        left_out = set(map(id, spare[:count]))
        draft.proofs = without(count)
        draft.items = [i for i in draft.items if id(i) not in left_out]


def _covered(proofs: list[Proof]) -> int:
    """How many characters some words are, those of several fields counted once."""
    total, reached = 0, 0
    for start, end in sorted((p.start, p.end) for p in proofs):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
