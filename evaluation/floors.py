"""Floors of quality: figures that the project's corpus must not fall under. They can only be raised.

python -m evaluation.floors           # compare, exit status 1 below a floor
python -m evaluation.floors --raise   # raise the floors to the present figures, rounded down
"""

import argparse
import math
import sys
import tomllib
from pathlib import Path

from evaluation.measure import LEVELS
from evaluation.run import CORPUS, Report, evaluate

FILE = Path(__file__).with_name("floors.toml")
_HEAD = "# Figures on evaluation/ that must not be fallen under; raised by `python -m evaluation.floors --raise`.\n"


def figures(report: Report) -> dict[str, float]:
    """What the floors are about, rounded down to two places."""
    found = {f"{level}_f1": math.floor(report.score.f1(level) * 100) / 100 for level in LEVELS}
    return found | {"empty_documents_left_empty": report.score.clean}


def floors() -> dict[str, float]:
    """The floors as they stand."""
    return dict(tomllib.loads(FILE.read_text("utf-8"))) if FILE.exists() else {}


def below(now: dict[str, float]) -> list[str]:
    """A line for each figure that lies under its floor."""
    return [
        f"{name}: {now[name]} is under the floor of {least}" for name, least in floors().items() if now[name] < least
    ]


def raise_floors(now: dict[str, float]) -> None:
    """Write the floors anew, none lower than it was."""
    old = floors()
    lines = [f"{name} = {max(value, old.get(name, value))}\n" for name, value in now.items()]
    FILE.write_text(_HEAD + "".join(lines), encoding="utf-8")


def main() -> int:
    """Compare or raise."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--raise", dest="higher", action="store_true", help="raise the floors to the present figures")
    arguments = cli.parse_args()
    now = figures(evaluate(CORPUS))
    for name, value in now.items():
        print(f"{name} {value} (floor {floors().get(name, 'none')})")
    if arguments.higher:
        raise_floors(now)
    faults = below(now)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
