"""Putting what happened to a notice in the outbox for each webhook that asks for it, and sending it on from there.

A delivery keeps its ``webhook-id`` and its body through all tries. It is tried again at the outbox's distances, and a
worker that dies in the midst of a call leaves the message as it was: the receiver may then get it once more, with the
same id.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from standardwebhooks import Webhook

from portal.core.outbox.actions import Draft, enqueue_many, retry_wait
from portal.notices.models import NoticeUpdate, WebhookDelivery, WebhookEndpoint
from portal.notices.webhooks.calling import Answer, call

SEND = "webhook.send"
MOST_TRIES = 8
"""How often a delivery is tried before it is given up, in about half an hour."""
AFTER_OTHERS = 9
"""Its turn in the outbox: another's slow server must not delay mails."""
TURNED_OFF = "Webhooken är avstängd."


def queue_update(update: NoticeUpdate, at: datetime) -> None:
    """Write a delivery of the update for each of the region's webhooks that wants its kind, once. Three queries."""
    notice = update.notice
    event = f"notice:{notice.number}:{update.sequence}"
    wanting = WebhookEndpoint.objects.filter(
        Q(kinds=[]) | Q(kinds__contains=[notice.kind]), region=notice.region_id, disabled_at__isnull=True
    )
    body = body_of(_type_of(update), update.published_at, _data_of(update))
    queue_body(wanting.order_by("pk"), event, body, at)


def queue_body(endpoints: Iterable[WebhookEndpoint], event: str, body: str, at: datetime) -> None:
    """Write and queue a delivery of the body for each endpoint that does not have the event yet."""
    rows = [
        WebhookDelivery(endpoint=one, webhook_id=f"msg_{uuid4().hex}", event=event, body=body, created_at=at)
        for one in endpoints
    ]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    untried = WebhookDelivery.objects.filter(
        event=event, endpoint__in=[row.endpoint_id for row in rows], attempts=0
    )
    enqueue_many([try_of(pk, 1, 1) for pk in untried.values_list("pk", flat=True)], at=at)


def try_of(
    delivery_id: int, attempt: int, first: int, *, mark: str = "", available_at: datetime | None = None
) -> Draft:
    """The message for one try. ``attempt`` counts all tries of the delivery, ``first`` is the one that this round
    began with: each round has its own eight. ``mark`` tells a replay from the try that waits already."""
    payload = {"delivery": delivery_id, "attempt": attempt, "first": first}
    key = f"{SEND}:{delivery_id}:{attempt}{mark}"
    return Draft(SEND, payload, key, available_at, AFTER_OTHERS)


def send(payload: dict[str, Any], at: datetime) -> None:
    """Carry out one try, unless it has been made or is no longer wanted, and write down how it went."""
    rows = WebhookDelivery.objects.filter(
        pk=payload["delivery"], attempts__lt=payload["attempt"], delivered_at=None, gave_up_at=None
    )
    delivery = rows.select_related("endpoint").first()
    if delivery is None:
        return
    attempt, first = payload["attempt"], payload["first"]
    off = delivery.endpoint.disabled_at is not None
    answer = Answer(None, TURNED_OFF) if off else _call(delivery, at)
    ends = off or answer.is_gone or attempt - first + 1 >= MOST_TRIES
    gives_up = ends and not answer.is_taken
    # Not locked during the call, since a page may want the row meanwhile: whoever was first to tell has told.
    told = rows.filter(attempts=attempt - 1).update(
        attempts=attempt,
        tried_at=at,
        status=answer.status,
        answer=answer.text,
        delivered_at=at if answer.is_taken else None,
        gave_up_at=at if gives_up else None,
    )
    if told and not answer.is_taken and not gives_up:
        later = at + retry_wait(attempt - first + 1)
        enqueue_many([try_of(delivery.pk, attempt + 1, first, available_at=later)], at=at)


def body_of(kind: str, at: datetime, data: dict[str, Any]) -> str:
    """The payload as Standard Webhooks has it: type, timestamp, data."""
    return json.dumps(
        {"type": kind, "timestamp": _iso(at), "data": data}, ensure_ascii=False, separators=(",", ":")
    )


def _call(delivery: WebhookDelivery, at: datetime) -> Answer:
    moment = at.astimezone(UTC)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Utrustningsportalen",
        "webhook-id": delivery.webhook_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(delivery.endpoint.secret).sign(
            delivery.webhook_id, moment, delivery.body
        ),
    }
    return call(delivery.endpoint.url, delivery.body.encode(), headers)


def _type_of(update: NoticeUpdate) -> str:
    return "notice.published" if update.sequence == 1 else "notice.updated"


def _data_of(update: NoticeUpdate) -> dict[str, Any]:
    """What is told: no texts and no units. As the notice stood with the update, not as it may stand since."""
    notice = update.notice
    return {
        "number": notice.number,
        "uid": str(notice.uid),
        "kind": notice.kind,
        "state": update.state,
        "impact": update.impact,
        "title": update.title,
        "affects": notice.affects,
        "window_start": _iso(update.window_start),
        "window_end": _iso(update.window_end),
        "url": settings.PORTAL_URL + reverse("notices:detail", args=[notice.number]),
        "sequence": update.sequence,
    }


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None
