"""Runs killed at random moments, each completed by the next run and compared with an undisturbed one, row for row.

python -m tests.flows.kills --times 50 --seed 1     prints where the kills hit; exit status 1 if a comparison fails
"""

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from flows.pipeline import ingest, rebuild
from flows.settings import CHECKOUT, load_settings
from tests.flows.conftest import ONE, TWO
from tests.flows.extractors import Plans
from tests.flows.state import comparable, rows, table_hashes

STATE = """
    select path.path, goal.statement from goal join document as path using (document_id)
    where goal.known_to is null and path.known_to is null order by all
"""
PUBLISHED = "select d.path, g.statement from goal as g join document as d using (document_id) order by all"

State = list[tuple[object, ...]]


@dataclass(frozen=True)
class Scene:
    """A data folder after a first run, the folder as edited since, and what an undisturbed second run makes of it.

    `old` and `new` are the goals before and after, `tables` and `first_tables` all rows, after both runs and after a
    first run over the edited folder.
    """

    data: Path
    folder: Path
    old: State
    new: State
    tables: dict[str, list[str]]
    first_tables: dict[str, list[str]]
    took: float


def make_scene(root: Path, documents: int = 0) -> Scene:
    """A scene of two documents and so many more; the second run finds one changed, one broken, one new."""
    folder = root / "texts"
    folder.mkdir(parents=True)
    (folder / "one.txt").write_text(ONE)
    (folder / "two.txt").write_text(TWO)
    for n in range(documents):
        (folder / f"more-{n:04}.txt").write_text(TWO.replace("judges", f"judges of court {n}"))
    settings = load_settings(data=root / "data")
    ingest([folder], settings, extractor=Plans())
    old = rows(settings.data / "working.duckdb", STATE)
    (folder / "one.txt").write_text(ONE.replace("four", "five"))
    (folder / "two.txt").write_bytes(b"")
    (folder / "three.txt").write_text(TWO.replace("judges", "guards"))
    for n in range(0, documents, 2):
        (folder / f"more-{n:04}.txt").write_text(TWO.replace("judges", f"clerks of court {n}"))
    whole = root / "whole"
    shutil.copytree(settings.data, whole, symlinks=True)
    began = time.monotonic()
    assert start(whole, folder).wait(timeout=300) == 1  # a document of the new state fails
    took = time.monotonic() - began
    new = rows(whole / "working.duckdb", STATE)
    assert old != new
    ingest([folder], load_settings(data=root / "first"), extractor=Plans())
    first = comparable(root / "first" / "working.duckdb")
    return Scene(settings.data, folder, old, new, comparable(whole / "working.duckdb"), first, took)


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
    """What is published is old or new; the next run makes it new, equal in all rows to an undisturbed run's, and the
    journal gives the same."""
    assert rows(data / "communique.duckdb", PUBLISHED) in (scene.old, scene.new)
    settings = load_settings(data=data)
    ingest([scene.folder], settings, extractor=Plans())
    assert rows(data / "communique.duckdb", PUBLISHED) == scene.new
    assert comparable(data / "working.duckdb") == scene.tables
    before = table_hashes(data / "working.duckdb", frozenset())
    rebuild(settings)
    assert table_hashes(data / "working.duckdb", frozenset()) == before


def kill_at(scene: Scene, data: Path, moment: float) -> str:
    """Kill a run so many seconds after its start; gives the last stage that it passed, '' where it ended before."""
    shutil.copytree(scene.data, data, symlinks=True)
    log = data.with_suffix(".stages")
    process = start(data, scene.folder, COMMUNIQUE_FAILPOINT_LOG=str(log))
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=120)
    if process.returncode != -signal.SIGKILL:
        return ""
    return log.read_text().splitlines()[-1] if log.exists() else "start"


def main() -> int:
    """Kill as often as asked and tell where it hit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20210203)
    parser.add_argument("--documents", type=int, default=300)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    hit: Counter[str] = Counter()
    unequal = 0
    with tempfile.TemporaryDirectory(prefix="communique-kills-") as root:
        scene = make_scene(Path(root), options.documents)
        took = scene.took
        print(f"an undisturbed run over {options.documents + 3} documents takes {scene.took:.1f} s")
        for n in range(options.times):
            data = Path(root) / f"{n}"
            stage = ""
            while not stage:
                shutil.rmtree(data, ignore_errors=True)
                data.with_suffix(".stages").unlink(missing_ok=True)
                moment = took * moments.uniform(0.1, 1.0)
                stage = kill_at(scene, data, moment)
                # another load of the machine makes runs shorter or longer than the first: a miss tells how long at most
                took = min(scene.took, took * 1.1) if stage else moment
            hit[stage] += 1
            try:
                assert_completed(scene, data)
            except AssertionError:
                unequal += 1
                print(f"kill {n + 1} after {stage}: the tables differ from an undisturbed run's")
            shutil.rmtree(data)
    for stage, times in hit.most_common():
        print(f"{times:3} killed after {stage}")
    print(f"{options.times} kills (seed {options.seed}): {options.times - unequal} completed, all rows equal")
    return 1 if unequal else 0


if __name__ == "__main__":
    sys.exit(main())
