"""What has come back: erased, put in the store or disposed of, several at a time, and never with its data."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.actions.hand_out import hand_out
from inventory.actions.state import move_assets, set_state
from inventory.actions.store import MOST, Fate, settle_returned, store_returned
from inventory.models import Asset
from inventory.returns.actions.erasing import erase_returned
from inventory.returns.models import ReturnItem
from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.units.models import Region
from tests.pages import as_user, text_of
from tests.returns.returning import LATER, equipped, exit_of, handed, pieces_of
from tests.returns.test_closing import close, decide, erase
from tests.world import World, assign, make_person

PAGE = "/aterlamning/att-ta-hand-om/"
AFTER = LATER + timedelta(days=1)


def settle(world: World, *assets: Asset, fate: str = Fate.STORE, note: str = "Hel.", by=None, at=AFTER):
    numbers = [one.asset_number for one in assets]
    return settle_returned(asset_numbers=numbers, fate=fate, note=note, by=by or world.delivery, at=at)


def wipe(world: World, *assets: Asset, method: str = "OVERWRITTEN", reference: str = "P1", by=None) -> int:
    numbers = [one.asset_number for one in assets]
    by = by or world.delivery
    return erase_returned(asset_numbers=numbers, method=method, reference=reference, by=by, at=AFTER)


def replaced(world: World, *assets: Asset) -> None:
    """Come back without any return, as when another is delivered."""
    note = "Ersatt och återlämnad vid leverans"
    set_state(assets=assets, state="RETURNED", source="B-2026-0001", note=note, by=world.delivery, at=LATER)


def test_what_is_erased_goes_to_the_store_or_is_disposed_of(world: World) -> None:
    kept, old = equipped(world, 2)
    (printer,) = equipped(world, item="multifunction-printer")
    case = exit_of(world)
    handed(world, case, kept, old, printer)
    erase(world, case, kept, old)
    assert len(settle(world, kept, printer)) == 2
    settle(world, old, fate=Fate.DISPOSE, note="Trasig skärm.", by=world.coordinator)
    for asset, state, store in (
        (kept, "IN_STOCK", world.region),
        (printer, "IN_STOCK", world.region),
        (old, "DISPOSED", None),
    ):
        asset.refresh_from_db()
        assert (asset.state, asset.store) == (state, store)
        assert {(part.state, part.store) for part in asset.parts.all()} <= {(state, store)}
    assert [event.kind for event in kept.events.all()[:3]] == ["STATE_CHANGED", "ERASED", "HANDED_OVER"]
    assert old.events.first().note == "Trasig skärm."
    assert AuditEvent.objects.filter(kind="asset.erased").count() == 2
    assert kept.erased_on == LATER.date()


@pytest.mark.parametrize("fate", list(Fate))
def test_no_computer_goes_on_with_its_data(world: World, fate: str) -> None:
    first, second = equipped(world, 2)
    case = exit_of(world)
    handed(world, case, first, second)
    erase(world, case, first)
    with pytest.raises(Conflict, match=second.asset_number) as refused:
        settle(world, first, second, fate=fate)
    assert refused.value.code == "not_erased"
    assert first.asset_number not in refused.value.message
    assert set(Asset.objects.filter(part_of=None).values_list("state", flat=True)) == {"RETURNED"}
    with pytest.raises(Conflict):
        store_returned(asset=second, note="Hel.", by=world.delivery, at=AFTER)


def test_a_proof_is_of_no_more_use_once_the_piece_has_been_in_use(world: World) -> None:
    (asset,) = equipped(world)
    replaced(world, asset)
    wipe(world, asset)
    settle(world, asset)
    asset.refresh_from_db()
    assert asset.erased_on == AFTER.date()
    out = {"unit": world.other_unit, "function": "Lab", "room": "1", "reason": "Behövs där."}
    asset = hand_out(asset=asset, by=world.delivery, at=AFTER, **out)
    assert asset.erased_on is None
    set_state(assets=[asset], state="RETURNED", source="", note="", by=world.delivery, at=AFTER)
    with pytest.raises(Conflict):
        settle(world, asset)
    wipe(world, asset)
    found = {"unit": world.unit, "function": "", "room": "", "source": "", "note": "Upphittad"}
    move_assets(assets=[asset], by=world.delivery, at=AFTER, **found)
    set_state(assets=[asset], state="RETURNED", source="", note="", by=world.delivery, at=AFTER)
    assert Asset.objects.get(pk=asset.pk).lacks_erasure
    wipe(world, asset)
    set_state(assets=[asset], state="IN_USE", source="", note="", by=world.delivery, at=AFTER)
    assert asset.erased_on is None


def test_what_came_back_without_a_return_is_proved_in_the_list(world: World) -> None:
    loose, listed = equipped(world, 2)
    (printer,) = equipped(world, item="multifunction-printer")
    case = pieces_of(world, [listed])
    handed(world, case, listed)
    replaced(world, loose, printer)
    with pytest.raises(NotAllowed):
        wipe(world, loose, by=world.coordinator)
    for more in ({"reference": " "}, {"method": "PRAYED"}, {"reference": "x" * 121}):
        with pytest.raises(Invalid):
            wipe(world, loose, **more)
    with pytest.raises(Conflict):
        wipe(world, loose, printer)
    assert wipe(world, loose, listed, method="DESTROYED", reference="Protokoll 7") == 2
    item = ReturnItem.objects.get(asset=listed)
    assert (item.erased_by, item.erasure_reference) == (world.delivery, "Protokoll 7")
    sources = [one.events.get(kind="ERASED").source for one in (loose, listed)]
    assert sources == ["", case.number]
    assert loose.events.get(kind="ERASED").note == "Lagringen förstörd, Protokoll 7"
    with pytest.raises(Conflict):
        wipe(world, loose)
    close(world, case)


def test_what_cannot_be_settled_is_told(world: World) -> None:
    in_use, back = equipped(world, 2)
    replaced(world, back)
    wipe(world, back)
    for refusal, more in (
        (Invalid, {"note": " "}),
        (Invalid, {"fate": "SELL"}),
        (NotAllowed, {"by": world.head}),
        (NotAllowed, {"by": world.controller}),
    ):
        with pytest.raises(refusal):
            settle(world, back, **more)
    part = Asset.objects.filter(part_of=back).first()
    for assets in ((back, in_use), (part,)):
        with pytest.raises(Conflict):
            settle(world, *assets)
    for numbers in ([], [f"KLM-{number}" for number in range(MOST + 1)]):
        with pytest.raises(Invalid):
            settle_returned(asset_numbers=numbers, fate=Fate.STORE, note="x", by=world.delivery, at=AFTER)
    for number in ("KLM-0", "KLM-\x00"):
        with pytest.raises(Conflict):
            settle_returned(asset_numbers=[number], fate=Fate.STORE, note="x", by=world.delivery, at=AFTER)
    assert Asset.objects.get(pk=back.pk).state == "RETURNED"


def test_another_regions_people_neither_see_nor_settle(world: World) -> None:
    (asset,) = equipped(world)
    replaced(world, asset)
    wipe(world, asset)
    other = Region.objects.create(
        code="annan", name="Annan", county_code="09", asset_prefix="ANN", order_contact="x"
    )
    foreign = make_person("F009", "Per", "Främling")
    assign(foreign, "IT_DELIVERY", region=other)
    assert asset.asset_number not in text_of(as_user(foreign).get(PAGE))
    with pytest.raises(Conflict) as refused:
        settle(world, asset, by=foreign)
    assert asset.asset_number not in refused.value.message


def test_the_page_erases_stores_and_disposes_of_the_marked(world: World) -> None:
    first, second = equipped(world, 2)
    case = exit_of(world)
    handed(world, case, first, second)
    client = as_user(world.delivery)
    assert "Ta hand om 2 återlämnade inventarier" in text_of(client.get("/"))
    assert f"{PAGE}?arende={case.number}" in text_of(client.get(f"/aterlamning/{case.number}/"))
    both = {"inventarie": [first.asset_number, second.asset_number]}
    refused = client.post(PAGE, both | {"gor": "lager", "efter-note": "Hela."})
    assert refused.status_code == 409
    assert "Raderingsbevis saknas" in text_of(refused)
    assert text_of(refused).count(" checked") == 2
    assert client.post(PAGE, both | {"gor": "radera"}).status_code == 422
    erased = {"gor": "radera", "radering-method": "OVERWRITTEN", "radering-reference": "Blancco 7"}
    assert "Raderingen är intygad för 2 datorer." in text_of(client.post(PAGE, both | erased, follow=True))
    stored = {"gor": "lager", "efter-note": "Hel.", "inventarie": first.asset_number}
    assert "1 inventarie står nu i regionens lager." in text_of(client.post(PAGE, stored, follow=True))
    thrown = {"gor": "kassera", "efter-note": "Trasig.", "inventarie": second.asset_number}
    assert "1 inventarie är kasserad." in text_of(client.post(PAGE, thrown, follow=True))
    assert "Inget att ta hand om" in text_of(client.get(PAGE))
    assert "Ta hand om" not in text_of(client.get("/"))
    page = text_of(client.get(f"/aterlamning/{case.number}/"))
    assert "Nu: i regionens lager" in page
    assert "Nu: kasserad" in page
    assert client.post(PAGE, {"gor": "sälj"}, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"laptop", "old", "printer"}),
        ("skede=radera", {"laptop"}),
        ("skede=klara", {"old", "printer"}),
        ("arende={case}", {"laptop"}),
        ("q=multi", {"printer"}),
        ("arende=R-1999-0001", set()),
        ("skede=x&q=\x00", {"laptop", "old", "printer"}),
    ],
)
def test_the_list_is_filtered(world: World, query: str, found: set[str]) -> None:
    laptop, old, _ = equipped(world, 3)
    (printer,) = equipped(world, item="multifunction-printer")
    case = pieces_of(world, [laptop])
    handed(world, case, laptop)
    replaced(world, old, printer)
    wipe(world, old)
    assets = {"laptop": laptop, "old": old, "printer": printer}
    page = as_user(world.it_coordinator).get(f"{PAGE}?{query.format(case=case.number)}")
    rows = {asset.pk for asset in page.context["page"].rows}
    assert rows == {assets[name].pk for name in found}
    assert "Intyga radering av de markerade" not in text_of(page)


def test_the_list_costs_the_same_whatever_it_holds(world: World) -> None:
    client = as_user(world.delivery)

    def count() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    replaced(world, *equipped(world, 1))
    once = count()
    replaced(world, *equipped(world, 2))
    assert count() == once


def test_the_page_of_an_asset_tells_what_was_decided(world: World) -> None:
    charged, gone = equipped(world, 2)
    case = exit_of(world)
    decide(world, case, charged, decision="CHARGED", note="Tappad i sjön.")
    decide(world, case, gone)
    close(world, case)
    page = text_of(as_user(world.head).get(f"/utrustning/{charged.asset_number}/"))
    for words in ("Beslut vid återlämning", "Debiteras enheten", "Tappad i sjön.", "Eva Holm", case.number):
        assert words in page
    assert "Saknas" in page
    page = text_of(as_user(world.coordinator).get(f"/utrustning/{gone.asset_number}/"))
    assert "Skrivs av" in page
    assert "Kasserad" in page
    # Handed to another unit later, it does not tell them of what was decided here.
    gone.refresh_from_db()
    found = {"unit": world.other_unit, "function": "", "room": "", "source": "", "note": "Upphittad"}
    move_assets(assets=[gone], by=world.delivery, at=clock.now(), **found)
    page = text_of(as_user(world.other_head).get(f"/utrustning/{gone.asset_number}/"))
    assert "Beslut vid återlämning" not in page


def test_the_page_of_an_asset_leads_on_when_it_has_come_back(world: World) -> None:
    (asset,) = equipped(world)
    replaced(world, asset)
    address = f"/utrustning/{asset.asset_number}/"
    page = text_of(as_user(world.delivery).get(address))
    assert f"{PAGE}?q={asset.asset_number}" in page
    assert "Ställ i lager" not in page
    wipe(world, asset)
    page = text_of(as_user(world.delivery).get(address))
    assert "Ställ i lager" in page
    assert "Raderad" in page
    assert PAGE not in text_of(as_user(world.head).get(address))
