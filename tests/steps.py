"""Orders taken to a given state through the actions, for tests that need one there."""

from datetime import datetime, timedelta
from itertools import count

from orders.actions.attest import attest_order
from orders.actions.check import LineDecision, check_order
from orders.actions.confirm import confirm_delivery
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.submit import save_draft, submit_order
from orders.content import LineContent
from orders.models import Delivery, Order
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from tests.world import NOW, World, content

_serials = count(1)


def next_serial(mark: str = "SN") -> str:
    """A serial number that no other test piece has."""
    return f"{mark}{next(_serials):06d}"


def head_of(world: World, unit: CareUnit) -> User:
    return world.head if unit == world.unit else world.other_head


def drafted(world: World, *lines: LineContent, unit: CareUnit | None = None, at: datetime = NOW) -> Order:
    unit = unit or world.unit
    return save_draft(unit=unit, content=content(*lines), by=head_of(world, unit), at=at)


def submitted(world: World, *lines: LineContent, unit: CareUnit | None = None, at: datetime = NOW) -> Order:
    unit = unit or world.unit
    return submit_order(unit=unit, content=content(*lines), by=head_of(world, unit), at=at)


def checked(world: World, *lines: LineContent, unit: CareUnit | None = None, at: datetime = NOW) -> Order:
    order = submitted(world, *lines, unit=unit, at=at)
    decisions = [LineDecision(one.pk, one.quantity) for one in order.lines.all()]
    return check_order(order=order, decisions=decisions, by=world.coordinator, at=at + timedelta(hours=1))


def attested(world: World, *lines: LineContent, unit: CareUnit | None = None, at: datetime = NOW) -> Order:
    order = checked(world, *lines, unit=unit, at=at)
    return attest_order(order=order, by=world.manager, at=at + timedelta(hours=2))


def delivered(
    world: World,
    *lines: LineContent,
    unit: CareUnit | None = None,
    at: datetime = NOW,
    serial: str = "SN",
) -> Delivery:
    order = attested(world, *lines, unit=unit, at=at)
    rows = [
        LineDelivery(row.pk, tuple(next_serial(serial) for _ in range(row.quantity)))
        for row in order.lines.all()
    ]
    return register_delivery(order=order, lines=rows, by=world.delivery, at=at + timedelta(days=1))


def closed(
    world: World,
    *lines: LineContent,
    unit: CareUnit | None = None,
    at: datetime = NOW,
    serial: str = "SN",
) -> Order:
    delivery = delivered(world, *lines, unit=unit, at=at, serial=serial)
    head = head_of(world, unit or world.unit)
    confirm_delivery(delivery=delivery, by=head, at=at + timedelta(days=2))
    return Order.objects.get(pk=delivery.order_id)
