"""A decided replacement becomes an order: who orders and checks it, that it uses no cap, and what the old piece does."""

from datetime import timedelta

import pytest

from inventory.incidents.actions.decide import decide_incident
from inventory.incidents.models import Incident, Kind, Outcome
from inventory.models import Asset, AssetEvent
from orders.actions.attest import attest_order
from orders.actions.check import send_back
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.replace import order_replacement
from orders.actions.submit import submit_order
from orders.actions.writing import content_of
from orders.facts import facts_of
from orders.handlers import HANDLERS, replacement_decided
from orders.models import Order
from portal.core.audit.models import AuditEvent
from portal.core.clock import local_date
from portal.core.errors import Errors, NotAllowed
from portal.core.outbox.models import Message
from portal.core.units.models import Contract, UnitFigures
from tests.api.conftest import token_client
from tests.entitlements.givens import kalmar
from tests.incidents.reporting import piece, reported, sum_for
from tests.steps import next_serial
from tests.world import NOW, World, content, line

REASON = "Skärmen går inte att laga."


def decided(world: World, incident: Incident, outcome: str = Outcome.REPLACE) -> Incident:
    return decide_incident(
        incident=incident,
        outcome=outcome,
        reason=REASON,
        by=world.coordinator,
        at=NOW + timedelta(hours=1),
        **sum_for(outcome),
    )


def replaced(world: World, kind: str = Kind.DAMAGE, **more) -> Order:
    asset = more.pop("asset", None) or piece(world, **more)
    incident = decided(world, reported(world, asset, kind=kind, police_reference="5000-K1-26"))
    replacement_decided({"incident": incident.pk}, NOW)
    return Order.objects.get(source=incident.number)


def in_use_and_coming(world: World) -> tuple[int, int]:
    facts = facts_of(world.unit, local_date(NOW), appendix=kalmar())
    return facts.in_use.get("base-package", 0), facts.on_the_way.get("base-package", 0)


def test_the_order_is_the_reporters_checked_by_who_decided_and_waits_for_attest(world: World) -> None:
    order = replaced(world, function="Reception 1", room="12")
    (row,) = order.lines.all()
    asset = row.replaces
    assert (order.state, order.submitted_by, order.checked_by) == ("CHECKED", world.head, world.coordinator)
    assert (row.item_code, row.variant, row.quantity, row.granted) == ("base-package", "laptop", 1, 1)
    assert (row.function, row.room, asset.function) == ("Reception 1", "12", "Reception 1")
    assert row.motivation == f"Ersätter {asset.asset_number} efter skada, anmälan {order.source}. {REASON}"
    assert [one["code"] for one in row.verdicts] == ["IS_REPLACEMENT"]
    assert row.verdicts[0]["clause"] == "§4.skydd"
    assert order.outcome == "ALLOWED"
    assert order.cost_centre == "95492"
    logged = AuditEvent.objects.filter(subject=order.number).order_by("sequence")
    assert [(one.kind, one.actor, one.after["incident"]) for one in logged] == [
        ("order.submitted", world.head.hsa_id, order.source),
        ("order.checked", world.coordinator.hsa_id, order.source),
    ]
    assert Message.objects.filter(kind="order.checked", payload={"order": order.pk}).count() == 1
    event = AssetEvent.objects.get(asset=asset, source=order.number)
    assert event.note == "Ersättning beställd"


def test_the_handler_makes_one_order_however_often_it_runs(world: World) -> None:
    order = replaced(world)
    incident = Incident.objects.get(number=order.source)
    before = AuditEvent.objects.count()
    replacement_decided({"incident": incident.pk}, NOW)
    assert Order.objects.filter(source=incident.number).count() == 1
    assert AuditEvent.objects.count() == before


def test_what_is_not_to_be_replaced_makes_no_order(world: World) -> None:
    incident = decided(world, reported(world), Outcome.CHARGE_UNIT)
    assert order_replacement(incident=incident, by=world.coordinator, at=NOW) is None
    assert not Message.objects.filter(kind="incident.replacement_decided").exists()
    replacement_decided({"incident": 0}, NOW)


def test_a_unit_at_its_cap_may_replace_but_not_order_more(world: World) -> None:
    asset = piece(world)
    UnitFigures.objects.update(care_staff=1, listed_patients=100)
    with pytest.raises(Errors):
        submit_order(unit=world.unit, content=content(line()), by=world.head, at=NOW)
    order = replaced(world, asset=asset)
    attest_order(order=order, by=world.manager, at=NOW + timedelta(hours=3))
    order.refresh_from_db()
    assert order.state == "ATTESTED"


@pytest.mark.parametrize(("kind", "counted"), [(Kind.DAMAGE, (1, 0)), (Kind.LOSS, (0, 1))])
def test_the_old_and_the_new_count_as_one(world: World, kind: str, counted: tuple[int, int]) -> None:
    assert in_use_and_coming(world) == (0, 0)
    replaced(world, kind)
    assert in_use_and_coming(world) == counted


def test_the_old_piece_comes_back_when_the_new_is_delivered_and_a_shared_one_makes_room(
    world: World,
) -> None:
    order = replaced(world, item="label-printer")
    old = order.lines.get().replaces
    attest_order(order=order, by=world.manager, at=NOW + timedelta(hours=3))
    rows = [LineDelivery(order.lines.get().pk, (next_serial(),))]
    register_delivery(order=order, lines=rows, by=world.delivery, at=NOW + timedelta(days=1))
    old.refresh_from_db()
    assert (old.state, old.released_on) == ("RETURNED", local_date(NOW + timedelta(days=1)))
    (new,) = Asset.objects.filter(unit=world.unit, item_code="label-printer", state="IN_USE")
    assert new.events.filter(source=order.number).exists()


@pytest.mark.parametrize("receipt", ["RECEIVED", "DAMAGED"])
def test_the_incident_is_over_when_the_replacement_is_received(world: World, receipt: str) -> None:
    order = replaced(world)
    attest_order(order=order, by=world.manager, at=NOW + timedelta(hours=3))
    rows = [LineDelivery(order.lines.get().pk, (next_serial(),))]
    delivery = register_delivery(order=order, lines=rows, by=world.delivery, at=NOW + timedelta(days=1))
    piece_of = delivery.pieces.get()
    deviations = [PieceReceipt(piece_of.pk, receipt, "Sprucken.")] if receipt == "DAMAGED" else []
    received_at = NOW + timedelta(days=2)
    confirm_delivery(delivery=delivery, deviations=deviations, by=world.contact, at=received_at)
    order.refresh_from_db()
    for _ in range(2):
        if order.state == "CLOSED":
            HANDLERS["order.closed"]({"order": order.pk}, received_at)
    incident = Incident.objects.get(number=order.source)
    if receipt == "DAMAGED":
        assert (order.state, incident.state) == ("IN_DELIVERY", "DECIDED")
    else:
        assert (incident.state, incident.closed_by, incident.closed_at) == (
            "CLOSED",
            world.contact,
            received_at,
        )
        assert AuditEvent.objects.get(kind="incident.replaced").after["order"] == order.number


def test_who_decided_does_not_attest_and_the_reporter_does_not_decide(world: World) -> None:
    order = replaced(world)
    with pytest.raises(NotAllowed):
        attest_order(order=order, by=world.coordinator, at=NOW + timedelta(hours=3))


def test_an_order_that_is_sent_back_still_replaces_when_it_comes_again(world: World) -> None:
    asset = piece(world)
    UnitFigures.objects.update(care_staff=1, listed_patients=100)
    order = replaced(world, asset=asset)
    send_back(order=order, message="Vilket rum?", by=world.manager, at=NOW + timedelta(hours=2))
    order.refresh_from_db()
    written = content(line(room="14"))
    again = submit_order(
        unit=world.unit, content=written, by=world.head, at=NOW + timedelta(hours=3), order=order
    )
    assert again.lines.get().replaces == asset
    assert content_of(again).lines[0].replaces == asset.asset_number
    doubled = content(line(quantity=2))
    send_back(order=again, message="Fler?", by=world.coordinator, at=NOW + timedelta(hours=4))
    with pytest.raises(Errors):
        submit_order(
            unit=world.unit, content=doubled, by=world.head, at=NOW + timedelta(hours=5), order=again
        )


def test_what_the_rules_refuse_after_all_is_told_to_the_unit(world: World) -> None:
    incident = decided(world, reported(world))
    Contract.objects.filter(unit=world.unit).update(valid_to=local_date(NOW) - timedelta(days=1))
    order = order_replacement(incident=Incident.objects.get(pk=incident.pk), by=world.coordinator, at=NOW)
    assert order is not None
    order.refresh_from_db()
    assert order.state == "REFUSED"
    assert "vårdavtal" in order.message


def test_programs_read_what_is_replaced_and_why(world: World) -> None:
    order = replaced(world)
    api = token_client(world.head)
    told = api.get(f"/api/v1/orders/{order.number}/").json()
    assert told["source"] == Incident.objects.get().number
    assert [one["replaces"] for one in told["lines"]] == [order.lines.get().replaces.asset_number]
    own = submit_order(unit=world.unit, content=content(line()), by=world.head, at=NOW)
    told = api.get(f"/api/v1/orders/{own.number}/").json()
    assert (told["source"], told["lines"][0]["replaces"]) == ("", None)
