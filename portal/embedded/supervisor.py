"""Keeps a set of processes running: starts what dies again, stops all in order, and is told to stop by a signal."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from portal.embedded import processes

LONGEST_PAUSE = 10.0  # seconds between attempts to start something that will not stay up


class Stopped(BaseException):
    """Raised in the main thread by SIGINT, SIGTERM or SIGHUP. Not an Exception: nobody handles it on the way."""


@dataclass
class Service:
    """One process that is to run. ``start`` starts it and returns it; ``stop`` ends it."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop: Callable[[subprocess.Popen[bytes]], object] = processes.stop
    process: subprocess.Popen[bytes] | None = None
    pause: float = 0.2
    started_at: float = field(default=0.0)
    start_again_at: float = field(default=0.0)


class Supervisor:
    """Services stop in the reverse of the order in which they were started."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.services: list[Service] = []

    def run(self, service: Service) -> None:
        """Start a service and look after it from now on."""
        self.services.append(service)
        self._start(service)

    def watch(self) -> None:
        """Start again what ends, until a signal raises Stopped."""
        while True:
            self.look_once()
            time.sleep(0.1)

    def look_once(self) -> None:
        now = time.monotonic()
        for service in self.services:
            if service.process and service.process.poll() is not None:
                self.say(f"{service.name} slutade oväntat (kod {service.process.returncode}), startas igen")
                # What stayed up for a while is started at once; what will not stay up, ever more seldom.
                stayed_up = now - service.started_at > 30
                service.pause = 0.2 if stayed_up else min(service.pause * 2, LONGEST_PAUSE)
                service.process, service.start_again_at = None, now + service.pause
            if service.process is None and now >= service.start_again_at:
                self._start_again(service)

    def _start(self, service: Service) -> None:
        service.process = service.start()
        service.started_at = time.monotonic()

    def _start_again(self, service: Service) -> None:
        try:
            self._start(service)
        except processes.NotStarted as error:
            self.say(f"{service.name} startar inte: {error}")
            service.pause = min(service.pause * 2, LONGEST_PAUSE)
            service.start_again_at = time.monotonic() + service.pause

    def stop(self) -> None:
        for service in reversed(self.services):
            if service.process:
                service.stop(service.process)


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Within the block the first SIGINT, SIGTERM or SIGHUP raises Stopped; later ones are ignored, so that an
    impatient second Ctrl-C does not leave half of it running."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(number: int, frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
