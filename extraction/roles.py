"""Who stands where around a trigger: coordinated actors, their roles, voice, tense, negation."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue, Hit
from extraction.grammar_words import NOUN

_NEAR = 4
_LONGEST_LINK = 9
"""Tokens between two members of a list, a person's name among them."""
_MARKS = frozenset({",", "-", "--", "/", "–", "—"})
"""Marks between the members of a list."""
_FEW = 2
"""States named behind those meant together that show that they are these."""
_MAYBE = frozenset({"maybe_to"})
_OPENING = 5
"""Tokens from the beginning of a sentence in which its companions begin: 'Together with our partners'."""
_TITLED = frozenset({"head", "person", "institution", "state"})


@dataclass(slots=True)
class Group:
    """Actors joined by commas and 'and', with the roles that the words before the first give them all."""

    members: list[Actor]
    roles: frozenset[str]
    role_first: int

    @property
    def bare(self) -> bool:
        """Whether no role's word stands before it; `maybe_to` is an article as often."""
        return self.roles <= _MAYBE

    def has(self, role: str) -> bool:
        """Whether it has a role, or may have it."""
        return role in self.roles or (role == "to" and "maybe_to" in self.roles)

    @property
    def first(self) -> int:
        """Index of the first token."""
        return self.members[0].first

    @property
    def last(self) -> int:
        """Index after the last token."""
        return self.members[-1].last


def _joined(analysis: Analysis, left: Actor, right: Actor, roles: frozenset[str]) -> bool:
    """Whether two neighbouring actors are members of one list; `roles` are those that the second has on its own."""
    norms, grammar = _between(analysis, left, right), analysis.grammar
    if not 1 <= len(norms) <= 5 or not (norms[0] in _MARKS or norms[0] in grammar.single["and"]):
        return False
    light = grammar.either("and", "determiner")
    rest = [w for w in norms if w not in light and w not in _MARKS]
    if len(rest) == 1 and right.code == "XXG" and (rest[0],) not in grammar.roles and rest[0].isalnum():
        return roles <= {"maybe_to"}  # 'the United States and four European states'
    if not rest:
        return roles <= {"maybe_to"}
    # A preposition told again: 'the governments of Mexico and of Guatemala', 'el presidente de Chile y el de Peru'.
    if len(rest) != 1 or norms[-1] != rest[0] or (rest[0],) not in grammar.roles:
        return False
    if any(w in grammar.single["and"] for w in norms):
        return rest[0] in analysis.tokens.norms[left.first - 1 : left.last] or _same_role(analysis, left, rest[0])
    return norms[0] == "," and _same_role(analysis, left, rest[0])


def _same_role(analysis: Analysis, left: Actor, word: str) -> bool:
    """Whether an actor stands behind a word that merges article and preposition as another does: 'a la Policía y al
    Ejército', 'à Bolívia, ao Paraguai'."""
    grammar, norms = analysis.grammar, analysis.tokens.norms
    if word not in grammar.single["merged"]:
        return False
    before, _ = grammar.role_before(norms, left.first, max(0, left.first - _NEAR))
    if "maybe_to" in before:
        before |= {"to"}
    return not before.isdisjoint(grammar.roles.get((word,), frozenset()))


def _between(analysis: Analysis, left: Actor, right: Actor) -> list[str]:
    """The words between two actors, without a name set off by commas or brackets behind the first."""
    first, last = left.last, right.first
    norms = analysis.tokens.norms[first:last]
    if not 1 <= len(norms) <= _LONGEST_LINK:
        return []
    if norms[0] == "(" and ")" in norms:
        return norms[norms.index(")") + 1 :]
    if norms[0] == "," and "," in norms[1:]:
        end = norms.index(",", 1)
        named = [i for i in range(1, end) if analysis.capital(first + i)]
        if end > 1 and len(named) >= max(1, end - 2) and left.kind in _TITLED:
            ended = end + 1 < len(norms) and norms[end + 1] in analysis.grammar.single["and"]
            return norms[end + 1 :] if ended else norms[end:]
    return norms


def groups(analysis: Analysis, clue: Clue) -> list[Group]:
    """The actors of a sentence in groups, in order; found once for all who ask. Not to be changed."""
    known: dict[int, list[Group]] = analysis.lookups.setdefault("groups", {})
    index = clue.sentence.index
    if index not in known:
        known[index] = _grouped(analysis, clue)
    return known[index]


def _grouped(analysis: Analysis, clue: Clue) -> list[Group]:
    found: list[Group] = []
    for actor in clue.actors:
        roles, role_first = analysis.grammar.role_before(analysis.tokens.norms, actor.first, clue.first)
        if (
            found
            and (actor.kind == "programme") == (found[-1].members[0].kind == "programme")
            and not _behind_opening(analysis, clue, found, actor)
            and _joined(analysis, found[-1].members[-1], actor, roles)
        ):
            found[-1].members.append(actor)
            continue
        found.append(Group([actor], roles, role_first))
    for group in found:
        _name_the_many(group)
    return found


def _behind_opening(analysis: Analysis, clue: Clue, found: list[Group], actor: Actor) -> bool:
    """Whether an actor is the subject behind what opens a sentence, a place or companions: 'In Peru, President Rojas
    pledged', 'Together with Canada, Peru will'."""
    opening = found[-1]
    if len(found) > 1 or opening.first > clue.first + _OPENING:
        return False
    place = "in" in opening.roles and len(opening.members) == 1 and opening.first <= clue.first + 2
    at_place = place and opening.members[0].kind in ("state", "capital") and actor.kind in ("head", "person")
    if not at_place and "with" not in opening.roles:
        return False
    norms, grammar = analysis.tokens.norms, analysis.grammar
    between = norms[opening.last : actor.first]
    bare = between[:1] == [","] and all(w in grammar.single["determiner"] for w in between[1:])
    follows = norms[actor.last : actor.last + 1]
    return bare and not (set(follows) & (grammar.single["and"] | {",", "("}))


def _name_the_many(group: Group) -> None:
    """Of 'four European states -- the Netherlands, Germany, Italy and Romania' keep those that are named."""
    for n, actor in enumerate(group.members):
        if actor.code == "XXG" and len(group.members) - n > _FEW:
            del group.members[n]
            return


def _window(analysis: Analysis, clue: Clue, index: int, length: int) -> list[str]:
    return analysis.tokens.norms[max(clue.first, index - length) : index]


def is_negated(analysis: Analysis, clue: Clue, hit: Hit) -> bool:
    """Whether a word of negation governs the trigger."""
    if "negation" not in clue.named:
        return False
    low = max(clue.first, hit.first - 5)
    return any(
        low <= first and last <= hit.first and "," not in analysis.tokens.norms[last : hit.first]
        for first, last in clue.named["negation"]
    )


def is_passive(analysis: Analysis, clue: Clue, hit: Hit, members: list[Group]) -> bool:
    """Whether a verb's place before it holds what is acted on."""
    tags = hit.trigger.tags
    if "part" not in tags and "past" not in tags:
        be = analysis.grammar.single["be"]
        return (
            hit.first > clue.first
            and analysis.tokens.norms[hit.first - 1] in be
            and analysis.tokens.norms[hit.first - 1] == "se"
        )
    before = _window(analysis, clue, hit.first, 4)
    be, have = analysis.grammar.single["be"], analysis.grammar.single["have"]
    for word in reversed(before):
        if word in be:
            return True
        if word in have or word == ",":
            break
    if "past" in tags and "part" not in tags:
        return False
    if before and before[-1] in have:
        return False
    if "past" not in tags:
        return True
    if any(g.bare and 0 <= hit.first - g.last <= 2 for g in members):
        return False
    if before and before[-1] in analysis.grammar.either("pronoun", "relative"):
        return False
    after = analysis.tokens.norms[hit.last : hit.last + 1]
    return bool(after) and bool(analysis.grammar.roles.get((after[0],), frozenset()) & {"by", "to"})


def tense(analysis: Analysis, clue: Clue, hit: Hit) -> str:
    """`future`, `modal`, `past`, `present` or `open` (an infinitive, gerund or noun that something else governs)."""
    low = max(clue.first, hit.first - _NEAR)
    if "future" in clue.named or "modal" in clue.named:
        for first, last, name in clue.auxiliaries:
            if low <= first and last <= hit.first:
                return name
    tags = hit.trigger.tags
    if NOUN in tags:
        return "open"
    if "fut" in tags and not tags & {"past", "pres"}:
        return "future"
    if "cond" in tags and len(tags) == 1:
        return "modal"
    if tags & {"past", "part"}:
        return "past"
    if "pres" in tags and "inf" not in tags:
        return "present"
    before = _window(analysis, clue, hit.first, 2)
    if before and before[-1] in analysis.grammar.single["have"]:
        return "past"
    return "open"


def future_verbs(analysis: Analysis, clue: Clue, first: int | None = None, last: int | None = None) -> list[int]:
    """Tokens that are verbs in the future, in a language whose verbs show it; between two tokens, or of a sentence."""
    endings = analysis.grammar.future_endings
    if not endings:
        return []
    plain, tokens, found = analysis.reading.plain, analysis.tokens, []
    folded = analysis.grammar.future_folded
    low, high = clue.first if first is None else first, clue.last if last is None else last
    words = enumerate(tokens.norms[low:high], low)
    for i in [n for n, word in words if word.endswith(folded) and len(word) > 4]:
        if plain[tokens.starts[i] : tokens.ends[i]].lower().endswith(endings):
            named = i > clue.first and analysis.capital(i)
            if not named and not any(a.first <= i < a.last for a in clue.actors):
                found.append(i)
    return found


def nearest(found: list[Group], index: int, left: bool) -> Group | None:
    """The group of a list that stands nearest to a token, on one side of it."""
    side = [g for g in found if (g.last <= index if left else g.first >= index)]
    if not side:
        return None
    return side[-1] if left else side[0]


def clause_of(analysis: Analysis, clue: Clue, hit: Hit) -> tuple[int, int]:
    """The tokens of the clause around a trigger: to the nearest semicolon, bracket or subordinating word that is
    followed or preceded by another verb."""
    norms = analysis.tokens.norms
    first, last = clue.first, clue.last
    for index in range(hit.first - 1, clue.first - 1, -1):
        if norms[index] in (";", "—", "–"):
            first = index + 1
            break
    for index in range(hit.last, clue.last):
        if norms[index] in (";",):
            last = index
            break
    return first, last
