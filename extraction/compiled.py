"""Whether texts are read by machine code, the same modules compiled by `python3 start.py compile`, or by Python.

The machine code of a state of the source lies in `build/compiled/<digest>`. It is used only where the source is that
state, to the byte: after any change of the source, or with COMMUNIQUE_COMPILED=no, Python reads, with the same records.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
VARIABLE = "COMMUNIQUE_COMPILED"
_OFF = frozenset({"0", "no", "off", "false"})
_ENDING = EXTENSION_SUFFIXES[0]
"""Of files of machine code: it names the Python and the machine."""
_SOURCES = ("extraction", "schemas")
"""Packages whose source the machine code is made from: what is compiled, and where its types and constants are from."""


class _Finder:
    """Gives modules from a folder of machine code, before Python's own search."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            ".".join(path.relative_to(folder).parts).removesuffix(_ENDING): path for path in folder.rglob(f"*{_ENDING}")
        }

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module's machine code lies; None leaves the module to Python's own search."""
        file = self._files.get(fullname)
        return spec_from_file_location(fullname, file) if file is not None else None


def home(root: Path = ROOT) -> Path:
    """The folder of machine code, a folder in it for each state of the source."""
    return root / "build" / "compiled"


def digest(root: Path = ROOT) -> str:
    """What machine code is good for: a hash of the source, of what is compiled, of the Python and of the machine."""
    whole = hashlib.sha256(f"{sys.version} {sys.platform} {_ENDING}".encode())
    paths = (path for package in _SOURCES for path in (root / package).rglob("*.py"))
    for path in (root / "extraction" / "compiled.toml", *sorted(paths)):
        content = path.read_bytes()
        whole.update(f"\n{path.relative_to(root).as_posix()} {len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()[:20]


def put_in_front() -> None:
    """Let machine code of this very source be imported in its place, where there is any and it is not turned off."""
    if os.environ.get(VARIABLE, "").strip().lower() in _OFF or not home().is_dir():
        return
    folder = home() / digest()
    if folder.is_dir():
        sys.meta_path.insert(0, _Finder(folder))


def reads_with() -> str:
    """`machine code` or `Python`: what this process reads texts with."""
    return "machine code" if any(isinstance(finder, _Finder) for finder in sys.meta_path) else "Python"


def is_left_behind() -> bool:
    """Whether there is machine code, but of another state of the source."""
    return home().is_dir() and not (home() / digest()).is_dir()
