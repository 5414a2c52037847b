"""What the clock does with notices: asks authors for news and units for acknowledgement, and tells when nobody answers.

Run twice it does nothing more: each reminder has an event of its own.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from portal.core.clock import add_workdays, local_date, workdays_between
from portal.core.notifications.actions.notify import notify
from portal.core.units.models import Role
from portal.core.units.recipients import in_region
from portal.notices.access import AUTHORS
from portal.notices.actions.reach import about
from portal.notices.models import Notice
from portal.notices.queries.waiting import who_acknowledge
from portal.notices.tellings import ACKNOWLEDGE, UNACKNOWLEDGED, UPDATE_DUE, UPDATE_OVERDUE

OVERDUE_AFTER = timedelta(minutes=15)
"""How long an update may be late before the author's colleagues are told."""
REMIND_BEFORE = 2
"""Working days before the last day that a unit is reminded the first time; then on the day itself."""
REMIND_AFTER = 3
"""Working days after the last day that a unit is reminded the last time."""


def ask_for_news(at: datetime) -> None:
    """Major and critical outages are told of every half hour, maintenance when its window ends. The author is asked
    when it is time, his colleagues a quarter of an hour later; where he no longer writes, they are asked at once."""
    for notice in Notice.objects.open().filter(update_due_at__lte=at):
        due = notice.update_due_at.isoformat()
        writers = _writers(notice, local_date(at))
        asked = {notice.updated_by_id} & writers or writers
        kinds = {UPDATE_DUE: asked}
        if at >= notice.update_due_at + OVERDUE_AFTER:
            kinds[UPDATE_OVERDUE] = writers - asked or writers
        for kind, to in kinds.items():
            event = f"{kind}:{notice.pk}:{due}"
            payload = {"notice": notice.pk, "due": due}
            notify(kind, to=to, payload=payload, event=event, about=about(notice), at=at)


def ask_for_acknowledgement(at: datetime) -> None:
    """Remind units that have not acknowledged: two working days before the last day, on it, and three after; the
    coordinators hear of it the working day after."""
    today = local_date(at)
    waiting = Notice.objects.open().filter(needs_acknowledgement=True, acknowledge_before__isnull=False)
    for notice in waiting.filter(units__acknowledged_at__isnull=True).distinct():
        with transaction.atomic():
            _remind_units(notice, today, at)
            if today > notice.acknowledge_before and today >= add_workdays(notice.acknowledge_before, 1):
                notify(
                    UNACKNOWLEDGED,
                    to=in_region(Role.COORDINATOR, notice.region_id, today),
                    payload={"notice": notice.pk},
                    event=f"{UNACKNOWLEDGED}:{notice.pk}",
                    about=about(notice),
                    at=at,
                )


def reminders_due(last_day: date, today: date) -> int:
    """How many of the three reminders are due by today."""
    return sum(day <= today for day in _reminder_days(last_day))


def _reminder_days(last_day: date) -> Iterator[date]:
    first = last_day
    while workdays_between(first, last_day) < REMIND_BEFORE:
        first -= timedelta(days=1)
    yield first
    yield last_day
    yield add_workdays(last_day, REMIND_AFTER)


def _remind_units(notice: Notice, today: date, at: datetime) -> None:
    count = reminders_due(notice.acknowledge_before, today)
    if not count:
        return
    notify(
        ACKNOWLEDGE,
        to=who_acknowledge(notice, today).values_list("user_id", flat=True),
        payload={"notice": notice.pk, "on": today.isoformat()},
        event=f"{ACKNOWLEDGE}:{notice.pk}:{count}",
        about=about(notice),
        at=at,
    )


def _writers(notice: Notice, on: date) -> set[int]:
    """Everyone who may write of the kind in the region today."""
    return {one.pk for role in AUTHORS[notice.kind] for one in in_region(role, notice.region_id, on)}
