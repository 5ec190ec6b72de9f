"""How fast the Foreign Military Training Report is read, as ratios in one run against pdfplumber's extract_table.

    python benchmarks/fmtr.py [FOLDER] [RUNS]

Of every PDF in FOLDER (../shared/real/fmtr beside the checkout) all pages are read in this process: by communique from
bytes to validated rows, and by pdfplumber, which is warmed up like communique, to cells only. RUNS (1) alternate, the
median counts. Without a folder forty invented pages of both layouts are read. Bound: 2, for all files together.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
BOUND = 2.0


def ours(path: Path) -> int:
    """Rows and sums that communique reads."""
    from flows.extract import extract_file

    return len(extract_file(path).records)


def theirs(path: Path) -> int:
    """Rows that pdfplumber finds in its tables."""
    import pdfplumber

    rows = 0
    with pdfplumber.open(path) as document:
        for page in document.pages:
            rows += len(page.extract_table() or ())
            page.close()
    return rows


def seconds(read: Callable[[Path], int], path: Path) -> float:
    """Time of one reading."""
    began = time.perf_counter()
    read(path)
    return time.perf_counter() - began


def invented(folder: Path) -> None:
    """Write pages of both layouts."""
    from tests.documents.training_pages import Heading, Row, pdf_2001, pdf_2009

    old = Row(("SAIL REPAIR", "1", "PORT ONE", "Lake Guard,\nFirst Squadron", "", "$1,200", "10/2/00", "12/15/00"))
    new = Row(("SAIL REPAIR", "1", "PORT ONE", "Lake Guard", "1200", "10/2/2008", "12/15/2008"))
    heading = "Lake Region, Arcadia, Exchange Training, FY 01"
    pages = [(heading, [Heading(f"DoS {heading}"), *[old] * 20], f"IV-{n}") for n in range(1, 21)]
    (folder / "invented_2001.pdf").write_bytes(pdf_2001(pages))
    first = [Heading("Arcadia", large=True), Heading("IMET-1 - FY 2009 DoS Training")]
    (folder / "invented_2009.pdf").write_bytes(pdf_2009([[*first, "=", *[new] * 45]] * 20))


def measure(files: list[Path], runs: int) -> float:
    """Measure and print, a line a file; returns the ratio over all."""
    for path in files[:1]:  # imports and lexicons
        ours(path)
        theirs(path)
    totals = [0.0, 0.0]
    for path in files:
        times = [(seconds(theirs, path), seconds(ours, path)) for _ in range(runs)]
        slow, quick = (statistics.median(side) for side in zip(*times, strict=True))
        totals = [totals[0] + slow, totals[1] + quick]
        print(f"{path.stem}: pdfplumber {slow:.2f} s, communique {quick:.2f} s, ratio {slow / quick:.1f}")
    ratio = totals[0] / totals[1]
    print(f"all: pdfplumber {totals[0]:.2f} s, communique {totals[1]:.2f} s, ratio {ratio:.1f} (bound {BOUND})")
    return ratio


def main() -> int:
    """Measure and print; 1 where the bound is not kept."""
    arguments = sys.argv[1:]
    folder = Path(arguments[0]) if arguments else ROOT.parent / "shared" / "real" / "fmtr"
    runs = int(arguments[1]) if len(arguments) > 1 else 1
    files = sorted(folder.glob("*.pdf"))
    if files:
        return 0 if measure(files, runs) >= BOUND else 1
    if arguments:
        print(f"{folder}: no PDF files; give the folder of the report, or nothing for invented pages", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as made:
        invented(Path(made))
        return 0 if measure(sorted(Path(made).glob("*.pdf")), runs) >= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
