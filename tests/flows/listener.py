"""A local server that webhooks and heartbeats call, and that can be as bad as servers are."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

Calls = list[tuple[str, str, Any]]


class _Handler(BaseHTTPRequestHandler):
    calls: ClassVar[Calls] = []
    stop: ClassVar[threading.Event] = threading.Event()

    def _answer(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(size)) if size else None
        self.calls.append((self.command, self.path, body))
        if "trickle" in self.path:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.stop.wait(0.2):
                self.wfile.write(b"X-More: and more\r\n")
            return
        self.send_response(500 if "broken" in self.path else 200)
        self.end_headers()
        if "endless" in self.path:
            while not self.stop.is_set():
                self.wfile.write(b"x" * 65536)

    do_GET = do_POST = _answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def listening() -> Iterator[tuple[str, Calls]]:
    _Handler.calls, _Handler.stop = [], threading.Event()
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    made.daemon_threads = True
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}/secret-token", _Handler.calls
    _Handler.stop.set()
    made.shutdown()
    made.server_close()
