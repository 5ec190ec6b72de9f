"""Floors of quality: figures that the project's corpus must not fall under. They can only be raised.

python -m evaluation.floors           # compare, exit status 1 below a floor
python -m evaluation.floors --raise   # raise the floors to the present figures, rounded down

They stand under the whole corpus, each language and each half (by a hash of the document's id), precision and recall
apart.
"""

import argparse
import math
import sys
import tomllib
from pathlib import Path

from evaluation.corpus import HALVES, half_of
from evaluation.measure import LEVELS, MEASURES, Score
from evaluation.run import CORPUS, Report, evaluate
from flows.errors import ExtractError

FILE = Path(__file__).with_name("floors.toml")
_HEAD = "# Figures on evaluation/ that must not be fallen under; raised by `python -m evaluation.floors --raise`.\n"
EMPTY = "empty_documents_left_empty"

Figures = dict[str, dict[str, float]]
"""Figures by what they are over (all, a language, a half), then by name."""


def _of(score: Score) -> dict[str, float]:
    means = {f"{level}_{m}": math.floor(score.mean(level, m) * 100 + 1e-9) / 100 for level in LEVELS for m in MEASURES}
    return means | {EMPTY: score.clean}


def figures(report: Report) -> Figures:
    """What the floors are about, rounded down to two places."""
    score = report.score
    parts = {"all": score}
    parts |= {language: score.of_language(language) for language in score.languages}
    parts |= {f"half_{half}": score.where(lambda d, half=half: half_of(d.name) == half) for half in HALVES}  # type: ignore[misc]
    return {name: _of(part) for name, part in parts.items()}


def floors(path: Path = FILE) -> Figures:
    """The floors as they stand. Raises ExtractError where the file is none of floors."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ExtractError(f"{path}: cannot be read as floors ({error}); take it from version control again") from None
    return {name: dict(values) for name, values in found.items()}


def below(now: Figures, least: Figures) -> list[str]:
    """A line for each figure that lies under its floor, or is gone."""
    return [
        f"{part} {name}: {now.get(part, {}).get(name, 'nothing')} is under the floor of {floor}"
        for part, values in least.items()
        for name, floor in values.items()
        if now.get(part, {}).get(name, -1.0) < floor
    ]


def raised(now: Figures, least: Figures) -> Figures:
    """The floors with what is higher now: none is lower than it was."""
    return {
        part: {
            name: max(now.get(part, {}).get(name, 0.0), least.get(part, {}).get(name, 0.0))
            for name in {**least.get(part, {}), **now.get(part, {})}
        }
        for part in {**least, **now}
    }


def written(values: Figures) -> str:
    """The floors as TOML."""
    parts = (
        f"\n[{part}]\n" + "".join(f"{name} = {value}\n" for name, value in own.items()) for part, own in values.items()
    )
    return _HEAD + "".join(parts)


def main() -> int:
    """Compare or raise."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--raise", dest="higher", action="store_true", help="raise the floors to the present figures")
    arguments = cli.parse_args()
    now, least = figures(evaluate(CORPUS)), floors()
    for part, values in now.items():
        told = (f"{name} {value} ({least.get(part, {}).get(name, 'no floor')})" for name, value in values.items())
        print(f"{part}: {', '.join(told)}")
    if arguments.higher:
        FILE.write_text(written(raised(now, least)), encoding="utf-8")
    faults = below(now, least)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print("the reading has become worse than it was; floors are never lowered", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
