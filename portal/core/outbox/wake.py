"""Asking the worker to empty the outbox now."""

import structlog
from celery import current_app
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)

DRAIN = "portal.core.outbox.tasks.drain"


def wake_worker() -> None:
    """Ask for it. A broker that is away only delays the messages: beat sweeps every minute."""
    try:
        current_app.send_task(DRAIN, retry=False, ignore_result=True)
    except OperationalError as error:
        log.warning("outbox.broker_away", error=str(error))
