"""What is remembered of a source between runs: how to ask whether a page changed, and what came but was not loaded.

    fetched/<source>.jsonl      a line for each thing that came, and one for gatherings once they are loaded

A line is written before the archive has what it names, so that a killed run leaves no archived thing without one.
Nothing here is the truth: without it everything is fetched again, and what is known stays as it is.
"""

import contextlib
import json
import os
import uuid
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from sources.fetched import Condition

_COMPACT = 2000
"""Lines from which on the file is made short again."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that came: the bytes under `content_sha256`, archived as `version_id`.

    `role` is document, or feed for the bytes of a feed that items were read from.
    """

    url: str
    role: str
    document_id: str
    version_id: str
    content_sha256: str
    shown: str
    etag: str | None = None
    last_modified: str | None = None

    @property
    def condition(self) -> Condition:
        """What to ask with the next time."""
        return Condition(self.etag, self.last_modified)


class Memory:
    """The memory of one source, under a lock that other processes wait for while it is open.

    With `look_only` nothing is made, locked or written. Raises OSError where it cannot be read or written.
    """

    def __init__(self, folder: Path, source: str, *, look_only: bool = False):
        if not look_only:
            folder.mkdir(parents=True, exist_ok=True)
        self._look_only = look_only
        self._path = folder / f"{source}.jsonl"
        self.gathering = uuid.uuid4().hex
        self._lock = FileLock(folder / f"{source}.lock")
        self._latest: dict[str, Trace] = {}
        self._pending: dict[str, list[Trace]] = {}

    def __enter__(self) -> "Memory":
        if not self._look_only:
            self._lock.acquire()
        try:
            self._load()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def latest(self, url: str) -> Trace | None:
        """What came last from an address."""
        return self._latest.get(url)

    @property
    def pending(self) -> tuple[Trace, ...]:
        """What came in gatherings that are not loaded, in order: the runs ended before, or are still at it."""
        return tuple(trace for traces in self._pending.values() for trace in traces)

    @property
    def gatherings(self) -> tuple[str, ...]:
        """Ids of the gatherings that are loaded once this one and what is pending are."""
        return (*self._pending, self.gathering)

    def add(self, trace: Trace) -> None:
        """Remember a thing that is about to be archived."""
        self._latest[trace.url] = trace
        self._append({"gathering": self.gathering, **asdict(trace)})

    def loaded(self, gatherings: Collection[str]) -> None:
        """Remember that what came in those gatherings is loaded."""
        for gathering in gatherings:
            self._pending.pop(gathering, None)
        self._append({"loaded": sorted(gatherings)})

    def _append(self, values: dict[str, Any]) -> None:
        line = json.dumps(values, ensure_ascii=False).encode() + b"\n"
        with self._path.open("ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return
        for line in content.split(b"\n"):
            # what a killed process left half-written says nothing
            with contextlib.suppress(ValueError):
                values = json.loads(line)
                if isinstance(values, dict):
                    yield values

    def _load(self) -> None:
        number = 0
        for values in self._lines():
            number += 1
            if "loaded" in values:
                for gathering in values["loaded"]:
                    self._pending.pop(gathering, None)
                continue
            gathering = values.pop("gathering", "")
            with contextlib.suppress(TypeError):
                trace = Trace(**values)
                self._latest[trace.url] = trace
                self._pending.setdefault(gathering, []).append(trace)
        if number > _COMPACT and number > 2 * len(self._latest) and not self._pending and not self._look_only:
            self._compact()
        elif number and not self._look_only:
            self._end_line()

    def _end_line(self) -> None:
        """Close a line that was cut, so that the next one stands alone."""
        if not self._path.read_bytes().endswith(b"\n"):
            with self._path.open("ab") as file:
                file.write(b"\n")

    def _compact(self) -> None:
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}.part")
        lines = [json.dumps({"gathering": "", **asdict(trace)}, ensure_ascii=False) for trace in self._latest.values()]
        lines.append(json.dumps({"loaded": [""]}))
        with beside.open("wb") as file:
            file.write("\n".join(lines).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
