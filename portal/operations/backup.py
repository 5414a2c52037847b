"""Backup and restore of the database, with proof: what was counted when it was taken is counted again (R6).

A backup is two files: PostgreSQL's custom format, and beside it a manifest (``.json``) with the number of rows in each
table as the same snapshot saw them, and the dump's SHA-256. Both commands run as the tables' owner.
"""

import hashlib
import json
import os
import subprocess
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import connection, transaction

from portal.embedded.postgres_programs import major_version, postgres_programs, system_programs


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. ``taken_at`` is ISO 8601 in UTC."""

    taken_at: str
    sha256: str
    rows: dict[str, int]

    @staticmethod
    def path_for(dump: Path) -> Path:
        return dump.with_name(dump.name + ".json")


def take(dump: Path, *, at: datetime) -> Manifest:
    """Write ``dump`` and its manifest; readers and writers go on meanwhile. Raises CommandError.

    The files appear under their own names only when they are whole.
    """
    unfinished = dump.with_name(dump.name + ".unfinished")
    unfinished.touch(mode=0o600)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = count_rows()
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={unfinished}")
    manifest = Manifest(at.isoformat(), sha256_of(unfinished), rows)
    path = Manifest.path_for(dump)
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(manifest), indent=1))
    unfinished.rename(dump)
    return manifest


def bring_back(dump: Path, *, replace: bool) -> Manifest:
    """Fill the database from ``dump`` and prove that it is what was taken: rows counted, the audit chain reckoned.

    Raises CommandError when the backup is damaged, when the database is not empty and ``replace`` is false, when
    PostgreSQL refuses, or when the proof fails.
    """
    manifest = _read_manifest(dump)
    if connection.introspection.table_names():
        if not replace:
            raise CommandError("Databasen är inte tom. Ange --replace för att ersätta allt som finns i den.")
        _empty()
    connection.close()
    # All or nothing: a restore that fails half-way leaves an empty database.
    _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dump))
    found = count_rows()
    if found != manifest.rows:
        differing = sorted(
            name for name in found.keys() | manifest.rows if found.get(name) != manifest.rows.get(name)
        )
        raise CommandError(f"Antalet rader stämmer inte i {', '.join(differing)}.")
    call_command("verify_audit")
    call_command("grant_app_role", verbosity=0)
    return manifest


def count_rows() -> dict[str, int]:
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # nosec B608
            rows[table] = cursor.fetchone()[0]
    return rows


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_manifest(dump: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads(Manifest.path_for(dump).read_text()))
        if sha256_of(dump) != manifest.sha256:
            raise CommandError(
                f"{dump} är inte den fil som säkerhetskopian bestod av: kontrollsumman skiljer."
            )
    except (OSError, ValueError, TypeError) as error:
        raise CommandError(f"Säkerhetskopian kan inte läsas: {error}") from error
    return manifest


def _empty() -> None:
    """Drop everything in the schema. Waits 10 s at most for others: stop web server and workers first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        cursor.execute("DROP SCHEMA public CASCADE")
        # Owned as PostgreSQL makes it, so that the next backup does not try to make the schema itself.
        cursor.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")


def _run(program: str, *arguments: str) -> None:
    """Run a PostgreSQL program on our database. The password goes by the environment, not the process list."""
    database = connection.settings_dict
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PGHOST": database["HOST"] or "localhost",
        "PGPORT": str(database["PORT"] or 5432),
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
        **{name: os.environ[name] for name in ("PGSSLMODE", "PGSSLROOTCERT") if name in os.environ},
    }
    command = [_programs() / program, "--no-password", *arguments]
    if program == "pg_restore":
        command.insert(1, f"--dbname={database['NAME']}")
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise CommandError(f"{program}: {done.stderr.strip()[-2000:]}")


def _programs() -> Path:
    """PostgreSQL's programs of the server's own version where there are such, else the newest that there are."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        server = int(cursor.fetchone()[0]) // 10_000
    candidates = {major_version(folder): folder for folder in (*system_programs(), postgres_programs())}
    return candidates.get(server) or candidates[max(candidates)]
