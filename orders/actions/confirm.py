"""The unit acknowledges a delivery piece by piece (mottagningsattest), or reports a deviation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from inventory.actions.deviate import confirm_receipt, take_back
from inventory.models import Asset
from orders.access import may_receive
from orders.actions.writing import locked_order
from orders.models import AttestRecord, DeliveredPiece, Delivery, Order, OrderLine
from orders.workflow import move
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.audit.context import circumstances
from portal.core.clock import local_date
from portal.core.errors import Conflict, Errors, Invalid
from portal.core.outbox.actions import enqueue
from portal.core.people.models import User
from portal.core.text import text_faults
from portal.core.units.queries import roles_of

_STATE_AFTER: dict[str, str] = {
    DeliveredPiece.Receipt.NOT_RECEIVED: Asset.State.MISSING,
    DeliveredPiece.Receipt.DAMAGED: Asset.State.RETURNED,
    DeliveredPiece.Receipt.WRONG_ITEM: Asset.State.RETURNED,
}


@dataclass(frozen=True, slots=True)
class PieceReceipt:
    """How one piece was when it came. ``piece`` is the delivered piece's id."""

    piece: int
    receipt: str = DeliveredPiece.Receipt.RECEIVED
    remark: str = ""


def confirm_delivery(
    *, delivery: Delivery, deviations: Sequence[PieceReceipt] = (), by: User, at: datetime
) -> Delivery:
    """Acknowledge a delivery. Pieces that are not among the deviations are received.

    A piece that has not come, is damaged or is the wrong one leaves the unit's holdings and is to be delivered
    anew; the order goes back to delivery. When every granted piece is received the order is closed. Raises
    Conflict when the delivery is already acknowledged, Errors for pieces of another delivery or a missing remark.
    """
    with transaction.atomic():
        order = locked_order(delivery.order)
        delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
        delivery.order = order
        require(may_receive(roles_of(by, local_date(at)), delivery))
        if delivery.confirmed_at is not None:
            raise Conflict("delivery_confirmed", f"Leverans {delivery.number} är redan kvitterad.")
        pieces = list(delivery.pieces.select_related("asset__unit", "line").order_by("pk"))
        _settle(pieces, deviations)
        DeliveredPiece.objects.bulk_update(pieces, ["receipt", "remark"])
        delivery.confirmed_at, delivery.confirmed_by = at, by
        delivery.save(update_fields=["confirmed_at", "confirmed_by"])
        _update_lines(pieces)
        # Before anything is logged: an attest takes the two chains in the same order.
        _append_record(order, delivery, pieces, by, at)
        _update_assets(pieces, delivery, by, at)
        _log(order, delivery, pieces, by, at)
        _move_on(order, delivery, pieces, by, at)
    return delivery


def _settle(pieces: list[DeliveredPiece], deviations: Sequence[PieceReceipt]) -> None:
    by_id = {piece.pk: piece for piece in pieces}
    faults: list[Invalid] = []
    for place, one in enumerate(deviations):
        found = _faults(one, by_id, f"pieces[{place}]")
        if found:
            faults += found
            continue
        by_id[one.piece].receipt, by_id[one.piece].remark = one.receipt, one.remark.strip()
    if faults:
        raise Errors(faults)
    for piece in pieces:
        piece.receipt = piece.receipt or DeliveredPiece.Receipt.RECEIVED


def _faults(one: PieceReceipt, by_id: dict[int, DeliveredPiece], field: str) -> list[Invalid]:
    if one.piece not in by_id:
        return [Invalid("unknown_piece", "Artikeln hör inte till leveransen.", field=field)]
    if one.receipt not in DeliveredPiece.Receipt.values:
        return [Invalid("unknown_receipt", "Välj hur artikeln var när den kom.", field=field)]
    if one.receipt != DeliveredPiece.Receipt.RECEIVED and not one.remark.strip():
        return [Invalid("remark_missing", "Beskriv avvikelsen med några ord.", field=field)]
    return text_faults(field, one.remark, 300)


def _update_assets(pieces: list[DeliveredPiece], delivery: Delivery, by: User, at: datetime) -> None:
    received = [piece.asset for piece in pieces if piece.receipt == DeliveredPiece.Receipt.RECEIVED]
    confirm_receipt(assets=received, source=delivery.number, by=by, at=at)
    for piece in pieces:
        if piece.receipt in _STATE_AFTER:
            note = f"{piece.get_receipt_display()}. {piece.remark}"
            take_back(
                asset=piece.asset, unit=delivery.order.unit, state=_STATE_AFTER[piece.receipt],
                source=delivery.number, note=note, by=by, at=at,
            )  # fmt: skip


def _update_lines(pieces: list[DeliveredPiece]) -> None:
    lines = {piece.line_id: piece.line for piece in pieces}
    for piece in pieces:
        line = lines[piece.line_id]
        if piece.receipt == DeliveredPiece.Receipt.RECEIVED:
            line.received += 1
        else:
            line.delivered -= 1
    OrderLine.objects.bulk_update(lines.values(), ["received", "delivered"])


def _move_on(order: Order, delivery: Delivery, pieces: list[DeliveredPiece], by: User, at: datetime) -> None:
    if any(piece.receipt != DeliveredPiece.Receipt.RECEIVED for piece in pieces):
        move(order, "redeliver", by=by, at=at, note={"delivery": delivery.number}, event=delivery.number)
    elif all(line.received == line.granted for line in order.lines.all()):
        move(order, "close", by=by, at=at, note={"delivery": delivery.number})


def _log(order: Order, delivery: Delivery, pieces: list[DeliveredPiece], by: User, at: datetime) -> None:
    record(
        "delivery.confirmed",
        by=by,
        at=at,
        subject=("order", order.number),
        unit=order.unit.hsa_id,
        after={
            "delivery": delivery.number,
            "pieces": [
                {"asset": piece.asset.asset_number, "receipt": piece.receipt, "remark": piece.remark}
                for piece in pieces
            ],
        },
    )
    enqueue(
        "delivery.confirmed",
        payload={"delivery": delivery.pk, "order": order.pk},
        dedupe_key=f"delivery.confirmed:{delivery.number}",
        at=at,
    )


def _append_record(
    order: Order, delivery: Delivery, pieces: list[DeliveredPiece], by: User, at: datetime
) -> None:
    around = circumstances()
    AttestRecord.append(
        at=at,
        order=order,
        order_number=order.number,
        kind=AttestRecord.Kind.RECEIPT,
        decision=AttestRecord.Decision.RECEIVED,
        reason="",
        unit=order.unit.hsa_id,
        provider=order.unit.provider.name,
        cost_centre=order.cost_centre,
        appendix=order.appendix.label,
        content_hash=order.content_hash,
        lines=[
            {
                "delivery": delivery.number,
                "item": piece.line.item_code,
                "asset": piece.asset.asset_number,
                "serial_number": piece.asset.serial_number,
                "receipt": piece.receipt,
                "remark": piece.remark,
            }
            for piece in pieces
        ],
        attester=by,
        actor=by.hsa_id,
        actor_name=by.display_name,
        authentication=around.authentication(),
        request_id=around.request_id,
    )
