"""A real server on the loopback that answers as a test says, faults included."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from schemas.source import FetchSettings
from sources.client import Client
from sources.pace import Pace


class Handler(BaseHTTPRequestHandler):
    """One request; a route writes what it likes."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.close_connection = True
        with self.server.lock:
            self.server.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            route = self.server.routes.get(self.path)
        try:
            if route is None:
                self.reply(404, b"nothing here", "text/plain")
            else:
                route(self)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def reply(self, status: int, body: bytes = b"", kind: str = "text/html", **headers: str) -> None:
        """A whole answer; underscores in names of headers stand for hyphens."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


Route = Callable[[Handler], None]


class Server(ThreadingHTTPServer):
    """Routes by path, which may change while it runs, and what was asked of it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, Route] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.lock = threading.Lock()
        self.ending = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def page(
        self, path: str, body: bytes | str, kind: str = "text/html; charset=utf-8", etag: str | None = None
    ) -> None:
        """Serve a body, with an ETag by which nothing-changed is answered."""
        content = body.encode() if isinstance(body, str) else body

        def route(handler: Handler) -> None:
            if etag and handler.headers.get("If-None-Match") == etag:
                handler.reply(304, ETag=etag)
            else:
                handler.reply(200, content, kind, **({"ETag": etag} if etag else {}))

        self.routes[path] = route

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        with self.lock:
            return sum(1 for seen, _ in self.seen if seen == path)

    def stall(self, handler: Handler) -> None:
        """Write a head and half a body, then nothing until the end."""
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"<p>half")
        handler.wfile.flush()
        self.ending.wait(20)

    def drip(self, handler: Handler) -> None:
        """A byte now and then, for ever."""
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while not self.ending.is_set():
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    def endless(self, handler: Handler) -> None:
        """As fast as it goes, for ever."""
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while not self.ending.is_set():
            handler.wfile.write(b"<p>more</p>" * 1000)

    def cut(self, handler: Handler) -> None:
        """Less than it says."""
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"<p>half")


@contextmanager
def serving() -> Iterator[Server]:
    """A server that answers for as long as the context lasts."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ending.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


QUICK = {
    "contact": "tests@example.org",
    "private_hosts": ("127.0.0.1",),
    "pause_s": 0,
    "retry_wait_s": 0,
    "attempts": 2,
    "connect_timeout_s": 2.0,
    "read_timeout_s": 1.0,
    "total_timeout_s": 4.0,
    "robots": False,
}
"""Settings that let tests ask the loopback without waiting."""


def quick(**given: object) -> FetchSettings:
    return FetchSettings.model_validate({**QUICK, **given})


def client(authorization: str | None = None, origins: frozenset[str] = frozenset(), **given: object) -> Client:
    return Client(quick(**given), "0", authorization=authorization, origins=origins, pace=Pace())
