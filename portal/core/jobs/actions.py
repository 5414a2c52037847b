"""Writing down a run: that it began, and what became of it. Each in a transaction of its own, never in the job's."""

from datetime import datetime

from django.db import connection
from django.db.models import F

from portal.core.jobs.models import ScheduledJob

LONGEST_ERROR = 500


def note_start(name: str, *, at: datetime) -> None:
    """A run begins. Called under the job's lock, so that no other run writes the row."""
    begun = {"last_started_at": at, "last_ended_at": None, "last_outcome": "", "last_error": ""}
    if not ScheduledJob.objects.filter(name=name).update(runs=F("runs") + 1, **begun):
        ScheduledJob.objects.create(name=name, runs=1, **begun)


def note_end(name: str, *, started_at: datetime, at: datetime, error: Exception | None = None) -> None:
    """The run that began then is over. Nothing is written when another has begun since: a run that lost its
    connection has lost its lock too."""
    if error and connection.connection and connection.errors_occurred and not connection.is_usable():
        # What failed is the connection itself; the row is written on a new one.
        connection.close()
    ScheduledJob.objects.filter(name=name, last_started_at=started_at).update(
        last_ended_at=max(at, started_at),
        last_outcome=ScheduledJob.Outcome.FAILED if error else ScheduledJob.Outcome.OK,
        last_error=_told(error) if error else "",
        failures=F("failures") + (1 if error else 0),
    )


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\0", "")[:LONGEST_ERROR]
