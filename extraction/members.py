"""Coordination: a statement of several goals split into its members."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.analysis import Analysis, Clue

_SHORT = 3
"""A member of fewer words than this shares the purpose of the next one that has one."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member at its tokens (`last` exclusive), and the tokens of a purpose that it shares, if any."""

    first: int
    last: int
    shared: tuple[int, int] | None = None


def form_at(analysis: Analysis, clue: Clue, index: int) -> str | None:
    """The form of a verb that begins a member at a token: inf, ger or fut; None for what is no verb."""
    if index >= clue.last:
        return None
    for hit in clue.verbs.get(index, ()):
        for tag in ("inf", "ger", "fut"):
            if tag in hit.trigger.tags:
                return tag
    return analysis.grammar.form_of(analysis.tokens.norms[index])


def _is_noun_there(analysis: Analysis, clue: Clue, index: int, last: int) -> bool:
    """Whether a word that can be a verb is a noun where it stands: 'support for', 'control equipment and'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    if grammar.infinitive_endings:
        return False
    if index + 1 >= last:
        return True
    links, form = grammar.single["and"] | {",", ";"}, form_at(analysis, clue, index)
    while norms[index + 1] in links:
        # 'identifying and destroying property' are verbs, 'manufacturing, trafficking, and sale' are not.
        index += 1
        while index < last and norms[index] in links:
            index += 1
        if index + 1 >= last or form_at(analysis, clue, index) != form:
            return True
    following = norms[index + 1]
    roles = grammar.roles.get((following,), frozenset())
    if form == "ger" and "in" in roles:
        return True
    return bool(roles & {"of", "by"}) or (
        following in grammar.single["relative"] and following not in grammar.single["that"]
    )


def _lone_word_before(analysis: Analysis, clue: Clue, first: int, at: int) -> bool:
    """Whether a single word that is no verb stands between this mark and the one before: a list of nouns."""
    norms, links = analysis.tokens.norms, analysis.grammar.single["and"] | {",", ";"}
    if at - 2 <= first or norms[at - 1] in links or norms[at - 2] not in links:
        return False
    return form_at(analysis, clue, at - 1) is None


def _purpose_in(analysis: Analysis, clue: Clue, first: int, last: int) -> int | None:
    """The last place within a member where a purpose of its own begins: 'to curb', 'para proteger'."""
    norms, marks = analysis.tokens.norms, analysis.grammar.single["purpose_marker"]
    for index in range(last - 2, first, -1):
        if norms[index] in marks and form_at(analysis, clue, index + 1) == "inf":
            return index
    return None


def _breaks(analysis: Analysis, clue: Clue, first: int, last: int, form: str) -> list[tuple[int, int]]:
    """Where members begin: the mark before each, and its first token."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    links = grammar.single["and"] | {",", ";"}
    passed = grammar.either("adverb", "infinitive_marker", "future") | {'"'}
    joined = {a: b for a, b in clue.named.get("and", ()) if b - a > 1}  # 'as well as'
    breaks = [(first, first)]
    index = first + 1
    while index < last:
        if norms[index] not in links and index not in joined:
            index += 1
            continue
        at = joined.get(index, index + 1)
        while at < last and (norms[at] in links or norms[at] in passed or at in joined):
            at = joined.get(at, at + 1)
        at = past_manner(analysis, clue, at, last, form)
        begin = breaks[-1][1]
        strong = any(w in grammar.single["infinitive_marker"] for w in norms[index:at]) or norms[index] == ";"
        if _opens_clause(analysis, begin, index, at, last):
            breaks.append((index, at))
            index = at + 1
            continue
        named = form_at(analysis, clue, at)
        follows = at < last and (
            named == form or (strong and form == "inf" and at + 1 < last and not grammar.infinitive_endings)
        )
        follows = follows and not _goes_on_power(analysis, clue, begin, index, at)
        if follows and not strong:
            comma = norms[index] == "," and norms[index + 1] in links
            inner = _purpose_in(analysis, clue, begin, index)
            hangs = (
                inner is not None
                and norms[begin] not in grammar.single["work"]
                and form == "inf"
                and not comma
                and norms[index] in grammar.single["and"]
            )
            leads = links | grammar.single["purpose_marker"]
            bare = index - 2 > begin and norms[index - 2] in leads and form_at(analysis, clue, index - 1) == form
            follows = not (
                hangs
                or bare
                or (_is_noun_there(analysis, clue, at, last) and not _is_short(breaks, index))
                or _lone_word_before(analysis, clue, begin, index)
                or norms[index - 1] in grammar.single["adjective"]  # 'a free and open region'
                or _goes_on_clause(analysis, index)
            )
        if follows:
            breaks.append((index, at))
        index = max(at, index + 1)
    return breaks


def _goes_on_power(analysis: Analysis, clue: Clue, begin: int, index: int, at: int) -> bool:
    """Whether 'and to' goes on what a power is one to do: 'strengthen their ability to see threats and to answer'."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    markers = single["infinitive_marker"]
    if analysis.grammar.infinitive_endings or norms[index] not in single["and"] or norms[at - 1] not in markers:
        return False
    inner = [i for i in range(begin + 1, index) if norms[i] in markers and norms[i - 1] in single["power"]]
    return bool(inner) and form_at(analysis, clue, inner[-1] + 1) == "inf"


def _goes_on_clause(analysis: Analysis, index: int) -> bool:
    """Whether the verb before a mark is the first of a relative clause that goes on: 'units that find and stop it'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    opens = grammar.single["relative"] if not grammar.infinitive_endings else frozenset()
    return index >= 2 and norms[index] in grammar.single["and"] and norms[index - 2] in opens


def past_manner(analysis: Analysis, clue: Clue, at: int, last: int, form: str) -> int:
    """Past an adverb of manner behind which a verb of a form stands: 'commercially disrupt'."""
    endings = tuple(analysis.grammar.single["adverb_ending"])
    manner = at + 1 < last and analysis.tokens.norms[at].endswith(endings) and form_at(analysis, clue, at) is None
    return at + 1 if manner and form_at(analysis, clue, at + 1) == form else at


def _opens_clause(analysis: Analysis, begin: int, index: int, at: int, last: int) -> bool:
    """Whether 'y que' opens a member of its own, where no 'que' stands before that it could go on."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    that = grammar.single["that"]
    return (
        at + 2 < last
        and norms[at] in that
        and norms[at - 1] in grammar.single["and"]
        and not that & set(norms[begin:index])
    )


def _is_short(breaks: list[tuple[int, int]], index: int) -> bool:
    """Whether the member so far is one word: 'identify, treat and support'."""
    return index - breaks[-1][1] <= 1


def members_between(analysis: Analysis, clue: Clue, first: int, last: int) -> list[Member]:
    """The members of a coordination between two tokens.

    A member begins with a verb of the first one's form behind a comma, a semicolon or 'and'. A verb alone ('acquire,
    maintain, and repair aircraft', 'identifying and destroying property') belongs to the member behind it. The purpose
    of a member is shared by those right before it that are a word or two: 'share data and train staff to stop fraud'.
    """
    form = form_at(analysis, clue, first)
    if form is None:
        return [Member(first, last)]
    breaks = _breaks(analysis, clue, first, last, form)
    ends = [begin for begin, _ in breaks[1:]] + [last]
    merged: list[tuple[int, int]] = []
    carried: int | None = None
    for n, ((_, begin), end) in enumerate(zip(breaks, ends, strict=True)):
        start = carried if carried is not None else begin
        alone = end - begin <= 1 and analysis.tokens.norms[begin] not in analysis.grammar.single["intransitive"]
        if alone and n + 1 < len(breaks):
            carried = start
            continue
        merged.append((start, end))
        carried = None
    merged = _without_purpose(analysis, merged, breaks)
    found: list[Member] = []
    shared: tuple[int, int] | None = None
    for start, end in reversed(merged):
        own = _purpose_of(analysis, clue, start, end)
        short = end - start < _SHORT and own is None
        found.append(Member(start, end, shared if short else None))
        shared = own if own is not None else shared if short else None
    return found[::-1]


def _without_purpose(
    analysis: Analysis, members: list[tuple[int, int]], breaks: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The first of two members alone where the other is what it is for: 'send a ship in May, to keep watch there'."""
    if len(members) != 2 or len(breaks) != 2 or analysis.grammar.infinitive_endings:
        return members
    norms, single = analysis.tokens.norms, analysis.grammar.single
    (_, begin), (mark, at) = breaks
    behind = norms[mark + 1 : at]
    bare = norms[mark] == "," and behind and all(w in single["infinitive_marker"] for w in behind)
    return members[:1] if bare and norms[begin] not in single["work"] else members


def _purpose_of(analysis: Analysis, clue: Clue, first: int, last: int) -> tuple[int, int] | None:
    marks = analysis.grammar.single["purpose_marker"]
    for index in range(first + 1, last - 2):
        verb = index + 1
        while verb < last and analysis.tokens.norms[verb] in analysis.grammar.single["adverb"]:
            verb += 1
        if analysis.tokens.norms[index] in marks and form_at(analysis, clue, verb) == "inf":
            return index, last
    return None
