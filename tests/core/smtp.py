"""A small mail server for tests: it answers each RCPT as told, and keeps what it accepts."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.server.connections += 1
        taken = 0
        self._say("220 prov")
        while line := self.rfile.readline():
            verb = line[:4].upper().decode()
            if verb == "RCPT":
                self._say(self.server.answer)
            elif verb == "DATA":
                self._say("354 ja")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.accepted.append(text)
                self._say("250 ja")
                taken += 1
                if taken == self.server.most:
                    return
            elif verb == "QUIT":
                self._say("221 hej")
                return
            else:
                self._say("250 ja")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class SmtpServer(socketserver.ThreadingTCPServer):
    """``answer`` is what it says to RCPT; ``accepted`` the mails it took; ``connections`` how many came, each for
    ``most`` mails."""

    allow_reuse_address = True
    daemon_threads = True
    answer = "250 ja"
    most = 1000

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.accepted: list[bytes] = []
        self.connections = 0


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
