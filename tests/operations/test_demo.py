"""``make demo`` as it is run: killed hard and started again, and stopped politely."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg2
import pytest
import redis

from portal.embedded import processes
from portal.embedded.postgres_programs import SHARED_FOLDER
from tests.fixtures.live import wait_for
from tests.fixtures.servers import ROOT

pytestmark = pytest.mark.slow
STARTS_WITHIN = 300  # seconds, on a machine that does other things too


class RunningDemo:
    """The demo in a state folder of its own, on a free port."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.port = processes.free_port()
        self.output = state.with_name("output.txt")

    def launch(self, *, port: int = 0) -> subprocess.Popen[bytes]:
        environment = os.environ | {"PORTAL_STATE": str(self.state), "PORT": str(port or self.port)}
        with self.output.open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "portal.embedded.demo"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def start(self) -> None:
        self.process = self.launch()
        wait_for(
            lambda: f"READY http://127.0.0.1:{self.port}\n" in self.said() or self.process.poll() is not None,
            seconds=STARTS_WITHIN,
        )
        assert self.process.poll() is None, self.said()

    def refused(self, *, port: int = 0) -> str:
        """What a second demo, which must not start, said."""
        assert self.launch(port=port).wait(STARTS_WITHIN) == 1
        return self.said()

    def said(self) -> str:
        return self.output.read_text()

    def settings(self) -> dict[str, str]:
        return dict(pair.split("=", 1) for pair in shlex.split((self.state / "env").read_text()))

    def status(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
            return response.status

    def count_people(self) -> int:
        connection = psycopg2.connect(self.settings()["DATABASE_URL"])
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM people_user")
                return cursor.fetchone()[0]
        finally:
            connection.close()

    def broker(self) -> redis.Redis:
        return redis.Redis.from_url(self.settings()["REDIS_URL"])

    def end(self) -> None:
        """Stop it if it runs, and remove what it kept outside the state folder."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
        # Root's database lies there when its own account cannot reach the state folder.
        with suppress(FileNotFoundError):
            cluster = json.loads((self.state / "remembered.json").read_text())["cluster"]
            shutil.rmtree(SHARED_FOLDER / cluster, ignore_errors=True)

    def family(self) -> dict[int, str]:
        """Every process that the demo has started, children's children too: what it runs, by process id."""
        parents = {int(entry.name): _parent(entry) for entry in Path("/proc").glob("[0-9]*")}
        found, wanted = {}, {self.process.pid}
        while wanted:
            wanted = {pid for pid, parent in parents.items() if parent in wanted}
            found |= {pid: _command(pid) for pid in wanted}
        return found


def _parent(entry: Path) -> int:
    """The parent's process id; 0 for a process that has ended meanwhile."""
    with suppress(OSError):
        return int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    return 0


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return ""


def alive(family: dict[int, str]) -> dict[int, str]:
    return {pid: command for pid, command in family.items() if command and _command(pid) == command}


@pytest.fixture
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    demo = RunningDemo(tmp_path_factory.mktemp("demo") / "state")
    try:
        demo.start()
        yield demo
    finally:
        demo.end()


def test_the_demo_from_first_start_to_last_stop(demo: RunningDemo) -> None:
    """One function, since a start takes seconds and each step goes on from the one before."""
    assert demo.status("/healthz/") == demo.status("/readyz/") == 200
    assert (demo.state / "env").stat().st_mode & 0o777 == 0o600
    people, settings = demo.count_people(), demo.settings()
    assert people > 0

    # A second one is told why it may not start.
    assert f"Port {demo.port} är upptagen" in demo.refused()
    assert "körs redan" in demo.refused(port=processes.free_port())

    # A worker that dies is started again, and its pool processes do not outlive it.
    before = demo.family()
    workers = [pid for pid, command in before.items() if "portal worker" in command]
    for pid in workers:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_for(
        lambda: any(
            "portal worker" in command for pid, command in demo.family().items() if pid not in before
        ),
        seconds=20,
    )

    # A supervisor that is killed hard leaves nothing behind, and the next one goes on with its data.
    with demo.broker() as broker:
        broker.set("kept", "yes")
    time.sleep(1.1)  # the broker writes its file every second
    family = demo.family()
    for program in ("postgres", "valkey-server", "gunicorn", "portal worker", "portal beat"):
        assert any(program in command for command in family.values()), program
    demo.process.kill()
    demo.process.wait(10)
    limit = time.monotonic() + 15
    while alive(family) and time.monotonic() < limit:
        time.sleep(0.1)
    assert alive(family) == {}
    demo.start()
    assert demo.count_people() == people
    assert demo.settings()["SECRET_KEY"] == settings["SECRET_KEY"]
    with demo.broker() as broker:
        assert broker.get("kept") == b"yes"

    # Ctrl-C ends it all, politely.
    family = demo.family()
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(60) == 0
    assert alive(family) == {}
