"""What the API reads of orders. A list costs one query, an order four, one that was just placed two."""

from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from entitlements.queries import items_by_code
from orders.models import DeliveredPiece, Delivery, Order, OrderLine
from portal.core.people.models import User
from portal.core.rows import one_of
from portal.core.units.roles import RoleSet

_PEOPLE = (
    "created_by",
    "submitted_by",
    "returned_by",
    "checked_by",
    "attested_by",
    "attested_for",
    "refused_by",
    "withdrawn_by",
)
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


def whole_order(roles: RoleSet, **lookup: Any) -> Order | None:
    """One order that the person sees, with unit, version, people, lines and deliveries; None: there is no such order."""
    orders = Order.objects.visible_to(roles).select_related("unit", "appendix")
    large = ("facts", "appendix__terms", "appendix__citations", "appendix__change_summary")
    order: Order | None = one_of(orders.filter(**lookup).defer(*large))
    if order is None:
        return None
    # One query for all of them: joined, they would be eight tables more to plan for.
    people = User.objects.in_bulk({getattr(order, f"{who}_id") for who in _PEOPLE} - {None})
    for who in _PEOPLE:
        setattr(order, who, people.get(getattr(order, f"{who}_id")))
    return with_rows(order)


def with_rows(order: Order) -> Order:
    """The order, which has unit, version and people already, with its lines and deliveries. Two queries."""
    lines = OrderLine.objects.select_related("replaces").order_by("position")
    deliveries = Delivery.objects.order_by("pk")
    prefetch_related_objects([order], Prefetch("lines", lines), Prefetch("deliveries", deliveries))
    items = items_by_code(order.appendix_id)
    for line in order.lines.all():
        line.item = items[line.item_code]
    return order


def whole_deliveries(order: Order) -> QuerySet[Delivery]:
    """An order's deliveries with every piece."""
    pieces = DeliveredPiece.objects.select_related("asset", "line").order_by("pk")
    return (
        Delivery.objects.filter(order_id=order.pk)
        .select_related("delivered_by", "confirmed_by")
        .prefetch_related(Prefetch("pieces", pieces))
        .order_by("pk")
    )
