"""A reason given at attest is kept, though none is asked for."""

from datetime import timedelta

from orders.actions.attest import attest_order
from orders.models import AttestRecord
from portal.core.audit.models import AuditEvent
from tests import steps
from tests.world import NOW, World


def test_the_reason_stands_in_the_record_and_the_log(world: World) -> None:
    at = NOW + timedelta(hours=2)
    order = attest_order(order=steps.checked(world), by=world.manager, at=at, reason=" Enligt plan. ")
    assert AttestRecord.objects.get(order=order).reason == "Enligt plan."
    assert AuditEvent.objects.get(kind="order.attested").after["reason"] == "Enligt plan."
