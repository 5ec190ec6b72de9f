"""Mentions of instruments: the name, what it is for, whom it binds, how far it has come; and which are of one."""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.agreement_approval import approvals
from extraction.agreement_continued import reference
from extraction.agreement_how import is_heading
from extraction.agreement_parties import sides_of
from extraction.agreement_sides import Sides
from extraction.agreement_stage import Stage, attach, is_means
from extraction.agreement_titles import about, definite, name_of, purpose
from extraction.analysis import Analysis, Clue, Hit
from extraction.roles import groups
from extraction.segments import BlockKind

VAGUE = ("agreement", "arrangement", "other")
"""What an instrument may be called beside its own designation."""
_LONGEST_LIST = 16
_PHRASE = 8
_MEMBERS = 25
_DESIGNATED = 5
"""So many words before an instrument's may say that there is none, or that it is of parties of one parliament:
'bipartisan'."""
_NAMES = frozenset({"body", "institution"})
"""Names of bodies in which an instrument's word is no instrument: 'the North Atlantic Treaty Organization'."""


@dataclass(slots=True)
class Mention:
    """One mention of an instrument. `first` and `last` are the tokens of its name, `last` exclusive."""

    clue: Clue
    hit: Hit
    first: int
    last: int
    stages: list[Stage]
    sides: Sides
    definite: bool
    plural: bool
    heading: bool
    soft: bool
    informal: bool
    """Whether papers' words designate it, such as pact and deal."""
    purpose: tuple[int, int] | None
    about: frozenset[str] = field(default_factory=frozenset)
    since: int = 0
    """Token after the instrument that its sentence names before it, or the sentence's first."""
    quoted: bool = False
    """Whether it stands in direct speech."""
    until: int = 0
    """Token at which the next instrument of its sentence begins, or the sentence's end."""

    @property
    def sense(self) -> str:
        """What it is called, as a value of the codebook."""
        return self.hit.trigger.sense

    @property
    def named(self) -> bool:
        """Whether it has a proper name beside the word that designates it."""
        return self.last - self.first > self.hit.last - self.hit.first

    def words(self, analysis: Analysis) -> list[str]:
        """The words that designate it."""
        return analysis.tokens.norms[self.hit.first : self.hit.last]

    @property
    def codes(self) -> frozenset[str]:
        """States and bodies that its own sentence gives it."""
        approvers = self.sides.approvers
        return frozenset(a.code for a in self.sides.parties() if a.code and a not in approvers)


def _names_one(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether an instrument's word names one here.

    A verb does not ('to deal'), nor what is only how something is done ('by exchange of notes'), an alias ('known as'),
    a part of another word ('treaty obligations'), what one state issues alone ('a presidential memorandum') and what
    there is not ('has no treaty').
    """
    norms, grammar = analysis.tokens.norms, analysis.grammar
    before = norms[hit.first - 1] if hit.first > clue.first else ""
    if not grammar.infinitive_endings and before in grammar.either("infinitive_marker", "modal"):
        return hit.last - hit.first > 1
    if any(a.kind in _NAMES and a.first <= hit.first and hit.last <= a.last for a in clue.actors):
        return False
    for name in ("unilateral", "no_instrument"):
        if any(first < hit.last and hit.first < last for first, last in clue.named.get(name, ())):
            return False
    if any(0 <= hit.first - last <= 6 for _, last in clue.named.get("alias", ())):
        return False
    if any(first == hit.last for first, _ in clue.named.get("bound", ())):
        return False
    if clue.has("missing", max(clue.first, hit.first - _DESIGNATED), hit.first):
        return False
    return not (hit.trigger.sense == "other" and clue.of_group("stage") and is_means(analysis, clue, hit))


def mentions(analysis: Analysis) -> list[Mention]:
    """All mentions of instruments of a text, in order."""
    found: list[Mention] = []
    for clue in analysis.clues:
        hits = _outermost(analysis, clue, [h for h in clue.of_group("instrument") if _names_one(analysis, clue, h)])
        hits = [h for n, h in enumerate(hits) if not _is_of_phrase(clue, h, hits[n + 1 : n + 2])]
        hits = _with_members(analysis, clue, hits)
        if not hits and found:
            far = clue.sentence.index - found[-1].clue.sentence.index
            meant = reference(analysis, clue, found[-1].hit.trigger, far)
            hits = [meant] if meant is not None else []
        if not hits:
            continue
        names = [name_of(analysis, clue, h, hits) for h in hits]
        stages = attach(analysis, clue, names)
        for own, more in zip(stages, approvals(analysis, clue, names), strict=True):
            own.extend(more)
        members = groups(analysis, clue)
        heading = is_heading(analysis, clue)
        meant = None if clue.of_group("instrument") else hits[0]
        for n, (hit, name, own) in enumerate(zip(hits, names, stages, strict=True)):
            own = own or _of_lead(analysis, clue, name)
            told = [s.hit for s in sorted(own, key=lambda s: s.gap) if s.clue is clue]
            sides = sides_of(analysis, clue, name, told, members)
            sides.stranger |= clue.has("party_line", max(clue.first, hit.first - _DESIGNATED), hit.first)
            if clue.has("anyone", name[1], min(clue.last, name[1] + 15)) and len(_codes_of(sides)) < 2:
                continue
            soft = _is_soft(analysis, hit)
            if soft and (heading or not _is_named(analysis, name, hit)):
                continue
            plural = analysis.tokens.norms[hit.last - 1].endswith("s") and hit.last - hit.first == 1
            found.append(
                Mention(
                    clue,
                    hit,
                    *name,
                    own,
                    sides,
                    meant is not None or definite(analysis, clue, name[0]) or _is_apposed(analysis, names, n),
                    plural and meant is None,
                    heading,
                    soft,
                    not analysis.grammar.single["informal"].isdisjoint(_words(analysis, hit)),
                    purpose(analysis, clue, name[1]) if meant is None else None,
                    about(analysis, clue, name) if meant is None else frozenset(),
                    names[n - 1][1] if n else clue.first,
                    analysis.in_quotes(analysis.tokens.starts[hit.first]),
                    names[n + 1][0] if n + 1 < len(names) else clue.last,
                )
            )
    return found


def _is_apposed(analysis: Analysis, names: list[tuple[int, int]], n: int) -> bool:
    """Whether a name only says again what stands right before it: 'under the agreement, a Memorandum on Visas, …'."""
    if not n:
        return False
    between = analysis.tokens.norms[names[n - 1][1] : names[n][0]]
    return between[:1] == [","] and len(between) <= 2 and set(between[1:]) <= analysis.grammar.single["determiner"]


def _with_members(analysis: Analysis, clue: Clue, hits: list[Hit]) -> list[Hit]:
    """Instruments with those that a numeral means behind their plural: 'six agreements, one on extradition'."""
    norms, single, roles = analysis.tokens.norms, analysis.grammar.single, analysis.grammar.roles
    added: list[Hit] = []
    for hit in hits:
        if not (norms[hit.last - 1].endswith("s") and hit.last - hit.first == 1):
            continue
        ceiling = min((h.first for h in hits if h.first >= hit.last), default=clue.last)
        for index in range(hit.last, min(ceiling, hit.last + _MEMBERS) - 2):
            leads = norms[index + 1] in single["purpose"] or bool(roles.get((norms[index + 1],)))
            if norms[index] in single["member"] and leads and norms[index + 2] not in single["determiner"]:
                added.append(Hit(index, index + 1, hit.trigger))
    return sorted([*hits, *added], key=lambda h: h.first) if added else hits


def _is_of_phrase(clue: Clue, hit: Hit, following: list[Hit]) -> bool:
    """Whether a word only belongs to how a stage is told of the next instrument: 'reached agreement on a
    protocol', 'came to an agreement to sign a memorandum'."""
    if not following or following[0].first - hit.last > _PHRASE:
        return False
    return any(
        (h.first <= hit.first and hit.last <= h.last and h.last - h.first > hit.last - hit.first)
        or ("inf" in h.trigger.tags and 0 < h.first - hit.last <= 2 and h.last <= following[0].first)
        for h in clue.of_group("stage")
    )


def _codes_of(sides: Sides) -> set[str]:
    return {a.code for a in (*sides.joined, *sides.named) if a.code}


def _words(analysis: Analysis, hit: Hit) -> list[str]:
    return analysis.tokens.norms[hit.first : hit.last]


def _is_named(analysis: Analysis, name: tuple[int, int], hit: Hit) -> bool:
    """Whether a word that is an instrument only by its proper name has one: 'a Child Protection Compact'."""
    return name[1] - name[0] > 1 and (name[0] < hit.first or name[1] > hit.last + 1)


def _is_soft(analysis: Analysis, hit: Hit) -> bool:
    return hit.trigger.sense == "other" and not analysis.grammar.single["soft"].isdisjoint(_words(analysis, hit))


def _is_exchange(analysis: Analysis, hit: Hit) -> bool:
    return hit.trigger.sense == "other" and not analysis.grammar.single["exchange"].isdisjoint(_words(analysis, hit))


def _outermost(analysis: Analysis, clue: Clue, hits: list[Hit]) -> list[Hit]:
    """Hits without those that another of the same name covers, without acronyms in brackets, and without an exchange of
    notes beside the instrument that it brings about."""
    norms = analysis.tokens.norms
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.first, -h.last)):
        last = kept[-1] if kept else None
        if last is not None and hit.first < last.last:
            continue
        bracketed = norms[hit.first - 1] == "(" and norms[hit.last : hit.last + 1] == [")"]
        if last is not None and bracketed and hit.first - last.last <= 8:
            continue
        if last is not None and hit.first == last.last and _is_soft(analysis, last):
            kept.pop()
        elif last is not None and hit.first == last.last and _is_soft(analysis, hit):
            continue
        kept.append(hit)
    firm = [h for h in kept if not _is_exchange(analysis, h) and not _is_soft(analysis, h)]
    return [h for h in kept if h in firm or not firm or not _is_exchange(analysis, h)]


def _of_lead(analysis: Analysis, clue: Clue, name: tuple[int, int]) -> list[Stage]:
    """For an item that is an instrument the stage that the words before the list tell: 'signed the following:'."""
    if name[0] - clue.first > 6:
        return []
    for number in range(clue.sentence.block - 1, max(-1, clue.sentence.block - _LONGEST_LIST), -1):
        block = analysis.blocks[number]
        if analysis.reading.plain[block.start : block.end].rstrip().endswith(":"):
            leads = [c for c in analysis.clue_of_block(number) if c.of_group("stage")]
            if not leads:
                return []
            told = attach(analysis, leads[-1], [(leads[-1].last, leads[-1].last)])[0]
            return [s for s in told if s.sense in ("signed", "announced", "proposed")]
        if block.kind is not BlockKind.ITEM:
            return []
    return []
