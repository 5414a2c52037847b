"""The states of a return case and the only way between them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inventory.returns.models import ReturnCase
from portal.core.audit.actions import record
from portal.core.errors import Conflict
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.units.models import Role
from portal.core.workflow import Transition, Workflow

S = ReturnCase.State


TRANSITIONS = (
    Transition("close", (S.OPEN,), S.CLOSED, (Role.COORDINATOR,), "return.closed", ("closed",)),
    Transition("cancel", (S.OPEN,), S.CANCELLED, (Role.COORDINATOR,), "return.cancelled", ("cancelled",)),
)
_FLOW = Workflow(*TRANSITIONS, called=lambda case: f"Återlämning {case.number}")


def require_open(case: ReturnCase) -> None:
    """Raise Conflict, with what has become of the case, unless it is open."""
    if not case.is_open:
        raise Conflict(
            "return_over",
            f"Återlämning {case.number} är nu i läget ”{case.get_state_display()}”. Läs in sidan igen.",
        )


def move(case: ReturnCase, name: str, *, by: User, at: datetime, note: Mapping[str, Any]) -> None:
    """Take one step: check the state, set the time, save, log the act and put its message in the outbox.

    Called by actions alone, inside their transaction, with the unit and the case locked.
    """
    step, before = _FLOW.take(case, name, by=by, at=at)
    tell(case, step.audit_kind, by=by, at=at, before={"state": before}, after={"state": case.state, **note})


def tell(
    case: ReturnCase,
    kind: str,
    *,
    by: User | None,
    at: datetime,
    event: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    payload: Mapping[str, int] | None = None,
) -> None:
    """Log an act on a case and put its message in the outbox. ``event`` tells repeated acts of a kind apart."""
    log(case, kind, by=by, at=at, before=before, after=after)
    enqueue(
        kind,
        payload={"return": case.pk, **(payload or {})},
        dedupe_key=f"{kind}:{case.number}:{event or at.isoformat()}",
        at=at,
    )


def log(
    case: ReturnCase,
    kind: str,
    *,
    by: User | None,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Log an act on a case that nobody needs to be told of."""
    record(
        kind, by=by, at=at, subject=("return", case.number), unit=case.unit.hsa_id, before=before, after=after
    )
