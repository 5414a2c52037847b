"""The API: the same two doors accept and refuse alike."""

import pytest
from django.test import Client

from inventory.incidents.models import Incident
from tests.incidents.reporting import piece, reported
from tests.incidents.test_pages import filled
from tests.world import World

PATH = "/api/v1/incidents/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_report_by_api_is_the_report_of_the_page(world: World) -> None:
    asset = piece(world)
    client = signed_in(world.head)
    response = client.post(PATH, filled(asset), content_type="application/json")
    assert response.status_code == 201
    told = response.json()
    incident = Incident.objects.get()
    assert (told["number"], told["asset"], told["state"]) == (incident.number, asset.asset_number, "REPORTED")
    assert (told["happened_time"], told["pictures"]) == ("14:30:00", 0)
    (listed,) = client.get(PATH).json()["results"]
    assert listed == told == client.get(f"{PATH}{incident.number}/").json()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"description": " "}, "description", "description_missing"),
        ({"happened_on": "2099-01-01"}, "happened_on", "day_range"),
        ({"data_risk": "YES"}, "data_risk_text", "data_risk_text_missing"),
        ({"place": "x" * 121}, "place", "too_long"),
        ({"happened_time": "25:00"}, "happened_time", "malformed"),
        ({"kind": "FIRE"}, "kind", "invalid_choice"),
    ],
)
def test_the_two_doors_refuse_alike(world: World, change: dict[str, str], field: str, code: str) -> None:
    asset = piece(world)
    client = signed_in(world.head)
    by_api = client.post(PATH, filled(asset, **change), content_type="application/json")
    by_page = client.post("/incidenter/ny/", filled(asset, **change))
    assert (by_api.status_code, by_page.status_code) in {(422, 422), (400, 422)}
    faults = by_api.json().get("errors") or [by_api.json()]
    assert [(one["field"], one["code"]) for one in faults] == [(field, code)]
    assert f'href="#id_{field}' in by_page.content.decode()
    assert not Incident.objects.exists()


def test_a_unit_sees_its_own_and_reports_its_own(world: World) -> None:
    incident = reported(world)
    other = signed_in(world.other_head)
    assert other.get(PATH).json()["results"] == []
    assert other.get(f"{PATH}{incident.number}/").status_code == 404
    response = other.post(PATH, filled(incident.asset), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (404, "unknown_asset")
    coordinator = signed_in(world.coordinator)
    assert len(coordinator.get(PATH, {"kind": "DAMAGE", "state": "REPORTED"}).json()["results"]) == 1
    assert coordinator.get(PATH, {"unit": world.other_unit.hsa_id}).json()["results"] == []
