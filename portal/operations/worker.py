"""How the worker finds its way back to the broker."""

from functools import partial
from typing import Any

import structlog
from celery.worker.consumer import Consumer

log = structlog.get_logger(__name__)

# R4: work resumes within ten seconds of the broker's return, however long it was away.
LONGEST_BETWEEN_ATTEMPTS = 2  # seconds


class PersistentConsumer(Consumer):
    """Celery's, but for how long it waits and what it gives up at."""

    def ensure_connected(self, conn: Any) -> Any:
        # Celery waits ever longer between its attempts, up to half a minute.
        conn.ensure_connection = partial(conn.ensure_connection, interval_max=LONGEST_BETWEEN_ATTEMPTS)
        return super().ensure_connected(conn)

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        try:
            super().on_connection_error_after_connected(exc)
        except AttributeError:
            # With a task in hand, Celery 5.7 closes the broken connection twice, and the second time there is nothing
            # to close. It would end the worker; what was in hand is safe in the outbox.
            log.warning("operations.broker_lost", error=type(exc).__name__)
