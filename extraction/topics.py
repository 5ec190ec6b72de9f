"""Topics: what words of a text are about, and how far they are of the field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.lexicon.store import lexicon, remembered
from extraction.tokens import Match, Trie

if TYPE_CHECKING:
    from extraction.actors import Actor
    from extraction.analysis import Analysis, Clue

_MOST = 4
_ARMS = frozenset({"weapons", "vessels", "aircraft", "vehicles", "equipment"})
_ABOUT_NOTHING = 0.2
"""Weight of the field in a text below which what its sentences do not say is `other`."""
_ANY = frozenset({"information_sharing", "humanitarian_assistance", "institution_building"})
"""Topics whose words are used in any field: 'share information and best practices'."""
_BESIDE = frozenset({"humanitarian_assistance", "institution_building"})
"""Topics that do not by themselves make a text one of the field."""


@dataclass(frozen=True, slots=True)
class TopicHit:
    """A word of a topic at its tokens (`last` exclusive)."""

    topic: str
    first: int
    last: int
    weak: bool


@remembered
def words_of_topics(language: str) -> Trie:
    """The trie of words of topics in a language. Raises LexiconError."""
    data = lexicon("topics")
    weak = frozenset(data["weak"].get(language, ()))
    trie = Trie()
    for topic, forms in data["words"][language].items():
        for form in forms:
            trie.add(form, (topic, form in weak))
    return trie


def topic_hits(words: list[Match]) -> list[TopicHit]:
    """The words of topics that stand in a text."""
    return [TopicHit(t, a, b, w) for a, b, entries in words for t, w in entries]


def _ranked(hits: list[TopicHit]) -> list[str]:
    """Topics, those with more and longer words first."""
    weight: dict[str, float] = {}
    for hit in hits:
        weight[hit.topic] = weight.get(hit.topic, 0.0) + (0.4 if hit.weak else 1.0) * (hit.last - hit.first) ** 0.5
    strong = {t: w for t, w in weight.items() if w >= 0.9}
    return sorted(strong or weight, key=lambda t: (-weight[t], t))[:_MOST]


def topics_between(analysis: Analysis, clue: Clue, first: int, last: int) -> list[str]:
    """Topics of the words between two tokens of a sentence."""
    return _ranked([h for h in clue.topics if first <= h.first and h.last <= last])


def topics_of(analysis: Analysis, clue: Clue) -> list[str]:
    """Topics of a sentence, else of its block, else of the title; `other` where there are none."""
    found = _ranked(clue.topics)
    if found:
        return found
    for pool in (analysis.clue_of_block(clue.sentence.block), analysis.clues[:3]):
        found = _ranked([h for c in pool for h in c.topics])
        if found:
            return found[:2]
    return _of_whole(analysis)


def with_chief(analysis: Analysis, topics: list[str]) -> list[str]:
    """Topics with what the whole text is most about behind them: a sentence of it is about that too."""
    real = [t for t in topics if t != "other"][: _MOST - 1]
    chief = [t for t in _of_whole(analysis)[:1] if t != "other"] if analysis.field_weight >= _ABOUT_NOTHING else []
    return list(dict.fromkeys([*real, *chief])) or ["other"]


def aid_topics(
    analysis: Analysis, clue: Clue, donors: list[Actor], recipients: list[Actor], modalities: set[str]
) -> list[str]:
    """Topics of a transfer: of its sentence, of the fields of who receives and gives, and of what is given."""
    found = [t for t in topics_of(analysis, clue) if t != "other"]
    fields = [_OF_BODY[a.detail] for a in (*recipients, *donors) if a.detail in _OF_BODY]
    given = ["defense_equipment"] if modalities & _ARMS and any(a.detail == "military" for a in recipients) else []
    given += (
        ["military_training"] if "training" in modalities and any(a.detail == "military" for a in recipients) else []
    )
    return with_chief(analysis, list(dict.fromkeys([*found[:2], *fields, *given, *found[2:]])))


def _of_whole(analysis: Analysis) -> list[str]:
    """Topics of the whole text, ranked once: a long text asks for them in many sentences."""
    found: list[str] | None = analysis.lookups.get("topics")
    if found is None:
        found = analysis.lookups["topics"] = _ranked([h for c in analysis.clues for h in c.topics])[:2]
    return found or ["other"]


_OF_BODY = {
    "police": "law_enforcement",
    "coastguard": "maritime_security",
    "justice": "justice",
    "prison": "justice",
    "customs": "border_security",
    "border": "border_security",
    "intelligence": "information_sharing",
}
"""What a body's goals are about where they do not say."""


def goal_topics(analysis: Analysis, clue: Clue, first: int, last: int, holders: list[Actor]) -> list[str]:
    """Topics of a goal: of its own words, else of its holder's field, then of the sentence and the text around it.

    Where the sentence has but general words of the field ('defend every inch of its territory') that is `other`, in a
    text about something.
    """
    own = topics_between(analysis, clue, first, last)
    if any(first <= t.first and t.last <= last and t.modality in _ARMS for t in clue.things):
        own = list(dict.fromkeys([*own[: _MOST - 1], "defense_equipment"]))
    strong = any(first <= h.first and h.last <= last and not h.weak and h.topic not in _BESIDE for h in clue.topics)
    if strong:
        return with_chief(analysis, own)
    field = [_OF_BODY[a.detail] for a in holders if a.detail in _OF_BODY]
    if not field and not clue.topics and clue.has("field_word", first, last):
        return list(dict.fromkeys(["other", *_of_whole(analysis)[:1]]))
    around = topics_of(analysis, clue)
    if analysis.field_weight < _ABOUT_NOTHING and not field and not own:
        return ["other"]
    return with_chief(analysis, list(dict.fromkeys([*own, *field, *around])))


def is_about_field(clue: Clue, first: int, last: int) -> bool:
    """Whether a word of a topic that only this field has stands between two tokens."""
    return any(first <= h.first and h.last <= last and h.topic not in _ANY for h in clue.topics)


def security_weight(analysis: Analysis, clue: Clue, first: int, last: int) -> float:
    """How far the words between two tokens are of the field: 1 for a clear word, 0.4 for a weak one, up to 3."""
    weight, covered = 0.0, -1
    for hit in clue.topics:
        if first <= hit.first and hit.last <= last and hit.first >= covered and hit.topic not in _BESIDE:
            weight += 0.5 if hit.weak else 1.0
            covered = hit.last
    return min(weight, 3.0)
