"""A run's work folder: its plan and the outcomes of its batches, for tasks that hand over paths instead of contents."""

import json
import shutil
import time
import uuid
from pathlib import Path

from flows.receive import Received
from flows.stages import Plan
from schemas.reject import Reject

_STALE_S = 7 * 24 * 3600
"""A work folder of this age, in seconds, was left by a process that was killed."""


def make_work_folder(root: Path) -> Path:
    """A new folder under `root`/work; old ones that killed processes left there are removed. Raises OSError."""
    work = root / "work"
    work.mkdir(parents=True, exist_ok=True)
    for left in work.iterdir():
        if time.time() - left.stat().st_mtime > _STALE_S:
            shutil.rmtree(left, ignore_errors=True)
    folder = work / uuid.uuid4().hex
    folder.mkdir()
    return folder


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
