"""Moves between units: the giving head, the receiving head and the coordinator, each in turn."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.actions.moves import agree_move, approve_move, ask_move, decline_move, withdraw_move
from inventory.models import Asset, AssetEvent, AssetMove
from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.notifications.models import Notification
from portal.core.outbox.actions import dispatch_next
from tests.inventory.listing import LIST, page_of, plain
from tests.pages import as_user
from tests.world import NOW, World, make_unit


def asked(world: World, asset: Asset, **more) -> AssetMove:
    wishes = {"function": "Reception 2", "room": "7", "reason": "Behövs mer där", "by": world.head, **more}
    return ask_move(asset=asset, to_unit=wishes.pop("to_unit", world.other_unit), at=NOW, **wishes)


def told(kind: str) -> set[int]:
    while dispatch_next(clock.now()):
        pass
    return set(Notification.objects.filter(kind=kind).values_list("person_id", flat=True))


def test_a_move_from_the_request_to_the_new_unit(world: World) -> None:
    whole = plain(world.unit, 1)
    part = plain(world.unit, 2, part_of=whole, serial_number="")
    giver, taker, region = (as_user(one) for one in (world.head, world.other_head, world.coordinator))
    path = f"{LIST}{whole.asset_number}/flytta/"
    assert "Flytta till annan enhet" in page_of(giver, f"{LIST}{whole.asset_number}/")
    assert world.other_unit.name not in page_of(giver, path)
    assert giver.post(path, {"to_unit": world.other_unit.hsa_id}).status_code == 422
    assert giver.post(path, {"to_unit": "SE5560747551-X", "reason": "x"}).status_code == 422
    assert giver.post(path, {"to_unit": world.unit.hsa_id, "reason": "x"}).status_code == 422
    asking = {"to_unit": world.other_unit.hsa_id, "function": "Reception 2", "room": "", "reason": "Behövs"}
    response = giver.post(path, asking)
    move = AssetMove.objects.get()
    assert move.number.startswith("F-")
    here = f"/flyttar/{move.number}/"
    assert response["Location"] == here
    assert told("move.asked") == {world.other_head.pk}
    assert f"Svara om flytten {move.number}" in page_of(taker, "/")
    assert move.number in page_of(taker, "/flyttar/")
    assert "Flytta till annan enhet" not in page_of(giver, f"{LIST}{whole.asset_number}/")
    assert region.post(here, {"gor": "godkann"}).status_code == 409
    assert giver.post(here, {"gor": "godta"}).status_code == 403
    assert taker.post(here, {}).status_code == 422, "nothing is agreed to unsaid"
    assert taker.post(here, {"gor": "godta"}).status_code == 302
    assert told("move.agreed") == {world.coordinator.pk}
    assert f"Godkänn flytten {move.number}" in page_of(region, "/")
    assert "Godkänn flytten" in page_of(region, here)
    assert Asset.objects.get(pk=whole.pk).unit == world.unit
    assert region.post(here, {"gor": "godkann"}).status_code == 302
    for piece in (whole, part):
        piece.refresh_from_db()
        assert (piece.unit, piece.function, piece.state) == (world.other_unit, "Reception 2", "IN_USE")
    assert told("move.approved") == {world.head.pk, world.other_head.pk}
    event = AssetEvent.objects.get(asset=whole, kind="MOVED")
    assert event.source == move.number
    assert f'<a href="{here}">{move.number}</a>' in page_of(taker, f"{LIST}{whole.asset_number}/")
    kinds = AuditEvent.objects.filter(subject=move.number).order_by("sequence").values_list("kind", flat=True)
    assert list(kinds) == ["move.asked", "move.agreed", "move.approved"]


def test_both_say_no_with_a_reason_and_the_giver_takes_back(world: World) -> None:
    first, second, third = (asked(world, plain(world.unit, n)) for n in range(3))
    client = as_user(world.other_head)
    assert client.post(f"/flyttar/{first.number}/", {"gor": "avboj"}).status_code == 422
    assert (
        client.post(f"/flyttar/{first.number}/", {"gor": "avboj", "answer": "Ryms inte"}).status_code == 302
    )
    first.refresh_from_db()
    assert (first.state, first.answer, first.declined_by) == ("DECLINED", "Ryms inte", world.other_head)
    assert "Ryms inte" in page_of(as_user(world.head), f"/flyttar/{first.number}/")
    agree_move(move=second, by=world.other_head, at=NOW)
    with pytest.raises(NotAllowed):
        decline_move(move=second, answer="Nej", by=world.other_head, at=NOW)
    assert decline_move(move=second, answer="Nej", by=world.coordinator, at=NOW).state == "DECLINED"
    with pytest.raises(NotAllowed):
        withdraw_move(move=third, by=world.other_head, at=NOW)
    assert withdraw_move(move=third, by=world.head, at=NOW).state == "WITHDRAWN"
    with pytest.raises(Conflict):
        agree_move(move=third, by=world.other_head, at=NOW)
    assert asked(world, third.asset).number != third.number


def test_only_what_is_in_use_and_whole_and_asked_for_once(world: World) -> None:
    whole = plain(world.unit, 1)
    part = plain(world.unit, 2, part_of=whole, serial_number="")
    gone = plain(world.unit, 3, state="RETURNED", released_on=clock.today())
    for piece in (part, gone):
        with pytest.raises(Conflict):
            asked(world, piece)
    with pytest.raises(Invalid):
        asked(world, whole, to_unit=world.unit)
    with pytest.raises(Invalid):
        asked(world, whole, reason=" ")
    with pytest.raises(NotAllowed):
        asked(world, whole, by=world.contact)
    asked(world, whole)
    with pytest.raises(Conflict) as refused:
        asked(world, whole)
    assert "redan en begäran" in refused.value.message


def test_one_shared_piece_per_unit_is_held_when_it_moves(world: World) -> None:
    shared = {"kind": "SHARED", "item_code": "label-printer", "item_name": "etikettskrivare"}
    move = asked(world, plain(world.unit, 1, **shared))
    plain(world.other_unit, 2, **shared)
    agree_move(move=move, by=world.other_head, at=NOW)
    client = as_user(world.coordinator)
    response = client.post(f"/flyttar/{move.number}/", {"gor": "godkann"})
    assert response.status_code == 409
    assert "redan en sådan" in response.content.decode()
    assert AssetMove.objects.get().state == "AGREED"


def test_the_coordinator_is_told_what_it_means_for_the_caps(world: World) -> None:
    move = asked(
        world, plain(world.unit, 1, kind="BASE_PACKAGE", item_code="base-package", item_name="grundpaket")
    )
    agree_move(move=move, by=world.other_head, at=NOW)
    client = as_user(world.coordinator)
    assert "har plats för utrustningen" in page_of(client, f"/flyttar/{move.number}/")
    package = {"kind": "BASE_PACKAGE", "item_code": "base-package", "item_name": "grundpaket"}
    for number in range(100, 119):
        plain(world.other_unit, number, **package)
    page = page_of(client, f"/flyttar/{move.number}/")
    assert "över taket" in page
    assert "har plats för utrustningen" not in page


def test_whoever_is_head_of_both_agrees_at_once(world: World) -> None:
    branch = make_unit(world.region, world.unit.provider, "E030", "Filialen", parent=world.unit)
    move = asked(world, plain(world.unit, 1), to_unit=branch)
    assert move.state == "AGREED"
    assert approve_move(move=move, by=world.coordinator, at=NOW).state == "APPROVED"
    assert Asset.objects.get().unit == branch


def test_the_pages_cost_the_same_whatever_they_hold(world: World) -> None:
    clients = {
        path: as_user(one) for path, one in (("/flyttar/", world.coordinator), ("/", world.other_head))
    }

    def count() -> list[int]:
        found = []
        for path, client in clients.items():
            page_of(client, path)
            with CaptureQueriesContext(connection) as queries:
                page_of(client, path)
            found.append(len(queries))
        return found

    for number in range(3):
        AssetMove.objects.create(
            number=f"F-2026-{number + 1:04d}",
            asset=plain(world.unit, number),
            from_unit=world.unit,
            to_unit=world.other_unit,
            reason="x",
            asked_at=NOW,
            asked_by=world.head,
        )
        if number == 0:
            once = count()
    assert count() == once
