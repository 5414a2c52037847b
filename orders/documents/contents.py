"""What stands in each document, taken from what was kept when the decision was made, never reckoned anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from entitlements.models import CatalogueItem
from entitlements.queries import items_by_code
from inventory.models import Asset
from orders.models import AttestRecord, DeliveredPiece, Delivery, Document, Order, OrderLine

_ORDER_TIES = ("unit__region", "unit__provider", "appendix", "submitted_by", "checked_by")


@dataclass(frozen=True, slots=True)
class Contents:
    template: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as it was attested."""

    name: str
    choices: str
    place: str
    ordered: int
    granted: int
    reason: str
    motivation: str


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A delivered piece with its parts."""

    asset: Asset
    parts: list[Asset]


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A piece as the unit acknowledged it."""

    name: str
    asset: str
    serial: str
    receipt: str
    remark: str


def contents_of(kind: Document.Kind, order_id: int, delivery_id: int | None) -> Contents:
    """Raises DoesNotExist when what the document tells of is not there."""
    order = Order.objects.select_related(*_ORDER_TIES).get(pk=order_id)
    match kind:
        case Document.Kind.ORDER:
            return Contents("documents/order.html", _order(order))
        case Document.Kind.DELIVERY_NOTE:
            return Contents("documents/delivery_note.html", _delivery_note(order, delivery_id))
        case Document.Kind.RECEIPT:
            return Contents("documents/receipt.html", _receipt(order, delivery_id))


def _order(order: Order) -> dict[str, Any]:
    record = AttestRecord.objects.get(
        order=order, kind=AttestRecord.Kind.DECISION, decision=AttestRecord.Decision.ATTESTED
    )
    items = items_by_code(order.appendix_id)
    return {
        **_head(order),
        "title": f"Beställning {order.number}",
        "record": record,
        "facts": record.facts,
        "lines": [_line(line, items.get(line["item"])) for line in record.lines],
        "verdicts": _told_once(record.verdicts),
        "attested_by": _on_behalf(record),
        "attested_at": record.at,
    }


def _delivery_note(order: Order, delivery_id: int | None) -> dict[str, Any]:
    delivery = Delivery.objects.select_related("delivered_by").get(pk=delivery_id, order=order)
    pieces = DeliveredPiece.objects.filter(delivery=delivery).select_related("asset").order_by("pk")
    assets = [piece.asset for piece in pieces]
    parts: dict[int, list[Asset]] = {}
    for part in Asset.objects.filter(part_of__in=assets).order_by("asset_number"):
        parts.setdefault(part.part_of_id, []).append(part)
    return {
        **_head(order),
        "title": f"Följesedel {delivery.number}",
        "delivery": delivery,
        "delivered_by": delivery.delivered_by.display_name,
        "pieces": [PieceRow(asset, parts.get(asset.pk, [])) for asset in assets],
    }


def _receipt(order: Order, delivery_id: int | None) -> dict[str, Any]:
    delivery = Delivery.objects.get(pk=delivery_id, order=order)
    record = AttestRecord.objects.get(
        order=order, kind=AttestRecord.Kind.RECEIPT, lines__0__delivery=delivery.number
    )
    names = {item.code: item.name for item in items_by_code(order.appendix_id).values()}
    rows = [
        ReceiptRow(
            names.get(line["item"], line["item"]),
            line["asset"],
            line["serial_number"],
            str(DeliveredPiece.Receipt(line["receipt"]).label),
            line["remark"],
        )
        for line in record.lines
    ]
    return {
        **_head(order),
        "title": f"Kvittens {delivery.number}",
        "delivery": delivery,
        "record": record,
        "rows": rows,
        "deviations": sum(line["receipt"] != DeliveredPiece.Receipt.RECEIVED for line in record.lines),
        "received_by": _on_behalf(record),
        "received_at": record.at,
    }


def _head(order: Order) -> dict[str, Any]:
    return {
        "order": order,
        "unit": order.unit,
        "region": order.unit.region,
        "appendix": order.appendix.label,
    }


def _line(line: dict[str, Any], item: CatalogueItem | None) -> LineRow:
    chosen = [item.variant_name(line["variant"])] if item and line["variant"] else []
    chosen += item.option_names(line["options"]) if item else []
    reason = line.get("reason", "")
    return LineRow(
        name=line["name"],
        choices=", ".join(chosen),
        place=", ".join(part for part in (line.get("function", ""), line.get("room", "")) if part),
        ordered=line["ordered"],
        granted=line["granted"] or 0,
        reason=str(OrderLine.Reason(reason).label) if reason in OrderLine.Reason.values else reason,
        motivation=line.get("motivation", ""),
    )


def _told_once(verdicts: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """The sentences in their words of then, each once: lines of the same item have the same."""
    told = {verdict["sentence"]: verdict["clause"].partition(".")[0] for verdict in verdicts}
    return [{"sentence": sentence, "clause": clause} for sentence, clause in told.items()]


def _on_behalf(record: AttestRecord) -> str:
    """ "Karin Sjö för Anders Bergqvist" when a substitute acted, else the name alone."""
    return f"{record.actor_name} för {record.on_behalf_of_name}" if record.on_behalf_of else record.actor_name
