"""What the API reads of orders. A list costs one query, an order three."""

from django.db.models import Prefetch, QuerySet

from orders.models import DeliveredPiece, Delivery, Order, OrderLine
from portal.core.units.roles import RoleSet

_PEOPLE = ("submitted", "returned", "checked", "attested", "refused", "withdrawn")
_LISTED = (
    "number",
    "state",
    "state_since",
    "summary",
    "pieces",
    "outcome",
    "needed_by",
    "created_at",
    "submitted_at",
    "unit__hsa_id",
    "unit__name",
)


def listed_orders(roles: RoleSet) -> QuerySet[Order]:
    """Orders that the person sees, without the frozen facts and verdicts, which are large."""
    return Order.objects.visible_to(roles).select_related("unit").only(*_LISTED)


def whole_orders(roles: RoleSet) -> QuerySet[Order]:
    """Orders with unit, version, people, lines and deliveries."""
    people = [f"{act}_by" for act in _PEOPLE]
    return (
        Order.objects.visible_to(roles)
        .defer("facts")
        .select_related("unit", "appendix", "created_by", "attested_for", *people)
        .prefetch_related(
            Prefetch("lines", OrderLine.objects.select_related("item").order_by("position")),
            Prefetch("deliveries", Delivery.objects.order_by("pk")),
        )
    )


def whole_deliveries(order: Order) -> QuerySet[Delivery]:
    """An order's deliveries with every piece."""
    pieces = DeliveredPiece.objects.select_related("asset", "line").order_by("pk")
    return (
        Delivery.objects.filter(order_id=order.pk)
        .select_related("delivered_by", "confirmed_by")
        .prefetch_related(Prefetch("pieces", pieces))
        .order_by("pk")
    )
