"""Names of states, bodies and institutions: one trie, compiled from the lexicon files."""

from dataclasses import dataclass
from typing import Any

from extraction.lexicon.store import asked_often, lexicon, remembered
from extraction.tokens import Trie

LANGUAGES = ("en", "es", "pt")


@dataclass(frozen=True, slots=True)
class Name:
    """What a phrase names.

    `kind`: state, people (a demonym), capital, group, body, institution, head (a word of which names of institutions
    are made), programme, none (a phrase that holds a name and means no party).
    `codes`: whose it is; several where the document decides. `capital`: needs a capital first letter; `exact`: needs
    this very spelling; `weak`: other meanings are common. `detail`: kind of institution; of a programme its terms.
    """

    kind: str
    codes: tuple[str, ...]
    form: str
    capital: bool = False
    exact: bool = False
    weak: bool = False
    detail: str = ""


def _flat(table: dict[str, Any], language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = table.get(language, {})
    return found


def _add_places(trie: Trie, language: str) -> None:
    places = lexicon("places")
    cldr = lexicon("place_names")
    weak = frozenset(places["weak"].get(language, ()))
    exact = frozenset(places["exact"].get(language, ()))
    weak_group = frozenset(places["weak_group"].get(language, ()))
    ambiguous = places["ambiguous"].get(language, {})
    kinds = {"names": "state", "demonyms": "people", "capitals": "capital"}
    forms: dict[str, Name] = {}
    for section, kind in kinds.items():
        tables = [cldr.get(section, {}), places.get(section, {})]
        for table in tables:
            for code, names in _flat(table, language).items():
                for form in names:
                    if form not in forms or forms[form].kind == "capital":
                        forms[form] = Name(kind, (code,), form, form[:1].isupper(), form in exact, form in weak)
    for form, codes in ambiguous.items():
        kind = forms[form].kind if form in forms else ("state" if form[:1].isupper() else "people")
        forms[form] = Name(kind, tuple(codes), form, form[:1].isupper(), form in exact, True)
    for form in places["groups"].get(language, ()):
        forms.setdefault(form, Name("group", ("XXG",), form, form[:1].isupper(), False, form in weak_group))
    for form in places["not_a_place"].get(language, ()):
        forms[form] = Name("none", (), form)
    for form, name in forms.items():
        trie.add(form, name)


def _acronym(form: str) -> bool:
    return form.isupper() and len(form) < 8


def _add_bodies(trie: Trie) -> None:
    data = lexicon("bodies")
    weak = frozenset(data["weak"]["forms"])
    for code, rows in data["bodies"].items():
        for forms in rows.values():
            for form in forms:
                name = Name("body", (code,), form, form[:1].isupper(), _acronym(form), form in weak)
                trie.add(form, name)


def _add_institutions(trie: Trie) -> None:
    data = lexicon("institutions")
    weak = frozenset(data["weak"]["forms"])
    ambiguous = data["ambiguous"]["forms"]
    done: set[str] = set()
    for code, rows in data["institutions"].items():
        for kind, _parent, *forms in rows.values():
            for form in forms:
                if form in done:
                    continue
                codes = tuple(ambiguous.get(form, (code,)))
                if len(codes) > 1:
                    done.add(form)
                trie.add(form, Name("institution", codes, form, form[:1].isupper(), _acronym(form), form in weak, kind))


def _add_programmes(trie: Trie) -> None:
    data = lexicon("programmes")
    weak = frozenset(data["weak"]["forms"])
    for donor, terms, _topic, *forms in data["programmes"]["rows"].values():
        codes = (donor,) if donor != "-" else ()
        for form in forms:
            trie.add(form, Name("programme", codes, form, form[:1].isupper(), _acronym(form), form in weak, terms))


def _add_institution_words(trie: Trie, language: str) -> None:
    data = lexicon("institution_words")
    people = frozenset(data["people"][language])
    for form in sorted(people):
        trie.add(form, Name("head", (), form, detail="people"))
    for kind, forms in data["heads"][language].items():
        if kind != "side":
            for form in forms:
                if form not in people:
                    trie.add(form, Name("head", (), form, form[:1].isupper(), detail=kind))


@remembered
def names(language: str) -> Trie:
    """The trie of names for texts of a language. Raises LexiconError."""
    trie = Trie()
    _add_places(trie, language)
    _add_bodies(trie)
    _add_programmes(trie)
    _add_institutions(trie)
    _add_institution_words(trie, language)
    return trie


@remembered
def state_names(language: str) -> dict[str, str]:
    """The usual name of each state in a language, by its code. Raises LexiconError."""
    table = _flat(lexicon("place_names").get("names", {}), language)
    return {code: forms[0] for code, forms in table.items()}


@asked_often
def _territories() -> dict[str, str]:
    return {code: parent for code, (parent, *_) in lexicon("places")["territory"]["of"].items()}


def sovereign(code: str | None) -> str | None:
    """The state that a territory belongs to, a state's or body's own code otherwise. Raises LexiconError."""
    return _territories().get(code, code) if code else code
