"""`communique serve`: Prefect's server and a worker as two processes, started again when they end, as long as this one
lives.

    <data>/prefect/prefect.db          the server's database; losing it loses past runs' logs, never what was ingested
    <data>/prefect/serve.lock          held by the process that serves
    <data>/prefect/serve.json          who serves, for `communique status`

Whatever is killed, and whenever: what was ingested is whole (see flows.pipeline), and the next start mends the rest.
"""

import contextlib
import datetime as dt
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import PrefectError
from flows.processes import kill_group
from schemas.processes import is_alive, start_mark

if TYPE_CHECKING:
    from flows.settings import Settings

Say = Callable[[str], None]

_CHECKOUT = Path(__file__).resolve().parents[1]
_START_S = 180
"""Seconds that the server may take to answer: 12 to 19 on an idle machine of two cores."""

_PAUSES_S = (1, 5, 15, 60)
"""Seconds before the processes are started again, the last for good; the first after a time that went well."""

_WELL_S = 600
_EVENT_DAYS = 7
_VACUUM_SHARE = 0.25
"""Share of the database's pages that may be free before the file is made short."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Who serves, as serve.json tells it; `marks` are what tells the processes from later ones with their ids."""

    pid: int
    url: str
    since: str
    children: tuple[int, ...] = ()
    marks: tuple[str | None, ...] = ()

    @property
    def alive(self) -> bool:
        """Whether it still does."""
        return bool(self.marks) and is_alive(self.pid, self.marks[0])


def home_of(settings: "Settings") -> Path:
    """The folder of Prefect's database."""
    return settings.data / "prefect"


def api_url(settings: "Settings") -> str:
    """Address of the server's API, as processes on this machine reach it."""
    host = settings.serve_host
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{host}:{settings.serve_port}/api"


def environment(settings: "Settings") -> dict[str, str]:
    """The environment of server, worker and runs: no telemetry, one embedded database that does not grow for ever."""
    home = home_of(settings)
    given = {
        "COMMUNIQUE_DATA": str(settings.data),
        "COMMUNIQUE_SOURCES": str(settings.sources),
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_API_URL": api_url(settings),
        "PREFECT_UI_API_URL": "/api",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / 'prefect.db'}",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs,orphans",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(settings.prefect_days * 86400),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{min(_EVENT_DAYS, settings.prefect_days)}D",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "10",
        "PREFECT_RUNNER_POLL_FREQUENCY": "5",
        "PREFECT_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "DO_NOT_TRACK": "1",
        "PYTHONUNBUFFERED": "1",
    }
    wanted = {"PREFECT_LOGGING_LEVEL": "WARNING", "PREFECT_LOGGING_SERVER_LEVEL": "WARNING"}
    wanted = {name: os.environ.get(name, value) for name, value in wanted.items()}
    return {**{n: v for n, v in os.environ.items() if n != "PREFECT_API_KEY"}, **wanted, **given}


def who_serves(settings: "Settings") -> Serving | None:
    """Who serves this data folder, or did last; None where nobody ever did."""
    try:
        values = json.loads((home_of(settings) / "serve.json").read_text(encoding="utf-8"))
        return Serving(
            int(values["pid"]),
            str(values["url"]),
            str(values["since"]),
            tuple(values["children"]),
            tuple(values["marks"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def serve(settings: "Settings", say: Say) -> int:
    """Serve until told to stop (SIGTERM, SIGINT); returns the exit status.

    Raises PrefectError where another process serves this data folder, the port is taken or the server does not start,
    and CatalogueError where sources.toml does not hold.
    """
    from sources.catalogue import load_catalogue

    load_catalogue(settings.sources)
    with _only_one(settings), _stopping():
        _end_left(settings)
        _require_port(settings)
        fault = 0
        try:
            while True:
                began = time.monotonic()
                ended = _serve_once(settings, say)
                fault = 0 if time.monotonic() - began > _WELL_S else fault
                pause = _PAUSES_S[min(fault, len(_PAUSES_S) - 1)]
                fault += 1
                say(f"{ended}; starting both again in {pause} s")
                time.sleep(pause)
        except _Stopped:
            say("stopped; a run that was under way is done again at the next start")
            return 0
        finally:
            with contextlib.suppress(OSError):
                (home_of(settings) / "serve.json").unlink()


class _Stopped(BaseException):
    """Somebody asked us to end."""


@contextlib.contextmanager
def _stopping() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _only_one(settings: "Settings") -> Iterator[None]:
    import filelock

    home = home_of(settings)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(home / "serve.lock")
        lock.acquire(blocking=False)
    except filelock.Timeout:
        serving = who_serves(settings)
        pid = f" by process {serving.pid}" if serving else ""
        raise PrefectError(f"{settings.data} is being served already{pid}; stop that one first") from None
    except OSError as error:
        raise PrefectError(
            f"cannot write to {home} ({error.strerror}); allow writing there or set COMMUNIQUE_DATA to another folder"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _end_left(settings: "Settings") -> None:
    """End server and worker of a `serve` that was killed, where the system did not end them with it."""
    serving = who_serves(settings)
    if serving is None:
        return
    for pid, mark in zip(serving.children, serving.marks[1:], strict=False):
        if mark is not None and is_alive(pid, mark):
            kill_group(pid)


def _require_port(settings: "Settings") -> None:
    """Raises PrefectError where the port is taken. What is left of old connections does not count."""
    host, port = settings.serve_host, settings.serve_port
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind((host, port))
    except OSError as error:
        reason = error.strerror or str(error)
        raise PrefectError(
            f"cannot listen on {host}:{port} ({reason}); set COMMUNIQUE_SERVE_PORT or COMMUNIQUE_SERVE_HOST to another"
        ) from None


def _serve_once(settings: "Settings", say: Say) -> str:
    """Run server and worker until one of them ends; returns which, in words."""
    home = home_of(settings)
    _tidy(home, say)
    env = environment(settings)
    children: list[subprocess.Popen[bytes]] = []
    try:
        children.append(_start("flows.prefect_server", env, settings.serve_host, str(settings.serve_port)))
        _note(settings, children)
        if not _answers(api_url(settings), children[0]):
            status = children[0].poll()
            why = f"did not answer within {_START_S} s" if status is None else f"ended with status {status}"
            return f"Prefect's server {why}"
        say(f"Prefect's server answers at {api_url(settings).removesuffix('/api')}")
        children.append(_start("flows.prefect_worker", env))
        _note(settings, children)
        while True:
            for name, child in zip(("server", "worker"), children, strict=True):
                if child.poll() is not None:
                    return f"the {name} ended with status {child.returncode}"
            time.sleep(0.2)
    finally:
        for child in children:
            kill_group(child.pid)
            child.wait()


def _start(module: str, env: dict[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    """A process in a group of its own, which dies with this one."""
    command = [sys.executable, "-m", module, *arguments, str(os.getpid())]
    return subprocess.Popen(command, env=env, cwd=_CHECKOUT, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603


def _answers(url: str, server: "subprocess.Popen[bytes]") -> bool:
    import httpx

    until = time.monotonic() + _START_S
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{url}/health", timeout=5).status_code == httpx.codes.OK:
                return True
        time.sleep(0.2)
    return False


def _note(settings: "Settings", children: "list[subprocess.Popen[bytes]]") -> None:
    """Write down who serves."""
    pids = [os.getpid(), *(child.pid for child in children)]
    serving = Serving(
        pids[0],
        api_url(settings).removesuffix("/api"),
        dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        tuple(pids[1:]),
        tuple(start_mark(pid) for pid in pids),
    )
    place = home_of(settings) / "serve.json"
    beside = place.with_suffix(".part")
    # without it `status` knows less; on a full disk the service must still come up
    with contextlib.suppress(OSError):
        beside.write_text(json.dumps(asdict(serving)), encoding="utf-8")
        beside.replace(place)


def _tidy(home: Path, say: Say) -> None:
    """Before the server starts: no leases of dead runs, a database that is whole and no larger than it need be."""
    shutil.rmtree(home / "concurrency_leases", ignore_errors=True)
    database = home / "prefect.db"
    if not database.exists():
        return
    try:
        with contextlib.closing(sqlite3.connect(database, timeout=5)) as connection:
            (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if sound != "ok":
                raise sqlite3.DatabaseError(sound)
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            (free,) = connection.execute("PRAGMA freelist_count").fetchone()
            if free > 1000 and free > pages * _VACUUM_SHARE:
                connection.execute("VACUUM")
    except sqlite3.OperationalError as error:
        say(f"{database}: cannot be tidied ({error}); going on")
    except sqlite3.DatabaseError as error:
        kept = database.with_name(f"prefect.db.damaged-{int(time.time())}")
        database.rename(kept)
        for beside in ("-wal", "-shm"):
            database.with_name(database.name + beside).unlink(missing_ok=True)
        say(
            f"{database}: damaged ({error}); kept as {kept.name}, a new one is made; nothing that was ingested is in it"
        )
