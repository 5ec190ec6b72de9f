"""What tells whether an instrument that a text speaks of is one of the field, told as news, between states."""

from __future__ import annotations

from extraction.actors import Actor
from extraction.agreement_bound import TWO_BY_NAME
from extraction.agreement_implied import IMPLIED
from extraction.agreement_mentions import VAGUE, Mention
from extraction.agreement_stage import Stage
from extraction.analysis import Analysis
from extraction.home import BODIES
from extraction.topics import security_weight
from extraction.weights import Features

_FIELD = 0.7
_GUESSED = ("from sentence", "from home", "from before", "from elsewhere")
_MAIN = 3
"""So many of the states that a text names most are what it is about."""
_NEAR = 12
_LONG = 80
"""Sentences of a text that is long: it mentions much in passing."""
_MARKS = ("multilateral", "of_peace")
"""Word classes that, near an instrument, tell of another kind of it."""


def weigh_field(analysis: Analysis, group: list[Mention], parties: list[Actor], features: Features) -> None:
    """Describe how far the instrument is of the field, and of another one."""
    best = named = behind = 0.0
    foreign = foreign_name = near = False
    for mention in group:
        clue = mention.clue
        low, high = max(mention.since, mention.first - 6), min(mention.until, mention.last + 25)
        best = max(best, security_weight(analysis, clue, low, high), float(clue.has("of_field", low, high)))
        best = max(
            best,
            float(clue.has("field_word", max(mention.since, mention.first - 4), min(mention.until, mention.last + 5))),
        )
        own = (max(mention.since, mention.first - 2), min(mention.until, mention.last + 2))
        named = max(named, security_weight(analysis, clue, *own), float(clue.has("of_field", *own)))
        named = max(named, float(clue.has("field_word", *own)))
        after = min(mention.until, mention.last + _NEAR)
        behind = max(behind, security_weight(analysis, clue, mention.last, after))
        behind = max(behind, 0.5 * clue.count("field_word", mention.last, after))
        foreign_name |= clue.has("foreign_field", *own)
        foreign |= clue.has("foreign_field", low, min(mention.until, mention.last + 8))
        near |= clue.has("foreign_field", mention.since, mention.until)
    features["field name"] = min(best, 2.0)
    features["field own name"] = min(named, 1.0)
    features["field behind"] = min(behind, 2.0)
    features["field sentence"] = max(security_weight(analysis, m.clue, m.clue.first, m.clue.last) for m in group)
    features["field text"] = analysis.field_weight
    features["field subject"] = analysis.subject_weight
    features["field parties"] = float(min(2, sum(a.secure for a in parties)))
    features["foreign name"] = float(foreign)
    features["foreign own name"] = float(foreign_name)
    features["foreign sentence"] = float(near)
    features["own field"] = float(_in_field(features))


def _in_field(features: Features) -> bool:
    """Whether the instrument is about security, defence, law enforcement, justice or migration control at all."""
    name, parties = features["field name"], features["field parties"]
    if features["foreign name"] and name + parties < 1:
        return False
    if features["foreign sentence"] and features["field sentence"] < 1:
        return False
    if name + 2 * parties >= 1:
        return True
    rest = 0.5 * features["field sentence"] + features["field subject"] + features["field text"]
    return name + rest >= _FIELD


def describe(
    analysis: Analysis, group: list[Mention], parties: list[Actor], stage: Stage, sense: str, features: Features
) -> None:
    """Describe how the instrument is told, and of whom."""
    _describe_sides(analysis, group, parties, features)
    features[f"is {sense}"] = 1.0
    features["implied"] = float(stage.how == IMPLIED)
    features["implied " + sense] = features["implied"]
    features["denied"] = float(stage.how == "denied")
    features["gap"] = min(stage.gap, 30) / 10
    features["vague"] = float(all(m.sense in VAGUE for m in group))
    features["proper name"] = float(any(m.named for m in group))
    features["informal"] = float(
        all(not analysis.grammar.single["informal"].isdisjoint(m.words(analysis)) for m in group)
    )
    features["plural"] = float(all(m.plural for m in group))
    features["definite"] = float(all(m.definite for m in group))
    features["heading only"] = float(all(m.heading for m in group) and len(analysis.clues) > 1)
    features["mentions"] = min(len(group), 4) / 2
    if stage.how == IMPLIED:
        features["implied in long text"] = min(len(analysis.clues), _LONG) / _LONG
        features["implied, two sides"] = features["two sides"]
        features["implied, of a name"] = features["proper name"]
        features[TWO_BY_NAME] = float(any(_is_of_two_by_name(m) for m in group))
        features["implied, field behind"] = features["field behind"]
    for name in _MARKS:
        features[name] = float(any(_near(m, name) for m in group))


def _is_of_two_by_name(mention: Mention) -> bool:
    """Whether a proper name of the field gives both sides, in itself or with 'between': 'the A-B Mutual Defense Treaty'
    needs no word of its stage to be in force."""
    sides = mention.sides
    both = len({a.code for a in sides.joined}) > 1 or len({a.code for a in sides.named}) > 1
    clue, first, last = mention.clue, mention.first, mention.last
    own = clue.has("of_field", first, last) or clue.has("field_word", first, last)
    return both and own and mention.named and not mention.soft and not clue.has("foreign_field", first, last)


def _near(mention: Mention, name: str) -> bool:
    clue = mention.clue
    return clue.has(name, max(mention.since, mention.first - 6), min(mention.until, mention.last + _NEAR))


def _describe_sides(analysis: Analysis, group: list[Mention], parties: list[Actor], features: Features) -> None:
    sides = [m.sides for m in group]
    joined = any(len({a.code for a in s.joined}) > 1 for s in sides)
    soft = all(m.soft for m in group)
    partner = any(s.partner for s in sides)
    features["two sides"] = float(any(len({a.code for a in s.parties()}) > 1 for s in sides))
    features["stranger"] = float(any(s.stranger for s in sides))
    features["domestic"] = float(any(s.domestic for s in sides) and not any(len(m.codes) > 1 for m in group))
    features["inner"] = float(any(s.inner for s in sides) and not joined)
    features["soft"] = float(soft and not joined)
    if features.pop("from earlier", 0.0) and partner:
        features["two sides"] = 1.0
    guessed = [name for name in _GUESSED if name in features and not (name == "from home" and partner)]
    features["unsaid"] = float(bool(guessed))
    codes = {a.code for a in parties}
    main = {code for code, _ in analysis.resolver.counts.most_common(_MAIN)}
    features["main states"] = len(codes & main) / 2
    features["bodies"] = float(bool(codes & set(BODIES)))
