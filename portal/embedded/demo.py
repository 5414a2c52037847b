"""The whole portal on one machine with one command: ``make demo``. Nothing of it is left when it ends.

Starts PostgreSQL and the broker, migrates, loads the demo region, then runs web server, worker and clock under one
supervisor. What it keeps lies in ``PORTAL_STATE``; it answers on 127.0.0.1 and ``PORT``.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

from portal.embedded import processes
from portal.embedded.parentage import die_with_parent
from portal.embedded.postgres import ADMIN, APP, OWNER, PostgresServer
from portal.embedded.state import PROJECT, AlreadyRunning, DemoState, state_folder
from portal.embedded.supervisor import Service, Stopped, Supervisor, stopped_by_signals
from portal.embedded.valkey import ValkeyServer

PYTHON = sys.executable


class CommandFailed(RuntimeError):
    """A manage.py command ended with an error; the message holds what it said."""


class Demo:
    """The demo's parts, put together from what the state folder remembers."""

    def __init__(self, state: DemoState, port: int) -> None:
        remembered = state.remembered
        self.state, self.port = state, port
        self.url = f"http://127.0.0.1:{port}"
        self.postgres = PostgresServer(
            state.postgres_folder(),
            passwords={role: remembered[role] for role in (ADMIN, OWNER, APP)},
            port=int(remembered.get("postgres_port", "0")) or None,
        )
        self.valkey = ValkeyServer(
            state.folder / "valkey",
            password=remembered["valkey"],
            port=int(remembered.get("valkey_port", "0")) or None,
        )
        self.supervisor = Supervisor(say)

    def run(self) -> None:
        """Start everything, say READY, then keep it running until a signal raises Stopped."""
        try:
            self._start_servers()
            self._prepare()
            people = self._start_portal()
            print(f"\nREADY {self.url}\n\n{people}\nCtrl-C avslutar.", flush=True)
            self.supervisor.watch()
        finally:
            self.supervisor.stop()

    def _start_servers(self) -> None:
        say("Startar databasen och meddelandekön")
        self.supervisor.run(Service("PostgreSQL", self._run_postgres, lambda _: self.postgres.stop()))
        self.supervisor.run(Service("Valkey", self._run_valkey))
        self.postgres.ensure_database("portal")
        self.state.remember(
            {
                **self.state.remembered,
                "postgres_port": str(self.postgres.port),
                "valkey_port": str(self.valkey.port),
            }
        )
        self.state.write_environment(self.settings())

    def _run_postgres(self) -> subprocess.Popen[bytes]:
        self.postgres.start()
        return self.postgres.process

    def _run_valkey(self) -> subprocess.Popen[bytes]:
        self.valkey.start()
        return self.valkey.process

    def _prepare(self) -> None:
        say("Migrerar databasen och samlar de statiska filerna")
        self.manage("release", "--static", "--verbosity", "0", as_role=OWNER)
        say("Läser in demoregionen, om den inte redan finns")
        self.manage("load_demo")

    def _start_portal(self) -> str:
        """Start web server, worker and clock; wait until the portal answers. Returns the table of people."""
        say("Startar webbserver, arbetare och klocka")
        gunicorn = [PYTHON, "-m", "gunicorn", "--config", "python:portal.operations.gunicorn"]
        gunicorn += ["--preload", "--no-control-socket", "--workers", "2", "--bind", f"127.0.0.1:{self.port}"]
        celery = [PYTHON, "-m", "celery", "--app", "portal"]
        worker = [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"]
        self._run("webbservern", gunicorn, "web")
        self._run("arbetaren", [*worker, "--loglevel", "WARNING"], "worker")
        self._run("klockan", [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"], "beat")
        people = self.manage("demo_people")
        limit = time.monotonic() + 60
        # Not /readyz/: after a pause the outbox holds what is overdue, until the worker has sent it.
        while not answers(f"{self.url}/healthz/"):
            self.supervisor.look_once()
            if time.monotonic() > limit:
                raise processes.NotStarted(processes.tail(self.state.logs / "web.log"))
            time.sleep(0.05)
        return people

    def _run(self, name: str, command: list[str | Path], log: str) -> None:
        environment = {**os.environ, **self.settings()}
        self.supervisor.run(
            Service(
                name,
                lambda: processes.spawn(
                    command, log=self.state.logs / f"{log}.log", env=environment, cwd=PROJECT
                ),
            )
        )

    def settings(self) -> dict[str, str]:
        """What portal/settings.py reads, for the role that owns nothing."""
        return {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_DEMO": "1",
            "DEBUG": "0",
            "PORTAL_HTTPS": "0",
            "PORTAL_URL": self.url,
            "SECRET_KEY": self.state.remembered["secret_key"],
            "DATABASE_URL": self.postgres.url(APP),
            "OWNER_DATABASE_URL": self.postgres.url(OWNER),
            "REDIS_URL": self.valkey.url,
            "STATIC_ROOT": str(self.state.folder / "static"),
            "EMAIL_URL": f"filemail:///{quote(str(self.state.folder / 'mail'))}",
        }

    def manage(self, *arguments: str, as_role: str = APP) -> str:
        """Run a manage.py command as a database role; returns what it printed. Raises CommandFailed."""
        environment = {**os.environ, **self.settings(), "DATABASE_URL": self.postgres.url(as_role)}
        parent = os.getpid()
        done = subprocess.run(
            [PYTHON, "manage.py", *arguments],
            cwd=PROJECT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            preexec_fn=lambda: die_with_parent(parent=parent),
        )
        if done.returncode:
            raise CommandFailed(f"manage.py {arguments[0]}:\n{done.stderr[-3000:]}")
        return done.stdout


def answers(url: str) -> bool:
    """Whether ``url`` answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # nosec B310
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def say(what: str) -> None:
    print(f"· {what}", flush=True)


def main() -> int:
    port = int(os.environ.get("PORT") or "8000")
    if not processes.is_free(port):
        print(
            f"Port {port} är upptagen. Välj en annan, till exempel: PORT={port + 1} make demo",
            file=sys.stderr,
        )
        return 1
    if os.environ.get("MAKELEVEL"):
        # Started by make: when make is killed hard, the demo ends too.
        die_with_parent(signal.SIGTERM)
    try:
        with stopped_by_signals(), DemoState(state_folder()) as state:
            Demo(state, port).run()
    except Stopped:
        print("\nDemon är avslutad. Det som gjordes finns kvar till nästa gång.", flush=True)
    except (AlreadyRunning, processes.NotStarted, CommandFailed, FileNotFoundError) as error:
        print(f"Demon kunde inte startas. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
