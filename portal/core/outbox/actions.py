"""Writing to the outbox and emptying it."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from portal.core.outbox.models import Message
from portal.core.outbox.registry import handlers_of
from portal.core.outbox.wake import wake_worker

log = structlog.get_logger(__name__)

LONGEST_WAIT = timedelta(hours=1)


def enqueue(
    kind: str,
    *,
    payload: dict[str, Any],
    dedupe_key: str,
    at: datetime,
    available_at: datetime | None = None,
) -> None:
    """Write down what is to happen, in the caller's transaction, and wake the worker when that is committed.

    A second message with the same key is not written. Payloads hold ids only.
    """
    message = Message(
        kind=kind, payload=payload, dedupe_key=dedupe_key, created_at=at, available_at=available_at or at
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if available_at is None or available_at <= at:
        wake_worker_on_commit()


def wake_worker_on_commit() -> None:
    """Wake the worker once when the transaction commits, however many messages it wrote."""
    connection = transaction.get_connection()
    if not any(callback is wake_worker for _, callback, *_ in connection.run_on_commit):
        transaction.on_commit(wake_worker, robust=True)


def dispatch_next(at: datetime) -> bool:
    """Carry out the oldest waiting message, if there is one that nobody else holds. False: nothing to do.

    The row stays locked while its handlers run and is marked in the same transaction as what they write: a worker
    that dies leaves the message as it was. A failure is written on the row and tried again, at twice the distance
    each time, at most an hour.
    """
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(sent_at__isnull=True, available_at__lte=at)
            .order_by("available_at", "id")
            .first()
        )
        if message is None:
            return False
        try:
            with transaction.atomic():
                for handler in handlers_of(message.kind):
                    handler(message.payload, at)
        except Exception as error:
            log.exception(
                "outbox.failed", kind=message.kind, message=message.pk, attempts=message.attempts + 1
            )
            message.attempts += 1
            message.available_at = at + retry_wait(message.attempts)
            message.last_error = f"{type(error).__name__}: {error}"[:500]
        else:
            message.attempts += 1
            message.sent_at = at
            message.last_error = ""
        message.save(update_fields=["attempts", "available_at", "last_error", "sent_at"])
    return True


def retry_wait(attempts: int) -> timedelta:
    """Fifteen seconds after the first failure, then twice as long each time, at most an hour."""
    return min(timedelta(seconds=15) * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
