"""Telling many people of one event: the log's rows and the outbox's, written in sets."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from portal.core.notifications.kinds import Kind, kind_of
from portal.core.notifications.models import How
from portal.core.notifications.queries import preferences_of, quiet_hours_of
from portal.core.notifications.timing import after_quiet, next_digest
from portal.core.outbox.actions import Draft, enqueue_many
from portal.core.people.models import User

MAIL = "notification.mail"
BATCH = 1000

# Written by hand for its RETURNING: only the rows that are new get a message. What another transaction is writing at
# the same time is waited for, in the order of the people, and then left as it is.
_INSERT = """
INSERT INTO notifications_notification
  (kind, person_id, event, payload, about, how, queued_at, due_at, address, subject, message_id, failure)
SELECT %(kind)s, person, %(event)s, %(payload)s::jsonb, %(about)s, how, %(at)s, due, '', '', '', ''
FROM unnest(%(people)s::bigint[], %(hows)s::text[], %(dues)s::timestamptz[]) AS row (person, how, due)
ORDER BY person
ON CONFLICT (person_id, event) DO NOTHING
RETURNING id, how, due_at
"""


@dataclass(frozen=True, slots=True)
class _Wish:
    person: int
    how: str
    due_at: datetime | None


def notify(
    kind: str, *, to: Iterable[User | int], payload: dict[str, Any], event: str, at: datetime, about: str = ""
) -> int:
    """Tell people of an event, each once however often it is called; give how many were not told before.

    ``to`` holds people or their keys. Each gets a row in the log, as wanted by him: a mail at once or after his quiet
    hours, a line in the digest, or nothing. Four queries per 1 000 people. Raises KeyError for an unknown kind.
    """
    what = kind_of(kind)
    people = sorted({one.pk if isinstance(one, User) else one for one in to})
    new = 0
    with transaction.atomic():
        for start in range(0, len(people), BATCH):
            wishes = _wishes(what, people[start : start + BATCH], at)
            new += _write(what, list(wishes), payload, event, at, about)
    return new


def _wishes(kind: Kind, people: list[int], at: datetime) -> Iterator[_Wish]:
    """What each wants, and when his mail is due."""
    chosen = {} if kind.mandatory else preferences_of(kind.name, people)
    quiet = {} if kind.urgent else quiet_hours_of(people)
    digest = next_digest(at)
    for person in people:
        how = chosen.get(person, How.AT_ONCE)
        if how == How.OFF:
            yield _Wish(person, how, None)
        elif how == How.DAILY and not kind.urgent:
            yield _Wish(person, how, digest)
        else:
            yield _Wish(person, How.AT_ONCE, after_quiet(at, quiet.get(person)))


def _write(
    kind: Kind, wishes: list[_Wish], payload: dict[str, Any], event: str, at: datetime, about: str
) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "kind": kind.name,
                "event": event,
                "payload": json.dumps(payload),
                "about": about,
                "at": at,
                "people": [one.person for one in wishes],
                "hows": [str(one.how) for one in wishes],
                "dues": [one.due_at for one in wishes],
            },
        )
        rows = cursor.fetchall()
    enqueue_many(
        [
            Draft(MAIL, {"notification": pk}, f"{MAIL}:{pk}", due, kind.priority)
            for pk, how, due in rows
            if how == How.AT_ONCE
        ],
        at=at,
    )
    return len(rows)
