"""Progress for people: bars with rates on a terminal, nothing elsewhere."""

import time
from typing import Any

from cli.console import err

_EVERY_S = 0.1
"""How often a bar is told of a new count: reckoning its rate takes longer than to hash a document."""


class Bars:
    """A bar a stage, made when the stage is first told of. Use it as a context."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
            console=err, transient=True, disable=not err.is_terminal,
        )  # fmt: skip
        self._tasks: dict[str, Any] = {}
        self._told: dict[str, float] = {}

    def __enter__(self) -> "Bars":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, stage: str, done: int, total: int, _name: str) -> None:
        """Told by the pipeline with each document; a total of 0 is one that nobody knows."""
        if self._bar.disable:
            return
        now = time.monotonic()
        if now - self._told.get(stage, 0) < _EVERY_S and (done < total or not total):
            return
        self._told[stage] = now
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=total or None, rate="")
        task = self._tasks[stage]
        speed = self._bar.tasks[self._bar.task_ids.index(task)].speed
        self._bar.update(task, completed=done, total=total or None, rate=f"{speed:,.1f}/s" if speed else "")
