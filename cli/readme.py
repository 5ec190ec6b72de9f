"""The output of the first run in the README, made by running it: what `python3 start.py` does after setting up.

python -m cli.readme            write it into README.md
python -m cli.readme --check    exit status 1 if it is old
"""

import re
import runpy
import sys
import tempfile
from pathlib import Path

from typer.testing import CliRunner

from cli.console import out
from cli.main import app

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=<!-- made by python -m cli\.readme -->\n```text\n).*?(?=```\n)", re.DOTALL)
_VOLATILE = re.compile(r"\d{8}T\d{6}Z|(?<=Z-)[0-9a-f]{8}")
"""Times, and the mark of how a publication is laid out: another one each run, or with each change of a table."""


def first_run() -> str:
    """What the demonstration prints on a terminal of 80 columns."""
    start = runpy.run_path(str(ROOT / "start.py"))
    parts = []
    width, out._width = out._width, 80  # the environment may have set another when the console was made
    with tempfile.TemporaryDirectory() as data:
        environment = {"TERM": "dumb", "NO_COLOR": "1", "COMMUNIQUE_DATA": data}
        for command in (["ingest", str(ROOT / "samples")], ["sql", start["FIRST_QUESTION"]]):
            done = CliRunner(env=environment).invoke(app, command, prog_name="communique")
            if done.exit_code:
                raise RuntimeError(done.output)
            typed = start["typed"](["communique", *(word.removeprefix(f"{ROOT}/") for word in command)])
            parts.append(f"$ {typed}\n{done.stdout}")
    out._width = width
    return "\n".join(line.rstrip() for line in "\n".join(parts).splitlines()) + "\n"


def is_old(page: str, output: str) -> bool:
    """Whether a README tells another output; raises ValueError where it has no place for one."""
    found = _BLOCK.search(page)
    if found is None:
        raise ValueError(f"{TARGET.name} has no block of output after its mark")
    return _VOLATILE.sub("", found[0]) != _VOLATILE.sub("", output)


def main() -> int:
    """Write the output, or with --check compare it."""
    page, output = TARGET.read_text("utf-8"), first_run()
    if not is_old(page, output):
        return 0
    if "--check" in sys.argv[1:]:
        print(f"the output in {TARGET.name} is old; run: python -m cli.readme", file=sys.stderr)
        return 1
    TARGET.write_text(_BLOCK.sub(lambda _: output, page, count=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
