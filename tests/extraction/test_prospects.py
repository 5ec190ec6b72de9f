"""Sentences that as a whole speak for nothing are not looked at closely."""

import pytest

from extraction import goals, prospects
from extraction.analyse import analyse
from extraction.analysis import Analysis
from extraction.goal_wide import WIDE
from extraction.lexicon.store import lexicon
from extraction.stems import OF_SENTENCE
from extraction.weights import linear, weight_of
from tests.extraction.reading_of import document

_TEXT = (
    "The United States donated 20 trucks to the army of Kenya. Building ports, Kenya hopes to end smuggling by 2030."
)


@pytest.fixture
def text() -> Analysis:
    return analyse(document(_TEXT))


def _set_least(monkeypatch: pytest.MonkeyPatch, bound: float | None) -> None:
    monkeypatch.setitem(lexicon("weights")["goal"], "least", bound)


def _senses(drafts: list[goals.GoalDraft]) -> set[str]:
    return {d.rules[0].removeprefix("goal ") for d in drafts}


def test_what_a_sentence_speaks_for_is_what_all_told_in_it_has_in_common(text: Analysis) -> None:
    asked = [d for d in goals.mentions(text, []) if d.shared is not None]
    assert asked
    for draft in asked:
        assert draft.shared
        told = draft.all_features()
        assert {name: value for name, value in draft.shared.items() if value}.items() <= told.items()
        words = sum(weight_of("goal", name) for name in told if name.startswith(OF_SENTENCE))
        clue = text.clues[draft.sentence]
        whole = linear("goal", draft.shared) + words
        with pytest.MonkeyPatch.context() as patch:
            _set_least(patch, whole - 1e-6)
            assert prospects.is_worth_a_look(text, clue, "goal", draft.shared)
            _set_least(patch, whole + 1e-6)
            assert not prospects.is_worth_a_look(text, clue, "goal", draft.shared)


def test_goals_that_a_word_of_intent_calls_are_always_looked_at(
    text: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = _senses(goals.mentions(text, []))
    assert every & WIDE
    assert every - WIDE
    _set_least(monkeypatch, 1000.0)
    assert _senses(goals.mentions(text, [])) == every, "the fit looks at all"
    assert _senses(goals.mentions(text, [], whole=False)) == every - WIDE


def test_without_a_word_in_the_file_every_sentence_is_looked_at(
    text: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set_least(monkeypatch, None)
    assert prospects.is_worth_a_look(text, text.clues[0], "goal", {})
