"""The account that the database server runs as. PostgreSQL refuses root, and so does good sense."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Account:
    """An unprivileged user that root starts a server as."""

    name: str
    uid: int
    gid: int

    def popen_arguments(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Whether this user may enter a folder or run a program, asked by trying.

        The path's own mode does not tell: a folder above it may be closed, as root's home is.
        """
        command = ["/usr/bin/test", "-x", str(path)]
        return subprocess.run(command, cwd="/", check=False, **self.popen_arguments()).returncode == 0


def unprivileged_account() -> Account | None:
    """Whom to run the database as: None (ourselves) unless we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, found.pw_uid, found.pw_gid)
    raise RuntimeError(
        "Varken användaren postgres eller nobody finns, och PostgreSQL går inte att köra som root."
    )
