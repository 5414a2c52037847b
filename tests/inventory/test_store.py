"""The region's store, and the page of an asset with what the rooms add and its whole life."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.actions.hand_out import hand_out
from inventory.actions.state import set_state
from inventory.actions.store import store_returned
from inventory.caps import warnings_of
from inventory.models import Asset, AssetEvent
from inventory.presentation import left_until
from portal.core import clock
from portal.core.errors import Conflict, Invalid, NotAllowed
from tests.inventory.listing import LIST, day, numbers_in, page_of, plain
from tests.pages import as_user
from tests.world import NOW, World, assign, make_person

STORE = f"{LIST}lager/"


def returned(world: World, number: int, **more) -> Asset:
    return plain(world.unit, number, state="RETURNED", released_on=clock.today(), **more)


def test_what_has_come_back_is_stored_and_handed_out(world: World) -> None:
    shared = {"item_code": "multifunction-printer", "item_name": "multifunktionsskrivare", "kind": "SHARED"}
    asset = returned(world, 1, function="Reception 1", **shared)
    part = returned(world, 2, part_of=asset, serial_number="")
    client, path = as_user(world.delivery), f"{LIST}{asset.asset_number}/"
    assert "Ställ i lager" in page_of(client, path)
    assert client.post(f"{path}lager/", {"note": ""}).status_code == 422
    assert client.post(f"{path}lager/", {"note": "Raderad med intyg 12"}).status_code == 302
    asset.refresh_from_db()
    assert (asset.state, asset.unit, asset.store, asset.function) == ("IN_STOCK", None, world.region, "")
    assert AssetEvent.objects.filter(asset=asset, note="Raderad med intyg 12").exists()
    page = page_of(client, path)
    assert "I regionens lager" in page
    assert "Lämna ut till en enhet" in page
    assert "Raderad med intyg 12" in page
    stored = page_of(client, STORE)
    assert asset.asset_number in stored
    assert part.asset_number not in stored
    assert asset.asset_number not in page_of(client, STORE, q="etikett")
    out = {"to_unit": world.other_unit.hsa_id, "function": "Lab", "room": "3", "reason": "Ersätter en trasig"}
    assert client.post(f"{path}lamna-ut/", out).status_code == 302
    for piece in (asset, part):
        piece.refresh_from_db()
        assert (piece.state, piece.unit, piece.store) == ("IN_USE", world.other_unit, None)
    assert asset.released_on is None
    assert AssetEvent.objects.get(asset=asset, kind="HANDED_OVER").note == "Ersätter en trasig"
    assert "Ställ i lager" not in page_of(client, path)


def test_only_keepers_of_that_region_see_the_store(world: World) -> None:
    asset = store_returned(asset=returned(world, 1), note="Raderad", by=world.delivery, at=NOW)
    path = f"{LIST}{asset.asset_number}/"
    for role in ("delivery", "it_coordinator", "coordinator"):
        assert asset.asset_number in page_of(as_user(world.people[role]), STORE)
        page_of(as_user(world.people[role]), path)
    for role in ("head", "controller"):
        assert as_user(world.people[role]).get(STORE).status_code == 403
        assert as_user(world.people[role]).get(path).status_code == 404
    from portal.core.units.models import Region

    other = Region.objects.create(
        code="annan", name="Annan", county_code="09", asset_prefix="ANN", order_contact="x"
    )
    foreign = make_person("F009", "Per", "Främling")
    assign(foreign, "IT_DELIVERY", region=other)
    assert asset.asset_number not in page_of(as_user(foreign), STORE)
    assert as_user(foreign).get(path).status_code == 404
    with pytest.raises(NotAllowed):
        hand_out(asset=asset, unit=world.unit, function="", room="", reason="x", by=foreign, at=NOW)


def test_the_store_takes_only_what_is_returned_and_gives_only_what_it_has(world: World) -> None:
    in_use, back = plain(world.unit, 1), returned(world, 2)
    with pytest.raises(Conflict):
        store_returned(asset=in_use, note="x", by=world.delivery, at=NOW)
    with pytest.raises(Conflict):
        hand_out(asset=back, unit=world.unit, function="", room="", reason="x", by=world.delivery, at=NOW)
    with pytest.raises(Invalid):
        store_returned(asset=back, note="  ", by=world.delivery, at=NOW)
    with pytest.raises(NotAllowed):
        store_returned(asset=back, note="x", by=world.head, at=NOW)


def test_the_store_costs_the_same_whatever_it_holds(world: World) -> None:
    client = as_user(world.delivery)

    def count() -> int:
        page_of(client, STORE)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, STORE)
        return len(queries)

    store_returned(asset=returned(world, 1), note="x", by=world.delivery, at=NOW)
    once = count()
    for number in (2, 3):
        store_returned(asset=returned(world, number), note="x", by=world.delivery, at=NOW)
    assert count() == once


def test_a_long_life_is_told_month_by_month(world: World) -> None:
    asset = plain(world.unit, 1, warranty_until=clock.today() + timedelta(days=95), replacement_due=day(1))
    client, path = as_user(world.head), f"{LIST}{asset.asset_number}/"
    for number in range(14):
        set_state(
            assets=[asset],
            state="IN_REPAIR" if number % 2 else "IN_USE",
            source="",
            note=f"Händelse {number}",
            by=world.delivery,
            at=NOW - timedelta(days=20 * number),
        )
        if number == 3:
            assert "<details open><summary>November 2026" not in page_of(client, path)
    page = page_of(client, path)
    assert "<details open><summary>November 2026" in page
    assert "2 nytt läge" in page
    assert "<details><summary>Oktober 2026" in page
    assert "Händelse 13" in page
    assert "(3 månader kvar)" in page


def test_an_assets_page_costs_the_same_whatever_its_life(world: World) -> None:
    asset = plain(world.unit, 1)
    client, path = as_user(world.head), f"{LIST}{asset.asset_number}/"

    def count() -> int:
        page_of(client, path)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, path)
        return len(queries)

    common = {"assets": [asset], "state": "IN_USE", "source": "", "note": "", "by": world.delivery}
    set_state(**common, at=NOW)
    once = count()
    for number in (2, 3):
        plain(world.unit, number, part_of=asset, serial_number="")
        set_state(**common, at=NOW)
    assert count() == once
    assert once <= 10


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "i dag"),
        (1, "1 dag kvar"),
        (45, "1 månad kvar"),
        (800, "2 år kvar"),
        (-70, "gick ut för 2 månader sedan"),
    ],
)
def test_how_long_is_left(days: int, told: str) -> None:
    today = clock.today()
    assert left_until(today + timedelta(days=days), today) == told
    assert left_until(None, today) == ""


def test_stored_pieces_are_not_in_the_units_list(world: World) -> None:
    store_returned(asset=returned(world, 1), note="x", by=world.delivery, at=NOW)
    plain(world.unit, 2)
    assert numbers_in(page_of(as_user(world.delivery), lage="alla")) == [2]


def test_the_store_gives_no_unit_more_than_the_appendix_does(world: World) -> None:
    computer = {"item_code": "base-package", "item_name": "grundpaket", "kind": "BASE_PACKAGE"}
    number = 1
    while not warnings_of(world.unit, "base-package", clock.today()):
        number += 1
        plain(world.unit, number, **computer)
    spare = plain(None, 999, state="IN_STOCK", store=world.region, released_on=clock.today(), **computer)
    out = {"to_unit": world.unit.hsa_id, "function": "Lab", "room": "3", "reason": "Fler läkare"}
    answer = as_user(world.delivery).post(f"{LIST}{spare.asset_number}/lamna-ut/", out)
    assert answer.status_code == 422
    assert "Det som ska utöver taket beställs av enheten." in answer.content.decode()
    spare.refresh_from_db()
    assert spare.state == "IN_STOCK"
    set_state(
        assets=[Asset.objects.get(asset_number="KLM-900002")],
        state="RETURNED",
        source="",
        note="",
        by=world.coordinator,
        at=clock.now(),
    )
    assert as_user(world.delivery).post(f"{LIST}{spare.asset_number}/lamna-ut/", out).status_code == 302
