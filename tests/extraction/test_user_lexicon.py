"""The user's own words: what they add, take away and change, and how a fault in them is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from extraction.grammar import VERSION, GrammarExtractor
from extraction.lexicon import store
from extraction.lexicon.schema import faults, files, kind_of
from extraction.lexicon.store import VARIABLE, LexiconError, UserLexiconError, lexicon, package_files, user_hash
from extraction.validate import extract
from schemas.records import Agreement, Aid
from tests.extraction.reading_of import document

PROGRAMME = "The Harbor Shield Programme delivered two patrol boats to the Ghana Navy on 4 March 2024."
CREW = "La Brigada Faro de Honduras y la Policía Nacional de Colombia firmaron un convenio contra el contrabando."


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    yield
    store.forget()


def set_to(monkeypatch: pytest.MonkeyPatch, path: Path, content: str | None = None) -> Path:
    if content is not None:
        path.write_text(content, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(path))
    store.forget()
    return path


def test_a_programme_of_the_users_own_gives_the_donor_marked_derived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "'''\nHarbor Shield: NOR; grant; maritime_security; Harbor Shield Programme; Harbor Shield\n'''"
    set_to(monkeypatch, tmp_path / "mine.toml", f"[programmes.programmes]\nrows = {rows}\n")
    found = extract(document(PROGRAMME), GrammarExtractor())
    (record,) = [r for r in found.records if isinstance(r, Aid)]
    assert [p.country for p in record.donors] == ["NOR"] and record.terms == "grant"
    assert all(e.derived for e in record.evidence if e.field == "donors.country")


def test_without_the_users_lexicon_the_programme_says_nothing() -> None:
    found = extract(document(PROGRAMME), GrammarExtractor())
    assert not [r for r in found.records if isinstance(r, Aid) and [p.country for p in r.donors] == ["NOR"]]


def test_a_folder_holds_files_of_the_packages_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "institutions.toml").write_text(
        "[institutions]\nHND = '''\nFaro: guard; -; Brigada Faro\n'''\n", encoding="utf-8"
    )
    set_to(monkeypatch, tmp_path)
    found = extract(document(CREW, "es"), GrammarExtractor())
    (record,) = [r for r in found.records if isinstance(r, Agreement)]
    assert {p.country for p in record.parties} == {"HND", "COL"}
    assert "FNH" not in lexicon("institutions")["institutions"]["HND"]["Faro"]
    assert len(lexicon("institutions")["institutions"]["HND"]) > 1


def test_words_are_added_and_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = lexicon("grammar_en")
    assert "pact" in before["instruments"]["treaty"]
    set_to(
        monkeypatch,
        tmp_path / "mine.toml",
        '[grammar_en.instruments]\ntreaty = ["- pact", "covenant"]\n[weights.agreement]\nthreshold = 0.9\n',
    )
    after = lexicon("grammar_en")
    assert "pact" not in after["instruments"]["treaty"] and "covenant" in after["instruments"]["treaty"]
    assert after["stages"] == before["stages"]
    assert lexicon("weights")["agreement"]["threshold"] == 0.9
    assert lexicon("weights")["agreement"]["bias"] == store.load(store.LEXICON / "weights.toml")["agreement"]["bias"]


def test_a_row_takes_the_place_of_the_packages_and_can_be_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_to(
        monkeypatch,
        tmp_path / "mine.toml",
        "[programmes.programmes]\nrows = '''\nACOTA: USA; grant; peacekeeping; Acota Nova\nAIRCOP: -\n'''\n",
    )
    rows = lexicon("programmes")["programmes"]["rows"]
    assert rows["ACOTA"] == ["USA", "grant", "peacekeeping", "Acota Nova"] and "AIRCOP" not in rows


def test_the_hash_is_of_the_content_and_part_of_the_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert user_hash() is None and GrammarExtractor().version == VERSION
    path = set_to(monkeypatch, tmp_path / "mine.toml", '[topics.weak]\nen = ["lighthouse"]\n')
    first = user_hash()
    assert first is not None and GrammarExtractor().version == f"{VERSION}+lexicon.{first}"
    set_to(monkeypatch, path, '[topics.weak]\nen = ["lighthouses"]\n')
    assert user_hash() not in (None, first)
    set_to(monkeypatch, path, '[topics.weak]\nen = ["lighthouse"]\n')
    assert user_hash() == first


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (
            "[institutions.institutions]\nHND = '''\nA: police; -; Fuerza A\nB: polise; -; Fuerza B\n'''\n",
            4,
            "'polise' is",
        ),
        ("[institutions.institutions]\nHND = '''\nA: police; nobody; Fuerza A\n'''\n", 3, "parent 'nobody' is no row"),
        ("[institutions.institutions]\nXHN = '''\nA: police; -; Fuerza A\n'''\n", 2, "unknown key 'XHN'"),
        ("[programmes.programmes]\nrows = '''\nA: ZZZ; grant; -; A Plan\n'''\n", 3, "'ZZZ' is no code"),
        ("[programmes.programmes]\nrows = '''\nA: USA; gift; -; A Plan\n'''\n", 3, "'gift' is none of the terms"),
        ("[programmes.programmes]\nrows = '''\nA: USA; grant; boats; A Plan\n'''\n", 3, "'boats' is no topic"),
        ("[programmes.programmes]\nrows = '''\nA: USA; grant\n'''\n", 3, "with at least one form"),
        ('\n[grammar_en.stages.sined]\nwords = ["x"]\n', 2, "unknown key 'sined'"),
        ('[grammar_es.stages.signed]\n\nverbs = ["firm:zzz"]\n', 3, "'zzz' is no class of"),
        ('[grammar_en.stages.signed]\nverbs = ["pst=froze"]\n', 2, "'pst' is no form"),
        ('[grammar_en.words]\njoint = "together"\n', 2, "a list stands here"),
        ('[grammar_en.words]\njoint = ["- no such words"]\n', 2, "there is no 'no such words' to take away"),
        ("[topics.weak]\nen = [7]\n", 2, "7 is no word"),
        ('[weights.agreement]\nbias = "high"\n', 2, "a number must stand here"),
        ('[weights.agreement.weights]\ngap = 1\n"soft" = "high"\n', 3, "a number must stand here"),
        ("[weights.agreement]\nweights = '''\ngap: 1\nsoft: high\n'''\n", 4, "a number must stand behind 'soft'"),
        ('[grammer_en.words]\njoint = ["x"]\n', 1, "no lexicon is called 'grammer_en'"),
        ("[topics.words.en]\nboats = ['x']\n", 2, "unknown key 'boats'"),
        ("[programmes.programmes]\nrows = '''\nNo Such: -\n'''\n", 3, "there is no row 'No Such' to take away"),
        ("[topics.weak]\nen = '''\nA: b\nfree\n'''\n", 3, "rows with a key and forms without one"),
    ],
)
def test_a_fault_is_told_with_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, line: int, said: str
) -> None:
    path = set_to(monkeypatch, tmp_path / "mine.toml", content)
    with pytest.raises(UserLexiconError) as told:
        user_hash()
    assert f"{path}, line {line}: " in str(told.value) and said in str(told.value) and "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[topics\n", "line 1"),
        (b'[topics.weak]\nen = ["\xff"]\n', "line 2: is not UTF-8"),
        (b"x = [" * 5000, "mine.toml"),
    ],
)
def test_what_is_no_toml_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, said: str) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    set_to(monkeypatch, tmp_path / "mine.toml")
    with pytest.raises(UserLexiconError, match=r"mine\.toml") as told:
        user_hash()
    assert said in str(told.value) and "\n" not in str(told.value)


def test_a_missing_and_an_empty_folder_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_to(monkeypatch, tmp_path / "nowhere")
    with pytest.raises(UserLexiconError, match="no such file or folder"):
        user_hash()
    set_to(monkeypatch, tmp_path)
    with pytest.raises(UserLexiconError, match=r"holds no \*\.toml file"):
        user_hash()


def test_the_command_takes_it_and_tells_a_fault_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    text, words = tmp_path / "a.txt", tmp_path / "mine.toml"
    text.write_text("Kenya and Italy signed a covenant on police training.\n", encoding="utf-8")
    words.write_text('[grammar_en.instruments]\ntreaty = ["covenant"]\n', encoding="utf-8")
    done = CliRunner().invoke(app, ["extract", str(text), "--lexicon", str(words)])
    assert done.exit_code == 0 and '"instrument": "treaty"' in done.stdout and "1+lexicon." in done.stdout
    faulty = tmp_path / "other.toml"
    faulty.write_text('[grammar_en.instruments]\ntrety = ["covenant"]\n', encoding="utf-8")
    done = CliRunner().invoke(app, ["extract", str(text), "--lexicon", str(faulty)])
    assert done.exit_code == 2
    assert "line 2: grammar_en.instruments.trety: unknown key 'trety'" in " ".join(done.output.split())


@pytest.mark.parametrize("name", package_files())
def test_the_packages_files_hold_to_the_schema(name: str) -> None:
    assert list(faults(name, store.load(store.LEXICON / f"{name}.toml"))) == []
    assert kind_of(name) in files()


def test_a_fault_in_the_package_is_told_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "topics.toml").write_text('[weak]\nen = ["x"]\nde = ["y"]\n', encoding="utf-8")
    monkeypatch.setattr(store, "LEXICON", tmp_path)
    store.forget()
    with pytest.raises(LexiconError, match=r"topics\.toml, line 3: weak\.de: unknown key 'de'"):
        lexicon("topics")


def test_the_tables_are_as_wide_as_they_have_to_be() -> None:
    institutions = lexicon("institutions")["institutions"]
    rows = [row for state in institutions.values() for row in state.values()]
    assert len(institutions) >= 150 and sum(len(row) - 2 for row in rows) >= 2500
    regions = {
        "Latin America": "ARG BOL BRA CHL COL CRI DOM ECU GTM HND HTI JAM MEX NIC PAN PER PRY SLV URY VEN",
        "Africa": "AGO BEN BFA CMR CPV ETH GHA KEN MLI MOZ NER NGA RWA SEN SOM TZA UGA ZAF ZMB",
        "Asia": "BGD CHN IDN IND JPN KAZ KOR LKA MYS NPL PAK PHL THA VNM",
        "Europe": "ALB DEU ESP FRA GBR GEO ITA MDA NLD NOR POL PRT SRB SWE UKR",
        "Middle East": "ARE EGY IRQ ISR JOR LBN OMN QAT SAU TUR YEM",
    }
    for states in regions.values():
        assert all(len(institutions[state]) >= 1 for state in states.split())
    donors = ("USA", "GBR", "FRA", "DEU", "JPN", "CAN", "AUS", "ESP", "ITA", "NLD", "NOR", "SWE", "CHN", "TUR", "KOR")
    assert all(sum(len(row) - 2 for row in institutions[state].values()) >= 4 for state in donors)
    programmes = lexicon("programmes")["programmes"]["rows"]
    assert len(programmes) >= 60 and {row[0] for row in programmes.values()} >= {"USA", "EU", "JPN", "GBR", "CAN", "UN"}
