"""The triggers and classes of words in each sentence of a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extraction.analysis import Clue, Hit
from extraction.grammar_words import NOUN, Grammar
from extraction.tokens import Match

_AUXILIARIES = frozenset({"future", "modal"})


def place_hits(clues: list[Clue], triggers: list[Match], norms: list[str], words: Grammar) -> None:
    """Give each sentence its triggers."""
    hits: list[list[Hit]] = [[] for _ in clues]
    for at, first, last, entries in _within(triggers, clues):
        hits[at] += [Hit(first, last, t) for t in entries]
    for clue, own in zip(clues, hits, strict=True):
        clue.hits = [h for h in _longest(own) if _is_verb_where_one(h, clue, norms, words)]
        for hit in clue.hits:
            clue.groups.setdefault(hit.trigger.group, []).append(hit)
            if NOUN not in hit.trigger.tags:
                clue.verbs.setdefault(hit.first, []).append(hit)


def place_classes(clues: list[Clue], classed: list[Match]) -> None:
    """Give each sentence its words of the classes."""
    for at, first, last, classes in _within(classed, clues):
        clue = clues[at]
        span, named = (first, last), clue.named
        for name in classes:
            spans = named.get(name)
            if spans is None:
                named[name] = [span]
            else:
                spans.append(span)
            if name in _AUXILIARIES:
                clue.auxiliaries.append((first, last, name))
    for clue in clues:
        if (other := clue.named.get("other_sense")) and (general := clue.named.get("field_word")):
            left = [(a, b) for a, b in general if not any(first <= a and b <= last for first, last in other)]
            clue.named["field_word"] = left
            if not left:
                del clue.named["field_word"]


def _within(found: list[Match], clues: list[Clue]) -> Iterator[tuple[int, int, int, list[Any]]]:
    """The phrases that lie in one sentence, with its number."""
    at, most = 0, len(clues) - 1
    for first, last, entries in found if clues else ():
        while at < most and clues[at + 1].first <= first:
            at += 1
        if clues[at].first <= first and last <= clues[at].last:
            yield at, first, last, entries


def _longest(hits: list[Hit]) -> list[Hit]:
    """For each group and start the longest hit; those inside a longer one of their group fall away."""
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    ends: dict[str, int] = {}
    ordered = sorted(hits, key=lambda h: (h.first, -h.last))
    starts: dict[str, int] = {}
    for hit in ordered:
        group = hit.trigger.group
        same = starts.get(group) == hit.first and ends.get(group) == hit.last
        if hit.last <= ends.get(group, -1) and not same:
            continue
        kept.append(hit)
        starts[group], ends[group] = hit.first, max(hit.last, ends.get(group, -1))
    return kept


def _is_verb_where_one(hit: Hit, clue: Clue, norms: list[str], words: Grammar) -> bool:
    """Whether a form that is an infinitive can be a verb where it stands, in a language that writes its nouns alike.

    'A loan of' is none, 'to loan' and 'will loan' are.
    """
    if words.infinitive_endings or hit.trigger.group != "aid" or hit.trigger.tags - {"inf"}:
        return True
    if hit.first == clue.first:
        return True
    before = norms[hit.first - 1]
    leads = words.either("infinitive_marker", "future", "modal", "pronoun", "and", "adverb", "ours")
    return before in leads or before in (",", "also")
