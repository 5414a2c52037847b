"""What the clock does with returns: reminds the unit, and tells the coordinator when the day has passed.

Run twice it does nothing more: each reminder has an event of its own.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from inventory.returns import recipients
from inventory.returns.handlers import about
from inventory.returns.models import ReturnCase, ReturnItem
from inventory.returns.tellings import OVERDUE, REMINDER
from portal.core.clock import add_workdays, is_workday, local_date
from portal.core.notifications.actions.notify import notify

BEFORE = (20, 5, 0)
"""Working days before the last day when the unit is reminded; then on the day itself."""
AFTER = (3, 10)
"""Working days after the last day when the unit is reminded again."""
ESCALATE = (1, 10, 20)
"""Working days after the last day when the coordinators hear of it."""


def remind(at: datetime) -> None:
    """Remind of every open case with something left to hand over."""
    today = local_date(at)
    horizon = today + timedelta(days=max(BEFORE) * 2)
    waiting = ReturnCase.objects.open().filter(items__state=ReturnItem.State.LISTED, due_on__lte=horizon)
    for case in waiting.distinct().select_related("unit").order_by("pk"):
        with transaction.atomic():
            _remind_unit(case, today, at)
            _escalate(case, today, at)


def reminders_due(case: ReturnCase, today: date) -> int:
    """How many of the unit's reminders are due by today. Those from before the case was opened do not count: that it
    was opened has been told."""
    opened = local_date(case.opened_at)
    days = [_before(case.due_on, count) for count in BEFORE]
    days += [add_workdays(case.due_on, count) for count in AFTER]
    return sum(opened < day <= today for day in days)


def escalations_due(case: ReturnCase, today: date) -> int:
    return sum(add_workdays(case.due_on, count) <= today for count in ESCALATE)


def _remind_unit(case: ReturnCase, today: date, at: datetime) -> None:
    _tell(REMINDER, case, reminders_due(case, today), recipients.givers(case, today), at)


def _escalate(case: ReturnCase, today: date, at: datetime) -> None:
    _tell(OVERDUE, case, escalations_due(case, today), recipients.coordinators(case, today), at)


def _tell(kind: str, case: ReturnCase, count: int, to: list, at: datetime) -> None:
    if count:
        event = f"{kind}:{case.number}:{case.due_on}:{count}"
        notify(kind, to=to, payload={"return": case.pk}, event=event, about=about(case), at=at)


def _before(day: date, count: int) -> date:
    """The workday that lies so many workdays before the day; 0 is the day itself."""
    while count > 0:
        day -= timedelta(days=1)
        count -= is_workday(day)
    return day
