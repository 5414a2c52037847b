"""Calling the portal's API as programs do: with a token, and with a key that makes a call safe to repeat."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

ORDERS = "/api/v1/orders/"
ITEM = "extra-screen"


@dataclass(frozen=True, slots=True)
class Answer:
    """``status`` 0: nobody answered, or the line was broken."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and the token of its head."""

    hsa_id: str
    token: str


class Api:
    """One caller of the portal. Every call is a connection of its own, so that none is stale after a kill."""

    def __init__(self, port: int, doors: dict[str, Any]) -> None:
        self.port, self.doors = port, doors
        self.units: Iterator[Unit] = cycle(Unit(hsa_id, token) for token, hsa_id in doors["head_tokens"])
        self.coordinator, self.manager = doors["staff_tokens"][:2]

    def call(self, method: str, path: str, token: str, body: Any = None, key: str = "") -> Answer:
        headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        return self._send(method, path, headers, None if body is None else json.dumps(body))

    def page(self, path: str, cookies: dict[str, str]) -> Answer:
        """A page as a browser with a session asks for it."""
        return self._send("GET", path, {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}, None)

    def _send(self, method: str, path: str, headers: dict[str, str], body: str | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read()
            is_json = "json" in (response.getheader("Content-Type") or "")
            return Answer(response.status, json.loads(text) if is_json else None, dict(response.getheaders()))
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            connection.close()

    # --- Work ----------------------------------------------------------------------------------------------
    def order(self, unit: Unit, *, key: str = "", quantity: int = 1, room: str = "") -> Answer:
        line = {"item": ITEM, "quantity": quantity, "motivation": self.doors["motivation"], "room": room}
        return self.call("POST", ORDERS, unit.token, {"unit": unit.hsa_id, "lines": [line]}, key)

    def withdraw(self, unit: Unit, number: str) -> Answer:
        return self.call("POST", f"{ORDERS}{number}/withdraw/", unit.token, {})

    def whole_order(self) -> str:
        """Order, check, attest and withdraw: some thirty messages. Returns the number. Raises Refused."""
        unit = next(self.units)
        order = _body(self.order(unit))
        path = f"{ORDERS}{order['number']}/"
        lines = [{"line": one["id"], "granted": one["ordered"]} for one in order["lines"]]
        _body(self.call("POST", f"{path}check/", self.coordinator, {"lines": lines}))
        _body(self.call("POST", f"{path}attest/", self.manager, {"decision": "ATTESTED"}))
        _body(self.withdraw(unit, order["number"]))
        return order["number"]


class Refused(RuntimeError):
    """The portal did not do what a scenario builds upon."""


def _body(answer: Answer) -> Any:
    if answer.status not in (200, 201):
        raise Refused(f"{answer.status} {answer.body}")
    return answer.body
