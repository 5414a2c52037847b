"""What the clock does with rounds: reminds units that have not signed, and tells the coordinator of those that are late.

Run twice it does nothing more: each reminder has an event of its own.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from inventory.rounds.handlers import about
from inventory.rounds.models import InventoryRound, RoundUnit
from inventory.rounds.queries.people import people_of_units, unit_keys
from inventory.rounds.tellings import OVERDUE, REMINDER
from portal.core.clock import add_workdays, local_date, workdays_between
from portal.core.notifications.actions.notify import notify
from portal.core.units.models import Role
from portal.core.units.recipients import in_region

REMIND_BEFORE = 7
REMIND_AFTER = (3, 10)
"""Working days before and after the last day to answer that a unit is reminded; and on the day itself."""


def remind_units(at: datetime) -> None:
    """Remind the units of open rounds that have not signed; after the last reminder the coordinators hear of it."""
    today = local_date(at)
    for row in InventoryRound.objects.filter(state=InventoryRound.State.OPEN).order_by("pk"):
        waiting = RoundUnit.objects.waiting().filter(round=row)
        count = reminders_due(row.answer_by, local_date(row.opened_at), today)
        if not count or not waiting.exists():
            continue
        told = {"payload": {"round": row.pk}, "about": about(row), "at": at}
        to = people_of_units(unit_keys(waiting), today)
        notify(REMINDER, to=to, event=f"{REMINDER}:{row.pk}:{count}", **told)
        if today >= add_workdays(row.answer_by, REMIND_AFTER[-1]):
            coordinators = in_region(Role.COORDINATOR, row.region_id, today)
            notify(OVERDUE, to=coordinators, event=f"{OVERDUE}:{row.pk}", **told)


def reminders_due(last_day: date, opened: date, today: date) -> int:
    """Which of the four reminders is the latest that is due by today, 0 for none. The first is left out where the round
    was opened on its day or later: the units have just been told."""
    days = list(reminder_days(last_day))
    due = sum(day <= today for day in days)
    return 0 if due == 1 and days[0] <= opened else due


def reminder_days(last_day: date) -> Iterator[date]:
    """The days of the reminders, the first of them first."""
    first = last_day
    while workdays_between(first, last_day) < REMIND_BEFORE:
        first -= timedelta(days=1)
    yield first
    yield last_day
    for count in REMIND_AFTER:
        yield add_workdays(last_day, count)
