"""What IT delivery needs to know: what is left to pick, where a serial number is already, what was handed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet

from inventory.models import Asset
from orders.models import DeliveredPiece, Delivery, Document, Order, OrderLine
from orders.queries.queues import orders_for, waited
from portal.core.units.models import Role
from portal.core.units.roles import RoleSet


def with_lines_left(queue: QuerySet[Order]) -> QuerySet[Order]:
    """Read the lines with something left to deliver together with the orders, as ``order.left``."""
    lines = OrderLine.objects.filter(granted__gt=F("delivered")).select_related("item").order_by("position")
    return queue.prefetch_related(Prefetch("lines", queryset=lines, to_attr="left"))


@dataclass(frozen=True, slots=True)
class PickCounts:
    """What waits to be delivered. ``late``: wanted by a day that has passed."""

    waiting: int
    partly: int
    again: int
    late: int
    oldest: int


def pick_counts(queue: QuerySet[Order], on: date, at: datetime) -> PickCounts:
    """The numbers on top of the pick list. One query."""
    found = queue.order_by().aggregate(
        waiting=Count("pk"),
        partly=Count("pk", filter=Q(state=Order.State.IN_DELIVERY, deviates=False)),
        again=Count("pk", filter=Q(state=Order.State.IN_DELIVERY, deviates=True)),
        late=Count("pk", filter=Q(needed_by__lt=on)),
        since=Min("attested_at"),
    )
    since = found.pop("since")
    return PickCounts(**found, oldest=waited(since, at) if since else 0)


def where_serials_are(roles: RoleSet, serials: Iterable[str]) -> dict[str, str]:
    """Of the serial numbers that are in the register already: which asset has each, told only where the person
    may see it."""
    assets = Asset.objects.visible_to(roles).filter(serial_number__in=list(serials)).select_related("unit")
    return {one.serial_number: f"Det är {one.asset_number} på {one.unit.name}." for one in assets}


def deliveries_of(order: Order) -> list[Delivery]:
    """The order's deliveries, latest first, with the number of pieces."""
    return list(order.deliveries.annotate(count=Count("pieces")).order_by("-pk"))


def deliveries_for(roles: RoleSet) -> QuerySet[Delivery]:
    """Deliveries in the regions where the person delivers."""
    orders = orders_for(roles, Role.IT_DELIVERY).order_by().values("pk")
    return Delivery.objects.filter(order__in=orders).select_related(
        "order__unit__municipality", "order__appendix", "delivered_by", "confirmed_by"
    )


@dataclass(frozen=True, slots=True)
class Handover:
    """A delivery with its pieces, their parts and the delivery note's key when it is made."""

    delivery: Delivery
    pieces: list[DeliveredPiece]
    note_id: int | None


def handover_of(delivery: Delivery) -> Handover:
    """Three queries, whatever was delivered."""
    pieces = delivery.pieces.select_related("asset", "line__item").prefetch_related("asset__parts")
    note = Document.objects.filter(delivery=delivery, kind=Document.Kind.DELIVERY_NOTE)
    return Handover(delivery, list(pieces.order_by("pk")), note.values_list("pk", flat=True).first())
