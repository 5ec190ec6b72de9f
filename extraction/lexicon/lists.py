"""The form of the lexicon's data files: TOML whose long tables are blocks of text.

A block is a multi-line literal string. Its lines are either all rows, `key: form; form; form`, or all forms alone,
`form; form`. A line that begins with a space goes on with the line before it; one that begins with `#` is a comment.
A block called `weights` holds a number a line, `name: 0.5`.
tomllib reads such a string at once, where it walks through an array sign by sign: fifteen times as fast.
"""

import tomllib
from math import isfinite
from pathlib import Path
from typing import Any

from extraction.extractor import ExtractorError

Rows = dict[str, list[str]]
NUMBERS = "weights"
"""The key of blocks that hold numbers."""


class LexiconError(ExtractorError):
    """A data file of the lexicon that does not hold; the message names file and line."""


def _logical_lines(block: str) -> list[tuple[int, str]]:
    """Lines of a block with their numbers from 1, those that go on joined to the one that they belong to."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(block.split("\n"), 1):
        if not line.strip() or line[0] == "#":
            continue
        if line[0] == " " and lines:
            lines[-1] = (lines[-1][0], lines[-1][1] + " " + line.strip())
        else:
            lines.append((number, line))
    return lines


def parse_block(block: str) -> Rows | list[str]:
    """A block's rows by their key, or its forms. Raises LexiconError, with the line of the block from 1."""
    rows: Rows = {}
    forms: list[str] = []
    for number, line in _logical_lines(block):
        key, colon, rest = line.partition(": ")
        if colon:
            if key in rows:
                raise LexiconError(f"line {number}: {key!r} stands here a second time")
            rows[key] = rest.split("; ")
        else:
            forms += line.rstrip("; ").split("; ")
    if rows and forms:
        raise LexiconError(f"line 1: rows with a key and forms without one ({forms[0]!r}) stand in one block")
    if any(not form.strip() for values in (*rows.values(), forms) for form in values):
        raise LexiconError("line 1: a form is empty (two semicolons, or one at the end of a row)")
    return rows or forms


def parse_numbers(block: str) -> dict[str, float]:
    """A block's numbers by their names. Raises LexiconError, with the line of the block from 1."""
    found: dict[str, float] = {}
    for number, line in enumerate(block.split("\n"), 1):
        # A name may be of signs of a text: what stands behind the last colon is the number.
        name, _, value = line.rpartition(": ")
        if not name:
            if line and line[0] != "#":
                raise LexiconError(f"line {number}: {line!r} is no 'name: number'")
        elif name in found:
            raise LexiconError(f"line {number}: {name!r} stands here a second time")
        elif name[0] != "#":
            try:
                found[name] = float(value)
            except ValueError:
                raise LexiconError(f"line {number}: a number must stand behind {name!r}, not {value!r}") from None
            if not isfinite(found[name]):
                raise LexiconError(f"line {number}: {value} behind {name!r} is no finite number")
    return found


def _walk(value: Any, path: Path, text: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _walk(inner, path, text, name) for name, inner in value.items()}
    if isinstance(value, str) and ("\n" in value or key == NUMBERS):
        try:
            return parse_numbers(value) if key == NUMBERS else parse_block(value)
        except LexiconError as fault:
            line, _, rest = str(fault).removeprefix("line ").partition(": ")
            # The block begins after the opening quotes' line; TOML drops that line's end.
            start = text[: text.find(value)].count("\n")
            raise LexiconError(f"{path}, line {start + int(line)}: {rest}") from None
    return value


def load(path: Path) -> dict[str, Any]:
    """A data file with its blocks parsed: tables of rows (key to forms), lists of forms, or numbers by name.

    Raises LexiconError with file and line for what is no TOML or no block.
    """
    text = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}: {error}") from None
    return parsed(data, path, text)


def parsed(data: dict[str, Any], path: Path, text: str) -> dict[str, Any]:
    """The data of a file with its blocks parsed; `path` and `text` are for what is told of a fault.

    Raises LexiconError with file and line.
    """
    found: dict[str, Any] = _walk(data, path, text)
    return found
