"""A handover: what may be put in, who signs, and what the signatures do."""

from datetime import timedelta

import pytest

from inventory.actions.state import move_assets, set_state
from inventory.labels.codes import address_of
from inventory.models import Asset
from inventory.returns.actions.completing import digest_of, items_in
from inventory.returns.actions.handing import (
    discard_handover,
    put_in,
    put_in_many,
    reopen_handover,
    sign_handover,
    start_handover,
    take_out,
)
from inventory.returns.models import ReturnItem
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.outbox.models import Message
from portal.core.units.models import Role
from tests.returns.returning import LATER, equipped, exit_of, filled, handed, pieces_of, sign
from tests.world import World, assign


def put(handover, number: str, **more):
    values = {"condition": "OK", "by": handover.started_by, "at": LATER}
    return put_in(handover=handover, number=number, **values | more)


def test_both_signatures_hand_the_pieces_over(world: World) -> None:
    fine, broken = equipped(world, 2)
    case = exit_of(world)
    handover = start_handover(case=case, by=world.contact, at=LATER)
    put(handover, address_of(fine))
    put(handover, f" {broken.serial_number.lower()} ", condition="DAMAGED", remark="Spräckt skärm.")
    sign(handover, "given", world.contact)
    assert Asset.objects.get(pk=fine.pk).state == "IN_USE"
    assert Message.objects.filter(kind="handover.signed").count() == 1
    signed = sign(handover, "received", world.coordinator, LATER + timedelta(hours=1))
    assert signed.is_complete
    fine.refresh_from_db()
    assert (fine.state, fine.released_on) == ("RETURNED", LATER.date())
    assert all(part.state == "RETURNED" for part in fine.parts.all())
    event = broken.events.first()
    assert (event.kind, event.source) == ("HANDED_OVER", case.number)
    assert "skadad" in event.note
    assert set(case.items.values_list("state", flat=True)) == {"HANDED_OVER"}
    told = AuditEvent.objects.get(kind="handover.completed")
    assert (told.actor, told.after["pieces"]) == (world.coordinator.hsa_id, 2)
    assert Message.objects.filter(kind="handover.completed").count() == 1


def test_the_number_of_a_part_stands_for_its_whole(world: World) -> None:
    (laptop,) = equipped(world)
    case = exit_of(world)
    part = Asset.objects.create(
        asset_number="KLM-900001", item_code="monitor", item_name="skärm", kind="BASE_PACKAGE", model_name="S",
        part_of=laptop, unit=world.unit, acquired_on=laptop.acquired_on,
    )  # fmt: skip
    item = put(filled(world, case), part.asset_number)
    assert item.asset == laptop


def test_what_the_unit_has_but_the_case_does_not_is_added(world: World) -> None:
    first, second = equipped(world, 2)
    case = pieces_of(world, [first])
    item = put(filled(world, case), second.asset_number)
    assert item.case == case
    (theirs,) = equipped(world, unit=world.other_unit)
    with pytest.raises(Invalid) as refused:
        put(item.handover, theirs.asset_number)
    assert (refused.value.code, refused.value.field) == ("not_at_unit", "number")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"number": " "}, "number_missing"),
        ({"number": "FINNSEJ"}, "not_at_unit"),
        ({"condition": "MISSING"}, "unknown_condition"),
        ({"condition": ""}, "unknown_condition"),
        ({"remark": "x" * 301}, "too_long"),
        ({"remark": "a\u202eb"}, "bad_character"),
    ],
)
def test_what_cannot_be_put_in_is_told(world: World, more: dict, code: str) -> None:
    (asset,) = equipped(world)
    handover = filled(world, exit_of(world))
    with pytest.raises(Invalid) as refused:
        put(handover, **{"number": asset.asset_number} | more)
    assert refused.value.code == code
    assert not items_in(handover)


def test_a_piece_is_in_one_handover_at_a_time(world: World) -> None:
    first, second = equipped(world, 2)
    case = exit_of(world)
    one = filled(world, case, first)
    with pytest.raises(Conflict) as refused:
        put(one, first.asset_number)
    assert refused.value.code == "already_in"
    other = start_handover(case=case, by=world.head, at=LATER)
    with pytest.raises(Conflict) as refused:
        put(other, first.asset_number)
    assert refused.value.code == "in_another"
    keys = list(case.items.filter(asset=second).values_list("pk", flat=True))
    assert put_in_many(handover=other, item_ids=keys, condition="WORN", by=world.head, at=LATER) == 1
    take_out(handover=one, item_id=case.items.get(asset=first).pk, by=world.head, at=LATER)
    put(other, first.asset_number)
    discard_handover(handover=other, by=world.head, at=LATER)
    assert set(case.items.values_list("handover", "condition")) == {(None, "")}
    assert start_handover(case=case, by=world.delivery, at=LATER) == one


def test_nobody_signs_for_both_nor_for_a_party_that_is_not_his(world: World) -> None:
    # The head works half time for the region.
    assign(world.head, Role.IT_DELIVERY, region=world.region)
    (asset,) = equipped(world)
    handover = filled(world, exit_of(world), asset)
    for party, who in (
        ("given", "delivery"),
        ("received", "contact"),
        ("given", "superuser"),
        ("received", "manager"),
    ):
        with pytest.raises(NotAllowed):
            sign(handover, party, world.people[who])
    sign(handover, "given", world.head)
    with pytest.raises(NotAllowed) as refused:
        sign(handover, "received", world.head)
    assert refused.value.code == "signed_for_other"
    assert sign(handover, "received", world.delivery).is_complete


def test_one_signs_what_one_has_read_in_ones_own_name(world: World) -> None:
    first, second = equipped(world, 2)
    handover = filled(world, exit_of(world), first)
    seen = digest_of(items_in(handover))
    signing = {"handover": handover, "party": "given", "by": world.head, "at": LATER}
    with pytest.raises(Invalid) as refused:
        sign_handover(name="Någon Annan", seen=seen, **signing)
    assert (refused.value.code, refused.value.field) == ("not_own_name", "name")
    put(handover, second.asset_number)
    with pytest.raises(Conflict) as refused:
        sign_handover(name=world.head.full_name, seen=seen, **signing)
    assert refused.value.code == "handover_changed"
    with pytest.raises(Invalid):
        sign(filled(world, handover.case), "given", world.head)


def test_what_is_signed_is_locked_until_the_signature_is_taken_away(world: World) -> None:
    first, second = equipped(world, 2)
    handover = filled(world, exit_of(world), first)
    sign(handover, "received", world.delivery)
    for act in (
        lambda: put(handover, second.asset_number),
        lambda: take_out(handover=handover, item_id=items_in(handover)[0].pk, by=world.head, at=LATER),
        lambda: discard_handover(handover=handover, by=world.head, at=LATER),
        lambda: sign(handover, "received", world.coordinator),
    ):
        with pytest.raises(Conflict):
            act()
    reopen_handover(handover=handover, by=world.head, at=LATER)
    put(handover, second.asset_number)
    sign(handover, "given", world.head)
    sign(handover, "received", world.delivery)
    with pytest.raises(Conflict) as refused:
        reopen_handover(handover=handover, by=world.head, at=LATER)
    assert refused.value.code == "handover_complete"
    assert Asset.objects.filter(state="RETURNED", part_of=None).count() == 2


def test_what_was_reported_lost_and_is_found_may_be_handed_over(world: World) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    set_state(assets=[asset], state="MISSING", source="I-2026-0001", note="", by=world.head, at=LATER)
    handed(world, case, asset)
    asset.refresh_from_db()
    assert asset.state == "RETURNED"
    assert ReturnItem.objects.get(asset=asset).state == "HANDED_OVER"


def test_what_has_been_moved_since_it_was_put_in_is_not_handed_over(world: World) -> None:
    (asset,) = equipped(world)
    handover = filled(world, pieces_of(world, [asset]), asset)
    sign(handover, "given", world.head)
    to = {"unit": world.other_unit, "function": "", "room": "", "source": "F-2026-0001", "note": ""}
    move_assets(assets=[asset], **to, by=world.coordinator, at=LATER)
    with pytest.raises(Conflict) as refused:
        sign(handover, "received", world.delivery)
    assert refused.value.code == "moved_away"
    asset.refresh_from_db()
    assert (asset.unit, asset.state) == (world.other_unit, "IN_USE")
    reopen_handover(handover=handover, by=world.delivery, at=LATER)
    take_out(handover=handover, item_id=items_in(handover)[0].pk, by=world.delivery, at=LATER)
