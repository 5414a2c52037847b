"""Atom, read by a library that is not ours: valid, stable, only what concerns the reader, and never the text."""

from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.test import Client

from portal.core import clock
from portal.core.units.models import Assignment, Contract, Role
from portal.notices.actions.feeds import revoke_feed
from portal.notices.actions.publish import update_notice
from portal.notices.content import UpdateContent
from portal.notices.models import FeedToken, Kind, State
from tests.notices.subscribing import fetch_atom, key_for
from tests.notices.writing import drafted, reached
from tests.pages import as_user
from tests.world import NOW, START, World, assign, make_unit

pytestmark = pytest.mark.django_db


def parsed(response) -> feedparser.FeedParserDict:
    assert response.status_code == 200
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert found.bozo == 0, found.get("bozo_exception")
    assert (found.version, found.namespaces[""]) == ("atom10", "http://www.w3.org/2005/Atom")
    return found


def titles(response) -> set[str]:
    return {entry.title for entry in parsed(response).entries}


def test_a_feed_has_what_a_reader_needs(world: World) -> None:
    notice = reached(
        world,
        Kind.MAINTENANCE,
        title="Cosmic <läskopia> & övning åäö",
        window_start=datetime(2026, 12, 1, 21, tzinfo=UTC),
        window_end=datetime(2026, 12, 1, 22, 30, tzinfo=UTC),
    )
    response = fetch_atom(key_for(world.head))
    found = parsed(response)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert (found.feed.title, found.feed.language) == ("Drift och ändringar", "sv")
    assert found.feed.id.startswith("urn:uuid:")
    entry = found.entries[0]
    assert entry.id == notice.uid.urn
    assert entry.link == f"http://127.0.0.1:8000/drift/{notice.number}/"
    # Plain text, escaped once: what a reader shows is what was written.
    assert (entry.title, entry.title_detail.type) == (
        "Planerat underhåll: Cosmic <läskopia> & övning åäö",
        "text/plain",
    )
    assert (
        entry.summary.replace("\N{NO-BREAK SPACE}", " ") == "Planerat. 1 december 2026 kl. 22.00 till 23.30."
    )
    assert datetime(*entry.updated_parsed[:6], tzinfo=UTC) == notice.updated_at
    assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == notice.published_at
    assert [one.term for one in entry.tags] == ["Planerat underhåll"]


def test_the_text_stays_in_the_portal(world: World) -> None:
    reached(world, text="Etikettskrivaren i väntrummet är trasig.")
    assert b"trummet" not in fetch_atom(key_for(world.head)).content


def test_an_update_changes_the_entry_and_not_its_id(world: World) -> None:
    notice, key = reached(world), key_for(world.head)
    before = parsed(fetch_atom(key)).entries[0]
    later = NOW + timedelta(hours=1)
    told = UpdateContent(state=State.RESOLVED, impact="NONE", text="Klart.", title="Utskrifter fungerar")
    update_notice(notice=notice, content=told, seen=1, by=world.it_coordinator, at=later)
    after = parsed(fetch_atom(key)).entries[0]
    assert after.id == before.id
    assert (after.title, after.summary) == ("Driftstörning: Utskrifter fungerar", "Löst.")
    assert datetime(*after.updated_parsed[:6], tzinfo=UTC) == later


def test_a_person_gets_what_concerns_him_and_his_units_today(world: World) -> None:
    reached(world, Kind.OUTAGE, ("UNIT", world.unit.hsa_id), title="Min enhets")
    reached(world, Kind.OUTAGE, ("UNIT", world.other_unit.hsa_id), title="Den andras")
    drafted(world, title="Ett utkast")
    assert titles(fetch_atom(key_for(world.head))) == {"Driftstörning: Min enhets"}
    # He sees every notice of the region in the portal; his feed is what concerns himself.
    assert titles(fetch_atom(key_for(world.it_coordinator))) == set()


def test_a_role_that_has_ended_shows_nothing_new(world: World) -> None:
    key = key_for(world.superuser)
    Assignment.objects.filter(user=world.superuser).update(valid_to=NOW.date() - timedelta(days=1))
    reached(world)
    assert titles(fetch_atom(key)) == set()


def test_a_unit_gets_what_was_sent_to_it(world: World) -> None:
    reached(world, Kind.OUTAGE, ("UNIT", world.unit.hsa_id), title="Enhetens")
    reached(world, Kind.OUTAGE, ("UNIT", world.other_unit.hsa_id), title="Den andras")
    reached(world, Kind.INFORMATION, ("ROLE", "CONTROLLER"), title="Till ekonomerna")
    response = fetch_atom(key_for(world.contact, world.unit))
    assert titles(response) == {"Driftstörning: Enhetens", "Information: Till ekonomerna"}
    assert parsed(response).feed.title == f"Drift och ändringar, {world.unit.name}"


def test_the_heads_key_holds_for_a_branch_too(world: World) -> None:
    branch = make_unit(world.region, world.unit.provider, "E009", "Filialen", parent=world.unit)
    reached(world, Kind.OUTAGE, ("UNIT", branch.hsa_id), title="Filialens")
    assert titles(fetch_atom(key_for(world.head, branch))) == {"Driftstörning: Filialens"}
    assert titles(fetch_atom(key_for(world.head))) == {"Driftstörning: Filialens"}


@pytest.mark.parametrize("door", ["flode/{}.atom", "kalender/{}.ics"])
def test_keys_that_open_nothing(world: World, door: str) -> None:
    def status(key: str) -> int:
        return Client().get("/" + door.format(key)).status_code

    assert status("okand") == 404
    assert status(FeedToken(token_hash="a" * 64).token_hash) == 404
    own, of_unit = key_for(world.head), key_for(world.head, world.unit)
    assert (status(own), status(of_unit)) == (200, 200)
    stored = FeedToken.objects.get(owner=world.head).token_hash
    assert stored != own
    assert status(stored) == 404
    revoke_feed(by=world.head, at=clock.now())
    assert (status(own), status(of_unit)) == (404, 200)
    Contract.objects.filter(unit=world.unit).update(valid_to=START)
    assert status(of_unit) == 404
    other = key_for(world.other_head)
    world.other_head.is_active = False
    world.other_head.save()
    assert status(other) == 404


def test_a_reader_that_has_it_gets_304(world: World) -> None:
    notice, key = reached(world), key_for(world.head)
    first = fetch_atom(key)
    assert set(first["Cache-Control"].split(", ")) == {"private", "max-age=60"}
    assert not first.cookies
    again = fetch_atom(key, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    told = UpdateContent(state=State.RESOLVED, impact="NONE", text="Klart.")
    update_notice(notice=notice, content=told, seen=1, by=world.it_coordinator, at=NOW + timedelta(hours=1))
    assert fetch_atom(key, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_an_empty_feed_is_valid_and_the_same_each_time(world: World) -> None:
    key = key_for(world.head)
    first = fetch_atom(key)
    assert parsed(first).entries == []
    assert fetch_atom(key).content == first.content


def test_what_xml_cannot_hold_is_left_out(world: World) -> None:
    reached(world, title="Slut\ufffe här")
    assert titles(fetch_atom(key_for(world.head))) == {"Driftstörning: Slut här"}


def test_a_feed_asks_as_much_for_three_as_for_one(world: World, django_assert_num_queries) -> None:
    key, of_unit = key_for(world.head), key_for(world.head, world.unit)
    for _ in range(2):
        reached(world)
        with django_assert_num_queries(3):
            fetch_atom(key)
        with django_assert_num_queries(3):
            fetch_atom(of_unit)
        reached(world)


def test_keys_stay_out_of_the_log(world: World, caplog) -> None:
    key = key_for(world.head)
    Client().post(f"/flode/{key}.atom")
    Client().post(f"/kalender/{key}.ics")
    assert "Method Not Allowed (POST): /flode/….atom" in caplog.text
    assert "Method Not Allowed (POST): /kalender/….ics" in caplog.text
    assert key not in caplog.text


def test_a_signed_in_person_gets_no_more_by_another_key(world: World) -> None:
    reached(world, Kind.OUTAGE, ("UNIT", world.other_unit.hsa_id), title="Den andras")
    key = key_for(world.head)
    response = as_user(world.coordinator).get(f"/flode/{key}.atom")
    assert titles(response) == set()


def test_a_new_head_sees_the_unit_from_his_first_day(world: World) -> None:
    reached(world)
    key = key_for(world.nobody)
    assert titles(fetch_atom(key)) == set()
    assign(world.nobody, Role.SUPERUSER, unit=world.unit)
    assert titles(fetch_atom(key)) == {"Driftstörning: Utskrifter från Cosmic"}
