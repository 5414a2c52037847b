"""A mail server that takes everything and remembers what it got: what really left the portal, as others see it."""

import socketserver
import threading
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes, policy


@dataclass(frozen=True, slots=True)
class Received:
    """One mail as it came. The same Message-ID twice is the same mail to its reader."""

    message_id: str
    to: str
    subject: str


class _Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as smtplib speaks. A mail counts when its final dot has come."""

    timeout = 30
    server: "MailSink"

    def handle(self) -> None:
        self._say("220 soak")
        for line in self.rfile:
            verb = line.strip().upper().split(b" ")[0]
            if verb == b"QUIT":
                self._say("221 bye")
                return
            if verb == b"DATA":
                self._say("354 go on")
                if not self._take():
                    return
            self._say("250 ok")

    def _take(self) -> bool:
        """The mail up to its final dot. False: the sender was cut off, and sent nothing."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                self.server.keep(b"".join(lines))
                return True
            lines.append(line.removeprefix(b"."))
        return False

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailSink(socketserver.ThreadingTCPServer):
    """Listens on a port of its own from the moment it is made. Use as a context manager."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: list[Received] = []
        self._lock = threading.Lock()

    def __enter__(self) -> "MailSink":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    @property
    def url(self) -> str:
        """As the setting EMAIL_URL wants it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def keep(self, mail: bytes) -> None:
        read = message_from_bytes(mail, policy=policy.default)
        with self._lock:
            self.received.append(Received(read["Message-ID"].strip(), read["To"], read["Subject"]))

    def times(self) -> Counter[str]:
        """How many times each Message-ID has come."""
        with self._lock:
            return Counter(one.message_id for one in self.received)

    def about(self, subject: str) -> Counter[str]:
        """The same for the mails with this text in their subject."""
        with self._lock:
            return Counter(one.message_id for one in self.received if subject in one.subject)

    def handle_error(self, request: object, client_address: object) -> None:
        """A worker that is killed in the middle of a mail breaks the line; that is what we are here for."""
