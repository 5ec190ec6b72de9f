"""One writer: an OS file lock around every write, and a file beside it that says who holds it."""

import contextlib
import datetime as dt
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import filelock

from schemas.processes import is_alive, start_mark
from warehouse.errors import LockTimeoutError, WarehouseError
from warehouse.files import make_folder, writing
from warehouse.store import Store

_POLL_SECONDS = 0.1
_PATIENCE_SECONDS = 0.3
"""How long the lock must be taken before we say so, and how long a fresh holder has to write down who it is."""


def _command() -> str:
    """The command line of this process in one short line."""
    words = [Path(sys.argv[0]).name or "python", *sys.argv[1:]]
    return " ".join(" ".join(words).split())[:200]


def _write_holder(store: Store) -> None:
    pid = os.getpid()
    holder = {
        "pid": pid,
        "command": _command(),
        "since": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "host": socket.gethostname(),
        "process_start": start_mark(pid),
    }
    beside = store.holder.with_name(f".{store.holder.name}.{pid}.part")
    try:
        beside.write_text(json.dumps(holder), encoding="utf-8")
        beside.replace(store.holder)
    except OSError:
        # who waits can do without it, and a full disk must not be the end here: the lock itself holds
        with contextlib.suppress(OSError):
            beside.unlink()


def _read_holder(store: Store) -> dict[str, Any] | None:
    """Who wrote that it holds the lock, or None where that is missing or was left by a process that is gone."""
    try:
        holder = json.loads(store.holder.read_text(encoding="utf-8"))
        pid = int(holder["pid"])
        if holder["host"] != socket.gethostname():
            return dict(holder)
        if not is_alive(pid, holder["process_start"]):
            return None
        return dict(holder)
    except (OSError, ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock; for people: "communique ingest texts (pid 4711, since 2026-11-25 03:36:49 UTC)"."""

    command: str
    pid: int
    host: str
    since: dt.datetime

    def __str__(self) -> str:
        host = "" if self.host == socket.gethostname() else f" on {self.host}"
        return f"{self.command} (pid {self.pid}{host}, since {self.since:%Y-%m-%d %H:%M:%S} UTC)"


def holder(store: Store) -> Holder | None:
    """Who wrote that it holds the lock; None where nobody did, or only a process that is gone."""
    values = _read_holder(store)
    if values is None:
        return None
    try:
        since = dt.datetime.fromisoformat(str(values["since"])).astimezone(dt.UTC)
        return Holder(str(values["command"]), int(values["pid"]), str(values["host"]), since)
    except (ValueError, KeyError):
        return None


def holder_line(store: Store) -> str:
    """Who holds the lock, for people."""
    return str(holder(store) or "another process")


@contextlib.contextmanager
def writer_lock(
    store: Store, *, on_wait: Callable[[str], None] | None = None, timeout: float | None = None
) -> Iterator[None]:
    """Hold the writer's lock of a store, whose folder is made where it is missing.

    Waits while another process holds it and calls `on_wait` once with a line that says for whom; raises
    LockTimeoutError after `timeout` seconds (None: never). The system frees the lock of a process that dies.
    Not reentrant.
    """
    with writing(store.root):
        make_folder(store.root)
    # a new object each time: a lock object counts how often its own thread took it and would not wait
    lock = filelock.FileLock(store.lock, thread_local=False)
    started = time.monotonic()
    told = on_wait is None
    while True:
        try:
            lock.acquire(blocking=False)
            break
        except filelock.Timeout:
            waited = time.monotonic() - started
            if timeout is not None and waited >= timeout:
                raise LockTimeoutError(
                    f"{store.root} is in use by {holder_line(store)}; wait for it to end and run again"
                ) from None
            if not told and on_wait is not None and waited >= _PATIENCE_SECONDS:
                on_wait(f"waiting for {holder_line(store)}")
                told = True
            time.sleep(_POLL_SECONDS if timeout is None else min(_POLL_SECONDS, max(0.01, timeout - waited)))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise WarehouseError(
                f"cannot lock {store.lock} ({reason}); allow writing there, or set --data or COMMUNIQUE_DATA to "
                "another folder"
            ) from None
    try:
        _write_holder(store)
        yield
    finally:
        with contextlib.suppress(OSError):
            store.holder.unlink(missing_ok=True)
        lock.release()
