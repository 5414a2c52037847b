"""What the floors share: a break takes the scene and does what the database is to refuse."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

Break = Callable[[SimpleNamespace], object]
EARLIER = date(2025, 1, 1)


def again(row: Any, **changes: Any) -> object:
    """Store a copy of the row, with changes."""
    row.refresh_from_db()
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    return row.save(force_insert=True)


def fresh(row: Any) -> Any:
    """The row as it is stored, so that the shared one stays as it was."""
    return type(row).objects.get(pk=row.pk)


def change(row: Any, **values: Any) -> object:
    return type(row).objects.filter(pk=row.pk).update(**values)
