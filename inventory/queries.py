"""Reading what units have."""

from datetime import date

from django.db.models import Count, Q

from inventory.models import Asset

# The columns of the index asset_search.
SEARCHED = ("asset_number", "serial_number", "item_name", "model_name", "function", "room")


def held_by_item(units: Q, on: date) -> dict[str, int]:
    """How many whole pieces of each item the units had on the day, by item code. One query."""
    rows = Asset.objects.filter(units).held_on(on).values_list("item_code").annotate(pieces=Count("pk"))
    return dict(rows.order_by("item_code"))
