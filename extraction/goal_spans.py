"""Where the statement of a goal ends: before means and reasons, before who said it, before the next goal."""

from __future__ import annotations

from extraction.analysis import Analysis, Clue
from extraction.goal_calls import NOUNS, Call
from extraction.goal_wide import numbered
from extraction.members import form_at, past_manner

_TRAILING = frozenset({".", '"', "'", ")", ";", "!", "?", ":", "*"})
_LEAST = 2
_LONGEST = 90
"""Tokens of a statement within which a clause of its own is looked for: it has no more."""


def statement_end(analysis: Analysis, clue: Clue, call: Call, following: Call | None) -> int:
    """The token after a statement's last; `following` is the next call of the sentence, where its own begins."""
    norms = analysis.tokens.norms
    start, end = call.start, clue.last
    if call.end is not None:
        return call.end
    if following is not None:
        end = min(end, _before_next(analysis, clue, call, following))
    end = min(end, _end_of_quote(analysis, start, end))
    end = min(end, _before_report(analysis, clue, start, end))
    end = min(end, _before_means(analysis, clue, start, end))
    end = min(end, _before_aside(analysis, clue, start, end))
    if call.shape != "list" or form_at(analysis, clue, start) is not None:
        end = min(end, _before_number(analysis, clue, start, end))
    end = min(end, _before_approval(analysis, clue, start, end))
    end = min(end, _before_predicate(analysis, clue, call, end))
    open_ended = analysis.grammar.either("and", "including", "open_end") | analysis.grammar.means_by
    while end > start and (norms[end - 1] in _TRAILING or norms[end - 1] in (",", "-") or norms[end - 1] in open_ended):
        if norms[end - 1] == ")" and "(" in norms[start:end]:
            break
        end -= 1
    return end


def _before_predicate(analysis: Analysis, clue: Clue, call: Call, end: int) -> int:
    """Before what is said of a goal whose noun is the subject: 'our commitment to defend them is ironclad'."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    if call.sense not in ("pledge", "effort") or call.shape != "act":
        return end
    inside = {i for a in clue.actors for i in range(a.first, a.last)}
    at, before = call.first - 1, single["determiner"] | single["ours"] | {"'s", "'"}
    while at >= clue.first and (norms[at] in before or at in inside):
        at -= 1
    if at >= clue.first and norms[at] not in single["that"] | single["relative"] | {",", ":"}:
        return end
    clauses = single["relative"] | single["that"]
    for index in range(call.start + _LEAST, end - 1):
        if norms[index] in clauses:
            return end
        if norms[index] in single["be"]:
            return index
    return end


def _before_next(analysis: Analysis, clue: Clue, call: Call, following: Call) -> int:
    """Before the mark behind which the next goal's own clause begins, unless that is a relative one."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    links = grammar.single["and"] | {",", ";"}
    if following.sense in NOUNS and following.first > call.start:
        # 'our determination to end it, and our commitment to peace'
        at = following.first - 1
        while at > call.start and norms[at] in grammar.single["determiner"] | grammar.single["ours"]:
            at -= 1
        if at < following.first - 1 and norms[at] in links:
            return at - 1 if norms[at - 1] in links else at
    if following.first <= call.start or following.tense in ("noun", "ger", "part", "inf"):
        return clue.last
    for index in range(following.first - 1, call.start + _LEAST, -1):
        if norms[index] in grammar.single["relative"] and not (
            norms[index] in grammar.single["that"] | {"that"} and norms[index - 1] in links
        ):
            return clue.last
        if form_at(analysis, clue, index) == "inf" and grammar.infinitive_endings:
            return clue.last
        if norms[index] in links or any(a == index for a, _ in clue.named.get("subordinate", ())):
            while norms[index - 1] in links:
                index -= 1
            return index
    return clue.last


def _end_of_quote(analysis: Analysis, start: int, end: int) -> int:
    """Direct speech that holds the call ends the statement with its closing mark, where speech or nothing follows."""
    norms = analysis.tokens.norms
    if not analysis.in_quotes(analysis.tokens.starts[start]):
        return end
    for index in range(start, end):
        if norms[index] == '"':
            after = norms[index + 1] if index + 1 < end else "."
            return index if after in (",", ".", ";", "-") or norms[index - 1] in (",", ".") else end
    return end


def _before_report(analysis: Analysis, clue: Clue, start: int, end: int) -> int:
    """Before ', the minister said', ', dijo el ministro'."""
    norms = analysis.tokens.norms
    for first, _last in clue.named.get("report", ()):
        if not start < first < end:
            continue
        named = any(start < a.first and a.last == first for a in clue.actors)
        if norms[first - 1] in (",", '"') or named or norms[first - 1] in analysis.grammar.single["pronoun"]:
            for index in range(first - 1, start, -1):
                if norms[index] in (",", '"'):
                    return index
            return first
    return end


def _before_means(analysis: Analysis, clue: Clue, start: int, end: int) -> int:
    """Before 'by sharing', 'through joint patrols', 'in order to', 'mediante'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    including = grammar.single["including"]
    for first, _last in clue.named.get("means", ()):
        passing = grammar.means_by and form_at(analysis, clue, first - 1) == "ger" and first - 1 > start
        if start + _LEAST <= first < end and norms[first - 1] not in including and not passing:
            end = first  # 'gangs operating through the port' says no means
    passed = including | grammar.single["and"]
    for index in range(start + _LEAST, end - 1):
        means = norms[index] in grammar.means_by and norms[index - 1] not in passed
        if means and form_at(analysis, clue, index + 1) == "ger":
            return index
    return end


def _before_aside(analysis: Analysis, clue: Clue, start: int, end: int) -> int:
    """Before a relative clause or a reason behind a comma, and before ', with the goal of'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    asides = {a for a, _ in clue.named.get("aside", ())} - {a for a, b in clue.named.get("and", ()) if b - a > 1}
    told = {a for name in ("affirm", "report", "said_past") for a, _ in clue.named.get(name, ())}
    links = grammar.single["and"] | {",", ";"}
    for index in range(start + _LEAST, end - 1):
        if norms[index] == "," and index + 1 in asides and not clue.has("as_fit", index + 1, index + 4):
            return index  # 'use, where appropriate, force' goes on
        if norms[index] in links and (index + 1 in told or _told_in_past(analysis, index + 1)):
            return index - 1 if norms[index - 1] in links else index
        near = index - start < _LONGEST and norms[index - 1] == "," and norms[index] in grammar.single["and"]
        if near and _new_clause(analysis, clue, index + 1):
            return index - 1  # 'share data, and our countries have begun tests'
        if norms[index] == "," and norms[index + 1] in grammar.single["accompanied_by"] and _purpose_near(clue, index):
            return index
        if (
            norms[index] in ("(", "-", "–", "—")
            and index + 1 < end
            and norms[index] != "("
            and _spaced(analysis, index)
        ):
            return index
    return end


def _new_clause(analysis: Analysis, clue: Clue, index: int) -> bool:
    """Whether a subject with its finite verb stands at a token: 'our countries have', 'the Ministry is'."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    at = index
    while at < clue.last and norms[at] in single["determiner"]:
        at += 1
    ends = [b for name in ("both", "collective") for a, b in clue.named.get(name, ()) if a in (index, at)]
    known: dict[int, dict[int, int]] = analysis.lookups.setdefault("ends of actors", {})
    actors = known.get(clue.sentence.index)
    if actors is None:
        actors = known[clue.sentence.index] = {a.first: a.last for a in clue.actors}
    if at in actors:
        ends.append(actors[at])
    if at > index and at < clue.last and norms[at] in single["counted_parties"]:
        ends.append(at + 1)
    return any(end < clue.last and norms[end] in single["have"] | single["be"] - {"be", "'s"} for end in ends)


def _before_number(analysis: Analysis, clue: Clue, start: int, end: int) -> int:
    """Before the number of the next member of a list, or a semicolon behind which no member of the same form stands."""
    norms, links = analysis.tokens.norms, analysis.grammar.single["and"]
    form = form_at(analysis, clue, start)
    for index in range(start + _LEAST, end - 1):
        if numbered(norms, index, clue.first):
            at = index - 3 if norms[index - 3] == "(" else index - 2
            while at > start + 1 and (norms[at - 1] in links or norms[at - 1] in _TRAILING or norms[at - 1] == ","):
                at -= 1
            return at
        if norms[index] == ";" and form is not None:
            at = index + 1
            while at < end - 1 and norms[at] in links | analysis.grammar.single["infinitive_marker"]:
                at += 1
            if form_at(analysis, clue, past_manner(analysis, clue, at, end, form)) != form:
                return index
    return end


def _before_approval(analysis: Analysis, clue: Clue, start: int, end: int) -> int:
    """Before 'was approved by the Cabinet', which says what became of a proposal."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    for first, _last in clue.named.get("approving", ()):
        if start + _LEAST < first < end and norms[first - 1] in grammar.single["be"]:
            at = first - 1
            while at > start + 1 and (norms[at - 1] in grammar.single["have"] or norms[at - 1] == ","):
                at -= 1
            return at
    return end


def _purpose_near(clue: Clue, index: int) -> bool:
    """Whether a noun of intent stands right behind a mark: ', with the aim of'."""
    nouns = (h for h in clue.of_group("goal") if h.trigger.sense in ("name", "pledge", "focus"))
    return any(index < h.first <= index + 6 for h in nouns)


def _told_in_past(analysis: Analysis, index: int) -> bool:
    """Whether a verb in the past stands at a token, in a language whose endings show it."""
    endings, tokens = analysis.grammar.past_endings, analysis.tokens
    if not endings or len(tokens.norms[index]) < 5:
        return False
    return analysis.reading.plain[tokens.starts[index] : tokens.ends[index]].endswith(endings)


def _spaced(analysis: Analysis, index: int) -> bool:
    """Whether a dash stands between words with room on both sides."""
    tokens = analysis.tokens
    return tokens.starts[index] > tokens.ends[index - 1] and tokens.starts[index + 1] > tokens.ends[index]
