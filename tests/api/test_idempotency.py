"""R5: the same key is one order, however many times and at once it is sent; with another body it is refused."""

import json
import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from orders.models import IdempotencyKey, Order
from portal.core.audit.models import AuditEvent
from portal.core.outbox.models import Message
from tests.api.conftest import make_token, token_client
from tests.world import World, make_world

ORDERS = "/api/v1/orders/"
TIMES = 50


def body(world: World, **line: Any) -> dict[str, Any]:
    one = {"item": "base-package", "variant": "laptop", "quantity": 1, **line}
    return {"unit": world.unit.hsa_id, "lines": [one]}


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def test_a_replay_answers_as_the_first_time(world, call) -> None:
    first = call("head").post(ORDERS, body(world), headers=keyed("a"))
    again = call("head").post(ORDERS, body(world), headers=keyed("a"))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Location"] == first["Location"]
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert Order.objects.count() == 1


def test_the_key_with_another_body_is_refused(world, call) -> None:
    call("head").post(ORDERS, body(world), headers=keyed("a"))
    for other in (
        body(world, quantity=2),
        {**body(world), "cost_centre": "95492"},
        {**body(world), "recipient": "x"},
    ):
        response = call("head").post(ORDERS, other, headers=keyed("a"))
        assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
    assert Order.objects.count() == 1


def test_a_key_is_one_persons(world, call) -> None:
    call("head").post(ORDERS, body(world), headers=keyed("a"))
    theirs = {**body(world), "unit": world.other_unit.hsa_id}
    assert call("other_head").post(ORDERS, theirs, headers=keyed("a")).status_code == 201
    assert Order.objects.count() == 2


def test_a_refused_call_may_be_mended_and_sent_again(world, call) -> None:
    refused = call("head").post(ORDERS, body(world, quantity=19), headers=keyed("a"))
    assert (refused.status_code, refused.json()["code"]) == (422, "OVER_CAP")
    assert not IdempotencyKey.objects.exists()
    assert call("head").post(ORDERS, body(world), headers=keyed("a")).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "x" * 101, "två ord", "å"])
def test_a_key_that_cannot_be_used(key: str, world, call) -> None:
    response = call("head").post(ORDERS, body(world), headers=keyed(key))
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_malformed")
    assert not Order.objects.exists()


def test_without_a_key_each_call_is_an_order(world, call) -> None:
    for _ in range(2):
        assert call("head").post(ORDERS, body(world)).status_code == 201
    assert Order.objects.count() == 2


def _one_order_was_made(key: str) -> None:
    order = Order.objects.get()
    assert IdempotencyKey.objects.get(key=key).order_number == order.number
    assert AuditEvent.objects.filter(kind="order.submitted").count() == 1
    assert Message.objects.filter(kind="order.submitted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_in_fifty_threads_are_one_order() -> None:
    """Every thread has a database connection of its own, and all begin together."""
    world = make_world()
    token = make_token(world.head)
    start = threading.Barrier(TIMES)

    def place(_: int) -> tuple[int, str, str | None]:
        client = token_client(world.head, token)
        start.wait()
        try:
            response = client.post(ORDERS, body(world), headers=keyed("same"))
            return response.status_code, response.json()["number"], response.get("Idempotent-Replayed")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as pool:
        answers = list(pool.map(place, range(TIMES)))
    number = Order.objects.get().number
    assert {answer[:2] for answer in answers} == {(201, number)}
    assert sorted(replayed or "" for _, _, replayed in answers) == [""] + ["true"] * (TIMES - 1)
    _one_order_was_made("same")


def test_fifty_at_once_against_the_running_portal(live_portal) -> None:
    """The same over HTTP against gunicorn; every other call has another body and is refused."""
    world = make_world()
    token = make_token(world.head)

    def place(turn: int) -> tuple[int, str]:
        request = urllib.request.Request(
            f"{live_portal.url}{ORDERS}",
            json.dumps(body(world, room="112" if turn % 2 else "113")).encode(),
            {"Authorization": f"Token {token}", "Content-Type": "application/json", **keyed("live")},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)["number"]
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)["code"]

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(place, range(TIMES)))
    number = Order.objects.get().number
    assert sorted(set(answers)) == [(201, number), (422, "idempotency_key_reused")]
    assert sum(status == 201 for status, _ in answers) == TIMES // 2
    _one_order_was_made("live")
