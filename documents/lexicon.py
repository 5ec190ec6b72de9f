"""The data of this room: words of the three languages, marks of formats, keys of front matter. Read once."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es", "pt")
"""Languages that communique reads, by ISO 639 code."""


@dataclass(frozen=True)
class Format:
    """A format that is no text: the bytes that it has at an offset, its name, and what to do with it."""

    name: str
    mark: bytes
    offset: int
    advice: str


@dataclass(frozen=True)
class Head:
    """Words of the first lines of a text, of all languages together (a head is too short to be sure of one)."""

    months: dict[str, int]
    weekdays: frozenset[str]
    ordinals: tuple[str, ...]
    links: tuple[str, ...]
    published: tuple[str, ...]
    prepositions: frozenset[str]
    byline_words: tuple[str, ...]
    byline_not_names: frozenset[str]
    byline_ends: tuple[str, ...]
    byline_ends_after_comma: tuple[str, ...]
    byline_whole: frozenset[str]
    kinds: frozenset[str]
    bodies: frozenset[str]
    connectors: frozenset[str]
    labels: frozenset[str]
    roles: frozenset[str]


@dataclass(frozen=True)
class LanguageWords:
    """By what a language is known: function words of each that is read, and words that speak against all three."""

    function: dict[str, frozenset[str]]
    neighbours: frozenset[str]
    aliases: dict[str, str]
    names: dict[str, str]


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _language(code: str) -> dict[str, Any]:
    return _load(code)


def alternatives(words: tuple[str, ...] | list[str] | frozenset[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def day_first(language: str | None) -> bool:
    """Whether 03/04/2024 is the third of April in the language; False where no order can be taken."""
    return language in LANGUAGES and bool(_language(str(language))["dates"]["day_first"])


@cache
def head() -> Head:
    """Words of first lines."""
    data = [_language(code) for code in LANGUAGES]

    def gather(section: str, key: str) -> list[str]:
        return [word for language in data for word in language[section][key]]

    months = {
        word: number + 1
        for language in data
        for number, words in enumerate(language["dates"]["months"])
        for word in words
    }
    return Head(
        months=months,
        weekdays=frozenset(gather("dates", "weekdays")),
        ordinals=tuple(gather("dates", "ordinals")),
        links=tuple(gather("dates", "links")),
        published=tuple(gather("dates", "published")),
        prepositions=frozenset(gather("dates", "prepositions")),
        byline_words=tuple(gather("byline", "words")),
        byline_not_names=frozenset(gather("byline", "not_names")),
        byline_ends=tuple(gather("byline", "ends")),
        byline_ends_after_comma=tuple(gather("byline", "ends_after_comma")),
        byline_whole=frozenset(gather("byline", "whole")),
        kinds=frozenset(gather("letterhead", "kinds")),
        bodies=frozenset(gather("letterhead", "bodies")),
        connectors=frozenset(gather("letterhead", "connectors")),
        labels=frozenset(gather("letterhead", "labels")),
        roles=frozenset(gather("letterhead", "roles")),
    )


@cache
def language_words() -> LanguageWords:
    """Words that tell languages apart."""
    data = _load("languages")
    return LanguageWords(
        function={code: frozenset(_language(code)["language_words"]["function"]) for code in LANGUAGES},
        neighbours=frozenset(data["neighbours"]["words"]),
        aliases=data["aliases"],
        names=data["names"],
    )


@cache
def binary_formats() -> tuple[Format, ...]:
    """Formats that are no text."""
    return tuple(
        Format(entry["name"], bytes.fromhex(entry["bytes"]), entry.get("offset", 0), entry["advice"])
        for entry in _load("binary")["format"]
    )


@cache
def front_matter_keys() -> dict[str, list[str]]:
    """Field of the Document → keys of a front matter that may hold it, in the order in which they are asked."""
    return _load("front_matter")
