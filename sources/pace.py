"""A pause between two requests to one host, kept by all clients of this process."""

import threading
import time


class Pace:
    """When each host may be asked again."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str, pause_s: float) -> None:
        """Wait for a host's turn; those who wait are let through one after another."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + pause_s
        if turn > now:
            time.sleep(turn - now)


SHARED = Pace()
