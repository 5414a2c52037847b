"""The list of whom a notice has reached: filters, file, pages, and how much it asks the database."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from portal.core.people.models import User
from portal.core.units.models import CareUnit, Role
from portal.notices.actions.reach import event_of
from portal.notices.actions.receive import acknowledge, open_notice
from portal.notices.models import Kind
from portal.notices.queries.reach import (
    FAILED,
    UNACKNOWLEDGED,
    UNOPENED,
    Wishes,
    units_of,
    with_reach,
)
from tests.notices.reached import ASKED, bounce, page_of, path_of, row_of
from tests.notices.writing import reached
from tests.orders.making import queries_of
from tests.pages import as_user, text_of
from tests.world import NOW, World, assign, give_contract, make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Hälsocentralen Strandporten", "Norrviks hälsocentral"]),
        ("?visa=ej-oppnat", ["Norrviks hälsocentral"]),
        ("?visa=ej-kvitterat", ["Hälsocentralen Strandporten"]),
        ("?visa=ej-framme", ["Hälsocentralen Strandporten"]),
        ("?visa=annat", ["Hälsocentralen Strandporten", "Norrviks hälsocentral"]),
        ("?q=NORRV", ["Norrviks hälsocentral"]),
        ("?q=-E001", ["Hälsocentralen Strandporten"]),
        ("?q=100%25", []),
        ("?q=%00", ["Hälsocentralen Strandporten", "Norrviks hälsocentral"]),
        ("?visa=ej-oppnat&q=strand", []),
        ("?efter=skräp", ["Hälsocentralen Strandporten", "Norrviks hälsocentral"]),
    ],
)
def test_filters_live_in_the_address_and_the_file_follows_them(
    world: World, query: str, expected: list[str]
) -> None:
    notice = reached(world, Kind.INVENTORY, **ASKED)
    bounce(notice, world.superuser)
    open_notice(notice=notice, by=world.superuser, at=NOW)
    acknowledge(notice=notice, unit=world.other_unit, by=world.other_head, at=NOW)
    page = page_of(world, notice, query)
    shown = [unit.name for unit in (world.unit, world.other_unit) if row_of(page, unit)]
    assert shown == expected
    assert ("Ingen enhet passar filtret" in page) == (not expected)
    file = as_user(world.it_coordinator).get(path_of(notice, ".csv") + query)
    assert [row["Vårdenhet"] for row in read(file)] == expected


def read(response: Any) -> list[dict[str, str]]:
    text = response.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:]), delimiter=";"))


def test_the_file_says_what_the_page_says(world: World) -> None:
    CareUnit.objects.filter(pk=world.unit.pk).update(name="=Hälsocentralen")
    notice = reached(world, Kind.INVENTORY, **ASKED)
    bounce(notice, world.contact)
    open_notice(notice=notice, by=world.head, at=NOW)
    acknowledge(notice=notice, unit=world.unit, by=world.head, at=NOW + timedelta(hours=2))
    response = as_user(world.it_coordinator).get(path_of(notice, ".csv"))
    assert response["Content-Disposition"] == f'attachment; filename="mottagare-{notice.number}.csv"'
    row = next(row for row in read(response) if row["HSA-id"] == world.unit.hsa_id)
    assert row == {
        "Vårdenhet": "'=Hälsocentralen",
        "HSA-id": world.unit.hsa_id,
        "Köad": "2026-11-18 09:30",
        "Personer": "3",
        "Mejl skickade": "2",
        "Väntar": "0",
        "Samlas": "0",
        "Avstängda": "0",
        "Behövdes inte": "0",
        "Utan mejl": "0",
        "Kom inte fram": "1",
        "Varför de inte kom fram": "Jonas Ek: Adressen finns inte.",
        "Har öppnat": "1",
        "Har öppnat senaste uppdateringen": "1",
        "Kvitterat": "2026-11-18 11:30",
        "Kvitterat av": "Maria Lindqvist",
    }
    assert "Kvitterat" not in read(as_user(world.it_coordinator).get(path_of(reached(world), ".csv")))[0]


def test_protected_names_are_masked(world: World) -> None:
    User.objects.filter(pk__in=[world.head.pk, world.contact.pk]).update(protected_identity=True)
    notice = reached(world, Kind.INVENTORY, **ASKED)
    bounce(notice, world.contact)
    acknowledge(notice=notice, unit=world.unit, by=world.head, at=NOW)
    client = as_user(world.it_coordinator)
    for answer in (client.get(path_of(notice)), client.get(path_of(notice, ".csv"))):
        text = text_of(answer)
        assert "Skyddade uppgifter: Adressen finns inte." in text
        assert "Skyddade uppgifter" in text.replace("Skyddade uppgifter: ", "")
        for name in ("Lindqvist", "Jonas", world.contact.email):
            assert name not in text


def test_pages_are_turned_by_key(world: World) -> None:
    for number in range(60):
        give_contract(make_unit(world.region, world.unit.provider, f"E2{number:02}", f"Enhet {number:02}"))
    notice = reached(world)
    client = as_user(world.it_coordinator)
    first = client.get(path_of(notice)).context["page"]
    second = client.get(path_of(notice), {"efter": first.next}).context["page"]
    names = [row.unit.name for page in (first, second) for row in page.rows]
    assert (len(first.rows), len(second.rows), second.next) == (50, 12, None)
    assert names == sorted(names)
    assert len(set(names)) == 62
    assert client.get(path_of(notice), {"fore": second.previous}).context["page"].rows == first.rows
    assert len(read(client.get(path_of(notice, ".csv"), {"efter": first.next}))) == 62


@pytest.mark.parametrize("more", ["/", ".csv"])
def test_one_unit_costs_as_much_as_three(world: World, more: str) -> None:
    client = as_user(world.it_coordinator)
    one = reached(world, Kind.OUTAGE, ("UNIT", world.unit.hsa_id))
    lonely = make_unit(world.region, world.unit.provider, "E003", "Tredje vårdcentralen")
    give_contract(lonely)
    assign(make_person("P050", "Nils", "Nilsson"), Role.HEAD_OF_UNIT, unit=lonely)
    three = reached(world)
    for notice in (one, three):
        for person in (world.head, world.contact):
            open_notice(notice=notice, by=person, at=NOW)
            bounce(notice, person)
    bounce(three, world.other_head)
    client.get(path_of(one, more))
    costs = {
        queries_of(lambda notice=notice: client.get(path_of(notice, more))) for notice in (one, three, one)
    }
    assert len(costs) == 1


def test_the_filters_ask_the_database_alike(world: World) -> None:
    """What a filter finds is what the reckoning says of the units."""
    notice = reached(world, Kind.INVENTORY, **ASKED)
    bounce(notice, world.head)
    open_notice(notice=notice, by=world.other_head, at=NOW)
    event = event_of(notice, 1)
    rows, _ = with_reach(notice, event, units_of(notice, event, Wishes()), is_out=True)
    for lacking, lacks in (
        (UNOPENED, lambda one: not one.told.opened),
        (UNACKNOWLEDGED, lambda one: one.row.acknowledged_at is None),
        (FAILED, lambda one: bool(one.told.failed)),
    ):
        found = {row.pk for row in units_of(notice, event, Wishes(lacking=lacking))}
        assert found == {one.row.pk for one in rows if lacks(one)}
