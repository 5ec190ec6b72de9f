"""Killed at any moment, a run leaves the old state or the new one, and the next run completes it, row for row."""

import random
import shutil
from pathlib import Path

import pytest

from flows.pipeline import ingest
from flows.settings import load_settings
from flows.stages import FAILPOINTS
from schemas.failpoint import WAREHOUSE_FAILPOINTS
from tests.flows.extractors import Plans
from tests.flows.kills import PUBLISHED, STATE, Scene, assert_completed, kill_at, make_scene, start
from tests.flows.state import comparable, rows

FEW = ("flow.read", "journal.sealed", "publish.built")
"""Those that every test run goes through; the others are slow."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return make_scene(tmp_path_factory.mktemp("killed"))


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
        assert comparable(data / "working.duckdb") == scene.first_tables, name
        assert rows(data / "communique.duckdb", PUBLISHED) == rows(data / "working.duckdb", STATE), name


@pytest.mark.slow
def test_runs_killed_at_random_moments_are_completed_by_the_next(scene: Scene, tmp_path: Path) -> None:
    moments = random.Random(20210203)
    took, hit = scene.took, 0
    for n in range(40):
        data = tmp_path / str(n)
        if not kill_at(scene, data, took * moments.uniform(0.3, 1.0)):
            took *= 0.8  # it was quicker than the one that was timed: the machine is busy with other things at times
            continue
        hit += 1
        assert_completed(scene, data)
        if hit == 5:
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
