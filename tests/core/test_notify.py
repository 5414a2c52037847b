"""Telling people of an event: each once, as he wants it, in sets, and the urgent first."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.core.notifications.actions.notify import MAIL, notify
from portal.core.notifications.actions.preferences import set_preferences, set_quiet_hours
from portal.core.notifications.models import Notification
from portal.core.outbox.actions import dispatch_next, enqueue
from portal.core.outbox.models import Message
from portal.core.people.models import User
from tests.core.notifying import MANDATORY, PLAIN, URGENT, drain, only, tell
from tests.world import NOW, make_person

pytestmark = pytest.mark.usefixtures("kinds")


def crowd(count: int, start: int = 0) -> list[int]:
    """That many people, by their keys."""
    rows = [
        User(hsa_id=f"SE2321000073-K{number}", given_name="A", family_name="B", email=f"a{number}@example.se")
        for number in range(start, start + count)
    ]
    return [one.pk for one in User.objects.bulk_create(rows)]


def test_one_is_told_of_an_event_once_however_often_one_is_named(maria: User) -> None:
    assert tell(maria, maria) == 1
    assert tell(maria) == 0
    assert notify(PLAIN, to=[maria.pk], payload={}, event="e", at=NOW + timedelta(days=1)) == 0
    drain(NOW)
    assert len(mail.outbox) == Notification.objects.count() == Message.objects.count() == 1


def test_only_who_is_new_gets_a_message(maria: User) -> None:
    tell(maria)
    drain(NOW)
    other = make_person("P002", "Jonas", "Ek")
    assert tell(maria, other) == 1
    waiting = Message.objects.get(sent_at=None)
    assert waiting.payload == {"notification": only(other).pk}


def test_queries_are_constant_within_a_thousand(db: None) -> None:
    counts = []
    for number, size in enumerate((1, 30, 1000)):
        people = crowd(size, start=number * 1000)
        with (
            CaptureQueriesContext(
                connection,
            ) as queries,
            transaction.atomic(),
        ):
            assert notify(PLAIN, to=people, payload={}, event=f"e{number}", at=NOW) == size
        counts.append(len([one for one in queries if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1] == counts[2] <= 4


def test_thousands_are_told_in_batches_and_a_second_run_adds_nothing(db: None) -> None:
    people = crowd(2500)
    assert notify(PLAIN, to=people, payload={}, event="e", at=NOW) == 2500
    assert notify(PLAIN, to=people, payload={}, event="e", at=NOW) == 0
    assert Message.objects.filter(kind=MAIL).count() == 2500


def test_two_at_the_same_time_tell_once(transactional_db: None) -> None:
    people = crowd(300)
    told: list[int] = []

    def run(order: list[int]) -> None:
        try:
            told.append(notify(PLAIN, to=order, payload={}, event="e", at=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in (people, people[::-1], people)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum(told) == 300
    assert len(told) == 3
    assert Notification.objects.count() == Message.objects.count() == 300


def test_what_is_off_is_in_the_log_and_not_in_the_outbox(maria: User) -> None:
    set_preferences(choices={PLAIN: "OFF"}, by=maria, at=NOW)
    tell(maria)
    row = only(maria)
    assert (row.standing, row.due_at) == ("OFF", None)
    assert not Message.objects.exists()


def test_quiet_hours_hold_a_mail_until_their_end_but_not_an_urgent_one(maria: User) -> None:
    set_quiet_hours(starts=NOW.time().replace(hour=8), ends=NOW.time().replace(hour=12), by=maria, at=NOW)
    tell(maria, event="a")
    tell(maria, event="b", kind=URGENT)
    tell(maria, event="c", kind=MANDATORY)
    drain(NOW)
    assert {row.event: row.standing for row in Notification.objects.all()} == {
        "a": "QUEUED",
        "b": "SENT",
        "c": "QUEUED",
    }
    drain(NOW + timedelta(hours=4))
    assert {row.standing for row in Notification.objects.all()} == {"SENT"}


def test_an_urgent_kind_waits_for_no_digest(maria: User) -> None:
    set_preferences(choices={URGENT: "DAILY"}, by=maria, at=NOW)
    tell(maria, kind=URGENT)
    assert (only(maria).how, only(maria).due_at) == ("AT_ONCE", NOW)


def test_the_urgent_go_first_and_the_many_last(maria: User) -> None:
    for key, priority in (("many", 9), ("plain", 5), ("urgent", 1)):
        enqueue("test.order", payload={}, dedupe_key=key, at=NOW, priority=priority)
    enqueue("test.order", payload={}, dedupe_key="older", at=NOW - timedelta(minutes=1))
    order = []
    while dispatch_next(NOW + timedelta(seconds=len(order))):
        order.append(Message.objects.exclude(sent_at=None).order_by("-sent_at").first().dedupe_key)
    assert order == ["urgent", "older", "plain", "many"]


def test_an_unknown_kind_is_a_fault_of_ours(maria: User) -> None:
    with pytest.raises(KeyError):
        tell(maria, kind="test.unknown")
    assert not Notification.objects.exists()
