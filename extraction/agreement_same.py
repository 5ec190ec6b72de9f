"""Which mentions are of one instrument: by what they call it, whom they bind to it and what they say it is about."""

from __future__ import annotations

from extraction.agreement_bound import is_multilateral
from extraction.agreement_mentions import VAGUE, Mention
from extraction.agreement_settled import NOTICE

_ALIKE = 0.34
_OPENING = 3
"""So many sentences behind a title a text tells what the title tells."""
_SAID = 6
"""So many sentences behind what is told somebody may say it again."""
_DECLARED = "joint_declaration"
"""A declaration of leaders is no other instrument of theirs, however alike both are."""


def alike(a: Mention, b: Mention) -> float:
    """How far the words about two mentions are the same, 0 to 1; 0.5 where one says nothing of its own."""
    if not a.about or not b.about:
        return 0.5
    return len(a.about & b.about) / min(len(a.about), len(b.about))


def same_instrument(group: list[Mention], codes: frozenset[str], new: Mention) -> bool:
    """Whether a mention is of the instrument that earlier ones tell of. `codes` are the parties known so far."""
    last = group[-1]
    declared = any(m.sense == _DECLARED for m in group)
    if declared != (new.sense == _DECLARED) and any(map(_is_firm, [new] if declared else group)):
        return False
    if is_multilateral(new) and not any(is_multilateral(m) for m in group):
        return False
    if new.plural and _are_the_same_by_name(group, codes, new):
        return True
    if new.plural or (any(m.plural for m in group) and not new.definite):
        return False
    if not _senses_fit(group, new):
        return False
    given = new.codes
    domestic = [m for m in (*group, new) if m.sides.inner or m.sides.domestic]
    if domestic and any(len(m.codes) > 1 for m in (*group, new)):
        return False
    renamed = new.sense not in {m.sense for m in group} and not new.informal
    if renamed and _is_called_otherwise(group, codes, new):
        return True
    if len(codes) >= 2 and given and not (given <= codes or codes <= given):
        return False
    if codes and given and len(codes) < 2 and not codes & given and len(given | codes) > 2:
        return False
    partners = {code for m in group for code in _partners(m)}
    others = _partners(new)
    if partners and others and partners.isdisjoint(others):
        return False
    if _is_unmade(new) and not new.definite and not all(_is_unmade(m) for m in group):
        return False
    if last.clue is new.clue:
        return new.definite and not _both_told(last, new)
    if _is_said_again(group, new):
        return True
    similar = max(alike(m, new) for m in group)
    far = new.clue.sentence.index - last.clue.sentence.index
    opening = all(m.heading or m.clue.sentence.index <= 2 for m in group)
    if renamed and new.definite and new.sense not in VAGUE and not opening:
        return similar >= _ALIKE
    if new.soft and renamed and similar < _ALIKE:
        return False  # 'The Vaccine Partnership' is no name of the treaty told before
    if new.definite and not given:
        return far <= 8 or similar >= 0.5
    if all(m.heading for m in group) and len(codes) > 1 and (given <= codes if not renamed else len(given & codes) > 1):
        # A notice's title names it, what is decided of it follows.
        return True
    if renamed and new.definite and opening and len(given & codes) > 1 and not any(m.stages for m in group):
        # What the first words only name, the text then tells of by its full designation.
        return True
    titled = group[0].heading and len({a.code for a in group[0].sides.joined}) > 1
    done = any(s.how == "done" and s.sense != "proposed" for s in new.stages)
    if titled and given <= codes and not renamed and not done and new.clue.sentence.index <= NOTICE:
        return True
    if _is_headed(group, codes, new) and not renamed:
        return True
    if renamed and not all(m.heading for m in group):
        return new.definite and similar >= _ALIKE
    if new.definite:
        named = new.named and any(m.named for m in group)
        known = len(codes) >= 2 or (codes < given and len(given) > 2)
        return similar >= _ALIKE or opening or (not named and far <= 8 and known)
    if opening and (len(given & codes) >= 2 or not given or not codes) and similar >= 0.2:
        return True
    if any(m.heading for m in group) and given == codes:
        return similar >= 0.2
    return len(given & codes) >= 2 and similar >= 0.6


def _is_called_otherwise(group: list[Mention], codes: frozenset[str], new: Mention) -> bool:
    """Whether the next sentence tells the same of the same sides by another word: 'signed an agreement. The treaty was
    signed by'."""
    told = {s.sense for m in group for s in m.stages if s.how == "done"}
    near = new.clue.sentence.index - group[-1].clue.sentence.index == 1
    bare = new.definite and not new.named and new.codes == codes and len(codes) > 1
    return near and bare and any(s.how == "done" and s.sense in told for s in new.stages)


def _are_the_same_by_name(group: list[Mention], codes: frozenset[str], new: Mention) -> bool:
    """Whether agreements go by one name, that they had before: 'the A-B Migration Accords … the Migration Accords'."""
    named = [m for m in group if m.plural and m.named and m.sense == new.sense]
    return new.named and bool(named) and new.codes <= codes and max(alike(m, new) for m in named) >= _ALIKE


def _is_headed(group: list[Mention], codes: frozenset[str], new: Mention) -> bool:
    """Whether a text's opening tells what its title told with fewer sides: 'Fiji signs pact with Norway'."""
    told = {s.sense for m in group for s in m.stages}
    opens = all(m.heading for m in group) and new.clue.sentence.index - group[-1].clue.sentence.index <= _OPENING
    return opens and bool(codes) and codes <= new.codes and any(s.sense in told for s in new.stages)


def _is_said_again(group: list[Mention], new: Mention) -> bool:
    """Whether somebody only says in his own words what was told before: '"Today we sign an agreement", he said'."""
    told = {s.sense for m in group for s in m.stages if s.how == "done"}
    near = new.clue.sentence.index - group[-1].clue.sentence.index <= _SAID
    return new.quoted and near and not new.codes and any(s.how == "done" and s.sense in told for s in new.stages)


def _is_firm(mention: Mention) -> bool:
    """Whether a mention says by its word what the instrument is; a partnership or a pact may be any."""
    return not mention.informal and (not mention.soft or bool(mention.stages))


def _partners(mention: Mention) -> set[str]:
    """The states with which an instrument is told to be: 'the memorandum with Iran', 'the Iranian memorandum'."""
    found = {a.code for a in mention.sides.partner if a.code}
    return found | ({mention.sides.adjective} if mention.sides.adjective else set())


def _is_unmade(mention: Mention) -> bool:
    """Whether a mention calls the instrument one to come: 'a follow-on memorandum'."""
    return mention.clue.has("unmade", max(mention.clue.first, mention.first - 2), mention.hit.last)


def _both_told(a: Mention, b: Mention) -> bool:
    return (
        bool(a.stages) and bool(b.stages) and {s.hit.first for s in a.stages}.isdisjoint(s.hit.first for s in b.stages)
    )


def _senses_fit(group: list[Mention], new: Mention) -> bool:
    senses = {m.sense for m in group if not m.informal} - set(VAGUE)
    if new.sense in VAGUE or new.informal:
        return new.definite or not senses or any(m.heading for m in group)
    return not senses or new.sense in senses
