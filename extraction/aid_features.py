"""What tells whether a mark is a transfer of the field, described for the weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extraction.aid_draft import AidDraft
from extraction.aid_help import help_told
from extraction.aid_marks import Mark
from extraction.aid_values import STAGES, TERMS
from extraction.analysis import Analysis, Clue
from extraction.grammar_words import NOUN
from extraction.lexicon.store import asked_often
from extraction.roles import Group
from extraction.segments import BlockKind
from extraction.topics import security_weight
from extraction.weights import Features, weight_of

_OPENING = 4
_NEAR = 10
"""Tokens around a mark in which its own words stand."""
_ARMS = frozenset({"weapons", "vehicles", "aircraft", "vessels"})
_WORDS = (
    *("civil", "foreign_field", "negation", "formula", "report", "modal", "total", "consists", "instrument", "seizure"),
    *("exercise", "at_home", "crime_goods", "losses", "sanction", "doubt", "free", "thanks", "another"),
)
_HAS = {word: f"has {word}" for word in _WORDS}
_BY_PLACE = ("doubt", "civil", "foreign_field", "exercise", "crime_goods", "losses", "at_home")
"""Classes of which it matters whether they stand by the mark or somewhere in the sentence."""
_OTHER_FIELDS = ("civil", "foreign_field")
_LIST_BACK = 14
_ROUNDING = 1e-6


@dataclass(slots=True)
class ToldBefore:
    """What the likely transfers of earlier sentences tell, added up as the text goes on: each looks back at all."""

    count: int = 0
    sides: set[tuple[frozenset[str | None], frozenset[str | None]]] = field(default_factory=set)
    amounts: set[Decimal] = field(default_factory=set)

    def add(self, drafts: list[AidDraft]) -> None:
        """Add the likely transfers of a sentence."""
        self.count += len(drafts)
        self.sides.update(d.sides for d in drafts)
        self.amounts.update(d.money.amount for d in drafts if d.money is not None)


def _against_frame(mark: Mark, draft: AidDraft, members: list[Group]) -> list[str]:
    """Where the subject of a verb is another party than the one that the frame has there."""
    bare = [g for g in members if g.last <= mark.first and g.bare]
    if mark.voice != "act" or not bare:
        return []
    own = draft.donors if mark.orient == "D" else draft.recipients
    codes = {a.code for a in bare[-1].members}
    if codes & {a.code for a in own}:
        return ["subject fits"]
    other = draft.recipients if mark.orient == "D" else draft.donors
    return ["subject is the other side" if codes & {a.code for a in other} else "subject is neither"]


def _around(clue: Clue, mark: Mark) -> tuple[int, int]:
    return max(clue.first, mark.first - _NEAR), min(clue.last, mark.last + _NEAR)


def of_sentence(analysis: Analysis, clue: Clue) -> Features:
    """What all transfers have that a sentence may tell: its classes of words, its field, its place in the text."""
    names = [has for word, has in _HAS.items() if word in clue.named]
    names += [f"with {group}" for group in ("instrument", "stage", "goal") if clue.of_group(group)]
    names += _of_place(analysis, clue)
    names += ["undisclosed"] if clue.undisclosed else []
    names += ["programme"] if clue.programmes() else []
    names.append(f"language={analysis.document.language}")
    values: Features = dict.fromkeys(names, 1.0)
    weight = security_weight(analysis, clue, clue.first, clue.last)
    told = sum(len(clue.named.get(name, ())) for name in _OTHER_FIELDS)
    values["field of sentence"] = weight
    values["some field"] = float(weight > 0)
    values["other fields"] = min(3, told) / 2
    values["other fields only"] = float(told > 0 and not weight)
    values["field of text"] = analysis.field_weight
    values["field of opening"] = analysis.subject_weight
    values["length"] = min(2.0, (clue.last - clue.first) / 40)
    return values


def _of_words(clue: Clue, mark: Mark) -> list[str]:
    """Classes of words by the mark."""
    named = clue.named
    low, high = _around(clue, mark)
    names = [f"near {word}" for word in _BY_PLACE if word in named and clue.has(word, low, high)]
    if any(h.last <= mark.first for h in clue.of_group("goal")):
        names.append("behind goal")
    return names


def _of_sides(clue: Clue, mark: Mark, draft: AidDraft) -> list[str]:
    """Where the two sides stand, what they are, and whether the sentence speaks of one state only."""
    names = [f"donor {a.kind}" for a in draft.donors[:1]] + [f"recipient {a.kind}" for a in draft.recipients[:1]]
    names += ["donor derived"] if any(a.derived for a in draft.donors) else []
    names += ["recipient derived"] if any(a.derived for a in draft.recipients) else []
    secure = any(a.secure for a in draft.recipients)
    names += ["recipient secure"] if secure else []
    names += ["donor secure"] if any(a.secure for a in (*draft.donors, *draft.channels)) else []
    here = clue.sentence.index
    inside = [side for side, actors in (("d", draft.donors), ("r", draft.recipients)) if actors[0].sentence == here]
    names.append(f"inside={''.join(inside)}")
    states = {a.code for a in clue.actors if a.code and a.kind != "programme"}
    names.append(f"states={min(3, len(states))}")
    names.append(f"states={min(3, len(states))} inside={''.join(inside)}")
    low, high = _around(clue, mark)
    close = [
        side
        for side, actors in (("d", draft.donors), ("r", draft.recipients))
        if any(a.sentence == here and low <= a.first and a.last <= high for a in actors)
    ]
    names.append(f"close={''.join(close)}")
    modalities = {i.modality for i in draft.items}
    what = next((m for m, own in (("arms", _ARMS), ("gear", {"equipment", "supplies"}), ("training", {"training"}))
                 if modalities & own), "money" if mark.money is not None else "other")  # fmt: skip
    names += [f"what={what}", f"what={what} inside={''.join(inside)}", f"what={what} {mark.voice}"]
    names += [f"what={what} secure"] if secure else []
    return names


def _of_place(analysis: Analysis, clue: Clue) -> list[str]:
    """Where the sentence stands."""
    seizures, aid = _opening(analysis)
    names = ["text of seizures"] if seizures else []
    if clue.sentence.index == 0:
        names.append("title")
    elif clue.sentence.index < 3:
        names.append("opening")
    block = analysis.blocks[clue.sentence.block]
    names.append(f"block={block.kind.value}")
    if aid:
        names.append("title of aid")
    if block.kind is BlockKind.ITEM:
        names += _lead(analysis, clue)
    return names


def _of_text(before: ToldBefore, draft: AidDraft) -> list[str]:
    """What was told before."""
    names = [f"told={min(3, before.count)}"]
    if draft.sides in before.sides:
        names.append("told of these sides")
    if draft.money is not None and draft.money.amount in before.amounts:
        names.append("told of this sum")
    return names


def _opening(analysis: Analysis) -> tuple[bool, bool]:
    """Whether a text's opening tells of seizures, and whether its head tells of aid; looked up once a text."""
    known: tuple[bool, bool] | None = analysis.lookups.get("aid opening")
    if known is None:
        seizures = any(c.has("seizure") for c in analysis.clues[:_OPENING])
        aid = any(c.of_group("aid") and (c.things or c.money) for c in analysis.clues[:2])
        known = analysis.lookups["aid opening"] = seizures, aid
    return known


def _lead(analysis: Analysis, clue: Clue) -> list[str]:
    """Whether the sentence that leads in a list, or the heading over it, speaks of giving."""
    for back in range(clue.sentence.index - 1, max(-1, clue.sentence.index - _LIST_BACK), -1):
        other = analysis.clues[back]
        kind = analysis.blocks[other.sentence.block].kind
        if kind is BlockKind.ITEM:
            continue
        gives = bool(other.of_group("aid")) or other.has("assistance")
        return ["list of aid" if gives else "list of others"]
    return []


def features_of(
    analysis: Analysis,
    clue: Clue,
    mark: Mark,
    draft: AidDraft,
    members: list[Group],
    sides: list[str],
    margin: float,
    before: ToldBefore,
    shared: Features,
) -> Features:
    """What tells whether a mark is a transfer of the field, but for the course that it takes (`course_features`);
    `before` is what was told in earlier sentences, `shared` what the whole sentence has (`of_sentence`)."""
    norms = analysis.tokens.norms
    names = [
        f"sense={mark.sense}", f"voice={mark.voice}", f"sense={mark.sense} {mark.voice}", f"tense={mark.tense}",
        f"sense={mark.sense} {mark.tense}", f"word={' '.join(norms[mark.first : mark.last])}", f"reach={mark.reach}",
    ]  # fmt: skip
    away = [n for n in sides if ".from=" in n]
    names += [n for n in sides if ".from=" in n or n.startswith("p.")]
    names += [f"{n.partition('=')[0]} {mark.sense}" for n in away if n.count(".") == 1]
    if any(h.last <= mark.first for h in clue.of_group("goal")):
        names += [f"behind goal, {n.partition('=')[0]}" for n in away if n.count(".") == 1]
    names += _against_frame(mark, draft, members)
    names += _of_sides(clue, mark, draft)
    names += [f"item={m}" for m in sorted({i.modality for i in draft.items})] or ["no item"]
    names += ["quantity"] if any(i.quantity is not None for i in draft.items) else []
    names += ["money"] if mark.money is not None else []
    names += _of_words(clue, mark)
    if told := help_told(analysis, clue, mark):
        names += [f"help {told}", f"help {told} {'money' if mark.money is not None else 'no sum'}"]
    names += _of_text(before, draft)
    if analysis.in_quotes(analysis.tokens.starts[mark.first]):
        names.append("quoted")
    weight = shared["field of sentence"]
    by_mark = security_weight(analysis, clue, *_around(clue, mark))
    if mark.money is not None:
        names.append("money of field" if weight else "money of no field")
        names.append("money in text of field" if analysis.field_weight > 0.5 else "money in other text")
    if any(NOUN not in h.trigger.tags and h.first == mark.first and h.last > mark.last for h in clue.of_group("aid")):
        names.append("part of a longer verb")
    values: Features = shared | dict.fromkeys(names, 1.0)
    values["field by mark"] = min(2.0, by_mark)
    if shared["other fields"]:
        low, high = _around(clue, mark)
        values["other fields by mark"] = min(3, sum(clue.count(name, low, high) for name in _OTHER_FIELDS)) / 2
    values["sides"] = max(-2.0, min(2.0, margin / 4))
    return values


_COURSE = {"stage": STAGES, "terms": TERMS, "basis": ("event", "period")}


def course_features(draft: AidDraft) -> Features:
    """How far the transfer has come, on what terms, and whether it is a total: what is found last."""
    return {f"{name}={getattr(draft, name)}": 1.0 for name in _COURSE}


@asked_often
def most_by_course() -> float:
    """What no course speaks for a transfer more than, with room for what rounding adds."""
    most = (max(weight_of("aid", f"{name}={value}") for value in values) for name, values in _COURSE.items())
    return sum(most) + _ROUNDING
