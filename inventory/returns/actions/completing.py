"""What every signature on a handover shares: the contents as they were read, and what follows when both have signed."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from inventory.actions.state import set_state
from inventory.models import Asset, AssetEvent
from inventory.returns.models import Handover, ReturnItem
from inventory.returns.workflow import tell
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User

SIGNED = "handover.signed"
COMPLETED = "handover.completed"
GIVEN, RECEIVED = "given", "received"
CONDITIONS = (ReturnItem.Condition.OK, ReturnItem.Condition.WORN, ReturnItem.Condition.DAMAGED)


def items_in(handover: Handover) -> list[ReturnItem]:
    """What is in the handover, by asset number. One query."""
    return list(handover.items.select_related("asset").order_by("asset__asset_number"))


def digest_of(items: Iterable[ReturnItem]) -> str:
    """What is in a handover in short: the same as long as the contents are."""
    told = [f"{one.asset_id}:{one.condition}:{one.remark}" for one in items]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def read_and_unchanged(handover: Handover, seen: str) -> list[ReturnItem]:
    """What is signed for. Raises Invalid for an empty handover, Conflict for contents other than the digest says and for
    a piece that has been moved to another unit since it was put in."""
    items = items_in(handover)
    if not items:
        raise Invalid("empty_handover", "Lägg till minst en inventarie innan ni skriver under.")
    if seen != digest_of(items):
        raise Conflict("handover_changed", "Innehållet har ändrats. Läs igenom det igen och skriv under.")
    for one in items:
        if one.asset.unit_id != handover.case.unit_id:
            told = f"{one.asset.asset_number} finns inte längre på enheten. Ta ut den ur överlämningen."
            raise Conflict("moved_away", told)
    return items


def complete_or_wait(
    handover: Handover, items: list[ReturnItem], told: dict[str, Any], by: User, at: datetime
) -> None:
    """After a signature: ask the other party for his, or, when both are there, hand the pieces over (§4). Called with
    the unit, the case and the handover locked."""
    case, payload = handover.case, {"handover": handover.pk}
    told = {"handover": handover.name, **told, "pieces": len(items)}
    if not handover.is_complete:
        event = f"{handover.ordinal}:{at.isoformat()}"
        tell(case, SIGNED, by=by, at=at, event=event, after=told, payload=payload)
        return
    handover.items.update(state=ReturnItem.State.HANDED_OVER)
    for condition in CONDITIONS:
        assets = [one.asset for one in items if one.condition == condition]
        if assets:
            set_state(
                assets=assets, state=Asset.State.RETURNED, source=case.number,
                note=f"Överlämning {handover.name}, skick: {condition.label.lower()}", by=by, at=at,
                happening=AssetEvent.Kind.HANDED_OVER,
            )  # fmt: skip
    tell(case, COMPLETED, by=by, at=at, event=str(handover.ordinal), after=told, payload=payload)
