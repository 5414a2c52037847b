"""Which addresses a webhook may go to, so that nobody can make the portal call what only the portal can reach.

The name is looked up once, every address that it has must be public, and the call goes to the very address that was
looked at: a name that answers otherwise the next time changes nothing. Looked at when the webhook is added and again
at each call.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

LONGEST = 300
HTTPS = 443
LOWEST_OTHER_PORT = 1024
_PLAIN = re.compile(r"[!-\[\]-~]+")  # visible ASCII without the backslash
# Not public, though Python's is_global does not know it or counts what they carry inside as outside.
_CLOSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "::ffff:0:0/96",  # IPv4 within IPv6
        "64:ff9b::/96",  # IPv4 behind a translator
        "64:ff9b:1::/48",
        "2001::/23",  # protocol assignments, Teredo among them
        "2002::/16",  # 6to4
        "fec0::/10",  # what once was site-local
    )
)


class BadAddress(Exception):
    """The webhook may not go there. The message is a Swedish sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect, and what to ask for there. ``address`` is the IP address that the host was found to have."""

    is_secure: bool
    host: str
    port: int
    path: str
    address: str


def find_target(url: str) -> Target:
    """Where the address leads at this moment. Asks the name service. Raises BadAddress."""
    parts, port = _split(url)
    host = parts.hostname or ""
    allowed = host in settings.WEBHOOK_ALLOWED_HOSTS
    if parts.scheme != "https" and not (parts.scheme == "http" and allowed):
        raise BadAddress("Adressen ska börja med https://.")
    port = port or (HTTPS if parts.scheme == "https" else 80)
    if port != HTTPS and port < LOWEST_OTHER_PORT and not allowed:
        raise BadAddress("Porten ska vara 443 eller ett tal från 1024.")
    found = _look_up(host, port)
    if not allowed and not all(is_public(address) for address in found):
        raise BadAddress("Adressen leder till ett internt nät. Ange en adress som nås från internet.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", host, port, path, found[0])


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, and nothing inside it another."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    closed = any(ip.version == network.version and ip in network for network in _CLOSED)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not closed


def _split(url: str) -> tuple[SplitResult, int | None]:
    """The parts of an address that is written as one and has no one's name in it, and its port."""
    if len(url) > LONGEST or not _PLAIN.fullmatch(url):
        raise BadAddress(f"Skriv adressen utan mellanslag och å, ä, ö, med högst {LONGEST} tecken.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadAddress("Skriv adressen som https://exempel.se/webhook.") from error
    if not parts.hostname:
        raise BadAddress("Skriv adressen som https://exempel.se/webhook.")
    if "@" in parts.netloc:
        raise BadAddress("Adressen får inte ha användarnamn eller lösenord i sig.")
    if parts.fragment:
        raise BadAddress("Ta bort det som står efter # i adressen.")
    return parts, port


def _look_up(host: str, port: int) -> list[str]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise BadAddress("Namnet i adressen finns inte. Kontrollera stavningen.") from error
    return [str(row[4][0]) for row in rows]
