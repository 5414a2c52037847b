"""Where a webhook may not go, however the address is written."""

import socket

import pytest

from portal.notices.webhooks.addresses import BadAddress, find_target, is_public
from portal.notices.webhooks.calling import call
from tests.notices.receiving import receiving

INSIDE = [
    "https://127.0.0.1/",
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST:8443/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://017700000001/",
    "https://127.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://192.0.0.170/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:93.184.216.34]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
]
BADLY_WRITTEN = [
    "",
    "http://93.184.216.34/",
    "ftp://93.184.216.34/",
    "file:///etc/passwd",
    "gopher://93.184.216.34/",
    "//93.184.216.34/",
    "https://",
    "https:///krok",
    "https://anna@93.184.216.34/",
    "https://93.184.216.34@127.0.0.1/",
    "https://93.184.216.34:pass@127.0.0.1/",
    "https://93.184.216.34/#frag",
    "https://93.184.216.34\\@127.0.0.1/",
    "https://93.184.216.34/ mellanslag",
    "https://93.184.216.34/\r\nHost: internt",
    "https://93.184.216.34:22/",
    "https://93.184.216.34:80/",
    "https://93.184.216.34:99999/",
    "https://93.184.216.34:x/",
    "https://[::1/",
    "https://bl\u00e5b\u00e4r.example/",
    "https://finns-inte.invalid/",
    f"https://93.184.216.34/{'a' * 300}",
]


@pytest.mark.parametrize("url", INSIDE)
def test_what_lies_inside_is_refused(url: str) -> None:
    with pytest.raises(BadAddress, match=r"internt nät|Namnet i adressen finns inte"):
        find_target(url)


@pytest.mark.parametrize("url", BADLY_WRITTEN)
def test_what_is_not_an_address_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        find_target(url)


@pytest.mark.parametrize("url", [*INSIDE, *BADLY_WRITTEN])
def test_nobody_is_called_there(url: str) -> None:
    answer = call(url, b"{}", {})
    assert answer.status is None
    assert answer.text.endswith(".")


@pytest.mark.parametrize(
    ("address", "public"),
    [("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("fe80::1%eth0", False)],
)
def test_the_open_internet_is_told_from_the_rest(address: str, public: bool) -> None:
    assert is_public(address) == public


def test_what_is_found_is_what_is_called() -> None:
    target = find_target("https://93.184.216.34:8443/krok?a=b")
    assert (target.is_secure, target.host, target.port, target.path, target.address) == (
        True,
        "93.184.216.34",
        8443,
        "/krok?a=b",
        "93.184.216.34",
    )


def test_the_name_is_asked_for_once_and_that_address_is_called(settings, monkeypatch) -> None:
    """A name that answers with another address the next time is not asked a next time."""
    settings.WEBHOOK_ALLOWED_HOSTS = ["krok.example"]
    asked: list[str] = []
    real = socket.getaddrinfo

    def turning(host, *rest, **more):
        if host == "krok.example":
            asked.append(host)
            return real("127.0.0.1" if len(asked) == 1 else "192.0.2.1", *rest, **more)
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    with receiving() as receiver:
        answer = call(f"http://krok.example:{receiver.port}/", b"{}", {})
    assert answer.status == 200
    assert asked == ["krok.example"]
    assert receiver.calls[0].headers["Host"] == f"krok.example:{receiver.port}"


def test_one_inner_address_among_outer_ones_is_enough_to_refuse(monkeypatch) -> None:
    rows = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in ("93.184.216.34", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(BadAddress, match="internt"):
        find_target("https://krok.example/")


def test_only_the_named_host_is_allowed_what_others_are_not(settings) -> None:
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
    assert find_target("http://127.0.0.1:81/").port == 81
    for url in ("http://localhost/", "https://[::1]/", "http://127.0.0.2/"):
        with pytest.raises(BadAddress):
            find_target(url)
