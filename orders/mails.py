"""The mails about orders, deliveries and matters: a line that says what to do, and a link. Never contents or names.

A mail is rendered when it is sent. By then the matter may be settled, and then no mail is sent.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from orders.models import Delivery, Order, SamverkanMatter
from portal.core.notifications.kinds import Context, Kind, register_kinds
from portal.core.people.models import User
from portal.core.units.mails import name_in_mail
from portal.core.units.models import Role

S = Order.State


def _order(view: str, *states: str) -> Callable[[dict[str, Any]], Context]:
    """About an order that still is in one of the states (any, when none is given), with a link to a page of it."""

    def context(payload: dict[str, Any]) -> Context:
        order = Order.objects.filter(pk=payload["order"]).first()
        if order is None or (states and order.state not in states):
            return None
        return {"number": order.number, "path": reverse(view, args=[order.number])}

    return context


def _to_attest(payload: dict[str, Any]) -> Context:
    """As ``_order``; a substitute reads for whom."""
    context = _order("orders:attest", S.CHECKED)(payload)
    principal = User.objects.filter(pk=payload.get("principal")).first() if context else None
    if context and principal:
        context["principal"] = name_in_mail(principal, "Beställarchefen")
    return context


def _to_confirm(payload: dict[str, Any]) -> Context:
    delivery = Delivery.objects.filter(pk=payload["delivery"], confirmed_at__isnull=True)
    return _delivery_context(delivery.select_related("order").first(), "orders:confirm")


def _deviation(view: str) -> Callable[[dict[str, Any]], Context]:
    """About a delivery that was acknowledged with deviations, with a link to its order."""

    def context(payload: dict[str, Any]) -> Context:
        delivery = Delivery.objects.filter(pk=payload["delivery"]).select_related("order").first()
        return _delivery_context(delivery, view, of_order=True)

    return context


def _delivery_context(delivery: Delivery | None, view: str, *, of_order: bool = False) -> Context:
    if delivery is None:
        return None
    number = delivery.order.number if of_order else delivery.number
    return {
        "number": delivery.order.number,
        "delivery": delivery.number,
        "path": reverse(view, args=[number]),
    }


def _matter(*states: str) -> Callable[[dict[str, Any]], Context]:
    def context(payload: dict[str, Any]) -> Context:
        matter = SamverkanMatter.objects.filter(pk=payload["matter"], state__in=states).first()
        return matter and {"path": reverse("orders:matter", args=[matter.pk])}

    return context


M = SamverkanMatter.State

ORDERS, DELIVERIES, MATTERS = "Beställningar", "Leveranser", "Samverkan"
REMINDERS = "Påminnelser"
HEAD = (Role.HEAD_OF_UNIT.value,)
RECEIVERS = (*HEAD, Role.IT_CONTACT.value)
CHECKERS = (Role.COORDINATOR.value,)
ATTESTERS = (Role.ORDERING_MANAGER.value,)
DELIVERERS = (Role.IT_DELIVERY.value,)
ANSWERERS = (*CHECKERS, Role.IT_COORDINATOR.value)

# name, what one is told of, its heading, subject, text, what it tells, to whom
_KINDS = (
    Kind("order.submitted", "En beställning att granska", ORDERS, "Beställning {number} att granska",
         "mail/order_submitted.txt", _order("orders:check", S.SUBMITTED), CHECKERS),
    Kind("order.returned", "En beställning att komplettera", ORDERS, "Beställning {number} behöver kompletteras",
         "mail/order_returned.txt", _order("orders:edit", S.RETURNED_FOR_COMPLETION), HEAD),
    Kind("order.checked", "En beställning att attestera", ORDERS, "Beställning {number} att attestera",
         "mail/order_checked.txt", _to_attest, ATTESTERS),
    Kind("order.attested", "En beställning är attesterad", ORDERS, "Beställning {number} är attesterad",
         "mail/order_attested.txt", _order("orders:detail"), HEAD),
    Kind("order.to_deliver", "En beställning att leverera", ORDERS, "Beställning {number} att leverera",
         "mail/order_to_deliver.txt", _order("orders:deliver", S.ATTESTED), DELIVERERS),
    Kind("order.refused", "En beställning är avslagen", ORDERS, "Beställning {number} är avslagen",
         "mail/order_refused.txt", _order("orders:detail", S.REFUSED), HEAD),
    Kind("order.withdrawn", "En beställning är återtagen", ORDERS, "Beställning {number} är återtagen",
         "mail/order_withdrawn.txt", _order("orders:detail", S.WITHDRAWN), (*CHECKERS, *DELIVERERS)),
    Kind("order.closed", "En beställning är avslutad", ORDERS, "Beställning {number} är avslutad",
         "mail/order_closed.txt", _order("orders:detail", S.CLOSED), HEAD),
    Kind("delivery.arrived", "En leverans att kvittera", DELIVERIES, "Leverans {delivery} att kvittera",
         "mail/delivery_arrived.txt", _to_confirm, RECEIVERS),
    Kind("delivery.deviation", "En avvikelse i en leverans", DELIVERIES, "Avvikelse i leverans {delivery}",
         "mail/delivery_deviation.txt", _deviation("orders:detail"), CHECKERS),
    Kind("delivery.redeliver", "En beställning att leverera om", DELIVERIES,
         "Beställning {number} att leverera om",
         "mail/delivery_redeliver.txt", _deviation("orders:deliver"), DELIVERERS),
    Kind("matter.raised", "Ett nytt samverkansärende", MATTERS, "Nytt samverkansärende",
         "mail/matter_raised.txt", _matter(M.OPEN), ANSWERERS),
    Kind("matter.answered", "Ert samverkansärende är besvarat", MATTERS, "Ert samverkansärende är besvarat",
         "mail/matter_answered.txt", _matter(M.ANSWERED), HEAD),
    Kind("reminder.check", "En beställning väntar på granskning", REMINDERS,
         "Påminnelse: beställning {number} väntar på granskning",
         "mail/reminder_check.txt", _order("orders:check", S.SUBMITTED), CHECKERS),
    Kind("reminder.attest", "En beställning väntar på attest", REMINDERS,
         "Påminnelse: beställning {number} väntar på attest",
         "mail/reminder_attest.txt", _to_attest, ATTESTERS),
    Kind("reminder.receipt", "En leverans är inte kvitterad", REMINDERS,
         "Påminnelse: leverans {delivery} är inte kvitterad",
         "mail/reminder_receipt.txt", _to_confirm, RECEIVERS),
)  # fmt: skip


def register_mails() -> None:
    """Called once when the app is ready."""
    register_kinds(*_KINDS)
