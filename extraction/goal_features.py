"""What tells a stated goal from a purpose, a formula, a forecast or another promise: features for the weights."""

from __future__ import annotations

from bisect import bisect_left

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue
from extraction.goal_acts import act_features
from extraction.goal_calls import Call
from extraction.goal_speech import speech_features
from extraction.goal_subjects import Subject
from extraction.grammar_words import NOUN
from extraction.members import Member, form_at
from extraction.segments import BlockKind
from extraction.stems import stem_name
from extraction.topics import security_weight
from extraction.weights import Features

_OF_FIELD = (0.5, 1.4)
"""Weights of the field from which a text touches it, and is of it."""
_MATERIEL = frozenset({"weapons", "vessels", "aircraft", "vehicles", "equipment"})
_SUBJECT_CLASSES = ("instrument", "aid", "stage")


def features_of(
    analysis: Analysis,
    clue: Clue,
    call: Call,
    subject: Subject,
    holders: list[Actor],
    member: Member,
    place: tuple[int, int],
    acts: list[tuple[int, int]],
) -> Features:
    """Features of one member of a statement; `place` is its number and how many there are, `acts` the words that tell
    of agreements and transfers, in the order of the text."""
    found: Features = {}
    _of_call(analysis, clue, call, found)
    _of_subject(analysis, clue, call, subject, holders, found)
    _of_statement(analysis, clue, call, holders, member, acts, found)
    found |= of_sentence(analysis, clue)
    found |= act_features(analysis, clue, call, member.first, member.last)
    found |= speech_features(analysis, clue, call.sense, holders, member.first, member.last)
    number, many = place
    found["member of several"] = float(many > 1)
    found["later member"] = float(number > 0)
    return {name: value for name, value in found.items() if value}


def _of_call(analysis: Analysis, clue: Clue, call: Call, found: Features) -> None:
    found[f"sense {call.sense}"] = 1.0
    found[f"shape {call.shape}"] = 1.0
    found[f"{call.sense} {call.shape}"] = 1.0
    if call.tense:
        found[f"{call.sense} {call.tense}"] = 1.0
    found[stem_name("t", analysis.tokens.norms[call.first])] = 1.0
    low = max(clue.first, call.first - 6)
    found["modal before"] = float(clue.has("modal", low, call.first))
    found["report before"] = float(clue.has("report", clue.first, call.first))
    found["future before"] = float(clue.has("future", low, call.first))
    found["affirmed"] = float(clue.has("affirm", clue.first, call.first))
    found["together"] = float(clue.has("together", clue.first, call.start + 4))
    norms = analysis.tokens.norms
    before = norms[call.first - 1] if call.first > clue.first else "^"
    grammar = analysis.grammar
    found["behind a preposition"] = float((before,) in grammar.roles)
    found["own"] = float(before in grammar.single["definite"])
    found["behind an infinitive's mark"] = float(before in grammar.single["infinitive_marker"])
    between = [h for h in clue.hits if call.hit.last <= h.first and h.last <= call.start]
    found["of an instrument"] = float(any(h.trigger.group == "instrument" for h in between))
    found["of aid"] = float(any(h.trigger.group == "aid" for h in between))
    found["if"] = float(clue.has("condition", clue.first, call.first))


def _of_subject(
    analysis: Analysis, clue: Clue, call: Call, subject: Subject, holders: list[Actor], found: Features
) -> None:
    found[f"subject {subject.shape}"] = 1.0
    found[f"subject {subject.shape} {call.sense}"] = 1.0
    if subject.noun is not None:
        found[stem_name("n", analysis.tokens.norms[subject.noun])] = 1.0
        low = max(clue.first, subject.noun - 6)
        kinds = _kinds_of_noun(clue, low, subject.noun)
        for kind in _SUBJECT_CLASSES:
            found[f"subject is {kind}"] = float(kind in kinds)
        found["subject is a thing"] = float(any(low <= t.first and t.last <= subject.noun + 1 for t in clue.things))
        found["subject is a plan"] = float(clue.has("programme_word", low, subject.noun + 1))
        found["subject is an institution"] = float(subject.group is not None)
    found[f"holder {holders[0].kind}"] = 1.0
    found["holder of the field"] = float(any(a.secure for a in holders))
    found["holders several"] = float(len(holders) > 1)
    found["holder here"] = float(all(a.sentence == clue.sentence.index for a in holders))
    found["holder behind"] = float(any(a.sentence == clue.sentence.index and a.first >= call.start for a in holders))
    found["holder weak"] = float(all(a.weak for a in holders))
    found["holder is a group of states"] = float(any(a.code == "XXG" for a in holders))
    found["holder publishes"] = float(
        not analysis.resolver.by_address and any(a.code == analysis.resolver.publisher for a in holders)
    )


def _kinds_of_noun(clue: Clue, low: int, noun: int) -> set[str]:
    return {h.trigger.group for h in clue.hits if low <= h.first and h.last <= noun + 1 and NOUN in h.trigger.tags}


def is_purpose(clue: Clue, call: Call, subject: Subject) -> bool:
    """Whether what is told is what an agreement or a transfer is for: 'the aim of the treaty is', 'the donation seeks'.

    That is coded as its purpose, not as a goal.
    """
    if call.shape == "list" and call.sense != "name":
        return False
    between = [h for h in clue.hits if call.hit.last <= h.first and h.last <= min(call.start, call.hit.last + 6)]
    if call.sense == "name" and any(h.trigger.group == "instrument" for h in between):
        return True
    if subject.noun is None or subject.shape not in ("noun", "of", "relative"):
        return False
    kinds = _kinds_of_noun(clue, max(clue.first, subject.noun - 3), subject.noun)
    return call.shape != "list" and bool(kinds & set(_SUBJECT_CLASSES))


def field_words(analysis: Analysis, clue: Clue, first: int, last: int) -> float:
    """How many words between two tokens are of the field, clear ones and general ones alike, up to 3."""
    general = clue.count("field_word", first, last)
    return min(3.0, security_weight(analysis, clue, first, last) + 0.5 * general)


def _of_statement(
    analysis: Analysis,
    clue: Clue,
    call: Call,
    holders: list[Actor],
    member: Member,
    acts: list[tuple[int, int]],
    found: Features,
) -> None:
    first, last = member.first, member.last
    grammar = analysis.grammar
    weight = security_weight(analysis, clue, first, last)
    found["field words"] = weight
    found["no field word"] = float(weight == 0)
    found["matériel"] = float(
        bool(clue.things) and any(first <= t.first and t.last <= last and t.modality in _MATERIEL for t in clue.things)
    )
    inside = [a for a in clue.actors if first <= a.first < last]
    body = any(a.secure for a in inside) if inside else False
    found["body of the field"] = float(body)
    found["another state"] = float(any(a.code for a in inside) if inside else False)
    for name in ("civil", "foreign_field", "formula", "enable", "meeting"):
        low = max(clue.first, call.first - 1) if name in ("formula", "meeting") else first
        high = min(last, first + 4) if name in ("formula", "enable", "meeting") else last
        found[f"{name} words"] = float(clue.has(name, low, high))
    general = clue.count("field_word", first, last)
    found["general words of the field"] = float(min(general, 3))
    field = "strong" if weight >= 1 else "weak" if weight > 0 or general else "none"
    text = sum(analysis.field_weight >= bound for bound in _OF_FIELD)
    off = clue.count("off_field", first, last)
    found["words of other fields"] = float(min(off, 3))
    found[f"{call.sense}, field {field}"] = 1.0
    found[f"text {text}, field {field}"] = 1.0
    found[f"field {field}, other fields {min(off, 2)}"] = 1.0
    found[f"body {body}, field {field}"] = 1.0
    found[f"holder of it {any(a.secure for a in holders)}, field {field}"] = 1.0
    found["other fields only"] = float(off > 0 and weight == 0 and not general)
    form = form_at(analysis, clue, first)
    found[f"begins with {form or 'no verb'}"] = 1.0
    found["known act"] = float(any(h.trigger.group == "verb" for h in clue.verbs.get(first, ())))
    found["continues"] = float(clue.has("continue", max(clue.first, call.first), min(clue.last, first + 3)))
    found["instrument"] = float(any(first <= h.first < last for h in clue.of_group("instrument")))
    found["stage word first"] = float(any(first <= h.first <= first + 1 for h in clue.of_group("stage")))
    found["aid word first"] = float(any(first <= h.first <= first + 1 for h in clue.of_group("aid")))
    low_at, high_at = analysis.offsets(first, last)
    acts = acts[bisect_left(acts, (clue.sentence.start - 1,)) : bisect_left(acts, (clue.sentence.end + 2,))]
    head_end = analysis.offsets(first, min(last, first + 3))[1]
    found["tells of an act coded"] = float(any(low_at - 1 <= a and b <= head_end + 1 for a, b in acts))
    found["promise of what is coded"] = float(
        bool(found["tells of an act coded"])
        and bool(found["matériel"] or any(low_at <= m.start < high_at for m in clue.money))
    )
    found["holds an act coded"] = float(any(low_at <= a and b <= high_at for a, b in acts))
    found["instrument before"] = float(any(clue.first <= h.first < call.first for h in clue.of_group("instrument")))
    found["act coded in the sentence"] = float(
        bool(acts) and any(clue.sentence.start <= a < clue.sentence.end for a, _ in acts)
    )
    found["money"] = float(bool(clue.money) and any(low_at <= m.start < high_at for m in clue.money))
    found["figure"] = float(bool(clue.numbers) and any(low_at <= n.start < high_at for n in clue.numbers))
    found["horizon"] = float(
        bool(clue.horizons) and any(clue.sentence.start <= h.start < clue.sentence.end for h in clue.horizons)
    )
    length = last - first
    found["short"] = float(length <= 3)
    found["very short"] = float(length <= 2)
    found["long"] = float(length > 25)
    found["passive"] = float(analysis.tokens.norms[first] in grammar.single["be"])
    found["relative clause in it"] = float(
        not grammar.single["relative"].isdisjoint(analysis.tokens.norms[first + 1 : last])
    )


def of_sentence(analysis: Analysis, clue: Clue) -> Features:
    """What all goals have that a sentence may tell: its field, and its place in the text; looked up once."""
    known: dict[int, Features] = analysis.lookups.setdefault("goals of a sentence", {})
    found = known.get(clue.sentence.index)
    if found is None:
        found = known[clue.sentence.index] = {}
        _of_field(analysis, clue, found)
        _of_place(analysis, clue, found)
    return found


def _of_field(analysis: Analysis, clue: Clue, found: Features) -> None:
    found["general words in the sentence"] = float(min(3, len(clue.named.get("field_word", ()))))
    found["field words in the sentence"] = security_weight(analysis, clue, clue.first, clue.last)
    found["other fields in the sentence"] = float(clue.has("off_field"))
    found["text of the field"] = analysis.field_weight
    found["title of the field"] = analysis.subject_weight
    found["general words of the text"] = analysis.goal_words


def _of_place(analysis: Analysis, clue: Clue, found: Features) -> None:
    found["joint text"] = float(bool(analysis.resolver.joint))
    found["in quotes"] = float(analysis.in_quotes(clue.sentence.start) or analysis.in_quotes(clue.sentence.end - 2))
    kind = analysis.blocks[clue.sentence.block].kind
    end = analysis.reading.plain[clue.sentence.start : clue.sentence.end].rstrip()
    found["question"] = float(end.endswith("?") or clue.has("question", clue.first, clue.first + 1))
    found["heading"] = float(kind is BlockKind.HEADING)
    found["item"] = float(kind is BlockKind.ITEM)
    found["opening"] = float(clue.sentence.index < 3)
