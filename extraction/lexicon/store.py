"""The lexicon in effect: the package's files, with what a user's own file adds or changes, checked when loaded.

The setting COMMUNIQUE_LEXICON names a folder of files, or one file. docs/lexicon.md describes both. The setting is an
environment variable so that every process of a run, and of a scheduled one, reads with the same lexicon.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from extraction.lexicon.lists import LexiconError, load, parsed
from extraction.lexicon.schema import Place, faults
from schemas.toml_lines import line_of, unfinished_line

P = ParamSpec("P")
T = TypeVar("T")
LEXICON = Path(__file__).parent
VARIABLE = "COMMUNIQUE_LEXICON"
_MOST_BYTES = 8 * 1024 * 1024
_TAKE_AWAY = "- "
_caches: list[dict[Any, Any]] = []


class UserLexiconError(LexiconError):
    """A user's own lexicon cannot be used; one line that names the file, the line and what is wrong."""


def user_path() -> Path | None:
    """The folder or file of the user's own lexicon; None where none is set."""
    value = os.environ.get(VARIABLE, "")
    return Path(value).expanduser().absolute() if value.strip() else None


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function without keyword arguments that reads the lexicon work once for the lexicon in effect."""
    cache: dict[Any, T] = {}
    _caches.append(cache)

    @wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (os.environ.get(VARIABLE), args)
        if key not in cache:
            cache[key] = function(*args, **kwargs)
        return cache[key]

    return inner


def asked_often(function: Callable[P, T]) -> Callable[P, T]:
    """The same until `forget`, for what is asked thousands of times a text: to ask which lexicon is in effect takes
    ten times as long as to look up what is known."""
    cache: dict[Any, T] = kept_until_forgotten()

    @wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return cache[args]
        except KeyError:
            return cache.setdefault(args, function(*args, **kwargs))

    return inner


def kept_until_forgotten() -> dict[Any, Any]:
    """A place to keep what is read from the lexicon, emptied by `forget`."""
    cache: dict[Any, Any] = {}
    _caches.append(cache)
    return cache


def forget() -> None:
    """Read every file anew at its next use."""
    for cache in _caches:
        cache.clear()


def package_files() -> tuple[str, ...]:
    """Names of the lexicon files of the package, without their ending."""
    return tuple(sorted(path.stem for path in LEXICON.glob("*.toml") if path.stem != "schema"))


@remembered
def lexicon(name: str) -> dict[str, Any]:
    """The data of a lexicon file, with the user's additions. Raises LexiconError with file and line of a fault."""
    path = LEXICON / f"{name}.toml"
    data = load(path)
    _check(name, data, path, None)
    for own in _user_files():
        if name in own.data:
            data = _merged(data, own.data[name], own, (name,))
            _check(name, data, path, own)
    return data


class _UserFile:
    """One file of the user's: `data` by the name of the lexicon file that it adds to."""

    def __init__(self, path: Path, content: bytes, wrapped: str | None):
        self.path = path
        self.content = content
        self._wrapped = wrapped
        try:
            self.text = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise UserLexiconError(f"{path}, line {line}: is not UTF-8; save the file as UTF-8") from None
        try:
            raw = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            said = str(error).replace("at end of document", f"at line {unfinished_line(self.text)}")
            raise UserLexiconError(f"{path}: not TOML: {said}; mend that line") from None
        except RecursionError:
            raise UserLexiconError(f"{path}: nested too deeply") from None
        try:
            told = parsed(raw, path, self.text)
        except LexiconError as error:
            raise UserLexiconError(str(error)) from None
        self.data: dict[str, Any] = told if wrapped is None else {wrapped: told}

    def line(self, place: Place) -> int:
        """The line of a place, rows of a block included; the nearest that there is."""
        inner = place[1:] if self._wrapped is not None else place
        start = line_of(self.text, inner) or 1
        lines = self.text.split("\n")
        for key in reversed([part for part in inner if isinstance(part, str)]):
            for number in range(start, len(lines) + 1):
                if lines[number - 1].startswith(f"{key}: "):
                    return number
            break
        return start

    def has(self, place: Place) -> bool:
        """Whether a place, or the last list or table on the way to it, stands in this file."""
        value: Any = self.data
        for part in place:
            if isinstance(part, int) or not isinstance(value, dict):
                return True
            if part not in value:
                return False
            value = value[part]
        return True

    def fault(self, place: Place, said: str) -> UserLexiconError:
        """The error for a fault at a place."""
        where = ".".join(str(part) for part in place if isinstance(part, str))
        return UserLexiconError(f"{self.path}, line {self.line(place)}: {where}: {said}")


def _listed(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(path.glob("*.toml"))
        if not found:
            raise UserLexiconError(f"{path}: holds no *.toml file; see docs/lexicon.md, or unset {VARIABLE}")
        return found
    if not path.exists():
        raise UserLexiconError(f"{path}: no such file or folder; write one, or unset {VARIABLE}")
    return [path]


@remembered
def _user_files() -> tuple[_UserFile, ...]:
    """The user's files. Raises UserLexiconError."""
    path = user_path()
    if path is None:
        return ()
    found = []
    for one in _listed(path):
        if not one.is_file():
            raise UserLexiconError(f"{one}: is no regular file")
        try:
            content = one.read_bytes() if one.stat().st_size <= _MOST_BYTES else None
        except OSError as error:
            raise UserLexiconError(f"{one}: cannot be read ({error.strerror})") from None
        if content is None:
            raise UserLexiconError(f"{one}: is over {_MOST_BYTES // 2**20} MB; a lexicon is smaller")
        own = _UserFile(one, content, one.stem if path.is_dir() else None)
        for name in own.data:
            if name not in package_files():
                there = ", ".join(package_files())
                raise own.fault((name,), f"no lexicon is called {name!r}; there are {there}")
        found.append(own)
    return tuple(found)


def user_hash() -> str | None:
    """Twelve hexadecimal digits for the content of the user's lexicon; None without one.

    Reads and checks all of it, so that a fault is told before any document is read. Raises UserLexiconError.
    """
    own = _user_files()
    if not own:
        return None
    for name in dict.fromkeys(name for file in own for name in file.data):
        lexicon(name)
    digest = hashlib.sha256()
    for file in own:
        digest.update(f"{file.path.name}\0{len(file.content)}\0".encode())
        digest.update(file.content)
    return digest.hexdigest()[:12]


def _merged(base: Any, added: Any, own: _UserFile, at: Place) -> Any:
    """What the package has with what the user adds: tables key by key, lists entry by entry, single values replaced.

    A list's entry that begins with '- ' takes that entry away; a row of a block takes the place of the row of its key,
    and 'key: -' takes it away.
    """
    if isinstance(base, dict) and isinstance(added, dict):
        found = dict(base)
        rows = _is_rows(at)
        for key, value in added.items():
            place = (*at, key)
            if rows and value == ["-"]:
                if key not in found:
                    raise own.fault(place, f"there is no row {key!r} to take away")
                del found[key]
            elif key in found and not rows:
                found[key] = _merged(found[key], value, own, place)
            else:
                found[key] = value
        return found
    if isinstance(base, list) and isinstance(added, list):
        kept = list(base)
        for entry in added:
            if isinstance(entry, str) and entry.startswith(_TAKE_AWAY):
                if entry[len(_TAKE_AWAY) :] not in kept:
                    raise own.fault(at, f"there is no {entry[len(_TAKE_AWAY) :]!r} to take away")
                kept.remove(entry[len(_TAKE_AWAY) :])
            elif entry not in kept:
                kept.append(entry)
        return kept
    if isinstance(base, dict | list) or isinstance(added, dict | list):
        wanted = "table" if isinstance(base, dict) else "list" if isinstance(base, list) else "single value"
        raise own.fault(at, f"a {wanted} stands here in the package's file, and must here")
    return added


def _is_rows(at: Place) -> bool:
    """Whether a table's entries are rows that are taken or left whole: the institutions of a state, programmes."""
    return at == ("programmes", "programmes", "rows") or at[:-1] == ("institutions", "institutions")


def _check(name: str, data: dict[str, Any], path: Path, own: _UserFile | None) -> None:
    for place, said in faults(name, data):
        if own is not None and own.has((name, *place)):
            raise own.fault((name, *place), said)
        where = ".".join(str(part) for part in place if isinstance(part, str))
        line = line_of(path.read_text(encoding="utf-8"), place) or 1
        raise LexiconError(f"{path.name}, line {line}: {where}: {said}")
