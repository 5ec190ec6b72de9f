"""Output for people: the two consoles, the ways to end, and what is common to commands."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

if TYPE_CHECKING:
    from flows.settings import Settings
    from warehouse.store import Store

# What is printed holds the words of others: brackets in them are no markup, and :flag: is no picture.
out = Console(highlight=False, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

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

LexiconOption = Annotated[
    Path | None,
    typer.Option(
        "--lexicon", metavar="PATH", help="Your own words: a folder of TOML files, or one. [env: COMMUNIQUE_LEXICON]"
    ),
]


def printable(text: str) -> str:
    """A text with what could steer the terminal, or turn its writing round, as U+FFFD; line ends stay, tabs are spaces.

    One character for one, so that offsets hold.
    """
    return "".join(c if c.isprintable() or c == "\n" else " " if c == "\t" else "\ufffd" for c in text)


def say(message: str) -> None:
    """One line on standard error."""
    err.print(printable(f"communique: {' '.join(message.split())}"))


def tell(message: str) -> None:
    """One line on standard output, however long: it may hold a command to copy."""
    out.print(printable(message), soft_wrap=True)


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 row, 2 rows."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def fail(message: str, status: int = 1) -> NoReturn:
    """End with one line that says what is wrong and what to do."""
    say(message)
    raise typer.Exit(status)


def settings_of(data: Path | None, extractor: str | None = None, lexicon: Path | None = None) -> "Settings":
    """Settings from the environment and the options; a lexicon holds for the processes of a run too.

    Raises SettingsError.
    """
    from flows.settings import load_settings

    if lexicon is not None:
        # The reading itself looks at the variable: every process of a run reads with the same words.
        os.environ["COMMUNIQUE_LEXICON"] = str(lexicon.expanduser().absolute())
    return load_settings(data=data, extractor=extractor)


def store_of(data: Path | None) -> "Store":
    """The warehouse that the settings name."""
    from warehouse.store import Store

    settings = settings_of(data)
    return Store(settings.data, settings.keep_versions)


def guarded(work: Callable[[], int]) -> NoReturn:
    """Do a command's work; an error whose message is meant for people becomes one line and its exit status."""
    try:
        status = work()
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        say("interrupted; what was loaded stands, and the next run does the rest")
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
