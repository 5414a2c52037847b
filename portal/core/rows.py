"""The one row that there is at most."""

from typing import Any

from django.db.models import QuerySet


def one_of(rows: QuerySet) -> Any:
    """The row, or None. For questions that a constraint lets have one answer: ``first()`` would order it, and to compose
    an order costs more than to find the row. One query."""
    return next(iter(rows.order_by()[:1]), None)
