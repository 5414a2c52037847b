"""Computers that have not been on the network: listed, reminded of, shown on the unit's page and the start page."""

from datetime import date, timedelta

import pytest
from django.db import connection

from entitlements.models import AppendixVersion
from inventory.models import Asset
from inventory.network.chasing import remind_of_unseen
from inventory.network.models import NetworkDeviation
from inventory.network.queries import unseen_at, unseen_in, unseen_terms
from inventory.network.tellings import UNSEEN
from portal.core import clock
from portal.core.cache import page_cache
from portal.core.notifications.kinds import kind_of
from portal.core.notifications.models import Notification
from portal.core.units.models import Assignment
from tests.imports.files import OTHER, asset, csv_file, imported, laptop, row
from tests.orders.making import queries_of
from tests.pages import as_user, text_of
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
LIST = "/natverkskontakt/"


@pytest.fixture
def computers(world: World) -> World:
    """Two that are away, one never seen and one seen long ago; the rest are well."""
    imported(
        world,
        csv_file(
            laptop("ALDRIG", day="2026-01-02"),
            laptop("LANGE", day="2026-01-02"),
            laptop("NYSS", day="2026-01-02"),
            laptop("NY", day="2026-11-10"),
            laptop("TRASIG", day="2026-01-02", state="På reparation"),
            laptop("ANNAN", day="2026-01-02", unit=OTHER),
            row(serial="SK1", item="skärm", part_of="LANGE"),
        ),
    )
    for serial, day in (("LANGE", TODAY - timedelta(days=91)), ("NYSS", TODAY - timedelta(days=90))):
        Asset.objects.filter(serial_number=serial).update(last_seen_on=day)
    return world


def unseen(world: World, on: date = TODAY) -> set[str]:
    found = unseen_at([world.unit.pk], world.region.pk, on)
    return set(found.values_list("serial_number", flat=True))


def test_who_is_unseen(computers: World) -> None:
    assert unseen(computers) == {"ALDRIG", "LANGE"}
    assert unseen(computers, TODAY + timedelta(days=1)) == {"ALDRIG", "LANGE", "NYSS"}


def test_the_days_are_the_appendixs_term_or_the_portals_own(computers: World) -> None:
    region = computers.region.pk
    assert unseen_terms([region], TODAY) == {region: (90, False)}
    version = AppendixVersion.objects.get()
    version.terms = {**version.terms, "unseen_days": {"value": 95}}
    version.save()
    page_cache.clear()
    assert unseen(computers) == {"ALDRIG"}
    version.terms = {name: term for name, term in version.terms.items() if name != "unseen_days"}
    version.save()
    page_cache.clear()
    assert unseen_terms([region], TODAY) == {region: (90, False)}
    assert "portalens förval" in text_of(as_user(computers.it_coordinator).get(LIST))


def test_the_it_contact_is_reminded_once_for_each_time_away(computers: World) -> None:
    assert remind_of_unseen(NOW) == 2
    mine = Notification.objects.filter(kind=UNSEEN, person=computers.contact)
    assert mine.count() == 1
    assert Notification.objects.filter(kind=UNSEEN, person=computers.other_head).count() == 1
    assert remind_of_unseen(NOW) == 0
    assert remind_of_unseen(NOW + timedelta(days=31)) == 1  # the one that was seen 90 days ago
    assert mine.count() == 2
    Asset.objects.filter(serial_number="LANGE").update(last_seen_on=TODAY)
    assert remind_of_unseen(NOW + timedelta(days=92)) == 1
    assert mine.count() == 3


def test_the_mail_tells_how_many_and_falls_away_when_all_are_back(computers: World) -> None:
    payload = {"unit": computers.unit.pk, "on": "2026-11-18"}
    told = kind_of(UNSEEN).context(payload)
    assert told == {"count": 2, "path": f"{LIST}?enhet={computers.unit.hsa_id}"}
    Asset.objects.update(last_seen_on=TODAY)
    assert kind_of(UNSEEN).context(payload) is None


def test_nobody_to_write_to_is_no_reminder(computers: World) -> None:
    Assignment.objects.filter(unit=computers.unit).delete()
    assert remind_of_unseen(NOW) == 1  # the other unit
    assert not Notification.objects.filter(person=computers.contact).exists()


def test_the_list_is_ones_own_units_the_longest_away_first(computers: World) -> None:
    page = text_of(as_user(computers.contact).get(LIST))
    numbers = [asset(serial).asset_number for serial in ("ALDRIG", "LANGE")]
    assert page.index(numbers[0]) < page.index(numbers[1])
    assert asset("ANNAN").asset_number not in page
    region = text_of(as_user(computers.it_coordinator).get(LIST))
    assert asset("ANNAN").asset_number in region
    assert "Gränsen är 90 dagar (portalens förval)." in region
    one = text_of(as_user(computers.it_coordinator).get(LIST, {"enhet": computers.unit.hsa_id}))
    assert asset("ANNAN").asset_number not in one


def test_the_units_page_and_the_start_page(computers: World) -> None:
    Asset.objects.exclude(serial_number__in=("ALDRIG", "LANGE")).update(last_seen_on=clock.today())
    NetworkDeviation.objects.create(
        unit=computers.unit, serial_number="X1", first_seen_on=TODAY, last_seen_on=TODAY
    )
    shown = text_of(as_user(computers.contact).get(f"/enheter/{computers.unit.hsa_id}/"))
    assert "Nätverkskontakt" in shown
    assert asset("LANGE").asset_number in shown
    assert "X1" in shown
    assert "2 datorer har inte varit på nätet på länge" in text_of(as_user(computers.contact).get("/"))
    assert "1 okänd maskin på nätet att utreda" in text_of(as_user(computers.coordinator).get("/"))


def test_deviations_are_listed_and_decided_with_as_many_questions_for_three_as_for_one(world: World) -> None:
    def note(*names: str) -> None:
        for name in names:
            NetworkDeviation.objects.create(
                unit=world.unit, serial_number=name, first_seen_on=TODAY, last_seen_on=TODAY
            )

    person = as_user(world.it_coordinator)
    note("X1")
    person.get("/natverkskontakt/okand/")
    few = queries_of(lambda: person.get("/natverkskontakt/okand/"))
    note("X2", "X3")
    assert queries_of(lambda: person.get("/natverkskontakt/okand/")) == few
    page = f"/natverkskontakt/okand/{NetworkDeviation.objects.get(serial_number='X1').pk}/"
    assert person.post(page, {}).status_code == 422
    assert person.post(page, {"state": "EXPLAINED", "note": "Lånad ut."}).status_code == 302
    assert ">X1</a>" not in text_of(person.get("/natverkskontakt/okand/"))
    assert "Förklarad" in text_of(person.get("/natverkskontakt/okand/?alla=1"))
    assert "Lånad ut." in text_of(person.get(page))
    assert person.post(page, {"state": "REMOVED", "note": "Nej."}).status_code == 409


def test_the_list_asks_as_much_for_three_as_for_one(world: World) -> None:
    person = as_user(world.it_coordinator)
    imported(world, csv_file(laptop("A1", day="2026-01-02")))
    person.get(LIST)
    few = queries_of(lambda: person.get(LIST))
    imported(world, csv_file(laptop("A2", day="2026-01-02"), laptop("A3", day="2026-01-02", unit=OTHER)))
    assert queries_of(lambda: person.get(LIST)) == few


def test_the_longest_away_are_found_by_an_index(world: World) -> None:
    found = unseen_in({world.region.pk: (90, True)}, clock.today()).order_by("since", "pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_incremental_sort = off")
    plan = found[:51].explain()
    assert "Sort" not in plan, plan
    assert "using asset_unseen" in plan, plan
