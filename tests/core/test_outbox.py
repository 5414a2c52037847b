"""The outbox: written with the act, carried out once, tried again at growing distance."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg2
import pytest
from django.db import connection, transaction

from portal.core.outbox import registry
from portal.core.outbox.actions import dispatch_next, enqueue, retry_wait
from portal.core.outbox.models import Message
from portal.core.outbox.queries import oldest_unsent_age
from portal.core.outbox.tasks import drain
from portal.core.people.models import User
from tests.world import NOW, make_person

KIND = "test.happened"


@pytest.fixture
def subscribed() -> Iterator[Callable[[registry.Handler], None]]:
    """Let a handler listen to the test's own kind of message, for this test."""
    yield lambda handler: registry.subscribe(KIND, handler)
    registry._handlers.pop(KIND, None)


@pytest.fixture
def calls(subscribed: Callable[[registry.Handler], None]) -> list[tuple[dict[str, Any], datetime]]:
    seen: list[tuple[dict[str, Any], datetime]] = []

    def handle(payload: dict[str, Any], at: datetime) -> None:
        seen.append((payload, at))

    subscribed(handle)
    return seen


def put(key: str = "one", **more: Any) -> None:
    enqueue(KIND, payload={"id": key}, dedupe_key=key, at=NOW, **more)


@pytest.mark.django_db
def test_a_message_is_carried_out_once(calls: list) -> None:
    put()
    assert dispatch_next(NOW)
    assert not dispatch_next(NOW)
    assert calls == [({"id": "one"}, NOW)]
    message = Message.objects.get()
    assert (message.sent_at, message.attempts, message.last_error) == (NOW, 1, "")


@pytest.mark.django_db
def test_the_same_key_is_written_once(calls: list) -> None:
    put()
    put()
    assert Message.objects.count() == 1
    dispatch_next(NOW)
    put()
    assert not dispatch_next(NOW)
    assert len(calls) == 1


@pytest.mark.django_db
def test_the_oldest_goes_first_and_none_before_its_time(calls: list) -> None:
    put("later", available_at=NOW + timedelta(hours=1))
    put("now")
    assert dispatch_next(NOW)
    assert not dispatch_next(NOW)
    assert dispatch_next(NOW + timedelta(hours=1))
    assert [payload["id"] for payload, _ in calls] == ["now", "later"]


@pytest.mark.django_db
def test_a_failing_handler_loses_its_writes_but_not_the_message(
    subscribed: Callable[[registry.Handler], None],
) -> None:
    def writes_and_fails(payload: dict[str, Any], at: datetime) -> None:
        make_person("X001", "Halv", "Gjord")
        raise RuntimeError("servern svarar inte")

    subscribed(writes_and_fails)
    put()
    assert dispatch_next(NOW)
    message = Message.objects.get()
    assert not User.objects.exists()
    assert (message.sent_at, message.attempts) == (None, 1)
    assert message.last_error == "RuntimeError: servern svarar inte"
    assert message.available_at == NOW + timedelta(seconds=15)
    assert not dispatch_next(NOW + timedelta(seconds=14))


@pytest.mark.django_db
def test_a_failure_that_the_database_cannot_hold_does_not_stop_the_rest(
    subscribed: Callable[[registry.Handler], None],
) -> None:
    def fails(payload: dict[str, Any], at: datetime) -> None:
        raise ValueError(f"tecknet \0 i {payload['id']}")

    subscribed(fails)
    put()
    put("two")
    assert dispatch_next(NOW)
    assert dispatch_next(NOW)
    assert set(Message.objects.values_list("last_error", "attempts")) == {
        ("ValueError: tecknet  i one", 1),
        ("ValueError: tecknet  i two", 1),
    }


@pytest.mark.django_db
def test_one_handler_of_several_failing_undoes_them_all(
    subscribed: Callable[[registry.Handler], None],
) -> None:
    tries = []

    def first(payload: dict[str, Any], at: datetime) -> None:
        make_person("X001", "Först", "Ut")

    def second(payload: dict[str, Any], at: datetime) -> None:
        tries.append(at)
        if len(tries) == 1:
            raise RuntimeError("en gång")

    subscribed(first)
    subscribed(second)
    put()
    dispatch_next(NOW)
    assert not User.objects.exists()
    dispatch_next(NOW + timedelta(minutes=1))
    assert User.objects.count() == 1
    assert Message.objects.get().attempts == 2


def test_the_distance_doubles_up_to_an_hour() -> None:
    waits = [retry_wait(attempt) for attempt in range(1, 20)]
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (15, 30, 60, 120)]
    assert max(waits) == timedelta(hours=1)
    assert waits == sorted(waits)
    assert retry_wait(10_000) == timedelta(hours=1)


@pytest.mark.django_db
def test_a_message_of_an_undone_act_never_was(calls: list) -> None:
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_kind_that_nobody_listens_to_is_done_at_once() -> None:
    put()
    assert dispatch_next(NOW)
    assert Message.objects.get().sent_at == NOW


@pytest.mark.django_db
def test_draining_empties_and_the_age_tells_how_it_stands(calls: list) -> None:
    for key in "abc":
        put(key)
    assert oldest_unsent_age(NOW + timedelta(minutes=5)) == timedelta(minutes=5)
    drain()
    assert len(calls) == 3
    assert oldest_unsent_age(NOW + timedelta(minutes=5)) is None


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_holds_is_passed_over(calls: list, owner_role_connection: Any) -> None:
    put("held")
    put("free")
    other: psycopg2.extensions.connection = owner_role_connection
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM outbox_message WHERE dedupe_key = 'held' FOR UPDATE")
        assert dispatch_next(NOW)
        assert not dispatch_next(NOW)
        assert [payload["id"] for payload, _ in calls] == ["free"]
        # The other worker dies: its lock goes with it, and the message is where it was.
        cursor.execute("ROLLBACK")
    assert dispatch_next(NOW)
    assert [payload["id"] for payload, _ in calls] == ["free", "held"]


@pytest.mark.django_db
def test_one_query_finds_the_next(django_assert_max_num_queries: Any) -> None:
    Message.objects.bulk_create(
        Message(kind=KIND, payload={}, dedupe_key=str(n), created_at=NOW, available_at=NOW)
        for n in range(200)
    )
    with django_assert_max_num_queries(6):
        dispatch_next(NOW)
    assert connection.in_atomic_block
