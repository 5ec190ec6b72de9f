"""Acts ahead or going on that no word of intent calls: told by the verb's own form or by where it stands.

They are proposed wherever the sentence is of the field, and the weights decide: what was told with a word of intent
comes before them.
"""

from __future__ import annotations

from extraction.analysis import Analysis, Clue, Hit
from extraction.goal_calls import Call
from extraction.grammar_words import Trigger
from extraction.members import form_at
from extraction.topics import security_weight
from extraction.weights import Features

WIDE = frozenset({"progress", "purpose", "bare", "gerund", "item", "numbered", "toward", "cause"})
"""Senses of such acts: `progress` ('is building'), `purpose` ('steps to build', 'para construir'), `bare` (another
infinitive), `gerund` ('the work of building'), `item` (at the head of a line), `numbered` ('(2) build', 'Two: build'),
`toward` ('cooperation towards peace'), `cause` ('the fight against smuggling')."""
_OF_FIELD = 0.8
"""Weight of the field in a text from which each sentence of it is looked at."""
_LEAST = 3
_MOST = 12
"""Wide calls that a sentence has at most: what has more is a list of names."""
_TRIGGERS = {sense: Trigger("goal", sense, frozenset({"inf"})) for sense in WIDE}
_NUMBER = 4
"""Characters of a list's number or letter at most."""
_BREAKS = frozenset({",", ";", ":", '"', "-", "(", ")"})


def _worth(analysis: Analysis, clue: Clue) -> bool:
    """Whether a sentence is of the field at all."""
    if clue.topics or clue.things or "field_word" in clue.named:
        return True
    return analysis.field_weight >= _OF_FIELD


def numbered(norms: list[str], index: int, floor: int) -> bool:
    """Whether a list's number stands before a token: '(1) build', '2) build', 'b. build'."""
    if index - 2 < floor or norms[index - 1] != ")":
        return False
    mark = norms[index - 2]
    return len(mark) <= _NUMBER and mark.isalnum() and (mark.isdigit() or len(mark) == 1 or set(mark) <= set("ivx"))


def wide_calls(analysis: Analysis, clue: Clue, taken: set[int]) -> list[Call]:
    """The acts of a sentence that begin at none of the tokens `taken`, in the order of the text."""
    if clue.last - clue.first < _LEAST or not _worth(analysis, clue):
        return []
    found: list[Call] = []
    causes = {first for first, _ in clue.named.get("cause", ())}
    towards = {last - 1 for first, last in clue.named.get("toward", ()) if first > clue.first}
    verbs, formless = clue.verbs, analysis.grammar.formless
    words = enumerate(analysis.tokens.norms[clue.first : clue.last - 1], clue.first)
    places = {n for n, word in words if word not in formless}
    places.update(n for n in (*verbs, *towards, *causes) if n < clue.last - 1)
    for index in sorted(places):
        if index in taken:
            continue
        form = form_at(analysis, clue, index)
        call = _of_form(analysis, clue, index, form) if form in ("inf", "ger") else None
        if call is None and index in towards and _of_field_behind(analysis, clue, index):
            at = index + 1
            call = Call(Hit(index, at, _TRIGGERS["toward"]), "toward", "thing", at, tense="noun")
        elif call is None and index in causes:
            call = Call(Hit(index, index + 1, _TRIGGERS["cause"]), "cause", "thing", index, tense="noun")
        if call is not None and call.start not in taken:
            found.append(call)
            taken.add(call.start)
            if len(found) >= _MOST:
                break
    return found


def _of_field_behind(analysis: Analysis, clue: Clue, index: int) -> bool:
    """Whether words of the field stand behind a word that points to what is to be reached."""
    return security_weight(analysis, clue, index + 1, min(clue.last, index + 12)) >= 0.5


def _of_form(analysis: Analysis, clue: Clue, index: int, form: str) -> Call | None:
    norms, grammar = analysis.tokens.norms, analysis.grammar
    single = grammar.single
    if any(a.first <= index < a.last for a in clue.actors):
        return None
    if norms[index] in single["perfect_infinitive"] and _is_participle(analysis, index + 1):
        return None  # 'disse ter destruído'
    if form == "ger" and any(t.first <= index < t.last for t in clue.topics):
        return None  # 'trafficking'

    if form == "ger" and (norms[index] in single["perfect"] or _is_listed_noun(analysis, clue, index)):
        return None
    at = index - 1
    while at > clue.first and (norms[at] in single["adverb"] or norms[at] in single["reflexive"]):
        at -= 1
    before = norms[at] if at >= clue.first else "^"
    first = index
    if index == clue.first or (at < clue.first):
        sense = "item"
    elif numbered(norms, index, clue.first) or before == ":":
        sense = "numbered"
    elif form == "ger":
        progress = before in single["be"] or before in single["goes_on"]
        sense = "progress" if progress else "gerund"
        if not progress and analysis.capital(index):
            return None
    elif before in single["purpose_marker"]:
        sense, first = "purpose", at
    elif not grammar.infinitive_endings:
        return None
    elif before in single["infinitive_marker"] or (before,) in grammar.roles:
        goes_on = before == "a" and norms[at - 1] in single["goes_on"]
        sense, first = ("progress" if goes_on else "bare"), at
    else:
        sense = "bare"
    if sense in ("bare", "gerund") and index > clue.first and analysis.capital(index):
        return None
    return Call(Hit(first, max(first + 1, index), _TRIGGERS[sense]), sense, "act", index, tense=form)


def _is_participle(analysis: Analysis, index: int) -> bool:
    """Whether a participle stands at a token, in a language whose infinitive has a past."""
    return analysis.tokens.norms[index].endswith(tuple(analysis.grammar.single["participle_ending"]))


def _is_listed_noun(analysis: Analysis, clue: Clue, index: int) -> bool:
    """Whether a gerund is a noun in a list of things: 'equipment, training, and exchanges for'."""
    norms, links = analysis.tokens.norms, analysis.grammar.single["and"] | {","}
    at = index + 1
    while at < clue.last and norms[at] in links:
        at += 1
    before = norms[index - 1] if index > clue.first else ""
    if at > index + 1 and before in links and form_at(analysis, clue, at) != "ger":
        return True
    return before in analysis.grammar.single["indefinite"]  # 'an expanding fleet'


def wide_features(analysis: Analysis, clue: Clue, call: Call) -> Features:
    """What stands before a wide act and may govern it."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    found: Features = {}
    at = call.first - 1
    if at < clue.first:
        return found
    before = norms[at]
    sense = call.sense
    for name in grammar.roles.get((before,), ()):
        found[f"{sense} behind {name}"] = 1.0
    if before in grammar.single["and"] or before in _BREAKS:
        found[f"{sense} behind a mark"] = 1.0
    for hit in clue.hits:
        if hit.last <= call.first and hit.last >= call.first - 2 and hit.first < call.first:
            found[f"{sense} behind {hit.trigger.group}"] = 1.0
            if hit.trigger.group == "goal":
                found[f"{sense} behind goal {hit.trigger.sense}"] = 1.0
    low = max(clue.first, call.first - 3)
    for name in ("enable", "work", "programme_word", "means", "formula", "including", "field_word", "order"):
        if clue.has(name, low, call.first):
            found[f"{sense} behind {name}"] = 1.0
    return found


__all__ = ["WIDE", "numbered", "wide_calls", "wide_features"]
