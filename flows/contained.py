"""Reading in processes that may die: a pool of workers that live from document to document.

What comes from outside, is large, or is a PDF, is read there: a document that eats memory, loops or crashes a library
ends its worker and fails by name, and the run goes on. Small texts and pages given by hand are read in the run's own
process, which spares the start of a worker.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from flows.process import Outcome, extracted, failed, process, reject_of
from flows.spool import outcome_of_line
from flows.worker import MEMORY_FAULT, extractor_reference
from schemas.enums import RejectStage
from sources.archive import Archive, ArchiveError, ArchiveItem
from sources.arrival import SourceError
from sources.feeds import Feed

if TYPE_CHECKING:
    from extraction.extractor import Extractor

_START_S = 120
SMALL = 512 * 1024
"""Bytes up to which a page or text given by hand is read in the run's own process."""
_TAGS = 20_000
_CHECKOUT = Path(__file__).resolve().parents[1]
_SECRET = "COMMUNIQUE_SECRET_"  # noqa: S105 - a prefix
_MAX_ANSWER = 512 * 1024 * 1024


def _environment() -> dict[str, str]:
    """The environment of a worker: ours without credentials, and with our own modules, wherever we were started."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SECRET)}
    path = [str(_CHECKOUT), *filter(None, [kept.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(path)}


class WorkerDiedError(Exception):
    """A worker ended, or was ended, before it answered; one line for a reject."""

    def __init__(self, message: str, *, timed_out: bool = False):
        super().__init__(message)
        self.timed_out = timed_out


class _Worker:
    """One worker process."""

    def __init__(self, memory_mb: int):
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", "flows.worker", str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        self._ready = False

    def ask(self, request: dict[str, Any], content: bytes, timeout_s: float) -> Any:
        """The answer to a request. Raises WorkerDiedError where none came in time or at all."""
        assert self._process.stdin and self._process.stdout
        if not self._ready:
            # a busy machine may take its time to start a process; that is not the document's
            self._line(_START_S)
            self._ready = True
        head = json.dumps({**request, "size": len(content), "timeout_s": timeout_s}).encode() + b"\n"
        return json.loads(self._line(timeout_s, head + content))

    def _line(self, timeout_s: float, asked: bytes = b"") -> bytes:
        """Write what is asked, and the line that comes. Raises WorkerDiedError where none does in time or at all."""
        assert self._process.stdin and self._process.stdout
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(timeout_s, stop)
        timer.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write(asked)
                self._process.stdin.flush()
            line = self._process.stdout.readline(_MAX_ANSWER)
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            self.end()
            if late.is_set():
                raise WorkerDiedError(f"took longer than {timeout_s:g} s to read: stopped", timed_out=True)
            raise WorkerDiedError("ended the process that read it, by its memory or a crash of a library")
        return line

    def kill(self) -> None:
        """End the process; whoever waits for its answer gets none."""
        self._process.kill()

    def end(self) -> None:
        """End the process and take its pipes down."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()


class Readers:
    """A pool of workers, each started when it is first needed. Close it, or use it as a context."""

    def __init__(self, number: int = 1, *, timeout_s: float = 120, memory_mb: int = 2048, everything: bool = False):
        self.everything = everything
        self._timeout_s = timeout_s
        self._memory_mb = memory_mb
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._workers: set[_Worker] = set()
        self._threads = ThreadPoolExecutor(max_workers=number, thread_name_prefix="reader")
        self.window = 2 * number
        self._closed = False

    def __enter__(self) -> "Readers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, those too that are at work."""
        self._closed = True
        for worker in tuple(self._workers):
            worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in tuple(self._workers):
            worker.end()

    def _ask(self, request: dict[str, Any], content: bytes = b"") -> Any:
        """An answer of any worker. A death is tried once more: the system may have wanted the memory for another."""
        for last in (False, True):
            try:
                worker = self._idle.get_nowait()
            except queue.Empty:
                worker = _Worker(self._memory_mb)
                self._workers.add(worker)
            try:
                answer = worker.ask(request, content, self._timeout_s)
            except WorkerDiedError as error:
                self._workers.discard(worker)
                if last or error.timed_out or self._closed:
                    raise
                continue
            if answer.get("fault") == MEMORY_FAULT:
                self._workers.discard(worker)
                worker.end()
                raise WorkerDiedError(f"needs more than {self._memory_mb:,} MB of memory to be read: stopped")
            self._idle.put(worker)
            return answer
        raise AssertionError("the second attempt answers or raises")

    def wants(self, item: ArchiveItem, content: bytes) -> bool:
        """Whether an archived version is to be read by a worker."""
        if self.everything or item.fetched is not None or item.size > SMALL:
            return True
        return item.media_hint == ".pdf" or b"%PDF-" in content[:1024] or content.count(b"<") > _TAGS

    def read(self, item: ArchiveItem, content: bytes, extractor: "Extractor") -> "Future[Outcome]":
        """Read and extract a version in a worker."""
        return self._threads.submit(self._outcome, item, content, extractor)

    def _outcome(self, item: ArchiveItem, content: bytes, extractor: "Extractor") -> Outcome:
        by = extractor_reference(extractor)
        request = {"task": "read", "item": item.model_dump_json(), "extractor": by}
        try:
            answer = self._ask(request, content)
        except WorkerDiedError as error:
            return failed(item, str(error))
        if "fault" in answer:
            return failed(item, f"reading stopped with {answer['fault']}; please report this with the file")
        outcome = outcome_of_line(answer["done"])
        # an extractor that no other process can make extracts here, from what the worker read
        return extracted(item, outcome.document, extractor) if outcome.document and not by else outcome

    def parse_feed(self, content: bytes, url: str, content_type: str, limit: int) -> Feed:
        """Read a feed in a worker. Raises SourceError."""
        request = {"task": "feed", "url": url, "type": content_type, "limit": limit}
        try:
            answer = self._threads.submit(self._ask, request, content).result()
        except WorkerDiedError as error:
            raise SourceError(f"as a feed {error}") from None
        if "fault" in answer:
            raise SourceError(f"cannot be read as a feed ({answer['fault']})")
        if "error" in answer["done"]:
            raise SourceError(answer["done"]["error"])
        return Feed.of_values(answer["done"]["feed"])


def _begun(archive: Archive, version_id: str, extractor: "Extractor", readers: Readers) -> "Outcome | Future[Outcome]":
    """Begin to read a version: done, where it is read here. Raises ArchiveError where not even the item is there."""
    item = archive.item(version_id)
    try:
        content = archive.get(item.content_sha256)
    except ArchiveError:
        # Without the path, which would make another reject wherever the data folder is moved.
        return failed(
            item, f"its bytes {item.content_sha256} are missing from the archive or damaged; ingest the file again"
        )
    if readers.wants(item, content):
        return readers.read(item, content, extractor)
    return process(item, content, extractor)


def read_versions(
    archive: Archive, version_ids: Iterable[str], extractor: "Extractor", readers: Readers
) -> Iterator[Outcome]:
    """Read and extract archived versions, in their order; where the archive is damaged, that document fails.

    Workers read ahead of what is taken, a few documents far. Raises ArchiveError where not even an item can be read:
    then there is no document that could fail.
    """
    ahead: list[Outcome | Future[Outcome]] = []
    for version_id in version_ids:
        ahead.append(_begun(archive, version_id, extractor, readers))
        # without anything that is still being read nothing is waited for
        while ahead and (len(ahead) > readers.window or isinstance(ahead[0], Outcome)):
            yield _ended(ahead.pop(0), archive)
    while ahead:
        yield _ended(ahead.pop(0), archive)


def _ended(one: "Outcome | Future[Outcome]", archive: Archive) -> Outcome:
    outcome = one if isinstance(one, Outcome) else one.result()
    document = outcome.document
    if document is None or not (burial := archive.graveyard.of_text(document.text_sha256)):
        return outcome
    # a text that was purged, in other bytes or under another address: it leaves the archive again
    archive.remove(document.version_id, document.content_sha256)
    name, source, path = document.document_id, document.source, document.path
    reject = reject_of(name, source, path, None, RejectStage.READ, burial.message)
    return Outcome(None, rejects=(reject,), left_aside=True)
