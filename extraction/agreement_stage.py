"""How far an instrument has come: the words that say it, and whether it is done or ahead."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.agreement_concord import agrees
from extraction.agreement_how import FINITE, OVER, how_told
from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN, Trigger

_REACH = 40
_NEAR_REACH = 9
"""How far a word that says little by itself ('launched', 'proposes') may be from the name."""
_CHANGES = frozenset({"amended", "renewed", "suspended", "terminated"})
"""Stages whose words are said of much else: they tell of an instrument only as what they act on."""
_GOVERNING = 4
"""How far before its name the word may stand that an instrument hangs on: 'a meeting on a possible agreement'."""
_GOVERNED_BY = 2
_MADE = frozenset({"signed", "announced", "proposed"})
"""What may be made under an instrument is not that instrument: 'signed a contract under the treaty'."""
_PLURAL = ("n", "m")
_DISCUSSED = frozenset({"proposed", "announced", "amended"})
"""Stages whose words are said of what is done under an instrument as well."""
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
    if right and _is_of_another(analysis, clue, hit, name):
        return None
    if not right and not agrees(analysis, clue, hit, name):
        return None
    if not right and hit.trigger.sense == "terminated" and _is_brought_about(analysis, clue, hit, name):
        return None
    if hit.trigger.sense in _CHANGES and not _acts_on(analysis, clue, hit, name):
        return None
    if right:
        if "part" in tags and not tags & FINITE and not analysis.grammar.single["be"] & set(norms[low - 4 : low]):
            gap += 8
        if hit.trigger.sense == "in_force" and hit.last - hit.first < 3:
            gap += 15
        gap += 4 if not analysis.grammar.single["relative"].isdisjoint(between) else 0
    else:
        if tags == {"ger"} and hit.trigger.sense in _CHANGES:
            return None  # 'The agreement adds to the expanding cooperation'
        linked = not analysis.grammar.either("be", "relative").isdisjoint(between)
        if not linked and hit.trigger.sense in _DEEDS and (tags & FINITE or "inf" in tags) and "part" not in tags:
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


def _is_of_another(analysis: Analysis, clue: Clue, hit: Hit, name: tuple[int, int]) -> bool:
    """Whether a word before the name tells of what is done under the instrument, or with a view to it: 'talks on the
    implementation of the agreement', 'expanded cooperation, and the signing of', 'an initiative announced for'."""
    sense = hit.trigger.sense
    if sense in _DISCUSSED and clue.has("carrying_out", hit.last, name[0]):
        return True
    if sense == "terminated" and analysis.tokens.norms[hit.last] in analysis.grammar.single["reported"]:
        return True  # 'denunció que'
    if sense in _CHANGES:
        # 'Its cooperation agreement' is what is suspended, 'cooperation under' it is not.
        norms, grammar = analysis.tokens.norms, analysis.grammar
        ends = [b for a, b in clue.named.get("devoted", ()) if hit.last <= a and b < name[0]]
        parts = grammar.either("and", "determiner", "infinitive_marker")
        return any(norms[b] == "," or norms[b] in parts or (norms[b],) in grammar.roles for b in ends)
    return sense == "announced" and clue.has("with_a_view", max(hit.last, name[0] - _GOVERNED_BY), name[0])


def _is_brought_about(analysis: Analysis, clue: Clue, hit: Hit, name: tuple[int, int]) -> bool:
    """Whether it is the instrument that ends something else: 'the treaty, which abrogates that of 1971'."""
    tags = hit.trigger.tags
    if ("part" in tags and not tags & {"pres", "fut"}) or clue.has("running_out", hit.first, hit.last):
        return False
    if analysis.grammar.infinitive_endings and analysis.tokens.norms[hit.first].endswith(_PLURAL):
        return False  # 'el tratado que denunciaron': they did
    relative = analysis.grammar.single["relative"]
    return not relative.isdisjoint(analysis.tokens.norms[max(name[1], hit.first - 1) : hit.first])


def _acts_on(analysis: Analysis, clue: Clue, hit: Hit, name: tuple[int, int]) -> bool:
    """Whether the word of a change has the instrument as what is changed: not 'expanded cooperation under the treaty',
    nor 'a meeting on the treaty was cancelled'."""
    if name[0] >= hit.last:
        return not clue.has("off_object", hit.last, name[0])
    if hit.trigger.sense not in OVER or not analysis.grammar.single["relative"].isdisjoint(
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
        if how is None or _is_attribute(clue, hit):
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


def _is_attribute(clue: Clue, hit: Hit) -> bool:
    """Whether a change only says which text of the instrument is meant, 'the agreement of 1998, as amended', or a word
    that it is welcomed: 'celebraron el acuerdo'."""
    spans = [*clue.named.get("as_it_stands", ()), *clue.named.get("hailed", ())]
    return any(a <= hit.first and hit.last <= b for a, b in spans)


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
    own[:] = [s for s in own if s.sense not in OVER]
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
