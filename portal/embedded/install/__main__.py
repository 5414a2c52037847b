"""Installs what is missing and then does what was asked: ``python3 portal/embedded/install demo``.

Needs only Python 3.11 and its standard library: it runs before anything is installed. The packages are locked with
hashes and go to ``.venv`` in the project; the system libraries come from Debian, by apt when we are root and unpacked
into the state folder when we are not. Nothing is done twice: a second run takes a tenth of a second.
"""

import os
import sys
from pathlib import Path

import debian
import python_packages

PROJECT = Path(__file__).resolve().parents[3]
STATE = Path(os.environ.get("PORTAL_STATE") or PROJECT / ".state").absolute()

USAGE = """Användning: python3 portal/embedded/install KOMMANDO [ARGUMENT …]
  demo            installerar det som saknas och startar demon
  test [ARG …]    installerar det som saknas och kör testerna
  manage ARG …    kör manage.py mot demons data
  bench [ARG …]   mäter det portalen lovar, mot egna tillfälliga servrar
  soak [ARG …]    prövar det portalen lovar om tålighet, genom att döda egna tillfälliga servrar
  python ARG …    kör projektets Python med utvecklingsverktygen
  lock            låser om paketen efter requirements*.in"""


def say(what: str) -> None:
    print(f"· {what}", flush=True)


def install(lock: str, needs: list[debian.Need]) -> tuple[Path, dict[str, str]]:
    """Returns the project's Python and the environment to run it in."""
    environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never", PYTHONUNBUFFERED="1")
    environment |= debian.provide(needs, folder=STATE / "debian", say=say)
    python = python_packages.provide(PROJECT, lock, folder=STATE / "debian", environment=environment, say=say)
    return python, environment


def main(arguments: list[str]) -> int:
    if sys.hexversion < 0x030B0000:
        print(
            f"Portalen behöver Python 3.11 eller senare, det här är {sys.version.split()[0]}.",
            file=sys.stderr,
        )
        return 1
    os.chdir(PROJECT)
    command, *rest = arguments or [""]
    if command == "lock":
        python_packages.relock(PROJECT, folder=STATE / "debian", say=say)
        return 0
    run = {
        "demo": ["-m", "portal.embedded.demo"],
        "manage": ["-m", "portal.embedded.manage", *rest],
        "test": ["-m", "pytest", *(rest or ["-n", "3", "--no-loadscope-reorder"])],
        "bench": ["manage.py", "bench", *rest],
        "soak": ["manage.py", "soak", *rest],
        "python": rest,
    }.get(command)
    if run is None:
        print(USAGE, file=sys.stderr)
        return 2
    for_development = command in ("test", "python")
    lock = "requirements-dev.txt" if for_development else "requirements.txt"
    needs = debian.DOCUMENTS + (debian.TESTS if command == "test" else [])
    try:
        python, environment = install(lock, needs)
    except python_packages.CannotInstall as error:
        print(f"Installationen gick inte: {error}", file=sys.stderr)
        return 1
    # Replaces this process, so that signals and the exit code are the command's own.
    os.execve(python, [str(python), *run], environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
