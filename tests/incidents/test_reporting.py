"""Reporting what has happened to a piece: what it does to the piece, what is written, and what is refused."""

from datetime import date

import pytest

from inventory.incidents.actions.report import add_police_reference, report_incident
from inventory.incidents.models import Incident, Kind
from inventory.models import Asset, AssetEvent
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Errors, Invalid, NotAllowed
from portal.core.outbox.models import Message
from tests.incidents.reporting import TODAY, piece, reported, told
from tests.world import NOW, World


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Kind.LOSS, "MISSING"),
        (Kind.THEFT, "STOLEN"),
        (Kind.DAMAGE, "IN_USE"),
        (Kind.WEAR, "IN_USE"),
        (Kind.FAULT, "IN_USE"),
    ],
)
def test_what_is_gone_has_left_the_holdings_and_what_is_broken_has_not(
    world: World, kind: str, state: str
) -> None:
    incident = reported(world, kind=kind, source="INV-2026-0001")
    asset = Asset.objects.get(pk=incident.asset_id)
    assert (asset.state, asset.is_held) == (state, state == "IN_USE")
    assert set(asset.parts.values_list("state", flat=True)) == {state}
    assert (incident.number, incident.state, incident.unit) == ("I-2026-0001", "REPORTED", world.unit)
    kinds = list(
        AssetEvent.objects.filter(asset=asset, source=incident.number).values_list("kind", flat=True)
    )
    assert kinds == ([] if asset.is_held else ["STATE_CHANGED"]) + ["REPORTED"]
    logged = AuditEvent.objects.get(kind="incident.reported")
    assert (logged.subject, logged.after["asset"]) == (incident.number, asset.asset_number)
    message = Message.objects.get(kind="incident.reported")
    assert (message.payload, message.priority) == ({"incident": incident.pk}, 1 if kind == Kind.THEFT else 5)


def test_a_part_is_reported_as_its_whole(world: World) -> None:
    whole = piece(world)
    part = whole.parts.order_by("pk")[0]
    incident = report_incident(asset=part, report=told(kind=Kind.THEFT), by=world.head, at=NOW)
    assert incident.asset == whole
    assert set(Asset.objects.filter(part_of=whole).values_list("state", flat=True)) == {"STOLEN"}
    with pytest.raises(Conflict):
        report_incident(asset=part, report=told(kind=Kind.DAMAGE), by=world.head, at=NOW)


def test_each_fault_of_a_report_is_told_at_its_field(world: World) -> None:
    report = told(
        kind="FIRE",
        happened_on=date(2026, 11, 19),
        description=" ",
        place="x" * 121,
        police_reference="a\x07",
        data_risk="YES",
    )
    with pytest.raises(Errors) as refused:
        report_incident(asset=piece(world), report=report, by=world.head, at=NOW)
    assert [one.field for one in refused.value.details] == [
        "kind",
        "happened_on",
        "place",
        "police_reference",
        "description",
        "data_risk_text",
    ]
    assert not Incident.objects.exists()


def test_a_piece_has_one_open_report_and_a_new_one_when_that_is_over(world: World) -> None:
    incident = reported(world)
    with pytest.raises(Conflict) as refused:
        reported(world, Asset.objects.get(pk=incident.asset_id))
    assert refused.value.code == "already_reported"


def test_what_is_missing_may_turn_out_stolen_but_not_broken(world: World) -> None:
    asset = piece(world)
    Asset.objects.filter(pk=asset.pk).update(state="MISSING", released_on=TODAY)
    with pytest.raises(Conflict):
        reported(world, asset)
    reported(world, asset, kind=Kind.THEFT)
    asset.refresh_from_db()
    assert (asset.state, asset.released_on) == ("STOLEN", TODAY)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("head", True),
        ("contact", True),
        ("coordinator", True),
        ("delivery", True),
        ("superuser", False),
        ("other_head", False),
        ("manager", False),
        ("it_coordinator", False),
        ("nobody", False),
    ],
)
def test_who_reports(world: World, who: str, may: bool) -> None:
    asset = piece(world)
    if may:
        report_incident(asset=asset, report=told(), by=world.people[who], at=NOW)
    else:
        with pytest.raises(NotAllowed):
            report_incident(asset=asset, report=told(), by=world.people[who], at=NOW)
    assert Incident.objects.count() == int(may)


def test_the_police_reference_may_come_later_and_only_for_a_theft(world: World) -> None:
    theft = reported(world, kind=Kind.THEFT)
    assert theft.lacks_police_reference
    add_police_reference(incident=theft, reference=" 5000-K123-26 ", by=world.contact, at=NOW)
    theft.refresh_from_db()
    assert (theft.police_reference, theft.lacks_police_reference) == ("5000-K123-26", False)
    logged = AuditEvent.objects.get(kind="incident.police_reference")
    assert logged.after == {"police_reference": "5000-K123-26"}
    with pytest.raises(Invalid):
        add_police_reference(incident=theft, reference=" ", by=world.contact, at=NOW)
    with pytest.raises(Invalid):
        add_police_reference(incident=reported(world), reference="5000", by=world.head, at=NOW)
