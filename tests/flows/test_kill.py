"""Killed at any moment, a run leaves the old state or the new one, and the next run completes it."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.pipeline import ingest, rebuild
from flows.settings import CHECKOUT, load_settings
from flows.stages import FAILPOINTS
from schemas.failpoint import WAREHOUSE_FAILPOINTS
from tests.flows.conftest import ONE, TWO
from tests.flows.extractors import Plans
from tests.flows.state import rows, table_hashes

FEW = ("flow.read", "journal.sealed", "publish.built")
"""Those that every test run goes through; the others are slow."""

STATE = """
    select path.path, goal.statement from goal join document as path using (document_id)
    where goal.known_to is null and path.known_to is null order by all
"""
PUBLISHED = "select d.path, g.statement from goal as g join document as d using (document_id) order by all"

State = list[tuple[object, ...]]


@dataclass(frozen=True)
class Scene:
    """A data folder after a first run, the folder as edited since, and the goals before and after."""

    data: Path
    folder: Path
    old: State
    new: State


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    root = tmp_path_factory.mktemp("killed")
    folder = root / "texts"
    folder.mkdir()
    (folder / "one.txt").write_text(ONE)
    (folder / "two.txt").write_text(TWO)
    settings = load_settings(data=root / "data")
    ingest([folder], settings, extractor=Plans())
    shutil.copytree(settings.data, root / "after", symlinks=True)
    old = rows(settings.data / "working.duckdb", STATE)
    (folder / "one.txt").write_text(ONE.replace("four", "five"))
    (folder / "two.txt").write_bytes(b"")
    (folder / "three.txt").write_text(TWO.replace("judges", "guards"))
    ingest([folder], load_settings(data=root / "after"), extractor=Plans())
    new = rows(root / "after" / "working.duckdb", STATE)
    assert old != new
    return Scene(settings.data, folder, old, new)


def start(data: Path, folder: Path, largest: int | None = None, **environment: str) -> "subprocess.Popen[str]":
    """A run in a process of its own, which may write no file of more than `largest` bytes."""

    def limit() -> None:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.Popen(
        [sys.executable, "-m", "tests.flows.run_once", str(data), str(folder)],
        preexec_fn=limit,
        cwd=CHECKOUT,
        env={**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def assert_completed(scene: Scene, data: Path) -> None:
    """What is published is old or new; the next run makes it new, and the journal gives the same."""
    assert rows(data / "communique.duckdb", PUBLISHED) in (scene.old, scene.new)
    settings = load_settings(data=data)
    ingest([scene.folder], settings, extractor=Plans())
    assert rows(data / "working.duckdb", STATE) == scene.new
    assert rows(data / "communique.duckdb", PUBLISHED) == scene.new
    before = table_hashes(data / "working.duckdb", frozenset())
    rebuild(settings)
    assert table_hashes(data / "working.duckdb", frozenset()) == before


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in FEW else pytest.mark.slow)
        for name in (*FAILPOINTS, *WAREHOUSE_FAILPOINTS)
    ],
)
def test_a_run_killed_between_two_stages_is_completed_by_the_next(scene: Scene, tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    shutil.copytree(scene.data, data, symlinks=True)
    process = start(data, scene.folder, COMMUNIQUE_FAILPOINT=name)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 137, errors
    assert_completed(scene, data)


@pytest.mark.slow
def test_a_first_run_killed_between_any_two_stages_is_completed_by_the_next(scene: Scene, tmp_path: Path) -> None:
    for name in (*FAILPOINTS, *WAREHOUSE_FAILPOINTS):
        data = tmp_path / name
        process = start(data, scene.folder, COMMUNIQUE_FAILPOINT=name)
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 137, (name, errors)
        ingest([scene.folder], load_settings(data=data), extractor=Plans())
        assert len(rows(data / "communique.duckdb", PUBLISHED)) == len(rows(data / "working.duckdb", STATE)) == 3, name


@pytest.mark.slow
def test_runs_killed_at_random_moments_are_completed_by_the_next(scene: Scene, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(scene.data, whole, symlinks=True)
    began = time.monotonic()
    assert start(whole, scene.folder).wait(timeout=120) == 1  # a document of the new state fails
    took = time.monotonic() - began
    moments = random.Random(20210203)
    killed = 0
    for n in range(40):
        data = tmp_path / str(n)
        shutil.copytree(scene.data, data, symlinks=True)
        process = start(data, scene.folder)
        time.sleep(took * moments.uniform(0.3, 1.0))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=120)
        if process.returncode != -signal.SIGKILL:
            took *= 0.8  # it was quicker than the first: the machine is busy with other things at times
            continue
        killed += 1
        assert_completed(scene, data)
        if killed == 5:
            return
    pytest.fail("no five runs could be killed before they ended")


@pytest.mark.parametrize(
    "largest", [pytest.param(n, marks=() if n == 500 else pytest.mark.slow) for n in (500, 2_000, 20_000, 400_000)]
)
def test_a_run_on_a_full_disk_is_told_in_one_line_and_completed_by_the_next(
    scene: Scene, tmp_path: Path, largest: int
) -> None:
    data = tmp_path / "data"
    shutil.copytree(scene.data, data, symlinks=True)
    process = start(data, scene.folder, largest)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert len(errors.splitlines()) == 1
    assert "make room" in errors
    assert_completed(scene, data)


def test_two_runs_at_the_same_time_both_end_and_load_everything_once(scene: Scene, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(scene.data, data, symlinks=True)
    both = [start(data, scene.folder) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [1, 1], said  # a document of the new state fails
    assert [errors for _, errors in said] == ["", ""]
    assert len({run_id for run_id, _ in said}) == 2
    assert rows(data / "communique.duckdb", PUBLISHED) == scene.new
    assert_completed(scene, data)
