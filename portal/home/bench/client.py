"""A load of requests over loopback, in a process of its own: reads a job as JSON, answers with what it measured.

Standard library only. ``python -m portal.home.bench.client < job.json``
"""

import http.client
import json
import sys
import threading
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

MOTIVATION = "Två läkare granskar röntgenbilder bredvid journalen hela dagen."


@dataclass
class Person:
    """One client: a connection, cookies and what it has measured, in seconds."""

    port: int
    headers: dict[str, str]
    cookies: dict[str, str] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    bytes: int = 0

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method: str, path: str, body: str = "", kind: str = "") -> tuple[int, str, str]:
        """(status, where it leads, text)."""
        headers = dict(self.headers)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers["Content-Type"] = kind
        self.connection.request(method, path, body.encode() or None, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        for value in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        self.bytes = len(text)
        return answer.status, answer.headers.get("Location", ""), text.decode(errors="replace")


class Forms(HTMLParser):
    """The forms of a page: where they lead, and what they would send as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append((given.get("action", ""), []))
        elif not self.forms:
            return
        elif tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.forms[-1][1].append((name, given.get("value", "")))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.forms[-1][1].append((self._select, given.get("value", "")))
        elif tag == "textarea" and name:
            self._textarea = name
            self.forms[-1][1].append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea and self.forms:
            fields = self.forms[-1][1]
            fields[-1] = (fields[-1][0], fields[-1][1] + data)


def form_with(text: str, name: str) -> tuple[str, list[tuple[str, str]]]:
    """The page's form that has the field. Raises LookupError when there is none."""
    parser = Forms()
    parser.feed(text)
    for action, fields in parser.forms:
        if any(key == name for key, _ in fields):
            return action, fields
    raise LookupError(f"no form with {name}")


def order_once(person: Person, item: str) -> int:
    """Start page, order form, review, send, receipt: as a head of unit does it. Returns the number of requests."""
    person.ask("GET", "/")
    _, _, text = person.ask("GET", f"/bestall/?artikel={item}")
    _, fields = form_with(text, "rad")
    filled = [(key, MOTIVATION if key.endswith("-motivation") else value) for key, value in fields]
    status, _, text = person.ask("POST", "/bestall/", urlencode(filled), "application/x-www-form-urlencoded")
    if status != 200:
        raise LookupError(f"POST /bestall/ {status}")
    action, fields = form_with(text, "seen")
    status, where, _ = person.ask("POST", action, urlencode(fields), "application/x-www-form-urlencoded")
    if status != 302:
        raise LookupError(f"POST {action} {status}")
    status, _, _ = person.ask("GET", where)
    if status != 200:
        raise LookupError(f"GET {where} {status}")
    return 5


def _one(person: Person, job: dict[str, Any], turn: int) -> None:
    request = job["requests"][turn % len(job["requests"])]
    if request.get("flow"):
        order_once(person, request["flow"])
        return
    person.headers = request.get("headers") or {}
    status, _, text = person.ask(
        request.get("method", "GET"), request["path"], request.get("body", ""), request.get("kind", "")
    )
    if status != request.get("status", 200):
        person.errors.append(f"{status} {request['path']} {text[:200]}")


def _work(person: Person, job: dict[str, Any], number: int, until: float) -> None:
    turn = job.get("start", 0) + number
    while time.monotonic() < until:
        began = time.perf_counter()
        try:
            _one(person, job, turn)
        except (LookupError, OSError, http.client.HTTPException) as error:
            person.errors.append(f"{type(error).__name__} {error}")
        person.took.append(time.perf_counter() - began)
        turn += job["clients"]


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Carry out a job: ``port``, ``clients``, ``seconds``, ``requests``, ``cookies`` (one dict for each person)."""
    cookies = job.get("cookies") or [{}]
    offset = job.get("start", 0)
    people = [
        Person(job["port"], {}, dict(cookies[(offset + number) % len(cookies)]))
        for number in range(job["clients"])
    ]
    until = time.monotonic() + job["seconds"]
    threads = [
        threading.Thread(target=_work, args=(person, job, number, until))
        for number, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "took": [took for person in people for took in person.took],
        "errors": [error for person in people for error in person.errors],
        "bytes": people[0].bytes,
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
