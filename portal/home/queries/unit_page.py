"""The rest of what a unit's page tells."""

from django.db.models import Count, Q

from inventory.models import Asset
from orders.models import Order
from portal.core.units.models import CareUnit, Contract, UnitFigures
from portal.home.queries.unit_work import of_unit

MOST_SHOWN = 5


def figures_of(unit: CareUnit) -> list[UnitFigures]:
    """The latest figures, reported and decided. One query."""
    rows = UnitFigures.objects.filter(unit_id=unit.main_unit_id)
    return list(rows.order_by("-valid_from", "-pk")[:MOST_SHOWN])


def contracts_of(unit: CareUnit) -> list[Contract]:
    """The latest contracts, those of the main unit for a branch. One query."""
    rows = Contract.objects.filter(unit_id=unit.main_unit_id).select_related("programme")
    return list(rows.order_by("-valid_from")[:MOST_SHOWN])


def latest_orders(unit: CareUnit) -> list[Order]:
    """The latest orders, drafts left out. One query."""
    rows = Order.objects.filter(of_unit(unit)).exclude(state=Order.State.DRAFT)
    return list(rows.order_by("-pk")[:MOST_SHOWN])


def assets_of(unit: CareUnit) -> list[dict]:
    """How many of each item the unit has in use and in repair, parts left out; loans, which are not its own, by
    themselves. One query."""
    rows = Asset.objects.filter(of_unit(unit), part_of__isnull=True)
    rows = rows.filter(state__in=Asset.HELD).values("item_code", "item_name")
    return list(
        rows.annotate(
            count=Count("pk", filter=Q(on_loan=False)),
            in_repair=Count("pk", filter=Q(state=Asset.State.IN_REPAIR)),
            lent=Count("pk", filter=Q(on_loan=True)),
        ).order_by("-count", "item_name")
    )
