"""Calls made again: by hand, and after a kill."""

from datetime import timedelta

import pytest
from django.db import transaction
from standardwebhooks import Webhook

from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.outbox.actions import dispatch_next
from portal.core.outbox.models import Message
from portal.notices.actions.webhooks import replay_delivery
from portal.notices.models import WebhookDelivery
from portal.notices.webhooks.sending import MOST_TRIES, SEND, send
from tests.notices.hooking import hooked, told
from tests.notices.receiving import Receiver
from tests.notices.writing import published
from tests.notices.writing import send as empty_outbox
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_replay_has_the_same_id_and_body_and_is_logged(world: World, receiver: Receiver) -> None:
    endpoint = hooked(world, receiver)
    told(world)
    replay_delivery(delivery=WebhookDelivery.objects.get(), by=world.administrator, at=clock.now())
    empty_outbox(clock.now())
    first, second = receiver.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    Webhook(endpoint.secret).verify(second.body, second.headers)
    assert WebhookDelivery.objects.get().attempts == 2
    event = AuditEvent.objects.get(kind="webhook.replayed")
    assert event.after == {"webhook_id": first.headers["webhook-id"], "attempt": 2}


def test_a_replay_of_what_was_given_up_has_eight_tries_of_its_own(world: World, receiver: Receiver) -> None:
    hooked(world, receiver)
    receiver.status = 410
    told(world)
    receiver.status = 500
    replay_delivery(delivery=WebhookDelivery.objects.get(), by=world.it_coordinator, at=clock.now())
    empty_outbox(clock.now() + timedelta(days=1))
    for day in range(2, 2 + MOST_TRIES):
        empty_outbox(clock.now() + timedelta(days=day))
    delivery = WebhookDelivery.objects.get()
    assert (delivery.attempts, delivery.gave_up_at is None) == (1 + MOST_TRIES, False)


def test_a_replay_overtakes_the_try_that_waits(world: World, receiver: Receiver) -> None:
    hooked(world, receiver)
    receiver.status = 500
    told(world)
    receiver.status = 200
    replay_delivery(delivery=WebhookDelivery.objects.get(), by=world.it_coordinator, at=clock.now())
    empty_outbox(clock.now())
    assert len(receiver.calls) == 2
    empty_outbox(clock.now() + timedelta(hours=1))
    assert len(receiver.calls) == 2


def test_a_try_made_twice_after_a_kill_has_the_same_id(world: World, receiver: Receiver) -> None:
    """The worker dies after the call and before its transaction: the message is as it was and is carried out anew."""
    hooked(world, receiver)
    told_at = clock.now()
    published(world, at=told_at)
    while Message.objects.filter(sent_at=None).exclude(kind=SEND).exists():
        dispatch_next(told_at)
    payload = Message.objects.get(kind=SEND).payload
    with transaction.atomic():
        send(payload, told_at)
        transaction.set_rollback(True)
    empty_outbox(told_at)
    send(payload, told_at)  # and once more, when it is done: nothing happens
    first, second = receiver.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert WebhookDelivery.objects.get().attempts == 1
