"""Compile the reading into machine code, with mypyc.

    python -m extraction.compiling          make it (some minutes)
    python -m extraction.compiling --off    take it away

`python3 start.py compile` sets up what it needs first. `compiled.toml` says what is compiled. The default installation
is Python alone: nobody needs this.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import sysconfig
import tempfile
import time
import tomllib
from pathlib import Path

from extraction.compiled import ROOT, digest, home

LIST = Path(__file__).with_name("compiled.toml")
GROUP = "communique_reading"
"""Name of the library that holds all modules, so that one calls another directly."""


class CompilingError(Exception):
    """The machine code cannot be made; one line that says why and what to do."""


def modules(root: Path = ROOT) -> list[str]:
    """The files that are compiled, as paths in the checkout. Raises CompilingError where the list names none."""
    told = tomllib.loads(LIST.read_text("utf-8"))
    stays = set(told["stays_python"])
    every = {p.relative_to(root).as_posix() for folder in told["folders"] for p in (root / folder).glob("*.py")}
    if gone := sorted(stays - every):
        raise CompilingError(f"{LIST.name} names {gone[0]}, which is not there; take it out of the list")
    return sorted(every - stays)


def check_tools() -> None:
    """Raises CompilingError where mypyc, a C compiler or Python's headers are missing."""
    try:
        import mypyc.build  # noqa: F401
        import setuptools  # noqa: F401
    except ImportError as error:
        raise CompilingError(f"{error.name} is not installed; run `python3 start.py compile`") from None
    compiler = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()[0]
    if os.name != "nt" and shutil.which(compiler) is None:
        raise CompilingError(
            f"no C compiler ({compiler}); install gcc or clang, or go on without: Python reads the same"
        )
    header = Path(sysconfig.get_path("include")) / "Python.h"
    if not header.exists():
        raise CompilingError(f"no {header}; install the headers of Python (python3-dev), or go on without")


def make(root: Path = ROOT) -> Path:
    """Compile the reading of a checkout; gives the folder with the machine code, which is whole or not there.

    Machine code of other states of the source goes. Raises CompilingError.
    """
    check_tools()
    target = home(root) / digest(root)
    if target.is_dir():
        return target
    home(root).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home(root), prefix="making-") as place:
        made = Path(place, "made")
        said = io.StringIO()
        try:
            with contextlib.chdir(root), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                _build(modules(root), made, Path(place))
        except (Exception, SystemExit) as error:
            lines = [line for line in (*said.getvalue().splitlines(), str(error)) if "error" in line.lower()]
            raise CompilingError(f"mypyc or the C compiler refused: {(lines or [repr(error)])[0]}") from error
        if home(root) / digest(root) != target:
            raise CompilingError("the source changed meanwhile; run this again")
        for old in home(root).iterdir():
            if old != Path(place):
                shutil.rmtree(old, ignore_errors=True)
        made.rename(target)
    return target


def _build(paths: list[str], made: Path, temporary: Path) -> None:
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    extensions = mypycify(
        ["--config-file=pyproject.toml", f"--cache-dir={temporary / 'cache'}", *paths],
        group_name=GROUP,
        multi_file=True,
        debug_level="0",
        target_dir=str(temporary / "c"),
    )
    command = build_ext(Distribution({"name": GROUP, "ext_modules": extensions}))
    command.build_lib, command.build_temp = str(made), str(temporary / "objects")
    command.ensure_finalized()
    command.run()


def main(arguments: list[str]) -> int:
    """Make the machine code, or take it away; exit status 1 where it cannot be made, 2 for another argument."""
    if arguments == ["--off"]:
        shutil.rmtree(home(), ignore_errors=True)
        print("texts are read by Python")
        return 0
    if arguments:
        print(__doc__)
        return 2
    began = time.monotonic()
    try:
        folder = make()
    except CompilingError as error:
        print(f"compile: {error}", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(
        f"texts are read by machine code: {len(modules())} modules, {size / 1e6:.0f} MB in {folder.relative_to(ROOT)}, "
        f"made in {time.monotonic() - began:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
