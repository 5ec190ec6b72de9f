"""What kind of act a statement names, what governs it, and what kind of text tells it: features for the weights."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extraction.analysis import Analysis, Clue
from extraction.lexicon.store import asked_often, lexicon
from extraction.reading import fold
from extraction.roles import is_negated
from extraction.segments import BlockKind
from extraction.tokens import Trie, tokenize
from extraction.weights import Features

if TYPE_CHECKING:
    from extraction.goal_calls import Call

_LIGHT = frozenset({"continue", "cooperate", "support", "state", "talk"})
"""Acts that say little before another: 'continue to build', 'work to end', 'help train'."""
_REACH, _NEXT = 4, 6
_SHORT_TEXT, _LONG_TEXT = 14, 60
"""Sentences up to which a text is short, and from which it is long."""
_OPENING = 2
_ASIDE = 16
"""Tokens that what stands between commas behind a subject has at most."""


@asked_often
def _tries(language: str) -> tuple[Trie, Trie]:
    """The words of acts and of kinds of text of a language."""
    data = lexicon("acts")
    made = []
    for table in ("acts", "kinds"):
        trie = Trie()
        for name, words in data[table].get(language, {}).items():
            for word in words:
                trie.add(word, name)
        made.append(trie)
    return made[0], made[1]


def acts_of(analysis: Analysis, first: int, last: int) -> list[str]:
    """The act that the first words of a statement name, and behind a light one that of the next verb."""
    trie, norms = _tries(analysis.grammar.language)[0], analysis.tokens.norms
    found: list[str] = []
    high = min(last, first + _REACH)
    while len(found) < 2:
        words = norms[first:high]
        hits = next((hits for at in range(len(words)) if (hits := trie.matches_at(words, at))), None)
        if hits is None:
            break
        _, end, acts = max(hits, key=lambda hit: hit[1])
        found.append(acts[0])
        if acts[0] not in _LIGHT:
            break
        first += end
        high = min(last, first + _NEXT)
    return found


def kind_of_text(analysis: Analysis) -> list[str]:
    """What kinds of text the words of its title and opening tell, and how it is built; looked up once a text."""
    known: list[str] | None = analysis.lookups.get("kind of text")
    if known is not None:
        return known
    trie = _tries(analysis.grammar.language)[1]
    norms = tokenize(fold(analysis.document.title or "")).norms
    for clue in analysis.clues[:_OPENING]:
        if analysis.blocks[clue.sentence.block].kind is BlockKind.HEADING or not norms:
            norms = [*norms, ".", *analysis.tokens.norms[clue.first : clue.last][:40]]
    found = sorted({name for _, _, names in trie.matches(norms) for name in names}) or ["no kind"]
    count = len(analysis.clues)
    kinds = Counter(b.kind for b in analysis.blocks)
    blocks = max(1, len(analysis.blocks))
    found.append("short" if count <= _SHORT_TEXT else "long" if count >= _LONG_TEXT else "middling")
    if kinds[BlockKind.ITEM] / blocks > 0.3:
        found.append("of items")
    if kinds[BlockKind.HEADING] / blocks > 0.3:
        found.append("of headings")
    ours = sum("ours" in clue.named for clue in analysis.clues) / max(1, count)
    if ours > 0.25:
        found.append("in the first person")
    if sum(1 for clue in analysis.clues if "report" in clue.named) / max(1, count) > 0.3:
        found.append("of reported speech")
    analysis.lookups["kind of text"] = found
    return found


def act_features(analysis: Analysis, clue: Clue, call: Call, first: int, last: int) -> Features:
    """Features of the act of a statement between two tokens, with what governs it."""
    found: Features = {}
    acts = acts_of(analysis, first, last)
    main = acts[-1] if acts else "unknown"
    found[f"act {main}"] = 1.0
    found[f"{call.sense} act {main}"] = 1.0
    if len(acts) > 1:
        found[f"act {acts[0]} before"] = 1.0
    elif acts and acts[0] in _LIGHT:
        found[f"act {acts[0]} alone"] = 1.0
    past = told_in_past(analysis, clue, call.first)
    found["told in the past"] = past
    found[f"{call.sense} told in the past"] = past
    approved = clue.has("approving") and (clue.has("approver") or clue.has("petition"))
    found["approved"] = float(approved)
    found[f"{call.sense} approved"] = float(approved)
    found["negated"] = float(is_negated(analysis, clue, call.hit))
    for kind in kind_of_text(analysis):
        found[f"text {kind}"] = 1.0
        found[f"text {kind}, {call.sense}"] = 1.0
    return found


def is_done(analysis: Analysis, clue: Clue, first: int, last: int) -> bool:
    """Whether an item of a list tells what somebody did: 'Working with Peru, the Ministry established', 'The Ministry
    set up'."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    for actor in clue.actors:
        opens = actor.first <= first + 1 or norms[actor.first - 1] == ","
        opens = opens or (norms[actor.first - 1] in single["determiner"] and norms[actor.first - 2] == ",")
        at = actor.last
        if not opens or not first <= actor.first < last:
            continue
        if at < last and norms[at] == ",":  # 'The Ministry, with its partners, set up'
            at = next((i + 1 for i in range(at + 1, min(last, at + _ASIDE)) if norms[i] == ","), at)
        while at < last and (norms[at] in single["adverb"] or norms[at] in single["have"]):
            at += 1
        if at < last and _is_past(analysis, clue, at):
            return True
    return False


def _is_past(analysis: Analysis, clue: Clue, index: int) -> bool:
    """Whether a verb in the past stands at a token."""
    tokens, endings = analysis.tokens, analysis.grammar.past_endings
    if any("past" in hit.trigger.tags and not hit.trigger.tags & {"inf", "pres"} for hit in clue.verbs.get(index, ())):
        return True
    start, end = tokens.starts[index], tokens.ends[index]
    english = not analysis.grammar.infinitive_endings and tokens.norms[index].endswith("ed")
    ends = bool(endings) and analysis.reading.plain.endswith(endings, start, end)
    return end - start > 4 and (english or ends)


def told_in_past(analysis: Analysis, clue: Clue, before: int) -> float:
    """1 where a verb in the past stands between the sentence's head and a token."""
    tokens, grammar = analysis.tokens, analysis.grammar
    for hit in clue.hits:
        if hit.first >= before:
            break
        if "past" in hit.trigger.tags and not hit.trigger.tags & {"inf", "pres"}:
            return 1.0
    if not grammar.single["was"].isdisjoint(tokens.norms[clue.first : before]):
        return 1.0
    endings, plain = grammar.past_endings, analysis.reading.plain
    if endings:
        for index in range(clue.first, before):
            start, end = tokens.starts[index], tokens.ends[index]
            if end - start > 4 and plain.endswith(endings, start, end):
                return 1.0
    return 0.0


__all__ = ["act_features", "acts_of", "is_done", "kind_of_text", "told_in_past"]
