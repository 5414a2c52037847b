"""One run of a job at a time: a PostgreSQL advisory lock on the run's own connection.

The database lets go of it when the connection closes, so that a killed worker holds up nobody. It needs a connection
that stays the same: a pooler in front of the database must pool sessions, not transactions.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256

from django.db import Error, connection

# The first half of the key: the portal's jobs among all advisory locks of the database.
SPACE = 0x4A4F42


def key_of(name: str) -> int:
    """The second half: the same in every process and version, 31 bits of the name's hash."""
    return int.from_bytes(sha256(name.encode()).digest()[:4], "big") >> 1


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether this is the only run of the job; if so the lock is held until the block ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [SPACE, key_of(name)])
        taken = cursor.fetchone()[0]
    try:
        yield taken
    finally:
        if taken:
            _release(name)


def _release(name: str) -> None:
    # A connection that was lost took the lock with it, and what the job raised must not be hidden.
    with suppress(Error), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [SPACE, key_of(name)])


def held_keys() -> frozenset[int]:
    """The keys of the jobs that run now, in any process. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND classid::bigint = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [SPACE],
        )
        return frozenset(key for (key,) in cursor.fetchall())
