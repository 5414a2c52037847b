"""Returns for programs: what a call does is what the page does, and the same call twice is one act."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.returns.models import Handover, PickUp, ReturnCase
from portal.core import clock
from tests.api.conftest import token_client
from tests.pages import as_user, text_of
from tests.returns.returning import equipped, exit_of, handed, pieces_of
from tests.returns.test_closing import decide, erase
from tests.world import World, make_unit

PATH = "/api/v1/returns/"


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def wanted(world: World, *assets: Any, **more: Any) -> dict[str, Any]:
    due_on = (clock.today() + timedelta(days=14)).isoformat()
    numbers = [one.asset_number for one in assets]
    return {"unit": world.unit.hsa_id, "assets": numbers, "due_on": due_on, "note": "", **more}


def a_time(**more: Any) -> dict[str, Any]:
    day = (clock.today() + timedelta(days=3)).isoformat()
    hours = {"window_start": "09:00", "window_end": "11:30"}
    return {"day": day, **hours, "place": "Lastkajen", "contact": "Jonas, 070", **more}


def fault_of(response: Any) -> set[str]:
    problem = response.json()
    return {problem["code"], *(fault["code"] for fault in problem.get("errors", ()))}


def test_pieces_are_returned_fetched_and_recorded(world: World) -> None:
    first, second, third = equipped(world, 3)
    api = token_client(world.head)
    made = api.post(PATH, wanted(world, first, second, note="Byts ut."))
    assert made.status_code == 201, made.content
    told = made.json()
    case = ReturnCase.objects.get()
    assert (told["number"], told["reason"], told["state"], told["pieces"]) == (
        case.number,
        "PIECES",
        "OPEN",
        2,
    )
    assert (told["note"], told["left"], told["opened_by"]["name"]) == ("Byts ut.", 2, "Maria Lindqvist")
    fetched = api.post(f"{PATH}{case.number}/pickups/", a_time())
    assert fetched.status_code == 201, fetched.content
    (pickup,) = fetched.json()["pickups"]
    assert (pickup["window_start"], pickup["place"]) == ("09:00:00", "Lastkajen")
    deliverer = token_client(world.delivery)
    items = [
        {"number": first.asset_number, "condition": "OK"},
        {"number": third.serial_number.lower(), "condition": "DAMAGED", "remark": "Sprucken."},
    ]
    recorded = deliverer.post(f"{PATH}{case.number.lower()}/handovers/", {"items": items})
    assert recorded.status_code == 201, recorded.content
    handover = recorded.json()
    assert (handover["name"], handover["pieces"], handover["is_complete"]) == (f"{case.number}/1", 2, False)
    whole = api.get(f"{PATH}{case.number}/").json()
    rows = {one["asset_number"]: (one["state"], one["condition"], one["handover"]) for one in whole["items"]}
    assert rows == {
        first.asset_number: ("LISTED", "OK", 1),
        second.asset_number: ("LISTED", "", None),
        third.asset_number: ("LISTED", "DAMAGED", 1),
    }
    assert whole["handovers"] == [handover]
    (row,) = api.get(PATH).json()["results"]
    assert row == {name: whole[name] for name in row}


def test_what_has_become_of_each_piece_is_told(world: World) -> None:
    back, lost = equipped(world, 2)
    case = exit_of(world)
    handed(world, case, back)
    erase(world, case, back, method="DESTROYED", reference="Protokoll 7")
    decide(world, case, lost, decision="CHARGED", note="Tappad.")
    told = token_client(world.controller).get(f"{PATH}{case.number}/").json()
    assert (told["handed_over"], told["residual"], told["left"], told["unerased"]) == (1, 1, 0, 0)
    rows = {one["asset_number"]: one for one in told["items"]}
    assert rows[back.asset_number]["erasure_reference"] == "Protokoll 7"
    assert rows[back.asset_number]["asset_state"] == "RETURNED"
    assert rows[lost.asset_number]["decision"] == "CHARGED"
    (handover,) = told["handovers"]
    assert (handover["is_complete"], handover["by_hand"], handover["given_by"]["name"]) == (
        True, False, "Maria Lindqvist",
    )  # fmt: skip


def test_the_same_call_twice_is_one_act(world: World) -> None:
    first, second = equipped(world, 2)
    api = token_client(world.head)
    body = wanted(world, first)
    made = api.post(PATH, body, headers=keyed("a"))
    again = api.post(PATH, body, headers=keyed("a"))
    assert (made.status_code, again.status_code) == (201, 201)
    assert again.json() == made.json()
    assert (again["Idempotent-Replayed"], made.get("Idempotent-Replayed")) == ("true", None)
    assert fault_of(api.post(PATH, wanted(world, second), headers=keyed("a"))) == {"idempotency_key_reused"}
    assert fault_of(api.post(PATH, body)) == {"already_listed"}
    case = ReturnCase.objects.get()
    for _ in range(2):
        assert api.post(f"{PATH}{case.number}/pickups/", a_time(), headers=keyed("b")).status_code == 201
    assert PickUp.objects.count() == 1
    # The same key for another kind of call is another body.
    items = {"items": [{"number": first.asset_number, "condition": "OK"}]}
    used = api.post(f"{PATH}{case.number}/handovers/", items, headers=keyed("b"))
    assert fault_of(used) == {"idempotency_key_reused"}
    for _ in range(2):
        told = api.post(f"{PATH}{case.number}/handovers/", items, headers=keyed("c"))
        assert (told.status_code, told.json()["ordinal"]) == (201, 1)
    assert Handover.objects.count() == 1
    assert fault_of(api.post(PATH, body, headers=keyed("två ord"))) == {"idempotency_key_malformed"}


def test_a_handover_is_recorded_whole_or_not_at_all(world: World) -> None:
    (asset,) = equipped(world)
    case = pieces_of(world, [asset])
    api = token_client(world.contact)
    items = [
        {"number": asset.asset_number, "condition": "OK"},
        {"number": "FINNS-EJ", "condition": "OK"},
        {"number": " ", "condition": "WORN"},
    ]
    refused = api.post(f"{PATH}{case.number}/handovers/", {"items": items})
    assert refused.status_code == 422
    faults = {(one["field"], one["code"]) for one in refused.json()["errors"]}
    assert ("items[1].number", "not_at_unit") in faults
    assert not Handover.objects.exists()
    for body, code in (({"items": []}, "piece_count"), ({"items": items[:1] * 2}, "already_in")):
        assert code in fault_of(api.post(f"{PATH}{case.number}/handovers/", body))
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("more", "code", "sentence"),
    [
        ({"assets": []}, "no_pieces", "Välj minst en inventarie"),
        ({"assets": ["FEL-1"]}, "not_held", "ingen hel inventarie"),
        ({"due_on": "2001-01-01"}, "day_passed", "Sista dagen har redan varit"),
        ({"note": "a\u202eb"}, "bad_character", "tecken som inte går att visa"),
    ],
)
def test_both_doors_refuse_a_return_alike(world: World, more: dict, code: str, sentence: str) -> None:
    (asset,) = equipped(world)
    body = wanted(world, asset, **more)
    by_call = token_client(world.head).post(PATH, body)
    page = {"numbers": "\n".join(body["assets"]), "due_on": body["due_on"], "note": body["note"]}
    by_page = as_user(world.head).post("/aterlamning/ny/", page)
    assert (by_call.status_code, by_page.status_code) == (422, 422)
    assert code in fault_of(by_call)
    assert sentence in text_of(by_page)
    assert not ReturnCase.objects.exists()


@pytest.mark.parametrize(
    ("more", "code", "sentence"),
    [
        ({"day": "2001-01-01"}, "day_passed", "redan varit"),
        ({"window_end": "08:00"}, "", "Hämtningen ska sluta"),
        ({"place": "x" * 201}, "too_long", "200"),
    ],
)
def test_both_doors_refuse_a_pickup_alike(world: World, more: dict, code: str, sentence: str) -> None:
    case = pieces_of(world, equipped(world))
    body = a_time(**more)
    by_call = token_client(world.head).post(f"{PATH}{case.number}/pickups/", body)
    page = {f"hamtning-{name}": value for name, value in body.items()} | {"gor": "boka"}
    by_page = as_user(world.head).post(f"/aterlamning/{case.number}/", page)
    assert (by_call.status_code, by_page.status_code) == (422, 422), by_call.content
    assert not code or code in fault_of(by_call)
    assert sentence in text_of(by_page)
    assert not PickUp.objects.exists()


def test_each_sees_and_does_his_own(world: World) -> None:
    (asset,) = equipped(world)
    case = pieces_of(world, [asset])
    other, superuser = token_client(world.other_head), token_client(world.superuser)
    assert other.get(PATH).json()["results"] == []
    for path in ("", "pickups/", "handovers/"):
        call = other.post if path else other.get
        assert call(f"{PATH}{case.number}/{path}").status_code == 404
    refused = superuser.post(f"{PATH}{case.number}/pickups/", a_time())
    assert (refused.status_code, fault_of(refused)) == (403, {"not_party"})
    assert fault_of(other.post(PATH, wanted(world, asset))) == {"unknown_unit"}
    coordinator = token_client(world.coordinator)
    for query, count in (
        ("", 1),
        ("?state=OPEN&reason=PIECES", 1),
        ("?state=CLOSED", 0),
        (f"?unit={world.other_unit.hsa_id}", 0),
    ):
        assert len(coordinator.get(f"{PATH}{query}").json()["results"]) == count


def test_the_list_and_the_whole_cost_the_same_whatever_they_hold(world: World) -> None:
    api = token_client(world.coordinator)

    def count(path: str) -> int:
        api.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert api.get(path).status_code == 200
        return len(asked)

    (asset,) = equipped(world)
    case = pieces_of(world, [asset])
    handed(world, case, asset)
    once = count(PATH), count(f"{PATH}{case.number}/")
    for number in (1, 2):
        unit = make_unit(world.region, world.unit.provider, f"E1{number:02}", f"Enhet {number}")
        pieces_of(world, equipped(world, unit=unit), by=world.coordinator)
        more = equipped(world)
        token_client(world.head).post(PATH, wanted(world, *more))
        handed(world, case, *more)
    assert (count(PATH), count(f"{PATH}{case.number}/")) == once
