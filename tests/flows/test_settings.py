"""Settings come from the environment, and a wrong one is told by its variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.settings import CHECKOUT, load_settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("COMMUNIQUE_")]:
        monkeypatch.delenv(name)


def test_the_defaults_lie_in_the_checkout() -> None:
    settings = load_settings()
    assert settings.data == CHECKOUT / "warehouse" / "data"
    assert settings.extractor == "grammar"
    assert settings.folders == (CHECKOUT / "samples",)


def test_what_is_given_wins_over_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_DATA", str(tmp_path / "environment"))
    monkeypatch.setenv("COMMUNIQUE_FOLDERS", os.pathsep.join(["a", "b"]))
    assert load_settings(data=None).data == tmp_path / "environment"
    assert load_settings(data=tmp_path / "given").data == tmp_path / "given"
    assert load_settings().folders == (Path("a"), Path("b"))


def test_a_relative_folder_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(data="x").data == tmp_path / "x"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("COMMUNIQUE_BATCH", "0", "COMMUNIQUE_BATCH: Input should be greater than or equal to 1 (given: '0')"),
        ("COMMUNIQUE_BATCH", "many", "COMMUNIQUE_BATCH: Input should be a valid integer"),
        ("COMMUNIQUE_DATA", " ", "COMMUNIQUE_DATA: is empty; give a folder"),
        ("COMMUNIQUE_DATA", __file__, "is no folder; give a folder, which is made where it is missing"),
        ("COMMUNIQUE_DATA", "~nobody-of-that-name/x", "COMMUNIQUE_DATA: Could not determine home directory"),
        ("COMMUNIQUE_EXTRACTOR", "", "COMMUNIQUE_EXTRACTOR: String should have at least 1 character"),
        ("COMMUNIQUE_DATADIR", "x", "COMMUNIQUE_DATADIR: no such setting; there are COMMUNIQUE_DATA, "),
    ],
)
def test_a_wrong_setting_is_told_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["COMMUNIQUE_DEBUG", "COMMUNIQUE_COMPILED", "COMMUNIQUE_SECRET_WIRE"])
def test_a_variable_that_is_meant_for_something_else_is_let_be(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = load_settings()
    monkeypatch.setenv(name, "no")
    assert load_settings() == before


def test_a_wrong_option_is_told_as_the_option() -> None:
    with pytest.raises(SettingsError, match="--data: "):
        load_settings(data=__file__)


def test_extraction_needs_neither_settings_nor_a_warehouse() -> None:
    heavy = {"duckdb", "pandas", "prefect", "pydantic_settings"}
    code = f"import flows.extract, flows.pipeline, sys; print(sorted(set(sys.modules) & {heavy}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=CHECKOUT, check=True)
    assert done.stdout.strip() == "[]"
