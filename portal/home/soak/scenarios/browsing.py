"""R8: many people who click, think and order; and the same while parts of the portal are away."""

import http.client
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from portal.home.bench.client import Person, order_once
from portal.home.soak.calling import ITEM
from portal.home.soak.outcomes.used import Browsed, Request
from portal.home.soak.rig import Rig

SEED = 20261122
THINKING = (1.0, 4.0)  # seconds between two clicks of one person
ORDERING = 0.05  # how often a head of unit orders, of all that they set out to do
WARM_ROUNDS = 4
PATHS = {
    "heads": (
        "/",
        "/bestallningar/",
        "/utrustning/",
        f"/bestall/?artikel={ITEM}",
        "/?visa=alla",
        "/sok/?q=dator",
    ),
    "staff": ("/", "/bestallningar/", "/utrustning/", "/granskning/", "/sok/?q=dator"),
}


@dataclass
class Browser(Person):
    """A person whose every click is written down."""

    clicks: list[Request] = field(default_factory=list)

    def ask(self, method: str, path: str, body: str = "", kind: str = "") -> tuple[int, str, str]:
        began, status = time.monotonic(), 0
        try:
            status, where, text = super().ask(method, path, body, kind)
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        finally:
            self.clicks.append(Request(began, time.monotonic(), status, path))
        return status, where, text


@dataclass
class Crowd:
    """People of whom each does one thing at a time until told to stop; four in five work at a unit."""

    rig: Rig
    users: int
    orders: bool
    gone_home: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.browsers = [Browser(self.rig.web.port, {}, dict(cookies)) for _, cookies in self._people()]
        self.threads = [
            threading.Thread(target=self._work, args=(browser, kind, place))
            for place, (browser, (kind, _)) in enumerate(zip(self.browsers, self._people(), strict=True))
        ]
        for thread in self.threads:
            thread.start()

    def stop(self) -> Browsed:
        self.gone_home.set()
        for thread in self.threads:
            thread.join()
        clicks = [click for browser in self.browsers for click in browser.clicks]
        return Browsed(self.users, clicks, tuple(self.rig.outages))

    def _people(self) -> list[tuple[str, dict[str, Any]]]:
        doors = self.rig.doors
        return [
            (kind, doors[kind][place % len(doors[kind])])
            for place in range(self.users)
            for kind in ("staff" if place % 5 == 0 else "heads",)
        ]

    def _work(self, browser: Browser, kind: str, place: int) -> None:
        rng = random.Random(SEED + place)
        # They do not all come through the door at once.
        self.gone_home.wait(rng.uniform(0, THINKING[1]))
        while not self.gone_home.is_set():
            try:
                if self.orders and kind == "heads" and rng.random() < ORDERING:
                    order_once(browser, rng.choice(self.rig.doors["needs"]))
                else:
                    browser.ask("GET", rng.choice(PATHS[kind]))
            except (LookupError, OSError, http.client.HTTPException):
                # What went wrong is among the clicks, with its status.
                pass
            self.gone_home.wait(rng.uniform(*THINKING))


def use(rig: Rig, *, users: int, seconds: float) -> Browsed:
    """So many people, for so long, and nothing else happens. What is made ready at the first call is made before."""
    _warm(rig)
    crowd = Crowd(rig, users, orders=True)
    crowd.start()
    time.sleep(seconds)
    return crowd.stop()


def _warm(rig: Rig) -> None:
    """Every page some times, so that each of the web's processes has shown it."""
    for kind, paths in PATHS.items():
        person = Person(rig.web.port, {}, dict(rig.doors[kind][0]))
        for path in paths * WARM_ROUNDS:
            person.ask("GET", path)


@contextmanager
def in_use(rig: Rig, *, users: int) -> Iterator[Crowd]:
    """So many people look around meanwhile. They order nothing: the scenarios count what is written."""
    crowd = Crowd(rig, users, orders=False)
    crowd.start()
    try:
        yield crowd
    finally:
        crowd.gone_home.set()
