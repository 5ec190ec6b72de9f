"""By which words the holders of a goal are named."""

from __future__ import annotations

from dataclasses import replace

from extraction.actors import Actor
from extraction.analysis import Analysis, Clue
from extraction.goal_drafts import GoalDraft
from extraction.lexicon.store import lexicon, remembered
from extraction.party_names import named_in_full, spelled_out, state_of
from extraction.reading import fold
from extraction.roles import groups

_MANY = frozenset({"subject both", "subject we"})
"""Subjects that mean states together, whose bodies elsewhere in the text are not meant."""
_UNTOLD = frozenset({"subject none", "subject pronoun", "subject shared", "subject noun"})
"""Subjects that leave to the sentences before whose the goal is."""
_BACK = 8
"""How many sentences before may name who speaks on."""
_LEAD = 2
"""Tokens before the subject that opens a sentence: its article."""
_BARE = frozenset({"state", "people"})


def named_holders(analysis: Analysis, draft: GoalDraft) -> list[Actor]:
    """The holders of a goal by their best names.

    Where the sentence leaves out who speaks ('announced four lines of work') and its state alone is known, the office
    whose holder has the word.
    """
    told = draft.features.keys()
    if len(draft.holders) == 1 and draft.noun is not None and _is_of_no_body(analysis, draft):
        state = analysis.resolver.named(draft.holders[0].code)
        return [named_in_full(analysis, state or draft.holders[0])]
    if len(draft.holders) == 1 and draft.noun is not None:
        body = _behind_noun(analysis, draft.noun, draft.holders[0])
        if body is not None:
            return [body]
    if len(draft.holders) == 1 and told & _UNTOLD:
        speaker = _who_speaks_on(analysis, draft.sentence, draft.holders[0])
        if speaker is not None:
            return [named_in_full(analysis, speaker)]
    holders = [_owned(analysis, a) or named_in_full(analysis, a) for a in draft.holders]
    if len({a.code for a in holders}) > 1 and told & _MANY:
        holders = [state_of(analysis, a) for a in holders]
    return holders


def _is_of_no_body(analysis: Analysis, draft: GoalDraft) -> bool:
    """Whether the subject is what was told before, 'This will make the coast safe', which is no body's named there."""
    holder = draft.holders[0]
    said = draft.noun is not None and analysis.tokens.norms[draft.noun] in analysis.grammar.single["bare_this"]
    return said and holder.kind in ("institution", "head") and holder.sentence != draft.sentence


def _who_speaks_on(analysis: Analysis, sentence: int, holder: Actor) -> Actor | None:
    """The office of a holder's state that opened one of the sentences before, where nobody else has opened one since;
    None where the sentence itself names that state."""
    if holder.kind not in _BARE or holder.sentence == sentence:
        return None
    for back in range(sentence - 1, max(-1, sentence - 1 - _BACK), -1):
        opening = _opening(analysis, analysis.clues[back])
        if opening is not None:
            speaks = opening.detail == "office_holder" and opening.code == holder.code
            return opening if speaks else None
    return None


def _behind_noun(analysis: Analysis, noun: int, holder: Actor) -> Actor | None:
    """The body that a common noun means as subject: that of the office that speaks for it ('the Director of the PNH
    said that the institution plans'), or a ministry by its field without an article ('Interior prevé')."""
    if holder.detail == "office_holder":
        return spelled_out(analysis, holder.code, analysis.tokens.norms[holder.last - 1])
    word = analysis.tokens.norms[noun]
    romance = bool(analysis.grammar.infinitive_endings)
    if not romance or not analysis.capital(noun) or word not in _fields(analysis.grammar.language):
        return None
    return replace(holder, first=noun, last=noun + 1, name=analysis.text(noun, noun + 1))


@remembered
def _fields(language: str) -> frozenset[str]:
    """Single words for what ministries are for."""
    return frozenset(fold(w) for w in lexicon("institution_words")["fields"][language] if " " not in w)


def _owned(analysis: Analysis, holder: Actor) -> Actor | None:
    """Whose a body is that has no name of its own: 'his ministry' is the minister's of the sentence before, 'her
    government' a state's."""
    word = analysis.tokens.norms[max(0, holder.first - 1)]
    if holder.kind != "head" or holder.last - holder.first > 1 or word not in analysis.grammar.single["possessive"]:
        return None
    if named_in_full(analysis, holder) is not holder:
        return None
    if holder.detail == "government":
        return state_of(analysis, holder)
    before = _opening(analysis, analysis.clues[max(0, holder.sentence - 1)])
    owns = before is not None and before.detail == "office_holder" and before.code == holder.code
    return named_in_full(analysis, before) if before is not None and owns else None


def _opening(analysis: Analysis, clue: Clue) -> Actor | None:
    """The actor that a sentence opens with as its subject."""
    group = next(iter(groups(analysis, clue)), None)
    opens = group is not None and group.bare and group.first - clue.first < _LEAD
    return group.members[0] if group is not None and opens else None
