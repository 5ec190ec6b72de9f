"""`communique serve` against a real Prefect server: runs fire, and what is killed is mended without a hand."""

import contextlib
import datetime as dt
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.errors import PrefectError
from flows.settings import CHECKOUT, Settings, load_settings
from schemas.processes import is_alive
from sources.catalogue import CatalogueError
from tests.flows.listener import Calls
from tests.flows.state import rows

N = 120
SOURCE = """
[[source]]
name = "press"
kind = "folder"
path = "press"
publisher = "Ministry of Tests"
country = "NOR"
licence = "written for this test"
cadence = "{cadence}"
"""
TEXT = (
    "Accra, 12 October 2023\n\nThe United States donated {n} patrol boats worth ${n} million to the Ghana Navy on "
    "10 October 2023.\n" + "The minister spoke about the weather at the coast for a long time. " * 40 + "\n"
)
COUNT = "select count(*) from document"


class Service:
    """`communique serve` on a folder of its own, started and killed as often as wanted."""

    def __init__(self, root: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.root = root
        self.process: subprocess.Popen[bytes] | None = None
        self.more = ""
        self.environment: dict[str, str] = {}
        (root / "press").mkdir()
        for n in range(1, N + 1):
            (root / "press" / f"{n:03}.txt").write_text(TEXT.format(n=n))

    @property
    def settings(self) -> Settings:
        return load_settings(data=self.root / "data", sources=self.root / "sources.toml", serve_port=self.port)

    def start(self, cadence: str) -> None:
        (self.root / "sources.toml").write_text(self.more + SOURCE.format(cadence=cadence))
        environment = {
            **os.environ,
            **self.environment,
            "COMMUNIQUE_DATA": str(self.root / "data"),
            "COMMUNIQUE_SOURCES": str(self.root / "sources.toml"),
            "COMMUNIQUE_SERVE_PORT": str(self.port),
            "COMMUNIQUE_BATCH": "5",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS": "5",
        }
        command = [sys.executable, "-m", "cli.main", "serve"]
        with (self.root / "log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)

    def log(self) -> str:
        return (self.root / "log").read_text()

    def children(self) -> tuple[int, ...]:
        from flows.serve import who_serves

        serving = who_serves(self.settings)
        return serving.children if serving else ()

    def kill(self) -> None:
        """SIGKILL to the service, its server and its worker."""
        assert self.process is not None
        for pid in (self.process.pid, *self.children()):
            os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def runs(self) -> list[dict[str, Any]]:
        """All flow runs that have begun or ended, as the server tells them."""
        answer = httpx.post(f"http://127.0.0.1:{self.port}/api/flow_runs/filter", json={}, timeout=30)
        answer.raise_for_status()
        return [run for run in answer.json() if run["state_type"] != "SCHEDULED"]

    def states(self) -> list[str]:
        return sorted(run["state_name"] for run in self.runs())

    def run(self, name: str) -> None:
        """Start a run of a deployment, as its page does."""
        api = f"http://127.0.0.1:{self.port}/api/deployments"
        found = httpx.get(f"{api}/name/follow/{name}", timeout=30).raise_for_status().json()
        httpx.post(f"{api}/{found['id']}/create_flow_run", json={}, timeout=30).raise_for_status()

    def documents(self) -> int:
        published = self.root / "data" / "communique.duckdb"
        return int(str(rows(published, COUNT)[0][0])) if published.exists() else 0


def wait(condition: Callable[[], Any], service: Service, seconds: float = 120) -> Any:
    """The condition's value once it is true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(httpx.HTTPError):
            if value := condition():
                return value
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s:\n{service.log()}")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.kill()


@pytest.mark.slow
def test_an_error_meant_for_people_is_logged_in_a_line() -> None:
    import logging

    from flows.prefect_local import be_quiet

    be_quiet()
    import flows.prefect_follow  # noqa: F401 - sets the filters
    from warehouse.errors import WarehouseError

    logger = logging.getLogger("prefect.task_runs")

    def record_of(error: Exception) -> logging.LogRecord:
        told = (type(error), error, None)
        record = logger.makeRecord(logger.name, logging.ERROR, "", 1, "Task run failed: %r", (error,), told)
        assert logger.filter(record)
        return record

    known = record_of(WarehouseError("the disk is full;\n make room"))
    assert (known.getMessage(), known.exc_info) == ("WarehouseError: the disk is full; make room", None)
    assert record_of(TimeoutError("too long")).exc_info is None
    assert record_of(KeyError("a fault of ours")).exc_info


@pytest.mark.slow
def test_deployments_have_the_cadence_of_their_sources() -> None:
    import asyncio

    from flows.prefect_local import be_quiet

    be_quiet()
    from flows.prefect_deployments import ENTRYPOINT, deployment_of, schedule_of
    from schemas.source import FolderSource

    cron = schedule_of("30 4 * * 1-5")
    assert (cron.cron, cron.timezone, cron.interval) == ("30 4 * * 1-5", "UTC", None)
    first, second = schedule_of("every 6h"), schedule_of("every 6h")
    assert first.interval == dt.timedelta(hours=6) and first.anchor_date == second.anchor_date
    source = FolderSource(
        name="press", kind="folder", path="x", publisher="P", country="NOR", licence="l", cadence="every 6h"
    )
    made = asyncio.run(deployment_of(source))
    assert (made.name, made.entrypoint, made.parameters) == ("press", ENTRYPOINT, {"source": "press"})
    assert made.concurrency_options and made.concurrency_options.collision_strategy.value == "CANCEL_NEW"
    assert made.concurrency_limit == 1


def test_the_environment_sends_nothing_to_anybody(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.serve import environment

    monkeypatch.setenv("PREFECT_API_KEY", "pnu_secret")
    monkeypatch.setenv("PREFECT_API_URL", "https://elsewhere.example/api")
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    made = environment(settings)
    assert "PREFECT_API_KEY" not in made
    assert made["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert (made["DO_NOT_TRACK"], made["PREFECT_SERVER_ANALYTICS_ENABLED"]) == ("1", "false")
    assert made["PREFECT_SERVER_DATABASE_CONNECTION_URL"].endswith(f"{settings.data}/prefect/prefect.db")


def test_only_one_serves_a_data_folder(settings: Settings, tmp_path: Path) -> None:
    from flows.serve import _only_one, serve

    (tmp_path / "sources.toml").write_text("")
    given = settings.model_copy(update={"sources": tmp_path / "sources.toml"})
    with _only_one(given), pytest.raises(PrefectError, match="being served already"):
        serve(given, print)


def test_a_port_that_is_taken_and_a_broken_sources_toml_are_told(settings: Settings, tmp_path: Path) -> None:
    from flows.serve import serve

    (tmp_path / "sources.toml").write_text("")
    given = settings.model_copy(update={"sources": tmp_path / "sources.toml"})
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PrefectError, match="COMMUNIQUE_SERVE_PORT"):
            serve(given.model_copy(update={"serve_port": taken.getsockname()[1]}), print)
    (tmp_path / "sources.toml").write_text("[[source]]\nname = 7\n")
    with pytest.raises(CatalogueError, match="line"):
        serve(given, print)


def test_a_damaged_database_of_prefect_is_moved_aside(settings: Settings) -> None:
    from flows.serve import _tidy, home_of

    home = home_of(settings)
    (home / "concurrency_leases").mkdir(parents=True)
    (home / "prefect.db").write_bytes(b"this is no database" * 1000)
    said: list[str] = []
    _tidy(home, said.append)
    (kept,) = home.iterdir()
    assert kept.name.startswith("prefect.db.damaged-") and kept.name in said[0]


def test_a_database_of_prefect_that_is_mostly_empty_is_made_short(settings: Settings) -> None:
    from flows.serve import _tidy, home_of

    home = home_of(settings)
    home.mkdir(parents=True)
    with contextlib.closing(sqlite3.connect(home / "prefect.db")) as database:
        database.execute("create table log (message text)")
        database.executemany("insert into log values (?)", [("x" * 4000,)] * 4000)
        database.commit()
        database.execute("delete from log where rowid > 10")
        database.commit()
    before = (home / "prefect.db").stat().st_size
    _tidy(home, print)
    assert (home / "prefect.db").stat().st_size < before / 10
    with contextlib.closing(sqlite3.connect(home / "prefect.db")) as database:
        assert database.execute("select count(*) from log").fetchone() == (10,)


@pytest.mark.slow
def test_a_killed_service_completes_its_run_without_a_hand(service: Service) -> None:
    work = service.root / "data" / "work"
    service.start("every 1m")
    # the schedule fires by itself; its run is caught while it reads
    wait(lambda: list(work.glob("*/batch-000002.jsonl")), service, 180)
    children = service.children()
    service.kill()
    wait(lambda: not any(map(is_alive, children)), service)
    assert service.documents() == 0
    assert list(work.iterdir())
    with contextlib.closing(sqlite3.connect(service.root / "data" / "prefect" / "prefect.db")) as database:
        left = database.execute("select state_name from flow_run where state_type = 'RUNNING'").fetchall()
        assert left == [("Running",)]
        assert database.execute("select sum(active_slots) from concurrency_limit_v2").fetchone() == (1,)

    # from here on nothing is due for a year: only what was cut off can bring the documents in
    service.start("0 5 29 2 *")
    wait(lambda: service.documents() == N, service, 180)
    wait(lambda: service.states() == ["Completed", "Crashed"], service)
    (done,) = [run for run in service.runs() if run["state_name"] == "Completed"]
    assert "mended" in done["tags"] and done["parameters"] == {"source": "press"}
    assert "1 runs that were cut off" in service.log()
    assert list(work.iterdir()) == []
    limits = httpx.post(f"http://127.0.0.1:{service.port}/api/v2/concurrency_limits/filter", json={}).json()
    assert {limit["name"]: (limit["limit"], limit["active_slots"]) for limit in limits}["communique-writer"] == (1, 0)
    assert {limit["active_slots"] for limit in limits} == {0}
    assert len(list((service.root / "data" / "journal").iterdir())) == 1

    assert "Traceback" not in service.log()


FAILING = """
[settings]
contact = "tests@example.org"
private_hosts = ["127.0.0.1"]
attempts = 1

[[source]]
name = "gone"
kind = "feed"
url = "http://127.0.0.1:{port}/feed"
publisher = "Nobody"
country = "NOR"
licence = "none"
cadence = "0 5 29 2 *"
"""


@pytest.mark.slow
def test_a_service_says_what_failed_forgets_old_runs_and_comes_up_again(
    service: Service, listener: tuple[str, Calls]
) -> None:
    url, calls = listener
    for path in sorted((service.root / "press").iterdir())[3:]:
        path.unlink()
    (service.root / "press" / "empty.txt").write_bytes(b"")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        service.more = FAILING.format(port=closed.getsockname()[1]) + "min_items = 1\n"
        service.environment = {
            "COMMUNIQUE_WEBHOOK": f"{url}/hook",
            "COMMUNIQUE_HEARTBEAT": f"{url}/beat",
            "COMMUNIQUE_SOURCE_RETRIES": "1",
            "COMMUNIQUE_SOURCE_RETRY_S": "1",
        }
        service.start("0 5 29 2 *")
        wait(lambda: "following 2 of 2" in service.log(), service, 180)
        for name in ("press", "gone"):
            wait(lambda name=name: service.run(name) or True, service)
        wait(lambda: service.states() == ["Completed", "Failed"], service, 120)
    # one document failed: told, and the run is a good one; a source failed: told, and no heartbeat
    assert sorted((method, path) for method, path, _ in calls) == [
        ("GET", "/secret-token/beat"),
        ("POST", "/secret-token/hook"),
        ("POST", "/secret-token/hook"),
    ]
    told = {body["source"]: body for _, _, body in calls if body}
    assert ["empty.txt: is empty" in problem for problem in told["press"]["problems"]] == [True]
    assert told["gone"]["problems"][0].startswith("the source failed: ")
    assert "secret-token" not in service.log()
    artifacts = httpx.post(f"http://127.0.0.1:{service.port}/api/artifacts/filter", json={}, timeout=30).json()
    shown = {artifact["key"]: artifact["data"] for artifact in artifacts}
    assert set(shown) == {"press", "gone"} and "empty.txt" in shown["press"]

    from flows.health import findings

    quiet = service.settings.model_copy(update={"disk_gb": 0})
    bad = {one.name for one in findings(quiet, dt.datetime.now(dt.UTC)) if one.level == "bad"}
    assert bad == {"sources failing"}

    # runs that ended long ago leave the database
    service.kill()
    with contextlib.closing(sqlite3.connect(service.root / "data" / "prefect" / "prefect.db")) as database:
        database.execute("update flow_run set end_time = '2020-01-01 00:00:00' where state_type = 'FAILED'")
        database.commit()
    service.start("0 5 29 2 *")
    wait(lambda: service.states() == ["Completed"], service, 180)

    # the server alone is killed: the service starts both again
    before = service.children()
    os.kill(before[0], signal.SIGKILL)
    wait(lambda: len(service.children()) == 2 and service.children() != before and service.states(), service, 180)
    assert "starting both again" in service.log()

    assert service.process is not None
    children = service.children()
    service.process.terminate()
    assert service.process.wait(timeout=30) == 0
    assert not any(map(is_alive, children))
    assert service.documents() == 3
    assert "Traceback" not in service.log()
