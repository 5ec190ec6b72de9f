"""How long the command takes to start, as ratios of medians in one run against importing what it needs.

    python benchmarks/startup.py [RUNS]

Bounds: 3 for both.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = next(iter(sorted((ROOT / "samples").glob("*.txt"))))
LIBRARIES = "import pydantic, typer, rich.console, dateparser; dateparser.parse('3 February 2021')"
PAIRS = {
    "communique --help / import typer, rich": (["-m", "cli.main", "--help"], ["-c", "import typer, rich.console"]),
    "communique extract / import libraries, parse a date": (
        ["-m", "cli.main", "extract", str(SAMPLE)],
        ["-c", LIBRARIES],
    ),
}


def seconds(arguments: list[str]) -> float:
    """Wall time of a Python process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> int:
    """Measure and print; the runs of a pair alternate."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    for name, (ours, theirs) in PAIRS.items():
        for arguments in (ours, theirs):
            seconds(arguments)
        times = [(seconds(ours), seconds(theirs)) for _ in range(runs)]
        a, b = (statistics.median(side) for side in zip(*times, strict=True))
        print(f"{name}: {a:.3f} s / {b:.3f} s = {a / b:.2f} (bound 3)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
