"""S2: nobody attests what he ordered or checked: by page, API or batch, as substitute, with a new role, in SQL."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from orders.actions.attest import attest_batch, attest_order, refuse_order
from orders.actions.check import check_order, send_back
from orders.models import AttestRecord, Order
from portal.core import clock
from portal.core.audit.models import AuditEvent
from portal.core.errors import Invalid, NotAllowed
from portal.core.people.models import User
from portal.core.units.actions.substitutes import appoint_substitute
from portal.core.units.models import Assignment, Role
from tests import steps
from tests.world import START, World, assign, line

Path = Callable[[User, Order], object]


@pytest.fixture
def at():
    """The pages read the clock, so everything here happens now."""
    return clock.now()


@pytest.fixture
def order(world: World, at) -> Order:
    return steps.checked(world, line(quantity=2), at=at - timedelta(hours=3))


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    return client


def by_action(user: User, order: Order) -> None:
    attest_order(order=order, by=user, at=clock.now())


def by_batch(user: User, order: Order) -> None:
    attest_batch(orders=[order], by=user, at=clock.now())


def by_page(user: User, order: Order) -> None:
    browser(user).post(reverse("orders:attest", args=[order.number]), {"seen": order.content_hash})


def by_batch_page(user: User, order: Order) -> None:
    chosen = {"order": f"{order.number}:{order.content_hash[:16]}", "bekraftad": "1"}
    browser(user).post(reverse("orders:attest_batch"), chosen)


def by_api(user: User, order: Order) -> None:
    browser(user).post(
        reverse("api_attest", args=[order.number]), {"decision": "ATTESTED"}, content_type="application/json"
    )


PATHS: tuple[Path, ...] = (by_action, by_batch, by_page, by_batch_page, by_api)


def try_all(user: User, order: Order) -> None:
    """Every path in turn; none may attest."""
    for path in PATHS:
        with suppress(NotAllowed):
            path(user, order)
        assert Order.objects.get(pk=order.pk).attested_at is None, path.__name__
    assert not AttestRecord.objects.exists()


@pytest.mark.parametrize("path", PATHS)
def test_the_manager_attests_by_every_path(world: World, order: Order, path: Path) -> None:
    """Else the refusals below would prove nothing."""
    path(world.manager, order)
    assert Order.objects.get(pk=order.pk).attested_by == world.manager


@pytest.mark.parametrize(
    "name",
    ["head", "coordinator", "contact", "other_head", "delivery", "administrator", "substitute", "nobody"],
)
def test_no_other_role_attests(world: World, order: Order, name: str) -> None:
    try_all(world.people[name], order)


@pytest.mark.parametrize("who", ["head", "coordinator"])
def test_who_ordered_or_checked_and_became_manager_afterwards_does_not_attest(
    world: World, order: Order, who: str
) -> None:
    assign(world.people[who], Role.ORDERING_MANAGER, region=world.region)
    try_all(world.people[who], order)


@pytest.mark.parametrize("who", ["head", "coordinator"])
def test_who_ordered_or_checked_and_has_left_that_role_does_not_attest(
    world: World, order: Order, at, who: str
) -> None:
    """The order remembers, whatever the roles say today."""
    Assignment.objects.filter(user=world.people[who]).update(
        valid_to=clock.local_date(at) - timedelta(days=1)
    )
    assign(world.people[who], Role.ORDERING_MANAGER, region=world.region)
    try_all(world.people[who], order)


@pytest.mark.parametrize("who", ["head", "coordinator"])
def test_a_substitute_does_not_attest_what_he_ordered_or_checked(
    world: World, order: Order, at, who: str
) -> None:
    person = world.people[who]
    if who == "head":
        assign(person, Role.CONTROLLER, region=world.region)
    substitute(world, person, at)
    try_all(person, order)


def substitute(world: World, person: User, at, **more: Any) -> None:
    today = clock.local_date(at)
    appoint_substitute(
        region=world.region,
        substitute=person,
        valid_from=today,
        valid_to=today + timedelta(days=7),
        by=world.manager,
        at=at,
        **more,
    )


def test_a_substitute_does_not_attest_for_a_manager_who_ordered_or_checked(world: World, at) -> None:
    """The manager was coordinator too, checked, and lets another attest in his place."""
    assign(world.manager, Role.COORDINATOR, region=world.region)
    order = steps.submitted(world, at=at)
    decisions = [steps.LineDecision(one.pk, one.quantity) for one in order.lines.all()]
    check_order(order=order, decisions=decisions, by=world.manager, at=at)
    substitute(world, world.substitute, at)
    try_all(world.manager, order)
    try_all(world.substitute, order)


def test_a_substitute_cannot_let_another_attest(world: World, order: Order, at) -> None:
    """No chain: whoever stands in for the manager appoints nobody in his turn."""
    substitute(world, world.substitute, at)
    with pytest.raises(NotAllowed):
        appoint_substitute(
            region=world.region,
            substitute=world.coordinator,
            valid_from=clock.local_date(at),
            valid_to=clock.local_date(at),
            by=world.substitute,
            at=at,
        )
    browser(world.substitute).post(
        reverse("units:substitutes"),
        {
            "gor": "utse",
            "substitute": world.coordinator.hsa_id,
            "valid_from": str(clock.local_date(at)),
            "valid_to": str(clock.local_date(at)),
        },
    )
    try_all(world.coordinator, order)


def test_a_manager_is_not_his_own_substitute(world: World, at) -> None:
    with pytest.raises(Invalid):
        substitute(world, world.manager, at)


def test_a_substitute_attests_within_period_and_limit_only(world: World, order: Order, at) -> None:
    substitute(world, world.substitute, at, most_pieces=order.pieces - 1)
    try_all(world.substitute, order)


def test_a_substitute_of_yesterday_does_not_attest(world: World, order: Order, at) -> None:
    yesterday = at - timedelta(days=1)
    appoint_substitute(
        region=world.region,
        substitute=world.substitute,
        valid_from=clock.local_date(yesterday),
        valid_to=clock.local_date(yesterday),
        by=world.manager,
        at=yesterday,
    )
    try_all(world.substitute, order)


def test_a_substitute_of_one_who_is_manager_no_more_does_not_attest(world: World, order: Order, at) -> None:
    substitute(world, world.substitute, at)
    Assignment.objects.filter(user=world.manager).update(valid_to=clock.local_date(at) - timedelta(days=1))
    try_all(world.substitute, order)


def test_the_substitute_attests_what_is_nobodys_own(world: World, order: Order, at) -> None:
    substitute(world, world.substitute, at)
    attest_order(order=order, by=world.substitute, at=at)
    record = AttestRecord.objects.get()
    assert (record.attester, record.on_behalf_of) == (world.substitute, world.manager.hsa_id)


def test_the_log_tells_in_whose_place_an_order_was_sent_back(world: World, order: Order, at) -> None:
    substitute(world, world.substitute, at)
    send_back(order=order, message="Skriv rum.", by=world.substitute, at=at)
    event = AuditEvent.objects.get(kind="order.returned")
    assert (event.actor, event.on_behalf_of) == (world.substitute.hsa_id, world.manager.hsa_id)


def test_refusing_is_deciding_too(world: World, order: Order, at) -> None:
    for who in (world.head, world.coordinator):
        assign(who, Role.ORDERING_MANAGER, region=world.region)
        with pytest.raises(NotAllowed):
            refuse_order(order=order, reason="Nej.", by=who, at=at)


def test_the_orderer_does_not_check_his_own_order(world: World, at) -> None:
    assign(world.head, Role.COORDINATOR, region=world.region)
    order = steps.submitted(world, at=at)
    decisions = [steps.LineDecision(one.pk, one.quantity) for one in order.lines.all()]
    with pytest.raises(NotAllowed):
        check_order(order=order, decisions=decisions, by=world.head, at=at)
    with pytest.raises(NotAllowed):
        send_back(order=order, message="Mer.", by=world.head, at=at)


@pytest.mark.parametrize(
    ("column", "other"),
    [("checked_by", "submitted_by"), ("attested_by", "submitted_by"), ("attested_by", "checked_by")],
)
def test_the_database_holds_them_apart(world: World, at, column: str, other: str) -> None:
    order = steps.attested(world, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**{column: getattr(order, f"{other}_id")})


def test_an_order_sent_back_and_checked_by_another_still_has_three_persons(
    world: World, order: Order, at
) -> None:
    """He who checked first, and whose check was undone, may attest; he who checks last may not."""
    send_back(order=order, message="Mer.", by=world.manager, at=at)
    order.refresh_from_db()
    assert (order.checked_by, order.state) == (None, Order.State.RETURNED_FOR_COMPLETION)


def test_a_person_shut_out_attests_nothing(world: World, order: Order) -> None:
    User.objects.filter(pk=world.manager.pk).update(is_active=False)
    try_all(User.objects.get(pk=world.manager.pk), order)


def test_a_manager_of_tomorrow_does_not_attest_today(world: World, order: Order, at) -> None:
    tomorrow = clock.local_date(at) + timedelta(days=1)
    Assignment.objects.filter(user=world.manager).update(valid_from=tomorrow, valid_to=None)
    try_all(world.manager, order)
    assert tomorrow > START > date(2000, 1, 1)
