"""The coordinator sees whose mails do not arrive, and corrects the address."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.errors import Invalid, NotAllowed
from portal.core.notifications.models import Notification
from portal.core.people.models import User
from portal.core.units.actions.people import correct_email
from tests.pages import as_user
from tests.world import World

PAGE = "/samordning/adresser/"


def failed(person: User, event: str = "e") -> None:
    at = clock.now()
    Notification.objects.create(
        kind="k",
        person=person,
        event=event,
        how="AT_ONCE",
        queued_at=at,
        due_at=at,
        failed_at=at,
        failure="Adressen finns inte.",
        address=person.email,
    )


def correct(world: World, user: User, email: str, by: User) -> User:
    return correct_email(user=user, email=email, by=by, at=clock.now())


def test_the_page_tells_who_where_and_why(world: World) -> None:
    failed(world.head)
    failed(world.manager)
    page = as_user(world.coordinator).get(PAGE).content.decode()
    assert "Maria Lindqvist" in page
    assert world.unit.name in page
    assert world.head.email in page
    assert "Adressen finns inte." in page
    assert "Bergqvist" not in page  # the region's own people are the administrator's


def test_a_protected_name_is_masked(world: World) -> None:
    world.head.protected_identity = True
    world.head.save()
    failed(world.head)
    page = as_user(world.coordinator).get(PAGE).content.decode()
    assert "lindqvist" not in page.lower()
    assert "Skyddade uppgifter" in page


def test_a_protected_address_stands_in_no_log(world: World) -> None:
    world.head.protected_identity = True
    world.head.save()
    correct(world, world.head, "ny@example.se", by=world.coordinator)
    event = AuditEvent.objects.get(kind="person.email_corrected")
    assert "@" not in str(event.before) + str(event.after)


def test_after_correction_the_row_is_gone(world: World) -> None:
    failed(world.head)
    client = as_user(world.coordinator)
    answer = client.post(PAGE, {"person": world.head.hsa_id, "email": " ny@example.se "}, follow=True)
    assert answer.status_code == 200
    assert "Adressen till Maria Lindqvist är rättad" in answer.content.decode()
    assert "Alla adresser fungerar" in answer.content.decode()
    event = AuditEvent.objects.get(kind="person.email_corrected")
    assert (event.before, event.after) == (
        {"email": "maria.lindqvist@example.se"},
        {"email": "ny@example.se"},
    )
    assert event.actor == world.coordinator.hsa_id


@pytest.mark.parametrize(
    "email", ["", "inte en adress", "maria.lindqvist@example.se", "a" * 260 + "@example.se"]
)
def test_a_bad_address_is_shown_at_its_row_and_not_stored(world: World, email: str) -> None:
    failed(world.head)
    failed(world.contact)
    answer = as_user(world.coordinator).post(PAGE, {"person": world.head.hsa_id, "email": email})
    assert answer.status_code == 422
    assert answer.content.decode().count("ds-validation-message") == 1
    assert User.objects.get(pk=world.head.pk).email == world.head.email


def test_someone_elsewhere_does_not_exist(world: World) -> None:
    for person in (world.nobody, world.manager):
        answer = as_user(world.coordinator).post(PAGE, {"person": person.hsa_id, "email": "ny@example.se"})
        assert answer.status_code == 404


@pytest.mark.parametrize("name", ["head", "contact", "manager", "reviewer", "nobody"])
def test_only_the_coordinator_and_the_administrator_correct(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        correct(world, world.head, "ny@example.se", by=world.people[name])
    assert correct(world, world.head, "ny@example.se", by=world.administrator).email == "ny@example.se"


@pytest.mark.parametrize("email", ["", "x", "maria.lindqvist@example.se"])
def test_the_action_refuses_what_is_no_new_address(world: World, email: str) -> None:
    with pytest.raises(Invalid):
        correct(world, world.head, email, by=world.coordinator)


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    return len(asked)


def test_queries_are_constant_in_rows(world: World) -> None:
    client: Any = as_user(world.coordinator)
    failed(world.head)
    client.get(PAGE)
    one = queries_of(client)
    failed(world.contact)
    failed(world.other_head)
    assert queries_of(client) == one
