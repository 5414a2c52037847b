"""The system libraries and programs that come from Debian rather than PyPI. Standard library only."""

import ctypes
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """A Debian package, and the library or program in it by which one sees that it is there."""

    package: str
    library: str = ""
    program: str = ""

    def is_met(self) -> bool:
        if self.program:
            return shutil.which(self.program) is not None
        try:
            ctypes.CDLL(self.library)
        except OSError:
            return False
        return True


DOCUMENTS = [
    Need("libpango-1.0-0", library="libpango-1.0.so.0"),
    Need("libpangoft2-1.0-0", library="libpangoft2-1.0.so.0"),
]
TESTS = [
    Need("chromium", program="chromium"),
    Need("libatomic1", library="libatomic.so.1"),
    Need("poppler-utils", program="pdftotext"),
]


def provide(needs: list[Need], *, folder: Path, say: Callable[[str], None]) -> dict[str, str]:
    """Install what is missing. Returns what to add to the environment so that it is found.

    A failure is told, not raised: without these libraries all but documents (or the browser's tests) works.
    """
    missing = [need.package for need in needs if not need.is_met()]
    if not missing:
        return {}
    try:
        if os.geteuid() == 0:
            say(f"Installerar {', '.join(missing)} med apt")
            apt_install(missing)
            return {}
        if not _unpacked(folder, missing):
            say(f"Hämtar {', '.join(missing)} från Debian till {folder}, utan att röra systemet")
            unpack(missing, folder)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = (getattr(error, "stderr", None) or str(error)).strip()[-500:]
        say(
            f"VARNING: {', '.join(missing)} saknas och kunde inte hämtas. Utan dem går dokument inte att skapa."
        )
        say(f"Be den som sköter datorn köra: apt-get install {' '.join(missing)}\n{reason}")
        return {}
    return environment_of(folder)


def apt_install(packages: list[str]) -> None:
    """As root. Raises CalledProcessError with what apt said."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    _run(["apt-get", "update", "-qq"], env=environment)
    _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=environment)


def unpack(packages: list[str], folder: Path) -> Path:
    """As anyone: fetch the packages, and what they need that the system lacks, and unpack them under ``folder``.

    apt checks Debian's signatures as always; only its lists and cache are our own. Returns the unpacked root.
    """
    root, archive = folder / "root", folder / "archive"
    for needed in (root, archive / "partial", folder / "lists" / "partial"):
        needed.mkdir(parents=True, exist_ok=True)
    apt = ["apt-get", "-qq", "-o", f"Dir::State::Lists={folder}/lists", "-o", f"Dir::Cache={folder}"]
    apt += ["-o", "Debug::NoLocking=1"]
    _run([*apt, "update"])
    planned = _run([*apt, "install", "--simulate", "--no-install-recommends", *packages])
    names = re.findall(r"^Inst (\S+)", planned, re.MULTILINE)
    _run([*apt, "download", *names], cwd=archive)
    for package in archive.glob("*.deb"):
        _run(["dpkg-deb", "-x", str(package), str(root)])
        package.unlink()
    for package in packages:
        (folder / f"{package}.unpacked").touch()
    return root


def _unpacked(folder: Path, packages: list[str]) -> bool:
    return all((folder / f"{package}.unpacked").exists() for package in packages)


def environment_of(folder: Path) -> dict[str, str]:
    """Where the unpacked libraries, fonts and programs are, for the processes to come."""
    root = folder / "root"
    machine = f"{platform.machine()}-linux-gnu"
    libraries = [root / "usr/lib" / machine, root / "lib" / machine]
    # Some keep private libraries in a folder of their own, which they look for in /usr only.
    libraries += sorted({library.parent for library in libraries[0].glob("*/lib*.so*")})
    libraries.append(Path(os.environ.get("LD_LIBRARY_PATH", "")))
    fonts = folder / "fonts.conf"
    unpacked, cache = escape(str(root)), escape(str(folder))
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>/usr/share/fonts</dir><dir>{unpacked}/usr/share/fonts</dir><cachedir>{cache}/fonts</cachedir>"
        f'<include ignore_missing="yes">{unpacked}/etc/fonts/conf.d</include></fontconfig>'
    )
    environment = {"LD_LIBRARY_PATH": ":".join(str(each) for each in libraries if each != Path())}
    if not Path("/etc/fonts/fonts.conf").exists():
        environment["FONTCONFIG_FILE"] = str(fonts)
    if (chromium := root / "usr/lib/chromium/chromium").exists():
        programs = folder / "bin"
        programs.mkdir(exist_ok=True)
        (programs / "chromium").unlink(missing_ok=True)
        # Debian's own start script looks in /usr.
        (programs / "chromium").symlink_to(chromium)
        environment["PATH"] = f"{programs}:{os.environ.get('PATH', '')}"
    return environment


def _run(command: list[str], **options: object) -> str:
    done = subprocess.run(
        command, check=True, text=True, stdin=subprocess.DEVNULL, capture_output=True, **options
    )
    return done.stdout
