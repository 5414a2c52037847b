"""Webhooks: signed so that the receiver's own library believes them, tried until they arrive, replayed as they were."""

import json
from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Errors, NotAllowed
from portal.core.outbox.actions import dispatch_next
from portal.core.outbox.models import Message
from portal.core.units.models import Region
from portal.notices.actions.publish import update_notice
from portal.notices.actions.webhooks import add_webhook, disable_webhook, replay_delivery, send_test
from portal.notices.content import UpdateContent
from portal.notices.models import Impact, Kind, NoticeUpdate, State, WebhookDelivery, WebhookEndpoint
from portal.notices.webhooks.sending import MOST_TRIES, SEND, queue_update
from tests.notices.hooking import hooked, told
from tests.notices.receiving import Receiver
from tests.notices.writing import published
from tests.notices.writing import send as empty_outbox
from tests.orders.making import queries_of
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_receivers_own_library_believes_it(world: World, receiver: Receiver) -> None:
    endpoint = hooked(world, receiver)
    notice = told(world, affects=("record-system",), impact=Impact.MAJOR, title="Cosmic står stilla åäö")
    [heard] = receiver.calls
    body = Webhook(endpoint.secret).verify(heard.body, heard.headers)
    assert (body["type"], body["data"]["sequence"]) == ("notice.published", 1)
    assert set(body) == {"type", "timestamp", "data"}
    assert body["data"] == {
        "number": notice.number,
        "uid": str(notice.uid),
        "kind": "OUTAGE",
        "state": "INVESTIGATING",
        "impact": "MAJOR",
        "title": "Cosmic står stilla åäö",
        "affects": ["record-system"],
        "window_start": None,
        "window_end": None,
        "url": f"http://127.0.0.1:8000/drift/{notice.number}/",
        "sequence": 1,
    }
    assert "dröja" not in heard.body.decode()
    assert not {world.unit.name, world.unit.hsa_id} & set(heard.body.decode().split('"'))
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.secret).verify(heard.body.replace(b"Cosmic", b"Kosmos"), heard.headers)
    delivery = WebhookDelivery.objects.get()
    assert delivery.webhook_id == heard.headers["webhook-id"]
    assert (delivery.attempts, delivery.status, delivery.answer) == (1, 200, "tack")
    assert delivery.delivered_at is not None


def test_each_update_is_told_once_and_as_it_stood(world: World, receiver: Receiver) -> None:
    hooked(world, receiver)
    notice = published(world, at=clock.now())
    solved = UpdateContent(state=State.RESOLVED, impact=Impact.MINOR, text="Klart.")
    update_notice(notice=notice, content=solved, seen=1, by=world.it_coordinator, at=clock.now())
    empty_outbox(clock.now())
    bodies = {body["type"]: body["data"] for body in (json.loads(one.body) for one in receiver.calls)}
    assert {kind: data["state"] for kind, data in bodies.items()} == {
        "notice.published": "INVESTIGATING",
        "notice.updated": "RESOLVED",
    }
    for message in Message.objects.filter(kind__startswith="notice."):
        message.sent_at = None
        message.save()
    empty_outbox(clock.now())
    assert len(receiver.calls) == 2


def test_only_the_kinds_and_the_region_that_were_asked_for(world: World, receiver: Receiver) -> None:
    hooked(world, receiver, kinds=["MAINTENANCE", "OUTAGE"])
    far = Region.objects.create(
        code="annan", name="Annan", county_code="09", asset_prefix="ANN", order_contact="Ingen"
    )
    WebhookEndpoint.objects.update(region=far)
    told(world)
    WebhookEndpoint.objects.update(region=world.region)
    told(world, Kind.INFORMATION)
    assert receiver.calls == []
    told(world, Kind.MAINTENANCE, short_notice_reason="Bråttom.")
    assert len(receiver.calls) == 1


def test_what_fails_is_tried_again_at_growing_distance_and_given_up(world: World, receiver: Receiver) -> None:
    hooked(world, receiver)
    receiver.status, receiver.answer = 503, b"Stangt"
    at = clock.now()
    published(world, at=at)
    waits = []
    empty_outbox(at)
    while message := Message.objects.filter(kind=SEND, sent_at=None).first():
        waits.append((message.available_at - at).total_seconds())
        at = message.available_at
        while dispatch_next(at):
            pass
    assert waits == [15, 30, 60, 120, 240, 480, 960]
    delivery = WebhookDelivery.objects.get()
    assert (delivery.attempts, delivery.status, delivery.answer) == (MOST_TRIES, 503, "Stangt")
    assert delivery.gave_up_at == at
    assert len({one.headers["webhook-id"] for one in receiver.calls}) == 1
    assert len(receiver.calls) == MOST_TRIES


def test_one_that_comes_back_gets_what_waited(world: World, receiver: Receiver) -> None:
    hooked(world, receiver)
    receiver.status = 500
    told(world)
    receiver.status = 202
    empty_outbox(clock.now() + timedelta(minutes=1))
    delivery = WebhookDelivery.objects.get()
    assert (delivery.attempts, delivery.status, delivery.gave_up_at) == (2, 202, None)
    assert delivery.delivered_at is not None
    assert not Message.objects.filter(kind=SEND, sent_at=None).exists()


def test_one_that_is_gone_is_given_up_at_once(world: World, receiver: Receiver) -> None:
    hooked(world, receiver)
    receiver.status = 410
    told(world)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.attempts, delivery.status) == (1, 410)
    assert delivery.gave_up_at is not None
    assert not Message.objects.filter(kind=SEND, sent_at=None).exists()


def test_a_slow_receiver_goes_after_all_others(world: World, receiver: Receiver) -> None:
    hooked(world, receiver)
    at = clock.now()
    published(world, at=at)
    kinds = []
    while message := Message.objects.filter(sent_at=None).order_by("priority", "available_at", "id").first():
        kinds.append(message.kind)
        dispatch_next(at)
    assert kinds[-1] == SEND
    assert kinds.count(SEND) == 1
    assert len(kinds) > 3


def test_what_is_turned_off_gets_nothing_more(world: World, receiver: Receiver) -> None:
    endpoint = hooked(world, receiver)
    receiver.status = 500
    told(world)
    disable_webhook(endpoint=endpoint, by=world.administrator, at=clock.now())
    told(world)
    empty_outbox(clock.now() + timedelta(hours=1))
    assert len(receiver.calls) == 1
    delivery = WebhookDelivery.objects.get()
    assert (delivery.answer, delivery.gave_up_at is None) == ("Webhooken är avstängd.", False)
    for act in (
        lambda: send_test(endpoint=endpoint, by=world.administrator, at=clock.now()),
        lambda: replay_delivery(delivery=delivery, by=world.administrator, at=clock.now()),
    ):
        with pytest.raises(Conflict, match="avstängd"):
            act()


def test_an_address_that_has_moved_inside_is_not_called(world: World, receiver: Receiver, settings) -> None:
    hooked(world, receiver)
    settings.WEBHOOK_ALLOWED_HOSTS = []
    WebhookEndpoint.objects.update(url=f"https://localhost:{receiver.port}/")
    told(world)
    assert receiver.calls == []
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.attempts) == (None, 1)
    assert "internt nät" in delivery.answer


def test_the_key_is_in_no_log(world: World, receiver: Receiver) -> None:
    endpoint = hooked(world, receiver)
    told(world)
    assert endpoint.secret.startswith("whsec_")
    assert len(Webhook(endpoint.secret)._whsecret) == 32
    for rows in (AuditEvent.objects.values(), Message.objects.values(), WebhookDelivery.objects.values()):
        assert endpoint.secret not in str(list(rows))
    event = AuditEvent.objects.get(kind="webhook.added")
    assert event.after == {"host": "127.0.0.1", "kinds": []}


def test_only_administrators_and_it_coordinators(world: World, receiver: Receiver) -> None:
    endpoint = hooked(world, receiver)
    told(world)
    delivery, at = WebhookDelivery.objects.get(), clock.now()
    for name in ("coordinator", "head", "manager", "delivery", "reviewer", "nobody"):
        by = world.people[name]
        for act in (
            lambda by=by: hooked(world, receiver, by=by),
            lambda by=by: disable_webhook(endpoint=endpoint, by=by, at=at),
            lambda by=by: send_test(endpoint=endpoint, by=by, at=at),
            lambda by=by: replay_delivery(delivery=delivery, by=by, at=at),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_every_fault_is_told_at_once(world: World) -> None:
    with pytest.raises(Errors) as refused:
        add_webhook(
            region=world.region,
            name=" ",
            url="http://10.0.0.1/",
            kinds=["FEL"],
            by=world.administrator,
            at=clock.now(),
        )
    assert [one.field for one in refused.value.details] == ["name", "url", "kinds"]


def test_queueing_asks_as_much_for_three_as_for_one(world: World, receiver: Receiver) -> None:
    def queue() -> int:
        notice = published(world, at=clock.now())
        update = NoticeUpdate.objects.select_related("notice").get(notice=notice)
        return queries_of(lambda: queue_update(update, clock.now()))

    hooked(world, receiver)
    one = queue()
    for number in range(2):
        hooked(world, receiver, url=f"{receiver.url}&n={number}")
    assert queue() == one
    assert WebhookDelivery.objects.count() == 4
