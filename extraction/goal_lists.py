"""Lists that a sentence of intent introduces: bullets below it, or members behind a colon."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.analysis import Analysis, Clue
from extraction.goal_calls import Call, in_name
from extraction.members import Member, form_at
from extraction.roles import is_negated
from extraction.segments import Block, BlockKind
from extraction.topics import security_weight
from extraction.weights import Features

_FAR = 30
_MARKS = frozenset({",", ";", ".", ":"})


def items_below(analysis: Analysis, clue: Clue) -> list[Clue]:
    """The first sentence of each list item that follows a sentence at once; none where the sentence introduces none."""
    plain = analysis.reading.plain[clue.sentence.start : clue.sentence.end].rstrip()
    if plain.endswith((".", "!", "?", ";")) or not plain:
        return []
    own = analysis.blocks[clue.sentence.block]
    if own.kind is BlockKind.ITEM and not plain.endswith(":"):
        return []
    found: list[Clue] = []
    indent = None
    floor = _depth(analysis, own) + 1 if own.kind is BlockKind.ITEM else 0
    for other in analysis.clues[clue.sentence.index + 1 :]:
        block = analysis.blocks[other.sentence.block]
        if block.kind is not BlockKind.ITEM:
            break
        depth = _depth(analysis, block)
        if depth < floor:
            break
        indent = depth if indent is None else indent
        if depth < indent:
            break
        if other.sentence.start == block.start and depth == indent:
            found.append(other)
    return found if len(found) > 1 else []


def _depth(analysis: Analysis, block: Block) -> int:
    """How far a list item's line is indented."""
    line = analysis.reading.plain.rfind("\n", 0, block.start) + 1
    lead = analysis.reading.plain[line : block.start]
    return len(lead) - len(lead.lstrip())


def list_call(analysis: Analysis, clue: Clue) -> Call | None:
    """The last trigger of intent of a sentence that introduces a list."""
    hits = [h for h in clue.of_group("goal") if not is_negated(analysis, clue, h) and not in_name(analysis, clue, h)]
    if not hits:
        return None
    best = hits[-1]
    return Call(best, best.trigger.sense, "list", clue.last, tense="")


def item_member(analysis: Analysis, item: Clue, end: int) -> Member:
    """The member that an item is, without the mark of its infinitive and what closes it."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    first = item.first
    while end > first + 1 and (norms[end - 1] in _MARKS or norms[end - 1] in grammar.single["and"]):
        end -= 1
    return Member(first, end)


def list_features(analysis: Analysis, lead: Clue, call: Call, items: list[Clue]) -> Features:
    """What tells a list of goals from one of matériel, documents or results."""
    norms = analysis.tokens.norms
    forms = [_form(analysis, item) for item in items]
    verbs = sum(form is not None for form in forms) / len(items)
    things = sum(bool(item.things) for item in items) / len(items)
    figures = sum(bool(item.numbers) and item.numbers[0].start < item.sentence.start + 12 for item in items) / len(
        items
    )
    behind = lead.last - call.hit.last
    return {
        "list": 1.0,
        "list of verbs": verbs,
        "list of nouns": 1.0 - verbs,
        "list of things": things if verbs < 0.5 else 0.0,
        "list led by a figure": figures if verbs < 0.5 else 0.0,
        "list right behind its trigger": float(behind <= 3),
        "list far from its trigger": float(behind > 10),
        "list lead consists of": float(lead.has("consists")),
        "list lead tells of aid": float(bool(lead.of_group("aid"))),
        "list lead tells of instruments": float(bool(lead.of_group("instrument"))),
        "list lead has a colon": float(norms[lead.last - 1] == ":"),
        f"list {call.sense}": 1.0,
    }


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands over an item: the sentence that introduces its list or the heading above, and how many lines before
    it and right behind it begin with a verb of its form."""

    clue: Clue | None
    before: int
    after: int


def lead_of(analysis: Analysis, item: Clue) -> Lead:
    """What introduces a line that begins with a verb; no sentence where nothing near does."""
    form, here = _form(analysis, item), item.sentence.index
    before = after = 0
    lead: Clue | None = None
    for other in reversed(analysis.clues[max(0, here - _FAR) : here]):
        plain = analysis.reading.plain[other.sentence.start : other.sentence.end].rstrip().rstrip("*_")
        block = analysis.blocks[other.sentence.block]
        if block.kind is BlockKind.HEADING or plain.endswith(":"):
            lead = other
            break
        heads = other.sentence.start == block.start
        if heads and _form(analysis, other) == form:
            before += 1
        elif heads and block.kind is not BlockKind.ITEM:
            break
    for other in analysis.clues[here + 1 : here + 4]:
        if other.sentence.start == analysis.blocks[other.sentence.block].start:
            after = int(_form(analysis, other) == form)
            break
    return Lead(lead, before, after)


def lead_features(analysis: Analysis, item: Clue, lead: Lead) -> Features:
    """What a line's lead and its neighbours tell of it."""
    found: Features = {
        "item among others": float(bool(lead.before or lead.after)),
        "item of a block": float(analysis.blocks[item.sentence.block].kind is BlockKind.ITEM),
        "item heads its block": float(item.sentence.start == analysis.blocks[item.sentence.block].start),
        "item without lead": float(lead.clue is None),
    }
    if lead.clue is not None:
        kind = analysis.blocks[lead.clue.sentence.block].kind
        found[f"item under a {kind.value}"] = 1.0
        colon = analysis.reading.plain[lead.clue.sentence.start : lead.clue.sentence.end].rstrip().endswith(":")
        found["item behind a colon"] = float(colon)
        for hit in lead.clue.of_group("goal"):
            found[f"item lead {hit.trigger.sense}"] = 1.0
        for name in ("off_field", "consists", "approving", "affirm"):
            found[f"item lead {name}"] = float(lead.clue.has(name))
        found["item lead tells of instruments"] = float(bool(lead.clue.of_group("instrument")))
        found["item lead tells of aid"] = float(bool(lead.clue.of_group("aid")))
        found["item lead of the field"] = min(
            2.0, security_weight(analysis, lead.clue, lead.clue.first, lead.clue.last)
        )
    return found


def _form(analysis: Analysis, item: Clue) -> str | None:
    at = item.first
    if at < item.last and analysis.tokens.norms[at] in analysis.grammar.single["infinitive_marker"]:
        return "inf"
    if at < item.last and analysis.tokens.norms[at] in analysis.grammar.single["that"]:
        return "sub"
    return form_at(analysis, item, at)


def members_behind_colon(analysis: Analysis, clue: Clue, first: int, last: int) -> list[Member]:
    """Members behind a colon or 'include' that are no verbs: parted by semicolons, numbers in brackets, or commas."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    marks = [i for i in range(first, last) if norms[i] == ";"]
    if not marks and last - first < 60:
        marks = [
            i
            for i in range(first, last)
            if norms[i] == "," or (norms[i] in grammar.single["and"] and _opens(analysis, i, last))
        ]
    spans: list[Member] = []
    start = first
    for mark in [*marks, last]:
        begin, end = start, mark
        while begin < end and (norms[begin] in grammar.single["and"] or norms[begin] in _MARKS):
            begin += 1
        begin = _past_number(norms, begin, end)
        while end > begin and (norms[end - 1] in grammar.single["and"] or norms[end - 1] in _MARKS):
            end -= 1
        if end - begin >= 2:
            spans.append(Member(begin, end))
        start = mark + 1
    return spans


def _opens(analysis: Analysis, index: int, last: int) -> bool:
    """Whether 'and' opens a member of its own: an article or a figure behind it."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    return index + 1 < last and (norms[index + 1] in grammar.single["determiner"] or norms[index + 1][0].isdigit())


def _past_number(norms: list[str], begin: int, end: int) -> int:
    """Past '(i)', 'a)', '1.' at the head of a member."""
    at = begin
    if at < end and norms[at] == "(":
        at += 1
    if at + 1 < end and len(norms[at]) <= 4 and norms[at + 1] in (")", ".") and norms[at].isalnum():
        return at + 2
    return begin
