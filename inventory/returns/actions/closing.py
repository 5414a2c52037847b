"""The case ends: closed when everything is accounted for, or cancelled before anything has changed hands."""

from datetime import datetime

from django.db import transaction

from inventory.actions.state import set_state
from inventory.models import Asset
from inventory.returns.access import may_decide
from inventory.returns.actions.writing import locked_open, require_texts, roles_at
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.returns.queries.held import obstacles
from inventory.returns.workflow import move
from portal.core.access import require
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User

_Decision = ReturnItem.Decision
LOST = (_Decision.WRITTEN_OFF, _Decision.CHARGED)


def close_case(*, case: ReturnCase, by: User, at: datetime) -> ReturnCase:
    """Close the case. What was written off or charged and is still in the unit's books goes missing; the certificate is
    made.

    Raises NotAllowed for others than the coordinator; Conflict when something is neither handed over nor decided, a
    handover is not signed by both, a computer is not erased, or, when everything goes back, the unit has something more.
    """
    with transaction.atomic():
        case = locked_open(case)
        require(may_decide(roles_at(by, at), case.unit))
        left = obstacles(case)
        if left:
            raise Conflict("not_done", " ".join(left))
        _lose(case, by, at)
        move(case, "close", by=by, at=at, note={"items": case.items.count()})
    return case


def cancel_case(*, case: ReturnCase, reason: str, by: User, at: datetime) -> ReturnCase:
    """Call the case off, with a reason: the contract goes on, or the pieces stay.

    Raises NotAllowed for others than the coordinator, Invalid without a reason, Conflict once a handover has begun.
    """
    reason = reason.strip()
    with transaction.atomic():
        case = locked_open(case)
        require(may_decide(roles_at(by, at), case.unit))
        if not reason:
            raise Invalid("reason_missing", "Skriv varför återlämningen ställs in.", field="reason")
        require_texts(reason=("Skäl", reason, 500))
        if case.handovers.exists():
            raise Conflict(
                "handover_begun",
                "En överlämning är påbörjad. Ta bort den, eller besluta att enheten behåller det som är kvar.",
            )
        case.note = reason
        move(case, "cancel", by=by, at=at, note={"reason": reason})
    return case


def _lose(case: ReturnCase, by: User, at: datetime) -> None:
    decided = case.items.filter(decision__in=LOST, asset__unit=case.unit, asset__state__in=Asset.HELD)
    items = list(decided.select_related("asset"))
    for decision in LOST:
        assets = [one.asset for one in items if one.decision == decision]
        if assets:
            set_state(
                assets=assets,
                state=Asset.State.MISSING,
                source=case.number,
                note=f"Saknades vid återlämningen: {decision.label.lower()}",
                by=by,
                at=at,
            )
