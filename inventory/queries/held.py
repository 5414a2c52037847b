"""How many pieces units have."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q

from inventory.models import Asset


def held_by_item(units: Q, on: date) -> dict[str, int]:
    """How many whole pieces of each item the units had on the day, by item code. One query."""
    rows = Asset.objects.filter(units).held_on(on).values_list("item_code").annotate(pieces=Count("pk"))
    return dict(rows.order_by("item_code"))


def held_by_unit(unit_ids: Iterable[int], on: date, which: Q) -> dict[int, dict[str, int]]:
    """How many whole pieces of each item each unit had on the day, by unit and item code. ``which`` leaves some out.
    One query."""
    rows = (
        Asset.objects.filter(which, unit_id__in=list(unit_ids))
        .held_on(on)
        .values_list("unit_id", "item_code")
        .annotate(pieces=Count("pk"))
        .order_by()
    )
    found: dict[int, dict[str, int]] = {}
    for unit_id, item, pieces in rows:
        found.setdefault(unit_id, {})[item] = pieces
    return found
