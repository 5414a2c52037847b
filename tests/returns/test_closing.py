"""What is left over, erasure, services, and the end of a case."""

from datetime import timedelta

import pytest

from inventory.actions.services import register_service
from inventory.actions.state import set_state
from inventory.returns.actions.closing import cancel_case, close_case
from inventory.returns.actions.erasing import prove_erasure
from inventory.returns.actions.handing import start_handover
from inventory.returns.actions.residual import decide_residual, note_missing, undo_decision
from inventory.returns.actions.services import end_services
from inventory.returns.models import ReturnCase, ReturnItem
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.outbox.models import Message
from tests.returns.returning import DUE, LATER, equipped, exit_of, handed, pieces_of
from tests.world import NOW, START, World


def decide(
    world: World, case: ReturnCase, *assets, decision: str = "WRITTEN_OFF", note: str = "", by=None, **more
) -> int:
    """``more``: the sum, when it is another than what a lost computer costs."""
    keys = list(case.items.filter(asset__in=assets).values_list("pk", flat=True))
    sums = {"amount": 640_000, "purpose": "Borttappad dator"} if decision == "CHARGED" else {}
    values = {"decision": decision, "note": note, "by": by or world.coordinator, **sums, **more}
    return decide_residual(case=case, item_ids=keys, at=LATER, **values)


def erase(
    world: World, case: ReturnCase, *assets, method: str = "OVERWRITTEN", reference: str = "P1", by=None
) -> int:
    keys = list(case.items.filter(asset__in=assets).values_list("pk", flat=True))
    by = by or world.delivery
    return prove_erasure(case=case, item_ids=keys, method=method, reference=reference, by=by, at=LATER)


def close(world: World, case: ReturnCase) -> ReturnCase:
    return close_case(case=case, by=world.coordinator, at=LATER)


def test_a_case_closes_when_everything_is_accounted_for(world: World) -> None:
    back, lost, charged, kept = equipped(world, 4)
    case = exit_of(world)
    with pytest.raises(Conflict, match=lost.asset_number):
        close(world, case)
    handed(world, case, back)
    note_missing(
        case=case,
        item_id=case.items.get(asset=lost).pk,
        missing=True,
        remark="Borta",
        by=world.head,
        at=LATER,
    )
    assert decide(world, case, lost) == 1
    decide(world, case, charged, decision="CHARGED", note="Tappad.")
    decide(world, case, kept, decision="KEPT", note="Avtalet förlängs.")
    with pytest.raises(Conflict, match="raderad"):
        close(world, case)
    assert erase(world, case, back) == 1
    close(world, case)
    for asset, state in ((back, "RETURNED"), (lost, "DISPOSED"), (charged, "MISSING"), (kept, "IN_USE")):
        asset.refresh_from_db()
        assert asset.state == state
    assert charged.events.first().note == "Saknades vid återlämningen, debiteras enheten: Tappad"
    assert lost.events.first().note == "Avskriven vid återlämningen"
    event = AuditEvent.objects.get(kind="return.closed")
    assert (event.before, event.after["state"]) == ({"state": "OPEN"}, "CLOSED")
    assert Message.objects.filter(kind="return.closed").count() == 1
    with pytest.raises(Conflict) as refused:
        close(world, case)
    assert refused.value.code == "return_over"


def test_what_was_lost_before_may_be_written_off_and_what_is_found_elsewhere_is_left(world: World) -> None:
    gone, stolen = equipped(world, 2)
    case = exit_of(world)
    for asset, state in ((gone, "MISSING"), (stolen, "STOLEN")):
        set_state(assets=[asset], state=state, source="I-2026-0001", note="", by=world.head, at=NOW)
    decide(world, case, gone, stolen)
    close(world, case)
    gone.refresh_from_db(), stolen.refresh_from_db()
    assert (gone.state, gone.released_on, stolen.state) == ("DISPOSED", NOW.date(), "STOLEN")


def test_what_the_unit_has_beside_the_case_stops_an_exit_but_not_a_return_of_pieces(world: World) -> None:
    first, _ = equipped(world, 2)
    case = pieces_of(world, [first])
    handed(world, case, first)
    erase(world, case, first)
    close(world, case)
    case = exit_of(world)
    decide(world, case, *[one.asset for one in case.items.all()])
    (late,) = equipped(world)
    with pytest.raises(Conflict, match=late.asset_number):
        close(world, case)


def test_services_end_with_the_exit(world: World) -> None:
    service = register_service(
        unit=world.unit, item_code="support", valid_from=START, by=world.coordinator, at=LATER
    )
    case = exit_of(world)
    with pytest.raises(Conflict, match="sista dag"):
        close(world, case)
    ending = {"case": case, "service_ids": [service.pk], "valid_to": DUE, "at": LATER}
    with pytest.raises(NotAllowed):
        end_services(by=world.head, **ending)
    assert end_services(by=world.it_coordinator, **ending) == 1
    with pytest.raises(Invalid):
        end_services(by=world.it_coordinator, **ending)
    close(world, case)


def test_a_handover_that_one_has_signed_or_nobody_stops_the_closing(world: World) -> None:
    case = exit_of(world)
    start_handover(case=case, by=world.delivery, at=LATER)
    with pytest.raises(Conflict, match="överlämning 1"):
        close(world, case)


def test_erasure_is_proved_by_it_delivery_for_computers_that_are_back(world: World) -> None:
    laptop, other = equipped(world, 2)
    (printer,) = equipped(world, item="multifunction-printer")
    case = exit_of(world)
    handed(world, case, laptop, printer)
    with pytest.raises(NotAllowed):
        erase(world, case, laptop, by=world.coordinator)
    for more in ({"reference": " "}, {"method": "PRAYED"}, {"reference": "x" * 121}):
        with pytest.raises(Invalid):
            erase(world, case, laptop, **more)
    for asset in (printer, other):
        with pytest.raises(Conflict) as refused:
            erase(world, case, asset)
        assert refused.value.code == "not_to_erase"
    erase(world, case, laptop, method="DESTROYED", reference="Protokoll 7")
    item = ReturnItem.objects.get(asset=laptop)
    assert (item.erased_by, item.erasure_method, item.erasure_reference) == (
        world.delivery,
        "DESTROYED",
        "Protokoll 7",
    )
    with pytest.raises(Conflict):
        erase(world, case, laptop)


def test_only_the_coordinator_decides_and_may_change_his_mind(world: World) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    item = case.items.get()
    for who in (world.head, world.delivery):
        with pytest.raises(NotAllowed):
            decide(world, case, asset, by=who)
    for more in ({"decision": "KEPT"}, {"decision": "LOST"}, {"note": "x" * 301}):
        with pytest.raises(Invalid):
            decide(world, case, asset, **more)
    decide(world, case, asset)
    with pytest.raises(Conflict):
        decide(world, case, asset)
    with pytest.raises(Conflict):
        note_missing(case=case, item_id=item.pk, missing=True, by=world.head, at=LATER)
    undone = undo_decision(case=case, item_id=item.pk, by=world.coordinator, at=LATER)
    assert (undone.state, undone.decision, undone.decided_by) == ("LISTED", "", None)


def test_a_case_is_cancelled_with_a_reason_before_anything_changes_hands(world: World) -> None:
    (asset,) = equipped(world)
    case = exit_of(world)
    calling_off = {"case": case, "at": LATER}
    with pytest.raises(Invalid):
        cancel_case(reason=" ", by=world.coordinator, **calling_off)
    with pytest.raises(NotAllowed):
        cancel_case(reason="Nej.", by=world.head, **calling_off)
    cancel_case(reason="Avtalet förlängs.", by=world.coordinator, **calling_off)
    case.refresh_from_db()
    assert (case.state, case.note, case.cancelled_by) == ("CANCELLED", "Avtalet förlängs.", world.coordinator)
    again = exit_of(world, at=LATER + timedelta(days=1))
    handed(world, again, asset)
    with pytest.raises(Conflict) as refused:
        cancel_case(case=again, reason="Nej.", by=world.coordinator, at=LATER)
    assert refused.value.code == "handover_begun"
