"""Readings of whose a goal is that leave no doubt: they need no weights."""

from __future__ import annotations

from dataclasses import replace

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue
from extraction.goal_calls import NOUNS, Call
from extraction.goal_subjects import Subject
from extraction.roles import Group, groups

HOLDERS = frozenset({"state", "head", "institution", "body", "capital", "programme", "people", "person", "group"})
_BEFORE = 8
_NEAR = 4
"""How many tokens before a trigger a pronoun stands that is its subject."""


def sure_holders(
    analysis: Analysis, clue: Clue, call: Call, subject: Subject, bare: list[Group]
) -> tuple[str, list[Actor]] | None:
    """Whose a goal is, and by which reading, where its subject leaves no doubt; `bare` are the groups before the call
    that no preposition governs."""
    resolver = analysis.resolver
    if subject.shape == "we" and call.sense in NOUNS and (several := _joined_subject(analysis, clue, call, bare)):
        return "first", several  # 'Kenya and Uganda affirmed our commitment to'
    if resolver.pair and subject.group is None and call.sense in NOUNS and _is_shared(analysis, clue, call):
        return "joint", resolver.pair  # 'reflecting our shared commitment to' in a text on two states
    quoted = analysis.in_quotes(analysis.tokens.starts[call.first])
    if subject.shape == "we" and subject.group is None and resolver.publisher and not (resolver.joint or quoted):
        return "publisher", resolver.publisher_actors()  # 'we' is who speaks, whoever else the text names
    if subject.shape == "actor" and subject.group is not None and _is_plain(call, subject.group):
        return "subject actor", subject.group.members  # 'Kenya and Uganda will'
    if together := _together(analysis, clue, call, subject):
        return "joint", together
    if subject.shape == "noun" and (founders := _founders(analysis, clue, subject)):
        return "before all", founders
    if subject.shape == "shared" and (opening := _opening_subject(analysis, clue, call, bare)):
        return "first", opening
    if subject.group is not None and (office := _own_office(analysis, subject.group)) is not None:
        return f"subject {subject.shape}", [office]
    return None


def codes_of(actors: list[Actor]) -> frozenset[str]:
    """The states and bodies of some actors."""
    return frozenset(a.code for a in actors if a.code)


def _is_plain(call: Call, group: Group) -> bool:
    """Whether a verb's subject leaves no doubt: states joined, or one state by its name right before it."""
    if len(codes_of(group.members)) > 1:
        return True
    only = group.members[0]
    named = only.kind == "state" and only.derived is None and not only.weak
    return named and call.sense not in NOUNS and group.last >= call.first - 2


def _opening_subject(analysis: Analysis, clue: Clue, call: Call, bare: list[Group]) -> list[Actor]:
    """Who opens a sentence as the subject of its verbs up to the one behind 'and': 'Peru stands with them and will'."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    if not bare or any(a.weak or a.kind not in HOLDERS for a in bare[0].members):
        return []
    first = bare[0].first
    while first > clue.first and norms[first - 1] in grammar.single["determiner"]:
        first -= 1
    aside = first <= clue.first + _BEFORE and norms[first - 1] == "," and (norms[clue.first],) in grammar.roles
    if first > clue.first + 1 and not aside:  # 'In Accra, the President stressed the need for calm and pledged to'
        return []
    breaks = grammar.either("relative", "that", "subordinate", "and") | {",", ";", ":"}
    if norms[bare[0].last : bare[0].last + 1] == [","] or clue.has("report", bare[0].last, call.first):
        return []
    later = [g for g in bare[1:] if norms[g.first - 1] in breaks or norms[g.first - 2] in breaks]
    return bare[0].members if not later else []


def _joined_subject(analysis: Analysis, clue: Clue, call: Call, bare: list[Group]) -> list[Actor]:
    """The states that a sentence names together as its subject, where it speaks of 'our' goal and nowhere of 'we'."""
    if not bare or len(codes_of(bare[0].members)) < 2:
        return []
    norms, first = analysis.tokens.norms, bare[0].first
    if first > clue.first + _NEAR and ":" not in norms[max(clue.first, first - 2) : first]:
        return []
    spoken = analysis.tokens.norms[bare[0].last : call.first]
    return bare[0].members if analysis.grammar.single["we"].isdisjoint(spoken) else []


def _together(analysis: Analysis, clue: Clue, call: Call, subject: Subject) -> list[Actor]:
    """Who issues a joint text, or meets by its title, where the subject means them: 'the leaders', 'both sides',
    'they', and 'we' in what is issued jointly."""
    resolver, norms = analysis.resolver, analysis.tokens.norms
    parties = resolver.joint or resolver.sides
    if not parties:
        return []
    said = norms[max(clue.first, call.first - _BEFORE) : call.first]
    if len(parties) > 2 and not analysis.grammar.single["a_pair"].isdisjoint(said):
        return []  # 'the two countries' of a text on many
    spans = [(a, b) for name in ("both", "collective") for a, b in clue.named.get(name, ())]
    if call.sense in NOUNS and _is_shared(analysis, clue, call):
        return parties  # 'underscored our shared commitment to'
    if subject.group is not None:
        first, last = subject.group.first, subject.group.last
        told = any(a <= first and last <= b for a, b in spans) and subject.shape in ("actor", "shared")
        told = told or _their_governments(analysis, subject.group)
        return parties if told else []
    if subject.shape == "both":
        return parties
    if subject.shape in ("shared", "none") and any(a <= clue.first + 1 for a, _ in spans):
        return parties  # 'The leaders discussed migration and pledged to'
    opening = norms[clue.first : clue.first + 2] if subject.shape == "shared" else []
    noun = norms[subject.noun - 1 : subject.noun] if subject.shape == "noun" and subject.noun else []
    if any(w in analysis.grammar.single["counted"] for w in (*opening, *noun)):
        return parties  # 'The three ministers'
    if subject.shape == "we":
        return [] if not resolver.joint or analysis.in_quotes(analysis.tokens.starts[call.first]) else parties
    before = norms[max(clue.first, call.first - _NEAR) : call.first]
    return parties if subject.shape == "pronoun" and not analysis.grammar.single["they_all"].isdisjoint(before) else []


def _founders(analysis: Analysis, clue: Clue, subject: Subject) -> list[Actor]:
    """The states that set up together, in the sentence before, the body that acts here: 'Kenya and Uganda created a
    working group. The group will'."""
    if subject.noun is None or not clue.sentence.index or subject.group is not None:
        return []
    norms, single = analysis.tokens.norms, analysis.grammar.single
    before = analysis.clues[clue.sentence.index - 1]
    opens = subject.noun <= clue.first + _NEAR and norms[clue.first] in single["definite"]
    same = norms[subject.noun] in norms[before.first : before.last]
    if (
        not opens
        or not same
        or norms[subject.noun] not in single["joint_body"]
        or before.sentence.block != clue.sentence.block
    ):
        return []
    members = groups(analysis, before)
    bare = next((g for g in members if g.bare), None)
    return bare.members if bare is not None and len(codes_of(bare.members)) > 1 else []


def _is_shared(analysis: Analysis, clue: Clue, call: Call) -> bool:
    """Whether a noun of intent is one of several: 'our shared commitment to', 'nuestro compromiso común de'."""
    norms = analysis.tokens.norms
    beside = {*norms[max(clue.first, call.first - 2) : call.first], *norms[call.hit.last : call.hit.last + 1]}
    return not analysis.grammar.single["in_common"].isdisjoint(beside)


def _their_governments(analysis: Analysis, group: Group) -> bool:
    """Whether a group is the bodies of those who were named: 'their governments', 'our countries'."""
    norms, single = analysis.tokens.norms, analysis.grammar.single
    owned = norms[max(0, group.first - 1)] in single["possessive"] | single["ours"]
    return owned and group.last == group.first + 1 and norms[group.first] in single["counted_parties"]


def _own_office(analysis: Analysis, group: Group) -> Actor | None:
    """The office or body of an official publisher's own state, where one is named with neither a state nor a person:
    'the Vice President will', 'the Ministry plans'."""
    resolver = analysis.resolver
    office = group.members[0]
    if not resolver.official or resolver.publisher is None or len(group.members) > 1 or office.kind != "head":
        return None
    words = analysis.tokens.norms[office.first : office.last]
    if words[-1] in analysis.grammar.single["counted_parties"]:
        return None
    bare = " ".join(words) == office.head and analysis.tokens.norms[office.last : office.last + 1] != ["of"]
    if not bare or office.derived is None or office.code == resolver.publisher:
        return None
    return replace(office, codes=(resolver.publisher,))
