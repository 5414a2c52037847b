"""Reading what units have."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q

from inventory.models import Asset

# The columns of the index asset_search.
SEARCHED = ("asset_number", "serial_number", "item_name", "model_name", "function", "room")


def held_by_item(units: Q, on: date) -> dict[str, int]:
    """How many whole pieces of each item the units had on the day, by item code. One query."""
    rows = Asset.objects.filter(units).held_on(on).values_list("item_code").annotate(pieces=Count("pk"))
    return dict(rows.order_by("item_code"))


def held_by_unit(unit_ids: Iterable[int], on: date) -> dict[int, dict[str, int]]:
    """How many whole pieces of each item each unit had on the day, by unit and item code. One query."""
    rows = (
        Asset.objects.filter(unit_id__in=list(unit_ids))
        .held_on(on)
        .values_list("unit_id", "item_code")
        .annotate(pieces=Count("pk"))
        .order_by()
    )
    found: dict[int, dict[str, int]] = {}
    for unit_id, item, pieces in rows:
        found.setdefault(unit_id, {})[item] = pieces
    return found
