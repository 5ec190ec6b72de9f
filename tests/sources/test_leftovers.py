"""Half-written files of processes that are gone are removed, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

from sources.leftovers import remove_leftovers


def test_only_half_written_files_of_dead_processes_go(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folder = tmp_path / "objects" / "ab"
    folder.mkdir(parents=True)
    kept = {f".abc.{os.getpid()}.part", "abc", ".hidden", "a.1.part"}
    for name in (*kept, f".abc.{ended.pid}.part"):
        (folder / name).write_text("x")
    assert remove_leftovers(tmp_path) == 1
    assert {path.name for path in folder.iterdir()} == kept
    assert remove_leftovers(tmp_path / "nothing") == 0
