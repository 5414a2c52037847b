"""Numbers that people read out to each other: B-2026-0412, L-2026-0033."""

from django.db import connection

_NEXT = """
    INSERT INTO orders_numberseries (prefix, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (prefix, year) DO UPDATE SET last = orders_numberseries.last + 1
    RETURNING last
"""


def next_number(prefix: str, year: int) -> str:
    """The next number of a series, without gaps. Holds the series until the caller's transaction ends, so it is
    asked for as late as can be."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [prefix, year])
        (last,) = cursor.fetchone()
    return f"{prefix}-{year}-{last:04d}"
