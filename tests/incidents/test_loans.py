"""Lending out of the region's store while a piece is repaired: what moves, that it uses no cap, and what is refused."""

from datetime import timedelta

import pytest
from django.db.models import Exists, OuterRef
from django.test import Client

from entitlements.models import Kind as ItemKind
from inventory.actions.moves import ask_move
from inventory.actions.state import move_assets, set_state
from inventory.incidents.actions.decide import decide_incident
from inventory.incidents.actions.lend import lend_asset, return_loan
from inventory.incidents.actions.repair import finish_repair
from inventory.incidents.models import Incident, Loan, Outcome
from inventory.models import Asset, AssetEvent
from inventory.returns.queries.held import held_assets
from inventory.rounds.queries.choosing import expected_at
from orders.facts import facts_of
from portal.core.audit.models import AuditEvent
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid, NotAllowed
from tests.entitlements.givens import kalmar
from tests.incidents.reporting import piece, reported
from tests.incidents.scene import in_store
from tests.world import NOW, World

TODAY = local_date(NOW)
DUE = TODAY + timedelta(days=14)


def in_repair(world: World, **more) -> Incident:
    incident = reported(world, piece(world, **more))
    return decide_incident(
        incident=incident, outcome=Outcome.REPAIR, reason="Lagas.", by=world.coordinator, at=NOW
    )


def stocked(world: World, number: str = "KLM-700001", **more) -> Asset:
    asset = in_store(world, number)
    values = {"item_code": "base-package", "item_name": "grundpaket", "kind": "BASE_PACKAGE", **more}
    Asset.objects.filter(pk=asset.pk).update(**values)
    asset.refresh_from_db()
    return asset


def lent(world: World, **more) -> Loan:
    incident = in_repair(world, function="Reception 1", room="12")
    values = {
        "asset": stocked(world),
        "for_asset": incident.asset,
        "due_on": DUE,
        "by": world.delivery,
        "at": NOW,
    }
    return lend_asset(**{**values, **more})


def test_what_is_lent_stands_in_the_others_place_and_a_computer_comes_back_to_be_erased(world: World) -> None:
    loan = lent(world)
    asset = loan.asset
    assert (asset.state, asset.unit, asset.store) == ("IN_USE", world.unit, None)
    assert (asset.function, asset.room) == ("Reception 1", "12")
    assert AssetEvent.objects.get(asset=asset).kind == "LENT"
    assert AuditEvent.objects.get(kind="loan.lent").after == {
        "due_on": DUE.isoformat(),
        "in_place_of": loan.for_asset.asset_number,
    }
    return_loan(loan=loan, by=world.coordinator, at=NOW + timedelta(days=3))
    asset.refresh_from_db()
    loan.refresh_from_db()
    assert (asset.state, asset.unit, asset.store, asset.on_loan) == ("RETURNED", world.unit, None, False)
    assert loan.returned_by == world.coordinator
    assert AuditEvent.objects.filter(kind="loan.returned").count() == 1
    with pytest.raises(Conflict):
        return_loan(loan=loan, by=world.coordinator, at=NOW + timedelta(days=4))


def test_a_loan_uses_no_cap(world: World) -> None:
    loan = lent(world)
    facts = facts_of(world.unit, TODAY, appendix=kalmar())
    assert facts.in_use == {"base-package": 1}
    assert Asset.objects.filter(unit=world.unit, kind=ItemKind.BASE_PACKAGE, part_of=None).count() == 2
    return_loan(loan=loan, by=world.coordinator, at=NOW + timedelta(days=3))
    assert facts_of(world.unit, TODAY, appendix=kalmar()).in_use == {"base-package": 1}


def lent_printer(world: World) -> Loan:
    """A label printer, of which a unit has one, lent in place of the one that is in repair."""
    incident = in_repair(world, item="label-printer", variant="")
    stored = stocked(
        world, "KLM-700009", item_code="label-printer", item_name="etikettskrivare", kind="SHARED"
    )
    return lend_asset(asset=stored, for_asset=incident.asset, due_on=DUE, by=world.delivery, at=NOW)


def test_a_shared_piece_is_lent_beside_the_units_own_and_uses_no_cap(world: World) -> None:
    loan = lent_printer(world)
    pieces = Asset.objects.filter(unit=world.unit, item_code="label-printer")
    assert set(pieces.values_list("state", "on_loan")) == {("IN_REPAIR", False), ("IN_USE", True)}
    assert facts_of(world.unit, TODAY, appendix=kalmar()).in_use == {"label-printer": 1}
    finish_repair(incident=Incident.objects.get(), result="IN_USE", note="Lagad.", by=world.delivery, at=NOW)
    assert set(pieces.values_list("state", flat=True)) == {"IN_USE"}
    return_loan(loan=loan, by=world.delivery, at=NOW)
    loan.asset.refresh_from_db()
    assert (loan.asset.state, loan.asset.on_loan) == ("IN_STOCK", False)


def test_the_database_still_lets_a_unit_have_one_shared_piece_of_its_own(world: World) -> None:
    loan = lent_printer(world)
    with pytest.raises(Conflict) as refused, guarded():
        Asset.objects.filter(pk=loan.asset_id).update(on_loan=False)
    assert refused.value.code == "one_shared_asset_per_unit"
    with pytest.raises(Conflict) as refused, guarded():
        Asset.objects.filter(pk=loan.asset_id).update(state="RETURNED", released_on=TODAY)
    assert refused.value.code == "asset_on_loan_at_unit"


def test_a_loan_that_is_handed_over_or_disposed_of_is_closed_with_it(world: World) -> None:
    loan = lent(world)
    for whole_or_part in (loan.asset, *loan.asset.parts.all()):
        assert whole_or_part.on_loan
    set_state(assets=[loan.asset], state="RETURNED", source="R-1", note="", by=world.delivery, at=NOW)
    loan.refresh_from_db()
    assert (loan.returned_at, loan.returned_by) == (NOW, world.delivery)
    assert not Asset.objects.filter(on_loan=True).exists()
    assert AuditEvent.objects.get(kind="loan.returned").after == {"state": "RETURNED"}


def test_a_loan_that_is_lost_is_still_to_be_accounted_for(world: World) -> None:
    loan = lent(world)
    theft = reported(world, loan.asset, kind="THEFT", police_reference="5000-K1-26")
    loan.asset.refresh_from_db()
    assert (loan.asset.state, loan.asset.on_loan) == ("STOLEN", True)
    decide = {"incident": theft, "reason": "Borta.", "by": world.coordinator, "at": NOW}
    with pytest.raises(Conflict) as refused:
        decide_incident(outcome=Outcome.REPLACE, **decide)
    assert refused.value.code == "is_on_loan"
    decide_incident(outcome=Outcome.WRITE_OFF, **decide)
    loan.refresh_from_db()
    assert loan.returned_by == world.coordinator


def test_a_loan_stays_at_the_unit_that_has_it(world: World) -> None:
    asset = lent(world).asset
    where = {"function": "Reception 2", "room": "", "source": "", "note": "", "by": world.delivery, "at": NOW}
    with pytest.raises(Conflict) as refused:
        move_assets(assets=[asset], unit=world.other_unit, **where)
    assert refused.value.code == "on_loan"
    with pytest.raises(Conflict) as refused:
        ask_move(
            asset=asset, to_unit=world.other_unit, function="", room="", reason="Ja.", by=world.head, at=NOW
        )
    assert refused.value.code == "on_loan"
    move_assets(assets=[asset], unit=world.unit, **where)
    asset.refresh_from_db()
    assert (asset.on_loan, asset.function) == (True, "Reception 2")


def test_the_register_shows_what_is_on_loan(world: World) -> None:
    loan = lent(world)
    client = Client()
    client.force_login(world.head)
    page = client.get("/utrustning/?lage=utlanade").content.decode()
    assert loan.asset.asset_number in page
    assert loan.for_asset.asset_number not in page
    assert ">Utlånad<" in page
    assert "Utlånad" in client.get(f"/utrustning/{loan.asset.asset_number}/").content.decode()
    listed = client.get("/api/v1/assets/", {"on_loan": "true"}).json()["results"]
    assert {one["asset_number"] for one in listed if not one["part_of"]} == {loan.asset.asset_number}
    others = client.get("/api/v1/assets/", {"on_loan": "false"}).json()["results"]
    assert loan.asset.asset_number not in {one["asset_number"] for one in others}
    sheet = client.get("/utrustning/lista.csv?lage=utlanade&kolumner=utlanad").content.decode()
    assert "Utlånad" in sheet.splitlines()[0]
    assert sheet.splitlines()[1].endswith(";Ja")


def test_a_loan_is_asked_for_in_a_round_and_goes_back_in_a_return(world: World) -> None:
    loan = lent(world)
    expected = Asset.objects.filter(pk=OuterRef("pk")) & expected_at(OuterRef("unit"))
    assert Asset.objects.filter(Exists(expected), pk=loan.asset_id).exists()
    assert held_assets(world.unit.pk).filter(pk=loan.asset_id).exists()


@pytest.mark.parametrize("days", [-1, 367])
def test_a_loan_ends_within_a_year(world: World, days: int) -> None:
    with pytest.raises(Invalid) as refused:
        lent(world, due_on=TODAY + timedelta(days=days))
    assert refused.value.field == "due_on"


def test_only_what_is_in_the_store_is_lent_for_what_is_in_repair_once(world: World) -> None:
    loan = lent(world)
    with pytest.raises(Conflict) as refused:
        lend_asset(asset=loan.asset, for_asset=loan.for_asset, due_on=DUE, by=world.delivery, at=NOW)
    assert refused.value.code == "not_in_store"
    with pytest.raises(Conflict) as refused:
        lend_asset(
            asset=stocked(world, "KLM-700002"),
            for_asset=loan.for_asset,
            due_on=DUE,
            by=world.delivery,
            at=NOW,
        )
    assert refused.value.code == "one_loan_in_place_of_asset"
    with pytest.raises(Conflict) as refused:
        lend_asset(
            asset=stocked(world, "KLM-700003"), for_asset=piece(world), due_on=DUE, by=world.delivery, at=NOW
        )
    assert refused.value.code == "not_in_repair"


@pytest.mark.parametrize("who", ["head", "contact", "manager", "it_coordinator"])
def test_it_delivery_and_the_coordinator_lend(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        lent(world, by=world.people[who])
    assert not Loan.objects.exists()


def test_the_list_shows_what_is_out_and_what_is_late(world: World) -> None:
    loan = lent(world)
    client = Client()
    client.force_login(world.delivery)
    page = client.get("/lan/").content.decode()
    assert loan.asset.asset_number in page
    assert f"/lan/{loan.pk}/aterlamna/" in page
    assert "Inga lån" in client.get("/lan/?lage=sena").content.decode()
    Loan.objects.update(due_on=TODAY - timedelta(days=30))
    assert "Försenat" in client.get("/lan/?lage=sena").content.decode()
    client.post(f"/lan/{loan.pk}/aterlamna/")
    assert loan.asset.asset_number not in client.get("/lan/").content.decode()
    assert loan.asset.asset_number in client.get("/lan/?lage=alla").content.decode()
    client.force_login(world.head)
    assert "aterlamna" not in client.get("/lan/?lage=alla").content.decode()
