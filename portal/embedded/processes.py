"""Starting and stopping child processes that never outlive the one who started them."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from portal.embedded.accounts import Account
from portal.embedded.parentage import die_with_parent


class NotStarted(RuntimeError):
    """A server ended or stayed silent while it was starting; the message holds the end of its log."""


def free_port() -> int:
    """A TCP port on 127.0.0.1 that is free right now. Another process may take it before it is used."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def spawn(
    argv: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    account: Account | None = None,
    when_orphaned: int = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start ``argv`` in a session of its own, its output appended to ``log``.

    It gets ``when_orphaned`` when the calling thread ends, and runs as ``account`` where one is given. A session of
    its own keeps a terminal's Ctrl-C from reaching it: the supervisor stops things in order.
    """
    parent = os.getpid()
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(when_orphaned, parent=parent),
            **(account.popen_arguments() if account else {}),
        )


def stop(process: subprocess.Popen[bytes], *, by: int = signal.SIGTERM, seconds: float = 10.0) -> int:
    """End ``process`` politely, then hard after ``seconds``. Returns its exit code; safe to call twice."""
    if process.poll() is None:
        process.send_signal(by)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait(seconds)


def wait_until_ready(
    answers: Callable[[], bool], *, process: subprocess.Popen[bytes], log: Path, seconds: float
) -> None:
    """Wait until ``answers()`` is true. Raises NotStarted if ``process`` ends first or ``seconds`` pass."""
    limit = time.monotonic() + seconds
    while not answers():
        if process.poll() is not None:
            raise NotStarted(f"{process.args[0]} ended with code {process.returncode}:\n{tail(log)}")
        if time.monotonic() > limit:
            raise NotStarted(f"{process.args[0]} did not answer within {seconds:.0f} s:\n{tail(log)}")
        time.sleep(0.02)


def tail(log: Path, lines: int = 15) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
