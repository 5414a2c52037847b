"""A receiver of webhooks as others might have it: a real HTTP server in a thread, that keeps what it was sent."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Call:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """``status``, ``answer`` and ``headers`` are what it answers; ``trickle`` seconds between each byte of it."""

    port: int = 0
    status: int = 200
    answer: bytes = b"tack"
    headers: dict[str, str] = field(default_factory=dict)
    trickle: float = 0.0
    calls: list[Call] = field(default_factory=list)
    scheme: str = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/krok?x=1"


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.receiver.calls.append(Call(self.path, dict(self.headers), body))
        self.send_response(self.receiver.status)
        for name, value in self.receiver.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.receiver.answer)))
        self.end_headers()
        for piece in self._pieces():
            self.wfile.write(piece)

    def _pieces(self) -> Iterator[bytes]:
        if not self.receiver.trickle:
            yield self.receiver.answer
            return
        for sign in self.receiver.answer:
            yield bytes([sign])
            time.sleep(self.receiver.trickle)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A caller that hangs up is what some tests are about."""


@contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver that listens as long as the block lasts."""
    receiver = Receiver(scheme="https" if tls else "http")
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": receiver}))
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        # Those that still trickle are not waited for.
        server.block_on_close = False
        server.server_close()
        thread.join()
