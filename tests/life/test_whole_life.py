"""R7: whatever is done in whatever order, through the real actions on the real database, what must hold holds.

In short always, the same lives each time; the promise in full is run with ``PORTAL_R7_EXAMPLES=500 PORTAL_R7_STEPS=50``.
A failure prints the acts that led to it, the fewest that do.
"""

import os
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from portal.core.units.models import CareUnit, Role
from tests import steps
from tests.imports.files import csv_file, imported, row
from tests.life.breaking import Breaking
from tests.life.governing import Governing
from tests.life.holding import Holding
from tests.life.ordering import Ordering
from tests.life.returning import Returning
from tests.life.rounding import Rounding
from tests.steps import next_serial
from tests.world import World, assign, line, make_unit, make_world

IN_FULL = "PORTAL_R7_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("PORTAL_R7_EXAMPLES", "15"))
STEPS = int(os.environ.get("PORTAL_R7_STEPS", "25"))
SETTINGS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    derandomize=not IN_FULL,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


class WholeLife(Ordering, Rounding, Breaking, Returning, Holding, Governing):
    """A region of three units, and everything that is done to their equipment."""


@pytest.fixture
def region_of_three(db: None) -> World:
    """Two units and a branch with a few pieces each, some in the store, an order on each step of its way, and people who
    may do more than one thing."""
    world = make_world(staff=6, listed=700)
    make_unit(
        world.region, world.unit.provider, "E003", "Strandporten filial", parent=CareUnit(pk=world.unit.pk)
    )
    assign(world.coordinator, Role.ORDERING_MANAGER, region=world.region)
    assign(world.manager, Role.COORDINATOR, region=world.region)
    assign(world.other_head, Role.ORDERING_MANAGER, region=world.region)
    for unit in CareUnit.objects.order_by("pk"):
        laptops = [row(serial=next_serial("L"), item="base-package", unit=unit.hsa_id) for _ in range(2)]
        shared = row(serial=next_serial("M"), item="multifunction-printer", unit=unit.hsa_id)
        imported(world, csv_file(*laptops, shared))
    store = [row(serial=next_serial("S"), item="base-package", state="I regionens lager") for _ in range(2)]
    imported(world, csv_file(*store))
    steps.submitted(world, line("label-printer"))
    steps.checked(world, line("check-in-screen"))
    steps.attested(world, line(quantity=2))
    steps.delivered(world, line(), unit=world.other_unit)
    return world


@pytest.mark.slow
def test_nothing_that_is_done_breaks_what_must_hold(
    region_of_three: World, record_property: Callable[[str, object], None]
) -> None:
    class Lived(WholeLife):
        world = region_of_three
        done: Counter[str] = Counter()

    run_state_machine_as_test(Lived, settings=SETTINGS)
    record_property("acts", dict(Lived.done))
    carried_out = {name for name in Lived.done if "refused" not in name}
    # A machine that is refused all that it tries shows nothing.
    assert len(carried_out) > 30, Lived.done
    assert carried_out >= {"attest", "deliver", "receive", "import", "work"}
