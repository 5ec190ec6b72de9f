"""Telling a process from a later one with the same id, for what processes leave behind when they are killed."""

import os
from pathlib import Path


def start_mark(pid: int) -> str | None:
    """What tells a process from a later one with the same id; None where there is none or the system does not say."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return fields[19] if len(fields) > 19 and fields[0] != "Z" else None


def is_alive(pid: int, mark: str | None = None) -> bool:
    """Whether the process of that id, and of that start where it is given, runs on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return mark is None or start_mark(pid) == mark
