"""Migrations are up to date, and let the running version live while they are applied."""

import io
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.house.source import PACKAGES

# What breaks the version that is still running, or holds a table for long (django-migration-linter's list).
UNSAFE = {
    "drops a column": re.compile(r"\bDROP COLUMN\b", re.IGNORECASE),
    "drops a table": re.compile(r"\bDROP TABLE\b", re.IGNORECASE),
    "renames": re.compile(r"\bRENAME (TO|COLUMN)\b", re.IGNORECASE),
    "changes a column's type": re.compile(r"\bALTER COLUMN \S+ TYPE\b", re.IGNORECASE),
    "requires a value of old rows": re.compile(r"\bALTER COLUMN \S+ SET NOT NULL\b", re.IGNORECASE),
    "adds a column that old code does not fill": re.compile(
        r"\bADD COLUMN (?:(?!DEFAULT|NULL[,;]|GENERATED).)*\bNOT NULL(?!.*(DEFAULT|GENERATED))", re.IGNORECASE
    ),
}


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", "--verbosity", "1", stdout=said, stderr=said)
    assert "No changes" in said.getvalue()


def own_later_migrations() -> list[tuple[str, str]]:
    """Those after each app's first: the first ones make tables that nobody uses yet."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return sorted(
        (app, name)
        for (app, name), migration in loader.disk_migrations.items()
        if migration.__module__.split(".")[0] in PACKAGES and not migration.initial
    )


@pytest.mark.django_db
def test_later_migrations_let_the_running_version_live() -> None:
    found = []
    for app, name in own_later_migrations():
        loader = MigrationLoader(connection, replace_migrations=False)
        state = loader.project_state((app, name), at_end=False)
        with connection.schema_editor(collect_sql=True, atomic=False) as editor:
            loader.get_migration(app, name).apply(state, editor, collect_sql=True)
        sql = _on_old_tables([line for line in editor.collected_sql if not line.startswith("--")])
        found += [f"{app} {name} {what}" for what, pattern in UNSAFE.items() if pattern.search(sql)]
    assert found == []


def _on_old_tables(statements: list[str]) -> str:
    """What is done to tables that the migration itself makes touches nobody."""
    new = {table for line in statements for table in re.findall(r'^CREATE TABLE "(\w+)"', line)}
    return "\n".join(line for line in statements if not re.match(rf'ALTER TABLE "({"|".join(new)})" ', line))


def test_the_linter_looks_at_the_tables_that_were_there() -> None:
    statements = ['CREATE TABLE "new" ("id" int);', 'ALTER TABLE "new" ADD COLUMN "b" int NOT NULL;']
    assert not UNSAFE["adds a column that old code does not fill"].search(_on_old_tables(statements))
    statements.append('ALTER TABLE "old" ADD COLUMN "b" int NOT NULL;')
    assert UNSAFE["adds a column that old code does not fill"].search(_on_old_tables(statements))


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("ALTER TABLE a DROP COLUMN b CASCADE;", "drops a column"),
        ("ALTER TABLE a RENAME COLUMN b TO c;", "renames"),
        ("ALTER TABLE a ADD COLUMN b integer NOT NULL;", "adds a column that old code does not fill"),
        ("ALTER TABLE a ALTER COLUMN b SET NOT NULL;", "requires a value of old rows"),
    ],
)
def test_the_linter_knows_what_is_unsafe(sql: str, what: str) -> None:
    assert UNSAFE[what].search(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE a ADD COLUMN b integer DEFAULT 0 NOT NULL;",
        "ALTER TABLE a ADD COLUMN b integer NULL;",
        "ALTER TABLE a ADD COLUMN b text GENERATED ALWAYS AS (lower(c)) STORED NOT NULL;",
        'CREATE INDEX "i" ON "a" ("b");',
    ],
)
def test_the_linter_lets_safe_changes_through(sql: str) -> None:
    assert not [what for what, pattern in UNSAFE.items() if pattern.search(sql)]
