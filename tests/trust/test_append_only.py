"""S3: the logs refuse to be changed in the first place."""

import psycopg2
import pytest

from orders.models import AttestRecord, Order
from portal.core.audit.chain import broken_links
from portal.core.audit.models import AuditEvent
from tests import steps

STATEMENTS = ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
TABLES = [model._meta.db_table for model in (AuditEvent, AttestRecord)]


@pytest.fixture
def committed_rows(transactional_db: None) -> None:
    from tests.world import make_world

    steps.attested(make_world())
    assert Order.objects.exists()
    assert AttestRecord.objects.exists()


def test_the_logs_refuse_to_be_changed(
    committed_rows: None, app_role_connection, owner_role_connection
) -> None:
    """The portal's own role has no right to; the owner, who has, is stopped by the triggers."""
    for connection, refusal in (
        (app_role_connection, psycopg2.errors.InsufficientPrivilege),
        (owner_role_connection, psycopg2.errors.RaiseException),
    ):
        for table in TABLES:
            for statement in STATEMENTS:
                with connection.cursor() as cursor, pytest.raises(refusal):
                    cursor.execute(statement.format(table))
    assert broken_links(AuditEvent) == broken_links(AttestRecord) == []


def test_the_portals_role_cannot_switch_the_guards_off(committed_rows: None, app_role_connection) -> None:
    """Neither by the triggers' own switch, nor by disabling them, nor as a replica."""
    with app_role_connection.cursor() as cursor:
        for statement in (
            "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
            "DROP TRIGGER pgtrigger_append_only_0f4d3 ON audit_auditevent",
        ):
            with pytest.raises(psycopg2.Error):
                cursor.execute(statement)
        cursor.execute("SET pgtrigger.ignore = '{audit_auditevent:append_only}'")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("UPDATE audit_auditevent SET kind = 'x'")
