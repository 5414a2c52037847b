"""Whom a notice has reached, for its authors: each unit with its mails, who has opened it and who has acknowledged it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from portal.core.clock import local_date
from portal.core.notifications.models import How, Notification, Preference
from portal.core.people.models import User
from portal.core.units.models import Region, Role
from portal.notices.actions.publish import update_notice
from portal.notices.actions.receive import acknowledge, open_notice
from portal.notices.content import UpdateContent
from portal.notices.models import Impact, Kind, Notice, State
from portal.notices.queries.reach import (
    UNTOLD,
)
from tests.notices.reached import ASKED, bounce, mail_to, page_of, path_of, row_of, told
from tests.notices.writing import drafted, published, reached, send
from tests.pages import as_user, text_of
from tests.world import NOW, World, assign, give_contract, make_person, make_unit

pytestmark = pytest.mark.django_db


def test_each_unit_with_mails_openings_and_acknowledgement(world: World) -> None:
    notice = reached(world, Kind.INVENTORY, **ASKED)
    bounce(notice, world.contact)
    open_notice(notice=notice, by=world.head, at=NOW)
    acknowledge(notice=notice, unit=world.unit, by=world.head, at=NOW + timedelta(hours=2))
    page = page_of(world, notice)
    for words in (
        "<b>2</b> enheter",
        "<b>4</b> personer",
        "<b>3</b> mejl skickade",
        "<b>1</b> kom inte fram",
        "<b>1</b> enhet har öppnat",
        "<b>1</b> enhet har kvitterat",
    ):
        assert words in page
    own = row_of(page, world.unit)
    for words in (
        "1 av 3 kom inte fram",
        "2 skickade, 1 kom tillbaka",
        "Jonas Ek: Adressen finns inte.",
        "1 av 3 personer",
        "Kvitterat",
        "Maria Lindqvist, ",
    ):
        assert words in own
    other = row_of(page, world.other_unit)
    for words in ("Skickat", "1 skickat", "Ingen av 1", "Inte kvitterat"):
        assert words in other
    assert "kom inte fram" not in other


def test_a_notice_without_acknowledgement_has_no_such_column(world: World) -> None:
    notice = reached(world)
    page = page_of(world, notice)
    assert "Kvittens" not in page
    assert 'value="ej-kvitterat"' not in page


@pytest.fixture
def standings(world: World) -> Iterator[tuple[Notice, dict[str, User]]]:
    """A notice whose mails stand in every way that there is, to people of the one unit."""
    people = {
        name: make_person(f"S{place:03}", name, "Ek")
        for place, name in enumerate(("OFF", "GATHERED", "SETTLED", "FAILED", "BOUNCED", "SENT", "QUEUED"))
    }
    for one in people.values():
        assign(one, Role.SUPERUSER, unit=world.other_unit)
    for name, how in (("OFF", How.OFF), ("GATHERED", How.DAILY)):
        Preference.objects.create(person=people[name], kind="notice.outage", how=how)
    User.objects.filter(pk=people["FAILED"].pk).update(email="")
    notice = reached(world)
    bounce(notice, people["BOUNCED"])
    mails = Notification.objects.filter(about=f"notice:{notice.pk}")
    mails.filter(person=people["SETTLED"]).update(sent_at=None, settled_at=NOW)
    mails.filter(person=people["QUEUED"]).update(sent_at=None)
    return notice, people


def test_the_database_says_how_a_mail_stands_as_the_model_does(
    world: World, standings: tuple[Notice, dict[str, User]]
) -> None:
    notice, people = standings
    assert {name: mail_to(notice, one).standing for name, one in people.items()} == {n: n for n in people}
    expected = {name: 1 for name in people} | {"SENT": 2}  # with the head's own
    assert told(notice, world.other_unit).mails == expected
    assert told(notice).told.mails == expected | {"SENT": 5}


def test_every_standing_has_its_word(world: World, standings: tuple[Notice, dict[str, User]]) -> None:
    notice, _ = standings
    row = row_of(page_of(world, notice), world.other_unit)
    words = "2 skickade, 1 väntar, 1 samlas, 1 kom tillbaka, 1 kom inte fram, 1 avstängt, 1 behövdes inte"
    assert words in row
    assert "FAILED Ek: Personen saknar e-postadress." in row
    assert "2 av 8 kom inte fram" in row


def test_it_is_the_latest_mailed_update_that_is_reckoned(world: World) -> None:
    notice = reached(world)
    bounce(notice, world.contact)
    open_notice(notice=notice, by=world.head, at=NOW)
    news = UpdateContent(state=State.IDENTIFIED, impact=Impact.NONE, text="Felet är hittat.")
    update_notice(notice=notice, content=news, seen=1, by=world.it_coordinator, at=NOW)
    page = page_of(world, notice)
    assert "Den senaste uppdateringen är på väg ut." in page
    assert "3 väntar" in row_of(page, world.unit)
    send()
    page = page_of(world, notice)
    assert "på väg ut" not in page
    row = row_of(page, world.unit)
    assert "3 skickade" in row
    assert "0 har sett den senaste uppdateringen" in row
    silent = UpdateContent(state=State.MONITORING, impact=Impact.NONE, text="Det är lagat.", by_mail=False)
    update_notice(notice=notice, content=silent, seen=2, by=world.it_coordinator, at=NOW)
    send()
    assert told(notice, world.unit).mails == {"SENT": 3}


def test_whoever_left_before_the_update_has_no_mail_about_it(world: World) -> None:
    notice = reached(world)
    User.objects.filter(pk=world.superuser.pk).update(is_active=False)
    news = UpdateContent(state=State.IDENTIFIED, impact=Impact.NONE, text="Felet är hittat.")
    update_notice(notice=notice, content=news, seen=1, by=world.it_coordinator, at=NOW)
    send()
    assert told(notice, world.unit).mails == {"SENT": 2, UNTOLD: 1}
    assert "2 skickade, 1 utan mejl" in row_of(page_of(world, notice), world.unit)


def test_a_unit_with_nobody_to_reach_is_shown(world: World) -> None:
    lonely = make_unit(world.region, world.unit.provider, "E003", "Ensliga vårdcentralen")
    give_contract(lonely)
    notice = reached(world)
    row = row_of(page_of(world, notice), lonely)
    assert "Ingen mottagare" in row
    assert "Ingen att nå" in row


def test_a_person_of_two_units_is_one_in_the_sum(world: World) -> None:
    assign(world.head, Role.IT_CONTACT, unit=world.other_unit)
    notice = reached(world)
    open_notice(notice=notice, by=world.head, at=NOW)
    assert [told(notice, unit).people for unit in (world.unit, world.other_unit)] == [3, 2]
    summary = told(notice)
    assert (summary.told.people, summary.told.opened, summary.opened, summary.units) == (4, 1, 2, 2)


def test_people_of_the_region_are_told_of_apart(world: World) -> None:
    notice = reached(world, Kind.OUTAGE, ("ROLE", "IT_DELIVERY"), ("ROLE", "HEAD_OF_UNIT"))
    bounce(notice, world.delivery)
    page = page_of(world, notice)
    panel = page.partition("Personer i regionen")[2]
    assert "1 person med uppdrag i regionen: 1 kom tillbaka." in panel
    assert "Nils Dal: Adressen finns inte." in panel
    assert "Personer i regionen" not in page_of(world, reached(world))


def test_a_draft_leads_to_its_review(world: World) -> None:
    notice = drafted(world)
    for more in ("/", ".csv"):
        response = as_user(world.it_coordinator).get(path_of(notice, more))
        assert response.status_code == 302
        assert response["Location"] == f"/drift/{notice.number}/granska/"


def test_before_the_outbox_has_run_it_says_so(world: World) -> None:
    page = page_of(world, published(world))
    assert "Meddelandet är på väg ut." in page
    assert "Inga enheter än" in page


def test_only_those_who_write_notices_in_the_region(world: World) -> None:
    notice = reached(world)
    expected = {
        "it_coordinator": 200,
        "coordinator": 200,
        "editor": 200,
        "delivery": 403,
        "controller": 403,
        "head": 403,
        "nobody": 403,
    }
    for more in ("/", ".csv"):
        found = {
            name: as_user(world.people[name]).get(path_of(notice, more)).status_code for name in expected
        }
        assert found == expected
        assert Client().get(path_of(notice, more)).status_code == 302
    elsewhere = Region.objects.create(
        code="annan", name="Region Annan", county_code="09", asset_prefix="ANN", order_contact="Ingen"
    )
    foreigner = make_person("F001", "Fredrik", "Främling")
    assign(foreigner, Role.COORDINATOR, region=elsewhere)
    assert as_user(foreigner).get(path_of(notice)).status_code == 404
    assign(foreigner, Role.CONTROLLER, region=world.region)
    assert as_user(foreigner).get(path_of(notice)).status_code == 403
    assert as_user(world.it_coordinator).get("/drift/%00/mottagare/").status_code == 404


def test_the_coordinator_is_led_to_the_addresses(world: World) -> None:
    notice = reached(world)
    assert "Rätta adresser" not in text_of(as_user(world.coordinator).get(path_of(notice)))
    bounce(notice, world.contact)
    assert "Rätta adresser" in text_of(as_user(world.coordinator).get(path_of(notice)))
    assert "Rätta adresser" not in page_of(world, notice)


def test_what_is_late_is_said(world: World) -> None:
    asked = {**ASKED, "acknowledge_before": local_date(NOW + timedelta(days=1))}
    notice = reached(world, Kind.INVENTORY, **asked)
    Notice.objects.filter(pk=notice.pk).update(acknowledge_before=local_date(NOW - timedelta(days=1)))
    acknowledge(notice=notice, unit=world.unit, by=world.head, at=NOW)
    page = page_of(world, notice)
    assert "Inte kvitterat i tid" in row_of(page, world.other_unit)
    assert "i tid" not in row_of(page, world.unit)
