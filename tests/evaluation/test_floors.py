"""The corpus holds its floors, and floors only rise."""

import tomllib
from pathlib import Path

import pytest

from evaluation.floors import EMPTY, below, figures, floors, raised, written
from evaluation.measure import LEVELS, MEASURES
from evaluation.run import Report
from flows.errors import ExtractError


def test_the_corpus_holds_its_floors(report: Report) -> None:
    assert below(figures(report), floors()) == []


def test_there_is_a_floor_for_each_figure_of_the_whole_each_language_and_each_half() -> None:
    assert set(floors()) == {"all", "en", "es", "pt", "half_a", "half_b"}
    for values in floors().values():
        assert set(values) == {f"{level}_{m}" for level in LEVELS for m in MEASURES} | {EMPTY}
        assert all(value > 0 for value in values.values())


def test_a_figure_under_its_floor_is_told_and_so_is_one_that_is_gone() -> None:
    least = {"all": {"found_f1": 0.8, "exact_f1": 0.5}, "es": {"found_f1": 0.7}}
    now = {"all": {"found_f1": 0.79, "exact_f1": 0.5}}
    assert below(now, least) == [
        "all found_f1: 0.79 is under the floor of 0.8",
        "es found_f1: nothing is under the floor of 0.7",
    ]


def test_floors_only_rise() -> None:
    least = {"all": {"found_f1": 0.8, "exact_f1": 0.5}}
    now = {"all": {"found_f1": 0.7, "exact_f1": 0.6}, "es": {"found_f1": 0.4}}
    higher = raised(now, least)
    assert higher == {"all": {"found_f1": 0.8, "exact_f1": 0.6}, "es": {"found_f1": 0.4}}
    assert raised({}, higher) == higher
    assert tomllib.loads(written(higher)) == higher


def test_a_damaged_file_of_floors_is_named(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    assert floors(path) == {}
    path.write_text("all = ")
    with pytest.raises(ExtractError, match=r"floors\.toml"):
        floors(path)
