"""The digest: what a person has chosen to hear of once a day, as one mail with a line and a link for each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.core.clock import local_date
from portal.core.notifications.actions.notify import notify
from portal.core.notifications.compose import Line, context_of, line_of
from portal.core.notifications.kinds import Context, Kind, kind_of, register_kinds
from portal.core.notifications.models import How, Notification

DIGEST = "notification.digest"
_OPEN = {"how": How.DAILY, "sent_at": None, "failed_at": None, "settled_at": None}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is told, with its line, and what there is no longer any reason to tell."""

    told: list[Notification]
    lines: list[Line]
    settled: list[Notification]


def register_digest() -> None:
    """Called once when the app is ready."""
    register_kinds(
        Kind(
            DIGEST,
            "Dagens sammanställning",
            "Sammanställning",
            "{count} i Utrustningsportalen",
            "mail/notification_digest.txt",
            _context,
            bulk=True,
        )
    )


def gather_digests(at: datetime) -> None:
    """Tell everyone for whom something is due of today's digest. Run twice it adds nothing."""
    due = Notification.objects.filter(**_OPEN, due_at__lte=at, person__is_active=True)
    people = due.order_by("person_id").values_list("person_id", flat=True).distinct()
    notify(
        DIGEST,
        to=people,
        payload={"until": at.isoformat()},
        event=f"{DIGEST}:{local_date(at).isoformat()}",
        at=at,
    )


def _context(payload: dict[str, Any]) -> Context:
    """The person's lines, whose rows stay locked until the mail is sent and they are closed with it."""
    until = datetime.fromisoformat(payload["until"])
    rows = Notification.objects.select_for_update().filter(**_OPEN, person=payload["to"], due_at__lte=until)
    told, lines, settled = [], [], []
    for row in rows.order_by("queued_at", "pk"):
        context = context_of(row)
        if context is None:
            settled.append(row)
        else:
            told.append(row)
            lines.append(line_of(kind_of(row.kind), context))
    count = "1 nyhet" if len(lines) == 1 else f"{len(lines)} nyheter"
    return {"gathered": Gathered(told, lines, settled), "lines": lines, "count": count, "path": "/"}
