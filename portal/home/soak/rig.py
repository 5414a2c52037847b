"""The whole portal on servers of its own, every part of which may be killed and started again.

PostgreSQL, Valkey, gunicorn, Celery's worker and clock, and a mail server that counts: all real.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg2
import redis

from portal.embedded import processes
from portal.embedded.postgres import APP, OWNER
from portal.home.bench.processes import family
from portal.home.bench.servers import ROOT, Servers, Web
from portal.home.soak.sink import MailSink

DATABASE = "portal"
CELERY = [sys.executable, "-m", "celery", "--app", "portal"]
WORKER = [
    *CELERY,
    "worker",
    "--concurrency",
    "2",
    "--without-gossip",
    "--without-mingle",
    "--loglevel",
    "ERROR",
]
BEAT = [*CELERY, "beat", "--pidfile=", "--loglevel", "ERROR"]
POLL = 0.02  # seconds


class Program:
    """A process that is to run, and is started again by whoever killed it."""

    def __init__(self, servers: Servers, name: str, command: list[str]) -> None:
        self.servers, self.name, self.command = servers, name, command
        self.log = servers.folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = self.servers.environment(DATABASE, APP)
        self.process = processes.spawn(self.command, log=self.log, env=environment, cwd=ROOT)

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def children(self) -> set[int]:
        return family(self.process.pid) - {self.process.pid} if self.process else set()

    def kill(self) -> None:
        """kill -9 to it and all below it at once, as a power cut would."""
        if self.process:
            _kill(self.process.pid, *self.children())
            self.process.wait(10)

    def kill_children(self) -> None:
        """kill -9 to its pool alone: it lives, and what its children had in hand is gone."""
        _kill(*self.children())

    def stop(self) -> None:
        if self.process:
            processes.stop(self.process, seconds=30)


class Rig:
    """The parts, what clients need to call them (``doors``), and what may be asked of them."""

    def __init__(self, servers: Servers, sink: MailSink, doors: dict[str, Any], web: Web) -> None:
        self.servers, self.sink, self.doors, self.web = servers, sink, doors, web
        self.worker = Program(servers, "worker", WORKER)
        self.beat = Program(servers, "beat", BEAT)
        # From and to, by the monotonic clock: when a caller must expect to be refused.
        self.outages: list[tuple[float, float]] = []
        self._connection: psycopg2.extensions.connection | None = None

    @contextmanager
    def outage(self) -> Iterator[None]:
        """Announce that the portal is away."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.outages.append((began, time.monotonic()))

    # --- Asking --------------------------------------------------------------------------------------------
    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read the database as its owner. Raises psycopg2.OperationalError when it is away."""
        try:
            return self._ask(sql, values)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            # The connection may be from before the database's last death.
            self._connection = None
            return self._ask(sql, values)

    def _ask(self, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        if self._connection is None:
            # Kept, since a poll that signed in each time would load what is tried here more than the people do.
            self._connection = psycopg2.connect(self.servers.postgres.url(OWNER, DATABASE), connect_timeout=5)
            self._connection.autocommit = True
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchall()

    def number(self, sql: str, *values: Any) -> int:
        return self.rows(sql, *values)[0][0]

    def python(self, *arguments: str) -> str:
        """Run Python with the portal's settings; see ``Servers.python``."""
        return self.servers.python(DATABASE, *arguments)

    def broker(self) -> redis.Redis:
        url = self.servers.environment(DATABASE, APP)["REDIS_URL"]
        return redis.Redis.from_url(url, socket_timeout=5)

    # --- Waiting -------------------------------------------------------------------------------------------
    def wait(self, what: Callable[[], Any], *, seconds: float) -> float | None:
        """Seconds until ``what()`` is true, None when it is not within ``seconds``. A database that is away is not
        true yet."""
        began = time.monotonic()
        while True:
            with suppress(psycopg2.OperationalError):
                if what():
                    return time.monotonic() - began
            if time.monotonic() - began > seconds:
                return None
            time.sleep(POLL)

    def settle(self, *, seconds: float = 120) -> float | None:
        """Wait until nothing waits in the outbox."""
        return self.wait(lambda: not self.waiting(), seconds=seconds)

    def waiting(self) -> int:
        """Messages that ought to have left by now, and those that have failed."""
        return self.number(
            "SELECT count(*) FROM outbox_message WHERE sent_at IS NULL AND (available_at <= now() OR attempts > 0)"
        )

    def done(self) -> int:
        return self.number("SELECT count(*) FROM outbox_message WHERE sent_at IS NOT NULL")


@contextmanager
def running(servers: Servers, *, size: tuple[int, int, int], sweep: float) -> Iterator[Rig]:
    """The portal on ``servers``, whose database is migrated and empty: ``size`` is units, assets and orders.

    ``sweep`` is how often the clock asks for the outbox to be emptied, in seconds.
    """
    with MailSink() as sink:
        servers.more |= {"EMAIL_URL": sink.url, "OUTBOX_SWEEP_SECONDS": f"{sweep:g}"}
        doors = servers.python(DATABASE, "-m", "portal.home.soak.data", *map(str, size))
        rig = Rig(servers, sink, json.loads(doors), servers.serve(DATABASE))
        try:
            rig.worker.start()
            rig.beat.start()
            if rig.settle() is None:
                raise processes.NotStarted(processes.tail(rig.worker.log))
            yield rig
        finally:
            rig.beat.stop()
            rig.worker.stop()


def _kill(*pids: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
