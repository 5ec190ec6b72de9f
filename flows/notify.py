"""Word to the outside: a webhook when something failed, a heartbeat when all was well; bounded in time, never fatal."""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import SecretStr

    from flows.settings import Settings

_STEP_S = 5.0
"""Seconds that connecting, sending and the first byte of the answer may take, each."""

_TOTAL_S = 15.0
"""Seconds after which we go on, whatever the other side does."""

_MAX_PROBLEMS = 50


def heartbeat(settings: "Settings") -> str | None:
    """Call the heartbeat address, if one is set. Returns a line about what went wrong, without the address."""
    return _call("heartbeat", settings.heartbeat, None)


def alarm(settings: "Settings", source: str, run_id: str | None, problems: Sequence[str]) -> str | None:
    """Tell the webhook, if one is set, what failed. Returns a line about what went wrong, without the address.

    The JSON has `text`, which chat services show, and the same in parts: `source`, `run_id`, `problems`.
    """
    told = list(problems[:_MAX_PROBLEMS])
    if len(problems) > _MAX_PROBLEMS:
        told.append(f"and {len(problems) - _MAX_PROBLEMS} more")
    text = "\n".join(
        [f"communique: {source}: {len(problems)} problems in {run_id or 'a run that loaded nothing'}", *told]
    )
    return _call("webhook", settings.webhook, {"text": text, "source": source, "run_id": run_id, "problems": told})


def _call(name: str, address: "SecretStr | None", body: dict[str, Any] | None) -> str | None:
    if address is None:
        return None
    url = address.get_secret_value()
    said: list[str | None] = []

    def call() -> None:
        import httpx

        for logger in ("httpx", "httpcore"):
            logging.getLogger(logger).setLevel(logging.WARNING)  # below it, they write addresses
        try:
            with (
                httpx.Client(timeout=_STEP_S, follow_redirects=False) as client,
                client.stream("GET" if body is None else "POST", url, json=body) as answer,
            ):
                # the body is never read: it could go on for ever
                good = answer.status_code < 400
                said.append(None if good else f"answered with status {answer.status_code}")
        except Exception as error:
            # its words may hold the address
            said.append(f"could not be called ({type(error).__name__})")

    return _bounded(name, call, said)


def _bounded(name: str, call: Callable[[], None], said: list[str | None]) -> str | None:
    """Wait for a call in a thread, which may be left behind: some servers send a header a minute."""
    thread = threading.Thread(target=call, daemon=True, name=f"communique-{name}")
    thread.start()
    thread.join(_TOTAL_S)
    fault = said[0] if said else f"did not answer in {_TOTAL_S:g} seconds"
    return f"COMMUNIQUE_{name.upper()}: the address {fault}; the run is not affected" if fault else None
