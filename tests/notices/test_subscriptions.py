"""The page of one's addresses: made, shown once, exchanged, revoked; each in the log, never the key."""

import re
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.errors import Conflict, Missing, NotAllowed
from portal.core.units.models import Assignment, Role
from portal.notices.actions.feeds import create_feed, renew_feed, revoke_feed
from portal.notices.models import FeedToken
from tests.notices.subscribing import fetch_atom, fetch_calendar, key_for
from tests.orders.making import queries_of
from tests.pages import as_user, text_of
from tests.world import World, assign, give_contract, make_unit

pytestmark = pytest.mark.django_db
PAGE = "/drift/prenumerera/"
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000/(?:flode|kalender)/([\w-]{43})\.(?:atom|ics)")


def test_an_address_is_made_and_shown_once(world: World) -> None:
    head = as_user(world.head)
    shown = text_of(head.post(PAGE, {"gor": "skapa", "enhet": ""}))
    [key] = set(ADDRESS.findall(shown))
    assert (fetch_atom(key).status_code, fetch_calendar(key).status_code) == (200, 200)
    assert not ADDRESS.search(text_of(head.get(PAGE)))
    assert key not in str(list(FeedToken.objects.values()))
    assert key not in str(list(AuditEvent.objects.values()))
    event = AuditEvent.objects.get(kind="feed.created")
    assert (event.subject_kind, event.subject, event.unit) == ("feed", world.head.hsa_id, "")


def test_an_address_of_the_unit_is_exchanged_and_revoked(world: World) -> None:
    contact, of_unit = as_user(world.contact), {"enhet": world.unit.hsa_id}
    [first] = set(ADDRESS.findall(text_of(contact.post(PAGE, {"gor": "skapa", **of_unit}))))
    [second] = set(ADDRESS.findall(text_of(contact.post(PAGE, {"gor": "fornya", **of_unit}))))
    assert (fetch_atom(first).status_code, fetch_atom(second).status_code) == (404, 200)
    # The head may revoke what the IT contact made.
    answer = as_user(world.head).post(PAGE, {"gor": "aterkalla", **of_unit}, follow=True)
    assert "Adressen är återkallad" in text_of(answer)
    assert fetch_atom(second).status_code == 404
    kinds = list(
        AuditEvent.objects.filter(unit=world.unit.hsa_id).order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["feed.created", "feed.revoked", "feed.created", "feed.revoked"]
    token = FeedToken.objects.order_by("pk").last()
    assert (token.created_by, token.revoked_by) == (world.contact, world.head)


def test_the_page_says_when_the_one_who_has_seen_the_address_has_left(world: World) -> None:
    asked = "Byt ut adressen"
    create_feed(unit=world.unit, by=world.contact, at=clock.now())
    create_feed(by=world.head, at=clock.now())
    head = as_user(world.head)
    assert asked not in text_of(head.get(PAGE))
    yesterday = clock.today() - timedelta(days=1)
    Assignment.objects.filter(user=world.contact).update(valid_to=yesterday)
    assert text_of(head.get(PAGE)).count(asked) == 1
    renew_feed(unit=world.unit, by=world.head, at=clock.now())
    assert asked not in text_of(head.get(PAGE))


def test_the_same_form_sent_again_makes_no_second_key(world: World) -> None:
    head = as_user(world.head)
    head.post(PAGE, {"gor": "skapa", "enhet": ""})
    again = head.post(PAGE, {"gor": "skapa", "enhet": ""}, follow=True)
    assert "Du har redan en nyckel" in text_of(again)
    assert FeedToken.objects.count() == 1


def test_only_head_and_contact_look_after_the_units_address(world: World) -> None:
    for name in ("superuser", "other_head", "coordinator", "administrator", "nobody"):
        for act in (create_feed, renew_feed, revoke_feed):
            with pytest.raises(NotAllowed):
                act(unit=world.unit, by=world.people[name], at=clock.now())
    whose = f'name="enhet" value="{world.unit.hsa_id}"'
    assert whose not in text_of(as_user(world.superuser).get(PAGE))
    assert whose in text_of(as_user(world.contact).get(PAGE))


def test_one_cannot_touch_anothers_own_key(world: World) -> None:
    key = key_for(world.head)
    with pytest.raises(Missing):
        revoke_feed(by=world.contact, at=clock.now())
    assert fetch_atom(key).status_code == 200


def test_a_key_more_is_refused_and_one_that_is_not_there_cannot_be_renewed(world: World) -> None:
    with pytest.raises(Missing):
        renew_feed(by=world.head, at=clock.now())
    key_for(world.head)
    with pytest.raises(Conflict, match="redan"):
        create_feed(by=world.head, at=clock.now())


def test_the_page_asks_as_much_for_three_units_as_for_one(world: World) -> None:
    contact = as_user(world.contact)
    contact.get(PAGE)
    one = queries_of(lambda: contact.get(PAGE))
    for number in range(2):
        unit = make_unit(world.region, world.unit.provider, f"E10{number}", f"Enhet {number}")
        give_contract(unit)
        assign(world.contact, Role.IT_CONTACT, unit=unit)
        key_for(world.contact, unit)
    assert queries_of(lambda: contact.get(PAGE)) == one
