"""`sources.toml`: read, checked, and refused with the line of its first fault."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from schemas.source import FetchSettings, FolderSource, Source, SourceKind, SourceList
from schemas.toml_lines import line_of, unfinished_line
from sources.arrival import BadArgumentError, SourceError, read_regular

MAX_BYTES = 1024 * 1024
_KINDS = frozenset(kind.value for kind in SourceKind)


class CatalogueError(Exception):
    """`sources.toml` cannot be used; one line that names the file, the line and the key."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What `sources.toml` says, and where it lies: relative folders count from there."""

    path: Path
    settings: FetchSettings
    sources: tuple[Source, ...]

    @property
    def enabled(self) -> tuple[Source, ...]:
        """The sources that runs over all take along."""
        return tuple(source for source in self.sources if source.enabled)

    def named(self, name: str) -> Source | None:
        """The source of that name, enabled or not; None where there is none."""
        return next((source for source in self.sources if source.name == name), None)

    def chosen(self, names: Sequence[str]) -> tuple[Source, ...]:
        """The sources of those names, in the order of the file; without names the enabled ones.

        Raises BadArgumentError for a name that is not there.
        """
        for name in names:
            if self.named(name) is None:
                there = ", ".join(source.name for source in self.sources) or "none"
                raise BadArgumentError(f"no source is called {name!r} in {self.path.name}; there are: {there}")
        return tuple(source for source in self.sources if source.name in names) if names else self.enabled

    def folder_of(self, source: FolderSource) -> Path:
        """The folder of a source, absolute."""
        return self.path.parent / Path(source.path).expanduser()


def _located(raw: Sequence[Any]) -> tuple[str | int, ...]:
    """Pydantic's place without the names of the kinds, which it puts between a source's number and its key."""
    return tuple(part for n, part in enumerate(raw) if not (n == 2 and raw[0] == "source" and part in _KINDS))


def _said(fault: Any, place: tuple[str | int, ...], values: dict[str, Any]) -> tuple[tuple[str | int, ...], str]:
    """Place and words of a fault, in the language of the file."""
    message = " ".join(str(fault["msg"]).removeprefix("Value error, ").split())
    key, colon, rest = message.partition(": ")
    # a fault of several keys together names the one to change first
    if colon and all(part.isidentifier() or part.isdigit() for part in key.split(".")):
        place = (*place, *(int(part) if part.isdigit() else part for part in key.split(".")))
        message = rest
    name = f"{place[-1]}" if place and isinstance(place[-1], str) else ".".join(map(str, place))
    if fault["type"] in ("union_tag_invalid", "union_tag_not_found"):
        place, name = (*place, "kind"), "kind"
        message = f"is missing or unknown; kinds are {', '.join(sorted(_KINDS))}"
    elif fault["type"] == "extra_forbidden":
        message = "unknown key; see docs/sources.md for those that there are"
    elif fault["type"] == "missing":
        message = "is missing"
    elif place and isinstance(fault.get("input"), str | int | float) and "password" not in message:
        message += f" (given: {str(fault['input'])[:80]!r})"
    of = ""
    if len(place) > 2 and place[0] == "source" and isinstance(place[1], int):
        table = values["source"][place[1]]
        named = table.get("name") if isinstance(table, dict) else None
        of = f"source {named!r}: " if isinstance(named, str) else f"source number {place[1] + 1}: "
    return place, f"{of}{name}: {message}"


def parse_catalogue(text: str, path: Path) -> Catalogue:
    """The catalogue that a text says; `path` is where it lies. Raises CatalogueError."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error).replace("at end of document", f"at line {unfinished_line(text)}")
        raise CatalogueError(f"{path}: not TOML: {said}; mend that line") from None
    except RecursionError:
        raise CatalogueError(f"{path}: nested too deeply") from None
    try:
        # through JSON, where arrays may become tuples and nothing else is bent: "7" is no number, 1 is no truth value
        found = SourceList.model_validate_json(json.dumps(values, default=str), strict=True)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False)[0]
        place, said = _said(fault, _located(fault["loc"]), values)
        line = line_of(text, place)
        raise CatalogueError(f"{path}, line {line or 1}: {said}") from None
    return Catalogue(path, found.settings, found.source)


def load_catalogue(path: Path) -> Catalogue:
    """Read `sources.toml`. Raises CatalogueError, one line, where it is missing or does not hold."""
    path = path.expanduser().absolute()
    try:
        text = read_regular(path, MAX_BYTES).decode("utf-8-sig")
    except SourceError as error:
        if not path.exists():
            raise CatalogueError(f"{path}: no such file; write one, or set COMMUNIQUE_SOURCES to where it is") from None
        raise CatalogueError(f"{path}: {error}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CatalogueError(f"{path}, line {line}: is not UTF-8; save the file as UTF-8") from None
    return parse_catalogue(text.replace("\r\n", "\n"), path)
