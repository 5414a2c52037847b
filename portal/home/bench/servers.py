"""The servers that are measured, all our own: PostgreSQL, Valkey, and gunicorn with the portal and with the floor."""

import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from portal.embedded import processes
from portal.embedded.postgres import ADMIN, APP, OWNER, PostgresServer
from portal.embedded.valkey import ValkeyServer
from portal.home.bench.processes import family

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(sys.executable).parent
FLOOR = "portal.home.bench.floor:application"


class Servers:
    """Database and broker in a folder; use as a context manager."""

    def __init__(self, folder: Path) -> None:
        # The database's account must be able to walk through it.
        folder.chmod(0o711)
        password = secrets.token_urlsafe(16)
        self.folder = folder
        self.static = folder / "static"
        self.secret = secrets.token_urlsafe(48)
        # What whoever borrows the servers wants otherwise in every program's environment.
        self.more: dict[str, str] = {}
        self.postgres = PostgresServer(
            folder / "postgres", passwords=dict.fromkeys((ADMIN, OWNER, APP), password)
        )
        self.valkey = ValkeyServer(folder / "valkey", password=password)
        self.webs: list[Web] = []

    def __enter__(self) -> "Servers":
        self.postgres.start()
        self.valkey.start()
        return self

    def __exit__(self, *_: object) -> None:
        for web in self.webs:
            web.stop()
        self.valkey.stop()
        self.postgres.stop()

    def environment(self, database: str, role: str) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DEBUG": "0",
            "PORTAL_DEMO": "1",
            "PORTAL_HTTPS": "0",
            "SECRET_KEY": self.secret,
            "DATABASE_URL": self.postgres.url(role, database),
            # Sessions and caches of each database apart.
            "REDIS_URL": f"{self.valkey.url.rpartition('/')[0]}/{1 if database == 'portal' else 2}",
            "STATIC_ROOT": str(self.static),
            "LOG_LEVEL": "ERROR",
            "EMAIL_URL": "dummymail://",
            "PYTHONWARNINGS": "ignore",
            **self.more,
        }

    def python(self, database: str, *arguments: str, stdin: str = "") -> str:
        """Run Python as the tables' owner and return what it printed. Raises with what it said when it fails."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment(database, OWNER),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments[:3])}:\n{done.stderr[-3000:]}")
        return done.stdout

    def prepare(self, database: str) -> None:
        self.postgres.ensure_database(database)
        self.python(database, "manage.py", "release", "--static", "--verbosity", "0")

    def serve(self, database: str, application: str = "") -> "Web":
        web = Web(self, database, application)
        self.webs.append(web)
        return web


class Web:
    """gunicorn with two sync workers, loaded beforehand; the portal unless another application is named."""

    def __init__(self, servers: Servers, database: str, application: str) -> None:
        self.port = processes.free_port()
        log = servers.folder / f"web-{self.port}.log"
        command = [BIN / "gunicorn", "--config", "python:portal.operations.gunicorn", "--preload"]
        command += ["--no-control-socket", "--workers", "2", "--max-requests", "0"]
        command += ["--bind", f"127.0.0.1:{self.port}", *([application] if application else [])]
        path = "/api/list/" if application else "/healthz/"
        began = time.monotonic()
        self.process = processes.spawn(command, log=log, env=servers.environment(database, APP), cwd=ROOT)
        processes.wait_until_ready(lambda: self._answers(path), process=self.process, log=log, seconds=60)
        self.cold_start = time.monotonic() - began

    @property
    def workers(self) -> set[int]:
        return family(self.process.pid) - {self.process.pid}

    def _answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        processes.stop(self.process)
