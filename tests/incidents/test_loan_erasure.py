"""What comes back from a loan with somebody's data on it: erased first, and never handed on before."""

import pytest

from inventory.actions.hand_out import hand_out
from inventory.actions.state import note_erased
from inventory.actions.store import store_returned
from inventory.incidents.actions.lend import lend_asset, return_loan
from inventory.models import Asset
from inventory.returns.actions.erasing import erase_returned
from portal.core.errors import Conflict
from tests.incidents.test_loans import DUE, in_repair, lent, lent_printer, stocked
from tests.pages import as_user
from tests.world import NOW, World

PAGE = "/aterlamning/att-ta-hand-om/"


def erase(world: World, asset: Asset) -> int:
    numbers, proof = [asset.asset_number], {"method": "OVERWRITTEN", "reference": "Protokoll 7"}
    return erase_returned(asset_numbers=numbers, **proof, by=world.delivery, at=NOW)


def back_in_store_unproved(world: World) -> Asset:
    """As one that was put in the store before the proof was asked for."""
    asset = lent(world).asset
    asset.loans.update(returned_at=NOW, returned_by=world.delivery)
    values = {"state": "IN_STOCK", "unit": None, "store": world.region, "on_loan": False}
    Asset.objects.filter(pk=asset.pk).update(**values, released_on=NOW.date())
    asset.refresh_from_db()
    return asset


def test_a_computer_waits_to_be_erased_and_then_goes_to_the_store(world: World) -> None:
    loan = lent(world)
    client = as_user(world.delivery)
    told = client.post(f"/lan/{loan.pk}/aterlamna/", follow=True).content.decode()
    assert "Datorn ska raderas innan den kan lånas ut igen." in told
    asset = Asset.objects.get(pk=loan.asset_id)
    assert asset.lacks_erasure
    assert asset.asset_number in client.get(f"{PAGE}?skede=radera").content.decode()
    with pytest.raises(Conflict):
        store_returned(asset=asset, note="Hel.", by=world.delivery, at=NOW)
    assert erase(world, asset) == 1
    store_returned(asset=asset, note="Hel.", by=world.delivery, at=NOW)
    asset.refresh_from_db()
    assert (asset.state, asset.store, asset.erased_on) == ("IN_STOCK", world.region, NOW.date())
    lend_asset(asset=asset, for_asset=loan.for_asset, due_on=DUE, by=world.delivery, at=NOW)
    asset.refresh_from_db()
    assert asset.erased_on is None


def test_what_holds_no_data_goes_straight_to_the_store(world: World) -> None:
    loan = lent_printer(world)
    client = as_user(world.delivery)
    told = client.post(f"/lan/{loan.pk}/aterlamna/", follow=True).content.decode()
    assert "Inventarien står i lagret." in told
    assert Asset.objects.get(pk=loan.asset_id).state == "IN_STOCK"


def to_the_unit(world: World) -> dict[str, object]:
    return {
        "unit": world.unit,
        "function": "",
        "room": "",
        "reason": "Behövs.",
        "by": world.delivery,
        "at": NOW,
    }


def test_a_computer_that_has_been_in_use_leaves_the_store_only_when_it_is_erased(world: World) -> None:
    asset = back_in_store_unproved(world)
    out = to_the_unit(world)
    broken = in_repair(world).asset
    for leave in (
        lambda: hand_out(asset=asset, **out),
        lambda: lend_asset(asset=asset, for_asset=broken, due_on=DUE, by=world.delivery, at=NOW),
    ):
        with pytest.raises(Conflict, match="I lager utan raderingsbevis") as refused:
            leave()
        assert refused.value.code == "not_erased"
    path = f"/utrustning/{asset.asset_number}/lamna-ut/"
    sent = {"to_unit": world.unit.hsa_id, "reason": "Behövs."}
    assert "saknar raderingsbevis" in as_user(world.delivery).post(path, sent).content.decode()
    note_erased(assets=[asset], source="", note="Protokoll 7", by=world.delivery, at=NOW)
    assert hand_out(asset=asset, **out).state == "IN_USE"


def test_what_is_new_in_the_store_needs_no_proof(world: World) -> None:
    new = stocked(world)
    out = to_the_unit(world)
    assert hand_out(asset=new, **out).state == "IN_USE"


def test_the_list_shows_what_stands_in_the_store_unproved_and_it_is_proved_there(world: World) -> None:
    asset, other = back_in_store_unproved(world), stocked(world, "KLM-700005")
    instead = {"for_asset": in_repair(world).asset, "due_on": DUE}
    loan = lend_asset(asset=other, **instead, by=world.delivery, at=NOW)
    return_loan(loan=loan, by=world.delivery, at=NOW)
    client = as_user(world.delivery)
    page = client.get(f"{PAGE}?skede=lager").content.decode()
    assert asset.asset_number in page
    assert other.asset_number not in page
    assert "I regionens lager" in page
    assert "Ställ i lager" not in page
    sent = {"gor": "radera", "method": "OVERWRITTEN", "reference": "Protokoll 7"}
    marked = {"inventarie": asset.asset_number, **{f"radering-{name}": one for name, one in sent.items()}}
    done = client.post(f"{PAGE}?skede=lager", {**marked, "gor": "radera"})
    assert done.status_code == 302
    asset.refresh_from_db()
    assert (asset.state, asset.erased_on is None) == ("IN_STOCK", False)
    assert asset.asset_number not in client.get(f"{PAGE}?skede=lager").content.decode()
    with pytest.raises(Conflict):
        erase(world, asset)


def test_another_regions_or_the_coordinators_hand_proves_nothing(world: World) -> None:
    asset = back_in_store_unproved(world)
    client = as_user(world.coordinator)
    sent = {"inventarie": asset.asset_number, "gor": "radera", "radering-method": "OVERWRITTEN"}
    refused = client.post(f"{PAGE}?skede=lager", {**sent, "radering-reference": "Protokoll 7"})
    assert refused.status_code == 403
    assert Asset.objects.get(pk=asset.pk).erased_on is None
