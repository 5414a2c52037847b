"""How the worker finds its way back to the broker."""

from collections.abc import Callable
from functools import partial
from types import MethodType
from typing import Any

import structlog
from celery.worker.consumer import Consumer
from kombu.message import Message

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

    def create_task_handler(self, *arguments: Any, **named: Any) -> Callable[[Message], Any]:
        handle = super().create_task_handler(*arguments, **named)

        def on_task_received(message: Message) -> Any:
            # Bound, and by the names they had: Celery looks for them by these when it is told to stop.
            message.ack_log_error = MethodType(ack_log_error, message)
            message.reject_log_error = MethodType(reject_log_error, message)
            return handle(message)

        return on_task_received


def ack_log_error(message: Message, *arguments: Any, **named: Any) -> None:
    """Tell the broker that the task is done, unless the connection by which it came is gone.

    A task may end while the broker is away or after it has come back. Celery 5.7 then asks the old connection, which
    leads nowhere any more, and would end the worker. The broker hands the task out again, and finds the outbox empty.
    """
    if _leads_to_the_broker(message):
        type(message).ack_log_error(message, *arguments, **named)


def reject_log_error(message: Message, *arguments: Any, **named: Any) -> None:
    """The same for a task that is given back."""
    if _leads_to_the_broker(message):
        type(message).reject_log_error(message, *arguments, **named)


def _leads_to_the_broker(message: Message) -> bool:
    transport = message.channel and message.channel.connection
    return transport is not None and transport.client is not None
