"""What the demo keeps between runs: its secrets, its ports, its data, in the folder ``PORTAL_STATE``."""

import fcntl
import json
import os
import secrets
from pathlib import Path

from portal.embedded.accounts import unprivileged_account
from portal.embedded.postgres import ADMIN, APP, OWNER
from portal.embedded.postgres_programs import SHARED_FOLDER

PROJECT = Path(__file__).resolve().parents[2]


class AlreadyRunning(RuntimeError):
    """Another demo runs from the same state folder."""


def state_folder() -> Path:
    return Path(os.environ.get("PORTAL_STATE") or PROJECT / ".state").absolute()


class DemoState:
    """The folder and what is in it. Use as a context manager: only one demo at a time may hold it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.logs = folder / "log"
        self.env_file = folder / "env"
        self._remembered_file = folder / "remembered.json"

    def __enter__(self) -> "DemoState":
        # The database's account walks through the folder to its own; it cannot list it.
        self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.logs.mkdir(mode=0o700, exist_ok=True)
        self._lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(f"Demon körs redan från {self.folder}.") from error
        self.remembered = self._remember()
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.close()

    def _remember(self) -> dict[str, str]:
        """Secrets made at the first run and kept; ports wished for again, so that an open shell still works."""
        try:
            remembered: dict[str, str] = json.loads(self._remembered_file.read_text())
        except FileNotFoundError:
            remembered = {}
        for name in ("secret_key", "cluster", "valkey", ADMIN, OWNER, APP):
            remembered.setdefault(name, secrets.token_urlsafe(48 if name == "secret_key" else 18))
        self.remember(remembered)
        return remembered

    def remember(self, remembered: dict[str, str]) -> None:
        _write_private(self._remembered_file, json.dumps(remembered, indent=1))

    def write_environment(self, environment: dict[str, str]) -> None:
        """So that ``set -a; . .state/env`` gives a shell in which manage.py finds the demo."""
        _write_private(self.env_file, "".join(f"{name}='{value}'\n" for name, value in environment.items()))

    def postgres_folder(self) -> Path:
        """Within the state folder where the database's account can reach it, else under /var/lib (root only)."""
        account = unprivileged_account()
        inside = self.folder / "postgres"
        if account is None or account.reaches(self.folder):
            return inside
        outside = SHARED_FOLDER / self.remembered["cluster"]
        outside.mkdir(parents=True, exist_ok=True)
        SHARED_FOLDER.chmod(0o755)
        return outside


def _write_private(path: Path, text: str) -> None:
    """Write whole or not at all, readable by us alone."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    unfinished.rename(path)
