"""The coordinator's decision, what it does to the piece, repairs, and taking a report back."""

from datetime import timedelta

import pytest

from inventory.actions.state import set_state
from inventory.actions.store import Fate, settle_returned
from inventory.incidents.actions.decide import close_incident, decide_incident
from inventory.incidents.actions.repair import finish_repair
from inventory.incidents.actions.report import add_police_reference, report_incident
from inventory.incidents.actions.withdraw import withdraw_incident
from inventory.incidents.models import Incident, Kind, Outcome
from inventory.models import Asset
from inventory.returns.actions.erasing import erase_returned
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.outbox.models import Message
from portal.core.units.models import Contract
from tests.incidents.reporting import piece, reported, sum_for, told
from tests.world import NOW, World

LATER = NOW + timedelta(hours=2)


def decide(
    world: World, incident: Incident, outcome: str, reason: str = "Så blir det.", who: str = "coordinator"
):
    by = world.people[who]
    return decide_incident(
        incident=incident, outcome=outcome, reason=reason, by=by, at=LATER, **sum_for(outcome)
    )


@pytest.mark.parametrize(
    ("outcome", "state", "asset_state"),
    [
        (Outcome.REPAIR, "IN_REPAIR", "IN_REPAIR"),
        (Outcome.REPLACE, "DECIDED", "IN_USE"),
        (Outcome.WRITE_OFF, "CLOSED", "RETURNED"),
        (Outcome.CHARGE_UNIT, "DECIDED", "IN_USE"),
        (Outcome.NO_ACTION, "CLOSED", "IN_USE"),
    ],
)
def test_each_decision_moves_the_incident_and_the_piece(
    world: World, outcome: str, state: str, asset_state: str
) -> None:
    incident = decide(world, reported(world), outcome)
    incident.refresh_from_db()
    asset = Asset.objects.get(pk=incident.asset_id)
    assert (incident.state, incident.outcome, incident.reason) == (state, outcome, "Så blir det.")
    assert (incident.decided_by, incident.decided_at) == (world.coordinator, LATER)
    assert (incident.closed_at == LATER) is (state == "CLOSED")
    assert asset.state == asset_state
    assert set(asset.parts.values_list("state", flat=True)) == {asset_state}
    assert asset.events.filter(source=incident.number, happened_at=LATER).count() == 1
    logged = AuditEvent.objects.get(kind="incident.decided")
    assert (logged.before, logged.after) == (
        {"state": "REPORTED"},
        {"state": state, "outcome": outcome, "reason": "Så blir det."},
    )
    kinds = set(Message.objects.filter(payload={"incident": incident.pk}).values_list("kind", flat=True))
    assert ("incident.replacement_decided" in kinds) is (outcome == Outcome.REPLACE)


def test_a_theft_is_not_decided_before_the_police_have_it(world: World) -> None:
    incident = reported(world, kind=Kind.THEFT)
    with pytest.raises(Conflict) as refused:
        decide(world, incident, Outcome.WRITE_OFF)
    assert refused.value.code == "police_reference_missing"
    add_police_reference(incident=incident, reference="5000-K1-26", by=world.head, at=NOW)
    decide(world, incident, Outcome.WRITE_OFF)
    with pytest.raises(Conflict):
        add_police_reference(incident=incident, reference="5000-K2-26", by=world.head, at=LATER)


@pytest.mark.parametrize("who", ["head", "contact", "delivery", "manager", "it_coordinator", "other_head"])
def test_only_the_coordinator_decides(world: World, who: str) -> None:
    incident = reported(world)
    with pytest.raises(NotAllowed):
        decide(world, incident, Outcome.NO_ACTION, who=who)
    incident.refresh_from_db()
    assert incident.state == "REPORTED"


def test_who_reported_decides_anything_but_a_replacement(world: World) -> None:
    incident = report_incident(asset=piece(world), report=told(), by=world.coordinator, at=NOW)
    with pytest.raises(NotAllowed) as refused:
        decide(world, incident, Outcome.REPLACE)
    assert refused.value.code == "reported_it"
    assert decide(world, incident, Outcome.WRITE_OFF).state == "CLOSED"


@pytest.mark.parametrize(
    ("outcome", "reason", "field"),
    [("BURN", "Ja", "outcome"), (Outcome.REPAIR, " ", "reason"), (Outcome.REPAIR, "x" * 1001, "reason")],
)
def test_a_decision_has_an_outcome_and_a_reason_that_fits(
    world: World, outcome: str, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decide(world, reported(world), outcome, reason)
    assert refused.value.field == field


def test_what_is_gone_cannot_be_repaired(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        decide(world, reported(world, kind=Kind.LOSS), Outcome.REPAIR)
    assert refused.value.code == "nothing_to_repair"


def test_a_replacement_needs_an_item_that_is_left_and_a_contract(world: World) -> None:
    left, gone = piece(world), piece(world)
    Asset.objects.filter(pk=gone.pk).update(item_code="typewriter")
    with pytest.raises(Conflict) as refused:
        decide(world, reported(world, gone), Outcome.REPLACE)
    assert refused.value.code == "not_orderable"
    Contract.objects.filter(unit=world.unit).update(valid_to=NOW.date() - timedelta(days=1))
    incident = reported(world, left)
    with pytest.raises(Conflict) as refused:
        decide(world, incident, Outcome.REPLACE)
    assert refused.value.code == "no_contract"


@pytest.mark.parametrize("kind", [Kind.DAMAGE, Kind.LOSS])
def test_what_holds_no_data_or_is_gone_is_disposed_of_when_it_is_written_off(world: World, kind: str) -> None:
    printer = piece(world, item="label-printer") if kind == Kind.DAMAGE else piece(world)
    incident = decide(world, reported(world, printer, kind=kind), Outcome.WRITE_OFF)
    assert Asset.objects.get(pk=incident.asset_id).state == "DISPOSED"


def test_a_computer_that_is_written_off_is_disposed_of_when_its_data_are_gone(world: World) -> None:
    """§4: what is of no more use goes back to the region, with proof of erasure."""
    incident = decide(world, reported(world), Outcome.WRITE_OFF)
    about = {"asset_numbers": [incident.asset.asset_number], "by": world.delivery, "at": LATER}
    with pytest.raises(Conflict) as refused:
        settle_returned(fate=Fate.DISPOSE, note="Kasserad.", **about)
    assert refused.value.code == "not_erased"
    erase_returned(method="OVERWRITTEN", reference="R-1", **about)
    (asset,) = settle_returned(fate=Fate.DISPOSE, note="Kasserad.", **about)
    assert asset.state == "DISPOSED"


@pytest.mark.parametrize(("result", "becomes"), [("IN_USE", "IN_USE"), ("DISPOSED", "RETURNED")])
def test_a_repair_ends_with_the_piece_in_use_or_waiting_to_be_erased(
    world: World, result: str, becomes: str
) -> None:
    incident = decide(world, reported(world), Outcome.REPAIR)
    finish_repair(incident=incident, result=result, note="Bytt skärm.", by=world.delivery, at=LATER)
    incident.refresh_from_db()
    assert (incident.state, incident.repair_note, incident.closed_by) == (
        "CLOSED",
        "Bytt skärm.",
        world.delivery,
    )
    assert incident.asset.state == becomes
    with pytest.raises(Conflict):
        finish_repair(incident=incident, result=result, note="Igen.", by=world.delivery, at=LATER)


@pytest.mark.parametrize(("result", "note"), [("MISSING", "Bytt."), ("IN_USE", "")])
def test_a_repair_says_what_came_of_it(world: World, result: str, note: str) -> None:
    incident = decide(world, reported(world), Outcome.REPAIR)
    with pytest.raises(Invalid):
        finish_repair(incident=incident, result=result, note=note, by=world.delivery, at=LATER)
    with pytest.raises(NotAllowed):
        finish_repair(incident=incident, result="IN_USE", note="Lagad.", by=world.head, at=LATER)


@pytest.mark.parametrize("kind", Kind.values)
def test_a_report_taken_back_leaves_the_piece_in_use(world: World, kind: str) -> None:
    incident = reported(world, kind=kind)
    withdraw_incident(incident=incident, by=world.contact, at=LATER)
    incident.refresh_from_db()
    asset = incident.asset
    assert (incident.state, asset.state, asset.released_on) == ("WITHDRAWN", "IN_USE", None)
    assert set(asset.parts.values_list("state", flat=True)) == {"IN_USE"}
    reported(world, asset, at=LATER)


@pytest.mark.parametrize("kind", [Kind.LOSS, Kind.THEFT])
def test_a_report_of_what_was_missing_taken_back_leaves_it_missing(world: World, kind: str) -> None:
    asset = piece(world)
    set_state(
        assets=[asset], state=Asset.State.MISSING, source="R-1", note="Saknas", by=world.coordinator, at=NOW
    )
    incident = reported(world, asset, kind=kind)
    withdraw_incident(incident=incident, by=world.contact, at=LATER)
    asset.refresh_from_db()
    assert (asset.state, asset.released_on) == ("MISSING", NOW.date())


def test_what_is_decided_is_not_taken_back_and_others_do_not_take_back(world: World) -> None:
    incident = reported(world)
    with pytest.raises(NotAllowed):
        withdraw_incident(incident=incident, by=world.coordinator, at=LATER)
    decide(world, incident, Outcome.REPLACE)
    with pytest.raises(Conflict):
        withdraw_incident(incident=incident, by=world.head, at=LATER)
    close_incident(incident=incident, by=world.coordinator, at=LATER)
    incident.refresh_from_db()
    assert (incident.state, incident.closed_by) == ("CLOSED", world.coordinator)
