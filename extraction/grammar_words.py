"""The grammar of a language, compiled from its lexicon file: triggers in all their forms, roles, classes of words."""

import re
from dataclasses import dataclass, field
from typing import Any

from extraction.lexicon.lists import LexiconError
from extraction.lexicon.store import asked_often, lexicon, remembered
from extraction.reading import fold
from extraction.tokens import Trie, tokenize

_TAGGED = re.compile(r"(\w+)=(.+?)(?=\s+\w+=|$)")
NOUN = "noun"
_MOST_FORMS = 50_000


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that calls a rule.

    `group` is stage, aid, aidstage, goal, instrument or verb; `sense` what it says within it; `tags` the forms that it
    can be (inf, pres, past, part, ger, fut, cond, imp, sub), or noun for what is no verb.
    """

    group: str
    sense: str
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Role:
    """A word that gives the party behind it a role."""

    names: frozenset[str]
    length: int


_LONGEST_ROLE = 4
"""Words of the longest phrase that gives a role."""


@dataclass(slots=True)
class Grammar:
    """What the engine knows of a language's words."""

    language: str
    abbreviations: frozenset[str]
    triggers: Trie
    words: dict[str, frozenset[tuple[str, ...]]]
    single: dict[str, frozenset[str]]
    roles: dict[tuple[str, ...], frozenset[str]]
    role_ends: dict[str, tuple[int, ...]]
    """How many words the phrases of the roles have, the most first, by their last word."""
    infinitive_endings: tuple[str, ...]
    future_endings: tuple[str, ...]
    """Endings of the future, with their accents, which tell it from other forms."""
    future_folded: tuple[str, ...]
    """The same without accents."""
    gerund_endings: tuple[str, ...]
    noun_endings: tuple[str, ...]
    """Endings of nouns that tell an act."""
    past_endings: tuple[str, ...]
    """Endings of the past, with their accents, that few other forms have."""
    means_by: frozenset[str]
    """Words that with a gerund behind them tell means."""
    phrases: Trie = field(default_factory=Trie)
    _forms: dict[str, str | None] = field(default_factory=dict)
    """The forms of words met before."""
    formless: set[str] = field(default_factory=set)
    """Words met before that are no verb's form: nearly all of a text."""
    _either: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    """Classes put together before."""

    def either(self, *names: str) -> frozenset[str]:
        """The single words of any of several classes; to put them together takes long, so it is done once."""
        known = self._either.get(names)
        if known is None:
            known = self._either[names] = frozenset().union(*(self.single[name] for name in names))
        return known

    def form_of(self, word: str) -> str | None:
        """The form of a verb that a word has by itself: inf or ger; None for what is no verb."""
        if word in self._forms:
            return self._forms[word]
        if len(self._forms) > _MOST_FORMS:
            self._forms.clear()
            self.formless.clear()
        form = None
        sure = word not in self.single["not_verb"]
        if (sure and len(word) > 3 and word.endswith(self.infinitive_endings)) or word in self.single["infinitive"]:
            form = "inf"
        elif sure and len(word) > 5 and word.endswith(self.gerund_endings):
            form = "ger"
        self._forms[word] = form
        if form is None:
            self.formless.add(word)
        return form

    def mentions(self, text: str | None, name: str) -> bool:
        """Whether a text that is none of the document's own, such as its title, has a word of a class."""
        norms = tokenize(fold(text or "")).norms
        return any(name in classes for _, _, classes in self.phrases.matches(norms))

    def role_before(self, norms: list[str], index: int, floor: int) -> tuple[frozenset[str], int]:
        """Roles that the words before a token give it, and the index where they start; determiners are passed over."""
        determiners = self.single["determiner"]
        at = index
        for _ in range(4):
            lengths = self.role_ends.get(norms[at - 1], ()) if at > floor else ()
            for length in lengths:
                if at - length >= floor:
                    names = self.roles.get(tuple(norms[at - length : at]))
                    if names:
                        return names, at - length
            if at > floor and norms[at - 1] in determiners:
                at -= 1
                continue
            break
        return frozenset(), index


def expand(spec: str, conjugation: dict[str, dict[str, str]], where: str) -> dict[str, set[str]]:
    """All forms of a verb with their tags. Raises LexiconError for a class that the language does not have."""
    forms: dict[str, set[str]] = {}
    if "=" in spec:
        for tag, alternatives in _TAGGED.findall(spec):
            for form in alternatives.split("|"):
                forms.setdefault(form.strip(), set()).add(tag)
        return forms
    stem, _, rest = spec.partition(":")
    name, _, tail = rest.partition(" ")
    if name not in conjugation:
        raise LexiconError(f"{where}: {spec!r} names the class {name!r}, which [conjugation] does not have")
    for ending, tags in conjugation[name].items():
        form = f"{stem}{ending} {tail}".strip()
        forms.setdefault(form, set()).update(tags.split())
    return forms


def _add_group(
    trie: Trie,
    group: str,
    table: dict[str, Any],
    conjugation: dict[str, dict[str, str]],
    where: str,
    never: frozenset[str],
) -> None:
    """Add the triggers of a group. `never` are function words: a verb's form that is one without accents stays out."""
    for sense, entry in table.items():
        at = f"{where} [{group}.{sense}]"
        for spec in entry.get("verbs", ()):
            for form, tags in expand(spec, conjugation, at).items():
                if fold(form) not in never:
                    trie.add(form, Trigger(group, sense, frozenset(tags)))
        for phrase in entry.get("words", ()):
            trie.add(phrase, Trigger(group, sense, frozenset({NOUN})))


def _words_of(phrase: str) -> tuple[str, ...]:
    return tuple(tokenize(fold(phrase)).norms)


@remembered
def grammar(language: str) -> Grammar:
    """The grammar of a language (en, es, pt). Raises LexiconError."""
    file = f"grammar_{language}"
    data = lexicon(file)
    own = lexicon(f"goals_{language}")
    of_agreements = lexicon(f"agreements_{language}")
    data = data | {"goal": own["goal"], "words": data["words"] | own["words"] | of_agreements["words"]}
    conjugation = data["conjugation"]
    trie = Trie()
    function_words = (
        *data["words"]["determiner"],
        *data["words"]["and"],
        *(w for r in data["roles"].values() for w in r),
    )
    never = frozenset(fold(w) for w in function_words)
    for group, section in (("stage", "stages"), ("aid", "aid"), ("aidstage", "aidstage"), ("goal", "goal")):
        _add_group(trie, group, data[section], conjugation, file, never)
    _add_group(trie, "stage", of_agreements["stages"], conjugation, f"agreements_{language}", never)
    for instrument, names in data["instruments"].items():
        for name in names:
            trie.add(name, Trigger("instrument", instrument, frozenset({NOUN})))
    for spec in data["verbs"].get("goal", ()):
        for form, tags in expand(spec, conjugation, f"{file} [verbs]").items():
            trie.add(form, Trigger("verb", "goal", frozenset(tags)))
    words = {name: frozenset(map(_words_of, entries)) for name, entries in data["words"].items()}
    phrases = Trie()
    for name, entries in data["words"].items():
        for entry in entries:
            phrases.add(entry, name)
    roles: dict[tuple[str, ...], frozenset[str]] = {}
    for role, entries in data["roles"].items():
        for entry in map(_words_of, entries):
            roles[entry] = roles.get(entry, frozenset()) | {role}
    ends: dict[str, set[int]] = {}
    for words_of_role in roles:
        ends.setdefault(words_of_role[-1], set()).add(len(words_of_role))
    single = {name: frozenset(entry[0] for entry in entries if len(entry) == 1) for name, entries in words.items()}
    # Without accents some pronouns are articles ('él', 'el'): those say nothing.
    single["pronoun"] -= single["determiner"]
    # Nor does 'é', which is 'e'.
    single["be"] -= single["and"]
    return Grammar(
        language,
        frozenset(data["abbreviations"]),
        trie,
        words,
        single,
        roles,
        {
            word: tuple(sorted((n for n in lengths if n <= _LONGEST_ROLE), reverse=True))
            for word, lengths in ends.items()
        },
        tuple(data["verbs"].get("infinitive_endings", ())),
        tuple(data["verbs"].get("future_endings", ())),
        tuple(map(fold, data["verbs"].get("future_endings", ()))),
        tuple(map(fold, data["words"]["gerund_ending"])),
        tuple(map(fold, data["verbs"].get("noun_endings", ()))),
        tuple(data["verbs"].get("past_endings", ())),
        frozenset(map(fold, data["verbs"].get("means_by", ()))),
        phrases,
    )


@asked_often
def frames() -> dict[str, dict[str, Any]]:
    """Frames by group and sense, as lexicon/frames.toml has them."""
    return lexicon("frames")
