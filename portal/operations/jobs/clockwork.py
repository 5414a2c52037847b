"""The clock that starts the jobs (celery beat): what it is to start, and whether it goes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from celery.schedules import maybe_schedule
from django.conf import settings
from django.db.models import Max
from django_celery_beat.models import PeriodicTask

# Beat writes down what it has run every fifth minute at most.
PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the clock's schedule. ``last`` is when the clock itself last started it."""

    schedule: Any
    enabled: bool = True
    last: datetime | None = None


def entries_by_task() -> dict[str, list[Entry]]:
    """What the clock starts: as it has stored it, else as the settings say it will when it next starts. One query."""
    rows = PeriodicTask.objects.filter(name__in=settings.CELERY_BEAT_SCHEDULE)
    stored = {row.name: row for row in rows.select_related("interval", "crontab")}
    found: dict[str, list[Entry]] = defaultdict(list)
    for title, entry in settings.CELERY_BEAT_SCHEDULE.items():
        row = stored.get(title)
        if row is None or row.task != entry["task"]:
            found[entry["task"]].append(Entry(maybe_schedule(entry["schedule"], app=current_app)))
        else:
            found[row.task].append(Entry(row.schedule, row.enabled, row.last_run_at))
    return found


def last_stroke() -> datetime | None:
    """When the clock last started anything, as far as it has written down. One query."""
    return PeriodicTask.objects.filter(enabled=True).aggregate(Max("last_run_at"))["last_run_at__max"]


def has_stopped(latest: datetime | None, *, at: datetime) -> bool:
    """Whether the clock has been silent longer than it may."""
    return latest is None or at - latest > PATIENCE
