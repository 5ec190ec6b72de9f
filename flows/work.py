"""A run's work folder: its plan and the outcomes of its batches, for tasks that hand over paths instead of contents."""

import datetime as dt
import json
import os
import shutil
import uuid
from pathlib import Path

from flows.gather import Gathered
from flows.receive import Received
from flows.stages import Plan
from schemas.processes import is_alive, start_mark
from schemas.reject import Reject


def make_work_folder(root: Path) -> Path:
    """A new folder under `root`/work; those that killed processes left there are removed. Raises OSError."""
    remove_left_work(root)
    pid = os.getpid()
    folder = root / "work" / f"{pid}-{start_mark(pid) or 0}-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    return folder


def remove_left_work(root: Path) -> int:
    """Remove the work folders of processes that are gone; returns how many."""
    work = root / "work"
    left = [folder for folder in work.iterdir() if not _owned(folder.name)] if work.is_dir() else []
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _owned(name: str) -> bool:
    """Whether the process that a work folder is named after still runs."""
    pid, _, rest = name.partition("-")
    mark = rest.partition("-")[0]
    return pid.isdecimal() and is_alive(int(pid), None if mark == "0" else mark)


def save_received(folder: Path, received: list[Received]) -> None:
    """Write down what was received."""
    with (folder / "received.jsonl").open("w", encoding="utf-8") as file:
        for one in received:
            refusal = one.refusal.model_dump(mode="json") if one.refusal else None
            file.write(json.dumps([one.document_id, one.shown, one.version_id, refusal, one.skipped]) + "\n")


def load_received(folder: Path) -> list[Received]:
    """Read back what was received."""
    received = []
    with (folder / "received.jsonl").open(encoding="utf-8") as file:
        for line in file:
            document_id, shown, version_id, refusal, skipped = json.loads(line)
            reject = Reject.model_validate(refusal) if refusal else None
            received.append(Received(document_id, shown, version_id, reject, skipped))
    return received


def save_plan(folder: Path, plan: Plan) -> None:
    """Write down what is to be read."""
    values = {"to_read": plan.to_read, "known": sorted(plan.known)}
    (folder / "plan.json").write_text(json.dumps(values), encoding="utf-8")


def load_plan(folder: Path) -> Plan:
    """Read back what was received and what is to be read."""
    values = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    return Plan(load_received(folder), tuple(values["to_read"]), frozenset(values["known"]))


def batch_path(folder: Path, batch: int) -> Path:
    """Where the outcomes of a batch lie; batches count from 0."""
    return folder / f"batch-{batch:06}.jsonl"


def save_gathered(folder: Path, gathered: Gathered) -> None:
    """Write down what a source yielded, what was received of it included."""
    save_received(folder, gathered.received)
    values = {
        "source": gathered.source,
        "started_at": gathered.started_at.isoformat(),
        "finished_at": gathered.finished_at.isoformat() if gathered.finished_at else None,
        "items_seen": gathered.items_seen,
        "whole": gathered.whole,
        "error": gathered.error,
        "gatherings": gathered.gatherings,
    }
    (folder / "gathered.json").write_text(json.dumps(values), encoding="utf-8")


def load_gathered(folder: Path) -> Gathered:
    """Read back what a source yielded."""
    values = json.loads((folder / "gathered.json").read_text(encoding="utf-8"))
    finished = values["finished_at"]
    return Gathered(
        source=values["source"],
        started_at=dt.datetime.fromisoformat(values["started_at"]),
        finished_at=dt.datetime.fromisoformat(finished) if finished else None,
        received=load_received(folder),
        items_seen=values["items_seen"],
        whole=values["whole"],
        error=values["error"],
        gatherings=tuple(values["gatherings"]),
    )
