"""Moves for programs: from the request to the approval, and what is refused there as on the pages."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.models import Asset, AssetMove
from tests.api.conftest import token_client
from tests.inventory.listing import plain
from tests.pages import as_user
from tests.world import World

PATH = "/api/v1/moves/"


def wanted(world: World, asset: Asset, **more: Any) -> dict[str, Any]:
    to_unit = world.other_unit.hsa_id
    return {
        "asset": asset.asset_number,
        "to_unit": to_unit,
        "function": "Lab",
        "reason": "Behövs där.",
        **more,
    }


def codes(response: Any) -> set[str]:
    problem = response.json()
    return {problem["code"], *(fault["code"] for fault in problem.get("errors", ()))}


def test_from_the_request_to_the_other_unit(world: World) -> None:
    asset = plain(world.unit, 1)
    head, receiver, coordinator = (
        token_client(one) for one in (world.head, world.other_head, world.coordinator)
    )
    asked = head.post(PATH, {**wanted(world, asset), "asset": asset.asset_number.lower()})
    assert asked.status_code == 201, asked.content
    told = asked.json()
    assert (told["state"], told["to_unit"]["hsa_id"], told["room"]) == ("ASKED", world.other_unit.hsa_id, "")
    path = f"{PATH}{told['number']}/"
    assert codes(coordinator.post(f"{path}approve/", {})) == {"wrong_state"}
    assert codes(head.post(f"{path}accept/", {})) == {"not_receiving_head"}
    accepted = receiver.post(f"{path}accept/", {})
    assert (accepted.status_code, accepted.json()["state"]) == (200, "AGREED")
    assert codes(receiver.post(f"{path}approve/", {})) == {"not_approver"}
    approved = coordinator.post(f"{path}approve/", {})
    assert (approved.status_code, approved.json()["approved_by"]["name"]) == (200, "Eva Holm")
    asset.refresh_from_db()
    assert (asset.unit, asset.function) == (world.other_unit, "Lab")
    for client in (head, receiver, coordinator):
        (row,) = client.get(PATH).json()["results"]
        assert row == client.get(path).json() == approved.json()


def test_a_move_is_declined_with_a_reason_or_withdrawn(world: World) -> None:
    head, receiver = token_client(world.head), token_client(world.other_head)
    first, second = plain(world.unit, 1), plain(world.unit, 2)
    numbers = [head.post(PATH, wanted(world, one)).json()["number"] for one in (first, second)]
    assert receiver.post(f"{PATH}{numbers[0]}/decline/", {"reason": " "}).status_code == 422
    declined = receiver.post(f"{PATH}{numbers[0]}/decline/", {"reason": "Vi har nog."})
    assert (declined.json()["state"], declined.json()["answer"]) == ("DECLINED", "Vi har nog.")
    assert codes(receiver.post(f"{PATH}{numbers[1]}/withdraw/", {})) == {"not_asker"}
    assert head.post(f"{PATH}{numbers[1]}/withdraw/", {}).json()["state"] == "WITHDRAWN"
    states = [row["state"] for row in head.get(f"{PATH}?state=DECLINED").json()["results"]]
    assert states == ["DECLINED"]
    assert head.get(f"{PATH}?to_unit={world.unit.hsa_id}").json()["results"] == []


def test_the_same_request_twice_is_one_move(world: World) -> None:
    asset = plain(world.unit, 1)
    head, key = token_client(world.head), {"Idempotency-Key": "m1"}
    first = head.post(PATH, wanted(world, asset), headers=key)
    again = head.post(PATH, wanted(world, asset), headers=key)
    assert again.json() == first.json()
    assert again["Idempotent-Replayed"] == "true"
    assert codes(head.post(PATH, wanted(world, asset, room="2"), headers=key)) == {"idempotency_key_reused"}
    assert codes(head.post(PATH, wanted(world, asset))) == {"one_open_move_per_asset"}
    assert AssetMove.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": " "}, "text_missing"),
        ({"reason": "a\u202eb"}, "bad_character"),
        ({"room": "x" * 61}, "too_long"),
        ({"to_unit": "SE2321000073-FINNSEJ"}, "unit_not_possible"),
    ],
)
def test_both_doors_refuse_alike(world: World, more: dict[str, str], code: str) -> None:
    asset = plain(world.unit, 1)
    by_call = token_client(world.head).post(PATH, wanted(world, asset, **more))
    page = {
        "room": "",
        **{name: value for name, value in wanted(world, asset, **more).items() if name != "asset"},
    }
    by_page = as_user(world.head).post(f"/utrustning/{asset.asset_number}/flytta/", page)
    assert (by_call.status_code, by_page.status_code) == (422, 422)
    assert code in codes(by_call)
    assert not AssetMove.objects.exists()


def test_each_sees_and_asks_of_his_own(world: World) -> None:
    asset, theirs = plain(world.unit, 1), plain(world.other_unit, 2)
    assert codes(token_client(world.head).post(PATH, wanted(world, theirs))) == {"unknown_asset"}
    # Nobody but a giving head learns whether there is such a unit.
    for to_unit in (world.other_unit.hsa_id, "SE2321000073-FINNSEJ"):
        refused = token_client(world.superuser).post(PATH, wanted(world, asset, to_unit=to_unit))
        assert (refused.status_code, codes(refused)) == (403, {"not_giving_head"})
    number = token_client(world.head).post(PATH, wanted(world, asset)).json()["number"]
    assert token_client(world.nobody).get(f"{PATH}{number}/").status_code == 404
    assert token_client(world.nobody).post(f"{PATH}{number}/approve/", {}).status_code == 404


def test_the_list_costs_the_same_with_one_and_with_three(world: World) -> None:
    head, reader = token_client(world.head), token_client(world.coordinator)

    def count() -> int:
        reader.get(PATH)
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(PATH).status_code == 200
        return len(asked)

    head.post(PATH, wanted(world, plain(world.unit, 1)))
    once = count()
    for number in (2, 3):
        head.post(PATH, wanted(world, plain(world.unit, number)))
    assert count() == once
