"""What the numbers in the inventory's events lead to: orders, and deliveries to their order."""

from collections.abc import Collection

from django.urls import NoReverseMatch, reverse

from orders.models import Delivery


def order_addresses(sources: Collection[str]) -> dict[str, str]:
    """The order's page for each number of an order or a delivery. One query when there is a delivery among them."""
    orders = {source: source for source in sources if source.startswith("B-")}
    deliveries = [source for source in sources if source.startswith("L-")]
    if deliveries:
        rows = Delivery.objects.filter(number__in=deliveries)
        orders |= dict(rows.values_list("number", "order__number"))
    return {source: address for source, number in orders.items() if (address := _address(number))}


def _address(number: str) -> str:
    try:
        return reverse("orders:detail", args=[number])
    except NoReverseMatch:  # a source that only looks like a number
        return ""
