"""The regions of a desk are reckoned in one place, for its orders and its filters alike."""

from orders.queries.queues import attest_queue, regions_of
from portal.core.clock import local_date
from portal.core.units.actions.substitutes import appoint_substitute
from portal.core.units.models import Role
from portal.core.units.queries import roles_of
from tests import steps
from tests.world import NOW, World


def test_a_substitute_has_the_managers_regions_and_no_other(world: World) -> None:
    order, today = steps.checked(world), local_date(NOW)
    assert regions_of(roles_of(world.substitute, today), Role.ORDERING_MANAGER) == frozenset()
    appoint_substitute(
        region=world.region,
        substitute=world.substitute,
        valid_from=today,
        valid_to=today,
        by=world.manager,
        at=NOW,
    )
    roles = roles_of(world.substitute, today)
    assert regions_of(roles, Role.ORDERING_MANAGER) == {world.region.pk}
    assert regions_of(roles, Role.COORDINATOR) == frozenset()
    assert list(attest_queue(roles)) == [order]
