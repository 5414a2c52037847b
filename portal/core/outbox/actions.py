"""Writing to the outbox and emptying it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet

from portal.core.outbox.models import NORMAL, Message
from portal.core.outbox.registry import handlers_of
from portal.core.outbox.wake import wake_worker

log = structlog.get_logger(__name__)

LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be written. Payloads hold ids only. ``available_at`` None is at once."""

    kind: str
    payload: dict[str, Any]
    dedupe_key: str
    available_at: datetime | None = None
    priority: int = NORMAL


def enqueue(
    kind: str,
    *,
    payload: dict[str, Any],
    dedupe_key: str,
    at: datetime,
    available_at: datetime | None = None,
    priority: int = NORMAL,
) -> None:
    """Write down what is to happen, in the caller's transaction, and wake the worker when that is committed.

    A second message with the same key is not written. Payloads hold ids only. A lower priority goes first.
    """
    enqueue_many([Draft(kind, payload, dedupe_key, available_at, priority)], at=at)


def enqueue_many(drafts: Iterable[Draft], *, at: datetime) -> None:
    """As ``enqueue`` for many at once: one query per 1 000 messages."""
    rows = [
        Message(
            kind=one.kind,
            payload=one.payload,
            dedupe_key=one.dedupe_key,
            created_at=at,
            available_at=one.available_at or at,
            priority=one.priority,
        )
        for one in drafts
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    if any(one.available_at <= at for one in rows):
        wake_worker_on_commit()


def wake_worker_on_commit() -> None:
    """Wake the worker once when the transaction commits, however many messages it wrote."""
    connection = transaction.get_connection()
    if not any(callback is wake_worker for _, callback, *_ in connection.run_on_commit):
        transaction.on_commit(wake_worker, robust=True)


def dispatch_next(at: datetime) -> bool:
    """Carry out the next waiting message, if there is one that nobody else holds. False: nothing to do.

    The row stays locked while its handlers run and is marked in the same transaction as what they write: a worker
    that dies leaves the message as it was. A failure is written on the row and tried again, at twice the distance
    each time, at most an hour.
    """
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(sent_at__isnull=True, available_at__lte=at)
            .order_by("priority", "available_at", "id")
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
            # Without NUL, which the database cannot hold: a failure that cannot be written down would stop the rest.
            message.last_error = f"{type(error).__name__}: {error}".replace("\0", "")[:500]
        else:
            message.attempts += 1
            message.sent_at = at
            message.last_error = ""
        message.save(update_fields=["attempts", "available_at", "last_error", "sent_at"])
    return True


def try_again(messages: QuerySet[Message], *, at: datetime) -> int:
    """Let what has failed be tried at once, and give how much that was. Nothing else is changed: what fails again waits
    as long as before. Called by an action that has asked whether it is allowed."""
    found = messages.filter(sent_at__isnull=True, attempts__gt=0).update(available_at=at)
    if found:
        wake_worker_on_commit()
    return found


def retry_wait(attempts: int) -> timedelta:
    """Fifteen seconds after the first failure, then twice as long each time, at most an hour."""
    return min(timedelta(seconds=15) * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
