"""Output for people: the two consoles, the ways to end, and what is common to commands."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

if TYPE_CHECKING:
    from flows.settings import Settings
    from warehouse.store import Store

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False, soft_wrap=True)

DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Folder of archive, journal and warehouse. [env: COMMUNIQUE_DATA]"),
]

ExtractorOption = Annotated[
    str | None,
    typer.Option(
        "--extractor", metavar="NAME", help="Who codes: grammar, or hand:FILE for a table. [env: COMMUNIQUE_EXTRACTOR]"
    ),
]


def say(message: str) -> None:
    """One line on standard error."""
    err.print(f"communique: {' '.join(message.split())}", markup=False)


def fail(message: str, status: int = 1) -> NoReturn:
    """End with one line that says what is wrong and what to do."""
    say(message)
    raise typer.Exit(status)


def settings_of(data: Path | None, extractor: str | None = None) -> "Settings":
    """Settings from the environment and the options. Raises SettingsError."""
    from flows.settings import load_settings

    return load_settings(data=data, extractor=extractor)


def store_of(data: Path | None) -> "Store":
    """The warehouse that the settings name."""
    from warehouse.store import Store

    return Store(settings_of(data).data)


def guarded(work: Callable[[], int]) -> NoReturn:
    """Do a command's work; an error whose message is meant for people becomes one line and its exit status."""
    try:
        status = work()
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        say("interrupted; nothing of this run was loaded")
        status = 130
    except BrokenPipeError:
        sys.stdout = None
        status = 141
    except Exception as error:
        from flows.errors import exit_status_of

        known = exit_status_of(error)
        if known is None:
            raise
        fail(str(error), known)
    raise typer.Exit(status)


def waiting(holder: str) -> None:
    """Say whom the run waits for."""
    say(holder)
