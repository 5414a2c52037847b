"""The daily digest: one mail with a line for each, once, and nothing that is settled by then."""

from datetime import datetime, time, timedelta

import pytest
from django.core import mail

from portal.core.clock import STOCKHOLM
from portal.core.notifications.actions.preferences import set_preferences, set_quiet_hours, unsubscribe
from portal.core.notifications.digest import DIGEST, gather_digests
from portal.core.notifications.models import Notification, Preference
from portal.core.outbox.models import Message
from portal.core.people.models import User
from tests.core.notifying import MANDATORY, PLAIN, drain, tell
from tests.world import NOW, make_person

pytestmark = pytest.mark.usefixtures("kinds")

MORNING = datetime(2026, 11, 19, 7, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def maria(maria: User) -> User:
    """Told of it daily."""
    set_preferences(choices={PLAIN: "DAILY"}, by=maria, at=NOW)
    return maria


def told(person: User) -> dict[str, str]:
    return {row.event: row.standing for row in Notification.objects.filter(person=person)}


def test_what_is_gathered_comes_in_one_mail_in_the_morning(maria: User) -> None:
    for number in ("1", "2", "3"):
        tell(maria, event=number, number=number, at=NOW + timedelta(minutes=int(number)))
    drain(NOW)
    assert not mail.outbox
    gather_digests(MORNING)
    drain(MORNING)
    (digest,) = mail.outbox
    assert digest.subject == "3 nyheter i Utrustningsportalen"
    assert [digest.body.index(f"Ämne {number}") for number in "123"] == sorted(
        digest.body.index(f"Ämne {number}") for number in "123"
    )
    assert digest.body.count("/sida/") == 3
    rows = Notification.objects.filter(person=maria)
    assert {row.standing for row in rows} == {"SENT"}
    assert len({row.message_id for row in rows}) == 1
    assert rows.get(event="2").subject == "Ämne 2"


def test_the_digest_is_made_once_a_day(maria: User) -> None:
    tell(maria, event="1")
    for _ in range(2):
        gather_digests(MORNING)
        drain(MORNING)
        for message in Message.objects.all():
            message.sent_at = None
            message.save()
    drain(MORNING)
    gather_digests(MORNING + timedelta(hours=3))
    drain(MORNING + timedelta(hours=3))
    assert len(mail.outbox) == 1


def test_the_next_day_has_its_own(maria: User) -> None:
    tell(maria, event="1")
    gather_digests(MORNING)
    drain(MORNING)
    tell(maria, event="2", at=MORNING + timedelta(minutes=1))
    gather_digests(MORNING + timedelta(hours=2))
    drain(MORNING + timedelta(hours=2))
    assert len(mail.outbox) == 1
    gather_digests(MORNING + timedelta(days=1))
    drain(MORNING + timedelta(days=1))
    assert [one.subject for one in mail.outbox] == ["1 nyhet i Utrustningsportalen"] * 2


def test_what_is_settled_is_left_out_and_an_empty_digest_is_not_sent(maria: User) -> None:
    tell(maria, event="1", settled=True)
    tell(maria, event="2")
    gather_digests(MORNING)
    drain(MORNING)
    assert mail.outbox[0].subject == "1 nyhet i Utrustningsportalen"
    assert told(maria) == {"1": "SETTLED", "2": "SENT", f"{DIGEST}:2026-11-19": "SENT"}
    tell(maria, event="3", settled=True, at=MORNING)
    gather_digests(MORNING + timedelta(days=1))
    drain(MORNING + timedelta(days=1))
    assert len(mail.outbox) == 1
    assert told(maria)[f"{DIGEST}:2026-11-20"] == told(maria)["3"] == "SETTLED"


def test_who_has_no_address_has_it_noted_on_every_line(maria: User) -> None:
    maria.email = ""
    maria.save()
    tell(maria, event="1")
    gather_digests(MORNING)
    drain(MORNING)
    assert told(maria) == {"1": "FAILED", f"{DIGEST}:2026-11-19": "FAILED"}


def test_who_is_shut_out_gets_none(maria: User) -> None:
    tell(maria, event="1")
    maria.is_active = False
    maria.save()
    gather_digests(MORNING)
    drain(MORNING)
    assert told(maria) == {"1": "GATHERED"}
    assert not mail.outbox


def test_what_cannot_be_gathered_is_not(maria: User) -> None:
    Preference.objects.create(person=maria, kind=MANDATORY, how="DAILY")
    tell(maria, kind=MANDATORY)
    drain(NOW)
    assert len(mail.outbox) == 1


def test_whoever_turns_a_kind_off_gets_no_more_of_it_in_the_digest(maria: User) -> None:
    tell(maria, event="1")
    unsubscribe(kinds=[PLAIN], by=maria, at=NOW)
    gather_digests(MORNING)
    drain(MORNING)
    assert mail.outbox == []
    assert told(maria)["1"] == "SETTLED"


def test_what_waits_for_the_end_of_quiet_hours_is_not_sent_when_its_kind_is_turned_off(db: None) -> None:
    person = make_person("P002", "Eva", "Ek")
    set_quiet_hours(starts=time(8), ends=time(12), by=person, at=NOW)
    tell(person, event="1")
    tell(person, event="2", kind=MANDATORY)
    set_preferences(choices={PLAIN: "OFF"}, by=person, at=NOW)
    drain(MORNING)
    assert told(person) == {"1": "SETTLED", "2": "SENT"}
