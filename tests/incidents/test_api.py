"""The API: the same two doors accept and refuse alike."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from drf_spectacular.generators import SchemaGenerator

from inventory.incidents.actions.charge import mark_invoiced
from inventory.incidents.actions.lend import return_loan
from inventory.incidents.actions.repair import finish_repair
from inventory.incidents.models import Incident
from tests.incidents.reporting import charged, piece, reported
from tests.incidents.scene import incidents_at, screen
from tests.incidents.test_pages import filled
from tests.pages import as_user
from tests.world import NOW, World

PATH = "/api/v1/incidents/"


def test_a_report_by_api_is_the_report_of_the_page(world: World) -> None:
    asset = piece(world)
    client = as_user(world.head)
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
    client = as_user(world.head)
    by_api = client.post(PATH, filled(asset, **change), content_type="application/json")
    by_page = client.post("/incidenter/ny/", filled(asset, **change))
    assert (by_api.status_code, by_page.status_code) in {(422, 422), (400, 422)}
    faults = by_api.json().get("errors") or [by_api.json()]
    assert [(one["field"], one["code"]) for one in faults] == [(field, code)]
    assert f'href="#id_{field}' in by_page.content.decode()
    assert not Incident.objects.exists()


def test_a_unit_sees_its_own_and_reports_its_own(world: World) -> None:
    incident = reported(world)
    other = as_user(world.other_head)
    assert other.get(PATH).json()["results"] == []
    assert other.get(f"{PATH}{incident.number}/").status_code == 404
    response = other.post(PATH, filled(incident.asset), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (404, "unknown_asset")
    coordinator = as_user(world.coordinator)
    assert len(coordinator.get(PATH, {"kind": "DAMAGE", "state": "REPORTED"}).json()["results"]) == 1
    assert coordinator.get(PATH, {"unit": world.other_unit.hsa_id}).json()["results"] == []


def test_programs_read_the_decision_the_loan_and_the_charge(world: World) -> None:
    parts = incidents_at(world, world.unit, "A", "")
    repair, loan, charge = parts["repair"], parts["loan"], parts["charged"]
    client = as_user(world.head)
    told = client.get(f"{PATH}{repair.number}/").json()
    assert (told["outcome"], told["reason"], told["decided_by"]["name"]) == (
        "REPAIR",
        repair.reason,
        world.coordinator.display_name,
    )
    (lent,) = told["loans"]
    assert (lent["asset"], lent["due_on"], lent["returned_at"]) == (
        loan.asset.asset_number,
        loan.due_on.isoformat(),
        None,
    )
    assert told["charge"] is None
    finish_repair(incident=repair, result="IN_USE", note="Ny skärm.", by=world.delivery, at=NOW)
    return_loan(loan=loan, by=world.delivery, at=NOW)
    told = client.get(f"{PATH}{repair.number}/").json()
    assert (told["repair_note"], bool(told["loans"][0]["returned_at"])) == ("Ny skärm.", True)
    told = client.get(f"{PATH}{charge.source}/").json()
    assert told["charge"] == {
        "amount": 125_050,
        "purpose": "Ny skärm",
        "state": "OPEN",
        "invoice_reference": "",
        "invoiced_on": None,
        "waived_reason": "",
    }
    bill = {"reference": "F-1", "invoiced_on": NOW.date(), "by": world.coordinator, "at": NOW}
    mark_invoiced(charge=charge, **bill)
    told = client.get(f"{PATH}{charge.source}/").json()
    assert (told["state"], told["charge"]["state"], told["charge"]["invoice_reference"]) == (
        "CLOSED",
        "INVOICED",
        "F-1",
    )


def test_a_later_repair_has_loans_of_its_own(world: World) -> None:
    parts = incidents_at(world, world.unit, "A", "")
    asset, first = parts["loan"].for_asset, parts["repair"]
    finish_repair(incident=first, result="IN_USE", note="Lagad.", by=world.delivery, at=NOW)
    asset.refresh_from_db()
    later = reported(world, asset, at=NOW + timedelta(days=40))
    assert as_user(world.head).get(f"{PATH}{later.number}/").json()["loans"] == []


def test_what_answers_is_what_the_description_says(world: World) -> None:
    """Every field of the schema, and no other, with the schema's own types for the loan and the charge."""
    charge = incidents_at(world, world.unit, "A", "")["charged"]
    client = as_user(world.head)
    shapes = SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]
    told = client.get(f"{PATH}{charge.source}/").json()
    assert set(told) == set(shapes["IncidentShape"]["properties"])
    assert set(told["charge"]) == set(shapes["ChargeShape"]["properties"])
    loans = [loan for one in client.get(PATH).json()["results"] for loan in one["loans"]]
    assert {frozenset(loan) for loan in loans} == {frozenset(shapes["LoanShape"]["properties"])}


def test_the_list_costs_the_same_with_one_and_with_three(world: World) -> None:
    client = as_user(world.head)
    charged(world, screen(world.unit, "KLM-830000"))
    client.get(PATH)
    with CaptureQueriesContext(connection) as one:
        client.get(PATH)
    incidents_at(world, world.unit, "A", "")
    with CaptureQueriesContext(connection) as four:
        client.get(PATH)
    assert len(four) - len(one) in (0, 1), "the lent pieces are read once there is a loan"
