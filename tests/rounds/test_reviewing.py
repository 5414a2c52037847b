"""Signing freezes the answer; the coordinator decides on deviations, which changes the pieces."""

from datetime import timedelta
from uuid import uuid4

import pytest

from inventory.incidents.models import Incident
from inventory.models import Asset, AssetEvent
from inventory.rounds.actions.finding import add_find, withdraw_find
from inventory.rounds.actions.reviewing import decide_deviations, review_round_units
from inventory.rounds.actions.signing import reopen_round_unit, sign_round_unit
from inventory.rounds.content import Found
from inventory.rounds.models import Outcome, RoundAsset, RoundDocument, RoundFind, RoundSigning
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.notifications.models import Notification
from tests.rounds.rounding import (
    LATER,
    answered,
    opened,
    said,
    send,
    signed,
    stocked,
    task_at,
)
from tests.world import World

REVIEWED = LATER + timedelta(days=1)


def decided(world: World, found, decision: str, rows=(), finds=(), by=None, **more) -> int:
    return decide_deviations(
        round=found,
        rows=[one.pk for one in rows],
        finds=[one.pk for one in finds],
        decision=decision,
        note="",
        by=by or world.coordinator,
        at=REVIEWED,
        **more,
    )


def row_of(asset: Asset) -> RoundAsset:
    return RoundAsset.objects.get(asset=asset)


def test_the_head_signs_what_is_whole(world: World) -> None:
    laptops = stocked(world, 2)
    found = opened(world, world.unit)
    task = task_at(found, world.unit)
    for who in (world.contact, world.coordinator, world.other_head):
        with pytest.raises(NotAllowed):
            sign_round_unit(round_unit=task, by=who, at=LATER)
    with pytest.raises(Conflict) as refused:
        sign_round_unit(round_unit=task, by=world.head, at=LATER)
    assert refused.value.code == "not_whole"
    answered(task, said(laptops[0]), by=world.contact)
    answered(task, said(laptops[0], Outcome.MISSING), said(laptops[1]), by=world.superuser)
    with pytest.raises(Conflict) as refused:
        sign_round_unit(round_unit=task, by=world.head, at=LATER)
    assert refused.value.code == "conflicts"
    answered(task, said(laptops[0], seen=2), by=world.head)
    signing = sign_round_unit(round_unit=task, by=world.head, at=LATER)
    assert [row["asset_number"] for row in signing.rows] == [one.asset_number for one in laptops]
    assert AssetEvent.objects.filter(asset=laptops[0], kind="INVENTORIED", source=found.number).count() == 1
    with pytest.raises(Conflict):
        sign_round_unit(round_unit=task, by=world.head, at=LATER)


def test_the_signed_answer_becomes_one_pdf(world: World) -> None:
    stocked(world, 1)
    signed(world, opened(world, world.unit), world.unit)
    send()
    document = RoundDocument.objects.get()
    assert bytes(document.content).startswith(b"%PDF-1.7")
    before = bytes(document.content)
    from inventory.rounds.document import make_document

    make_document(RoundSigning.objects.get().pk, REVIEWED)
    assert bytes(RoundDocument.objects.get().content) == before


def test_an_answer_that_is_opened_again_is_signed_anew(world: World) -> None:
    laptops = stocked(world, 1)
    found = opened(world, world.unit)
    task = signed(world, found, world.unit)
    with pytest.raises(Invalid):
        reopen_round_unit(round_unit=task, reason=" ", by=world.coordinator, at=REVIEWED)
    with pytest.raises(NotAllowed):
        reopen_round_unit(round_unit=task, reason="Fel rum.", by=world.head, at=REVIEWED)
    reopen_round_unit(round_unit=task, reason="Fel rum.", by=world.coordinator, at=REVIEWED)
    send(REVIEWED)
    told = Notification.objects.filter(kind="round.reopened")
    assert {one.person for one in told} == {world.head, world.contact}
    answered(task, said(laptops[0], Outcome.MISSING, seen=1), by=world.head, at=REVIEWED)
    sign_round_unit(round_unit=task, by=world.head, at=REVIEWED)
    assert [one.rows[0]["outcome"] for one in RoundSigning.objects.all()] == ["PRESENT", "MISSING"]


def test_each_outcome_changes_the_piece(world: World) -> None:
    there, gone, placed, moved, kept = stocked(world, 5, function="Reception 1", room="1")
    found = opened(world, world.unit)
    task = signed(
        world,
        found,
        world.unit,
        said(gone, Outcome.MISSING),
        said(placed, Outcome.ELSEWHERE, function="Reception 2", room="9"),
        said(moved, Outcome.ELSEWHERE, note="På Norrvik"),
        said(kept, Outcome.DAMAGED, note="Sprucken"),
    )
    assert task.undecided == 4
    decided(world, found, "MISSING", [row_of(gone)])
    decided(world, found, "PLACE", [row_of(placed)])
    decided(world, found, "MOVE", [row_of(moved)], unit=world.other_unit)
    assert decided(world, found, "INCIDENT", [row_of(kept)]) == 1
    for one in (there, gone, placed, moved, kept):
        one.refresh_from_db()
    assert (there.state, gone.state, gone.released_on) == ("IN_USE", "MISSING", REVIEWED.date())
    assert (placed.function, placed.room, placed.acquired_on) == ("Reception 2", "9", there.acquired_on)
    assert moved.unit == world.other_unit
    incident = Incident.objects.get()
    assert (incident.asset, incident.kind, incident.source) == (kept, "DAMAGE", found.number)
    task.refresh_from_db()
    assert (task.state, task.undecided, task.reviewed_by) == ("REVIEWED", 0, world.coordinator)
    assert AssetEvent.objects.filter(asset=gone, source=found.number).exists()
    assert AuditEvent.objects.filter(kind="round.deviations_decided").count() == 4


def test_a_group_is_decided_whole_or_not_at_all(world: World) -> None:
    one, two, three = stocked(world, 3)
    found = opened(world, world.unit)
    signed(
        world,
        found,
        world.unit,
        said(one, Outcome.MISSING),
        said(two, Outcome.MISSING),
        said(three, Outcome.DAMAGED, note="Repig"),
    )
    with pytest.raises(Invalid) as refused:
        decided(world, found, "MISSING", [row_of(one), row_of(three)])
    assert refused.value.code == "impossible_decision"
    one.refresh_from_db()
    assert one.state == "IN_USE"
    assert decided(world, found, "MISSING", [row_of(one), row_of(two)]) == 2
    with pytest.raises(Conflict):
        decided(world, found, "MISSING", [row_of(one)])
    with pytest.raises(NotAllowed):
        decided(world, found, "NONE", [row_of(three)], by=world.head)
    with pytest.raises(Invalid):
        decided(world, found, "MISSING")


def test_deviations_wait_for_the_signature(world: World) -> None:
    one = stocked(world, 1)[0]
    found = opened(world, world.unit)
    answered(task_at(found, world.unit), said(one, Outcome.MISSING), by=world.head)
    with pytest.raises(Conflict):
        decided(world, found, "MISSING", [row_of(one)])


def test_what_was_found_is_taken_in(world: World) -> None:
    theirs = stocked(world, 1, world.other_unit)[0]
    stocked(world, 1)
    found = opened(world, world.unit)
    task = task_at(found, world.unit)
    add = {"round_unit": task, "by": world.contact, "at": LATER}
    known = add_find(found=Found(uuid4(), number=theirs.serial_number.lower(), room="4"), **add)
    unknown = add_find(found=Found(uuid4(), description="Grå kortläsare"), **add)
    mistaken = add_find(found=Found(uuid4(), number="X-1"), **add)
    assert (known.asset, unknown.asset) == (theirs, None)
    assert add_find(found=Found(mistaken.key, number="X-1"), **add) == mistaken
    withdraw_find(find=mistaken, by=world.contact, at=LATER)
    task = signed(world, found, world.unit)
    assert task.undecided == 2
    decided(world, found, "TAKE_IN", finds=[known])
    decided(world, found, "NOT_OURS", finds=[unknown])
    theirs.refresh_from_db()
    assert (theirs.unit, theirs.room) == (world.unit, "4")
    task.refresh_from_db()
    assert task.state == "REVIEWED"


def test_what_is_expected_or_empty_is_no_find(world: World) -> None:
    own = stocked(world, 1)[0]
    task = task_at(opened(world, world.unit), world.unit)
    add = {"round_unit": task, "by": world.head, "at": LATER}
    part = own.parts.order_by("pk")[0]
    for number, code in ((own.asset_number, "expected"), (part.asset_number, "expected"), ("", "find_empty")):
        with pytest.raises((Conflict, Invalid)) as refused:
            add_find(found=Found(uuid4(), number=number), **add)
        assert refused.value.code == code
    assert not RoundFind.objects.exists()


def test_answers_without_deviations_are_approved_together(world: World) -> None:
    stocked(world, 1)
    found = opened(world)
    for unit in (world.unit, world.other_unit):
        signed(world, found, unit)
    assert review_round_units(round=found, by=world.coordinator, at=REVIEWED) == 2
    assert review_round_units(round=found, by=world.coordinator, at=REVIEWED) == 0
    assert {row.state for row in found.units.all()} == {"REVIEWED"}
