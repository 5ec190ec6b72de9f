"""The schema of the lexicon files: what stands at which place, as schema.toml has it, and the faults of a file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from schemas.countries import CODES, COUNTRIES, GROUP, KOSOVO
from schemas.enums import Instrument, Modality, Topic

SCHEMA = Path(__file__).with_name("schema.toml")
Place = tuple[str | int, ...]
_Places = list[tuple[tuple[str, ...], str]]
"""Patterns of places, and what stands there."""
Fault = tuple[Place, str]
"""Where a fault is, as keys from the top, and what is wrong there."""


@cache
def _schema() -> dict[str, Any]:
    return tomllib.loads(SCHEMA.read_text(encoding="utf-8"))


@cache
def _keys() -> dict[str, frozenset[str]]:
    """The values of each name that a place may hold."""
    found = {name: frozenset(values) for name, values in _schema()["keys"].items()}
    return found | {
        "COUNTRY": COUNTRIES | {KOSOVO},
        "CODE": CODES,
        "TOPIC": frozenset(Topic),
        "MODALITY": frozenset(Modality),
        "INSTRUMENT": frozenset(Instrument),
    }


def kind_of(file: str) -> str:
    """The name under which the schema has a file: without its language."""
    stem, _, tail = file.rpartition("_")
    return stem if tail in _keys()["LANGUAGE"] else file


def files() -> tuple[str, ...]:
    """The kinds of file that there are."""
    return tuple(_schema()["lexicon"])


def _places(file: str) -> _Places:
    table: dict[str, str] = _schema()["lexicon"][kind_of(file)]
    return [(tuple(place.split(".")), value) for place, value in table.items()]


def _fits(key: str, pattern: str) -> bool:
    if pattern == "*":
        return True
    values = _keys().get(pattern)
    return key in values if values is not None else key == pattern


def _expected(places: _Places, done: tuple[str, ...]) -> str:
    """The keys that may stand below a place, in words."""
    depth = len(done)
    names: dict[str, None] = {}
    for pattern, _ in places:
        if len(pattern) > depth and all(_fits(k, p) for k, p in zip(done, pattern, strict=False)):
            values = _keys().get(pattern[depth])
            shown = [pattern[depth]] if values is None else sorted(values)
            names |= dict.fromkeys(shown if len(shown) <= 24 else ["codes of states (ISO 3166-1 alpha-3) and bodies"])
    return ", ".join(names)


def faults(file: str, data: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong in a file's data, in its order."""
    places = _places(file)
    yield from _below(places, places, data, (), data)


def _below(
    places: _Places, fitting: _Places, value: Any, at: tuple[str, ...], whole: dict[str, Any]
) -> Iterator[Fault]:
    """The faults at and below a place; `fitting` are those of the file's places that the way to it fits."""
    depth = len(at)
    for pattern, kind in fitting:
        if at and (depth == len(pattern) or (pattern[-1] == "**" and depth >= len(pattern) - 1)):
            check = _CHECKS.get(kind) or _one_of(kind)
            yield from (((*at, *rest), said) for rest, said in check(value, at, whole))
            return
    if not isinstance(value, dict):
        yield at, f"a table must stand here, of {_expected(places, at)}"
        return
    for key, inner in value.items():
        path = (*at, key)
        leading = [(pattern, kind) for pattern, kind in fitting if _leads(key, depth, pattern)]
        if not leading:
            yield path, f"unknown key {key!r}; there are {_expected(places, at)}"
            continue
        yield from _below(places, leading, inner, path, whole)


def _leads(key: str, depth: int, pattern: tuple[str, ...]) -> bool:
    """Whether a key at some depth fits a pattern whose keys before it were fitted."""
    if pattern[-1] == "**" and depth >= len(pattern) - 1:
        return True
    return depth < len(pattern) and _fits(key, pattern[depth])


_Check = Callable[[Any, tuple[str, ...], dict[str, Any]], Iterator[Fault]]


def _one_of(name: str) -> _Check:
    def check(value: Any, at: tuple[str, ...], whole: dict[str, Any]) -> Iterator[Fault]:
        if not isinstance(value, str) or value not in _keys()[name]:
            yield (), f"{value!r} is none of {', '.join(sorted(_keys()[name]))}"

    return check


def _words(value: Any, at: tuple[str, ...], whole: dict[str, Any]) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield (), "a list of words must stand here"
        return
    for number, word in enumerate(value):
        if not isinstance(word, str) or not word.strip():
            yield (number,), f"{word!r} is no word"


def _verbs(value: Any, at: tuple[str, ...], whole: dict[str, Any]) -> Iterator[Fault]:
    yield from _words(value, at, whole)
    classes = whole.get("conjugation")
    for number, spec in enumerate(value if isinstance(value, list) else ()):
        if not isinstance(spec, str):
            continue
        if "=" in spec:
            unknown = [w.split("=")[0] for w in spec.split() if "=" in w and w.split("=")[0] not in _keys()["TAG"]]
            if unknown:
                yield (number,), f"{spec!r}: {unknown[0]!r} is no form; there are {', '.join(sorted(_keys()['TAG']))}"
            continue
        name = spec.partition(":")[2].partition(" ")[0]
        if classes is not None and name not in classes:
            yield (number,), f"{spec!r}: {name!r} is no class of [conjugation]; there are {', '.join(sorted(classes))}"


def _tags(value: Any, at: tuple[str, ...], whole: dict[str, Any]) -> Iterator[Fault]:
    known = _keys()["TAG"]
    unknown = [tag for tag in (value.split() if isinstance(value, str) else [value]) if tag not in known]
    if unknown:
        yield (), f"{unknown[0]!r} is no form; there are {', '.join(sorted(known))}"


def _institution(value: Any, at: tuple[str, ...], whole: dict[str, Any]) -> Iterator[Fault]:
    yield from _words(value, at, whole)
    if not isinstance(value, list) or len(value) < 3:
        yield (), "a row is 'kind; parent or -; form; form', with at least one form"
        return
    kind, parent = value[0], value[1]
    if kind not in _keys()["KIND"]:
        yield (), f"{kind!r} is no kind; there are {', '.join(sorted(_keys()['KIND']))}"
    if parent != "-" and parent not in whole["institutions"][at[1]]:
        yield (), f"the parent {parent!r} is no row of {at[1]}; write the key of one, or -"


def _programme(value: Any, at: tuple[str, ...], whole: dict[str, Any]) -> Iterator[Fault]:
    yield from _words(value, at, whole)
    if not isinstance(value, list) or len(value) < 4:
        yield (), "a row is 'donor or -; terms or -; topic or -; form; form', with at least one form"
        return
    donor, terms, topic = value[:3]
    if donor != "-" and donor not in CODES - {GROUP}:
        yield (), f"{donor!r} is no code of a state or body"
    if terms != "-" and terms not in _keys()["TERMS"]:
        yield (), f"{terms!r} is none of the terms {', '.join(sorted(_keys()['TERMS']))}, nor -"
    if topic != "-" and topic not in _keys()["TOPIC"]:
        yield (), f"{topic!r} is no topic of the codebook; write one, or -"


def _plain(types: tuple[type, ...], name: str) -> _Check:
    def check(value: Any, at: tuple[str, ...], whole: dict[str, Any]) -> Iterator[Fault]:
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            yield (), f"{name} must stand here, not {value!r}"

    return check


def _numbers(value: Any, at: tuple[str, ...], whole: dict[str, Any]) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield (), "a table of numbers must stand here, or a block of lines 'name: number'"
        return
    # Thousands of them stand in one file, and all are floats: a check a key takes eight milliseconds.
    if set(map(type, value.values())) != {float}:
        for key, inner in value.items():
            yield from (((key,), said) for _, said in _CHECKS["number"](inner, at, whole))


def _any(value: Any, at: tuple[str, ...], whole: dict[str, Any]) -> Iterator[Fault]:
    return iter(())


_CHECKS: dict[str, _Check] = {
    "words": _words,
    "verbs": _verbs,
    "tags": _tags,
    "institution": _institution,
    "programme": _programme,
    "slot": _plain((str, list), "a word or a list of words"),
    "text": _plain((str,), "a text"),
    "flag": _plain((bool,), "true or false"),
    "number": _plain((int, float), "a number"),
    "numbers": _numbers,
    "any": _any,
}
