"""Making documents: asked for through the outbox, made once in the worker, kept as they were made."""

from datetime import datetime
from typing import Any

from orders.documents.contents import contents_of
from orders.models import Delivery, Document, Order
from portal.core.documents.models import keep_document
from portal.core.documents.pdf import pdf_of
from portal.core.outbox.actions import enqueue

DOCUMENT_DUE = "document.due"


def want_document(kind: str, order: Order, delivery: Delivery | None = None, *, at: datetime) -> None:
    """Ask for a document. The same document is asked for once, however often this is called."""
    number = delivery.number if delivery else order.number
    enqueue(
        DOCUMENT_DUE,
        payload={"kind": kind, "order": order.pk, "delivery": delivery.pk if delivery else None},
        dedupe_key=f"document:{kind}:{number}",
        at=at,
    )


def make_document(payload: dict[str, Any], at: datetime) -> None:
    """Make the document unless it is there already: what has been made never changes."""
    place = {"kind": payload["kind"], "order_id": payload["order"], "delivery_id": payload["delivery"]}
    if Document.objects.filter(**place).exists():
        return
    contents = contents_of(Document.Kind(payload["kind"]), payload["order"], payload["delivery"])
    content = pdf_of(contents.template, contents.values)
    keep_document(Document, content, at=at, **place)
