"""The kinds of notification about incidents: a line that says what to do, and a link. Never contents or names."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from inventory.incidents.models import Incident
from portal.core.notifications.kinds import Context, Kind, register_kinds
from portal.core.units.models import Role

TOPIC = "Incidenter"
REPORTED = "incident.reported"
ALARM = "incident.alarm"
DECIDED = "incident.decided"
IN_REPAIR = "incident.in_repair"
REPAIRED = "incident.repaired"
S = Incident.State
_UNIT = (Role.HEAD_OF_UNIT.value, Role.IT_CONTACT.value)


def register_tellings() -> None:
    """Called once when the app is ready."""
    register_kinds(
        Kind(REPORTED, "En incident att besluta om", TOPIC, "Incident {number} att besluta om",
             "mail/incident_reported.txt", _incident(S.REPORTED), (Role.COORDINATOR.value,)),
        Kind(ALARM, "En stöld, eller uppgifter kan vara röjda", TOPIC, "{what}: {number}",
             "mail/incident_alarm.txt", _incident(S.REPORTED, S.DECIDED, S.IN_REPAIR, S.CLOSED),
             (Role.COORDINATOR.value, Role.IT_COORDINATOR.value), mandatory=True, urgent=True),
        Kind(DECIDED, "Er incident är beslutad", TOPIC, "Incident {number} är beslutad",
             "mail/incident_decided.txt", _incident(S.DECIDED, S.IN_REPAIR, S.CLOSED), _UNIT),
        Kind(IN_REPAIR, "En inventarie att reparera", TOPIC, "Att reparera: {number}",
             "mail/incident_in_repair.txt", _incident(S.IN_REPAIR), (Role.IT_DELIVERY.value,)),
        Kind(REPAIRED, "En reparation är klar", TOPIC, "Reparationen är klar: {number}",
             "mail/incident_repaired.txt", _incident(S.CLOSED), _UNIT),
    )  # fmt: skip


def _incident(*states: str) -> Callable[[dict[str, Any]], Context]:
    """About an incident that still is in one of the states."""

    def context(payload: dict[str, Any]) -> Context:
        incident = Incident.objects.filter(pk=payload["incident"], state__in=states).first()
        return incident and {
            "number": incident.number,
            "what": incident.get_kind_display(),
            "data_risk": incident.data_risk == "YES",
            "path": reverse("incidents:detail", args=[incident.number]),
        }

    return context
