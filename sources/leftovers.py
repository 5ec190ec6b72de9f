"""Half-written files that killed processes left beside their places."""

import contextlib
import os
import re
from pathlib import Path

from schemas.processes import is_alive

_PART = re.compile(r"\..+\.(\d+)\.part")


def remove_leftovers(root: Path) -> int:
    """Remove the half-written files below a folder whose writers are gone; returns how many.

    They are named `.<name>.<process>.part`, as the archive and the memory of sources write them.
    """
    removed = 0
    for folder, _, names in os.walk(root):
        for name in names:
            match = _PART.fullmatch(name)
            if match and not is_alive(int(match[1])):
                with contextlib.suppress(OSError):
                    (Path(folder) / name).unlink()
                    removed += 1
    return removed
