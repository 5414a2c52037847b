"""What was seen on the network: the assets' last day, and machines that the region did not supply."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inventory.network.actions.contacts import record_contacts
from inventory.network.actions.deviations import decide_deviation
from inventory.network.contact import Contact
from inventory.network.models import NetworkDeviation
from inventory.network.reading import contacts_in
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Errors, Invalid, NotAllowed
from portal.core.units.models import Region
from tests.imports.files import OTHER, UNIT, asset, csv_file, imported, laptop, row
from tests.world import NOW, World, assign

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
API = "/api/v1/network-contacts/"
# In Sweden they lie before the first day of the calendar and after the last.
ENDS_OF_TIME = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z")


def seen(name: str, day: date = TODAY, **more: str) -> Contact:
    return Contact(name=name, day=day, **more)


def told(world: World, *contacts: Contact, by: str = "delivery", region: Region | None = None):
    return record_contacts(region=region or world.region, contacts=contacts, by=world.people[by], at=NOW)


def registered(world: World, *rows) -> None:
    imported(world, csv_file(*rows))


def post(user, body: object):
    client = Client()
    client.force_login(user)
    return client.post(API, json.dumps(body), content_type="application/json")


def test_the_last_day_goes_forward_only_and_the_same_again_changes_nothing(world: World) -> None:
    registered(world, laptop("A1"), laptop("A2"))
    first = told(
        world, seen("A1"), seen(asset("A2").asset_number, date(2026, 11, 1)), seen("A1", date(2026, 1, 1))
    )
    assert (first.received, first.updated, first.unchanged, first.unknown) == (3, 2, 0, ())
    assert (asset("A1").last_seen_on, asset("A2").last_seen_on) == (TODAY, date(2026, 11, 1))
    acts = AuditEvent.objects.count()
    again = told(world, seen("A1", date(2026, 10, 1)), seen("A2", date(2026, 11, 1)))
    assert (again.updated, again.unchanged) == (0, 2)
    assert asset("A1").last_seen_on == TODAY
    assert AuditEvent.objects.count() == acts
    event = AuditEvent.objects.latest("sequence")
    assert (event.kind, event.after["updated"], event.actor) == ("network.contacts", 2, world.delivery.hsa_id)


def test_the_future_and_a_row_without_a_number_are_refused_whole(world: World) -> None:
    registered(world, laptop("A1"))
    with pytest.raises(Errors) as refused:
        told(world, seen("A1"), seen("A1", TODAY + timedelta(days=2)), seen(""))
    assert [one.field for one in refused.value.details] == ["contacts[1]", "contacts[2]"]
    assert asset("A1").last_seen_on is None
    assert told(world, seen("A1", TODAY + timedelta(days=1))).updated == 1


@pytest.mark.parametrize(
    "role", ["head", "contact", "superuser", "coordinator", "manager", "controller", "nobody"]
)
def test_others_do_not_feed_the_register(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        told(world, seen("A1"), by=role)
    assert (
        post(world.people[role], {"contacts": [{"serial_number": "A1", "seen_at": "2026-11-18"}]}).status_code
        == 403
    )


def test_what_the_region_did_not_supply_is_noted_where_it_was_seen(world: World) -> None:
    registered(world, row(serial="SW1", item="switch", unit=OTHER))
    outcome = told(
        world,
        seen("X1", unit=UNIT, hostname="pc-7"),
        seen("X2", location="SW1"),
        seen("X3"),
        seen("X4", unit="SE2321000073-FINNS1"),
    )
    assert outcome.unknown == ("X1", "X2", "X3", "X4")
    assert (outcome.deviations, outcome.new_deviations) == (2, 2)
    found = {one.serial_number: one for one in NetworkDeviation.objects.select_related("unit")}
    assert (found["X1"].unit, found["X1"].hostname, found["X1"].state) == (world.unit, "pc-7", "OPEN")
    assert found["X2"].unit == world.other_unit
    again = told(world, seen("X1", TODAY + timedelta(days=1), unit=UNIT))
    assert (again.deviations, again.new_deviations) == (1, 0)
    one = NetworkDeviation.objects.get(serial_number="X1")
    assert (one.first_seen_on, one.last_seen_on, one.hostname) == (TODAY, TODAY + timedelta(days=1), "pc-7")


def test_a_decision_and_what_comes_back(world: World) -> None:
    told(world, seen("X1", unit=UNIT), seen("X2", unit=UNIT))
    one, other = NetworkDeviation.objects.order_by("serial_number")
    for role in ("head", "delivery", "controller", "nobody"):
        with pytest.raises(NotAllowed):
            decide_deviation(deviation=one, state="REMOVED", note="Borta", by=world.people[role], at=NOW)
    with pytest.raises(Invalid):
        decide_deviation(deviation=one, state="REMOVED", note=" ", by=world.coordinator, at=NOW)
    with pytest.raises(Invalid):
        decide_deviation(deviation=one, state="OPEN", note="x", by=world.coordinator, at=NOW)
    decide_deviation(deviation=one, state="REMOVED", note="Egen dator", by=world.coordinator, at=NOW)
    decide_deviation(deviation=other, state="EXPLAINED", note="Lånad", by=world.it_coordinator, at=NOW)
    with pytest.raises(Conflict):
        decide_deviation(deviation=one, state="REMOVED", note="Igen", by=world.coordinator, at=NOW)
    told(world, seen("X1", unit=UNIT), seen("X2", unit=UNIT))
    assert set(NetworkDeviation.objects.values_list("state", flat=True)) == {"REMOVED", "EXPLAINED"}
    told(world, *(seen(name, TODAY + timedelta(days=1), unit=UNIT) for name in ("X1", "X2")))
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.decided_at, one.decided_by, other.state) == ("OPEN", None, None, "EXPLAINED")
    reopened = AuditEvent.objects.filter(kind="network.deviation_reopened")
    assert [(event.subject, event.unit) for event in reopened] == [("X1", UNIT)]
    told(world, seen("X1", TODAY + timedelta(days=1), unit=UNIT))
    assert reopened.count() == 1


def test_another_regions_assets_are_unknown(world: World) -> None:
    registered(world, laptop("A1"))
    region = Region.objects.create(code="annan", name="Annan", county_code="09", asset_prefix="ANN")
    assign(world.it_coordinator, "IT_DELIVERY", region=region)
    outcome = told(world, seen("A1", unit=UNIT), by="it_coordinator", region=region)
    assert (outcome.unknown, outcome.deviations, asset("A1").last_seen_on) == (("A1",), 0, None)


def test_as_many_questions_for_many_as_for_few(world: World) -> None:
    registered(world, *(laptop(f"A{n}") for n in range(60)))

    def asked(first: int, rows: int) -> int:
        contacts = [seen(f"A{n}") for n in range(first, first + rows)]
        contacts += [seen(f"X{n}", unit=UNIT) for n in range(first, first + rows)]
        with CaptureQueriesContext(connection) as queries:
            told(world, *contacts)
        return len(queries)

    assert asked(0, 1) == asked(10, 50)


def test_by_api(world: World) -> None:
    registered(world, laptop("A1"))
    body = {"contacts": [
        {"serial_number": "a 1", "seen_at": "2026-11-18T08:30:00Z"},
        {"serial_number": "X1", "seen_at": "2026-11-18", "unit": UNIT, "hostname": "pc"},
    ]}  # fmt: skip
    answer = post(world.delivery, body)
    assert answer.status_code == 200, answer.content
    assert answer.json() == {
        "received": 2, "updated": 1, "unchanged": 0, "unknown_count": 1, "unknown": ["X1"],
        "deviations": 1, "new_deviations": 1,
    }  # fmt: skip
    assert post(world.delivery, body).json()["updated"] == 0
    for wrong in (
        {},
        {"contacts": []},
        {"contacts": [{"seen_at": "2026-11-18"}]},
        {"contacts": [{"serial_number": "A1", "seen_at": "i går"}]},
        {"contacts": [{"serial_number": "A1", "seen_at": ENDS_OF_TIME[0]}]},
        {"contacts": [{"serial_number": "A1", "seen_at": ENDS_OF_TIME[1]}]},
        {"contacts": [{"serial_number": "A1", "seen_at": "2026-11-18", "annat": "x"}]},
        {"contacts": [{"serial_number": 1, "seen_at": "2026-11-18"}]},
        {"contacts": ["A1"]},
        {"contacts": [{"serial_number": "A1", "seen_at": "2026-11-18"}] * 10_001},
        {"region": "annan", "contacts": [{"serial_number": "A1", "seen_at": "2026-11-18"}]},
    ):
        assert post(world.delivery, wrong).status_code in (400, 422), wrong


def test_ten_thousand_rows_a_call(world: World) -> None:
    registered(world, laptop("A1"))
    rows = [
        {"serial_number": f"X{n}", "seen_at": "2026-11-18T08:30:00Z", "unit": UNIT, "hostname": f"pc-{n}"}
        for n in range(10_000)
    ]
    answer = post(world.it_coordinator, {"contacts": rows})
    assert answer.status_code == 200
    assert (answer.json()["new_deviations"], len(answer.json()["unknown"])) == (10_000, 1_000)


def test_a_file(world: World) -> None:
    registered(world, laptop("A1"))
    client = Client()
    client.force_login(world.delivery)
    content = csv_file(
        ["A1", "2026-11-18 08:30", "", ""],
        ["X1", "2026-11-17", UNIT, "pc"],
        header=("Serienummer", "Senast sedd", "HSA-id", "Datornamn"),
    )
    file = SimpleUploadedFile("n.csv", content, "text/csv")
    page = client.post("/natverkskontakt/ladda-upp/", {"file": file})
    assert page.status_code == 200
    assert "Fick en senare dag</dt><dd>1<" in page.content.decode()
    assert "Finns inte i registret: X1." in page.content.decode()
    wrong = SimpleUploadedFile("n.csv", csv_file(["A1"], header=("Serienummer",)), "text/csv")
    page = client.post("/natverkskontakt/ladda-upp/", {"file": wrong})
    assert page.status_code == 422
    assert "Filen ska ha kolumnen Senast sedd" in page.content.decode()
    with pytest.raises(Errors):
        contacts_in(csv_file(["A1", "igår"], ["", "2026-11-18"], header=("Serienummer", "Senast sedd")))
    with pytest.raises(Errors) as refused:
        contacts_in(csv_file(*(["A1", end] for end in ENDS_OF_TIME), header=("Serienummer", "Senast sedd")))
    assert [fault.code for fault in refused.value.details] == ["not_a_day"] * len(ENDS_OF_TIME)
