"""Many pieces changed at once: seen before, done as one act, refused when anything has changed since."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.actions.bulk import Change, change_assets, mark_of
from inventory.models import Asset, AssetEvent
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, Missing
from tests.inventory.listing import LIST, day, page_of, plain
from tests.pages import as_user
from tests.world import NOW, World

BULK = f"{LIST}andra/"


def changed(by: Any, assets: list[Asset], **change: Any) -> int:
    numbers = [one.asset_number for one in assets]
    seen = mark_of(list(Asset.objects.filter(asset_number__in=numbers)))
    return change_assets(numbers=numbers, change=Change(**change), seen=seen, by=by, at=NOW)


def mark_in(page: str) -> str:
    return page.split('name="sett" value="')[1].split('"')[0]


def test_a_change_is_seen_before_and_then_done_as_one_act(world: World) -> None:
    first, second = plain(world.unit, 1, room="101"), plain(world.unit, 2, room="102")
    part = plain(world.unit, 3, part_of=first, serial_number="", room="101")
    gone = plain(world.unit, 4, state="RETURNED", released_on=date(2027, 1, 1))
    client = as_user(world.contact)
    marked = {"inventarie": [one.asset_number for one in (first, second, gone)], "urval": "q=vidsyn"}
    page = client.post(BULK, marked).content.decode()
    assert "Ändra 3\xa0inventarier" in page.replace("&nbsp;", "\xa0")
    values = {**marked, "room": "102", "function": ""}
    page = client.post(BULK, {**values, "steg": "granska"}).content.decode()
    assert "Rum: 101 → <b>102</b>" in page
    assert "Har redan de uppgifterna." in page
    assert "Finns inte längre på enheten." in page
    assert Asset.objects.get(pk=first.pk).room == "101"
    done = client.post(BULK, {**values, "steg": "genomfor", "sett": mark_in(page)})
    assert done["Location"] == f"{LIST}?q=vidsyn"
    assert (
        list(Asset.objects.filter(pk__in=(first.pk, part.pk)).values_list("room", flat=True)) == ["102"] * 2
    )
    event = AuditEvent.objects.get(kind="assets.changed")
    assert event.after["rows"] == [
        {"asset": first.asset_number, "before": {"room": "101"}, "after": {"room": "102"}}
    ]
    assert event.unit == world.unit.hsa_id
    notes = AssetEvent.objects.filter(kind="CHANGED").values_list("asset_id", "note")
    assert set(notes) == {(first.pk, "Rum: 101 → 102"), (part.pk, "Rum: 101 → 102")}


def test_what_has_changed_since_is_refused_and_shown_anew(world: World) -> None:
    asset = plain(world.unit, 1)
    client = as_user(world.head)
    values = {"inventarie": [asset.asset_number], "function": "Reception 1"}
    page = client.post(BULK, {**values, "steg": "granska"}).content.decode()
    Asset.objects.filter(pk=asset.pk).update(function="Arkiv")
    response = client.post(BULK, {**values, "steg": "genomfor", "sett": mark_in(page)})
    assert response.status_code == 409
    assert "har ändrats av någon annan" in response.content.decode()
    assert "Arkiv → <b>Reception 1</b>" in response.content.decode()
    assert Asset.objects.get().function == "Arkiv"
    again = client.post(BULK, {**values, "steg": "genomfor", "sett": mark_in(response.content.decode())})
    assert again.status_code == 302
    assert Asset.objects.get().function == "Reception 1"


def test_days_are_the_regions_to_set(world: World) -> None:
    asset = plain(world.unit, 1)
    with pytest.raises(Conflict):
        changed(world.head, [asset], replacement_due=day(5))
    assert changed(world.coordinator, [asset], replacement_due=day(5), warranty_until=day(6)) == 1
    asset.refresh_from_db()
    assert (asset.replacement_due, asset.warranty_until) == (day(5), day(6))
    with pytest.raises(Conflict):
        changed(world.coordinator, [asset], room="2")


def test_others_pieces_do_not_exist(world: World) -> None:
    mine, other = plain(world.unit, 1), plain(world.other_unit, 2)
    with pytest.raises(Missing):
        changed(world.head, [mine, other], room="3")
    assert changed(world.delivery, [mine, other], room="3") == 2
    assert AuditEvent.objects.get(kind="assets.changed").unit == ""


def test_a_number_that_cannot_be_one_is_no_piece(world: World) -> None:
    marked = {"inventarie": [plain(world.unit, 1).asset_number, "KLM-\x00"], "room": "3"}
    for step in ("", "granska", "genomfor"):
        assert as_user(world.head).post(BULK, {**marked, "steg": step}).status_code == 404


def test_all_that_the_filter_shows(world: World) -> None:
    for number in range(3):
        plain(world.unit, number, item_name="etikettskrivare" if number else "skärm")
    client = as_user(world.head)
    page = client.post(BULK, {"alla": "1", "urval": "q=etikett"}).content.decode()
    assert page.count('name="inventarie"') == 2
    assert "Ändra flera" in page_of(client)
    marking = page_of(client, visa="markera")
    assert marking.count('name="inventarie"') == 3
    assert "Ändra allt som filtret visar" in marking
    assert "visa=markera" not in page_of(as_user(world.superuser))
    assert 'name="inventarie"' not in page_of(as_user(world.superuser), visa="markera")
    assert client.post(BULK, {"urval": ""}).status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"function": "x" * 101},
        {"room": "x" * 61},
        {"room": "a\u202eb"},
        {"replacement_due": date(1999, 1, 1)},
    ],
)
def test_what_makes_no_sense_is_refused(world: World, change: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        changed(world.head, [plain(world.unit, 1)], **change)


def test_more_than_a_thousand_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        change_assets(
            numbers=[f"KLM-{n}" for n in range(1_001)],
            change=Change(room="1"),
            seen="",
            by=world.head,
            at=NOW,
        )


def test_a_change_costs_the_same_whatever_it_holds(world: World) -> None:
    def cost(count: int, first: int) -> tuple[int, int]:
        assets = [plain(world.unit if n % 2 else world.other_unit, first + n) for n in range(count)]
        client = as_user(world.delivery)
        values = {"inventarie": [one.asset_number for one in assets], "room": f"Rum {first}"}
        client.post(BULK, {**values, "steg": "granska"})
        with CaptureQueriesContext(connection) as preview:
            page = client.post(BULK, {**values, "steg": "granska"}).content.decode()
        with CaptureQueriesContext(connection) as done:
            assert client.post(BULK, {**values, "steg": "genomfor", "sett": mark_in(page)}).status_code == 302
        return len(preview), len(done)

    assert cost(2, 10) == cost(6, 20)
