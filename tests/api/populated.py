"""A small region with orders in every state and a notice, for tests that ask for whatever may be there."""

from collections.abc import Sequence
from datetime import date, timedelta

from orders.actions.attest import attest_order, refuse_order
from orders.actions.check import LineDecision, check_order, send_back
from orders.actions.confirm import confirm_delivery
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.submit import save_draft, submit_order, withdraw_order
from orders.content import LineContent
from orders.models import Order
from portal.notices.actions.reach import reach_audience
from portal.notices.models import Kind, Notice
from tests.notices.writing import published
from tests.world import NOW, World, content, line

SECOND_SCREEN = line("extra-screen", motivation="Två bilder behövs bredvid varandra.")


def submitted(world: World, *lines: LineContent, unit: str = "unit", head: str = "head") -> Order:
    return submit_order(
        unit=getattr(world, unit),
        content=content(*lines),
        by=getattr(world, head),
        at=NOW + timedelta(minutes=1),
    )


def checked(world: World, *lines: LineContent) -> Order:
    order = submitted(world, *lines)
    decisions = [LineDecision(one.pk, one.quantity) for one in order.lines.all()]
    return check_order(order=order, decisions=decisions, by=world.coordinator, at=NOW + timedelta(hours=1))


def attested(world: World, *lines: LineContent) -> Order:
    return attest_order(order=checked(world, *lines), by=world.manager, at=NOW + timedelta(hours=2))


def delivered(world: World, serials: Sequence[str], *, ordered: int) -> Order:
    order = attested(world, line(quantity=ordered, function="Reception 1", room="112"))
    (row,) = order.lines.all()
    lines = [LineDelivery(row.pk, tuple(serials))]
    register_delivery(order=order, lines=lines, by=world.delivery, at=NOW + timedelta(hours=3))
    order.refresh_from_db()
    return order


def asked(world: World) -> Notice:
    """An outage at the first unit, that it is asked to acknowledge."""
    notice = published(
        world,
        Kind.OUTAGE,
        ("UNIT", world.unit.hsa_id),
        needs_acknowledgement=True,
        acknowledge_before=date(2026, 12, 1),
    )
    reach_audience(notice=notice, at=NOW)
    return notice


def populate(world: World) -> list[Order]:
    """An order in every state at the first unit, and one of the other unit's; a notice to the first."""
    asked(world)
    closed = delivered(world, ["A1"], ordered=1)
    confirm_delivery(delivery=closed.deliveries.get(), by=world.contact, at=NOW + timedelta(hours=4))
    return [
        save_draft(unit=world.unit, content=content(), by=world.head, at=NOW),
        submitted(world, line(), SECOND_SCREEN),
        send_back(order=submitted(world), message="Vilket rum?", by=world.coordinator, at=NOW),
        checked(world),
        attested(world),
        delivered(world, ["B1"], ordered=2),
        delivered(world, ["C1"], ordered=1),
        closed,
        refuse_order(order=checked(world), reason="Ryms inte i budgeten.", by=world.manager, at=NOW),
        withdraw_order(order=submitted(world), by=world.head, at=NOW),
        submitted(world, unit="other_unit", head="other_head"),
    ]
