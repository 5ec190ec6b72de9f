"""Coordination: a statement of several goals split into its members."""

from __future__ import annotations

from extraction.analysis import Analysis, Clue
from extraction.grammar_words import NOUN


def form_at(analysis: Analysis, clue: Clue, index: int) -> str | None:
    """The form of a verb that begins a member at a token: inf, ger or fut; None for what is no verb."""
    if index >= clue.last:
        return None
    for hit in clue.hits:
        if hit.first == index and NOUN not in hit.trigger.tags:
            for tag in ("inf", "ger", "fut"):
                if tag in hit.trigger.tags:
                    return tag
    word = analysis.tokens.norms[index]
    endings = analysis.grammar.infinitive_endings
    if endings and len(word) > 3 and word.endswith(endings) and word not in analysis.grammar.single["not_verb"]:
        return "inf"
    gerund = tuple(analysis.grammar.single["gerund_ending"])
    if gerund and len(word) > 5 and word.endswith(gerund):
        return "ger"
    return None


def members_between(analysis: Analysis, clue: Clue, first: int, last: int) -> list[tuple[int, int]]:
    """The members of a coordination between two tokens.

    A member begins with a verb of the first one's form behind a comma, a semicolon or 'and'. A verb alone ('acquire,
    maintain, and repair aircraft', 'identifying and destroying property') belongs to the member behind it.
    """
    norms, grammar = analysis.tokens.norms, analysis.grammar
    form = form_at(analysis, clue, first)
    if form is None:
        return [(first, last)]
    breaks = [(first, first)]
    index = first + 1
    while index < last:
        if norms[index] in (",", ";") or norms[index] in grammar.single["and"]:
            start = index
            at = index + 1
            while at < last and (
                norms[at] in grammar.single["and"]
                or norms[at] in grammar.single["adverb"]
                or norms[at] in grammar.single["infinitive_marker"]
            ):
                at += 1
            if at < last and form_at(analysis, clue, at) == form:
                breaks.append((start, at))
                index = at + 1
                continue
        index += 1
    spans = []
    for n, (_, begin) in enumerate(breaks):
        end = breaks[n + 1][0] if n + 1 < len(breaks) else last
        spans.append((begin, end))
    merged: list[tuple[int, int]] = []
    carried: int | None = None
    for begin, end in spans:
        start = carried if carried is not None else begin
        if end - begin <= 1 and (begin, end) != spans[-1]:
            carried = start
            continue
        merged.append((start, end))
        carried = None
    return merged
