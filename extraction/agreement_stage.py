"""How far an instrument has come: the words that say it, and whether it is done or ahead."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN, Trigger
from extraction.roles import is_negated, tense
from extraction.segments import BlockKind

_FINITE = frozenset({"past", "pres", "fut", "cond", "imp"})
_GOVERNED = 7
_PUT_OFF = 20
"""How far behind a signing it may be told that it was put off."""
_WAS = frozenset({"was", "were", "fue", "fueron", "foi", "foram"})
"""Behind these a 'when' tells no condition."""
_GATHERED = 25
"""How far behind 'met' the deed may stand that they met for."""
_REACH = 40
_SOONER = ("ahead",)
_NEAR_REACH = 9
"""How far a word that says little by itself ('launched', 'proposes') may be from the name."""
_CHANGES = frozenset({"amended", "renewed", "suspended", "terminated"})
"""Stages whose words are said of much else: they tell of an instrument only as what they act on."""
_GOVERNING = 4
"""How far before its name the word may stand that an instrument hangs on: 'a meeting on a possible agreement'."""
_GOVERNED_BY = 2
_MADE = frozenset({"signed", "announced", "proposed"})
"""What may be made under an instrument is not that instrument: 'signed a contract under the treaty'."""
_OVER = frozenset({"suspended", "terminated"})
_HELD = _OVER | {"in_force"}
"""Stages that only what was concluded has; nobody petitions for them."""
_DEEDS = frozenset({"signed", "ratified", "renewed", "amended", "announced", "suspended"})
"""Stages that someone brings about: an instrument is their object, never their subject."""


@dataclass(slots=True)
class Stage:
    """A stage as one word of the text tells it; `gap` is how far it is from the name.

    `how` is done, ahead, denied, or named: told by a noun of a heading that leaves open whether it is done.
    """

    sense: str
    how: str
    hit: Hit
    gap: int
    clue: Clue


def _between(analysis: Analysis, clue: Clue, low: int, high: int, name: str) -> bool:
    return clue.has(name, low, high)


def _is_infinitive(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a form is an infinitive where it stands: in English with its 'to', elsewhere by its ending."""
    if "inf" not in hit.trigger.tags:
        return False
    grammar, norms = analysis.grammar, analysis.tokens.norms
    if grammar.infinitive_endings:
        return norms[hit.first].rstrip("es").endswith(grammar.infinitive_endings) or not hit.trigger.tags & _FINITE
    at = hit.first - 1
    while at > clue.first and norms[at] in grammar.single["adverb"]:
        at -= 1
    if at >= clue.first and norms[at] in grammar.single["infinitive_marker"]:
        return True
    joined = at >= clue.first and norms[at] in grammar.single["and"] | {","}
    return joined and grammar_marker_near(analysis, clue, at)


def grammar_marker_near(analysis: Analysis, clue: Clue, at: int) -> bool:
    """Whether an infinitive's 'to' stands little before a token: 'to negotiate and sign'."""
    norms = analysis.tokens.norms
    return not analysis.grammar.single["infinitive_marker"].isdisjoint(norms[max(clue.first, at - 4) : at])


def is_heading(analysis: Analysis, clue: Clue) -> bool:
    """Whether a sentence is a heading, or a long title: the first block, without a full stop."""
    block = analysis.blocks[clue.sentence.block]
    title = clue.sentence.block == 0 and analysis.tokens.norms[clue.last - 1] not in (".", "!", "?")
    return block.kind is BlockKind.HEADING or (title and clue.last - clue.first < 50)


def how_told(analysis: Analysis, clue: Clue, hit: Hit) -> str | None:
    """Whether a stage's word tells what is done, lies ahead or is denied; None for a form that tells nothing."""
    tags = hit.trigger.tags
    if is_negated(analysis, clue, hit):
        return "denied"
    if tags == {"sub"}:
        return None
    low = max(clue.first, hit.first - _GOVERNED)
    if _is_infinitive(analysis, clue, hit):
        if _between(analysis, clue, max(clue.first, hit.first - 3), hit.first, "afterward"):
            return "done"
        if _gathered(clue, max(clue.first, hit.first - _GATHERED), hit.first):
            return "done"
        return "ahead"
    if tense(analysis, clue, hit) in ("future", "modal"):
        return "ahead"
    if tags == {"inf"} and hit.first == clue.first and not is_heading(analysis, clue):
        # An item of a list of what is to be done: 'Sign a memorandum'.
        return "ahead"
    if (NOUN in tags or "ger" in tags) and _between(
        analysis, clue, max(clue.first, hit.first - 3), hit.first, "anniversary"
    ):
        return None
    before = analysis.tokens.norms[hit.first - 1] if hit.first > clue.first else ""
    if before not in _WAS and _between(analysis, clue, max(clue.first, hit.first - 2), hit.first, "condition"):
        return "ahead"
    if (NOUN in tags or "ger" in tags) and hit.trigger.sense != "announced":
        governing = _SOONER if hit.trigger.sense == "ratified" else (*_SOONER, "approving")
        for first, last in (span for name in governing for span in clue.named.get(name, ())):
            if low <= first and last <= hit.first and "," not in analysis.tokens.norms[last : hit.first]:
                return "done" if _is_agreed(analysis, clue, hit, first) else "ahead"
        if any(0 <= first - hit.last <= _PUT_OFF for first, _ in clue.named.get("ahead_after", ())):
            return "ahead"
        asked = hit.trigger.sense not in _HELD
        if asked and any(last <= hit.first for _, last in clue.named.get("petition", ())):
            # 'The proposal of the minister for signing of …' is as far ahead as the words for it are long.
            return "ahead"
    if (NOUN in tags or tags == {"ger"}) and is_heading(analysis, clue):
        return "named"
    return "done"


def _gathered(clue: Clue, low: int, high: int) -> bool:
    """Whether some met for a deed: 'came to Lima to sign', not 'came to an agreement to sign'."""
    agreed = [h for h in clue.of_group("stage") if h.trigger.sense == "announced"]
    return any(
        low <= a and b <= high and not any(h.first <= a and b <= h.last for h in agreed)
        for a, b in clue.named.get("gathering", ())
    )


def _is_agreed(analysis: Analysis, clue: Clue, hit: Hit, first: int) -> bool:
    """Whether a change is what was agreed itself, not what is to come of it: 'agreed to a five-year extension of'."""
    if hit.trigger.sense not in ("renewed", "amended"):
        return False
    norms = analysis.tokens.norms
    ends = [b for a, b in clue.named.get("agreed_to", ()) if a == first and b <= hit.first]
    return bool(ends) and norms[max(ends)] in analysis.grammar.single["determiner"]


def _gap(analysis: Analysis, clue: Clue, hit: Hit, name: tuple[int, int]) -> int | None:
    """How far a stage's word is from an instrument's name, in tokens, dearer where something parts them."""
    norms = analysis.tokens.norms
    tags = hit.trigger.tags
    right = name[0] >= hit.last
    low, high = (hit.last, name[0]) if right else (name[1], hit.first)
    if not right and hit.first < name[1]:
        return 0
    between = norms[low:high]
    # The commas of a name in capitals part nothing: 'a Research, Development and Testing Agreement'.
    commas = [i for i in range(low, high) if norms[i] == "," and not (right and _in_capitals(analysis, i, high))]
    gap = high - low + 12 * between.count(";") + 2 * len(commas)
    if right and hit.trigger.sense == "signed" and _ends_talks(analysis, clue, hit, name):
        return None
    if clue.has("by_reason", low, high) or (right and _is_made_under(clue, hit, name)):
        return None
    if hit.trigger.sense in _CHANGES and not _acts_on(analysis, clue, hit, name):
        return None
    if right:
        if "part" in tags and not tags & _FINITE and not analysis.grammar.single["be"] & set(norms[low - 4 : low]):
            gap += 8
        if hit.trigger.sense == "in_force" and hit.last - hit.first < 3:
            gap += 15
        gap += 4 if not analysis.grammar.single["relative"].isdisjoint(between) else 0
    else:
        linked = not analysis.grammar.either("be", "relative").isdisjoint(between)
        if not linked and hit.trigger.sense in _DEEDS and (tags & _FINITE or "inf" in tags) and "part" not in tags:
            return None
        if NOUN in tags and hit.trigger.sense not in ("in_force", "terminated", "suspended", "proposed"):
            gap += 6
    near = hit.trigger.sense == "announced" or (hit.trigger.sense == "proposed" and NOUN not in tags)
    return gap if gap <= (_NEAR_REACH if near else _REACH) else None


def _in_capitals(analysis: Analysis, at: int, name: int) -> bool:
    """Whether all words from a comma to an instrument's name are written with a capital, but for 'and'."""
    norms, ands = analysis.tokens.norms, analysis.grammar.single["and"]
    return all(analysis.capital(i) for i in range(at, name) if norms[i][0].isalpha() and norms[i] not in ands)


def _ends_talks(analysis: Analysis, clue: Clue, hit: Hit, name: tuple[int, int]) -> bool:
    """Whether talks on an instrument are what was concluded, not it."""
    if not analysis.tokens.norms[hit.first].startswith("conclu"):
        return False
    talks = [h for h in clue.of_group("stage") if h.trigger.sense == "proposed" and NOUN in h.trigger.tags]
    return any(hit.last <= h.first and h.last <= name[0] for h in talks)


def _is_made_under(clue: Clue, hit: Hit, name: tuple[int, int]) -> bool:
    """Whether what is made or set is another thing, under the instrument or in it: 'limits established in the pact'."""
    kinds = ["obeying"] if hit.trigger.sense in _MADE else []
    kinds += ["inside"] if hit.trigger.sense == "announced" else []
    return any(
        hit.last <= a and 0 <= name[0] - b <= _GOVERNED_BY for kind in kinds for a, b in clue.named.get(kind, ())
    )


def _acts_on(analysis: Analysis, clue: Clue, hit: Hit, name: tuple[int, int]) -> bool:
    """Whether the word of a change has the instrument as what is changed: not 'expanded cooperation under the treaty',
    nor 'a meeting on the treaty was cancelled'."""
    if name[0] >= hit.last:
        return not clue.has("off_object", hit.last, name[0])
    if hit.trigger.sense not in _OVER or not analysis.grammar.single["relative"].isdisjoint(
        analysis.tokens.norms[name[1] : hit.first]
    ):
        return True
    return (
        not clue.has("off_object", max(clue.first, name[0] - _GOVERNING), name[0]) or name[0] - clue.first <= _GOVERNING
    )


def is_means(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether an exchange of notes and the like is only how something is done: 'renewed by exchange of notes'."""
    before = analysis.tokens.norms[max(clue.first, hit.first - 3) : hit.first]
    roles = [analysis.grammar.roles.get((w,), frozenset()) for w in before]
    return any(r & {"by", "through"} for r in roles) or not analysis.grammar.single["means"].isdisjoint(before)


def attach(analysis: Analysis, clue: Clue, names: list[tuple[int, int]]) -> list[list[Stage]]:
    """For each instrument's name in a sentence the stages that its words tell of it."""
    found: list[list[Stage]] = [[] for _ in names]
    exchanges = {(h.first, h.last) for h in clue.of_group("instrument") if h.trigger.sense == "other"}
    for hit in clue.of_group("stage"):
        exchange = (hit.first, hit.last) in exchanges
        if exchange and is_means(analysis, clue, hit):
            continue
        if not exchange and any(a <= hit.first and hit.last <= b and b - a > hit.last - hit.first for a, b in names):
            continue
        how = how_told(analysis, clue, hit)
        if how is None:
            continue
        if how != "denied" and _is_of_one_chamber(analysis, clue, hit):
            how = "ahead"
        best: tuple[int, int] | None = None
        for n, name in enumerate(names):
            gap = _gap(analysis, clue, hit, name)
            inside = hit.trigger.sense == "amended" and hit.first <= name[0] < hit.last
            if gap is None or inside or _another_between(names, n, hit):
                continue
            if best is None or gap < best[0]:
                best = (gap, n)
        if best is not None and not any(
            s.hit.first == hit.first and s.sense == hit.trigger.sense for s in found[best[1]]
        ):
            found[best[1]].append(Stage(hit.trigger.sense, how, hit, best[0], clue))
    _share(analysis, clue, names, found)
    for name, own in zip(names, found, strict=True):
        _leave_open(clue, name, own)
    return found


def _is_of_one_chamber(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether an approval is one chamber's or a committee's, with more to come before it is ratified."""
    approval = hit.trigger.sense == "ratified" and not analysis.tokens.norms[hit.first].startswith("ratif")
    return approval and clue.has("one_chamber")


def _leave_open(clue: Clue, name: tuple[int, int], own: list[Stage]) -> None:
    """Make an instrument that is called possible or a draft a plan; one that never was can't have ended."""
    low = max(clue.first, name[0] - 2)
    found = next(((a, b) for a, b in clue.named.get("unmade", ()) if low <= a and b <= name[0] + 2), None)
    if found is None:
        return
    own[:] = [s for s in own if s.sense not in _OVER]
    if not any(s.sense == "proposed" for s in own):
        own.append(Stage("proposed", "ahead", Hit(*found, Trigger("stage", "proposed", frozenset({NOUN}))), 0, clue))


def _another_between(names: list[tuple[int, int]], n: int, hit: Hit) -> bool:
    first, last = names[n]
    low, high = (hit.last, first) if first >= hit.last else (last, hit.first)
    return any(low <= a and b <= high for k, (a, b) in enumerate(names) if k != n)


def _share(analysis: Analysis, clue: Clue, names: list[tuple[int, int]], found: list[list[Stage]]) -> None:
    """Let members of a list have what is said of the first: 'signed a memorandum on X and an agreement on Y'."""
    norms, ands = analysis.tokens.norms, analysis.grammar.single["and"]
    for n in range(1, len(names)):
        if found[n] or not found[n - 1]:
            continue
        between = norms[names[n - 1][1] : names[n][0]]
        if ";" in between or len(between) > 40 or (ands.isdisjoint(between) and "," not in between):
            continue
        found[n] = [s for s in found[n - 1] if s.hit.last <= names[n - 1][0] or s.hit.first >= names[n][1]]
    for n in range(len(names) - 1):
        # 'A memorandum on X and a protocol were signed': what is said of the last holds for those before it.
        between = norms[names[n][1] : names[n + 1][0]]
        if not found[n] and found[n + 1] and not ands.isdisjoint(between[-4:]) and len(between) < 25:
            found[n] = [s for s in found[n + 1] if s.hit.first >= names[n + 1][1]]
