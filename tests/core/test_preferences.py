"""A person's own page of notifications, and the link that turns one off without signing in."""

from datetime import time

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.audit.models import AuditEvent
from portal.core.errors import Errors, Invalid
from portal.core.notifications.actions.preferences import set_preferences, set_quiet_hours, unsubscribe
from portal.core.notifications.digest import DIGEST
from portal.core.notifications.kinds import known_kinds as all_kinds
from portal.core.notifications.models import Notification, Preference, QuietHours
from portal.core.notifications.unsubscribing import unsubscribe_token
from portal.core.people.models import User
from tests.core.notifying import MANDATORY, PLAIN, URGENT, drain, tell
from tests.pages import as_user
from tests.world import NOW, World, make_person

pytestmark = pytest.mark.usefixtures("kinds")

PAGE = "/mina-uppgifter/aviseringar/"


def chosen(person: User) -> dict[str, str]:
    return dict(Preference.objects.filter(person=person).values_list("kind", "how"))


def logged() -> list[str]:
    return list(AuditEvent.objects.order_by("sequence").values_list("kind", flat=True))


def test_at_once_is_what_no_row_says(maria: User) -> None:
    set_preferences(choices={PLAIN: "DAILY", URGENT: "OFF"}, by=maria, at=NOW)
    assert chosen(maria) == {PLAIN: "DAILY", URGENT: "OFF"}
    set_preferences(choices={PLAIN: "AT_ONCE", MANDATORY: "AT_ONCE"}, by=maria, at=NOW)
    assert chosen(maria) == {URGENT: "OFF"}
    set_preferences(choices={PLAIN: "AT_ONCE", URGENT: "OFF"}, by=maria, at=NOW)
    assert logged() == ["preference.changed"] * 2
    assert AuditEvent.objects.order_by("sequence").last().after == {PLAIN: "AT_ONCE"}


@pytest.mark.parametrize(
    ("kind", "how"), [(MANDATORY, "OFF"), (MANDATORY, "DAILY"), ("test.unknown", "OFF"), (PLAIN, "NEVER")]
)
def test_what_cannot_be_chosen_is_refused_and_nothing_stored(maria: User, kind: str, how: str) -> None:
    with pytest.raises(Errors):
        set_preferences(choices={PLAIN: "OFF", kind: how}, by=maria, at=NOW)
    assert chosen(maria) == {}
    assert logged() == []


def test_what_must_be_told_is_told_whatever_is_stored(maria: User) -> None:
    Preference.objects.create(person=maria, kind=MANDATORY, how="OFF")
    tell(maria, kind=MANDATORY)
    drain(NOW)
    assert len(mail.outbox) == 1
    with pytest.raises(Invalid):
        unsubscribe(kinds=[MANDATORY], by=maria, at=NOW)


@pytest.mark.parametrize(("starts", "ends"), [(time(22), None), (None, time(6)), (time(6), time(6))])
def test_quiet_hours_have_two_ends(maria: User, starts: time | None, ends: time | None) -> None:
    with pytest.raises(Invalid):
        set_quiet_hours(starts=starts, ends=ends, by=maria, at=NOW)
    assert not QuietHours.objects.exists()


def test_the_page_shows_what_can_come_to_ones_roles(world: World) -> None:
    head, nobody = as_user(world.head).get(PAGE), as_user(world.nobody).get(PAGE)
    assert "En beställning är avslagen" in head.content.decode()
    assert "En beställning att granska" not in head.content.decode()
    assert "En beställning" not in nobody.content.decode()
    assert "Du är utsedd till ersättare" in nobody.content.decode()
    assert "Dagens sammanställning" not in head.content.decode()


def test_one_chooses_on_the_page(world: World) -> None:
    client = as_user(world.head)
    page = client.get(PAGE)
    fields = {name: "AT_ONCE" for name in page.context["form"].fields}
    answer = client.post(PAGE, {**fields, "order.closed": "OFF", "order.refused": "DAILY", "gor": "val"})
    assert answer.status_code == 302
    assert chosen(world.head) == {"order.closed": "OFF", "order.refused": "DAILY"}
    again = client.get(PAGE).context["form"]
    assert again["order.closed"].value() == "OFF"
    refused = client.post(PAGE, {**fields, "order.closed": "NEVER", "gor": "val"})
    assert refused.status_code == 422
    assert chosen(world.head)["order.closed"] == "OFF"


def test_a_locked_kind_is_not_chosen_by_a_form_of_ones_own(world: World) -> None:
    client = as_user(world.head)
    fields = {name: "AT_ONCE" for name in client.get(PAGE).context["form"].fields}
    client.post(PAGE, {**fields, "substitute.appointed": "OFF", "gor": "val"})
    assert chosen(world.head) == {}


def test_one_sets_quiet_hours_on_the_page(maria: User) -> None:
    client = as_user(maria)
    client.post(PAGE, {"starts": "18.00", "ends": "7:30", "gor": "tysta"})
    row = QuietHours.objects.get(person=maria)
    assert (row.starts, row.ends) == (time(18), time(7, 30))
    assert 'value="18.00"' in client.get(PAGE).content.decode()
    for starts, ends in (("25.00", "07.00"), ("sex", "07.00"), ("18.00", ""), ("18.00", "18.00")):
        answer = client.post(PAGE, {"starts": starts, "ends": ends, "gor": "tysta"})
        assert answer.status_code == 422
    client.post(PAGE, {"starts": "", "ends": "", "gor": "tysta"})
    assert not QuietHours.objects.exists()
    assert logged() == ["preference.quiet_hours"] * 2


def test_the_log_is_ones_own_and_constant_in_queries(maria: User) -> None:
    other = make_person("P002", "Jonas", "Ek")
    tell(maria, event="1", number="ett")
    tell(other, event="2", number="annans")
    drain(NOW)
    client = as_user(maria)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        page = client.get(PAGE).content.decode()
    assert "Ämne ett" in page
    assert "Skickad" in page
    assert "annans" not in page
    for number in range(60):
        tell(maria, event=f"m{number}")
    with CaptureQueriesContext(connection) as many:
        page = client.get(PAGE).content.decode()
    assert len(one) == len(many)
    assert page.count("Väntar") == 50


# --- The link in a mail ---------------------------------------------------------------------------------------


def link(person: User, kind: str = PLAIN) -> str:
    return f"/avisering/{unsubscribe_token(person.pk, kind)}/"


def test_the_link_asks_before_it_does_anything(maria: User) -> None:
    page = Client().get(link(maria))
    assert page.status_code == 200
    assert f"Titel {PLAIN}" in page.content.decode()
    assert chosen(maria) == {}


def test_a_mail_program_turns_it_off_with_one_post(maria: User) -> None:
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = client.post(link(maria), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "Aviseringen är avstängd" in answer.content.decode()
    assert chosen(maria) == {PLAIN: "OFF"}
    assert logged() == ["preference.unsubscribed"]
    assert AuditEvent.objects.get().actor == maria.hsa_id
    tell(maria)
    drain(NOW)
    assert not mail.outbox


def test_the_links_in_a_mail_work(maria: User) -> None:
    tell(maria)
    drain(NOW)
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert (
        Client().post(address.partition("/avisering/")[1] + address.partition("/avisering/")[2]).status_code
        == 200
    )
    assert chosen(maria) == {PLAIN: "OFF"}


def test_the_digests_link_turns_off_what_it_gathers(maria: User) -> None:
    set_preferences(choices={PLAIN: "DAILY"}, by=maria, at=NOW)
    Client().post(link(maria, DIGEST))
    assert chosen(maria) == {PLAIN: "OFF"}


@pytest.mark.parametrize("token", ["x", "W10:abc:def", "%00", "å"])
def test_a_link_that_the_portal_has_not_made_is_nothing(maria: User, token: str) -> None:
    for answer in (Client().get(f"/avisering/{token}/"), Client().post(f"/avisering/{token}/")):
        assert answer.status_code == 404
    assert chosen(maria) == {}


def test_a_changed_link_is_nothing(maria: User) -> None:
    token = unsubscribe_token(maria.pk, PLAIN)
    for number in range(0, len(token), 7):
        changed = token[:number] + ("A" if token[number] != "A" else "B") + token[number + 1 :]
        assert Client().post(f"/avisering/{changed}/").status_code == 404
    assert chosen(maria) == {}


def test_what_must_be_told_cannot_be_turned_off_by_a_link(maria: User) -> None:
    assert "går inte att stänga av" in Client().get(link(maria, MANDATORY)).content.decode()
    assert Client().post(link(maria, MANDATORY)).status_code == 422
    assert chosen(maria) == {}


def test_every_kind_has_its_words() -> None:
    for kind in all_kinds().values():
        assert kind.title
        assert kind.topic
        assert kind.subject
    assert Notification._meta.get_field("kind").max_length >= max(map(len, all_kinds()))
