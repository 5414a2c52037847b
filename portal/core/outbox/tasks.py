"""The outbox is drained when something was written to it, and by the clock every minute, as the net."""

from celery import shared_task

from portal.core import clock
from portal.core.jobs.registry import scheduled_job
from portal.core.outbox.actions import dispatch_next
from portal.core.outbox.registry import accompanied
from portal.core.outbox.wake import wake_worker

MOST_AT_ONCE = 500


@shared_task
def drain() -> None:
    """Dispatch waiting messages until none is left, at most 500; the rest comes with the next call.

    Several may drain at once, each message is locked by itself, so that a wake needs neither lock nor row of a job.
    """
    with accompanied():
        for _ in range(MOST_AT_ONCE):
            if not dispatch_next(clock.now()):
                return
    wake_worker()


@scheduled_job(
    title="Töm utkorgen",
    what="Skickar mejl och utför annat som väntar i utkorgen, om det inte redan har skett.",
)
def sweep() -> None:
    """The same, by the clock: for what no wake was heard of."""
    drain()
