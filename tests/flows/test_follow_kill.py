"""A run over sources that is killed loses nothing that came, even where the feed has gone on before the next run."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from flows.follow import ingest_sources
from flows.settings import CHECKOUT, load_settings
from flows.stages import FAILPOINTS, SOURCE_FAILPOINTS
from tests.flows.extractors import Plans
from tests.flows.test_follow import article, feed, follow, item
from tests.sources.server import Server, serving

ALL = (*FAILPOINTS, *SOURCE_FAILPOINTS, "journal.sealed", "load.committed", "publish.built")
"""Those of the warehouse that tell its states apart; test_kill goes through all of them."""
BEFORE = ("archive.object", "flow.recovered", "flow.resumed")
"""Where nothing has come whole yet: what the feed drops before the next run cannot be had any more."""
AFTER = tuple(name for name in ALL if name not in BEFORE)
FEW = ("flow.archived", "journal.sealed")


def tables(working: Path, *, order: bool = True) -> dict[str, list[str]]:
    """The rows of all tables with history, their instants as places among those at which something changed.

    Without `order` only whether a row still holds: a run that was killed between two sources is made up for by two,
    one for what had come and one for the rest.
    """
    with duckdb.connect(str(working), read_only=True) as connection:
        changing = connection.execute(
            "select known_at from run join loaded using (run_id) where changed_rows > 0 order by 1"
        ).fetchall()
        place = {row[0]: n if order else 0 for n, row in enumerate(changing)}
        names = connection.execute(
            "select distinct table_name from information_schema.columns where column_name = 'known_to'"
        ).fetchall()
        found = {}
        for (name,) in sorted(names):
            rows = connection.execute(f"select * exclude (run_id) from {name}")
            times = [n for n, column in enumerate(rows.description) if column[0] in ("known_from", "known_to")]
            told = [list(row) for row in rows.fetchall()]
            for row in told:
                for n in times:
                    row[n] = place[row[n]] if row[n] else None
            found[name] = sorted(map(repr, told))
    assert len(found) > 10
    return found


@dataclass(frozen=True)
class Scene:
    """A folder with sources.toml, the data after a first run, and the tables of undisturbed second and third runs."""

    server: Server
    folder: Path
    data: Path
    second: dict[str, list[str]]
    third: dict[str, list[str]]

    def serve(self, state: int) -> None:
        """Let the feed and the page be as they are at a run: items come, change and drop out."""
        states = {1: [item(1), item(2)], 2: [item(3), item(1, "buy no ship")], 3: [item(4)]}
        self.server.page("/feed", feed(*states[state]), "application/rss+xml", etag=f'"{state}"')
        self.server.page("/page", article(f"build {state} docks"), etag=f'"{state}"')

    def run(self, data: Path) -> None:
        report = ingest_sources((), load_settings(data=data, sources=self.folder / "sources.toml"), extractor=Plans())
        assert report.exit_status == 0, report.source_messages

    def start(self, data: Path, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "tests.flows.follow_once", str(self.folder), str(data)],
            cwd=CHECKOUT,
            env={**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("followed")
    with serving() as server:
        wire = {"name": "wire", "kind": "feed", "url": f"{server.url}/feed", "body": "item"}
        page = {"name": "page", "kind": "page", "url": f"{server.url}/page"}
        data = follow(folder, wire, page).data
        one = Scene(server, folder, data, {}, {})
        one.serve(1)
        one.run(data)
        whole = folder / "whole"
        shutil.copytree(data, whole, symlinks=True)
        one.serve(2)
        one.run(whole)
        second = tables(whole / "working.duckdb")
        one.serve(3)
        one.run(whole)
        yield Scene(server, folder, data, second, tables(whole / "working.duckdb"))


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in FEW else pytest.mark.slow) for n in ALL])
def test_a_killed_run_is_made_up_for_by_the_next(scene: Scene, tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    shutil.copytree(scene.data, data, symlinks=True)
    scene.serve(2)
    process = scene.start(data, COMMUNIQUE_FAILPOINT=name)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 137, errors
    scene.run(data)
    assert tables(data / "working.duckdb") == scene.second


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in FEW else pytest.mark.slow) for n in AFTER])
def test_what_came_to_a_killed_run_is_loaded_though_the_feed_went_on(scene: Scene, tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    shutil.copytree(scene.data, data, symlinks=True)
    scene.serve(2)
    process = scene.start(data, COMMUNIQUE_FAILPOINT=name)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 137, errors
    scene.serve(3)
    scene.run(data)
    assert tables(data / "working.duckdb") == scene.third


@pytest.mark.slow
def test_runs_killed_at_random_moments_are_made_up_for(scene: Scene, tmp_path: Path) -> None:
    scene.serve(2)
    began = time.monotonic()
    shutil.copytree(scene.data, tmp_path / "whole", symlinks=True)
    assert scene.start(tmp_path / "whole").wait(timeout=120) == 0
    took = time.monotonic() - began
    whole = tables(tmp_path / "whole" / "working.duckdb", order=False)
    moments = random.Random(20211103)
    killed = 0
    for n in range(5):
        data = tmp_path / str(n)
        shutil.copytree(scene.data, data, symlinks=True)
        process = scene.start(data)
        time.sleep(took * moments.uniform(0.2, 0.8))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=120)
        killed += process.returncode == -signal.SIGKILL
        scene.run(data)
        assert tables(data / "working.duckdb", order=False) == whole
    assert killed >= 1
