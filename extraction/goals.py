"""Stated goals: a holder, a word of intent, and what it aims at; each member of a list is a goal of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue, Hit
from extraction.drafts import Draft, Told, distinct, prove_actor
from extraction.grammar_words import NOUN, Trigger
from extraction.members import form_at, members_between
from extraction.roles import Group, groups, is_negated, tense
from extraction.segments import BlockKind
from extraction.targets import Figure, figure_of
from extraction.topics import security_weight, topics_between, topics_of

_MATERIEL = frozenset({"weapons", "vessels", "aircraft", "vehicles", "equipment"})
_TOUCHES, _LIKELY, _SURE = 0.4, 1.0, 1.4
_HOLDERS = ("state", "head", "institution", "body", "capital", "programme", "people")


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
class _Call:
    """A trigger of intent with where its statement begins."""

    hit: Hit
    start: int
    rule: str


def _infinitive(analysis: Analysis, clue: Clue, index: int) -> bool:
    """Whether a token is a verb in the form in which goals are told after a word of intent."""
    if index >= clue.last:
        return False
    for hit in clue.hits:
        if hit.first == index and hit.trigger.tags & {"inf"} and NOUN not in hit.trigger.tags:
            return True
    word = analysis.tokens.norms[index]
    endings = analysis.grammar.infinitive_endings
    return (
        bool(endings) and len(word) > 3 and word.endswith(endings) and word not in analysis.grammar.single["not_verb"]
    )


def _any_verb(analysis: Analysis, clue: Clue, index: int) -> bool:
    """Whether a word behind the mark of an infinitive can be a verb, in a language whose infinitives have no ending."""
    grammar = analysis.grammar
    if grammar.infinitive_endings or index >= clue.last:
        return False
    word = analysis.tokens.norms[index]
    if (
        not word.isalpha()
        or word in grammar.single["determiner"]
        or (word,) in grammar.roles
        or analysis.capital(index)
    ):
        return False
    return not any(a.first == index for a in clue.actors)


def _after_intent(analysis: Analysis, clue: Clue, hit: Hit) -> int | None:
    """Where the statement of a verb of intent begins: an infinitive, behind 'to', 'also to', 'a', 'que' and a date."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    markers = grammar.single["infinitive_marker"]
    reach = 2 if NOUN in hit.trigger.tags else 9
    for index in range(hit.last, min(clue.last, hit.last + reach)):
        word = norms[index]
        if word in markers and (_infinitive(analysis, clue, index + 1) or _any_verb(analysis, clue, index + 1)):
            return index + 1
        if grammar.infinitive_endings and _infinitive(analysis, clue, index):
            return index
        if word in grammar.single["that"] and index - hit.last <= 3:
            return index + 1
        if word in (".", ";", ":") or word in grammar.single["relative"]:
            return None
    return None


def _calls(analysis: Analysis, clue: Clue) -> list[_Call]:
    """The triggers of intent in a sentence that govern a statement."""
    found: list[_Call] = []
    norms = analysis.tokens.norms
    for hit in clue.of_group("goal"):
        if is_negated(analysis, clue, hit):
            continue
        sense = hit.trigger.sense
        if sense == "plan":
            when = tense(analysis, clue, hit)
            if when == "modal" or (hit.trigger.tags == {"past"} and not clue.has("report")):
                continue
            start = _after_intent(analysis, clue, hit)
            if start is not None:
                found.append(_Call(hit, start, "goal intent"))
        elif sense == "modal":
            at = hit.last
            while at < clue.last and norms[at] in analysis.grammar.single["adverb"]:
                at += 1
            if _infinitive(analysis, clue, at):
                found.append(_Call(hit, at, "goal modal"))
        elif sense == "nominal" and form_at(analysis, clue, hit.last) == "ger":
            found.append(_Call(hit, hit.last, "goal commitment"))
        elif sense == "nominal" and form_at(analysis, clue, hit.last) is None and _names_act(analysis, clue, hit.last):
            found.append(_Call(hit, hit.last, "goal pledge"))
        elif sense == "name":
            start = _behind_name(analysis, clue, hit)
            if start is not None:
                found.append(_Call(hit, start, "goal named"))
    if analysis.grammar.future_endings:
        found.extend(_Call(Hit(i, i + 1, _FUTURE), i, "goal future") for i in _future_verbs(analysis, clue))
    return found


_FUTURE = Trigger("goal", "future", frozenset({"fut"}))


def _future_verbs(analysis: Analysis, clue: Clue) -> list[int]:
    """Tokens that are verbs in the future, in a language whose verbs show it."""
    plain, tokens = analysis.reading.plain, analysis.tokens
    return [
        i
        for i in range(clue.first, clue.last)
        if len(tokens.norms[i]) > 4
        and plain[tokens.starts[i] : tokens.ends[i]].lower().endswith(analysis.grammar.future_endings)
    ]


def _names_act(analysis: Analysis, clue: Clue, index: int) -> bool:
    """Whether a noun phrase that somebody is committed to is of the field: 'committed to the sharing of data'."""
    return security_weight(analysis, clue, index, min(clue.last, index + 10)) >= 1


def _behind_name(analysis: Analysis, clue: Clue, hit: Hit) -> int | None:
    """Where the statement begins behind a noun of intent: 'its goal is to', 'has set goals for 2021:'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    limit = min(clue.last, hit.last + 14)
    for index in range(hit.last, limit):
        if norms[index] == ":":
            return index + 1 if index + 1 < clue.last else None
        if grammar.infinitive_endings and index - hit.last <= 4 and _infinitive(analysis, clue, index):
            return index
        if norms[index] in grammar.single["be"] or norms[index] in grammar.single["of_goal"]:
            at = index + 1
            while at < clue.last and norms[at] in grammar.single["infinitive_marker"] | grammar.single["adverb"]:
                at += 1
            if _infinitive(analysis, clue, at):
                return at
    return None


def _holder(analysis: Analysis, clue: Clue, call: _Call, members: list[Group]) -> list[Actor]:
    """Whose goal it is: the subject before the trigger; for 'it' and where there is none, who was spoken of before."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    index = call.hit.first
    before = norms[max(clue.first, index - 3) : index]
    pronoun = any(w in grammar.single["pronoun"] for w in before)
    ours = any(w in grammar.single["ours"] for w in norms[clue.first : index])
    left = [g for g in members if g.last <= index]
    subjects = [g for g in left if g.bare]
    if clue.has("both", clue.first, index):
        chosen = analysis.resolver.both(clue.sentence.index)
        if chosen:
            return chosen
    if subjects and not pronoun:
        return [a for a in subjects[-1].members if a.code]
    if ours and not left:
        return analysis.resolver.publisher_actors()
    for group in reversed(left):
        if pronoun and group.roles != frozenset({"in"}):
            return [a for a in group.members if a.code]
    for back in range(clue.sentence.index - 1, max(-1, clue.sentence.index - 4), -1):
        for actor in analysis.clues[back].actors:
            if actor.code and actor.kind in _HOLDERS and not actor.weak:
                return [actor]
    return []


def _relevant(analysis: Analysis, clue: Clue, first: int, last: int, holders: list[Actor], call: _Call) -> bool:
    """Whether the goal concerns the field, and is more than a formula."""
    if clue.has("formula", max(clue.first, call.hit.first - 1), min(clue.last, call.start + 3)):
        return False
    weight = security_weight(analysis, clue, first, last)
    weight += 1.2 * any(a.secure for a in holders)
    if clue.has("foreign_field", first, last) and weight < 2:
        return False
    weight += 0.4 * sum(first <= t.first and t.last <= last and t.modality in _MATERIEL for t in clue.things)
    weight += 0.5 * any(first <= a.first < last and (a.secure or a.detail == "people") for a in clue.actors)
    if weight < _TOUCHES:
        return False
    weight += 0.3 * security_weight(analysis, clue, clue.first, clue.last)
    weight += 0.3 * analysis.subject_weight + 0.6 * analysis.field_weight
    weight -= 1.0 * clue.has("civil", first, last)
    return weight >= (_SURE if call.rule in ("goal modal", "goal future") else _LIKELY)


def _statement_end(analysis: Analysis, clue: Clue, start: int) -> int:
    """Where a statement ends: before a report ('the minister said'), a reason, or the end of the sentence."""
    norms = analysis.tokens.norms
    end = clue.last
    while end > start and norms[end - 1] in (".", '"', "'", ")", ";", "!", "?"):
        end -= 1
    for first, _last, name in clue.classes:
        if (
            name in ("report", "means")
            and start < first < end
            and (name == "means" or norms[first - 1] in (",", '"') or _names_before(analysis, clue, start, first))
        ):
            cut = first
            if name == "report":
                for index in range(first - 1, start, -1):
                    if norms[index] in (",", '"'):
                        cut = index
                        break
            end = min(end, cut)
    while end > start and norms[end - 1] in (",", '"'):
        end -= 1
    return end


def _names_before(analysis: Analysis, clue: Clue, start: int, index: int) -> bool:
    return any(start < a.first and a.last == index for a in clue.actors)


def _horizon(
    analysis: Analysis, clue: Clue, first: int, last: int, whole: tuple[int, int], single: bool
) -> Told | None:
    """The date by which a member is set: its own trailing one, else one at the head of the sentence."""
    low, high = analysis.offsets(first, max(last, first + 1))
    head = analysis.tokens.starts[whole[0]]
    for mention in clue.horizons:
        if low <= mention.start < high + 30 and mention.start < (high + 2 if not single else high + 30):
            return Told(mention.value, mention.precision, mention.start, mention.end, False)
    for mention in clue.horizons:
        if mention.start < head:
            return Told(mention.value, mention.precision, mention.start, mention.end, False)
    return None


def _build(
    analysis: Analysis,
    clue: Clue,
    call: _Call,
    holders: list[Actor],
    first: int,
    last: int,
    whole: tuple[int, int],
    many: bool,
) -> GoalDraft | None:
    if last - first < 2:
        return None
    draft = GoalDraft(clue.sentence.index, [call.rule], span=(first, last))
    draft.holders = distinct(holders)
    draft.statement = analysis.text(first, last).strip(" ,;.")
    draft.horizon = _horizon(analysis, clue, first, last, whole, not many)
    draft.target = figure_of(analysis, first, last)
    draft.topics = topics_between(analysis, clue, first, last) or topics_of(analysis, clue)
    start, end = analysis.offsets(first, last)
    draft.prove("record", start, end)
    draft.prove("statement", start, end)
    draft.prove("record", *analysis.offsets(call.hit.first, call.hit.last))
    if draft.horizon:
        draft.prove(
            "horizon", draft.horizon.start, draft.horizon.end, "date made absolute" if draft.horizon.derived else None
        )
    if draft.target:
        draft.prove("target", draft.target.start, draft.target.end)
    return draft


def _list_items(analysis: Analysis, clue: Clue) -> list[Clue]:
    """The list items that a sentence introduces with a colon."""
    plain = analysis.reading.plain[clue.sentence.start : clue.sentence.end].rstrip()
    if not plain.endswith(":"):
        return []
    found: list[Clue] = []
    for other in analysis.clues[clue.sentence.index + 1 :]:
        block = analysis.blocks[other.sentence.block]
        if block.kind is not BlockKind.ITEM:
            break
        if other.sentence.start == block.start or not found:
            found.append(other)
    return found


def _from_list(analysis: Analysis, clue: Clue, members: list[Group]) -> list[GoalDraft]:
    """Goals in a list that a sentence of intent introduces."""
    items = _list_items(analysis, clue)
    hits = [h for h in clue.of_group("goal") if not is_negated(analysis, clue, h)]
    hits = [h for h in hits if h.trigger.sense in ("plan", "name", "modal")]
    if not items or not hits:
        return []
    verbs = sum(form_at(analysis, i, i.first) is not None for i in items)
    if 2 * verbs < len(items) and hits[-1].trigger.sense != "name":
        return []
    call = _Call(hits[-1], hits[-1].last, "goal list")
    holders = _holder(analysis, clue, call, members)
    if not holders:
        return []
    drafts = []
    if not any(_relevant(analysis, i, i.first, i.last, holders, _Call(call.hit, i.first, call.rule)) for i in items):
        return []
    for item in items:
        end = _statement_end(analysis, item, item.first)
        while end > item.first and analysis.tokens.norms[end - 1] in analysis.grammar.single["and"] | {",", ";"}:
            end -= 1
        draft = _build(
            analysis, item, _Call(call.hit, item.first, call.rule), holders, item.first, end, (item.first, end), False
        )
        if draft is not None:
            draft.proofs = [p for p in draft.proofs if p.start >= item.sentence.start]
            if draft.horizon is None and clue.horizons:
                mention = clue.horizons[0]
                draft.horizon = Told(mention.value, mention.precision, mention.start, mention.end, False)
                draft.prove("horizon", mention.start, mention.end)
            drafts.append(draft)
    return drafts


_SPACE = re.compile(r"\W+")


def _repeats(found: list[GoalDraft], new: GoalDraft) -> bool:
    """Whether a goal was told before in nearly the same words."""
    words = set(_SPACE.split(new.statement.lower()))
    for old in found:
        theirs = set(_SPACE.split(old.statement.lower()))
        if 2 * len(words & theirs) >= 1.5 * (len(words) + len(theirs)) / 1.0 * 0.8:
            return True
    return False


def _is_act(analysis: Analysis, draft: GoalDraft, acts: list[tuple[int, int]]) -> bool:
    """Whether a goal begins with the word that tells of an agreement or a transfer coded already."""
    start, _ = analysis.offsets(*draft.span)
    _, head_end = analysis.offsets(draft.span[0], min(draft.span[1], draft.span[0] + 3))
    return any(start - 1 <= a and b <= head_end + 1 for a, b in acts)


def propose(analysis: Analysis, acts: list[tuple[int, int]]) -> list[GoalDraft]:
    """All goals of a text, each once; `acts` are the words that tell of agreements and transfers."""
    found: list[GoalDraft] = []
    for clue in analysis.clues:
        if not clue.of_group("goal") and not (analysis.grammar.future_endings and _future_verbs(analysis, clue)):
            continue
        members = groups(analysis, clue)
        drafts = _from_list(analysis, clue, members)
        covered = -1
        for call in sorted(_calls(analysis, clue), key=lambda c: c.start) if not drafts else []:
            if call.start < covered:
                continue
            holders = [a for a in _holder(analysis, clue, call, members) if a.kind in _HOLDERS]
            if not holders:
                continue
            end = _statement_end(analysis, clue, call.start)
            if not _relevant(analysis, clue, call.start, end, holders, call):
                continue
            parts = members_between(analysis, clue, call.start, end)
            for first, last in parts:
                draft = _build(analysis, clue, call, holders, first, last, (call.start, end), len(parts) > 1)
                if draft is not None:
                    drafts.append(draft)
            covered = end
        for draft in drafts:
            if not _repeats(found, draft) and not _is_act(analysis, draft, acts):
                found.append(draft)
    for draft in found:
        for actor in draft.holders:
            prove_actor(analysis, draft, "holders", actor)
    return found
