"""IT delivery's pick list and registration, through the pages."""

import re
from datetime import date

import pytest
from django.urls import reverse

from inventory.models import Asset
from orders.actions.confirm import PieceReceipt, confirm_delivery
from orders.forms.delivering import serials_in
from orders.models import Delivery, Document, Order
from portal.core import clock
from portal.core.units.models import Region
from tests.orders.making import attested, queries_of
from tests.world import NOW, World, assign, line, make_person

LIST = reverse("orders:pick_list")


def page_of(order: Order) -> str:
    return reverse("orders:deliver", args=[order.number])


def scanned(order: Order, *texts: str, **more: str) -> dict[str, str]:
    rows = order.lines.order_by("position")
    return {f"rad-{row.pk}": text for row, text in zip(rows, texts, strict=False)} | more


@pytest.fixture
def delivery(client, world: World):
    client.force_login(world.delivery)
    return client


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A1\nB2\r\n", ("A1", "B2")),
        ("a1, b2;c3\td4", ("A1", "B2", "C3", "D4")),
        (" 5cg 0o1 il8b \n\n,;", ("5CG0O1IL8B",)),
        ("A1\nA1", ("A1", "A1")),
        ("", ()),
    ],
)
def test_what_a_scanner_types_and_what_is_pasted(text, found) -> None:
    assert serials_in(text) == found


def test_the_list_is_by_the_day_it_is_wanted_and_then_by_age(delivery, world: World) -> None:
    whenever = attested(world, line(quantity=2))
    later = attested(world, line(), needed_by=date(2027, 3, 1))
    soon = attested(world, line("label-printer", 1), needed_by=date(2026, 11, 19))
    page = delivery.get(LIST).content.decode()
    places = [page.index(f">{order.number}<") for order in (soon, later, whenever)]
    assert places == sorted(places)
    assert "<b>3</b> att leverera" in page
    assert "<b>2</b> grundpaket" in page
    for query, found in (
        ({"lage": "new"}, 3),
        ({"lage": "again"}, 0),
        ({"kommun": "0885"}, 0),
        ({"q": "etikett"}, 1),
    ):
        assert delivery.get(LIST, query).content.decode().count('class="k-order"') == found


def test_a_whole_delivery_gives_asset_numbers_for_the_labels(delivery, world: World) -> None:
    order = attested(world, line(quantity=2, options=("docking-station",)))
    page = delivery.get(page_of(order)).content.decode()
    assert 'data-skanna="2"' in page
    answer = delivery.post(
        page_of(order), scanned(order, "5cg1\n5cg2\n", note="Ställs i reception"), follow=True
    )
    page = answer.content.decode()
    made = Delivery.objects.get()
    assert answer.redirect_chain == [(reverse("orders:delivery", args=[order.number, made.number]), 302)]
    for asset in Asset.objects.all():
        assert asset.asset_number in page
    assert "5CG1" in page
    assert "Följesedeln skapas" in page
    order.refresh_from_db()
    assert order.state == Order.State.DELIVERED
    note = Document.objects.create(
        kind="DELIVERY_NOTE", order=order, delivery=made, content=b"%PDF", content_hash="0", made_at=NOW
    )
    page = delivery.get(answer.redirect_chain[0][0]).content.decode()
    assert reverse("orders:document", args=[order.number, note.pk]) in page


def test_a_part_and_then_the_rest(delivery, world: World) -> None:
    order = attested(world, line(quantity=3), line("label-printer", 1))
    assert delivery.post(page_of(order), scanned(order, "A1,A2")).status_code == 302
    order.refresh_from_db()
    assert order.state == Order.State.IN_DELIVERY
    page = delivery.get(page_of(order)).content.decode()
    assert "2 av 3 redan levererade" in page
    assert "Delvis levererad" in delivery.get(LIST, {"lage": "part"}).content.decode()
    assert delivery.post(page_of(order), scanned(order, "A3", "P1")).status_code == 302
    order.refresh_from_db()
    assert order.state == Order.State.DELIVERED
    assert delivery.post(page_of(order), scanned(order, "A4")).status_code == 409
    assert Delivery.objects.count() == 2


def test_after_a_deviation_it_is_to_be_delivered_again(delivery, world: World) -> None:
    order = attested(world, line())
    delivery.post(page_of(order), scanned(order, "A1"))
    made = Delivery.objects.get()
    receipt = PieceReceipt(made.pieces.get().pk, "DAMAGED", "Sprucken")
    confirm_delivery(delivery=made, deviations=[receipt], by=world.head, at=clock.now())
    page = delivery.get(LIST, {"lage": "again"}).content.decode()
    assert order.number in page
    assert "Levereras om" in page
    assert delivery.post(page_of(order), scanned(order, "A2")).status_code == 302
    assert order.number not in delivery.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Skanna minst ett serienummer"),
        ("A1\nA2\nA3", "3 serienummer, men 2 återstår"),
        ("A1\na1", "Serienumret A1 står två gånger"),
        ("<script>", "tecken som inte kan stämma"),
        ("Å1", "tecken som inte kan stämma"),
        ("X" * 61, "tecken som inte kan stämma"),
        ("\x00", "tillåt"),
        ("X" * 60_000, "50000"),
    ],
)
def test_what_is_wrong_is_shown_at_the_line_and_nothing_registered(
    delivery, world: World, text, sentence
) -> None:
    order = attested(world, line(quantity=2))
    answer = delivery.post(page_of(order), scanned(order, text))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence.lower() in page.lower().replace("\N{NO-BREAK SPACE}", "")
    assert "<script>" not in page.split("<main")[1]
    assert not Delivery.objects.exists()


def test_a_serial_used_before_is_told_with_its_asset(delivery, world: World) -> None:
    first = attested(world, line(), unit=world.other_unit, by=world.other_head)
    delivery.post(page_of(first), scanned(first, "A1"))
    asset = Asset.objects.get(serial_number="A1")
    order = attested(world, line(), line("label-printer", 1))
    answer = delivery.post(page_of(order), scanned(order, "B1", "a1"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"Det är {asset.asset_number} på Norrviks hälsocentral." in page
    _, printer = order.lines.order_by("position")
    assert f'href="#id_rad-{printer.pk}"' in page
    assert Delivery.objects.count() == 1


def test_what_bears_no_serial_number_is_delivered_by_count(delivery, world: World) -> None:
    order = attested(
        world, line(), line("wipeable-keyboard-mouse", 1, motivation="Behöver kunna spritas av.")
    )
    row = order.lines.get(item_code="wipeable-keyboard-mouse")
    row.item.has_serial_numbers = False
    row.item.save()
    page = delivery.get(page_of(order)).content.decode()
    assert re.search(rf'type="number" name="rad-{row.pk}" value="1"', page)
    assert delivery.post(page_of(order), {f"rad-{row.pk}": "2"}).status_code == 422
    assert delivery.post(page_of(order), {f"rad-{row.pk}": "1"}).status_code == 302
    assert Asset.objects.get(item_code="wipeable-keyboard-mouse", part_of=None).serial_number == ""


@pytest.mark.parametrize(
    "name", ["head", "contact", "coordinator", "manager", "controller", "administrator", "nobody"]
)
def test_other_roles_are_turned_away(client, world: World, name) -> None:
    order = attested(world, line())
    client.force_login(getattr(world, name))
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(order)).status_code == 403
    assert client.post(page_of(order), scanned(order, "A1")).status_code == 403
    assert not Delivery.objects.exists()


def test_another_region_does_not_deliver_here(client, world: World) -> None:
    elsewhere = Region.objects.create(code="annan", name="Annan", county_code="07", asset_prefix="X")
    stranger = make_person("X001", "Annan", "Ort")
    assign(stranger, "IT_DELIVERY", region=elsewhere)
    order = attested(world, line())
    client.force_login(stranger)
    assert order.number not in client.get(LIST).content.decode()
    assert client.get(page_of(order)).status_code == 404
    assert client.post(page_of(order), scanned(order, "A1")).status_code == 404


def test_a_delivery_of_another_order_is_not_found_here(delivery, world: World) -> None:
    first, second = attested(world, line()), attested(world, line())
    delivery.post(page_of(first), scanned(first, "A1"))
    made = Delivery.objects.get()
    assert delivery.get(reverse("orders:delivery", args=[second.number, made.number])).status_code == 404


def test_queries_do_not_grow_with_the_rows(delivery, world: World) -> None:
    order = attested(world, line())
    delivery.get(LIST)
    one, one_order = queries_of(lambda: delivery.get(LIST)), queries_of(lambda: delivery.get(page_of(order)))
    for _ in range(2):
        last = attested(world, line(), line("label-printer", 1), unit=world.other_unit, by=world.other_head)
        if last.number.endswith("2"):
            last.lines.filter(item_code="label-printer").update(
                granted=0, decision="REFUSED", reason="OVER_CAP"
            )
    assert queries_of(lambda: delivery.get(LIST)) == one
    assert queries_of(lambda: delivery.get(page_of(last))) == one_order
