"""The data files of the lexicon: their form, their codes, and facts that must not get lost."""

import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extraction.lexicon.lists import LexiconError, load, parse_block, parse_numbers
from schemas.countries import BODIES, COUNTRIES, KOSOVO, OTHER_BODY
from schemas.enums import Modality, Terms, Topic

LEXICON = Path(__file__).parents[2] / "extraction" / "lexicon"
FILES = ("places", "place_names", "bodies", "institutions", "institution_words", "materiel", "programmes", "topics")
LANGUAGES = ("en", "es", "pt")
KINDS = {"ministry", "government", "parliament", "military", "police", "coastguard", "border", "customs"} | {
    "intelligence",
    "justice",
    "prison",
    "guard",
    "bureau",
    "embassy",
    "office_holder",
    "company",
}


@cache
def data(name: str) -> dict[str, Any]:
    return load(LEXICON / f"{name}.toml")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    else:
        yield value


STATES = COUNTRIES | {KOSOVO}


@cache
def codes_of_places(language: str) -> dict[str, set[str]]:
    """Form in lower case: codes, as an engine reads the two files, `ambiguous` last."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in (data("place_names")["names"], *(data("places")[s] for s in ("names", "demonyms", "capitals"))):
        for code, forms in table[language].items():
            for form in forms:
                found[form.casefold()].add(code)
    for form, codes in data("places")["ambiguous"][language].items():
        found[form.casefold()] = set(codes)
    return found


@cache
def codes_of_institutions() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for state, rows in data("institutions")["institutions"].items():
        for row in rows.values():
            for form in row[2:]:
                found[form].add(state)
    return found


@cache
def codes_of_bodies() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, rows in data("bodies")["bodies"].items():
        for forms in rows.values():
            for form in forms:
                found[form].add(code)
    return found


@pytest.mark.parametrize("name", FILES)
def test_strings_are_clean(name: str) -> None:
    for text in strings(data(name)):
        assert text == unicodedata.normalize("NFC", text), text
        assert text == text.strip() and "  " not in text, text
        assert not any(unicodedata.category(c).startswith("C") or c in "’‘“”;" for c in text), text


@pytest.mark.parametrize("name", FILES)
def test_rows_are_sorted(name: str) -> None:
    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if value and all(isinstance(v, list) for v in value.values()):
                assert list(value) == sorted(value)
            for inner in value.values():
                walk(inner)

    walk(data(name))


def test_all_files_together_stay_small() -> None:
    assert sum((LEXICON / f"{name}.toml").stat().st_size for name in FILES) < 420_000


def test_iso_3166_is_whole() -> None:
    assert all(set(data("place_names")["names"][language]) | {"COD", "COG"} == STATES for language in LANGUAGES)


def test_codes_are_known() -> None:
    places = data("places")
    for section in ("names", "demonyms", "capitals"):
        for language in LANGUAGES:
            assert set(places[section][language]) <= STATES | {"EU"}
    assert {
        code for language in LANGUAGES for codes in places["ambiguous"][language].values() for code in codes
    } <= STATES
    assert set(data("bodies")["bodies"]) == BODIES | {OTHER_BODY}
    assert set(data("institutions")["institutions"]) <= STATES
    assert {row[0] for row in data("programmes")["programmes"]["rows"].values()} <= STATES | BODIES | {"-"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_of_a_place_means_one_state_unless_ambiguous(language: str) -> None:
    declared = {form.casefold() for form in data("places")["ambiguous"][language]}
    several = {form for form, codes in codes_of_places(language).items() if len(codes) > 1}
    assert several == declared


def test_a_form_of_an_institution_means_one_state_unless_ambiguous() -> None:
    several = {form: sorted(codes) for form, codes in codes_of_institutions().items() if len(codes) > 1}
    assert several == data("institutions")["ambiguous"]["forms"]


def test_no_form_stands_in_two_files_with_two_codes() -> None:
    by_file = [codes_of_bodies(), codes_of_institutions()]
    by_file.append({form: {row[0]} for row in data("programmes")["programmes"]["rows"].values() for form in row[3:]})
    for number, forms in enumerate(by_file):
        for others in by_file[number + 1 :]:
            assert {f for f in forms.keys() & others.keys() if forms[f] != others[f]} == set()
    for language in LANGUAGES:
        places = codes_of_places(language)
        clash = {f for forms in by_file for f, codes in forms.items() if places.get(f.casefold(), codes) != codes}
        # In Spanish these are the United States, and places are looked up first.
        assert clash == ({"EU", "E.U."} if language == "es" else set())


def test_a_body_stands_once() -> None:
    assert {form for form, codes in codes_of_bodies().items() if len(codes) > 1} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_name_forms_that_exist(language: str) -> None:
    places = data("places")
    known = set(codes_of_places(language)) | {f.casefold() for f in places["groups"][language]}
    for mark in ("exact", "weak", "weak_group"):
        assert {f for f in places[mark][language] if f.casefold() not in known} == set()
    things = {f for forms in data("materiel")["words"][language].values() for f in forms}
    assert set(data("materiel")["weak"][language]) <= things
    topics = {f for forms in data("topics")["words"][language].values() for f in forms}
    assert set(data("topics")["weak"][language]) <= topics


def test_weak_forms_exist() -> None:
    assert set(data("bodies")["weak"]["forms"]) <= codes_of_bodies().keys()
    assert set(data("institutions")["weak"]["forms"]) <= codes_of_institutions().keys()
    makes = {f for forms in data("materiel")["makes"]["types"].values() for f in forms}
    assert set(data("materiel")["weak"]["makes"]) <= makes
    programmes = {f for row in data("programmes")["programmes"]["rows"].values() for f in row[3:]}
    assert set(data("programmes")["weak"]["forms"]) <= programmes


def test_values_are_those_of_the_codebook() -> None:
    for language in LANGUAGES:
        assert set(data("materiel")["words"][language]) == {m.value for m in Modality}
        assert set(data("topics")["words"][language]) == {t.value for t in Topic}
    assert set(data("materiel")["makes"]["types"]) <= {m.value for m in Modality}
    for donor, terms, topic, *forms in data("programmes")["programmes"]["rows"].values():
        assert terms in {t.value for t in Terms} | {"-"}, (donor, forms)
        assert topic in {t.value for t in Topic} | {"-"}, (donor, forms)
        assert forms


def test_a_thing_has_one_modality() -> None:
    for language in LANGUAGES:
        forms = [f for forms in data("materiel")["words"][language].values() for f in forms]
        assert len(forms) == len(set(forms))
    makes = [f for forms in data("materiel")["makes"]["types"].values() for f in forms]
    assert len(makes) == len(set(makes))


def test_institutions_have_a_kind_and_a_parent_of_their_state() -> None:
    for state, rows in data("institutions")["institutions"].items():
        for key, (kind, parent, *forms) in rows.items():
            assert kind in KINDS, (state, key)
            assert parent == "-" or parent in rows, (state, key)
            assert forms, (state, key)
    assert len(data("institutions")["institutions"]) >= 40


def test_kinds_of_words_are_kinds_of_institutions() -> None:
    for language in LANGUAGES:
        assert set(data("institution_words")["heads"][language]) - {"side"} <= KINDS


PLACES = [
    ("en", "Czech Republic", {"CZE"}),
    ("en", "Czechia", {"CZE"}),
    ("en", "Ivory Coast", {"CIV"}),
    ("en", "Côte d'Ivoire", {"CIV"}),
    ("en", "DRC", {"COD"}),
    ("en", "Republic of the Congo", {"COG"}),
    ("en", "Congo", {"COD", "COG"}),
    ("en", "Guinea", {"GIN"}),
    ("en", "Guinea-Bissau", {"GNB"}),
    ("en", "Equatorial Guinea", {"GNQ"}),
    ("en", "Papua New Guinea", {"PNG"}),
    ("en", "Niger", {"NER"}),
    ("en", "Nigerien", {"NER"}),
    ("en", "Nigerian", {"NGA"}),
    ("en", "Dominica", {"DMA"}),
    ("en", "Dominican Republic", {"DOM"}),
    ("en", "Dominican", {"DMA", "DOM"}),
    ("en", "South Korea", {"KOR"}),
    ("en", "ROK", {"KOR"}),
    ("en", "DPRK", {"PRK"}),
    ("en", "Republic of China", {"TWN"}),
    ("en", "People's Republic of China", {"CHN"}),
    ("en", "British", {"GBR"}),
    ("en", "Scotland", {"GBR"}),
    ("en", "Palestinian Authority", {"PSE"}),
    ("en", "Western Sahara", {"ESH"}),
    ("en", "Kosovo", {"XKX"}),
    ("en", "Brussels", {"EU"}),
    ("en", "Türkiye", {"TUR"}),
    ("en", "Quito", {"ECU"}),
    ("es", "EE. UU.", {"USA"}),
    ("es", "guatemaltecas", {"GTM"}),
    ("es", "estadounidenses", {"USA"}),
    ("es", "Moscú", {"RUS"}),
    ("es", "alemanes", {"DEU"}),
    ("es", "dominicano", {"DOM"}),
    ("es", "guineano", {"GIN", "GNB", "GNQ"}),
    ("pt", "EUA", {"USA"}),
    ("pt", "norte-americanas", {"USA"}),
    ("pt", "Guiné-Bissau", {"GNB"}),
    ("pt", "guineense", {"GNB"}),
    ("pt", "Moscovo", {"RUS"}),
    ("pt", "moçambicanos", {"MOZ"}),
    ("pt", "alemães", {"DEU"}),
]


@pytest.mark.parametrize(("language", "form", "codes"), PLACES)
def test_a_well_known_place(language: str, form: str, codes: set[str]) -> None:
    assert codes_of_places(language)[form.casefold()] == codes


@pytest.mark.parametrize("form", ["Texas", "Florida", "California", "Georgia Tech", "New Mexico"])
def test_a_state_of_the_union_is_no_state(form: str) -> None:
    assert form.casefold() not in codes_of_places("en")


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        ("INL", {"USA"}),
        ("Guardia Civil", {"ESP"}),
        ("SEDENA", {"HND", "MEX"}),
        ("PNC", {"GTM", "SLV"}),
        ("PNP", {"PER", "PHL"}),
        ("MP", {"GTM", "HND", "PAN", "PER", "PRY"}),
        ("BNDES", {"BRA"}),
        ("Itamaraty", {"BRA"}),
        ("FADM", {"MOZ"}),
        ("JICA", {"JPN"}),
        ("Armed Forces of Ukraine", {"UKR"}),
    ],
)
def test_a_well_known_institution(form: str, codes: set[str]) -> None:
    assert codes_of_institutions()[form] == codes


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("UNODC", "UN"),
        ("OIM", "UN"),
        ("Frontex", "EU"),
        ("EUTM", "EU"),
        ("OEA", "OAS"),
        ("CICAD", "OAS"),
        ("OTAN", "NATO"),
        ("CEDEAO", "ECOWAS"),
        ("IMPACS", "CARICOM"),
        ("BID", "XXX"),
        ("World Bank", "XXX"),
        ("Interpol", "INTERPOL"),
    ],
)
def test_a_well_known_body(form: str, code: str) -> None:
    assert codes_of_bodies()[form] == {code}


@pytest.mark.parametrize(
    ("form", "donor", "terms"),
    [
        ("Foreign Military Sale", "USA", "sale"),
        ("IMET", "USA", "grant"),
        ("FMF", "USA", "grant"),
        ("European Peace Facility", "EU", "grant"),
        ("Official Security Assistance", "JPN", "grant"),
        ("Iniciativa Mérida", "USA", "grant"),
    ],
)
def test_a_well_known_programme(form: str, donor: str, terms: str) -> None:
    rows = data("programmes")["programmes"]["rows"].values()
    assert [(row[0], row[1]) for row in rows if form in row[3:]] == [(donor, terms)]


@pytest.mark.parametrize(
    ("language", "form", "modality"),
    [
        ("en", "patrol boats", "vessels"),
        ("en", "body armor", "equipment"),
        ("en", "ammunition", "weapons"),
        ("en", "scholarships", "training"),
        ("es", "lanchas patrulleras", "vessels"),
        ("es", "aviones no tripulados", "aircraft"),
        ("es", "chalecos antibalas", "equipment"),
        ("pt", "coletes balísticos", "equipment"),
        ("pt", "navios-patrulha", "vessels"),
        ("pt", "viaturas", "vehicles"),
    ],
)
def test_a_well_known_thing(language: str, form: str, modality: str) -> None:
    assert [m for m, forms in data("materiel")["words"][language].items() if form in forms] == [modality]


def test_place_names_are_what_babel_has() -> None:
    pytest.importorskip("babel")
    command = [sys.executable, str(LEXICON / "make_places.py"), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_a_block_holds_rows_with_lines_that_go_on() -> None:
    assert parse_block("# note\nGTM: a; b;\n  c\nMEX: d\n") == {"GTM": ["a", "b", "c"], "MEX": ["d"]}
    assert parse_block("a; b;\nc\n") == ["a", "b", "c"]


def test_a_block_of_weights_holds_numbers() -> None:
    assert parse_numbers("# note\nopening: 0.5\n\nword=at: once: -2\n") == {"opening": 0.5, "word=at: once": -2.0}
    assert parse_numbers("") == {}


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ("a: 1\na: 2", 3, "'a' stands here a second time"),
        ("a: 1\n\nb 2", 4, "'b 2' is no 'name: number'"),
        ("a: high", 2, "a number must stand behind 'a', not 'high'"),
        ("a: 1\nb: nan", 3, "nan behind 'b' is no finite number"),
    ],
)
def test_a_fault_in_a_block_of_weights_is_told_with_file_and_line(
    tmp_path: Path, block: str, line: int, message: str
) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f"# head\n[aid]\nweights = '''\n{block}\n'''\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=f"x.toml, line {line + 2}: .*{message}"):
        load(path)


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ("GTM: a\nGTM: b", 3, "'GTM' stands here a second time"),
        ("GTM: a\nfree form", 2, "rows with a key and forms without one"),
        ("GTM: a; ; b", 2, "a form is empty"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, block: str, line: int, message: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f"# head\nen = '''\n{block}\n'''\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=f"x.toml, line {line + 1}: .*{message}"):
        load(path)


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("en = '''\nopen", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"x\.toml"):
        load(path)
