"""Settings: where the data lies and what is run, from the environment (COMMUNIQUE_…) or given in the call.

Imported only by what needs them: pydantic-settings costs more time than the whole of `communique --help`.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.errors import SettingsError

PREFIX = "COMMUNIQUE_"
SECRET = "COMMUNIQUE_SECRET_"  # noqa: S105 - a prefix
"""Variables that hold credentials of sources begin so, or have another name altogether."""
CHECKOUT = Path(__file__).resolve().parents[1]

_OTHER = frozenset({"COMMUNIQUE_COMPILED", "COMMUNIQUE_DEBUG", "COMMUNIQUE_FAILPOINT", "COMMUNIQUE_FAILPOINT_LOG"})
"""Variables with the prefix that are no settings."""


_SECRET = frozenset({"webhook", "heartbeat"})
"""Settings that are never printed: whoever has the address may use it."""


class Settings(BaseSettings):
    """What can be set. Every field `name` is the variable COMMUNIQUE_NAME."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", validate_default=True)

    data: Path = Field(
        default=CHECKOUT / "warehouse" / "data", description="Folder of archive, journal, warehouse and publications"
    )
    extractor: str = Field(
        default="grammar", min_length=1, description="Who codes: grammar, or hand:FILE for a table coded by hand"
    )
    lexicon: Path | None = Field(
        default=None, description="Your own words for the reading: a folder of TOML files, or one file; docs/lexicon.md"
    )
    folders: Annotated[tuple[Path, ...], NoDecode] = Field(
        default=(CHECKOUT / "samples",),
        description=f"Folders that scheduled runs ingest, with {os.pathsep!r} between them",
    )
    sources: Path = Field(default=CHECKOUT / "sources.toml", description="The file that says what is followed")
    workers: int = Field(
        default=0, ge=0, le=64, description="Processes that read all documents; 0: one, only for what needs containing"
    )
    read_timeout_s: float = Field(default=120, ge=1, le=3600, description="Seconds that reading one document may take")
    read_memory_mb: int = Field(
        default=2048, ge=256, le=65_536, description="Memory that reading one document may take, in MB"
    )
    keep_versions: int = Field(
        default=10, ge=1, description="Published versions that are kept, the current one included"
    )
    batch: int = Field(default=100, ge=1, le=10_000, description="Documents that one Prefect task reads")
    serve_host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="Address that `communique serve` listens on; Prefect's server asks nobody for a password",
    )
    serve_port: int = Field(default=4200, ge=1, le=65535, description="Port that it listens on")
    serve_runs: int = Field(default=2, ge=1, le=64, description="Scheduled runs at the same time; one of them writes")
    run_timeout_s: int = Field(
        default=4 * 3600, ge=60, le=7 * 86400, description="Seconds after which a scheduled run is ended"
    )
    source_retries: int = Field(
        default=2, ge=0, le=20, description="Times that a scheduled run tries a source again that failed as a whole"
    )
    source_retry_s: int = Field(default=300, ge=0, le=86_400, description="Seconds before each of these times")
    prefect_days: int = Field(default=30, ge=1, le=3650, description="Days that Prefect's database keeps past runs")
    webhook: SecretStr | None = Field(
        default=None, description="Address that is told, as JSON, of scheduled runs in which something failed"
    )
    heartbeat: SecretStr | None = Field(
        default=None, description="Address that is called after each good scheduled run, so that silence is noticed"
    )
    disk_gb: float = Field(
        default=2, ge=0, le=100_000, description="Free gigabytes under which `communique status` complains"
    )

    @field_validator("folders", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part for part in value.split(os.pathsep) if part)
        return value

    @field_validator("extractor")
    @classmethod
    def _whole(cls, value: str) -> str:
        """A file that it names by its whole path: tasks of a run may work in other folders."""
        name, colon, file = value.partition(":")
        return f"{name}:{Path(file).expanduser().absolute()}" if colon and file else value

    @field_validator("lexicon", mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("webhook", "heartbeat")
    @classmethod
    def _address(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value().strip():
            return None
        if not re.fullmatch(r"https?://[^\s/]+\S*", value.get_secret_value().strip()):
            raise ValueError("is no http or https address")
        return SecretStr(value.get_secret_value().strip())

    @field_validator("sources")
    @classmethod
    def _file(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("data", mode="before")
    @classmethod
    def _given(cls, value: Any) -> Any:
        if isinstance(value, str) and not value.strip():
            raise ValueError("is empty; give a folder, or unset it for the default")
        return value

    @field_validator("data")
    @classmethod
    def _folder(cls, value: Path) -> Path:
        path = value.expanduser().absolute()
        if path.exists() and not path.is_dir():
            raise ValueError(f"{path} is no folder; give a folder, which is made where it is missing")
        return path


def variables() -> tuple[str, ...]:
    """Names of the variables that are read."""
    return tuple(PREFIX + name.upper() for name in Settings.model_fields)


def load_settings(**given: Any) -> Settings:
    """The settings: what is given (None counts as not given), else the environment, else the defaults.

    Raises SettingsError with one line that names the variable, also for a variable with the prefix that is not known:
    a misspelt setting would silently not hold.
    """
    unknown = sorted(
        name
        for name in os.environ
        if name.startswith(PREFIX) and not name.startswith(SECRET) and name not in _OTHER | {*variables()}
    )
    if unknown:
        raise SettingsError(f"{unknown[0]}: no such setting; there are {', '.join(variables())}")
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False)[0]
        name = str(fault["loc"][0]) if fault["loc"] else ""
        said = " ".join(str(fault["msg"]).removeprefix("Value error, ").split())
        origin = f"--{name}" if given.get(name) is not None else PREFIX + name.upper()
        shown = "" if name in _SECRET else f" (given: {str(fault['input'])[:100]!r})"
        raise SettingsError(f"{origin}: {said}{shown}") from None
    except (RuntimeError, ValueError) as error:
        # expanduser of an unknown user, a path with a NUL character
        raise SettingsError(f"{PREFIX}DATA: {' '.join(str(error).split())}") from None
