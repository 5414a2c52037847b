"""The case ends: closed when everything is accounted for, or cancelled before anything has changed hands."""

from datetime import datetime

from django.db import transaction

from inventory.actions.state import set_state
from inventory.incidents.actions.charge import lift_charges
from inventory.models import Asset
from inventory.returns.access import may_decide
from inventory.returns.actions.writing import locked_open, roles_at
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.returns.queries.held import obstacles
from inventory.returns.workflow import move
from portal.core.access import require
from portal.core.errors import Conflict
from portal.core.people.models import User
from portal.core.text import usable_text

_Decision = ReturnItem.Decision
# As for incidents: what is written off is out of the register; what the unit pays for is the region's still, and missing.
STATE_AFTER = {
    _Decision.WRITTEN_OFF: (Asset.State.DISPOSED, "Avskriven vid återlämningen"),
    _Decision.CHARGED: (Asset.State.MISSING, "Saknades vid återlämningen, debiteras enheten"),
}


def close_case(*, case: ReturnCase, by: User, at: datetime) -> ReturnCase:
    """Close the case. Of what is still in the unit's books, the written off is disposed of and the charged goes missing;
    the certificate is made.

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

    What the unit was to pay is waived. Raises NotAllowed for others than the coordinator, Invalid without a reason,
    Conflict once a handover has begun or a charge is invoiced.
    """
    with transaction.atomic():
        case = locked_open(case)
        require(may_decide(roles_at(by, at), case.unit))
        told = "Skriv varför återlämningen ställs in."
        reason = usable_text("reason", reason, 500, label="Skäl", missing=told)
        if case.handovers.exists():
            raise Conflict(
                "handover_begun",
                "En överlämning är påbörjad. Ta bort den, eller besluta att enheten behåller det som är kvar.",
            )
        lift_charges(
            source=case.number,
            assets=[item.asset for item in case.items.select_related("asset")],
            reason=f"Återlämning {case.number} är inställd.",
            by=by,
            at=at,
        )
        case.note = reason
        move(case, "cancel", by=by, at=at, note={"reason": reason})
    return case


def _lose(case: ReturnCase, by: User, at: datetime) -> None:
    decided = case.items.filter(decision__in=STATE_AFTER, asset__unit=case.unit)
    items = list(decided.select_related("asset"))
    for decision, (state, told) in STATE_AFTER.items():
        # What was reported lost before it was written off is out of the register too.
        found = [one for one in items if one.decision == decision and _remains(one.asset, decision)]
        for note, assets in _by_note(found, told).items():
            set_state(assets=assets, state=state, source=case.number, note=note, by=by, at=at)


def _remains(asset: Asset, decision: str) -> bool:
    """Whether the piece is in the unit's books. What is missing there already may be written off, not lost again."""
    return asset.is_held or (decision == _Decision.WRITTEN_OFF and asset.state == Asset.State.MISSING)


def _by_note(items: list[ReturnItem], told: str) -> dict[str, list[Asset]]:
    """The pieces by what their lives are to say: what was decided, and why."""
    found: dict[str, list[Asset]] = {}
    for one in items:
        note = f"{told}: {one.decision_note}" if one.decision_note else told
        found.setdefault(note.removesuffix("."), []).append(one.asset)
    return found
