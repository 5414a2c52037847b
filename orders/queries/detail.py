"""Everything that an order's page tells, in a number of queries that the order's size does not change."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from entitlements.queries import items_by_code
from orders.models import AttestRecord, DeliveredPiece, Delivery, Document, Order, OrderLine
from orders.queries.people import put_people, those_who_acted
from portal.core.audit.models import AuditEvent
from portal.core.people.masking import names_now
from portal.core.units.roles import RoleSet

# What an attest keeps whole for the auditor; the page has the order itself.
_WHOLE = ("facts", "verdicts", "lines", "conflict_of_interest", "delegation", "authentication")
# What the page says of each piece, of its delivery and of the two who handed over and received it.
_PIECE = (
    "receipt",
    "remark",
    "asset__asset_number",
    "asset__serial_number",
    "asset__item_name",
    *(f"delivery__{name}" for name in ("number", "order", "delivered_at", "note", "confirmed_at")),
    *(
        f"delivery__{who}__{name}"
        for who in ("delivered_by", "confirmed_by")
        for name in ("given_name", "family_name", "protected_identity")
    ),
)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A document that the order has or will have. ``document_id`` and ``made_at`` are None until it is made."""

    kind: str
    label: str
    number: str
    document_id: int | None
    made_at: datetime | None


@dataclass(slots=True)
class DeliveryRows:
    """A delivery with its pieces and its documents."""

    delivery: Delivery
    pieces: list[DeliveredPiece] = field(default_factory=list)
    papers: list[PaperRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OrderDetail:
    lines: list[OrderLine]
    attests: list[AttestRecord]
    deliveries: list[DeliveryRows]
    papers: list[PaperRow]
    events: list[AuditEvent]


def orders_for_page(roles: RoleSet) -> QuerySet[Order]:
    """The orders that the person sees, with the unit that the page names, as ``made_papers`` which documents are made
    and as ``acted`` the people."""
    made = Document.objects.filter(order_id=OuterRef("pk")).order_by("pk")
    papers = made.values(paper=JSONObject(id="id", kind="kind", delivery="delivery_id", made_at="made_at"))
    orders = Order.objects.visible_to(roles).select_related("unit", "appendix")
    orders = orders.annotate(made_papers=ArraySubquery(papers), acted=those_who_acted())
    return orders.defer("appendix__terms", "appendix__citations", "appendix__change_summary")


def detail_of(order: Order) -> OrderDetail:
    """Five queries at most; an order that nothing has happened to costs fewer. The order, one of ``orders_for_page``,
    gets its people."""
    put_people(order, order.acted)
    lines = list(order.lines.select_related("replaces").order_by("position"))
    items = items_by_code(order.appendix_id)
    for line in lines:
        line.item = items[line.item_code]
    decided = order.checked_at is not None or order.refused_at is not None
    attests = list(order.attest_records.defer(*_WHOLE).order_by("sequence")) if decided else []
    pieces = _pieces(order) if order.attested_at else []
    papers: list[dict[str, Any]] = order.made_papers
    return OrderDetail(
        lines=lines,
        attests=attests,
        deliveries=_deliveries(pieces, papers),
        papers=_papers_of_order(order, papers),
        events=list(
            names_now(AuditEvent.objects.filter(subject_kind="order", subject=order.number))
            .only("at", "kind", "after")
            .order_by("-sequence")
        ),
    )


def pieces_of(delivery: Delivery) -> list[DeliveredPiece]:
    """The pieces of a delivery with what they became. One query."""
    return list(delivery.pieces.select_related("asset", "line").order_by("pk"))


def _pieces(order: Order) -> list[DeliveredPiece]:
    return list(
        DeliveredPiece.objects.filter(delivery__order=order)
        .select_related("delivery__confirmed_by", "delivery__delivered_by", "asset")
        .only(*_PIECE)
        .order_by("delivery_id", "pk")
    )


def _deliveries(pieces: list[DeliveredPiece], papers: list[dict[str, Any]]) -> list[DeliveryRows]:
    found: dict[int, DeliveryRows] = {}
    for piece in pieces:
        found.setdefault(piece.delivery_id, DeliveryRows(piece.delivery)).pieces.append(piece)
    for rows in found.values():
        kinds = [Document.Kind.DELIVERY_NOTE]
        if rows.delivery.confirmed_at:
            kinds.append(Document.Kind.RECEIPT)
        own = [one for one in papers if one["delivery"] == rows.delivery.pk]
        rows.papers = [_paper(kind, rows.delivery.number, own) for kind in kinds]
    return list(found.values())


def _papers_of_order(order: Order, papers: list[dict[str, Any]]) -> list[PaperRow]:
    if not order.attested_at:
        return []
    own = [one for one in papers if one["delivery"] is None]
    return [_paper(Document.Kind.ORDER, order.number, own)]


def _paper(kind: Document.Kind, number: str, papers: list[dict[str, Any]]) -> PaperRow:
    made = next((one for one in papers if one["kind"] == kind), None)
    if made is None:
        return PaperRow(str(kind), str(kind.label), number, None, None)
    return PaperRow(str(kind), str(kind.label), number, made["id"], parse_datetime(made["made_at"]))
