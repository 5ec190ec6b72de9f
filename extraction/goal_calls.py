"""What calls a stated goal: a word of intent in a sentence, and where what it aims at begins."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.analysis import Analysis, Clue, Hit
from extraction.goal_acts import acts_of
from extraction.goal_petitions import petitions
from extraction.goal_reported import conditional_verbs, is_reported
from extraction.grammar_words import NOUN, Trigger
from extraction.members import form_at
from extraction.roles import future_verbs, is_negated
from extraction.topics import security_weight

_VERBS = frozenset({"plan", "wish", "promise", "agree", "ongoing", "order"})
_AUXILIARIES = frozenset({"modal", "duty", "due"})
NOUNS = frozenset({"pledge", "effort", "name"})
"""Senses whose triggers are nouns: their subject is that of the verb that governs them."""
_FIRM = frozenset({"promise", "agree"})
_TO_A_THING = frozenset({"promise", "pledge"})
"""Senses whose mark of an infinitive is a preposition as often: 'committed to the sharing of data'."""
_TENSES = ("pres", "past", "fut", "imp", "cond", "sub", "ger", "part", "inf")
_NEAR_FIELD = 6
"""How soon behind 'commitment to' a general word of the field says that it is of it: 'to the defence of'."""
_REACH_OF_VERB, _REACH_OF_NOUN, _REACH_OF_NAME = 10, 14, 14


@dataclass(slots=True)
class Call:
    """A trigger of intent. `start` is the token where what is aimed at begins, `shape` how it stands there:
    `act` (a verb), `clause` (behind 'that'), `thing` (a noun phrase), `list`, or `before` (it stands before the
    trigger, from `start` to `end`)."""

    hit: Hit
    sense: str
    shape: str
    start: int
    end: int | None = None
    tense: str = ""

    @property
    def first(self) -> int:
        """The trigger's first token."""
        return self.hit.first


def tense_of(trigger: Trigger) -> str:
    """The form of a trigger, `noun` for what is no verb."""
    if NOUN in trigger.tags:
        return "noun"
    return next((t for t in _TENSES if t in trigger.tags), "inf")


def _verb_at(analysis: Analysis, clue: Clue, index: int, surely: bool) -> bool:
    """Whether an infinitive stands at a token; `surely` where any word there that can be one is taken for one."""
    if index >= clue.last:
        return False
    if form_at(analysis, clue, index) == "inf":
        return True
    grammar, word = analysis.grammar, analysis.tokens.norms[index]
    if not surely or grammar.infinitive_endings or not word.isalpha() or len(word) < 2:
        return False
    if word in grammar.either("determiner", "pronoun", "ours"):
        return False
    if (word,) in grammar.roles or analysis.capital(index) or word.endswith(tuple(grammar.single["gerund_ending"])):
        return False
    return not any(a.first == index for a in clue.actors)


def over_adverbs(analysis: Analysis, clue: Clue, index: int) -> int:
    """Past adverbs and marks."""
    norms, adverbs = analysis.tokens.norms, analysis.grammar.single["adverb"]
    while index < clue.last and (norms[index] in adverbs or norms[index] in ('"', ",")):
        index += 1
    return index


def _verb_call(analysis: Analysis, clue: Clue, hit: Hit, reach: int) -> Call | None:
    """What a verb or noun of intent governs: 'to build', 'to building', 'a construir', 'que se construya', 'to the
    sharing of', within reach of it."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    markers, sense = grammar.single["infinitive_marker"], hit.trigger.sense
    tense = tense_of(hit.trigger)
    marked = norms[hit.last - 1] in markers and hit.last - hit.first > 1
    others = {
        h.first for h in clue.of_group("goal") if h.first >= hit.last and h.trigger.sense in _VERBS | _AUXILIARIES
    }
    for index in range(hit.last - 1 if marked else hit.last, min(clue.last, hit.last + reach)):
        word = norms[index]
        if (
            word in (".", ";", ":")
            or (index in others and tense == "noun")
            or (word in grammar.single["relative"] and word not in grammar.single["that"])
        ):
            return None
        if word in markers:
            at = over_adverbs(analysis, clue, index + 1)
            if _verb_at(analysis, clue, at, surely=sense not in _TO_A_THING) or form_at(analysis, clue, at) == "ger":
                return Call(hit, sense, "act", at, tense=tense)
            firm = sense in _FIRM or _of_the_field(analysis, clue, at)
            firm = firm or (sense == "pledge" and clue.has("field_word", at, min(clue.last, at + _NEAR_FIELD)))
            if index - hit.last <= 1 and not grammar.infinitive_endings and firm and at + 1 < clue.last:
                return Call(hit, sense, "thing", at, tense=tense)
        elif grammar.infinitive_endings and _verb_at(analysis, clue, index, surely=False):
            return Call(hit, sense, "act", index, tense=tense)
        elif word in grammar.single["that"] and tense != "noun" and index - hit.last <= 2 and index + 2 < clue.last:
            return Call(hit, sense, "clause", index, tense=tense)
        elif (
            word in grammar.single["pledged_to"] and index - hit.last <= 1 and _of_the_field(analysis, clue, index + 1)
        ):
            return Call(hit, sense, "thing", index + 1, tense=tense)
    return None


def _of_the_field(analysis: Analysis, clue: Clue, index: int) -> bool:
    """Whether a noun phrase is of the field: 'committed to the sharing of data'."""
    return index + 1 < clue.last and security_weight(analysis, clue, index, min(clue.last, index + 12)) >= 0.5


def _bare_act(analysis: Analysis, clue: Clue, hit: Hit) -> Call | None:
    """An act told as a noun right behind a verb of intent, in a language that does so: 'prevé la instalación de'."""
    grammar, norms = analysis.grammar, analysis.tokens.norms
    endings = grammar.noun_endings
    if hit.trigger.sense not in ("plan", "promise", "wish"):
        return None
    tense, determined = (
        tense_of(hit.trigger),
        hit.last + 2 < clue.last and norms[hit.last] in grammar.single["determiner"],
    )
    if determined and tense != "noun" and _of_the_field(analysis, clue, hit.last):
        return Call(hit, hit.trigger.sense, "thing", hit.last, tense=tense)
    if not endings:
        return None
    for index in range(hit.last, min(clue.last, hit.last + 4)):
        if norms[index].endswith(endings) and len(norms[index]) > 5:
            return Call(hit, hit.trigger.sense, "thing", hit.last, tense=tense_of(hit.trigger))
        if norms[index] not in grammar.single["determiner"] and (norms[index],) not in grammar.roles:
            return None
    return None


def _named(analysis: Analysis, clue: Clue, hit: Hit) -> Call | None:
    """What a noun of intent names: 'its goal is to', 'the goal of ending', 'priorities include', 'goals for 2021:'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    limit = min(clue.last, hit.last + _REACH_OF_NAME)
    listed = ":" in norms[hit.last : limit]
    for index in range(hit.last, limit):
        word = norms[index]
        if word == ":":
            return Call(hit, "name", "list", index + 1) if index + 2 < clue.last else None
        if grammar.infinitive_endings and index - hit.last <= 2 and _verb_at(analysis, clue, index, surely=False):
            return Call(hit, "name", "act", index)
        if word in grammar.single["of_goal"]:
            at = over_adverbs(analysis, clue, index + 1)
            if at < clue.last and norms[at] in grammar.single["infinitive_marker"]:
                at += 1
            if _verb_at(analysis, clue, at, surely=norms[at - 1] in grammar.single["infinitive_marker"]):
                return Call(hit, "name", "act", at)
            if form_at(analysis, clue, at) == "ger" or (
                at + 2 < clue.last and norms[at] in grammar.single["determiner"]
            ):
                return Call(hit, "name", "act" if form_at(analysis, clue, at) == "ger" else "thing", at)
            if word in grammar.single["includes"] and at + 1 < clue.last:
                return Call(hit, "name", "list", at)
        if index == hit.last and (word,) in grammar.roles and "of" in grammar.roles[(word,)]:
            at = index + 1
            if form_at(analysis, clue, at) in ("ger", "inf"):
                return Call(hit, "name", "act", at)
            noun = norms[at] in grammar.single["article"] if at < clue.last else False
            told = noun or (_of_the_field(analysis, clue, at) and grammar.single["of_goal"].isdisjoint(norms[at:limit]))
            if at + 2 < clue.last and not listed and told:
                return Call(hit, "name", "thing", at)
        if word in (";", ".") or word in grammar.single["relative"]:
            return None
    return None


def _reversed(analysis: Analysis, clue: Clue, hit: Hit) -> Call | None:
    """What stands before 'is a priority', 'will remain a priority for'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    index = hit.first - 1
    while index > clue.first and (
        norms[index] in grammar.single["determiner"] or norms[index] in ("top", "key", "high")
    ):
        index -= 1
    if index <= clue.first + 1 or norms[index] not in grammar.single["remains"]:
        return None
    start = clue.first
    for at in range(index - 1, clue.first, -1):
        if norms[at] in (";", ":", '"'):
            start = at + 1
            break
    end = index
    while end > start and norms[end - 1] in grammar.either("future", "adverb"):
        end -= 1
    if end - start < 3:
        return None
    return Call(hit, "name", "before", start, end)


def _focused(analysis: Analysis, clue: Clue, hit: Hit) -> Call | None:
    """What somebody focuses on: a gerund or an infinitive right behind, else a noun phrase of the field."""
    at, norms = over_adverbs(analysis, clue, hit.last), analysis.tokens.norms
    if form_at(analysis, clue, at) in ("ger", "inf"):
        return Call(hit, "focus", "act", at, tense=tense_of(hit.trigger))
    if at + 2 < clue.last and norms[at] in analysis.grammar.single["that"]:
        return Call(hit, "focus", "clause", at, tense=tense_of(hit.trigger))
    if _of_the_field(analysis, clue, at):
        return Call(hit, "focus", "thing", at, tense=tense_of(hit.trigger))
    return None


_FUTURE = Trigger("goal", "future", frozenset({"fut"}))


def _talked_over(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether goals are what somebody talks about: 'will assess priorities for', 'discussed shared goals'."""
    for index in range(hit.first - 1, max(clue.first, hit.first - 5) - 1, -1):
        if analysis.tokens.norms[index] in (",", ";", ":"):
            return False
        acts = acts_of(analysis, index, index + 1)
        if acts:
            return acts[0] == "talk"
    return False


def _accompanies(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a noun of intent stands behind 'with the', 'con el': it says what another act is for."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    for index in range(hit.first - 1, max(clue.first, hit.first - 4) - 1, -1):
        if norms[index] in single["accompanied_by"]:
            return True
        if norms[index] in (",", ";") or norms[index] in single["and"]:
            return False
    return norms[hit.first] in single["accompanied_by"]


def in_name(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a noun of intent is part of a name: 'the Strategic Plan', 'o Plano Nacional'."""
    if hit.first == clue.first or not analysis.capital(hit.first):
        return False
    if NOUN not in hit.trigger.tags:  # 'the National Action Plan to Combat Trafficking'
        ahead = hit.last + 1
        named = analysis.capital(hit.first - 1) and ahead < clue.last and analysis.capital(ahead)
        return named and not any(a.last == hit.first for a in clue.actors)
    neighbours = (hit.first - 1, hit.last)
    return any(clue.first <= i < clue.last and analysis.capital(i) for i in neighbours)


def _is_noun(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether what can be a finite verb is none here: a noun ('its strategic plan') or an infinitive ('to seek')."""
    grammar = analysis.grammar
    before = analysis.tokens.norms[hit.first - 1] if hit.first > clue.first else ""
    if analysis.tokens.norms[hit.first] in grammar.single["noun_as_verb"]:  # 'the best means to', 'this means that'
        said = before in grammar.either("pronoun", "demonstrative", "relative")
        return not said and not any(a.last == hit.first for a in clue.actors)
    if hit.trigger.tags == {"inf"} and (grammar.infinitive_endings or before in grammar.single["infinitive_marker"]):
        return True
    if grammar.infinitive_endings or not hit.trigger.tags & {"inf", "pres"}:
        return False
    return before in grammar.single["determiner"] and before not in grammar.single["collective_determiner"]


def _of_example(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a participle tells of those of whom an example is given: 'groups, such as these, seeking to kill'."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    if "ger" not in hit.trigger.tags or hit.first <= clue.first or norms[hit.first - 1] != ",":
        return False
    for index in range(hit.first - 2, clue.first, -1):
        if norms[index] == ",":
            return norms[index + 1] in single["including"]
    return False


def _before_noun(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether an adjective of intent is one of a noun behind it: 'dedicated resources to', where adjectives do so."""
    if analysis.grammar.infinitive_endings or NOUN not in hit.trigger.tags or hit.last >= clue.last:
        return False
    norms, single = analysis.tokens.norms, analysis.grammar.single
    if not single["be"].isdisjoint(norms[max(clue.first, hit.first - 3) : hit.first]):
        return False
    follows = single["infinitive_marker"] | single["that"] | single["adverb"] | {",", "that", "in", "not"}
    return norms[hit.last - 1] not in follows and norms[hit.last] not in follows


def _of_range(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a noun says what was spoken of: 'a wide range of priorities, including'."""
    return not analysis.grammar.single["range"].isdisjoint(
        analysis.tokens.norms[max(clue.first, hit.first - 3) : hit.first]
    )


def _given_up(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a plan is one of before: 'had planned to buy'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    if hit.trigger.sense not in ("plan", "wish") or not hit.trigger.tags & {"past", "part"}:
        return False
    at = hit.first - 1
    while at > clue.first and norms[at] in grammar.single["adverb"]:
        at -= 1
    return at >= clue.first and norms[at] in grammar.single["pluperfect"]


def _rejected(analysis: Analysis, first: int, last: int) -> bool:
    """Whether a word of negation stands between an auxiliary and its verb, which 'not only' is none of."""
    words = analysis.tokens.norms[first:last]
    return not analysis.grammar.single["negation"].isdisjoint(words) and analysis.grammar.single["not_only"].isdisjoint(
        words
    )


def calls(analysis: Analysis, clue: Clue) -> list[Call]:
    """The triggers of intent in a sentence that govern something, in the order of what they govern."""
    found: list[Call] = []
    taken: set[int] = set()
    for hit in clue.of_group("goal"):
        if hit.first in taken or _is_noun(analysis, clue, hit):
            continue
        if hit.trigger.sense not in _AUXILIARIES and is_negated(analysis, clue, hit):
            continue
        if in_name(analysis, clue, hit) or _of_example(analysis, clue, hit) or _given_up(analysis, clue, hit):
            continue
        if any(b in (hit.first, hit.first - 1) for _, b in clue.named.get("looks_forward", ())):
            continue  # 'looks forward to continuing the dialogue' is a formula
        sense = hit.trigger.sense
        if sense == "promise" and _before_noun(analysis, clue, hit):
            continue
        call: Call | None = None
        if sense in _VERBS:
            call = _verb_call(analysis, clue, hit, _REACH_OF_VERB) or _bare_act(analysis, clue, hit)
        elif sense in ("pledge", "effort") and not _accompanies(analysis, clue, hit):
            call = _verb_call(analysis, clue, hit, _REACH_OF_NOUN)
        elif sense in _AUXILIARIES:
            at = over_adverbs(analysis, clue, hit.last)
            if _rejected(analysis, hit.last, at):
                continue
            if _verb_at(analysis, clue, at, surely=True):
                call = Call(hit, sense, "act", at, tense="fut")
        elif sense == "would":
            at = over_adverbs(analysis, clue, hit.last)
            if _verb_at(analysis, clue, at, surely=True) and is_reported(analysis, clue, hit.first):
                call = Call(hit, sense, "act", at, tense="cond")
        elif (
            sense == "name"
            and not _accompanies(analysis, clue, hit)
            and not _of_range(analysis, clue, hit)
            and not _talked_over(analysis, clue, hit)
        ):
            call = _reversed(analysis, clue, hit) or _named(analysis, clue, hit)
        elif sense == "focus" and not _accompanies(analysis, clue, hit):
            call = _focused(analysis, clue, hit)
        if call is not None:
            found.append(call)
            taken.add(hit.first)
    for index in future_verbs(analysis, clue):
        if index not in taken and not any(c.hit.first <= index < c.start for c in found):
            found.append(Call(Hit(index, index + 1, _FUTURE), "future", "act", index, tense="fut"))
    for hit, shape, start in petitions(analysis, clue):
        if hit.first not in taken and all(c.start != start for c in found):
            found.append(Call(hit, hit.trigger.sense, shape, start, tense="noun"))
    for hit in conditional_verbs(analysis, clue):
        if hit.first not in taken and not any(c.hit.first <= hit.first < c.start for c in found):
            found.append(Call(hit, "would", "act", hit.first, tense="cond"))
    found.sort(key=lambda c: (c.start, -c.first))
    return found
