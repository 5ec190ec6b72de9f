"""The YAML front matter of a Markdown file."""

import re
from dataclasses import dataclass

from documents.dates import parse_day
from documents.language import normal_code
from documents.lexicon import front_matter_keys
from documents.parts import DatedAs, Reading

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?P<yaml>.{0,32000}?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_NOTHING = ("", "null", "~", "none")
_URL = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Split:
    """A Markdown file's text without its front matter, and the front matter's fields; {} where it has none."""

    body: str
    fields: dict[str, object]
    warning: str | None


def split(text: str) -> Split:
    """Part a front matter from the body. A broken one is told in the warning and left in the body."""
    match = _FRONT.match(text)
    if not match:
        return Split(text, {}, None)
    import yaml  # late: most documents have no front matter

    # Strings only: no dates, numbers or objects can come of it, so it is stricter than safe_load; the variant in C is
    # ten times as fast, and bounds nesting by itself.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        # Every C1 control and U+FFFE is refused by YAML; they mean nothing in a front matter.
        loaded = yaml.load(_printable(match["yaml"]), Loader=loader)  # noqa: S506 - a loader of strings only
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = getattr(error, "problem", None) or "not YAML"
        return Split(text, {}, f"front matter is broken ({reason}): left in the text, nothing taken from it")
    if loaded is None or loaded == "":
        return Split(text[match.end() :], {}, None)
    if not isinstance(loaded, dict):
        return Split(text, {}, "front matter is no list of keys and values: left in the text, nothing taken from it")
    return Split(text[match.end() :], {str(key).lower(): value for key, value in loaded.items()}, None)


def _printable(text: str) -> str:
    return "".join(c if c in "\t\n\r" or c.isprintable() or c.isspace() else " " for c in text)


def _one(value: object) -> str | None:
    """A value as one line; the parts of a list with commas between."""
    if isinstance(value, list):
        parts = [part for part in map(_one, value[:20]) if part]
        return ", ".join(parts) or None
    if isinstance(value, dict):
        return _one(value.get("name"))
    line = " ".join(str(value).split())
    return None if line.lower() in _NOTHING else line


def _first(fields: dict[str, object], field: str) -> str | None:
    for key in front_matter_keys()[field]:
        if key in fields and (value := _one(fields[key])):
            return value
    return None


def apply(fields: dict[str, object], reading: Reading) -> None:
    """Take title, author, publisher, address, language and day of publication from a front matter into a reading."""
    if not fields:
        return
    reading.title = _first(fields, "title")
    reading.author = _first(fields, "author")
    reading.publisher = _first(fields, "publisher")
    if language := _first(fields, "language"):
        reading.language, reading.language_origin = normal_code(language), "front matter"
        if reading.language is None:
            reading.warnings.append(f"front matter: language {language[:40]!r} is not known")
    if url := _first(fields, "url"):
        if _URL.fullmatch(url):
            reading.url = url
        else:
            reading.warnings.append(f"front matter: {url[:80]!r} is no http or https address")
    if told := _first(fields, "published_on"):
        if day := parse_day(told, reading.language):
            reading.published.append(DatedAs(day, "front_matter"))
        else:
            reading.warnings.append(f"front matter: date {told[:40]!r} is not understood")
