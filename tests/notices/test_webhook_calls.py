"""One call to another's server: what is sent, and that nothing it answers leads elsewhere or holds the portal up."""

import ssl
import subprocess
import time
from pathlib import Path

import pytest

from portal.notices.webhooks import calling
from portal.notices.webhooks.calling import call
from tests.notices.receiving import receiving


@pytest.fixture(autouse=True)
def _allowed(settings) -> None:
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1", "localhost"]


def test_the_call_is_what_was_asked_for() -> None:
    with receiving() as receiver:
        answer = call(receiver.url, "å".encode(), {"webhook-id": "msg_1"})
    [heard] = receiver.calls
    assert (answer.status, answer.text, answer.is_taken) == (200, "tack", True)
    assert (heard.path, heard.body.decode()) == ("/krok?x=1", "å")
    assert heard.headers["webhook-id"] == "msg_1"
    assert heard.headers["Host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with receiving() as inner, receiving() as receiver:
        receiver.status, receiver.headers = status, {"Location": inner.url}
        answer = call(receiver.url, b"{}", {})
    assert (answer.status, answer.is_taken, inner.calls) == (status, False, [])


def test_the_answer_is_made_short_and_plain() -> None:
    with receiving() as receiver:
        receiver.answer = b"<b>nej</b>\x00\x1b[31m\xff\n\n" + "\u202eabc ".encode() + b"x" * 1_000_000
        answer = call(receiver.url, b"{}", {})
    assert answer.text.startswith("<b>nej</b> [31m\N{REPLACEMENT CHARACTER} abc xxx")
    assert len(answer.text) == 300


def test_a_compressed_answer_is_not_unpacked() -> None:
    with receiving() as receiver:
        receiver.headers, receiver.answer = {"Content-Encoding": "gzip"}, b"inte gzip"
        answer = call(receiver.url, b"{}", {})
    assert (answer.status, answer.text) == (200, "inte gzip")
    assert receiver.calls[0].headers["Accept-Encoding"] == "identity"


def test_a_server_that_trickles_is_cut_off(monkeypatch) -> None:
    monkeypatch.setattr(calling, "CUT_OFF_AFTER", 0.5)
    with receiving() as receiver:
        receiver.trickle, receiver.answer = 0.1, b"x" * 600
        begun = time.monotonic()
        answer = call(receiver.url, b"{}", {})
    assert time.monotonic() - begun < 5
    # It had said 200 before it was cut off, and so has what it was sent.
    assert answer.status == 200


def test_a_server_that_never_answers_is_not_waited_for(monkeypatch) -> None:
    import socket

    monkeypatch.setattr(calling, "ANSWER_WITHIN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = call(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})
    assert (answer.status, answer.text) == (None, "Mottagaren svarade inte i tid.")


def test_a_server_that_says_nothing_in_the_handshake_is_cut_off(monkeypatch) -> None:
    import socket

    monkeypatch.setattr(calling, "CUT_OFF_AFTER", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        answer = call(f"https://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})
    assert answer.status is None
    assert time.monotonic() - begun < 4


def test_nobody_there() -> None:
    with receiving() as receiver:
        url = receiver.url
    assert call(url, b"{}", {}).text == "Det gick inte att ansluta till mottagaren."


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that it has signed itself."""
    path = tmp_path_factory.mktemp("tls") / "cert.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(path), "-out", f"{path}.crt"]
    subprocess.run(command, check=True, capture_output=True)
    with path.open("a") as both:
        both.write(Path(f"{path}.crt").read_text())
    return path


def secure(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_certificate_that_nobody_trusts_is_refused(certificate: Path) -> None:
    with receiving(secure(certificate)) as receiver:
        answer = call(receiver.url, b"{}", {})
    assert (answer.status, answer.text) == (None, "Mottagarens certifikat godkändes inte.")
    assert receiver.calls == []


def test_the_certificate_is_that_of_the_name(certificate: Path, monkeypatch) -> None:
    """Trusted, it opens the way for the name it bears and not for the bare address."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with receiving(secure(certificate)) as receiver:
        by_address = call(receiver.url, b"{}", {})
        by_name = call(receiver.url.replace("127.0.0.1", "localhost"), b"{}", {})
    assert (by_address.status, by_address.text) == (None, "Mottagarens certifikat godkändes inte.")
    assert by_name.status == 200
