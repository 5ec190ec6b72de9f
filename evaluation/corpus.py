"""A folder of labelled documents: texts/<doc_id>.txt and labels/<doc_id>.json, and the parts it is split into."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.fields import KINDS
from flows.errors import ExtractError

CORPUS = Path(__file__).resolve().parent
HALVES = ("a", "b")


@dataclass(frozen=True, slots=True)
class Part:
    """Which documents of a folder are measured: by the number in their id, by their half, or all."""

    numbers: str | None = None
    """odd or even; None is both."""
    half: str | None = None
    """a or b; None is both."""

    def holds(self, name: str) -> bool:
        """Whether a document belongs to the part. One without a number in its id is neither odd nor even."""
        return self.numbers in (None, numbers_of(name)) and self.half in (None, half_of(name))

    def __str__(self) -> str:
        return ", ".join([*([f"{self.numbers} numbers"] if self.numbers else []), *_half_named(self.half)])


def _half_named(half: str | None) -> list[str]:
    return [f"half {half}"] if half else []


def half_of(name: str) -> str:
    """The half that a document belongs to, by a hash of its id: weights and frames are worked out on a, b tells."""
    return HALVES[hashlib.sha256(name.encode()).digest()[0] % 2]


def numbers_of(name: str) -> str | None:
    """Whether the last number in a document's id is odd or even; None where there is none."""
    found = re.findall(r"\d+", name)
    return None if not found else ("even", "odd")[int(found[-1]) % 2]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled document."""

    name: str
    path: Path
    text: str
    gold: dict[str, Any]


def _labels(path: Path) -> dict[str, Any]:
    try:
        gold: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ExtractError(f"{path}: cannot be read as labels ({error}); see evaluation/README.md") from None
    missing = [name for name in ("doc_id", *KINDS) if not isinstance(gold, dict) or name not in gold]
    if missing:
        raise ExtractError(f"{path}: has no {missing[0]}; see evaluation/README.md for what a label file holds")
    return gold


def labelled(folder: Path, part: Part) -> Iterator[Labelled]:
    """The labelled documents of a folder, by name.

    Raises ExtractError where the folder has no labels, the part holds none of them, or a file is missing or no labels.
    """
    paths = sorted((folder / "labels").glob("*.json"))
    if not paths:
        raise ExtractError(f"{folder}: has no labels; give a folder with texts/ and labels/, as evaluation/ has them")
    wanted = [path for path in paths if part.holds(path.stem)]
    if not wanted:
        raise ExtractError(f"{folder}: none of its {len(paths)} documents is of the part asked for ({part})")
    for path in wanted:
        gold = _labels(path)
        text_path = folder / "texts" / f"{gold['doc_id']}.txt"
        try:
            with text_path.open(encoding="utf-8", newline="") as handle:
                text = handle.read()
        except FileNotFoundError:
            raise ExtractError(f"{text_path}: is missing, though {path.name} labels it") from None
        except (OSError, UnicodeDecodeError) as error:
            raise ExtractError(f"{text_path}: cannot be read ({error}); a labelled text is UTF-8") from None
        yield Labelled(gold["doc_id"], text_path, text, gold)
