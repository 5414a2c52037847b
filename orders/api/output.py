"""Orders and deliveries as JSON. Plain functions: a list of a hundred is to take a few milliseconds."""

from typing import Any

from orders.models import DeliveredPiece, Delivery, Order, OrderLine
from portal.core.web.api_shapes import person_output


def listed(order: Order) -> dict[str, Any]:
    return {
        "number": order.number,
        "unit": {"hsa_id": order.unit.hsa_id, "name": order.unit.name},
        "state": order.state,
        "state_since": order.state_since,
        "summary": order.summary,
        "pieces": order.pieces,
        "outcome": order.outcome,
        "needed_by": order.needed_by,
        "created_at": order.created_at,
        "submitted_at": order.submitted_at,
    }


def whole(order: Order) -> dict[str, Any]:
    return {
        **listed(order),
        "source": order.source,
        "appendix": order.appendix.label,
        "cost_centre": order.cost_centre,
        "delivery_address": order.delivery_address,
        "recipient": order.recipient,
        "message": order.message,
        "content_hash": order.content_hash,
        "verdicts": [_verdict(one) for one in order.verdicts],
        "lines": [_line(line) for line in order.lines.all()],
        "deliveries": [_delivery_name(one) for one in order.deliveries.all()],
        "created_by": person_output(order.created_by),
        "submitted_by": person_output(order.submitted_by),
        "returned_at": order.returned_at,
        "returned_by": person_output(order.returned_by),
        "checked_at": order.checked_at,
        "checked_by": person_output(order.checked_by),
        "attested_at": order.attested_at,
        "attested_by": person_output(order.attested_by),
        "attested_for": person_output(order.attested_for),
        "refused_at": order.refused_at,
        "refused_by": person_output(order.refused_by),
        "withdrawn_at": order.withdrawn_at,
        "withdrawn_by": person_output(order.withdrawn_by),
        "delivered_at": order.delivered_at,
        "closed_at": order.closed_at,
    }


def delivery(one: Delivery, order: Order) -> dict[str, Any]:
    return {
        **_delivery_name(one),
        "order": order.number,
        "note": one.note,
        "delivered_by": person_output(one.delivered_by),
        "confirmed_by": person_output(one.confirmed_by),
        "pieces": [_piece(piece) for piece in one.pieces.all()],
    }


def _delivery_name(one: Delivery) -> dict[str, Any]:
    return {"number": one.number, "delivered_at": one.delivered_at, "confirmed_at": one.confirmed_at}


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "id": line.pk,
        "item": line.item_code,
        "name": line.item.name,
        "variant": line.variant,
        "options": line.options,
        "motivation": line.motivation,
        "replaces": line.replaces.asset_number if line.replaces else None,
        "function": line.function,
        "room": line.room,
        "ordered": line.quantity,
        "granted": line.granted,
        "delivered": line.delivered,
        "received": line.received,
        "remaining": line.remaining,
        "decision": line.decision or None,
        "reason": line.reason or None,
        "outcome": line.outcome,
        "verdicts": [_verdict(one) for one in line.verdicts],
    }


def _verdict(one: dict[str, Any]) -> dict[str, Any]:
    return {name: one[name] for name in ("outcome", "code", "clause", "sentence", "numbers")}


def _piece(piece: DeliveredPiece) -> dict[str, Any]:
    return {
        "line": piece.line_id,
        "item": piece.line.item_code,
        "name": piece.asset.item_name,
        "asset_number": piece.asset.asset_number,
        "serial_number": piece.asset.serial_number,
        "receipt": piece.receipt or None,
        "remark": piece.remark,
    }
