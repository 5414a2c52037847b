"""The acts on an order one by one, and all that they put in the outbox carried out."""

from datetime import timedelta

from orders.actions.attest import attest_order
from orders.actions.check import LineDecision, check_order
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.submit import submit_order
from orders.models import Order
from portal.core.outbox.actions import dispatch_next
from portal.core.outbox.models import Message
from portal.core.units.actions.substitutes import appoint_substitute
from tests.world import NOW, World, content

HOUR = timedelta(hours=1)
LATER = NOW + timedelta(days=3)


def drain(at=LATER) -> None:
    while dispatch_next(at):
        pass
    assert not Message.objects.filter(sent_at__isnull=True).exists()


def submitted(world: World, *lines, at=NOW) -> Order:
    return submit_order(unit=world.unit, content=content(*lines), by=world.head, at=at)


def check(world: World, order: Order, at=NOW + HOUR) -> Order:
    decisions = [LineDecision(one.pk, one.quantity) for one in order.lines.all()]
    return check_order(order=order, decisions=decisions, by=world.coordinator, at=at)


def attested(world: World, *lines) -> Order:
    return attest_order(order=check(world, submitted(world, *lines)), by=world.manager, at=NOW + 2 * HOUR)


def deliver(world: World, order: Order, *serials: str, at=NOW + 3 * HOUR):
    (row,) = order.lines.all()
    return register_delivery(order=order, lines=[LineDelivery(row.pk, serials)], by=world.delivery, at=at)


def appoint(world: World, **more):
    return appoint_substitute(
        region=world.region,
        substitute=world.substitute,
        valid_from=NOW.date(),
        valid_to=LATER.date(),
        by=world.manager,
        at=NOW,
        **more,
    )
