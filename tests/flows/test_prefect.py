"""The Prefect flow does what the plain run does, and its deployment loads."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.errors import PrefectError, exit_status_of
from flows.pipeline import ingest
from flows.settings import CHECKOUT, Settings
from sources.arrival import BadArgumentError
from tests.flows.conftest import ONE
from tests.flows.extractors import Plans
from tests.flows.state import publications, rows, table_hashes
from tests.sources.server import Handler, serving

RECORDS = "select path, goal_id, statement from goal join document using (document_id) order by all"


def deployment() -> dict[str, Any]:
    """The deployment of prefect.yaml, as `prefect deploy` loads it."""
    from prefect.cli.deploy._config import _load_deploy_configs_and_actions
    from rich.console import Console

    (one,), actions = _load_deploy_configs_and_actions(CHECKOUT / "prefect.yaml", console=Console(file=sys.stderr))
    assert actions == {"build": [], "push": [], "pull": None}
    return one


@pytest.mark.slow
def test_the_deployment_runs_daily_and_its_flow_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.flows import load_flow_from_entrypoint

    monkeypatch.chdir(CHECKOUT)
    one = deployment()
    assert one["schedules"] == [{"cron": "0 5 * * *", "timezone": "UTC", "active": True}]
    flow = load_flow_from_entrypoint(one["entrypoint"])
    assert flow.name == "ingest"
    assert set(one["parameters"]) <= set(flow.parameters.properties)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A Prefect server that lives as long as these tests, telemetry off."""
    from flows.prefect_local import be_quiet, temporary_server

    be_quiet()
    with temporary_server() as url:
        yield url


def through_prefect(paths: list[Path], settings: Settings, monkeypatch: pytest.MonkeyPatch, **given: Any) -> Any:
    from flows import prefect_ingest
    from flows.prefect_local import ingest_through_prefect

    monkeypatch.setattr(prefect_ingest, "extractor_named", lambda name: Plans())
    return ingest_through_prefect(paths, settings, **given)


@pytest.mark.slow
def test_through_prefect_a_run_gives_what_the_plain_run_gives(
    server: str, corpus: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "table.csv").write_text("1,2\n")
    (corpus / "three.txt").write_text(ONE.replace("four", "three"))
    plain = ingest([corpus], settings, extractor=Plans())
    other = settings.model_copy(update={"data": tmp_path / "other", "batch": 2})
    flow = through_prefect([corpus], other, monkeypatch)
    assert flow.counts == plain.counts
    assert flow.counts.goals == 4
    assert flow.messages == plain.messages
    assert flow.run.arguments == plain.run.arguments
    assert rows(other.data / "working.duckdb", RECORDS) == rows(settings.data / "working.duckdb", RECORDS)
    assert flow.published is not None
    assert list((other.data / "work").iterdir()) == []

    before, versions = table_hashes(other.data / "working.duckdb"), publications(other.data)
    again = through_prefect([corpus], other, monkeypatch)
    assert (again.counts.documents_unchanged, again.changed_rows, again.published) == (3, 0, None)
    assert table_hashes(other.data / "working.duckdb") == before
    assert publications(other.data) == versions


@pytest.mark.slow
def test_one_flow_writes_at_a_time(
    server: str, corpus: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.client.orchestration import get_client

    from flows.prefect_ingest import WRITER_LIMIT

    through_prefect([corpus], settings, monkeypatch)
    with get_client(sync_client=True) as client:
        limit = client.read_global_concurrency_limit_by_name(WRITER_LIMIT)
    assert (limit.limit, limit.active, limit.active_slots) == (1, True, 0)


@pytest.mark.slow
def test_errors_come_through_prefect_as_they_are(
    server: str, corpus: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BadArgumentError, match="nothing: no such file"):
        through_prefect([corpus / "nothing"], settings, monkeypatch)
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_told(
    corpus: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/api"
        with (
            temporary_settings({PREFECT_API_URL: url}),
            pytest.raises(PrefectError, match="no Prefect server") as error,
        ):
            through_prefect([corpus], settings, monkeypatch)
    assert exit_status_of(error.value) == 1
    assert not settings.data.exists()


@pytest.mark.slow
def test_a_worker_runs_the_deployment_on_the_configured_folders(server: str, corpus: Path, tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client

    environment = {
        **os.environ,
        "PREFECT_API_URL": server,
        "PREFECT_HOME": str(tmp_path / "home"),
        "COMMUNIQUE_DATA": str(tmp_path / "data"),
        "COMMUNIQUE_FOLDERS": str(corpus),
    }

    def prefect(*arguments: str, cwd: Path = CHECKOUT) -> None:
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stdout + done.stderr

    prefect("work-pool", "create", "communique", "--type", "process")
    prefect("deploy", "--all")
    with get_client(sync_client=True) as client:
        one = client.read_deployment_by_name("ingest/daily")
    assert [(s.schedule.cron, s.schedule.timezone, s.active) for s in one.schedules] == [("0 5 * * *", "UTC", True)]
    assert one.entrypoint == "flows/prefect_ingest.py:ingest_flow"
    assert one.global_concurrency_limit is not None

    prefect("deployment", "run", "ingest/daily")
    prefect("worker", "start", "--pool", "communique", "--run-once", cwd=tmp_path)
    read = "select count(*) from document where known_to is null"
    assert rows(tmp_path / "data" / "working.duckdb", read) == [(2,)]
    assert (tmp_path / "data" / "communique.duckdb").exists()


CREDENTIAL = "Bearer 5f0c-not-to-be-seen"


@pytest.mark.slow
def test_credentials_come_from_a_block_of_the_server_and_stand_nowhere(
    server: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that only the credentials open, followed by a flow that has them from a Prefect Secret block."""
    from prefect.blocks.system import Secret

    from flows.prefect_follow import follow_flow

    page = f"<html lang='en'><head><title>One</title></head><body><article><p>{ONE * 4}</p></article></body></html>"
    with serving() as web:
        web.page("/open", page)
        opened = web.routes["/open"]

        def closed(handler: Handler) -> None:
            if handler.headers.get("Authorization") == CREDENTIAL:
                opened(handler)
            else:
                handler.reply(401, b"who are you?", "text/plain")

        web.routes["/paper"] = closed
        sources = tmp_path / "sources.toml"
        sources.write_text(
            '[settings]\ncontact = "tests@example.org"\nprivate_hosts = ["127.0.0.1"]\npause_s = 0\n'
            f'[[source]]\nname = "paper"\nkind = "page"\nurl = "{web.url}/paper"\npublisher = "P"\ncountry = "XXX"\n'
            'licence = "by agreement"\nenabled = true\nauthorization_block = "paper-credentials"\n'
        )
        monkeypatch.setenv("COMMUNIQUE_SOURCES", str(sources))
        monkeypatch.setenv("COMMUNIQUE_DATA", str(settings.data))
        monkeypatch.setenv("COMMUNIQUE_SOURCE_RETRIES", "0")
        state = follow_flow("paper", return_state=True)
        assert state.is_failed() and "paper-credentials" in str(state.message), "there is no such block yet"
        assert not [path for path, _ in web.seen if path == "/paper"], "nothing is asked for without them"

        Secret(value=CREDENTIAL).save("paper-credentials")
        state = follow_flow("paper", return_state=True)
        assert state.is_completed(), state.message
    assert rows(settings.data / "working.duckdb", "select source, status from document") == [("paper", "coded")]
    seen = [path for path in settings.data.rglob("*") if path.is_file() and CREDENTIAL.encode() in path.read_bytes()]
    assert seen == [], "they stand in no file of the data folder"
