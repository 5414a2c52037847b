"""What a unit is to pay: decided with a sum, listed, exported, invoiced or waived, and what is refused."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from entitlements.models import AppendixVersion
from inventory.incidents.actions.charge import charge_unit, mark_invoiced, waive_charge
from inventory.incidents.actions.decide import close_incident, decide_incident
from inventory.incidents.models import Charge, Incident, Kind, Outcome
from inventory.incidents.money import kronor, ore_of
from portal.core.audit.models import AuditEvent
from portal.core.clock import local_date
from portal.core.errors import Conflict, Errors, Invalid, NotAllowed
from tests.incidents.reporting import charged, piece, reported
from tests.incidents.scene import screen
from tests.pages import as_user
from tests.world import NOW, World

TODAY = local_date(NOW)
LATER = NOW + timedelta(days=3)


def decide(incident: Incident, world: World, **more) -> Incident:
    values = {"amount": 50_000, "purpose": "Ny skärm", **more}
    return decide_incident(
        incident=incident, outcome=Outcome.CHARGE_UNIT, reason="Ja.", by=world.coordinator, at=NOW, **values
    )


def invoice(charge: Charge, world: World, **more) -> Charge:
    values = {"reference": "F-1001", "invoiced_on": TODAY, "by": world.people["controller"], "at": LATER}
    return mark_invoiced(charge=charge, **{**values, **more})


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1 250,50", 125_050),
        ("1\u00a0250", 125_000),
        ("1250.5 kr", 125_050),
        ("0,05", 5),
        ("", None),
        ("-5", None),
        ("1,234", None),
        ("tolv", None),
        ("١٢", None),
    ],
)
def test_sums_are_read_as_people_write_them(text: str, ore: int | None) -> None:
    assert ore_of(text) == ore


def test_sums_are_written_in_kronor() -> None:
    assert [kronor(ore).replace("\u00a0", " ") for ore in (5, 125_000, 125_050)] == [
        "0,05 kr",
        "1 250 kr",
        "1 250,50 kr",
    ]


def test_the_decision_makes_the_charge(world: World) -> None:
    charge = charged(world)
    incident = Incident.objects.get()
    assert (charge.source, charge.unit, charge.asset) == (incident.number, world.unit, incident.asset)
    assert (charge.amount, charge.purpose) == (125_050, "Byte av skärm")
    assert (charge.decided_by, charge.decided_at) == (world.coordinator, NOW)
    assert AuditEvent.objects.get(kind="charge.decided").after == {
        "amount": 125_050,
        "purpose": "Byte av skärm",
        "asset": charge.asset.asset_number,
        "source": charge.source,
    }


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"amount": None}, ["amount"]),
        ({"amount": 0}, ["amount"]),
        ({"amount": 100_000_001, "purpose": " "}, ["amount", "purpose"]),
        ({"purpose": "x" * 201}, ["purpose"]),
    ],
)
def test_a_charge_has_a_sum_and_says_for_what(world: World, more: dict, fields: list[str]) -> None:
    incident = reported(world)
    with pytest.raises(Errors) as refused:
        decide(incident, world, **more)
    assert [one.field for one in refused.value.details] == fields
    incident.refresh_from_db()
    assert (incident.state, Charge.objects.count()) == ("REPORTED", 0)


def test_the_open_term_says_what_a_unit_may_be_charged_for(world: World) -> None:
    """Kalmar IT §4 says what the unit is to protect the equipment from, and nothing of paying: an open term."""
    fault = reported(world, kind=Kind.FAULT)
    with pytest.raises(Invalid) as refused:
        decide(fault, world)
    assert (refused.value.code, refused.value.field) == ("not_charged_for", "outcome")
    page = as_user(world.coordinator).get(f"/incidenter/{fault.number}/").content.decode()
    assert "Låt enheten betala" not in page
    assert 'name="amount"' not in page
    version = AppendixVersion.objects.get()
    version.terms = {**version.terms, "charged_incident_kinds": {"value": ["fault"]}}
    version.save()
    decide(fault, world)
    damage = reported(world, screen(world.unit, "KLM-850001"))
    with pytest.raises(Invalid):
        decide(damage, world)


def test_an_invoice_ends_the_matter(world: World) -> None:
    charge = charged(world)
    incident = Incident.objects.get()
    with pytest.raises(Conflict) as refused:
        close_incident(incident=incident, by=world.coordinator, at=LATER)
    assert refused.value.code == "charge_open"
    invoice(charge, world)
    charge.refresh_from_db()
    incident.refresh_from_db()
    assert (charge.invoice_reference, charge.invoiced_on) == ("F-1001", TODAY)
    assert (charge.invoiced_by, charge.invoiced_at) == (world.people["controller"], LATER)
    assert (incident.state, incident.closed_by) == ("CLOSED", world.people["controller"])
    assert AuditEvent.objects.get(kind="charge.invoiced").after["reference"] == "F-1001"
    for again in (
        invoice,
        lambda one, world: waive_charge(charge=one, reason="Nej.", by=world.coordinator, at=LATER),
    ):
        with pytest.raises(Conflict) as refused:
            again(charge, world)
        assert refused.value.code == "charge_settled"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reference": " "}, "reference"),
        ({"reference": "x" * 61}, "reference"),
        ({"invoiced_on": TODAY - timedelta(days=1)}, "invoiced_on"),
        ({"invoiced_on": TODAY + timedelta(days=40)}, "invoiced_on"),
    ],
)
def test_an_invoice_has_a_number_and_a_day_that_can_be(world: World, more: dict, field: str) -> None:
    charge = charged(world)
    with pytest.raises(Invalid) as refused:
        invoice(charge, world, **more)
    assert refused.value.field == field
    charge.refresh_from_db()
    assert charge.is_open


def test_a_charge_that_is_waived_says_why_and_ends_the_matter(world: World) -> None:
    charge = charged(world)
    with pytest.raises(NotAllowed):
        waive_charge(charge=charge, reason="Snällt.", by=world.people["controller"], at=LATER)
    waive_charge(charge=charge, reason="Skadan fanns redan.", by=world.coordinator, at=LATER)
    charge.refresh_from_db()
    assert (charge.waived_reason, charge.waived_by) == ("Skadan fanns redan.", world.coordinator)
    assert Incident.objects.get().state == "CLOSED"
    page = as_user(world.head).get(f"/incidenter/{charge.source}/").content.decode()
    assert "Skadan fanns redan." in page


@pytest.mark.parametrize("who", ["head", "contact", "manager", "it_coordinator", "delivery"])
def test_the_economist_and_the_coordinator_invoice(world: World, who: str) -> None:
    charge = charged(world)
    with pytest.raises(NotAllowed):
        invoice(charge, world, by=world.people[who])


def test_a_return_may_charge_for_a_piece_too(world: World) -> None:
    """The charge knows what it was decided in by its number alone, and ends without an incident."""
    asset = piece(world)
    about = {"unit": world.unit, "asset": asset, "source": "R-2026-0001", "by": world.coordinator, "at": NOW}
    charge = charge_unit(amount=99_00, purpose="Saknad dator", as_gone=True, **about)
    with pytest.raises(Conflict) as refused:
        charge_unit(amount=99_00, purpose="Saknad dator", as_gone=False, **about)
    assert refused.value.code == "one_charge_per_decision"
    invoice(charge, world)
    assert Charge.objects.invoiced().count() == 1


def test_the_unit_reads_what_it_pays_and_the_economist_marks_it(world: World) -> None:
    charge = charged(world)
    path = f"/incidenter/{charge.source}/"
    page = as_user(world.head).get(path).content.decode().replace("\u00a0", " ")
    assert "1 250,50 kr" in page
    assert "Byte av skärm" in page
    assert "fakturerad/" not in page
    client = as_user(world.people["controller"])
    assert "1 debitering att fakturera" in client.get("/").content.decode().replace("\u00a0", " ")
    assert f"{path}fakturerad/" in client.get(path).content.decode()
    wrong = client.post(f"{path}fakturerad/", {"reference": "", "invoiced_on": TODAY.isoformat()})
    assert wrong.status_code == 422
    done = client.post(
        f"{path}fakturerad/", {"reference": "F-77", "invoiced_on": NOW.date().isoformat()}, follow=True
    )
    assert "F-77" in done.content.decode()
    assert "att fakturera" not in client.get("/").content.decode()


def test_the_decision_form_says_what_is_wrong_with_the_sum(world: World) -> None:
    incident = reported(world)
    client = as_user(world.coordinator)
    path = f"/incidenter/{incident.number}/beslut/"
    values = {"outcome": "CHARGE_UNIT", "reason": "Oaktsamt.", "purpose": "Skärm"}
    assert "Skriv beloppet i kronor" in client.post(path, {**values, "amount": "tolv"}).content.decode()
    assert "Skriv beloppet i kronor" in client.post(path, values).content.decode()
    assert client.post(path, {**values, "amount": "1 250"}).status_code == 302
    assert Charge.objects.get().amount == 125_000


def test_the_list_and_its_files_show_what_the_filters_leave(world: World) -> None:
    open_one = charged(world, screen(world.unit, "KLM-850010"))
    paid = invoice(charged(world, screen(world.unit, "KLM-850011")), world)
    other = charged(world, screen(world.other_unit, "KLM-850012"))
    client = as_user(world.people["controller"])

    def shown(query: str = "") -> set[str]:
        page = client.get(f"/debiteringar/{query}").content.decode()
        return {one.source for one in (open_one, paid, other) if f">{one.source}<" in page}

    assert shown() == {open_one.source, paid.source, other.source}
    assert shown("?lage=oppna") == {open_one.source, other.source}
    assert shown("?lage=fakturerade") == {paid.source}
    assert shown("?q=F-1001") == {paid.source}
    assert shown("?manad=2026-11") == shown()
    assert shown("?manad=2026-10") == set()
    assert "3 751,50 kr" in client.get("/debiteringar/").content.decode().replace("\u00a0", " ")
    csv = client.get("/debiteringar/lista.csv?lage=fakturerade").content.decode()
    head, row = csv.removeprefix("\ufeff").splitlines()
    assert dict(zip(head.split(";"), row.split(";"), strict=True)) == {
        "Underlag": paid.source,
        "Enhet": world.unit.name,
        "HSA-id": world.unit.hsa_id,
        "Inventarienummer": "KLM-850011",
        "Artikel": "extra skärm",
        "Vad det gäller": "Byte av skärm",
        "Belopp (kr, utan moms)": "1250,50",
        "Beslutad den": TODAY.isoformat(),
        "Beslutad av": world.coordinator.display_name,
        "Läge": "Fakturerad",
        "Fakturanummer": "F-1001",
        "Fakturadatum": TODAY.isoformat(),
        "Markerad av": world.people["controller"].display_name,
    }
    book = client.get("/debiteringar/lista.xlsx")
    assert len(list(load_workbook(BytesIO(book.content)).active.rows)) == 4
    own = as_user(world.head).get("/debiteringar/lista.csv").content.decode()
    assert other.source not in own
    assert open_one.source in own
    assert client.get("/debiteringar/lista.pdf").status_code == 404


def test_the_list_costs_the_same_with_one_and_with_three(world: World) -> None:
    client = as_user(world.people["controller"])
    charged(world, screen(world.unit, "KLM-850020"))
    client.get("/debiteringar/")
    with CaptureQueriesContext(connection) as one:
        client.get("/debiteringar/")
    for place in (1, 2):
        charged(world, screen(world.unit, f"KLM-85002{place}"))
    with CaptureQueriesContext(connection) as three:
        client.get("/debiteringar/")
    assert len(one) == len(three)
