"""Administrators and log reviewers stand outside orders, so none of them is a substitute at any time."""

from datetime import date, timedelta

import pytest

from portal.core.errors import Conflict, Invalid
from portal.core.units.actions.assignments import end_assignment
from portal.core.units.actions.substitutes import revoke_substitute
from portal.core.units.models import Assignment, Role
from tests.core.test_actions import NEXT_MONTH, TODAY, appoint, give, leaves
from tests.world import NOW, World


def end(world: World, assignment: Assignment, last_day: date) -> Assignment:
    return end_assignment(assignment=assignment, last_day=last_day, by=world.administrator, at=NOW)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LOG_REVIEWER])
def test_a_substitute_is_given_no_role_outside_orders(world: World, role: str) -> None:
    substitution = appoint(world)
    values = {"user": world.substitute, "role": role, "unit": None}
    for more in ({"valid_from": TODAY}, {"valid_from": NEXT_MONTH}):
        with leaves([], []), pytest.raises(Conflict) as refused:
            give(world, **values, **more)
        assert (refused.value.code, refused.value.field) == ("is_substitute", "role")
    assert give(world, **values, valid_from=NEXT_MONTH + timedelta(days=1)).role == role
    revoke_substitute(substitution=substitution, by=world.manager, at=NOW)
    assert give(world, **values, valid_from=TODAY, valid_to=TODAY).role == role


def test_a_role_before_the_time_as_substitute_is_no_hindrance(world: World) -> None:
    appoint(world, valid_from=TODAY + timedelta(days=5))
    values = {"user": world.substitute, "role": Role.ADMINISTRATOR, "unit": None, "valid_from": TODAY}
    assert give(world, **values, valid_to=TODAY + timedelta(days=4)).role == Role.ADMINISTRATOR


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LOG_REVIEWER])
def test_a_role_outside_orders_is_not_prolonged_into_the_time_as_substitute(world: World, role: str) -> None:
    begins = TODAY + timedelta(days=5)
    values = {"user": world.substitute, "role": role, "unit": None, "valid_from": TODAY}
    substitution = appoint(world, valid_from=begins)
    given = give(world, **values, valid_to=TODAY + timedelta(days=2))
    with leaves([], []), pytest.raises(Conflict) as refused:
        end(world, given, begins)
    assert (refused.value.code, refused.value.field) == ("is_substitute", "last_day")
    assert "välj en tidigare dag" in refused.value.message
    assert end(world, given, begins - timedelta(days=1)).valid_to == begins - timedelta(days=1)
    assert end(world, given, TODAY).valid_to == TODAY
    revoke_substitute(substitution=substitution, by=world.manager, at=NOW)
    assert end(world, given, NEXT_MONTH).valid_to == NEXT_MONTH


def test_whoever_is_to_stand_outside_orders_becomes_no_substitute(world: World) -> None:
    give(world, user=world.substitute, role=Role.ADMINISTRATOR, unit=None, valid_from=NEXT_MONTH)
    with leaves([], []), pytest.raises(Invalid) as refused:
        appoint(world)
    assert refused.value.code == "substitute_apart"
    assert appoint(world, valid_to=NEXT_MONTH - timedelta(days=1))
