"""What stands at an instrument's word: its proper name, its article, what it is for and what it is about."""

from __future__ import annotations

from extraction.analysis import Analysis, Clue, Hit

_LONGEST_PURPOSE = 30


def _links(analysis: Analysis) -> frozenset[str]:
    return analysis.grammar.either("connector", "and", "determiner", "title_link")


def name_of(analysis: Analysis, clue: Clue, instrument: Hit, others: list[Hit]) -> tuple[int, int]:
    """Tokens of an instrument's proper name: its capitalized words and what hangs on them; else the word alone."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    first, last = instrument.first, instrument.last
    if _all_capitals(analysis, clue):
        return first, last
    floor = max((h.last for h in others if h.last <= first), default=clue.first)
    ceiling = min((h.first for h in others if h.first >= last), default=clue.last)
    taken = {i for a in clue.actors if a.kind not in ("people", "state") for i in range(a.first, a.last)}
    while first > floor and first - 1 not in taken:
        before = first - 1
        if norms[before] in ("-", "–") and before > clue.first and analysis.capital(before - 1):
            first -= 2
            continue
        if (
            not norms[before][0].isalpha()
            or not analysis.capital(before)
            or norms[before] in grammar.single["determiner"]
        ):
            break
        if _is_verb(clue, before) or (before == clue.first and (norms[before],) in grammar.roles):
            break
        first = before
    if not analysis.capital(instrument.first):
        return first, last
    index, links = last, _links(analysis)
    dated = {analysis.tokens.index_at(d.start) for d in clue.dates}
    while index < ceiling:
        if index in dated and not norms[index].isdigit():
            break  # 'signed an MOU on March 27'
        if norms[index] in grammar.single["joining"]:
            break
        if norms[index][0].isalnum() and analysis.capital(index):
            index += 1
            last = index
        elif norms[index] == "-" and index == last and _is_tied(analysis, index):
            index += 2
            last = min(index, ceiling)
        elif norms[index] in links and index + 1 < clue.last and index - last < 3:
            index += 1
        else:
            break
    if last == ceiling < clue.last:
        # 'The Iranian MOU and the Afghan MOU': what stands behind the 'and' belongs to the next.
        parting = [i for i in range(instrument.last, last) if norms[i] in grammar.single["and"]]
        last = parting[-1] if parting else last
    return first, last


def _is_tied(analysis: Analysis, index: int) -> bool:
    """Whether a hyphen stands inside a word: 'Co-production'."""
    starts, ends = analysis.tokens.starts, analysis.tokens.ends
    return index + 1 < len(starts) and ends[index - 1] == starts[index] and ends[index] == starts[index + 1]


def _all_capitals(analysis: Analysis, clue: Clue) -> bool:
    """Whether a sentence is written in capitals, which then mark no name."""
    plain, starts, ends = analysis.reading.plain, analysis.tokens.starts, analysis.tokens.ends
    found = False
    for index in range(clue.first, clue.last):
        if ends[index] - starts[index] > 3:
            word = plain[starts[index] : ends[index]]
            if word.isalpha():
                if not word.isupper():
                    return False
                found = True
    return found


def _is_verb(clue: Clue, index: int) -> bool:
    return any(h.first == index for h in clue.of_group("stage"))


def purpose(analysis: Analysis, clue: Clue, last: int) -> tuple[int, int] | None:
    """Tokens behind the instrument that say what it is for."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    starters = grammar.single["purpose"]
    for index in range(last, min(clue.last, last + 14)):
        if norms[index] in starters and (index == last or norms[index - 1] not in grammar.single["relative"]):
            end = index + 1
            while end < clue.last and norms[end] not in (".", ";", "(", '"') and end - index < _LONGEST_PURPOSE:
                end += 1
            return (index, end) if end - index > 2 else None
    return None


def definite(analysis: Analysis, clue: Clue, first: int) -> bool:
    """Whether a name has a definite article before it, adjectives passed over: 'the proposed memorandum'."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    for index in range(first - 1, max(clue.first, first - 4) - 1, -1):
        word = norms[index]
        if word in single["definite"] or word in single["aforesaid"]:
            return True
        if word.isdigit():
            continue  # 'the 2015 agreement'
        if word in single["merged"]:
            return True  # 'pelo acordo', 'del convenio'
        if not word[0].isalpha() or word in single["determiner"] or (word,) in analysis.grammar.roles:
            return False
    return False


def about(analysis: Analysis, clue: Clue, name: tuple[int, int]) -> frozenset[str]:
    """Content words of an instrument's name and of what follows, which tell it from others."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    dull = (
        single["connector"]
        | single["and"]
        | single["determiner"]
        | single["relative"]
        | single["be"]
        | single["title_link"]
    )
    parties = {i for a in clue.actors for i in range(a.first, a.last)}
    words = {
        norms[i]
        for i in range(max(clue.first, name[0]), min(clue.last, name[1] + 12))
        if len(norms[i]) > 3 and norms[i][0].isalpha() and i not in parties and norms[i] not in dull
    }
    own = {w for h in clue.of_group("instrument") for w in norms[h.first : h.last]}
    told = {w for h in clue.of_group("stage") for w in norms[h.first : h.last]}
    return frozenset(w[:6] for w in words - own - told)
