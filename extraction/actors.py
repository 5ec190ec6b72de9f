"""Actors: the parties that a text names, with the state or body that each belongs to."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from extraction.grammar_words import NOUN, Grammar
from extraction.names import Name
from extraction.reading import Reading
from extraction.tokens import Match, Tokens

_PERSONS = frozenset({"people", "office_holder"})
_ABSTRACT = frozenset({"bureau", "border"})


@dataclass(slots=True)
class Actor:
    """A party as one mention names it. `first` and `last` are token indices, `last` exclusive."""

    first: int
    last: int
    kind: str
    codes: tuple[str, ...]
    detail: str = ""
    weak: bool = False
    head: str = ""
    name: str = ""
    derived: str | None = None
    """Name of the rule that gave the country, None where the words themselves name the state."""
    sentence: int = -1
    code_first: int = -1
    secure: bool = False
    """Whether it is a body of the field: police, forces, courts, a ministry of defence."""
    stands_for: Actor | None = None
    """The whole name that an acronym stands for."""

    code: str | None = field(init=False, compare=False)
    """The country or body, where it is decided; kept, since it is asked for hundreds of times a text."""

    def __post_init__(self) -> None:
        self.decide(self.codes)

    def decide(self, codes: tuple[str, ...]) -> None:
        """Set the countries or bodies that it may be of."""
        self.codes = codes
        self.code = codes[0] if len(codes) == 1 else None


class ActorFinder:
    """Finds actors among the tokens of one text; `names` are the names that stand in it."""

    def __init__(self, reading: Reading, tokens: Tokens, names: list[Match], grammar: Grammar):
        self._plain = reading.plain
        self._tokens = tokens
        self._grammar = grammar
        self._connectors = grammar.single["connector"]
        self._people_first = "adjective_first" in grammar.words
        self._hits = self._choose(names)
        self._starts = list(self._hits)

    def _capital(self, index: int) -> bool:
        return self._plain[self._tokens.starts[index]].isupper()

    def _surface(self, first: int, last: int) -> str:
        return self._plain[self._tokens.starts[first] : self._tokens.ends[last - 1]]

    def _fits(self, name: Name, first: int, last: int) -> bool:
        if name.kind == "none":
            return True
        if self._plain[self._tokens.ends[last - 1] : self._tokens.ends[last - 1] + 1] == "$":
            return False
        if name.weak and name.kind != "body" and last - first == 1 and self._in_capitals(first, last):
            return False
        if name.exact:
            surface = self._surface(first, last)
            return surface == name.form or (surface.isupper() and not name.form.isupper() and len(surface) > 3)
        return (
            not name.capital or self._capital(first) or (self._tokens.norms[first] == "the" and self._capital(last - 1))
        )

    def _in_capitals(self, first: int, last: int) -> bool:
        """Whether a word stands among others in capitals, where capitals say nothing."""
        surface = self._surface(first, last)
        if not surface.isupper() or len(surface) < 4:
            return False
        around = self._surface(max(0, first - 2), min(len(self._tokens.norms), last + 2))
        return sum(c.islower() for c in around) * 3 < sum(c.isupper() for c in around)

    def _choose(self, names: list[Match]) -> dict[int, tuple[int, Name]]:
        """The longest fitting name at each token, none inside another."""
        best: dict[int, tuple[int, Name]] = {}
        for first, last, entries in names:
            # Of names that differ in accents only ('Polícia', 'Policía') the one that stands there comes first.
            surface = self._surface(first, last).lower() if len(entries) > 1 else ""
            ranked = (
                sorted(entries, key=lambda n: (n.kind == "head", n.form.lower() != surface)) if surface else entries
            )
            for name in ranked:
                if self._fits(name, first, last):
                    best[first] = (last, name)
                    break
        kept: dict[int, tuple[int, Name]] = {}
        covered = 0
        for first in sorted(best):
            last, name = best[first]
            if first < covered:
                continue
            kept[first] = (last, name)
            covered = last
        return kept

    def find(self, first: int, last: int) -> list[Actor]:
        """Actors between two token indices, in order, none inside another."""
        found: list[Actor] = []
        reached = floor = first
        starts = self._starts
        for at in starts[bisect_left(starts, first) : bisect_left(starts, last)]:
            end, name = self._hits[at]
            if at < reached or end > last:
                continue
            if name.kind == "none":
                reached = floor = end
                continue
            actor = self._compose(at, end, name, floor, last)
            if not self._is_party(actor, floor):
                continue
            if found and actor.first <= found[-1].first:
                found.pop()
            found.append(actor)
            reached = floor = actor.last
        for actor in found:
            actor.name = self._name(actor)
        return found

    def _is_party(self, actor: Actor, floor: int) -> bool:
        """Whether a word of institutions names one here: with a capital, a state, or as in 'the ministry'."""
        if actor.kind != "head" or actor.codes or self._capital(actor.first):
            return True
        if actor.detail in _ABSTRACT or actor.first == floor:
            return False
        before = self._tokens.norms[actor.first - 1]
        if actor.detail == "people":
            return True
        if self._tokens.norms[actor.first] in self._grammar.single["no_party"]:
            return False
        return before in self._grammar.single["definite"]

    def _name(self, actor: Actor) -> str:
        words = " ".join(self._surface(actor.first, actor.last).split())
        return words.strip(" ,;:'\"")

    def _compose(self, first: int, last: int, name: Name, floor: int, ceiling: int) -> Actor:
        """The whole name around a hit: a head with what stands before and after it, or a state alone."""
        if name.kind in ("head", "institution", "person"):
            return self._institution(first, last, name, floor, ceiling)
        if name.kind in ("people", "state", "capital"):
            head = self._head_after(last, ceiling)
            if head is not None:
                return self._institution(head[0], head[1], head[2], first, ceiling, known=(first, name))
        return Actor(first, last, name.kind, name.codes, weak=name.weak, code_first=first)

    def _head_after(self, at: int, ceiling: int) -> tuple[int, int, Name] | None:
        """A head that follows within few capitalized words: 'Guatemalan [National Civil] Police'."""
        index = at
        norms = self._tokens.norms
        if index < ceiling and norms[index] in ("'s", "'", "-"):
            index += 1
        for _ in range(5):
            if index >= ceiling:
                return None
            hit = self._hits.get(index)
            if hit is not None and hit[1].kind in ("head", "institution", "person") and hit[0] <= ceiling:
                return index, hit[0], hit[1]
            if hit is not None or not norms[index][0].isalpha() or not self._capital(index):
                return None
            index += 1
        return None

    def _institution(
        self, first: int, last: int, name: Name, floor: int, ceiling: int, known: tuple[int, Name] | None = None
    ) -> Actor:
        codes, derived, code_first = name.codes, (name.kind if name.codes else None), first
        start = first
        if known is not None:
            start, state = known
            if state.codes:
                codes, derived, code_first = state.codes, None, start
        elif self._capital(first):
            start = self._extend_left(first, floor)
        end, inside = self._extend_right(last, ceiling, name)
        if inside is not None and known is None:
            codes, derived, code_first = inside[1].codes, None, inside[0]
        return Actor(
            start, end, name.kind, codes, name.detail, name.weak or not self._capital(first), name.form,
            derived=derived, code_first=code_first,
        )  # fmt: skip

    def _extend_left(self, first: int, floor: int) -> int:
        norms, index = self._tokens.norms, first
        while index > floor:
            before = index - 1
            word = norms[before]
            if not word[0].isalpha() or not self._capital(before):
                break
            if word in self._grammar.either("determiner", "subordinate") or (word,) in self._grammar.roles:
                break
            if self._tokens.ends[before] + 2 < self._tokens.starts[index]:
                break
            index = before
        return index

    def _acts_in_capitals(self, index: int) -> bool:
        """Whether a word is a verb in a heading in capitals, which is no part of the name before it: 'NATIONAL POLICE
        RECEIVES BOATS'."""
        if not self._in_capitals(index - 1, index + 1):
            return False
        found = self._grammar.triggers.matches(self._tokens.norms[index : index + 1])
        return any(NOUN not in trigger.tags for _, _, entries in found for trigger in entries)

    def _initial(self, index: int, floor: int) -> bool:
        """Whether a token of a name is an initial, with the name going on behind its dot: 'President Ana R. Costa'."""
        ahead = index + 2
        norms = self._tokens.norms
        return (
            index >= floor
            and len(norms[index]) == 1
            and self._capital(index)
            and ahead < len(norms)
            and norms[ahead][0].isalpha()
            and self._capital(ahead)
        )

    def _extend_right(self, last: int, ceiling: int, name: Name) -> tuple[int, tuple[int, Name] | None]:
        """End of a name that goes on to the right, and the state that stands in it."""
        norms, index = self._tokens.norms, last
        inside: tuple[int, Name] | None = None
        end = last
        while index < ceiling:
            hit = self._hits.get(index)
            word = norms[index]
            if hit is not None and hit[1].kind in ("state", "people", "capital", "body") and hit[0] <= ceiling:
                linked = index > last and norms[index - 1] in self._connectors
                adjacent = index == end
                if hit[1].kind == "people" and not (
                    (adjacent and not self._capital(index)) or (adjacent and self._capital(index - 1))
                ):
                    break
                if hit[1].kind == "state" and not linked and not adjacent:
                    break
                if inside is None and (hit[1].kind != "capital" or linked):
                    inside = (index, hit[1])
                    end = index = hit[0]
                    if hit[1].kind != "people":
                        break
                    continue
                break
            linked_to = index > last and norms[index - 1] in self._connectors | self._grammar.single["determiner"]
            owned = hit is not None and hit[0] <= ceiling and hit[1].kind == "institution"
            if hit is not None and owned and linked_to and name.detail in _PERSONS:
                return hit[0], (index, hit[1])
            if (
                hit is not None
                and hit[1].kind in ("head", "institution", "none")
                and index > last
                and norms[index - 1] in self._grammar.single["and"]
            ):
                break
            if word[0].isalpha() and self._capital(index) and not self._acts_in_capitals(index):
                index += 1
                end = index
                continue
            if word == "." and name.detail in _PERSONS and self._initial(index - 1, last) and index + 1 < ceiling:
                index += 1
                continue
            if word in self._connectors or (word in self._grammar.single["and"] and end > last):
                ahead = index + 1
                # 'del Ejército de El Salvador': the article may be part of a name.
                light = self._grammar.either("connector", "determiner")
                while ahead < min(ceiling, index + 3) and norms[ahead] in light and ahead not in self._hits:
                    ahead += 1
                if (
                    ahead < ceiling
                    and norms[ahead][0].isalpha()
                    and (self._capital(ahead) or self._hits.get(ahead, (0, None))[1] is not None)
                ):
                    following = self._hits.get(ahead)
                    if word in self._grammar.single["and"] and following is not None and following[1].kind != "none":
                        break
                    if (
                        following is not None
                        and following[1].kind in ("head", "institution", "person")
                        and not self._capital(ahead)
                    ):
                        break
                    index = ahead
                    continue
            break
        return end, inside
