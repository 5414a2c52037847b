"""Who is told of an incident: of a theft or a data risk at once, of a decision the unit, of a repair IT delivery."""

import pytest

from inventory.incidents.actions.decide import decide_incident
from inventory.incidents.actions.repair import finish_repair
from inventory.incidents.handlers import incident_decided, incident_repaired, incident_reported
from inventory.incidents.models import Incident, Kind, Outcome
from portal.core.notifications.kinds import kind_of
from portal.core.notifications.models import Notification
from tests.incidents.reporting import reported
from tests.world import NOW, World


def told(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("person__hsa_id", flat=True))


def ids(world: World, *names: str) -> set[str]:
    return {world.people[name].hsa_id for name in names}


@pytest.mark.parametrize(
    ("more", "alarm"),
    [
        ({}, False),
        ({"kind": Kind.LOSS, "data_risk": "UNKNOWN"}, False),
        ({"kind": Kind.THEFT}, True),
        ({"kind": Kind.LOSS, "data_risk": "YES", "data_risk_text": "Patientlistor."}, True),
    ],
)
def test_a_theft_or_a_data_risk_reaches_both_coordinators_at_once(
    world: World, more: dict[str, str], alarm: bool
) -> None:
    incident = reported(world, **more)
    for _ in range(2):
        incident_reported({"incident": incident.pk}, NOW)
    assert told("incident.alarm") == (ids(world, "coordinator", "it_coordinator") if alarm else set())
    assert told("incident.reported") == (set() if alarm else ids(world, "coordinator"))
    assert Notification.objects.filter(kind__startswith="incident.").count() == (2 if alarm else 1)
    assert kind_of("incident.alarm").urgent
    assert kind_of("incident.alarm").mandatory


def test_the_decision_reaches_the_unit_and_the_repair_it_delivery(world: World) -> None:
    incident = decide_incident(
        incident=reported(world), outcome=Outcome.REPAIR, reason="Lagas.", by=world.coordinator, at=NOW
    )
    incident_decided({"incident": incident.pk}, NOW)
    assert told("incident.decided") == ids(world, "head", "contact")
    assert told("incident.in_repair") == ids(world, "delivery")
    finish_repair(incident=incident, result="IN_USE", note="Bytt.", by=world.delivery, at=NOW)
    incident_repaired({"incident": incident.pk}, NOW)
    assert told("incident.repaired") == ids(world, "head", "contact")


def test_a_mail_tells_what_to_do_and_nothing_of_what_happened(world: World) -> None:
    incident: Incident = reported(world, kind=Kind.THEFT)
    context = kind_of("incident.alarm").context({"incident": incident.pk, "to": world.coordinator.pk})
    assert context == {
        "number": incident.number,
        "what": "Stöld",
        "data_risk": False,
        "path": f"/incidenter/{incident.number}/",
    }
    assert kind_of("incident.decided").context({"incident": incident.pk, "to": world.head.pk}) is None
