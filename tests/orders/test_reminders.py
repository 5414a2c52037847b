"""Reminders: after so many working days, then at the same distance, and never twice for the same."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from orders.actions.confirm import confirm_delivery
from orders.chasing import ATTEST_AFTER, CHECK_AFTER, RECEIPT_AFTER, remind, times_due
from orders.tasks import remind_waiting_orders
from portal.core import clock
from portal.core.notifications.models import Notification
from portal.core.outbox.actions import dispatch_next
from tests.steps import checked, delivered, submitted
from tests.world import NOW, World

DAY = timedelta(days=1)


def after_workdays(at: datetime, count: int) -> datetime:
    return at + (clock.add_workdays(clock.local_date(at), count) - clock.local_date(at))


def reminded(at: datetime) -> list[str]:
    """What ``remind`` writes at the moment, run twice."""
    known = set(Notification.objects.values_list("pk", flat=True))
    remind(at)
    remind(at)
    new = Notification.objects.exclude(pk__in=known)
    return sorted(f"{one.kind} {one.person_id}" for one in new)


def test_an_order_that_waits_for_check_is_reminded_of_every_third_working_day(world: World) -> None:
    submitted(world)
    expected = [f"reminder.check {world.coordinator.pk}"]
    assert reminded(after_workdays(NOW, CHECK_AFTER - 1)) == []
    assert reminded(after_workdays(NOW, CHECK_AFTER)) == expected
    assert reminded(after_workdays(NOW, CHECK_AFTER + 1)) == []
    assert reminded(after_workdays(NOW, 2 * CHECK_AFTER)) == expected


def test_an_order_that_waits_for_attest(world: World) -> None:
    checked(world)
    expected = [f"reminder.attest {world.manager.pk}"]
    assert reminded(after_workdays(NOW, ATTEST_AFTER - 1)) == []
    assert reminded(after_workdays(NOW, ATTEST_AFTER) + timedelta(hours=2)) == expected


def test_an_unacknowledged_delivery(world: World) -> None:
    delivery = delivered(world)
    at = delivery.delivered_at
    expected = sorted(f"reminder.receipt {one.pk}" for one in (world.head, world.contact))
    assert reminded(after_workdays(at, RECEIPT_AFTER - 1)) == []
    assert reminded(after_workdays(at, RECEIPT_AFTER)) == expected
    # A morning without a run is made good at the next, once.
    assert reminded(after_workdays(at, 2 * RECEIPT_AFTER + 1)) == expected
    confirm_delivery(delivery=delivery, by=world.head, at=after_workdays(at, 12))
    assert reminded(after_workdays(at, 3 * RECEIPT_AFTER)) == []


def test_a_reminder_of_what_has_been_done_since_is_not_sent(world: World) -> None:
    delivery = delivered(world)
    at = after_workdays(delivery.delivered_at, RECEIPT_AFTER)
    remind(at)
    confirm_delivery(delivery=delivery, by=world.head, at=at)
    while dispatch_next(at):
        pass
    assert not [one for one in mail.outbox if "Påminnelse" in one.subject]


@pytest.mark.parametrize(
    ("today", "times"),
    [
        (date(2026, 12, 18), 0),  # Friday
        (date(2026, 12, 23), 1),  # Wednesday before Christmas Eve: three working days
        (date(2026, 12, 28), 1),  # Monday after: Christmas Eve to Boxing Day are none
        (date(2026, 12, 30), 2),
    ],
)
def test_days_are_working_days(today: date, times: int) -> None:
    since = datetime(2026, 12, 18, 9, tzinfo=clock.STOCKHOLM)
    assert times_due(since, today, 3) == times


def test_the_task_is_the_one_that_beat_calls(world: World, settings) -> None:
    tasks = {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()}
    assert remind_waiting_orders.name in tasks
    remind_waiting_orders()
