"""A unit's contract ends, from the first letter to the certificate, through the pages."""

from datetime import date, timedelta

from inventory.actions.services import register_service
from inventory.models import Asset, AssetEvent
from inventory.returns.actions.completing import digest_of, items_in
from inventory.returns.contract_end import open_ending
from inventory.returns.models import ReturnCase, ReturnItem
from portal.core import clock
from portal.core.units.models import Contract
from tests.pages import as_user, text_of
from tests.returns.returning import equipped
from tests.world import START, World


def test_from_the_contracts_end_to_the_certificate(world: World) -> None:
    laptop, lost = equipped(world, 2)
    (printer,) = equipped(world, item="multifunction-printer")
    service = register_service(
        unit=world.unit, item_code="support", valid_from=START, by=world.coordinator, at=clock.now()
    )
    last_day = clock.today() + timedelta(days=60)
    Contract.objects.filter(unit=world.unit).update(valid_to=last_day)
    assert open_ending(clock.now()) == 1
    assert open_ending(clock.now()) == 0
    case = ReturnCase.objects.get(unit=world.unit)
    assert (case.reason, case.due_on, case.opened_by) == ("CONTRACT_END", last_day, None)
    page = f"/aterlamning/{case.number}/"
    head, coordinator, delivery = (as_user(one) for one in (world.head, world.coordinator, world.delivery))
    shown = text_of(head.get(page))
    for words in (laptop.asset_number, lost.asset_number, printer.asset_number, "Support", "av portalen"):
        assert words in shown
    assert case.number in text_of(head.get("/"))

    # The head books a time, and says what cannot be found.
    booked = {
        "gor": "boka",
        "hamtning-day": (clock.today() + timedelta(days=3)).isoformat(),
        "hamtning-window_start": "09.00",
        "hamtning-window_end": "11:30",
        "hamtning-place": "Hamngatan 4",
        "hamtning-contact": "Jonas, 070",
    }
    assert head.post(page, booked).status_code == 302
    missing = ReturnItem.objects.get(case=case, asset=lost)
    assert head.post(page, {"gor": "saknas", "rad": missing.pk}).status_code == 302
    assert "9.00" in text_of(head.get(page)).replace("09.00", "9.00")

    # IT delivery lists what is handed over, by a part's number and by the serial number.
    begun = delivery.post(page, {"gor": "overlamna"})
    handover_page = begun.url
    assert handover_page == f"{page}overlamning/1/"
    part = laptop.parts.first()
    for number in (part.asset_number if part else laptop.asset_number, printer.serial_number.lower()):
        response = delivery.post(handover_page, {"number": number, "condition": "OK", "remark": ""})
        assert response.status_code == 302, text_of(response)
    handover = case.handovers.get()
    seen = digest_of(items_in(handover))
    signing = {"gor": "skriv-under", "seen": seen}
    done = delivery.post(handover_page, signing | {"party": "received", "name": "nils  DAL"})
    assert done.status_code == 302, text_of(done)
    assert Asset.objects.get(pk=laptop.pk).state == "IN_USE"
    assert "Skriv under överlämning" in text_of(head.get("/"))
    done = head.post(handover_page, signing | {"party": "given", "name": world.head.full_name})
    assert done.status_code == 302, text_of(done)
    laptop.refresh_from_db()
    assert (laptop.state, laptop.released_on) == ("RETURNED", clock.today())
    event = AssetEvent.objects.filter(asset=laptop).first()
    assert (event.kind, event.source) == ("HANDED_OVER", case.number)

    # The coordinator is told what is left, decides, ends the services; IT delivery proves the erasure.
    shown = text_of(coordinator.get(page))
    for words in ("Lämna över eller besluta", "Intyga att lagringen är raderad", "Sätt sista dag"):
        assert words in shown
    refused = coordinator.post(page, {"gor": "avsluta"})
    assert refused.status_code == 302
    case.refresh_from_db()
    assert case.is_open
    decided = {
        "gor": "besluta",
        "beslut-items": [missing.pk],
        "beslut-decision": "WRITTEN_OFF",
        "beslut-note": "",
    }
    assert coordinator.post(page, decided).status_code == 302
    ended = {"gor": "tjanster", "tjanster-services": [service.pk], "tjanster-valid_to": last_day.isoformat()}
    assert coordinator.post(page, ended).status_code == 302
    item = ReturnItem.objects.get(case=case, asset=laptop)
    erased = {
        "gor": "radera",
        "radering-items": [item.pk],
        "radering-method": "OVERWRITTEN",
        "radering-reference": "Blancco 4711",
    }
    assert delivery.post(page, erased).status_code == 302
    assert "Allt är överlämnat eller beslutat" in text_of(coordinator.get(page))
    assert coordinator.post(page, {"gor": "avsluta"}).status_code == 302
    case.refresh_from_db()
    lost.refresh_from_db()
    service.refresh_from_db()
    assert (case.state, case.closed_by) == ("CLOSED", world.coordinator)
    assert (lost.state, service.valid_to) == ("DISPOSED", last_day)
    assert not Asset.objects.filter(unit=world.unit, state__in=Asset.HELD).exists()
    shown = text_of(head.get(page))
    assert "Avslutad" in shown
    assert isinstance(last_day, date)
