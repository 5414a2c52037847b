"""What an act leaves behind in the database, so that the same act through two doors can be compared."""

from typing import Any

from inventory.models import Asset
from orders.models import AttestRecord, DeliveredPiece, Order, OrderLine
from portal.core.audit.models import AuditEvent
from portal.core.outbox.models import Message
from portal.notices.models import NoticeUnit


def traces() -> dict[str, Any]:
    """Everything an act may leave, but drafts, times, and how the person signed in."""
    return {
        "orders": list(
            Order.objects.exclude(state="DRAFT")
            .order_by("pk")
            .values_list(
                "number", "state", "content_hash", "message", "delivery_address", "outcome", "cost_centre"
            )
        ),
        "lines": list(
            OrderLine.objects.exclude(order__state="DRAFT")
            .order_by("order_id", "position")
            .values_list(
                "order__number",
                "item_code",
                "quantity",
                "granted",
                "decision",
                "reason",
                "delivered",
                "received",
            )
        ),
        "assets": list(
            Asset.objects.order_by("pk").values_list("serial_number", "item_code", "state", "room")
        ),
        "pieces": list(DeliveredPiece.objects.order_by("pk").values_list("receipt", "remark")),
        "attests": list(
            AttestRecord.objects.order_by("pk").values_list("kind", "decision", "reason", "content_hash")
        ),
        "acknowledged": list(
            NoticeUnit.objects.order_by("pk").values_list("notice__number", "unit", "acknowledged_by")
        ),
        "acts": list(
            AuditEvent.objects.exclude(kind="order.drafted")
            .order_by("pk")
            .values_list("kind", "actor", "subject")
        ),
        "messages": sorted(Message.objects.values_list("kind", flat=True)),
    }
