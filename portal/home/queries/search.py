"""Searching by part of a number, a name or a text. Every column searched has a trigram index."""

from dataclasses import dataclass

from django.db.models import Q

from inventory.models import Asset
from inventory.queries.lists import SEARCHED
from orders.models import Order
from portal.core.search import containing
from portal.core.units.models import CareUnit
from portal.core.units.roles import RoleSet
from portal.home.links import link

SHORTEST = 3
"""Letters: shorter texts have no trigram and match too much."""
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Found:
    orders: list[Order]
    assets: list[Asset]
    units: list[CareUnit]

    @property
    def is_empty(self) -> bool:
        return not (self.orders or self.assets or self.units)


def exact_address(text: str, roles: RoleSet) -> str:
    """The page of what bears exactly this number; empty when nothing does. At most two queries."""
    upper = text.upper()
    order = Order.objects.visible_to(roles).filter(number=upper).first()
    if order:
        return link("orders:detail", order.number)
    asset = Asset.objects.visible_to(roles).filter(Q(asset_number=upper) | Q(serial_number=upper)).first()
    return link("inventory:detail", asset.asset_number) if asset else ""


def search_all(text: str, roles: RoleSet) -> Found:
    """At most ten of each. Three queries."""
    orders = Order.objects.visible_to(roles).filter(containing(text, "number", "summary"))
    assets = Asset.objects.visible_to(roles).filter(containing(text, *SEARCHED))
    units = CareUnit.objects.visible_to(roles).filter(containing(text, "name") | Q(hsa_id=text.upper()))
    return Found(
        orders=list(orders.select_related("unit").order_by("-pk")[:MOST_SHOWN]),
        assets=list(assets.select_related("unit").order_by("asset_number")[:MOST_SHOWN]),
        units=list(units.select_related("municipality").order_by("sort_key", "pk")[:MOST_SHOWN]),
    )
