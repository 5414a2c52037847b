"""What happens after an act: whom to write to and which document to make. Run by the outbox, twice if need be.

Every mail and document has a key made of what happened, so that a handler that is run again adds nothing. Documents
are messages of their own: one that cannot be made holds no mail back.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from inventory.incidents.actions.decide import REPLACEMENT
from inventory.incidents.actions.replacement import finish_replacement, lose_replacement
from inventory.incidents.models import Incident
from orders.actions.replace import order_replacement
from orders.documents.make import DOCUMENT_DUE, make_document, want_document
from orders.mails import register_mails
from orders.models import DeliveredPiece, Delivery, Document, Order, SamverkanMatter
from orders.recipients import answerers, attesters, checkers, deliverers, heads, receivers
from portal.core.clock import local_date
from portal.core.notifications.actions.notify import notify
from portal.core.outbox.registry import subscribe
from portal.core.people.models import User

OrderHandler = Callable[[Order, datetime], None]


def subscribe_all() -> None:
    """Called once when the app is ready."""
    register_mails()
    for kind, handler in HANDLERS.items():
        subscribe(kind, handler)
    subscribe(DOCUMENT_DUE, make_document)


def about_order(handle: OrderHandler) -> Callable[[dict[str, Any], datetime], None]:
    """A handler that is given the order; an order that is gone needs nothing more."""

    def handler(payload: dict[str, Any], at: datetime) -> None:
        order = Order.objects.filter(pk=payload["order"]).select_related("unit").first()
        if order is not None:
            handle(order, at)

    handler.__name__ = handle.__name__
    return handler


def _write(
    kind: str, order: Order, to: list[User], stamp: datetime | None, at: datetime, **more: Any
) -> None:
    """A mail about an order, once for each time that it came to this: ``stamp`` tells the times apart."""
    if stamp is not None:
        key = f"{kind}:{order.number}:{stamp.isoformat()}"
        notify(kind, to=to, payload={"order": order.pk, **more}, event=key, at=at)


def order_submitted(order: Order, at: datetime) -> None:
    _write("order.submitted", order, checkers(order, local_date(at)), order.submitted_at, at)


def order_returned(order: Order, at: datetime) -> None:
    _write("order.returned", order, heads(order.unit, local_date(at)), order.returned_at, at)


def order_checked(order: Order, at: datetime) -> None:
    for one in attesters(order, local_date(at)):
        more = {"principal": one.principal.pk} if one.principal else {}
        _write("order.checked", order, [one.user], order.checked_at, at, **more)


def order_attested(order: Order, at: datetime) -> None:
    today = local_date(at)
    want_document(Document.Kind.ORDER, order, at=at)
    _write("order.attested", order, heads(order.unit, today), order.attested_at, at)
    _write("order.to_deliver", order, deliverers(order, today), order.attested_at, at)


def order_refused(order: Order, at: datetime) -> None:
    _lose_replacement(order, order.refused_by, order.refused_at)
    _write("order.refused", order, heads(order.unit, local_date(at)), order.refused_at, at)


def order_withdrawn(order: Order, at: datetime) -> None:
    """Those hear of it who had come to work with it: coordinators once checked, IT delivery once attested."""
    _lose_replacement(order, order.withdrawn_by, order.withdrawn_at)
    today = local_date(at)
    to = checkers(order, today) if order.checked_at else []
    to += deliverers(order, today) if order.attested_at else []
    _write("order.withdrawn", order, to, order.withdrawn_at, at)


def order_delivered(order: Order, at: datetime) -> None:
    """After a delivery, whole or in part: a note for each delivery, and mails about those not acknowledged."""
    to = receivers(order.unit, local_date(at))
    for delivery in order.deliveries.all():
        want_document(Document.Kind.DELIVERY_NOTE, order, delivery, at=at)
        if delivery.confirmed_at is None:
            notify(
                "delivery.arrived",
                to=to,
                payload={"delivery": delivery.pk},
                event=f"delivery.arrived:{delivery.number}",
                at=at,
            )


def order_deviation(order: Order, at: datetime) -> None:
    """Coordinators learn of the deviation, IT delivery that something is to be delivered anew."""
    today = local_date(at)
    bad = DeliveredPiece.objects.exclude(receipt__in=("", DeliveredPiece.Receipt.RECEIVED))
    for delivery in order.deliveries.filter(pk__in=bad.values("delivery_id")):
        for kind, to in (
            ("delivery.deviation", checkers(order, today)),
            ("delivery.redeliver", deliverers(order, today)),
        ):
            key = f"{kind}:{delivery.number}"
            notify(kind, to=to, payload={"delivery": delivery.pk}, event=key, at=at)


def order_closed(order: Order, at: datetime) -> None:
    _finish_incident(order)
    _write("order.closed", order, heads(order.unit, local_date(at)), order.closed_at, at)


def _finish_incident(order: Order) -> None:
    """The incident whose decision made the order is over when the replacement is received."""
    incident = _incident_of(order)
    last = order.deliveries.filter(confirmed_at__isnull=False).order_by("confirmed_at", "pk").last()
    if incident is not None and last is not None and last.confirmed_by and last.confirmed_at:
        finish_replacement(incident=incident, order=order.number, by=last.confirmed_by, at=last.confirmed_at)


def _lose_replacement(order: Order, by: User | None, when: datetime | None) -> None:
    """The incident whose decision made the order is decided anew when nothing comes of it."""
    incident = _incident_of(order)
    if incident is not None and by is not None and when is not None:
        lose_replacement(incident=incident, order=order.number, by=by, at=when)


def _incident_of(order: Order) -> Incident | None:
    return Incident.objects.filter(number=order.source).first() if order.source else None


def delivery_confirmed(payload: dict[str, Any], at: datetime) -> None:
    delivery = Delivery.objects.select_related("order").get(pk=payload["delivery"])
    want_document(Document.Kind.RECEIPT, delivery.order, delivery, at=at)


def replacement_decided(payload: dict[str, Any], at: datetime) -> None:
    """A decided replacement becomes an order; run again, it finds the order that it made."""
    incidents = Incident.objects.select_related("asset", "reported_by", "decided_by")
    incident = incidents.filter(pk=payload["incident"]).first()
    if incident is not None and incident.decided_by and incident.decided_at:
        order_replacement(incident=incident, by=incident.decided_by, at=incident.decided_at)


def matter_raised(payload: dict[str, Any], at: datetime) -> None:
    matter = SamverkanMatter.objects.select_related("unit").get(pk=payload["matter"])
    to = [one for one in answerers(matter.unit, local_date(at)) if one.pk != matter.raised_by_id]
    notify("matter.raised", to=to, payload=payload, event=f"matter.raised:{matter.pk}", at=at)


def matter_answered(payload: dict[str, Any], at: datetime) -> None:
    matter = SamverkanMatter.objects.select_related("unit").get(pk=payload["matter"])
    to = heads(matter.unit, local_date(at))
    notify("matter.answered", to=to, payload=payload, event=f"matter.answered:{matter.pk}", at=at)


HANDLERS = {
    "order.submitted": about_order(order_submitted),
    "order.returned": about_order(order_returned),
    "order.checked": about_order(order_checked),
    "order.attested": about_order(order_attested),
    "order.refused": about_order(order_refused),
    "order.withdrawn": about_order(order_withdrawn),
    "order.part_delivered": about_order(order_delivered),
    "order.delivered": about_order(order_delivered),
    "order.deviation": about_order(order_deviation),
    "order.closed": about_order(order_closed),
    "delivery.confirmed": delivery_confirmed,
    REPLACEMENT: replacement_decided,
    "matter.raised": matter_raised,
    "matter.answered": matter_answered,
}
