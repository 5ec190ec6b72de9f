"""A process that reads what comes from outside and may die of it: bounded in memory and time, told its tasks by a pipe.

`python -m flows.worker MEMORY_MB` reads requests from standard input: a line of JSON, then `size` bytes. It answers
each with a line of JSON. It ends where its input does, and by an alarm where one request takes too long.
"""

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from extraction.extractor import Extractor

GRACE_S = 5
"""The alarm rings so many seconds after the one who asks gave up: it is for those whose asker died."""

MEMORY_FAULT = "memory"
READY = b"ready\n"


def extractor_reference(extractor: "Extractor") -> str | None:
    """The name by which another process can make the same extractor; None for one that was made otherwise."""
    from extraction.registry import extractor_names
    from flows.process import extractor_named

    name = extractor.name
    return name if name in extractor_names() and extractor is extractor_named(name) else None


def _read(request: dict[str, Any], content: bytes) -> Any:
    from flows.process import extractor_named, process, read_only
    from flows.spool import outcome_line
    from sources.archive import ArchiveItem

    item, name = ArchiveItem.model_validate_json(request["item"]), request["extractor"]
    return outcome_line(process(item, content, extractor_named(name)) if name else read_only(item, content))


def _feed(request: dict[str, Any], content: bytes) -> Any:
    from sources.arrival import SourceError
    from sources.feeds import parse_feed

    try:
        return {"feed": parse_feed(content, request["url"], request["type"], request["limit"]).as_values()}
    except SourceError as error:
        return {"error": str(error)}


_TASKS: dict[str, Callable[[dict[str, Any], bytes], Any]] = {"read": _read, "feed": _feed}


def _bounded(memory_mb: int) -> None:
    """Bound this process: its memory, and no core file where it crashes. Does what the system can."""
    with contextlib.suppress(ImportError):
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, memory_mb * 2**20))
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _alarm(seconds: float) -> None:
    """End this process after so many seconds, in the midst of whatever it does; 0 calls that off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Say that we are there, then answer requests until there are no more."""
    import flows.process  # noqa: F401 - what every document needs, before its time is counted

    answers.write(READY)
    answers.flush()
    while line := requests.readline():
        request = json.loads(line)
        content = requests.read(request.get("size", 0))
        _alarm(request["timeout_s"] + GRACE_S)
        try:
            answer: Any = {"done": _TASKS[request["task"]](request, content)}
        except MemoryError:
            answer = {"fault": MEMORY_FAULT}
        except Exception as error:
            answer = {"fault": f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"}
        _alarm(0)
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def main() -> None:
    """Serve the pipe that this process was started with; what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks ends us, by closing the pipe
    _bounded(int(sys.argv[1]))
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
