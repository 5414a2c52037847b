"""R6: backup and restore, drilled on servers of their own."""

import json
import subprocess
from pathlib import Path

import pytest

from portal.embedded.postgres import OWNER
from tests.fixtures.servers import Servers

WRITE_TO_THE_LOG = """
from portal.core import clock
from portal.core.audit.models import AuditEvent
for number in range(50):
    AuditEvent.append(at=clock.now(), kind="drill.done", subject_kind="drill", subject=str(number))
"""


@pytest.fixture
def backup(own_servers: Servers, tmp_path: Path) -> Path:
    file = tmp_path / "portal.dump"
    own_servers.manage("shell", "-v0", "-c", WRITE_TO_THE_LOG)
    own_servers.manage("backup", str(file))
    return file


def count_events(servers: Servers, database: str) -> int:
    with servers.postgres.connect(OWNER, database) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_auditevent")
        return cursor.fetchone()[0]


def refusal(servers: Servers, *arguments: str, database: str = "") -> str:
    """What a command that must fail said."""
    with pytest.raises(subprocess.CalledProcessError) as failed:
        servers.manage(*arguments, database=database, stderr=subprocess.PIPE)
    return failed.value.stderr


def test_the_drill(own_servers: Servers, backup: Path) -> None:
    """One function, since each step needs the one before and the servers take seconds to make."""
    manifest = json.loads(backup.with_name("portal.dump.json").read_text())
    assert manifest["rows"]["audit_auditevent"] == 50
    assert backup.stat().st_mode & 0o777 == 0o600

    # Into an empty database: what was counted is counted again, and the chain is reckoned.
    own_servers.postgres.ensure_database("restored")
    said = own_servers.manage("restore", str(backup), database="restored")
    assert "alla räknade, och kedjan håller" in said
    assert count_events(own_servers, "restored") == 50

    # Over a database in use only when that is asked for; what was written since is gone.
    own_servers.manage("shell", "-v0", "-c", WRITE_TO_THE_LOG, database="restored")
    assert "inte tom" in refusal(own_servers, "restore", str(backup), database="restored")
    assert count_events(own_servers, "restored") == 100
    own_servers.manage("restore", str(backup), "--replace", database="restored")
    assert count_events(own_servers, "restored") == 50

    # The copy of a copy restores as well.
    second = backup.with_name("second.dump")
    own_servers.manage("backup", str(second), database="restored")
    own_servers.postgres.ensure_database("restored_twice")
    own_servers.manage("restore", str(second), database="restored_twice")

    # A log that was changed on the way is found out.
    with own_servers.postgres.connect(OWNER, "restored") as connection, connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_auditevent SET subject = 'another' WHERE sequence = 7")
    own_servers.manage("backup", str(second), database="restored")
    assert "rad 7 har ändrats" in refusal(
        own_servers, "restore", str(second), "--replace", database="restored_twice"
    )

    # And so is a file that was cut short.
    backup.write_bytes(backup.read_bytes()[:-100])
    assert "kontrollsumman" in refusal(own_servers, "restore", str(backup), "--replace", database="restored")
