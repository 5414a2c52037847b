"""Lending out of the region's store while a piece is repaired: what moves, that it uses no cap, and what is refused."""

from datetime import timedelta

import pytest
from django.test import Client

from entitlements.models import Kind as ItemKind
from inventory.incidents.actions.decide import decide_incident
from inventory.incidents.actions.lend import lend_asset, return_loan
from inventory.incidents.models import Incident, Loan, Outcome
from inventory.models import Asset, AssetEvent
from orders.facts import facts_of
from portal.core.audit.models import AuditEvent
from portal.core.clock import local_date
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


def test_what_is_lent_stands_in_the_others_place_and_comes_back_to_the_store(world: World) -> None:
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
    assert (asset.state, asset.unit, asset.store) == ("IN_STOCK", None, world.region)
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
