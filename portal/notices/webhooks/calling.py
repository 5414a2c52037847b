"""One call to another's server, by HTTP, that can neither be led elsewhere nor held up.

No redirect is followed and no proxy asked. A server that trickles its answer is cut off: the whole call, handshake and
all, has an end.
"""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError

from portal.notices.webhooks.addresses import BadAddress, Target, find_target

CONNECT_WITHIN = 5.0  # seconds
ANSWER_WITHIN = 10.0
CUT_OFF_AFTER = 20.0
MOST_READ = 64 * 1024
LONGEST_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``status`` None: nothing did, and ``text`` says why. The text is plain and short."""

    status: int | None
    text: str

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """The receiver wants no more calls."""
        return self.status == 410


class _Lifeline:
    """A second handle on a connection's socket, by which it can be cut off from another thread."""

    lifeline: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        self.lifeline = made.dup()
        return made

    def cut(self) -> None:
        if self.lifeline is not None:
            with suppress(OSError):
                self.lifeline.shutdown(socket.SHUT_RDWR)


class _Plain(_Lifeline, HTTPConnection):
    """For hosts that are allowed it by the settings."""


class _Secure(_Lifeline, HTTPSConnection):
    """TLS, with the certificate of the name although the connection is to the address."""


def call(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """POST the body there and give the answer. Never raises for what the other side does."""
    try:
        target = find_target(url)
    except BadAddress as refused:
        return Answer(None, str(refused))
    try:
        with _connected(target) as connection:
            connection.request("POST", target.path, body, _with_host(target, headers), preload_content=False)
            response = connection.getresponse()
            return Answer(response.status, _excerpt(response))
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        return Answer(None, _why(error))


@contextmanager
def _connected(target: Target) -> Iterator[HTTPConnection]:
    connection = _connection(target)
    end = threading.Timer(CUT_OFF_AFTER, connection.cut)
    end.daemon = True
    end.start()
    try:
        connection.connect()
        if connection.sock is not None:
            connection.sock.settimeout(ANSWER_WITHIN)
        connection.timeout = ANSWER_WITHIN
        yield connection
    finally:
        end.cancel()
        connection.close()
        if connection.lifeline is not None:
            connection.lifeline.close()


def _connection(target: Target) -> _Plain | _Secure:
    if not target.is_secure:
        return _Plain(target.address, target.port, timeout=CONNECT_WITHIN)
    return _Secure(
        target.address,
        target.port,
        timeout=CONNECT_WITHIN,
        ssl_context=ssl.create_default_context(),
        server_hostname=target.host,
    )


def _with_host(target: Target, headers: Mapping[str, str]) -> dict[str, str]:
    host = f"[{target.host}]" if ":" in target.host else target.host
    usual = target.port == (443 if target.is_secure else 80)
    return {**headers, "Host": host if usual else f"{host}:{target.port}", "Accept-Encoding": "identity"}


def _excerpt(response) -> str:  # type: ignore[no-untyped-def]
    """The beginning of the answer as one line of plain text. What cannot be read does not undo its status."""
    try:
        read = response.read(MOST_READ, decode_content=False)
    except (HTTPError, HTTPException, OSError, ValueError):
        return ""
    text = read.decode(errors="replace")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_EXCERPT]


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return "Mottagarens certifikat godkändes inte."
    if isinstance(error, NewConnectionError | ConnectionRefusedError):
        return "Det gick inte att ansluta till mottagaren."
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError | TimeoutError):
        return "Mottagaren svarade inte i tid."
    return "Mottagaren bröt anslutningen."
