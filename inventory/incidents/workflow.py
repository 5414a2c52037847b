"""The states of an incident and the only way between them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inventory.incidents.models import Incident, Outcome
from portal.core.audit.actions import record
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.models import Role
from portal.core.workflow import Transition, Workflow

S = Incident.State


_COORDINATOR = (Role.COORDINATOR,)
TRANSITIONS = (
    Transition("decide", (S.REPORTED,), S.DECIDED, _COORDINATOR, "incident.decided", ("decided",)),
    Transition("send_to_repair", (S.REPORTED,), S.IN_REPAIR, _COORDINATOR, "incident.decided", ("decided",)),
    Transition("settle", (S.REPORTED,), S.CLOSED, _COORDINATOR, "incident.decided", ("decided", "closed")),
    Transition(
        "finish_repair",
        (S.IN_REPAIR,),
        S.CLOSED,
        (Role.IT_DELIVERY, Role.COORDINATOR),
        "incident.repaired",
        ("closed",),
    ),
    Transition("close", (S.DECIDED,), S.CLOSED, _COORDINATOR, "incident.closed", ("closed",)),
    Transition(
        "finish_replacement",
        (S.DECIDED,),
        S.CLOSED,
        (Role.HEAD_OF_UNIT, Role.IT_CONTACT),
        "incident.replaced",
        ("closed",),
    ),
    # The order was refused, or the unit withdrew it: what was decided does not come about.
    Transition(
        "decide_anew",
        (S.DECIDED,),
        S.REPORTED,
        (Role.COORDINATOR, Role.ORDERING_MANAGER, Role.HEAD_OF_UNIT),
        "incident.replacement_failed",
        clears=("decided",),
    ),
    Transition(
        "settle_charge",
        (S.DECIDED,),
        S.CLOSED,
        (Role.CONTROLLER, Role.COORDINATOR),
        "incident.charge_settled",
        ("closed",),
    ),
    Transition(
        "withdraw",
        (S.REPORTED,),
        S.WITHDRAWN,
        (Role.HEAD_OF_UNIT, Role.IT_CONTACT),
        "incident.withdrawn",
        ("withdrawn",),
    ),
)
# What somebody is told of.
TOLD = ("incident.decided", "incident.repaired", "incident.replacement_failed")
_FLOW = Workflow(*TRANSITIONS, called=lambda incident: f"Anmälan {incident.number}")
allows, require_state = _FLOW.allows, _FLOW.require

# The step that a decision takes. What is replaced or charged for stays open until that is done.
STEP_OF: Mapping[str, str] = {
    Outcome.REPAIR: "send_to_repair",
    Outcome.REPLACE: "decide",
    Outcome.CHARGE_UNIT: "decide",
    Outcome.WRITE_OFF: "settle",
    Outcome.NO_ACTION: "settle",
}


def move(
    incident: Incident, name: str, *, by: User, at: datetime, note: Mapping[str, Any] | None = None
) -> None:
    """Take one step: check the state, set the times, save, log the act and let those hear of it who are to.

    Called by actions alone, inside their transaction, with the incident's row locked.
    """
    transition, before = _FLOW.take(incident, name, by=by, at=at)
    record(
        transition.audit_kind,
        by=by,
        at=at,
        subject=("incident", incident.number),
        unit=incident.unit.hsa_id,
        before={"state": before},
        after={"state": incident.state, **(note or {})},
    )
    if transition.audit_kind in TOLD:
        enqueue(
            transition.audit_kind,
            payload={"incident": incident.pk},
            dedupe_key=f"{transition.audit_kind}:{incident.number}:{at.isoformat()}",
            at=at,
        )
