"""One order from draft to closed through the actions, with the rows that each act must leave."""

from datetime import timedelta

import pytest

from inventory.models import Asset
from orders.actions.attest import attest_order
from orders.actions.check import LineDecision, check_order
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.submit import submit_order
from orders.models import AttestRecord, Order
from portal.core.audit.chain import broken_links
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Errors, NotAllowed
from portal.core.outbox.models import Message
from tests.world import NOW, World, content, line


def attested(world: World, *lines) -> Order:
    order = submit_order(unit=world.unit, content=content(*lines), by=world.head, at=NOW)
    decisions = [LineDecision(one.pk, one.quantity) for one in order.lines.all()]
    check_order(order=order, decisions=decisions, by=world.coordinator, at=NOW + timedelta(hours=1))
    return attest_order(order=order, by=world.manager, at=NOW + timedelta(hours=2))


def test_an_order_goes_from_start_to_the_inventory(world: World) -> None:
    order = attested(world, line(quantity=2, options=("docking-station",), function="Reception 1"))
    (row,) = order.lines.all()
    delivery = register_delivery(
        order=order,
        lines=[LineDelivery(row.pk, ("5cg0o1il8b", "5CG0O1IL8C"))],
        by=world.delivery,
        at=NOW + timedelta(days=1),
    )
    confirm_delivery(delivery=delivery, by=world.contact, at=NOW + timedelta(days=2))
    order.refresh_from_db()

    assert order.state == Order.State.CLOSED
    packages = Asset.objects.filter(part_of__isnull=True)
    assert [one.serial_number for one in packages] == ["5CG0O1IL8B", "5CG0O1IL8C"]
    assert {part.item_code for part in packages[0].parts.all()} == {
        "screen",
        "keyboard",
        "mouse",
        "docking-station",
    }
    assert list(AuditEvent.objects.values_list("kind", flat=True)) == [
        "appendix.published",
        "order.submitted",
        "order.checked",
        "order.attested",
        "assets.received",
        "order.delivered",
        "delivery.confirmed",
        "order.closed",
    ]
    assert set(Message.objects.filter(payload__order=order.pk).values_list("kind", flat=True)) == {
        "order.submitted",
        "order.checked",
        "order.attested",
        "order.delivered",
        "delivery.confirmed",
        "order.closed",
    }
    assert [record.kind for record in AttestRecord.objects.all()] == ["DECISION", "RECEIPT"]
    assert broken_links(AuditEvent) == broken_links(AttestRecord) == []


def test_what_exceeds_the_cap_is_refused_with_its_numbers(world: World) -> None:
    with pytest.raises(Errors) as refused:
        submit_order(unit=world.unit, content=content(line(quantity=19)), by=world.head, at=NOW)
    (fault,) = refused.value.details
    assert (fault.code, fault.field) == ("OVER_CAP", "lines[0].quantity")
    assert "högst 18 grundpaket" in fault.message.replace("\N{NO-BREAK SPACE}", " ")
    assert not Order.objects.exists()


def test_three_different_persons(world: World) -> None:
    order = submit_order(unit=world.unit, content=content(), by=world.head, at=NOW)
    with pytest.raises(NotAllowed):
        attest_order(order=order, by=world.head, at=NOW)
    with pytest.raises(NotAllowed):
        attest_order(order=order, by=world.coordinator, at=NOW)


def test_a_damaged_piece_leaves_the_unit_and_is_delivered_anew(world: World) -> None:
    order = attested(world, line(quantity=1))
    (row,) = order.lines.all()
    first = register_delivery(order=order, lines=[LineDelivery(row.pk, ("A1",))], by=world.delivery, at=NOW)
    piece = first.pieces.get()
    confirm_delivery(
        delivery=first,
        deviations=[PieceReceipt(piece.pk, "DAMAGED", "Sprucken skärm")],
        by=world.head,
        at=NOW,
    )
    order.refresh_from_db()
    assert order.state == Order.State.IN_DELIVERY
    assert Asset.objects.get(serial_number="A1").state == Asset.State.RETURNED
    second = register_delivery(order=order, lines=[LineDelivery(row.pk, ("A2",))], by=world.delivery, at=NOW)
    confirm_delivery(delivery=second, by=world.head, at=NOW)
    order.refresh_from_db()
    assert order.state == Order.State.CLOSED
    with pytest.raises(Conflict):
        confirm_delivery(delivery=second, by=world.head, at=NOW)


def test_a_serial_number_used_before_registers_nothing(world: World) -> None:
    order = attested(world, line(quantity=2))
    (row,) = order.lines.all()
    register_delivery(order=order, lines=[LineDelivery(row.pk, ("A1",))], by=world.delivery, at=NOW)
    with pytest.raises(Errors) as refused:
        register_delivery(order=order, lines=[LineDelivery(row.pk, (" a1 ",))], by=world.delivery, at=NOW)
    assert refused.value.details[0].code == "serial_used"
    assert Asset.objects.filter(part_of__isnull=True).count() == 1
