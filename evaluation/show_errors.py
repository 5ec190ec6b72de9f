"""Errors as lines for people, 80 columns wide."""

from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any

from evaluation.errors import Error
from evaluation.show import WIDTH


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_said(v) for v in value) or "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{k} {_said(v)}" for k, v in value.items() if v is not None)
    return "nothing" if value is None or value == "" else str(value)


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)


def error_lines(errors: Iterable[Error]) -> Iterator[str]:
    """Each error: what kind of error in which document, its sentence, its values, and how they differ.

    After them, how often each field is wrong. * marks a key field.
    """
    wrong: Counter[tuple[str, str]] = Counter()
    for error in errors:
        sure = "" if error.confidence is None else f", confidence {error.confidence:.2f}"
        yield ""
        yield f"{error.what} {error.kind} in {error.document}{sure}"
        yield from _wrapped(error.sentence, "  | ")
        value = "; ".join(f"{name} {_said(v)}" for name, v in error.value.items() if name not in error.differs)
        yield from _wrapped(value, "  ")
        for name, (label, record) in error.differs.items():
            wrong[error.kind, name] += 1
            mark = "" if name.endswith("~") else "*"
            yield from _wrapped(f"{name.rstrip('~')}{mark}: label {_said(label)} / read {_said(record)}", "  > ")
        if error.rules:
            yield from _wrapped(f"rules: {', '.join(error.rules)}", "  ")
    if wrong:
        yield ""
        yield "fields that keep what was found from being right in full (* key fields)"
    for (kind, name), n in sorted(wrong.items(), key=lambda entry: (-entry[1], entry[0])):
        yield f"  {n:4}  {kind} {name.rstrip('~')}{'' if name.endswith('~') else '*'}"
