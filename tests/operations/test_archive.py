"""R6: what was acknowledged and then lost with the server comes back from the base copy and the archive of changes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.embedded import processes
from portal.embedded.postgres import ADMIN, OWNER, PostgresServer
from tests.fixtures.live import wait_for
from tests.fixtures.servers import Servers


def ask(server: PostgresServer, question: str, database: str = "portal") -> object:
    with server.connect(ADMIN, database) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@pytest.fixture
def archive(own_servers: Servers) -> Iterator[Path]:
    """A folder to which every change is written as it happens, as the service ``archive`` does in production."""
    server = own_servers.postgres
    folder = server.folder / "archive"
    folder.mkdir()
    if server.account:
        folder.chmod(0o700)
        os.chown(folder, server.account.uid, server.account.gid)
    receiver = processes.spawn(
        [
            server.programs / "pg_receivewal",
            "--synchronous",
            "--directory",
            folder,
            "--dbname",
            server.url(ADMIN, ""),
        ],
        log=own_servers.folder / "receiver.log",
        account=server.account,
    )
    wait_for(lambda: ask(server, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == 1)
    yield folder
    processes.stop(receiver)


def test_no_acknowledged_change_is_lost_with_the_server(own_servers: Servers, archive: Path) -> None:
    server = own_servers.postgres
    restored = PostgresServer(own_servers.folder / "restored", passwords=server.passwords, durable=False)
    restored.copy_from(server)

    with server.connect(OWNER, own_servers.database) as connection, connection.cursor() as cursor:
        # As in production: acknowledged means written.
        cursor.execute("SET synchronous_commit = on")
        cursor.execute("CREATE TABLE after_the_copy AS SELECT generate_series(1, 1000) AS number")
    wait_for(
        lambda: ask(
            server, "SELECT bool_and(flush_lsn >= pg_current_wal_flush_lsn()) FROM pg_stat_replication"
        ),
        seconds=60,
    )
    server.kill()

    with (restored.data / "postgresql.auto.conf").open("a") as configuration:
        configuration.write(f"restore_command = 'cp {archive}/%f %p || cp {archive}/%f.partial %p'\n")
    (restored.data / "recovery.signal").touch()
    try:
        restored.start()
        wait_for(lambda: ask(restored, "SELECT pg_is_in_recovery()") is False, seconds=60)
        assert ask(restored, "SELECT count(*) FROM after_the_copy") == 1000
    finally:
        restored.stop()
