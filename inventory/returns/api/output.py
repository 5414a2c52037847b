"""Returns as JSON, by plain functions."""

from typing import Any

from inventory.incidents.api.views import charge_output
from inventory.incidents.models import Charge
from inventory.returns.actions.completing import digest_of
from inventory.returns.models import Handover, PickUp, ReturnCase, ReturnItem
from inventory.returns.queries.cases import Progress, progress_of
from inventory.returns.queries.charged import charges_of
from portal.core.web.api_shapes import person_output


def listed(case: ReturnCase, progress: Progress) -> dict[str, Any]:
    return {
        "number": case.number,
        "unit": {"hsa_id": case.unit.hsa_id, "name": case.unit.name},
        "reason": case.reason,
        "state": case.state,
        "due_on": case.due_on,
        "note": case.note,
        "pieces": progress.total,
        "handed_over": progress.handed_over,
        "residual": progress.residual,
        "left": progress.left,
        "unerased": progress.unerased,
        "opened_at": case.opened_at,
        "opened_by": person_output(case.opened_by),
        "closed_at": case.closed_at,
        "closed_by": person_output(case.closed_by),
        "cancelled_at": case.cancelled_at,
        "cancelled_by": person_output(case.cancelled_by),
    }


def whole(case: ReturnCase) -> dict[str, Any]:
    """Five queries, whatever it holds."""
    charges = charges_of(case)
    items = list(case.items.select_related("asset", "handover").order_by("asset__asset_number"))
    handovers = case.handovers.select_related("given_by", "received_by", "hand_signature")
    pickups = case.pickups.filter(cancelled_at__isnull=True).select_related("booked_by")
    return {
        **listed(case, progress_of([case])[case.pk]),
        "items": [_item(one, charges.get(one.asset_id)) for one in items],
        "handovers": [handover_output(case, one, items) for one in handovers],
        "pickups": [_pickup(one) for one in pickups],
    }


def handover_output(case: ReturnCase, handover: Handover, items: list[ReturnItem]) -> dict[str, Any]:
    """``items``: those of the case, or of the handover."""
    handover.case = case
    inside = [one for one in items if one.handover_id == handover.pk]
    return {
        "name": handover.name,
        "ordinal": handover.ordinal,
        "digest": digest_of(inside),
        "pieces": len(inside),
        "given_at": handover.given_at,
        "given_by": person_output(handover.given_by),
        "given_name": handover.given_name,
        "by_hand": handover.by_hand is not None,
        "hand_confirmed": handover.by_hand is not None and handover.by_hand.confirmed_at is not None,
        "received_at": handover.received_at,
        "received_by": person_output(handover.received_by),
        "is_complete": handover.is_complete,
    }


def _item(item: ReturnItem, charge: Charge | None) -> dict[str, Any]:
    return {
        "asset_number": item.asset.asset_number,
        "serial_number": item.asset.serial_number,
        "name": item.asset.item_name,
        "state": item.state,
        "condition": item.condition,
        "remark": item.remark,
        "handover": item.handover.ordinal if item.handover else None,
        "decision": item.decision,
        "decision_note": item.decision_note,
        "charge": charge and charge_output(charge),
        "erased_at": item.erased_at,
        "erasure_method": item.erasure_method,
        "erasure_reference": item.erasure_reference,
        "asset_state": item.asset.state,
    }


def _pickup(pickup: PickUp) -> dict[str, Any]:
    return {
        "day": pickup.day,
        "window_start": pickup.window_start,
        "window_end": pickup.window_end,
        "place": pickup.place,
        "contact": pickup.contact,
        "booked_by": person_output(pickup.booked_by),
    }
