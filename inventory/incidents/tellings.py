"""The kinds of notification about incidents: a line that says what to do, and a link. Never contents or names."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from inventory.incidents.models import Incident, Loan
from portal.core.notifications.kinds import Context, Kind, register_kinds
from portal.core.units.models import Role

TOPIC = "Incidenter"
REPORTED = "incident.reported"
ALARM = "incident.alarm"
DECIDED = "incident.decided"
IN_REPAIR = "incident.in_repair"
REPAIRED = "incident.repaired"
REPLACEMENT_FAILED = "incident.replacement_failed"
STALLED = "incident.stalled"
LOAN_DUE = "loan.due"
LOAN_OVERDUE = "loan.overdue"
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
        Kind(REPLACEMENT_FAILED, "En ersättning blev inte av", TOPIC, "Besluta på nytt om incident {number}",
             "mail/incident_replacement_failed.txt", _incident(S.REPORTED), (Role.COORDINATOR.value,)),
        Kind(STALLED, "Ett beslut om en incident är inte genomfört", TOPIC, "Beslutad men inte klar: {number}",
             "mail/incident_stalled.txt", _incident(S.DECIDED, S.IN_REPAIR),
             (Role.COORDINATOR.value, Role.IT_DELIVERY.value, Role.CONTROLLER.value)),
        Kind(LOAN_DUE, "Ett lån ska lämnas tillbaka", TOPIC, "Lämna tillbaka {number}", "mail/loan_due.txt",
             _loan, _UNIT),
        Kind(LOAN_OVERDUE, "Ett lån är försenat", TOPIC, "Försenat lån: {number}", "mail/loan_overdue.txt",
             _loan, (Role.COORDINATOR.value, Role.IT_DELIVERY.value)),
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


def _loan(payload: dict[str, Any]) -> Context:
    """About a loan that is not back and whose day is still the one that was told of."""
    due_on = date.fromisoformat(payload["due_on"])
    loan = Loan.objects.open().filter(pk=payload["loan"], due_on=due_on).select_related("asset").first()
    return loan and {
        "number": loan.asset.asset_number,
        "due_on": loan.due_on,
        "path": reverse("inventory:detail", args=[loan.asset.asset_number]),
    }
