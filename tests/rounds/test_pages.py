"""The pages of rounds, without script as with it, and the same through the API."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inventory.models import Asset
from inventory.rounds.models import InventoryRound, RoundAsset, RoundFind, RoundSchedule
from portal.core import clock
from tests.api.conftest import token_client
from tests.pages import as_user
from tests.rounds.rounding import opened, said, signed, stocked, task_at
from tests.world import World, make_unit


@pytest.fixture
def asked(world: World):
    laptops = stocked(world, 3, function="Reception 1", room="2")
    found = opened(world, world.unit, answer_by=clock.today() + timedelta(days=14))
    return found, laptops, f"/inventering/{found.number}/{world.unit.hsa_id}/"


def row_of(asset: Asset) -> RoundAsset:
    return RoundAsset.objects.get(asset=asset)


def press(client: Client, path: str, asset: Asset, seen: int = 0, **headers):
    data = {"asset": asset.asset_number, "key": str(uuid4()), "seen": seen}
    return client.post(path, data, headers=headers)


def test_the_button_answers_without_script_and_with(world: World, asked) -> None:
    _, laptops, path = asked
    client = as_user(world.contact)
    plain = press(client, path, laptops[0])
    assert plain.status_code == 302
    assert plain.url == f"{path}#rad-{row_of(laptops[0]).pk}"
    live = press(client, path, laptops[1], **{"HX-Request": "true"})
    assert live.status_code == 200
    text = live.content.decode()
    assert f'id="rad-{row_of(laptops[1]).pk}"' in text
    assert "2 av 3 besvarade" in text
    assert "<html" not in text


def test_a_scanner_answers_and_leads_to_a_find(world: World, asked) -> None:
    _, laptops, path = asked
    client = as_user(world.superuser)
    scanned = client.post(path, {"gor": "skanna", "nummer": f" {laptops[0].serial_number.lower()} "})
    assert scanned.url == f"{path}#skanna"
    assert row_of(laptops[0]).outcome == "PRESENT"
    strange = client.post(path, {"gor": "skanna", "nummer": "XYZ \x009"})
    assert strange.url == f"{path}fynd/?nummer=XYZ+9"
    page = client.get(strange.url)
    assert 'value="XYZ 9"' in page.content.decode()
    data = {"number": "XYZ 9", "room": "3", "key": str(uuid4())}
    assert client.post(f"{path}fynd/", data).status_code == 302
    find = RoundFind.objects.get()
    assert (find.number, find.room) == ("XYZ9", "3")
    client.post(f"{path}fynd/", {"gor": "ta-bort", "fynd": find.pk})
    assert not RoundFind.objects.standing().exists()


def test_what_the_network_has_seen_is_confirmed_at_once(world: World, asked) -> None:
    _, laptops, path = asked
    seen, old = clock.today() - timedelta(days=30), clock.today() - timedelta(days=31)
    Asset.objects.filter(pk=laptops[0].pk).update(last_seen_on=seen)
    Asset.objects.filter(pk=laptops[1].pk).update(last_seen_on=old)
    client = as_user(world.head)
    page = client.get(path)
    assert page.context["proposals"] == 1
    assert [one.is_proposed for one in page.context["rows"]] == [True, False, False]
    client.post(path, {"gor": "bekrafta"})
    assert [row_of(one).outcome for one in laptops] == ["PRESENT", "", ""]


def test_another_answer_is_given_on_its_own_page(world: World, asked) -> None:
    _, laptops, path = asked
    client = as_user(world.contact)
    address = f"{path}svar/{laptops[0].asset_number}/"
    data = {"outcome": "DAMAGED", "key": str(uuid4()), "seen": "0"}
    faulty = client.post(address, data)
    assert faulty.status_code == 422
    assert "Beskriv skadan kort." in faulty.content.decode()
    assert client.post(address, data | {"note": "Sprucken"}).status_code == 302
    assert row_of(laptops[0]).note == "Sprucken"
    assert "Sprucken" in client.get(address).content.decode()


def test_the_unit_signs_and_the_coordinator_reviews(world: World, asked) -> None:
    found, laptops, path = asked
    head, coordinator = as_user(world.head), as_user(world.coordinator)
    assert head.get(f"/inventering/{found.number}/").url == path
    for one in laptops[:2]:
        press(head, path, one)
    missing = {"outcome": "MISSING", "key": str(uuid4()), "seen": "0"}
    head.post(f"{path}svar/{laptops[2].asset_number}/", missing)
    assert "Signera svaret" in head.get(f"{path}signera/").content.decode()
    assert head.post(f"{path}signera/").url == path
    page = coordinator.get(f"/inventering/{found.number}/avvikelser/")
    assert page.context["group"] == "MISSING"
    assert laptops[2].asset_number in page.content.decode()
    data = {"rad": row_of(laptops[2]).pk, "decision": "MISSING", "note": "Anmäld"}
    address = f"/inventering/{found.number}/avvikelser/?grupp=MISSING"
    assert coordinator.post(address, {"decision": "MISSING"}).status_code == 422
    assert coordinator.post(address, data).status_code == 302
    laptops[2].refresh_from_db()
    assert laptops[2].state == "MISSING"
    csv = b"".join(coordinator.get(f"/inventering/{found.number}/svar.csv")).decode()
    assert csv.count("\r\n") == 4
    assert "Registrera som saknad;Anmäld" in csv
    assert coordinator.post(f"/inventering/{found.number}/avsluta/", {"reason": ""}).status_code == 302
    found.refresh_from_db()
    assert found.state == "CLOSED"


def test_the_coordinator_opens_by_hand_and_sees_how_many_it_is(world: World) -> None:
    stocked(world, 2)
    client = as_user(world.coordinator)
    data = {"title": "Vår", "answer_by": str(clock.today() + timedelta(days=20)), "municipality": "0880"}
    live = client.post("/inventering/ny/", data, headers={"HX-Request": "true"})
    assert (live.context["extent"].units, live.context["extent"].assets) == (1, 2)
    assert not InventoryRound.objects.exists()
    assert client.post("/inventering/ny/", data | {"title": ""}).status_code == 422
    assert client.post("/inventering/ny/", data).status_code == 302
    assert InventoryRound.objects.get().units.count() == 1
    assert "Vår" in client.get("/inventering/").content.decode()


def test_schedules_are_kept_in_the_portal(world: World) -> None:
    client = as_user(world.coordinator)
    next_on = str(clock.today() + timedelta(days=30))
    data = {
        "title": "Årlig",
        "programme": "halsoval",
        "months": "12",
        "answer_days": "14",
        "next_on": next_on,
    }
    assert client.post("/inventering/scheman/", data | {"months": "0"}).status_code == 422
    assert client.post("/inventering/scheman/", data).status_code == 302
    schedule = RoundSchedule.objects.get()
    path = f"/inventering/scheman/{schedule.pk}/"
    assert client.post(path, data | {"months": "6"}).status_code == 302
    schedule.refresh_from_db()
    assert schedule.months == 6
    assert client.post(path, {"gor": "avsluta"}).status_code == 302
    assert client.get(path).status_code == 404


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_lists_cost_the_same_with_one_row_and_with_three(world: World) -> None:
    laptops = stocked(world, 1)
    found = opened(world, world.unit)
    coordinator, head = as_user(world.coordinator), as_user(world.head)
    signed(world, found, world.unit, said(laptops[0], "MISSING"))
    unit_path = f"/inventering/{found.number}/{world.unit.hsa_id}/"
    pages = [
        (coordinator, "/inventering/"),
        (coordinator, f"/inventering/{found.number}/"),
        (coordinator, f"/inventering/{found.number}/avvikelser/?grupp=MISSING"),
        (head, unit_path),
    ]
    before = [queries(client, path) for client, path in pages]
    task = task_at(found, world.unit)
    for one in stocked(world, 2):
        RoundAsset.objects.create(
            round_unit=task, asset=one, outcome="MISSING", sequence=1, answered_at=clock.now(), answered_by=world.head
        )  # fmt: skip
    for number in range(2):
        more = make_unit(world.region, world.unit.provider, f"E10{number}", f"Enhet {number}")
        stocked(world, 1, more)
        opened(world, more)
        found.units.create(unit=more, state="UNANSWERED")
    assert [queries(client, path) for client, path in pages] == before


def test_the_same_through_the_api(world: World, asked) -> None:
    found, laptops, _ = asked
    client = token_client(world.contact)
    address = f"/api/v1/rounds/{found.number}/units/{world.unit.hsa_id}/"
    listed = client.get(address).json()["results"]
    assert [one["asset_number"] for one in listed] == [one.asset_number for one in laptops]
    key = str(uuid4())
    body = {
        "answers": [{"key": key, "asset_number": laptops[0].asset_number, "outcome": "PRESENT", "seen": 0}]
    }
    first = client.post(f"{address}answers/", body)
    assert first.status_code == 200, first.content
    assert first.json()["results"][0]["status"] == "ACCEPTED"
    assert first.json()["unit"]["answered"] == 1
    again = client.post(f"{address}answers/", body).json()
    assert again["results"][0]["status"] == "REPEATED"
    faulty = {"answers": [body["answers"][0] | {"outcome": "BORTA"}]}
    assert client.post(f"{address}answers/", faulty).status_code == 400
    assert client.get("/api/v1/rounds/").json()["results"][0]["number"] == found.number
    units = client.get(f"/api/v1/rounds/{found.number}/").json()["units"]
    assert [one["unit"]["hsa_id"] for one in units] == [world.unit.hsa_id]
    assert token_client(world.other_head).get(address).status_code == 404


def test_the_start_page_tells_what_to_do(world: World, asked) -> None:
    found, laptops, path = asked
    head = as_user(world.head)
    assert f'href="{path}"' in head.get("/").content.decode()
    for one in laptops[:2]:
        press(head, path, one)
    head.post(
        f"{path}svar/{laptops[2].asset_number}/", {"outcome": "MISSING", "key": str(uuid4()), "seen": "0"}
    )
    assert f'href="{path}signera/"' in head.get("/").content.decode()
    head.post(f"{path}signera/")
    assert path not in head.get("/").content.decode()
    start = as_user(world.coordinator).get("/").content.decode()
    assert f"/inventering/{found.number}/avvikelser/" in start
