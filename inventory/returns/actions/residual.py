"""What is left over: pieces that cannot be found, and the coordinator's decision about each."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from inventory.returns.access import may_decide, may_take_part
from inventory.returns.actions.opening import item_of
from inventory.returns.actions.writing import locked_open, require_texts, roles_at
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.returns.workflow import log
from portal.core.access import require
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User

_State, _Condition = ReturnItem.State, ReturnItem.Condition


def note_missing(
    *, case: ReturnCase, item_id: int, missing: bool, remark: str = "", by: User, at: datetime
) -> ReturnItem:
    """Say that a piece cannot be found, or that it has come to light.

    Raises NotAllowed for others than the two parties, Invalid for a remark that cannot be used, Conflict for a piece
    that is in a handover or decided.
    """
    remark = remark.strip() if missing else ""
    with transaction.atomic():
        case = locked_open(case)
        require(may_take_part(roles_at(by, at), case.unit))
        require_texts(remark=("Anmärkning", remark, 300))
        item = item_of(case, item_id)
        _require_left(item)
        item.condition, item.remark = (_Condition.MISSING if missing else ""), remark
        item.save(update_fields=["condition", "remark"])
        after = {"asset": item.asset.asset_number, "condition": item.condition, "remark": remark}
        log(case, "return.item_noted", by=by, at=at, after=after)
    return item


def decide_residual(
    *, case: ReturnCase, item_ids: Collection[int], decision: str, note: str = "", by: User, at: datetime
) -> int:
    """Decide about pieces that are left over; give how many. What is written off or charged goes missing when the case
    is closed; what the unit keeps stays in use.

    Raises NotAllowed for others than the coordinator; Invalid for no piece, an unknown decision, or a kept piece without
    a reason; Conflict for a piece that is in a handover or decided.
    """
    note = note.strip()
    with transaction.atomic():
        case = locked_open(case)
        require(may_decide(roles_at(by, at), case.unit))
        if decision not in ReturnItem.Decision.values:
            raise Invalid("unknown_decision", "Välj vad som ska gälla för det som är kvar.", field="decision")
        if decision == ReturnItem.Decision.KEPT and not note:
            raise Invalid("note_missing", "Skriv varför enheten behåller utrustningen.", field="note")
        require_texts(note=("Skäl", note, 300))
        items = [item_of(case, pk) for pk in sorted(set(item_ids))]
        if not items:
            raise Invalid("no_pieces", "Markera minst en inventarie.", field="items")
        for item in items:
            _require_left(item)
            item.state, item.decision, item.decision_note = _State.RESIDUAL, decision, note
            item.decided_at, item.decided_by = at, by
        with guarded():
            ReturnItem.objects.bulk_update(
                items, ["state", "decision", "decision_note", "decided_at", "decided_by"]
            )
        numbers = [item.asset.asset_number for item in items]
        log(
            case,
            "return.decided",
            by=by,
            at=at,
            after={"assets": numbers, "decision": decision, "note": note},
        )
    return len(items)


def undo_decision(*, case: ReturnCase, item_id: int, by: User, at: datetime) -> ReturnItem:
    """Take a decision back while the case is open: the piece is to go back again. Raises NotAllowed, and Conflict for
    a piece without a decision."""
    with transaction.atomic():
        case = locked_open(case)
        require(may_decide(roles_at(by, at), case.unit))
        item = item_of(case, item_id)
        if item.state != _State.RESIDUAL:
            raise Conflict("not_decided", "Det finns inget beslut att ändra. Läs in sidan igen.")
        before = {"asset": item.asset.asset_number, "decision": item.decision}
        item.state, item.decision, item.decision_note = _State.LISTED, "", ""
        item.decided_at = item.decided_by = None
        item.save(update_fields=["state", "decision", "decision_note", "decided_at", "decided_by"])
        log(case, "return.undecided", by=by, at=at, before=before)
    return item


def _require_left(item: ReturnItem) -> None:
    if item.state != _State.LISTED or item.handover_id is not None:
        told = f"{item.asset.asset_number} är redan överlämnad, beslutad eller står i en överlämning."
        raise Conflict("not_left", told)
