"""The outbox is drained when something was written to it and by beat every minute, as the net."""

import structlog
from celery import shared_task
from kombu.exceptions import OperationalError

from portal.core import clock
from portal.core.outbox.actions import dispatch_next

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 500


@shared_task
def drain() -> None:
    """Dispatch waiting messages until none is left, at most 500; the rest comes with the next call."""
    for _ in range(MOST_AT_ONCE):
        if not dispatch_next(clock.now()):
            return
    wake_worker()


def wake_worker() -> None:
    """Ask the worker to drain now. A broker that is away only delays the message: beat sweeps every minute."""
    try:
        drain.apply_async(retry=False, ignore_result=True)
    except OperationalError as error:
        log.warning("outbox.broker_away", error=str(error))
