"""On which line of a TOML text a value stands: tomllib does not say, and a fault without its line is hard to find."""

import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]


def _statements(text: str) -> Iterator[tuple[int, dict[str, Any], bool]]:
    """Each header and key of a valid text: its first line, what it says by itself, whether it is a header.

    Lines are gathered until they can be parsed: no front part of a statement is a statement.
    """
    first, gathered = 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        if not gathered:
            first = number
        gathered += line + "\n"
        try:
            said = tomllib.loads(gathered)
        except tomllib.TOMLDecodeError:
            continue
        if said:
            yield first, said, gathered.lstrip().startswith("[")
        gathered = ""


def _under(value: Any, prefix: Path) -> Iterator[Path]:
    yield prefix
    pairs: Iterator[tuple[str | int, Any]] = iter(())
    if isinstance(value, dict):
        pairs = iter(value.items())
    elif isinstance(value, list):
        pairs = iter(enumerate(value))
    for key, inner in pairs:
        yield from _under(inner, (*prefix, key))


def lines_of(text: str) -> dict[Path, int]:
    """Path of a value → its line, from 1, for a text that tomllib accepts. A table's line is that of its header."""
    found: dict[Path, int] = {}
    numbers: dict[Path, int] = {}
    at: Path = ()
    for line, said, header in _statements(text):
        if not header:
            for key, value in said.items():
                for path in _under(value, (*at, key)):
                    found.setdefault(path, line)
            continue
        at = ()
        inner: Any = said
        while isinstance(inner, dict) and inner:
            ((key, inner),) = inner.items()
            at = (*at, key)
            found.setdefault(at, line)
            if isinstance(inner, list):
                numbers[at] = numbers.get(at, -1) + 1
                at, inner = (*at, numbers[at]), None
            elif at in numbers:
                at = (*at, numbers[at])
        found[at] = line
    return found


def unfinished_line(text: str) -> int:
    """The line of the statement that a text that is no TOML breaks off in, or goes wrong in."""
    first, gathered = 1, ""
    for number, line in enumerate(text.split("\n"), 1):
        if not gathered:
            first = number
        gathered += line + "\n"
        try:
            tomllib.loads(gathered)
        except tomllib.TOMLDecodeError:
            continue
        gathered = ""
    return first


def line_of(text: str, path: Path) -> int | None:
    """The line of a value, or of what it lies in where it is not there itself; None where nothing of it is."""
    lines = lines_of(text)
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None
