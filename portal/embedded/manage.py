"""``manage.py`` with the demo's settings: ``make manage ARGS="verify_audit"``, ``make shell``."""

import os
import shlex
import sys

from portal.embedded.state import PROJECT, DemoState, state_folder

# These change what the portal's own role may not change.
OWNER_COMMANDS = ("migrate", "release", "grant_app_role", "backup", "restore")


def main(arguments: list[str]) -> None:
    """Replaces this process with manage.py. The demo must be running."""
    file = DemoState(state_folder()).env_file
    if not file.exists():
        sys.exit("Demon har inte startats än. Kör först: make demo")
    settings = dict(pair.split("=", 1) for pair in shlex.split(file.read_text()))
    if arguments and arguments[0] in OWNER_COMMANDS:
        settings["DATABASE_URL"] = settings["OWNER_DATABASE_URL"]
    os.chdir(PROJECT)
    os.execve(sys.executable, [sys.executable, "manage.py", *arguments], {**os.environ, **settings})


if __name__ == "__main__":
    main(sys.argv[1:])
