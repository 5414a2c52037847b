"""An embedded PostgreSQL server: made once, started by us, ended with us.

It listens on 127.0.0.1 only, asks every client for a SCRAM password and runs as an unprivileged account when
we are root. Two roles use it: ``portal_owner`` owns the tables and migrates, ``portal_app`` is what the
portal runs as.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cached_property
from pathlib import Path

import psycopg2
from psycopg2 import sql

from portal.embedded import processes
from portal.embedded.accounts import unprivileged_account
from portal.embedded.postgres_programs import major_version, programs_within_reach

ADMIN, OWNER, APP = "postgres", "portal_owner", "portal_app"
DURABLE = {"max_connections": "100", "shared_buffers": "128MB"}
# Tests lose nothing worth keeping in a power cut.
SWIFT = {
    "max_connections": "200",
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class PostgresServer:
    """One cluster in ``folder``, which must be readable by the account (see ``within_reach``)."""

    def __init__(
        self, folder: Path, *, passwords: dict[str, str], durable: bool = True, port: int | None = None
    ) -> None:
        self.account = unprivileged_account()
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "postgres.log"
        self.passwords = passwords
        self.options = DURABLE if durable else SWIFT
        self.port = port or processes.free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @cached_property
    def programs(self) -> Path:
        return programs_within_reach(self.account)

    def url(self, role: str, database: str = "portal") -> str:
        return f"postgres://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{database}"

    # --- Life ----------------------------------------------------------------------------------------------
    def start(self, *, seconds: float = 60.0) -> None:
        """Make the cluster if it is missing, start it and its roles. Recovers by itself after a hard kill."""
        if not self.data.exists():
            self._initialise()
        self._clear_stale_lock()
        if not processes.is_free(self.port):
            self.port = processes.free_port()
        self.process = processes.spawn(
            [self.programs / "postgres", "-D", self.data, *self._command_line()],
            log=self.log,
            env=self._environment(),
            cwd=self.folder,
            account=self.account,
            # PostgreSQL's immediate shutdown: gone at once, and in order again at the next start. A politer one may
            # never end when it comes in the middle of a recovery (18.6).
            when_orphaned=signal.SIGQUIT,
        )
        processes.wait_until_ready(self.answers, process=self.process, log=self.log, seconds=seconds)
        self._ensure_roles()

    def stop(self) -> None:
        """PostgreSQL's fast shutdown; an immediate one, which recovers at the next start, after 20 s."""
        if self.process:
            processes.stop(self.process, by=signal.SIGINT, seconds=20)

    def kill(self) -> None:
        """End it as a power cut would, and wait until the server processes have noticed."""
        if self.process:
            processes.stop(self.process, by=signal.SIGKILL)

    def answers(self) -> bool:
        """Whether the server on our port takes our password and serves our data folder."""
        try:
            with self.connect(ADMIN, "postgres") as connection, connection.cursor() as cursor:
                cursor.execute("SHOW data_directory")
                return Path(cursor.fetchone()[0]).resolve() == self.data.resolve()
        except psycopg2.OperationalError:
            return False

    def connect(self, role: str, database: str) -> "_ClosingConnection":
        """A connection in autocommit mode, closed at the end of its ``with`` block."""
        return _ClosingConnection(self.url(role, database))

    # --- Databases and roles -------------------------------------------------------------------------------
    def ensure_database(self, name: str, *, template: str = "template1") -> None:
        """Make the database ``name``, owned by portal_owner, if it is missing."""
        with self.connect(ADMIN, "postgres") as connection, connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone():
                return
            names = {
                "name": sql.Identifier(name),
                "owner": sql.Identifier(OWNER),
                "template": sql.Identifier(template),
            }
            cursor.execute(
                sql.SQL("CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}").format(**names)
            )

    def drop_database(self, name: str) -> None:
        with self.connect(ADMIN, "postgres") as connection, connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _ensure_roles(self) -> None:
        with self.connect(ADMIN, "postgres") as connection, connection.cursor() as cursor:
            for role in (OWNER, APP):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if not cursor.fetchone():
                    statement = sql.SQL(
                        "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD %s"
                    )
                    cursor.execute(statement.format(sql.Identifier(role)), [self.passwords[role]])

    # --- Making the cluster --------------------------------------------------------------------------------
    def copy_from(self, other: "PostgresServer") -> None:
        """Make the cluster as a copy of a running one, its passwords included. Takes a second or so."""
        self.passwords = other.passwords
        unfinished = self._unfinished_folder()
        self._run_to_make(
            [
                self.programs / "pg_basebackup",
                "-D",
                unfinished,
                "-d",
                other.url(ADMIN, ""),
                "-c",
                "fast",
                "--no-sync",
            ]
        )
        unfinished.rename(self.data)

    def _initialise(self) -> None:
        unfinished = self._unfinished_folder()
        descriptor, password_file = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(descriptor, "w") as file:
            file.write(self.passwords[ADMIN])
        if self.account:
            os.chown(password_file, self.account.uid, self.account.gid)
        command = [self.programs / "initdb", "-D", unfinished, "-U", ADMIN, f"--pwfile={password_file}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"]
        # Swedish order comes from a generated key, so the collation that is the same everywhere will do.
        if major_version(self.programs) >= 17:
            command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            command += ["--locale=C.UTF-8"]
        if self.options is SWIFT:
            command.append("--no-sync")
        try:
            self._run_to_make(command)
        finally:
            Path(password_file).unlink()
        unfinished.rename(self.data)

    def _unfinished_folder(self) -> Path:
        """Where a cluster is made, to be renamed when it is done: a half-made one is never started."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        if self.account:
            os.chown(self.folder, self.account.uid, self.account.gid)
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        return unfinished

    def _run_to_make(self, command: list[str | Path]) -> None:
        made = subprocess.run(
            [str(part) for part in command],
            env=self._environment(),
            cwd=self.folder,
            check=False,
            capture_output=True,
            text=True,
            **(self.account.popen_arguments() if self.account else {}),
        )
        if made.returncode:
            raise processes.NotStarted(f"{Path(command[0]).name}:\n{made.stdout}{made.stderr}")

    def _clear_stale_lock(self) -> None:
        """Make sure that nobody serves our data, then remove the pid file of whoever did.

        PostgreSQL would refuse to start when the number in that file belongs to someone else by now, as happens in
        a container. Server processes that lost their supervisor a moment ago get time to finish, then a push.
        """
        limit = time.monotonic() + 15
        while left := _processes_in(self.data):
            if time.monotonic() > limit:
                for pid in left:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGQUIT)
                limit += 5
            time.sleep(0.05)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _command_line(self) -> list[str]:
        settings = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_parallel_workers_per_gather": "0",
            "jit": "off",
            **self.options,
        }
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    @staticmethod
    def _environment() -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _processes_in(folder: Path) -> list[int]:
    """The processes whose working folder is ``folder``, as that of every PostgreSQL server process is."""
    wanted, found = str(folder.resolve()), []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.readlink(entry / "cwd") == wanted:
                found.append(int(entry.name))
    return found


class _ClosingConnection:
    """psycopg2's own ``with`` block ends a transaction, not the connection; this one ends both."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> "psycopg2.extensions.connection":
        self.connection = psycopg2.connect(self.url, connect_timeout=5)
        self.connection.autocommit = True
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.close()
