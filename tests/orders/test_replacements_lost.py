"""A replacement of which nothing comes: its order is refused or withdrawn, and the incident is decided anew."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from inventory.incidents.actions.decide import close_incident, decide_incident
from inventory.incidents.handlers import incident_decided, replacement_failed
from inventory.incidents.models import Incident, Outcome
from orders.actions.attest import refuse_order
from orders.actions.submit import withdraw_order
from orders.handlers import HANDLERS, replacement_decided
from orders.models import Order
from portal.core.audit.models import AuditEvent
from portal.core.notifications.models import Notification
from portal.core.outbox.models import Message
from portal.core.units.models import Contract
from tests.incidents.reporting import reported
from tests.orders.test_replacements import decided, replaced
from tests.world import NOW, World

AFTER = NOW + timedelta(hours=5)


def refused(world: World, order: Order) -> Order:
    return refuse_order(order=order, reason="Enheten flyttar snart.", by=world.manager, at=AFTER)


def withdrawn(world: World, order: Order) -> Order:
    return withdraw_order(order=order, by=world.head, at=AFTER)


def lost(world: World, end: Callable[[World, Order], Order] = refused) -> Order:
    """An order of a replacement that has come to nothing, and what follows carried out."""
    order = end(world, replaced(world))
    HANDLERS[f"order.{order.state.lower()}"]({"order": order.pk}, AFTER)
    return order


def again(world: World, outcome: str = Outcome.REPLACE) -> Incident:
    values = {"reason": "Behövs ändå.", "by": world.coordinator, "at": AFTER + timedelta(hours=1)}
    return decide_incident(incident=Incident.objects.get(), outcome=outcome, **values)


@pytest.mark.parametrize("end", [refused, withdrawn])
def test_the_incident_waits_for_a_decision_again(world: World, end: Callable) -> None:
    order = lost(world, end)
    incident = Incident.objects.get()
    assert (incident.state, incident.outcome, incident.reason) == ("REPORTED", "", "")
    assert (incident.decided_at, incident.decided_by) == (None, None)
    logged = AuditEvent.objects.get(kind="incident.replacement_failed")
    assert logged.actor == (world.manager if end is refused else world.head).hsa_id
    assert (logged.before, logged.after) == (
        {"state": "DECIDED"},
        {"state": "REPORTED", "order": order.number, "reason": "Skärmen går inte att laga."},
    )
    event = incident.asset.events.first()
    assert (event.note, event.source) == ("Ersättningen blev inte av", order.number)


def test_the_coordinator_hears_of_it_once_and_reads_why(world: World) -> None:
    order = lost(world)
    incident = Incident.objects.get()
    message = Message.objects.get(kind="incident.replacement_failed")
    for _ in range(2):
        HANDLERS["order.refused"]({"order": order.pk}, AFTER)
        replacement_failed(message.payload, message.created_at)
    assert AuditEvent.objects.filter(kind="incident.replacement_failed").count() == 1
    (told,) = Notification.objects.filter(kind="incident.replacement_failed")
    assert told.person == world.coordinator
    client = Client()
    client.force_login(world.coordinator)
    page = client.get(f"/incidenter/{incident.number}/").content.decode()
    assert "Ersättningen blev inte av" in page
    assert f"Beställning {order.number} (avslagen)" in page
    assert "Spara beslutet" in page
    assert f"Besluta om incident {incident.number}" in client.get("/").content.decode()


def test_what_is_decided_anew_becomes_an_order_of_its_own(world: World) -> None:
    first = lost(world)
    incident = again(world)
    for _ in range(2):
        replacement_decided({"incident": incident.pk}, AFTER)
        # The first order's message may come again; it says nothing of the second.
        HANDLERS["order.refused"]({"order": first.pk}, AFTER)
    second = Order.objects.exclude(pk=first.pk).get(source=incident.number)
    assert second.state == "CHECKED"
    incident.refresh_from_db()
    assert incident.state == "DECIDED"
    assert Message.objects.filter(kind="incident.replacement_decided").count() == 2
    client = Client()
    client.force_login(world.coordinator)
    page = client.get(f"/incidenter/{incident.number}/").content.decode()
    assert page.index(second.number) < page.index(first.number)


def test_the_unit_hears_of_both_decisions(world: World) -> None:
    lost(world)
    incident = Incident.objects.get()
    incident_decided({"incident": incident.pk}, AFTER)
    assert not Notification.objects.filter(kind="incident.decided").exists(), "nothing is decided now"
    for outcome in (Outcome.NO_ACTION,):
        incident_decided({"incident": again(world, outcome).pk}, AFTER)
    assert Notification.objects.filter(kind="incident.decided", person=world.head).count() == 1


def test_an_order_that_the_rules_refuse_lets_the_coordinator_decide_anew(world: World) -> None:
    incident = decided(world, reported(world))
    Contract.objects.filter(unit=world.unit).update(valid_to=NOW.date() - timedelta(days=1))
    replacement_decided({"incident": incident.pk}, NOW)
    order = Order.objects.get(source=incident.number)
    HANDLERS["order.refused"]({"order": order.pk}, NOW)
    incident.refresh_from_db()
    assert (order.state, incident.state) == ("REFUSED", "REPORTED")
    replacement_decided({"incident": incident.pk}, NOW)
    assert Order.objects.filter(source=incident.number).count() == 1


def test_what_is_over_stays_over(world: World) -> None:
    order = replaced(world)
    close_incident(incident=Incident.objects.get(), by=world.coordinator, at=NOW + timedelta(hours=2))
    refused(world, order)
    HANDLERS["order.refused"]({"order": order.pk}, AFTER)
    assert Incident.objects.get().state == "CLOSED"
