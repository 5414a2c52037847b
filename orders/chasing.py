"""Reminding those whom something waits for, in working days. Run every morning; run twice it sends nothing more."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from orders.models import Delivery, Order
from orders.recipients import attesters, checkers, receivers
from portal.core.clock import local_date, workdays_between
from portal.core.notifications.actions.notify import notify

RECEIPT_AFTER = 5
"""Working days that a delivery may be unacknowledged before its unit is reminded, and then between reminders."""
CHECK_AFTER = 3
"""Working days that an order may wait for check before the coordinators are reminded, and then between reminders."""
ATTEST_AFTER = 3
"""Working days that an order may wait for attest before the attesters are reminded, and then between reminders."""


def remind(at: datetime) -> None:
    """Write the reminders that are due to the outbox. Each has a key of what waits and the how-manieth it is, so
    that a morning that was missed is made good and one that is run twice adds nothing."""
    today = local_date(at)
    with transaction.atomic():
        _remind_checkers(today, at)
        _remind_attesters(today, at)
        _remind_receivers(today, at)


def times_due(since: datetime, today: date, every: int) -> int:
    """How many reminders are due by today for what has waited since then; 0 is none yet."""
    return workdays_between(local_date(since), today) // every


def _waiting(state: str, today: date, every: int, at: datetime) -> Iterator[tuple[Order, int]]:
    # As many days as working days at the least: the index finds them, the calendar decides.
    rows = Order.objects.filter(state=state, state_since__lte=at - timedelta(days=every - 1))
    for order in rows.select_related("unit").order_by("pk"):
        times = times_due(order.state_since, today, every)
        if times:
            yield order, times


def _remind_checkers(today: date, at: datetime) -> None:
    for order, times in _waiting(Order.State.SUBMITTED, today, CHECK_AFTER, at):
        notify(
            "reminder.check",
            to=checkers(order, today),
            payload={"order": order.pk},
            event=f"reminder.check:{order.number}:{order.state_since.isoformat()}:{times}",
            at=at,
        )


def _remind_attesters(today: date, at: datetime) -> None:
    for order, times in _waiting(Order.State.CHECKED, today, ATTEST_AFTER, at):
        for one in attesters(order, today):
            notify(
                "reminder.attest",
                to=[one.user],
                payload={"order": order.pk, **({"principal": one.principal.pk} if one.principal else {})},
                event=f"reminder.attest:{order.number}:{order.state_since.isoformat()}:{times}",
                at=at,
            )


def _remind_receivers(today: date, at: datetime) -> None:
    rows = Delivery.objects.filter(
        confirmed_at__isnull=True, delivered_at__lte=at - timedelta(days=RECEIPT_AFTER - 1)
    )
    for delivery in rows.select_related("order__unit").order_by("pk"):
        times = times_due(delivery.delivered_at, today, RECEIPT_AFTER)
        if times:
            notify(
                "reminder.receipt",
                to=receivers(delivery.order.unit, today),
                payload={"delivery": delivery.pk},
                event=f"reminder.receipt:{delivery.number}:{times}",
                at=at,
            )
