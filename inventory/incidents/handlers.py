"""What happens after an incident is reported, decided or repaired: whom to tell. Each bears being run twice."""

from datetime import datetime
from typing import Any

from inventory.incidents import tellings
from inventory.incidents.models import Incident
from portal.core.clock import local_date
from portal.core.notifications.actions.notify import notify
from portal.core.outbox.registry import subscribe
from portal.core.people.models import User
from portal.core.units.models import Role
from portal.core.units.recipients import at_unit, in_region


def subscribe_all() -> None:
    """Called once when the app is ready."""
    tellings.register_tellings()
    subscribe("incident.reported", incident_reported)
    subscribe("incident.decided", incident_decided)
    subscribe("incident.repaired", incident_repaired)
    subscribe("incident.replacement_failed", replacement_failed)


def incident_reported(payload: dict[str, Any], at: datetime) -> None:
    """The coordinator decides. A theft, or information that may be out, he and the IT coordinator hear of at once."""
    incident = _incident(payload)
    coordinators = _in_region(incident, Role.COORDINATOR, at)
    if incident.is_urgent:
        _tell(tellings.ALARM, incident, [*coordinators, *_in_region(incident, Role.IT_COORDINATOR, at)], at)
    else:
        _tell(tellings.REPORTED, incident, coordinators, at)


def incident_decided(payload: dict[str, Any], at: datetime) -> None:
    """The unit reads the decision; IT delivery learns of what is to be repaired."""
    incident = _incident(payload)
    if incident.decided_at is None:
        return
    _tell(tellings.DECIDED, incident, _at_unit(incident, at), at, incident.decided_at)
    if incident.state == Incident.State.IN_REPAIR:
        _tell(
            tellings.IN_REPAIR, incident, _in_region(incident, Role.IT_DELIVERY, at), at, incident.decided_at
        )


def incident_repaired(payload: dict[str, Any], at: datetime) -> None:
    incident = _incident(payload)
    _tell(tellings.REPAIRED, incident, _at_unit(incident, at), at)


def replacement_failed(payload: dict[str, Any], at: datetime) -> None:
    """The coordinator decides anew. The unit hears of its order by itself."""
    incident = _incident(payload)
    _tell(tellings.REPLACEMENT_FAILED, incident, _in_region(incident, Role.COORDINATOR, at), at, at)


def _incident(payload: dict[str, Any]) -> Incident:
    """Incidents are never deleted, so there is one."""
    return Incident.objects.select_related("unit").get(pk=payload["incident"])


def _in_region(incident: Incident, role: Role, at: datetime) -> list[User]:
    return in_region(role, incident.unit.region_id, local_date(at))


def _at_unit(incident: Incident, at: datetime) -> list[User]:
    on = local_date(at)
    return [*at_unit(Role.HEAD_OF_UNIT, incident.unit, on), *at_unit(Role.IT_CONTACT, incident.unit, on)]


def _tell(kind: str, incident: Incident, to: list[User], at: datetime, stamp: datetime | None = None) -> None:
    """``stamp`` tells the times apart of what may happen again: an incident may be decided anew."""
    event = f"{kind}:{incident.number}:{stamp.isoformat()}" if stamp else f"{kind}:{incident.number}"
    notify(kind, to=to, payload={"incident": incident.pk}, event=event, at=at)
