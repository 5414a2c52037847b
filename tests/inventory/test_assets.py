"""The list of assets, each asset's page, and the list as CSV."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inventory.models import Asset, AssetEvent
from orders.actions.attest import attest_order
from orders.actions.check import LineDecision, check_order
from orders.actions.deliver import LineDelivery, register_delivery
from orders.actions.submit import submit_order
from portal.core import clock
from tests.pages import as_user
from tests.world import World, content, line, make_unit

LIST = "/utrustning/"


def page_of(client: Client, path: str = LIST, **params: str) -> str:
    response = client.get(path, params)
    assert response.status_code == 200
    return response.content.decode()


def deliver(world: World, serials: tuple[str, ...], **more):
    at = clock.now() - timedelta(hours=1)
    wanted = line(quantity=len(serials), **more)
    order = submit_order(unit=world.unit, content=content(wanted), by=world.head, at=at)
    check_order(
        order=order,
        decisions=[LineDecision(one.pk, one.quantity) for one in order.lines.all()],
        by=world.coordinator,
        at=at,
    )
    attest_order(order=order, by=world.manager, at=at)
    (row,) = order.lines.all()
    return register_delivery(order=order, lines=[LineDelivery(row.pk, serials)], by=world.delivery, at=at)


def plain(unit, number: int, **more) -> Asset:
    values = {
        "serial_number": f"SN{number}",
        "item_code": "extra-screen",
        "item_name": "extra skärm",
        "kind": "NEEDS_TESTED",
        "model_name": "Vidsyn 24 P",
        "acquired_on": clock.today(),
        **more,
    }
    return Asset.objects.create(asset_number=f"KLM-9{number:05d}", unit=unit, **values)


def test_parts_hang_together_with_their_whole(world: World) -> None:
    deliver(world, ("A1",), options=("docking-station",), function="Reception 1")
    whole = Asset.objects.get(serial_number="A1")
    page = page_of(as_user(world.head))
    assert page.count('<tr><th scope="row">') == 1
    for part in whole.parts.all():
        assert f"{part.item_name} {part.asset_number}" in page
    assert page_of(as_user(world.head), delar="on").count('<tr><th scope="row">') == 5


def test_a_text_found_on_a_part_gives_its_whole(world: World) -> None:
    deliver(world, ("A1", "A2"))
    whole = Asset.objects.get(serial_number="A2")
    part = whole.parts.first()
    page = page_of(as_user(world.head), q=part.asset_number)
    assert f"/utrustning/{whole.asset_number}/" in page
    assert page.count('<tr><th scope="row">') == 1


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {1, 3}),
        ({"q": "sn3"}, {3}),
        ({"artikel": "label-printer"}, {3}),
        ({"lage": "RETURNED"}, {2}),
        ({"lage": "alla"}, {1, 2, 3}),
        ({"funktion": "reception 1"}, {1}),
        ({"lage": "nonsense", "artikel": "nonsense"}, {1, 3}),
    ],
)
def test_filters_in_the_address(world: World, filters: dict, found: set) -> None:
    plain(world.unit, 1, function="Reception 1")
    plain(world.unit, 2, state="RETURNED", released_on=clock.today())
    plain(world.unit, 3, item_code="label-printer", item_name="etikettskrivare", kind="SHARED")
    plain(world.other_unit, 4)
    page = page_of(as_user(world.head), **filters)
    assert {n for n in range(1, 5) if f"KLM-9{n:05d}" in page} == found


def test_region_roles_filter_by_unit_and_municipality(world: World) -> None:
    plain(world.unit, 1)
    plain(world.other_unit, 2)
    client = as_user(world.coordinator)
    assert "KLM-900001" in page_of(client)
    assert "KLM-900002" in page_of(client)
    page = page_of(client, kommun=world.other_unit.municipality_id)
    assert "KLM-900001" not in page
    assert "KLM-900002" in page
    page = page_of(client, enhet=world.unit.hsa_id)
    assert "KLM-900001" in page
    assert "KLM-900002" not in page


@pytest.mark.parametrize("role", ["administrator", "reviewer", "nobody"])
def test_roles_without_equipment_are_refused(world: World, role: str) -> None:
    assert as_user(world.people[role]).get(LIST).status_code == 403


def test_another_units_asset_does_not_exist(world: World) -> None:
    plain(world.other_unit, 4)
    client = as_user(world.head)
    assert client.get(f"{LIST}KLM-900004/").status_code == 404
    assert client.post(f"{LIST}KLM-900004/", {"function": "x"}).status_code == 404
    assert "KLM-900004" not in client.get(f"{LIST}lista.csv", {"lage": "alla"}).content.decode()


@pytest.mark.parametrize("role", ["head", "coordinator", "delivery", "controller"])
def test_the_list_costs_at_most_eight_queries_whatever_it_holds(world: World, role: str) -> None:
    client = as_user(world.people[role])

    def count() -> int:
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            page_of(client)
        return len(queries)

    deliver(world, ("A1",))
    once = count()
    deliver(world, ("A2", "A3"))
    assert count() == once
    assert once <= 8


def test_fifty_rows_weigh_little(world: World) -> None:
    unit = make_unit(world.region, world.unit.provider, "E050", "Hälsocentralen med ett långt namn")
    for n in range(60):
        whole = plain(
            unit, n, function=f"Mottagningsrum {n}", room=f"Plan 2, rum {n}", replacement_due=clock.today()
        )
        for part in range(3):
            plain(unit, 1000 + n * 3 + part, part_of=whole, serial_number="", item_name="tangentbord")
    html = page_of(as_user(world.coordinator)).encode()
    assert html.count(b'<tr><th scope="row">') == 50
    assert len(html) <= 40_000
    assert len(gzip.compress(html, 6)) <= 6_000


def test_pages_by_key(world: World) -> None:
    for n in range(51):
        plain(world.unit, n)
    client = as_user(world.head)
    first = client.get(LIST)
    assert first.context["page"].previous is None
    second = client.get(LIST, {"efter": first.context["page"].next})
    assert [row.asset_number for row in second.context["page"].rows] == ["KLM-900050"]


def test_an_assets_life_leads_to_its_order(world: World) -> None:
    delivery = deliver(world, ("A1",))
    whole = Asset.objects.get(serial_number="A1")
    page = page_of(as_user(world.head), f"{LIST}{whole.asset_number}/")
    assert "Levererad" in page
    assert delivery.order.number in page


def test_the_link_to_an_order_is_made_by_the_floor_that_knows_orders(world: World) -> None:
    from django.urls import NoReverseMatch, reverse

    from inventory.sources import addresses_of

    delivery = deliver(world, ("A1",))
    try:
        address = reverse("orders:detail", args=[delivery.order.number])
    except NoReverseMatch:
        address = None
    found = addresses_of({delivery.order.number, delivery.number, "något annat"})
    assert found == ({delivery.order.number: address, delivery.number: address} if address else {})


def test_the_place_is_changed_with_its_parts_and_kept_in_the_life(world: World) -> None:
    deliver(world, ("A1",))
    whole = Asset.objects.get(serial_number="A1")
    path = f"{LIST}{whole.asset_number}/"
    client = as_user(world.contact)
    assert client.post(path, {"function": "Provtagning", "room": "112"}).status_code == 302
    assert set(Asset.objects.values_list("function", "room")) == {("Provtagning", "112")}
    assert AssetEvent.objects.filter(asset=whole, kind="PLACED", note="Provtagning, 112").exists()
    assert client.post(path, {"function": "x" * 101}).status_code == 422
    denied = as_user(world.superuser)
    assert denied.post(path, {"function": "y"}).status_code == 403
    assert "som kan ändra" in page_of(denied, path)
