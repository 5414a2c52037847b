"""Pages by key: the last page of a million rows costs what the first does.

A page is asked for by ``?efter=KEY`` (the rows after) or ``?fore=KEY`` (the rows before); the key is the row's
values in the list's order, as URL-safe base64 of JSON. A key that cannot be read gives the first page.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from portal.core.text import is_storable

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """``previous`` and ``next`` are keys for the pagination component; None where the list ends."""

    rows: list[Any]
    previous: str | None
    next: str | None


class BadKey(ValueError):
    """A key that no page of this list gave."""


def page_of(
    request: HttpRequest, queryset: QuerySet, order: tuple[str, ...], size: int = PAGE_SIZE
) -> KeysetPage:
    """One page, one query. ``order`` names columns of the row, with "-" for falling; the last must be unique."""
    after, before = request.GET.get("efter", ""), request.GET.get("fore", "")
    try:
        return slice_of(queryset, order, size, key=before or after, backwards=bool(before))
    except BadKey:
        return slice_of(queryset, order, size)


def slice_of(
    queryset: QuerySet, order: tuple[str, ...], size: int, *, key: str = "", backwards: bool = False
) -> KeysetPage:
    """The rows after the key, or before it; the first ones without a key. Raises BadKey."""
    names = tuple(_turned(name) for name in order) if backwards else order
    try:
        if key:
            queryset = queryset.filter(_beyond(names, _values(key, order)))
        rows = list(queryset.order_by(*names)[: size + 1])
    except (ValueError, ValidationError, DataError) as error:
        if key:
            raise BadKey(key) from error
        raise
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_previous = more if backwards else bool(key)
    has_next = bool(key) if backwards else more
    return KeysetPage(
        rows=rows,
        previous=_key(rows[0], order) if rows and has_previous else None,
        next=_key(rows[-1], order) if rows and has_next else None,
    )


def _beyond(names: tuple[str, ...], values: list[Any]) -> Q:
    """Rows after the key: greater in the first column, or equal there and greater in the next, and so on.

    The first column is bounded by itself too, so that the database begins at the key in its index.
    """
    beyond = Q()
    equal = Q()
    for name, value in zip(names, values, strict=True):
        column = name.removeprefix("-")
        sign = "lt" if name.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{column}__{sign}": value})
        equal &= Q(**{column: value})
    first = names[0].removeprefix("-")
    return Q(**{f"{first}__{'lte' if names[0].startswith('-') else 'gte'}": values[0]}) & beyond


def _key(row: Any, order: tuple[str, ...]) -> str:
    values = [_plain(_value(row, name.removeprefix("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _values(key: str, order: tuple[str, ...]) -> list[Any]:
    """The key's values. Raises ValueError for anything that ``_key`` did not write."""
    try:
        values = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    except RecursionError as error:
        raise ValueError from error
    fits = isinstance(values, list) and len(values) == len(order)
    if not fits or not all(type(one) in (str, int) and is_storable(str(one)) for one in values):
        raise ValueError
    return values


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"
