"""Every constraint of every model broken once, by the database itself, and the Swedish sentence that follows."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError

from inventory.models import Asset
from orders.models import Delivery, Order, OrderLine, SamverkanMatter
from portal.core.constraints import guarded
from portal.core.errors import Conflict
from portal.core.people.models import User
from portal.core.units.models import Assignment, CareUnit, UnitFigures
from tests.core.constraint_breaks import (
    core,
    dashboards,
    entitlements,
    imports,
    incidents,
    inventory,
    network,
    notices,
    orders,
    returns,
    rounds,
)
from tests.house.source import own_models
from tests.world import World

BREAKS = (
    core.BREAKS
    | entitlements.BREAKS
    | inventory.BREAKS
    | imports.BREAKS
    | network.BREAKS
    | incidents.BREAKS
    | orders.BREAKS
    | returns.BREAKS
    | rounds.BREAKS
    | notices.BREAKS
    | dashboards.BREAKS
)
CONSTRAINTS = {
    constraint.name: constraint for model in own_models() for constraint in model._meta.constraints
}


@pytest.fixture(scope="module")
def scene(module_world: World) -> SimpleNamespace:
    """One sound row of everything, to be broken one at a time."""
    rows: dict[str, Any] = {"world": module_world}
    for floor in (orders, core, inventory, incidents, notices, imports, network, returns, rounds, dashboards):
        rows |= floor.scene_of(module_world)
    return SimpleNamespace(**rows)


def test_every_constraint_is_in_the_table() -> None:
    assert sorted(BREAKS) == sorted(CONSTRAINTS)


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_the_database_refuses_with_the_constraints_own_sentence(
    scene: SimpleNamespace, savepoint: None, name: str
) -> None:
    constraint = CONSTRAINTS[name]
    with pytest.raises(Conflict) as refused, guarded():
        BREAKS[name](scene)
    assert refused.value.code == name
    assert refused.value.message == str(constraint.violation_error_message)
    assert refused.value.status == 409


def test_the_scene_is_sound(scene: SimpleNamespace, savepoint: None) -> None:
    """What is broken above was whole before: every row may be stored again as it is."""
    for rows in (User, CareUnit, Assignment, UnitFigures, Order, OrderLine, Asset, Delivery, SamverkanMatter):
        with guarded():
            for row in rows.objects.all():
                row.save()


def test_an_integrity_error_without_a_name_of_ours_is_not_disguised(
    scene: SimpleNamespace, savepoint: None
) -> None:
    with pytest.raises(IntegrityError), guarded():
        User.objects.create(hsa_id=scene.world.head.hsa_id, given_name="A", family_name="B")
