"""The outbox is drained when something was written to it and by beat every minute, as the net."""

from celery import shared_task

from portal.core import clock
from portal.core.outbox.actions import dispatch_next
from portal.core.outbox.wake import wake_worker

MOST_AT_ONCE = 500


@shared_task
def drain() -> None:
    """Dispatch waiting messages until none is left, at most 500; the rest comes with the next call."""
    for _ in range(MOST_AT_ONCE):
        if not dispatch_next(clock.now()):
            return
    wake_worker()
