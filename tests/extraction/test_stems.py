"""The plain words of a sentence as features."""

from extraction.analyse import analyse
from extraction.analysis import Analysis
from extraction.stems import Stems
from extraction.weights import weight_of
from tests.extraction.reading_of import document


def _stems(text: str, word: str, language: str = "en", behind: int = 3) -> set[str]:
    analysis: Analysis = analyse(document(text, language))
    clue = analysis.clues[-1]
    at = analysis.tokens.norms.index(word)
    return set(Stems(analysis, [(clue, at, at + 1)], behind).features())


def test_words_are_named_by_where_they_stand() -> None:
    found = _stems("The army quietly donated heavy trucks yesterday evening.", "donated")
    assert {"~s quiet", "~b quiet", "~c donat", "~v donat", "~a heavy", "~s eveni"} <= found
    assert "~a eveni" not in found


def test_names_figures_and_short_words_are_no_features() -> None:
    found = _stems("In 2021 the Kenya Police of Nairobi gave 20 radios to it.", "gave")
    words = {name.split()[1] for name in found}
    assert not words & {"kenya", "polic", "nairo", "2021", "20", "to", "it"}
    assert "radio" in words


def test_words_of_other_sentences_are_left_out() -> None:
    found = _stems("Vaccines arrived. The army donated trucks.", "donated")
    assert "~s vacci" not in found


def test_a_word_meets_its_forms() -> None:
    spanish = _stems("El ejército donó camiones militares.", "militares", "es")
    english = _stems("The army donated military trucks.", "military")
    assert "~c milit" in spanish & english


def test_what_words_weigh_is_what_their_features_do() -> None:
    analysis = analyse(document("The army donated trucks to Kenya, and the army of Kenya donated boats.", "en"))
    (clue,) = analysis.clues
    for places in ([(clue, 2, 3)], [(clue, 2, 3), (clue, 12, 13)]):
        stems = Stems(analysis, places, 4)
        for choice in ("aid", "goal", "agreement"):
            weighed = sum(weight_of(choice, name) for name in stems.features())
            assert abs(stems.sum(choice) - weighed) < 1e-9
