"""Acknowledging a delivery through the page, whole and with deviations."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.actions.deliver import LineDelivery, register_delivery
from orders.models import DeliveredPiece, Delivery, Order
from tests.orders.making import attested
from tests.pages import as_user, text_of
from tests.world import NOW, World, line


@pytest.fixture
def delivery(world: World) -> Delivery:
    order = attested(world, line(quantity=2, function="Reception 1"))
    (row,) = order.lines.all()
    return register_delivery(
        order=order, lines=[LineDelivery(row.pk, ("A1", "A2"))], by=world.delivery, at=NOW + timedelta(days=1)
    )


def address(delivery: Delivery) -> str:
    return f"/kvittens/{delivery.number}/"


@pytest.mark.parametrize("who", ["head", "contact"])
def test_everything_has_come_until_something_else_is_said(world: World, delivery: Delivery, who: str) -> None:
    client = as_user(getattr(world, who))
    page = text_of(client.get(address(delivery)))
    assert "A1" in page
    assert "Reception 1" in page
    done = client.post(address(delivery), {}, follow=True)
    assert f"Leverans {delivery.number} är kvitterad." in text_of(done)
    assert Order.objects.get().state == Order.State.CLOSED
    assert {piece.receipt for piece in DeliveredPiece.objects.all()} == {"RECEIVED"}


def test_the_chains_are_locked_in_the_order_that_attest_does(world: World, delivery: Delivery) -> None:
    piece = delivery.pieces.earliest("pk")
    data = {f"del-{piece.pk}-receipt": "DAMAGED", f"del-{piece.pk}-remark": "Sprucken skärm"}
    with CaptureQueriesContext(connection) as asked:
        as_user(world.head).post(address(delivery), data)
    locks = [one["sql"] for one in asked if "chainhead" in one["sql"] and "FOR UPDATE" in one["sql"]]
    assert "'attest'" in locks[0]
    assert all("'audit'" in sql for sql in locks[1:])
    assert len(locks) > 1


@pytest.mark.parametrize("receipt", ["NOT_RECEIVED", "DAMAGED", "WRONG_ITEM"])
def test_a_deviation_is_told_piece_by_piece(world: World, delivery: Delivery, receipt: str) -> None:
    _, second = delivery.pieces.order_by("pk")
    data = {f"del-{second.pk}-receipt": receipt, f"del-{second.pk}-remark": "Sprucken skärm"}
    page = text_of(as_user(world.contact).post(address(delivery), data, follow=True))
    assert "med avvikelse" in page
    second.refresh_from_db()
    assert (second.receipt, second.remark) == (receipt, "Sprucken skärm")
    assert Order.objects.get().state == Order.State.IN_DELIVERY


@pytest.mark.parametrize(
    ("receipt", "remark", "message"),
    [
        ("DAMAGED", " ", "Beskriv avvikelsen med några ord."),
        ("DAMAGED", "x" * 301, "Korta texten till högst 300 tecken."),
        ("STOLEN", "x", "STOLEN"),
    ],
)
def test_a_deviation_without_words_is_told_at_its_field(
    world: World, delivery: Delivery, receipt: str, remark: str, message: str
) -> None:
    piece = delivery.pieces.order_by("pk").last()
    data = {f"del-{piece.pk}-receipt": receipt, f"del-{piece.pk}-remark": remark}
    response = as_user(world.head).post(address(delivery), data)
    assert response.status_code == 422
    assert message in text_of(response)
    assert f'href="#id_del-{piece.pk}-re' in text_of(response)
    assert remark.strip() in text_of(response)
    delivery.refresh_from_db()
    assert delivery.confirmed_at is None


def test_acknowledging_twice_is_harmless(world: World, delivery: Delivery) -> None:
    head = as_user(world.head)
    first, second = head.post(address(delivery)), head.post(address(delivery))
    assert first.url == second.url == head.get(address(delivery)).url
    assert DeliveredPiece.objects.filter(receipt="RECEIVED").count() == 2


@pytest.mark.parametrize(
    ("who", "status"),
    [("other_head", 404), ("superuser", 403), ("coordinator", 403), ("delivery", 403), ("nobody", 403)],
)
def test_only_the_units_own_acknowledge(world: World, delivery: Delivery, who: str, status: int) -> None:
    client = as_user(getattr(world, who))
    assert client.get(address(delivery)).status_code == status
    assert client.post(address(delivery)).status_code == status
    delivery.refresh_from_db()
    assert delivery.confirmed_at is None
