"""The project's Python packages in ``.venv``, locked with hashes and installed by uv. Standard library only."""

import configparser
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import debian

UV_LOCK = Path(__file__).with_name("uv.txt")
Say = Callable[[str], None]


class CannotInstall(RuntimeError):
    """The packages could not be installed; the message says why and what to do."""


def provide(project: Path, lock: str, *, folder: Path, environment: dict[str, str], say: Say) -> Path:
    """Make ``.venv`` agree with ``lock``. Returns its Python. Raises CannotInstall.

    Done again only when the lock has changed. ``folder`` is where Debian packages may be unpacked.
    """
    virtual = project / ".venv"
    python = virtual / "bin" / "python"
    try:
        if not _works(python):
            say(f"Skapar {virtual}")
            _make(virtual)
        if not _is_current(virtual, project / lock):
            say(f"Installerar paketen i {lock}")
            command = [find_uv(virtual, folder=folder, say=say), "pip", "install", "--python", str(python)]
            command += ["--require-hashes", "-r", lock]
            subprocess.run(command, cwd=project, env={**pip_settings(), **environment}, check=True)
            _remember(virtual, project / lock)
    except subprocess.CalledProcessError as error:
        raise CannotInstall(f"{' '.join(map(str, error.cmd))} (kod {error.returncode})") from error
    return python


def relock(project: Path, *, folder: Path, say: Say) -> None:
    """Solve requirements*.in anew into the locks, with hashes and for every platform."""
    virtual = project / ".venv"
    if not _works(virtual / "bin" / "python"):
        _make(virtual)
    uv = find_uv(virtual, folder=folder, say=say)
    for name in ("requirements", "requirements-dev"):
        say(f"Låser {name}.txt")
        command = [uv, "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes"]
        command += ["--no-header", "--no-emit-index-url", f"{name}.in", "-o", f"{name}.txt"]
        # No hash guards a choice that is yet to be made: the main index only.
        settings = pip_settings()
        settings.pop("UV_INDEX", None)
        subprocess.run(command, cwd=project, env={**settings, **os.environ}, check=True)


# --- The environment ---------------------------------------------------------------------------------------
def _works(python: Path) -> bool:
    """Whether there is a Python of ours that starts: one that was moved or lost its base does not."""
    try:
        return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _make(virtual: Path) -> None:
    options = ["--clear"] if importlib.util.find_spec("ensurepip") else ["--clear", "--without-pip"]
    subprocess.run([sys.executable, "-m", "venv", *options, str(virtual)], check=True)


# --- What has been installed -------------------------------------------------------------------------------
def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _stamp(virtual: Path, lock: Path) -> Path:
    return virtual / f"installed-{lock.stem}"


def _is_current(virtual: Path, lock: Path) -> bool:
    stamp = _stamp(virtual, lock)
    return stamp.exists() and stamp.read_text() == _digest(lock)


def _remember(virtual: Path, lock: Path) -> None:
    _stamp(virtual, lock).write_text(_digest(lock))
    if lock.stem == "requirements-dev":
        # The development lock holds everything that the portal itself needs, in the same versions.
        _remember(virtual, lock.with_name("requirements.txt"))


# --- uv ----------------------------------------------------------------------------------------------------
def find_uv(virtual: Path, *, folder: Path, say: Say) -> str:
    """The uv on the PATH, or else one that is installed in ``.venv`` by whatever pip there is."""
    ours = virtual / "bin" / "uv"
    if found := shutil.which("uv"):
        return found
    if not ours.exists():
        say("Hämtar uv")
        python = str(virtual / "bin" / "python")
        install = [
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--no-deps",
            "--require-hashes",
        ]
        environment = {**os.environ, "PYTHONPATH": _pip_path(python, folder, say)}
        subprocess.run([python, *install, "-r", str(UV_LOCK)], env=environment, check=True)
    return str(ours)


def _pip_path(python: str, folder: Path, say: Say) -> str:
    """What to add to Python's path so that it finds a pip: nothing where ``.venv`` has its own.

    A fresh Debian has Python without pip and without the means to install it; Debian's package with pip as a wheel,
    which can be run as it is, then fills in.
    """
    if subprocess.run([python, "-c", "import pip"], check=False, capture_output=True).returncode == 0:
        return ""
    wheels = Path("/usr/share/python-wheels")
    if not list(wheels.glob("pip-*.whl")):
        say("Hämtar pip från Debian")
        try:
            if os.geteuid() == 0:
                debian.apt_install(["python3-pip-whl"])
            else:
                wheels = debian.unpack(["python3-pip-whl"], folder) / "usr/share/python-wheels"
        except (OSError, subprocess.CalledProcessError) as error:
            raise CannotInstall("pip saknas. Kör som root: apt-get install python3-venv") from error
    found = sorted(wheels.glob("pip-*.whl"))
    if not found:
        raise CannotInstall("pip saknas. Kör som root: apt-get install python3-venv")
    return str(found[-1])


def pip_settings() -> dict[str, str]:
    """The package index that pip is set up to use on this machine, in uv's words. uv does not read pip's files."""
    files = [
        "/etc/pip.conf",
        "~/.pip/pip.conf",
        "~/.config/pip/pip.conf",
        os.environ.get("PIP_CONFIG_FILE", ""),
    ]
    configured = configparser.RawConfigParser()
    configured.read(Path(name).expanduser() for name in files if name)
    settings = {}
    for pip_name, uv_name in (
        ("index-url", "UV_DEFAULT_INDEX"),
        ("extra-index-url", "UV_INDEX"),
        ("cert", "SSL_CERT_FILE"),
    ):
        variable = f"PIP_{pip_name.upper().replace('-', '_')}"
        value = os.environ.get(variable) or configured.get("global", pip_name, fallback="")
        if value:
            settings[uv_name] = " ".join(value.split())
    # As pip does, look for a version in all of them. What comes is held to the lock's hashes wherever it comes from.
    settings["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return settings
