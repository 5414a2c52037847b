"""What goes on at a unit: orders in progress, and deliveries to acknowledge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from orders.models import DeliveredPiece, Order
from portal.core.units.models import CareUnit
from portal.core.web.formatting import number
from portal.home.tasks import WaitingDelivery

S = Order.State
OPEN = (*Order.IN_PROGRESS, S.DELIVERED)
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class UnitOrders:
    """``open_orders`` are those under way, newest first; ``count`` how many they are in all."""

    open_orders: list[Order]
    returned: list[Order]
    drafts: list[Order]
    count: int


def of_unit(unit: CareUnit) -> Q:
    """The unit's own and, for a main unit, its branches'."""
    return Q(unit__in=CareUnit.objects.with_branches(unit.pk).values("pk"))


def orders_of(unit: CareUnit) -> UnitOrders:
    """Everything that is not over. One query."""
    states = (*OPEN, S.RETURNED_FOR_COMPLETION, S.DRAFT)
    rows = list(Order.objects.filter(of_unit(unit), state__in=states).order_by("-pk")[:200])
    open_orders = [row for row in rows if row.state in OPEN]
    return UnitOrders(
        open_orders=open_orders[:MOST_SHOWN],
        returned=[row for row in rows if row.state == S.RETURNED_FOR_COMPLETION],
        drafts=[row for row in rows if row.state == S.DRAFT],
        count=len(open_orders),
    )


def deliveries_to_confirm(unit: CareUnit) -> list[WaitingDelivery]:
    """Deliveries to the unit that it has not acknowledged, oldest first. One query."""
    pieces = (
        DeliveredPiece.objects.filter(
            delivery__order__unit__in=CareUnit.objects.with_branches(unit.pk).values("pk"),
            delivery__confirmed_at__isnull=True,
        )
        .select_related("delivery__order", "line__item")
        .order_by("delivery_id", "pk")
    )
    grouped: dict[int, list[DeliveredPiece]] = {}
    for piece in pieces:
        grouped.setdefault(piece.delivery_id, []).append(piece)
    return [_waiting(group) for group in grouped.values()]


def _waiting(pieces: Sequence[DeliveredPiece]) -> WaitingDelivery:
    delivery = pieces[0].delivery
    return WaitingDelivery(
        number=delivery.number,
        order_number=delivery.order.number,
        delivered_at=delivery.delivered_at,
        contents=_contents(pieces),
        item_codes=frozenset(piece.line.item_code for piece in pieces),
    )


def _contents(pieces: Iterable[DeliveredPiece]) -> str:
    """ "2 grundpaket, etikettskrivare": a single piece is named without its number."""
    counts: dict[int, int] = {}
    items = {}
    for piece in pieces:
        counts[piece.line.item_id] = counts.get(piece.line.item_id, 0) + 1
        items[piece.line.item_id] = piece.line.item
    return ", ".join(
        items[key].name if count == 1 else f"{number(count)} {items[key].name_plural}"
        for key, count in counts.items()
    )
