"""S3: the role that the portal runs as may add to the logs, and neither change nor empty them."""

import psycopg2
import pytest

from portal.operations.database_rights import READ_AND_ADD, rights_by_table

APPEND_ONLY = sorted(table for table, rights in rights_by_table().items() if rights == READ_AND_ADD)


def test_the_logs_are_append_only() -> None:
    assert "audit_auditevent" in APPEND_ONLY


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_portal_may_not_change_a_log(app_role_connection, table: str, statement: str) -> None:
    with app_role_connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_owner_too_is_refused_truncation(owner_role_connection, table: str) -> None:
    with owner_role_connection.cursor() as cursor, pytest.raises(psycopg2.errors.RaiseException):
        cursor.execute(f"TRUNCATE {table}")


def test_the_portal_may_truncate_nothing_and_owns_nothing(app_role_connection) -> None:
    with app_role_connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')"
            " AND (relowner = current_user::regrole OR has_table_privilege(oid, 'TRUNCATE'))"
        )
        assert cursor.fetchall() == []


def test_the_portal_makes_no_tables(app_role_connection) -> None:
    with app_role_connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute("CREATE TABLE own (id int)")


@pytest.mark.django_db(transaction=True)
def test_tables_are_cleared_between_transactional_tests() -> None:
    """The flush passes the guards, or this test fails in its own teardown."""
