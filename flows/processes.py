"""Processes that must not outlive the one that started them."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
"""prctl(2): the signal that this process gets when the thread that started it ends."""


def die_with_parent(parent: int | None = None) -> None:
    """Have the system kill this process as soon as the one that started it ends, however it ends.

    `parent` is its id, to see that it has not ended already. Only Linux can do it; elsewhere a killed parent leaves its
    children, which the next `communique serve` finds by the file that it keeps.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os._exit(137)


def kill_group(pid: int) -> None:
    """Kill a process and all of its group, of which it is the leader; one that is gone is no error."""
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except OSError:
            continue
