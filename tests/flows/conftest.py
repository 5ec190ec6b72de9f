"""A small corpus and settings of its own for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.settings import Settings, load_settings
from tests.flows.listener import Calls, listening


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("COMMUNIQUE_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def listener() -> Iterator[tuple[str, Calls]]:
    """A local server: its address with a secret in it, and the calls that came."""
    with listening() as made:
        yield made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data=tmp_path / "data")


ONE = "Oslo, 3 May 2021.\n\nThe Ministry of Defence plans to buy four ships for the coast. It said so in the morning.\n"
TWO = (
    "Oslo, 4 May 2021.\n\n"
    "The Ministry of Justice plans to train judges. The Ministry of Justice plans to hire clerks.\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two documents with three goals, one of them with a candidate that does not hold."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "one.txt").write_text(ONE)
    (folder / "two.txt").write_text(f"{TWO}\nThe line of the register was BROKEN by the time that it was read.\n")
    return folder
