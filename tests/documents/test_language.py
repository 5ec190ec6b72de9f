"""The language of a document."""

import subprocess
import sys

import pytest

from documents.language import by_function_words, detect, normal_code
from schemas.document import Sidecar
from schemas.enums import DocumentStatus
from tests.documents.reading import read

ENGLISH = "The two ministers signed an agreement on the exchange of information and will meet again in the autumn."
SPANISH = "Los dos ministros firmaron un acuerdo sobre el intercambio de información y se reunirán en la capital."
PORTUGUESE = "Os dois ministros assinaram um acordo sobre a troca de informações e vão reunir-se na capital do país."
FRENCH = "Les deux ministres ont signé un accord sur l'échange d'informations et se réuniront dans la capitale du pays."
ITALIAN = (
    "I due ministri hanno firmato un accordo sullo scambio di informazioni e si riuniranno nella capitale del paese."
)
CATALAN = "Els dos ministres van signar un acord sobre l'intercanvi d'informació i es reuniran a la capital amb ells."
GERMAN = (
    "Die beiden Minister unterzeichneten ein Abkommen über den Austausch von Informationen und treffen sich im Herbst."
)


@pytest.mark.parametrize(("text", "code"), [(ENGLISH, "en"), (SPANISH, "es"), (PORTUGUESE, "pt")])
def test_the_three_languages_are_known_by_their_function_words(text: str, code: str) -> None:
    assert by_function_words(text) == code
    assert read(text).language == code


@pytest.mark.parametrize("text", [FRENCH, ITALIAN, CATALAN, GERMAN])
def test_neighbours_are_left_to_the_detector(text: str) -> None:
    assert by_function_words(text) is None


def test_the_detector_is_not_imported_for_a_clear_text() -> None:
    program = (
        "import sys; from documents.language import detect; "
        f"assert detect({ENGLISH!r}) == 'en'; assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)  # a clean interpreter: others may have imported it


@pytest.mark.parametrize(("text", "code", "name"), [(FRENCH, "fr", "French"), (GERMAN, "de", "German")])
def test_a_text_in_another_language_is_skipped_with_its_name(text: str, code: str, name: str) -> None:
    document = read(text)
    assert document.status is DocumentStatus.SKIPPED
    assert document.skip_reason == (
        f"language is {code} ({name}): communique reads English, Spanish and Portuguese; "
        "if it is one of them, say so in a sidecar"
    )
    assert document.text == text


def test_a_headline_is_not_taken_for_a_rare_language() -> None:
    assert detect("NOTA DE PRENSA: FIRMAN CONVENIO DE SEGURIDAD") == "es"
    assert detect("Patrol boats 14 $3.2 million, spare parts") == "en"


def test_too_little_text_has_no_language_and_is_coded() -> None:
    document = read("14 / 22")
    assert (document.language, document.status) == (None, DocumentStatus.CODED)
    assert document.warnings == ("language not recognized: too little text; give language in a sidecar",)


def test_the_sidecar_wins_and_a_contradiction_is_told() -> None:
    document = read(ENGLISH, sidecar=Sidecar(language="es"))
    assert document.language == "es"
    assert document.warnings == ("language is es (Spanish) by its sidecar, but its words look English",)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("en-US", "en"),
        ("pt_BR", "pt"),
        ("Spanish", "es"),
        ("por", "pt"),
        ("FR", "fr"),
        ("und", None),
        ("", None),
        ("x-default", None),
    ],
)
def test_declared_languages_become_codes(told: str, code: str | None) -> None:
    assert normal_code(told) == code
