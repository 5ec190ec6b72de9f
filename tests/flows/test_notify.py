"""Webhook and heartbeat: told what there is to tell, bounded in time, without ever printing an address."""

import time

import pytest
from pydantic import SecretStr

from flows import notify
from flows.errors import SettingsError
from flows.settings import Settings, load_settings
from tests.flows.listener import Calls


def settings_with(settings: Settings, **addresses: str) -> Settings:
    return settings.model_copy(update={name: SecretStr(value) for name, value in addresses.items()})


def test_without_addresses_nobody_is_called(settings: Settings) -> None:
    assert notify.heartbeat(settings) is None
    assert notify.alarm(settings, "press", "run_1", ["a"]) is None


def test_both_are_called_as_documented(listener: tuple[str, Calls], settings: Settings) -> None:
    url, calls = listener
    told = settings_with(settings, webhook=f"{url}/hook", heartbeat=f"{url}/beat")
    assert notify.heartbeat(told) is None
    assert notify.alarm(told, "press", "run_1", [f"a{n}.txt: is empty" for n in range(60)]) is None
    (_, beat, nothing), (method, hook, body) = calls
    assert (beat, nothing, method, hook) == ("/secret-token/beat", None, "POST", "/secret-token/hook")
    assert (body["source"], body["run_id"]) == ("press", "run_1")
    assert len(body["problems"]) == 51 and body["problems"][-1] == "and 10 more"
    assert body["text"].startswith("communique: press: 60 problems in run_1\na0.txt: is empty\n")


@pytest.mark.parametrize("path", ["broken", "trickle", "endless"])
def test_whatever_the_other_side_does_the_run_goes_on(
    listener: tuple[str, Calls], settings: Settings, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(notify, "_TOTAL_S", 1.0)
    began = time.monotonic()
    fault = notify.heartbeat(settings_with(settings, heartbeat=f"{listener[0]}/{path}"))
    assert time.monotonic() - began < 3
    assert (fault is None) == (path == "endless")  # its status is good, and nobody reads the rest
    assert fault is None or ("COMMUNIQUE_HEARTBEAT" in fault and "secret" not in fault)


def test_a_dead_address_is_told_without_it(settings: Settings) -> None:
    fault = notify.alarm(settings_with(settings, webhook="http://127.0.0.1:9/secret"), "press", None, ["a"])
    assert fault is not None and "COMMUNIQUE_WEBHOOK" in fault and "secret" not in fault and "127" not in fault


def test_a_wrong_address_is_refused_without_printing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_WEBHOOK", "ftp://secret.example/token")
    with pytest.raises(SettingsError, match="COMMUNIQUE_WEBHOOK: is no http or https address") as error:
        load_settings()
    assert "secret" not in str(error.value)
    monkeypatch.setenv("COMMUNIQUE_WEBHOOK", "https://secret.example/token")
    assert "secret" not in repr(load_settings())
    monkeypatch.setenv("COMMUNIQUE_WEBHOOK", " ")
    assert load_settings().webhook is None
