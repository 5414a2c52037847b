"""What is left over: pieces that cannot be found, and the coordinator's decision about each."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from inventory.incidents.actions.charge import charge_unit, lift_charges, require_charge
from inventory.incidents.models import Kind
from inventory.incidents.terms import incident_terms
from inventory.returns.access import may_decide, may_take_part
from inventory.returns.actions.opening import item_of
from inventory.returns.actions.writing import locked_open, roles_at
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.returns.workflow import log
from portal.core.access import require
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid, raise_faults
from portal.core.people.models import User
from portal.core.text import text_faults, usable_text

_State, _Condition = ReturnItem.State, ReturnItem.Condition


def note_missing(
    *, case: ReturnCase, item_id: int, missing: bool, remark: str = "", by: User, at: datetime
) -> ReturnItem:
    """Say that a piece cannot be found, or that it has come to light.

    Raises NotAllowed for others than the two parties, Invalid for a remark that cannot be used, Conflict for a piece
    that is in a handover or decided.
    """
    with transaction.atomic():
        case = locked_open(case)
        require(may_take_part(roles_at(by, at), case.unit))
        remark = usable_text("remark", remark if missing else "", 300, label="Anmärkning")
        item = item_of(case, item_id)
        _require_left(item)
        item.condition, item.remark = (_Condition.MISSING if missing else ""), remark
        item.save(update_fields=["condition", "remark"])
        after = {"asset": item.asset.asset_number, "condition": item.condition, "remark": remark}
        log(case, "return.item_noted", by=by, at=at, after=after)
    return item


def decide_residual(
    *,
    case: ReturnCase,
    item_ids: Collection[int],
    decision: str,
    note: str = "",
    amount: int | None = None,
    purpose: str = "",
    by: User,
    at: datetime,
) -> int:
    """Decide about pieces that are left over; give how many. What is written off or charged goes missing when the case
    is closed; what the unit keeps stays in use. When the unit is to pay, ``amount`` says how much for each piece in öre,
    without VAT, and ``purpose`` for what.

    Raises NotAllowed for others than the coordinator; Invalid or Errors for no piece, an unknown decision, a kept piece
    without a reason, a sum that cannot be used or where the appendix lets no unit pay for what is lost; Conflict for a
    piece that is in a handover or decided, or that the unit pays for already.
    """
    note = note.strip()
    with transaction.atomic():
        case = locked_open(case)
        require(may_decide(roles_at(by, at), case.unit))
        _require_decision(case, decision, note, at)
        if decision == ReturnItem.Decision.CHARGED:
            purpose = require_charge(amount, purpose)
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
        if decision == ReturnItem.Decision.CHARGED:
            about: dict[str, Any] = {
                "unit": case.unit,
                "source": case.number,
                "purpose": purpose,
                "as_gone": True,
                "by": by,
                "at": at,
            }
            for item in items:
                charge_unit(asset=item.asset, amount=amount or 0, **about)
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
    """Take a decision back while the case is open: the piece is to go back again, and the unit pays nothing for it.
    Raises NotAllowed, and Conflict for a piece without a decision or whose charge is invoiced."""
    with transaction.atomic():
        case = locked_open(case)
        require(may_decide(roles_at(by, at), case.unit))
        item = item_of(case, item_id)
        if item.state != _State.RESIDUAL:
            raise Conflict("not_decided", "Det finns inget beslut att ändra. Läs in sidan igen.")
        before = {"asset": item.asset.asset_number, "decision": item.decision}
        reason = f"Beslutet i återlämning {case.number} är ändrat."
        lift_charges(source=case.number, assets=[item.asset], reason=reason, by=by, at=at)
        item.state, item.decision, item.decision_note = _State.LISTED, "", ""
        item.decided_at = item.decided_by = None
        item.save(update_fields=["state", "decision", "decision_note", "decided_at", "decided_by"])
        log(case, "return.undecided", by=by, at=at, before=before)
    return item


def charges_for_loss(region_id: int, on: date) -> bool:
    """Whether the appendix lets a unit pay for what is lost. One query."""
    return Kind.LOSS in incident_terms(region_id, on).charged


def _require_decision(case: ReturnCase, decision: str, note: str, at: datetime) -> None:
    if decision not in ReturnItem.Decision.values:
        raise Invalid("unknown_decision", "Välj vad som ska gälla för det som är kvar.", field="decision")
    if decision == ReturnItem.Decision.KEPT and not note:
        raise Invalid("note_missing", "Skriv varför enheten behåller utrustningen.", field="note")
    if decision == ReturnItem.Decision.CHARGED and not charges_for_loss(case.unit.region_id, local_date(at)):
        told = "Enheten betalar inte för det som saknas. Välj ett annat beslut."
        raise Invalid("not_charged_for", told, field="decision")
    raise_faults(text_faults("note", note, 300, label="Skäl"))


def _require_left(item: ReturnItem) -> None:
    if item.state != _State.LISTED or item.handover_id is not None:
        told = f"{item.asset.asset_number} är redan överlämnad, beslutad eller står i en överlämning."
        raise Conflict("not_left", told)
