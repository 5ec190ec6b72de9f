"""`ingest --prefect`: the flow in this process, against the server that Prefect is set to, or one of its own.

The server of its own lives as long as the run, with its database in a folder that goes with it. Nothing is sent to
anybody: Prefect's telemetry is off, here and in that server.
"""

import os
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import PrefectError
from flows.report import RunReport

if TYPE_CHECKING:
    from flows.settings import Settings

_START_S = 180
"""Seconds that a server of its own may take to start: 12 to 19 on an idle machine of two cores."""

_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    # The command line tells what happened; Prefect would add its own account, tracebacks included.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
}


def be_quiet() -> None:
    """Turn off Prefect's telemetry and its logs, where nothing is set; only before the first import of prefect."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)


def ingest_through_prefect(paths: Sequence[Path], settings: "Settings", *, source: str | None = None) -> RunReport:
    """What flows.pipeline.ingest does, as a Prefect flow with its tasks on a server.

    Raises PrefectError where the server that PREFECT_API_URL names does not answer or none can be started, and what
    `ingest` raises.
    """
    be_quiet()
    from flows.prefect_ingest import ChecksFailedError, ingest_flow

    with _server():
        try:
            return ingest_flow(
                paths=[str(path) for path in paths],
                source=source,
                data=str(settings.data),
                extractor=settings.extractor,
                batch=settings.batch,
            )
        except ChecksFailedError as error:
            return error.report


@contextmanager
def _server() -> Iterator[None]:
    """A server that answers, for as long as the context lasts."""
    from prefect.settings import PREFECT_API_URL

    url = PREFECT_API_URL.value()
    if url is None:
        with temporary_server():
            yield
        return
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        fault = client.api_healthcheck()
    if fault is not None:
        raise PrefectError(
            f"no Prefect server answers at {url}; start it with 'prefect server start', or unset PREFECT_API_URL to "
            "let communique start one of its own"
        )
    yield


@contextmanager
def temporary_server() -> Iterator[str]:
    """A Prefect server of its own; gives its API's address, which Prefect is set to while the context lasts."""
    from prefect.server.api.server import SubprocessASGIServer
    from prefect.settings import (
        PREFECT_API_URL,
        PREFECT_HOME,
        PREFECT_LOGGING_TO_API_ENABLED,
        PREFECT_SERVER_DATABASE_CONNECTION_URL,
        temporary_settings,
    )

    made = tempfile.TemporaryDirectory(prefix="communique-prefect-", ignore_cleanup_errors=True)
    with made as home, _ending_on_sigterm():
        database = f"sqlite+aiosqlite:///{Path(home) / 'prefect.db'}"
        with temporary_settings({PREFECT_HOME: Path(home), PREFECT_SERVER_DATABASE_CONNECTION_URL: database}):
            server = SubprocessASGIServer()
            try:
                try:
                    server.start(timeout=_START_S)
                except Exception as error:
                    said = " ".join(str(error).split())[:300]
                    raise PrefectError(
                        f"Prefect's temporary server did not start ({said}); run without --prefect"
                    ) from None
                local = {PREFECT_API_URL: server.api_url, PREFECT_LOGGING_TO_API_ENABLED: False}
                with temporary_settings(local):
                    yield server.api_url
            finally:
                server.stop()


@contextmanager
def _ending_on_sigterm() -> Iterator[None]:
    """Let SIGTERM unwind the stack, so that the server ends with us; only the main thread may set that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
