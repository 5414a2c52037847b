"""Who sees which notices: the list of a person follows from his roles today."""

import pytest

from portal.core.clock import local_date
from portal.core.units.queries import roles_of
from portal.notices.models import Kind, Notice
from tests.notices.writing import drafted, reached
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def seen_by(world: World, name: str) -> set[str]:
    roles = roles_of(world.people[name], local_date(NOW))
    return set(Notice.objects.visible_to(roles).values_list("number", flat=True))


def test_each_sees_what_concerns_his_units_or_his_region(world: World) -> None:
    draft = drafted(world).number
    mine = reached(world, Kind.OUTAGE, ("UNIT", world.unit.hsa_id)).number
    for_log = reached(world, Kind.OUTAGE, ("ROLE", "LOG_REVIEWER"), ("UNIT", world.other_unit.hsa_id)).number
    assert seen_by(world, "head") == seen_by(world, "superuser") == {mine}
    assert seen_by(world, "other_head") == {for_log}
    assert seen_by(world, "it_coordinator") == seen_by(world, "editor") == {draft, mine, for_log}
    assert seen_by(world, "controller") == seen_by(world, "manager") == {mine, for_log}
    assert seen_by(world, "reviewer") == {for_log}
    assert seen_by(world, "administrator") == seen_by(world, "nobody") == set()
