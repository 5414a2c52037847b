"""The pages: reporting from the asset's page, the list, one incident with what there is to do, and the start page."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from inventory.incidents.models import Incident, Kind
from inventory.models import Asset
from orders.models import Order
from portal.core import clock
from portal.core.outbox.actions import dispatch_next
from tests.incidents.reporting import piece, reported
from tests.pages import as_user
from tests.world import NOW, World


def filled(asset: Asset, /, **more: str) -> dict[str, str]:
    values = {
        "asset": asset.asset_number,
        "kind": "DAMAGE",
        "happened_on": "2026-11-17",
        "happened_time": "14:30",
        "place": "Reception 1",
        "description": "Skärmen är sprucken.",
        "data_risk": "NO",
    }
    return {**values, **more}


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def told(response) -> list[str]:
    found = re.findall(r'<p class="ds-validation-message"[^>]*>(.*?)</p>', response.content.decode(), re.S)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in found]


def run_outbox() -> None:
    while dispatch_next(clock.now()):
        pass


def test_the_assets_page_leads_to_the_report_and_the_report_back_to_the_asset(world: World) -> None:
    asset = piece(world)
    client = as_user(world.head)
    address = f"/incidenter/ny/?inventarie={asset.asset_number}"
    assert f'href="{address}"' in html(client, f"/utrustning/{asset.asset_number}/")
    assert f'value="{asset.asset_number}"' in html(client, address)
    response = client.post("/incidenter/ny/", filled(asset))
    incident = Incident.objects.get()
    assert response["Location"] == f"/incidenter/{incident.number}/"
    assert incident.happened_time is not None
    assert incident.happened_time.isoformat() == "14:30:00"
    page = html(client, f"/incidenter/{incident.number}/")
    assert "Skärmen är sprucken." in page
    assert f"/utrustning/{asset.asset_number}/" in page
    assert "Samordnaren i regionen beslutar" in page
    assert f"/incidenter/{incident.number}/" in html(client, f"/utrustning/{asset.asset_number}/")


def test_faults_are_told_at_their_fields_and_what_was_written_stays(world: World) -> None:
    asset = piece(world)
    client = as_user(world.contact)
    response = client.post(
        "/incidenter/ny/", filled(asset, data_risk="YES", happened_on="2027-01-01", place="Källaren")
    )
    assert response.status_code == 422
    assert told(response) == [
        "Välj en dag som inte ligger framåt.",
        "Skriv vilka uppgifter som kan ha kommit i orätta händer.",
    ]
    assert 'value="Källaren"' in response.content.decode()
    unknown = client.post("/incidenter/ny/", filled(asset, asset="KLM-999999"))
    assert "Det finns ingen sådan inventarie på dina enheter." in unknown.content.decode()
    assert not Incident.objects.exists()


def test_the_list_is_filtered_and_costs_the_same_whatever_its_length(world: World) -> None:
    first = reported(world, kind=Kind.LOSS)
    client = as_user(world.coordinator)
    client.get("/incidenter/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/incidenter/")
    second, third = reported(world), reported(world)
    with CaptureQueriesContext(connection) as three:
        page = html(client, "/incidenter/")
    assert len(one) == len(three)
    assert all(incident.number in page for incident in (first, second, third))
    lost = html(client, "/incidenter/?slag=LOSS")
    assert first.number in lost
    assert second.number not in lost
    assert second.number in html(client, f"/incidenter/?q={second.asset.asset_number}")
    assert "Ingen incident passar" in html(client, "/incidenter/?lage=over")
    assert first.number in html(client, "/incidenter/?lage=vad-som-helst")
    assert "Inga incidenter" in html(as_user(world.other_head), "/incidenter/")


def test_the_coordinator_decides_on_the_page_and_the_order_is_linked_both_ways(world: World) -> None:
    incident = reported(world)
    client = as_user(world.coordinator)
    path = f"/incidenter/{incident.number}/"
    assert "Spara beslutet" in html(client, path)
    empty = client.post(f"{path}beslut/", {})
    assert empty.status_code == 422
    assert told(empty) == [
        "Välj vad som ska hända.",
        "Skriv skälet till beslutet. Enheten läser det.",
    ]
    client.post(f"{path}beslut/", {"outcome": "REPLACE", "reason": "Går inte att laga."})
    assert "Beställningen skapas av portalen" in html(client, path)
    run_outbox()
    order = Order.objects.get(source=incident.number)
    assert f"/bestallningar/{order.number}/" in html(client, path)
    page = html(client, f"/bestallningar/{order.number}/")
    assert path in page
    assert f'Ersätter <a href="/utrustning/{incident.asset.asset_number}/"' in page
    life = html(client, f"/utrustning/{incident.asset.asset_number}/")
    assert path in life
    assert f"/bestallningar/{order.number}/" in life


def test_a_repair_is_sent_lent_for_and_finished_on_the_page(world: World) -> None:
    incident = reported(world)
    path = f"/incidenter/{incident.number}/"
    as_user(world.coordinator).post(f"{path}beslut/", {"outcome": "REPAIR", "reason": "Lagas."})
    client = as_user(world.delivery)
    page = html(client, path)
    assert "Inget likadant står i regionens lager." in page
    assert "Avsluta reparationen" in page
    assert client.post(f"{path}reparation/", {"result": "IN_USE"}).status_code == 422
    client.post(f"{path}reparation/", {"result": "IN_USE", "note": "Bytt skärm."})
    assert "Reparationen: Bytt skärm." in html(client, path)
    assert Asset.objects.get(pk=incident.asset_id).state == "IN_USE"


def test_the_unit_adds_the_police_reference_a_picture_and_takes_back(world: World) -> None:
    incident = reported(world, kind=Kind.THEFT)
    path = f"/incidenter/{incident.number}/"
    client = as_user(world.contact)
    assert "Polisanmälan" in html(client, path)
    client.post(f"{path}polisen/", {"reference": "5000-K1-26"})
    assert "5000-K1-26" in html(client, path)
    drawn = BytesIO()
    Image.new("RGB", (30, 20)).save(drawn, "PNG")
    client.post(f"{path}bilder/", {"picture": SimpleUploadedFile("a.png", drawn.getvalue())})
    assert f'src="{path}bilder/1/"' in html(client, path)
    wrong = client.post(f"{path}bilder/", {"picture": SimpleUploadedFile("a.png", b"<svg/>")})
    assert wrong.status_code == 422
    assert told(wrong) == ["Filen är inte en bild i JPEG, PNG eller WebP. Välj en annan fil."]
    client.post(f"{path}aterta/")
    incident.refresh_from_db()
    assert incident.state == "WITHDRAWN"


def test_what_changed_meanwhile_is_told_and_the_page_shows_what_holds(world: World) -> None:
    incident = reported(world)
    path = f"/incidenter/{incident.number}/"
    client = as_user(world.coordinator)
    pays = {"amount": "1 250,50", "purpose": "Byte av skärm"}
    client.post(f"{path}beslut/", {"outcome": "CHARGE_UNIT", "reason": "Oaktsamt.", **pays})
    response = client.post(f"{path}beslut/", {"outcome": "WRITE_OFF", "reason": "Nej."}, follow=True)
    assert "Någon annan kan ha hunnit före" in response.content.decode()
    response = client.post(f"{path}avsluta/", follow=True)
    assert "Markera debiteringen som fakturerad, eller efterskänk den." in response.content.decode()
    incident.refresh_from_db()
    assert (incident.state, incident.outcome) == ("DECIDED", "CHARGE_UNIT")


def test_the_start_page_tells_whose_turn_it_is(world: World) -> None:
    theft = reported(world, kind=Kind.THEFT)
    head, coordinator = as_user(world.head), as_user(world.coordinator)
    assert f"Fyll i polisens diarienummer: {theft.number}" in html(head, "/")
    assert "Besluta om" not in html(coordinator, "/")
    broken = reported(world)
    assert f"Besluta om incident {broken.number}" in html(coordinator, "/")
    head.post(f"/incidenter/{theft.number}/polisen/", {"reference": "5000-K1-26"})
    assert "Fyll i polisens diarienummer" not in html(head, "/")
    assert "Besluta om 2 incidenter" in html(coordinator, "/")


@pytest.mark.parametrize("who", ["superuser", "manager", "it_coordinator"])
def test_those_who_only_read_are_offered_nothing_to_do(world: World, who: str) -> None:
    incident = reported(world)
    page = html(as_user(world.people[who]), f"/incidenter/{incident.number}/")
    assert incident.description in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    assert incident.reported_at == NOW


def test_what_a_person_did_before_his_identity_was_protected_does_not_name_him(world: World) -> None:
    incident = reported(world)
    path = f"/incidenter/{incident.number}/"
    assert world.head.full_name in html(as_user(world.coordinator), path)
    world.head.protected_identity = True
    world.head.save()
    assert world.head.full_name not in html(as_user(world.coordinator), path)
