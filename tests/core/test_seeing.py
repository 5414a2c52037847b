"""Who sees a unit is said twice: to the database for lists, and of a unit that is read already."""

from portal.core.units.access import sees
from portal.core.units.models import CareUnit, Region
from portal.core.units.queries import roles_of
from tests.world import START, World, make_unit


def test_a_unit_in_hand_is_seen_by_those_for_whom_the_database_finds_it(world: World) -> None:
    provider = world.unit.provider
    branch = make_unit(world.region, provider, "E003", "Strandportens filial", parent=world.unit)
    elsewhere = Region.objects.create(
        code="annan", name="En annan region", county_code="10", asset_prefix="ANN"
    )
    away = make_unit(elsewhere, provider, "E004", "Långt borta")
    units = [world.unit, branch, world.other_unit, away]
    for person in world.people.values():
        roles = roles_of(person, START)
        found = set(CareUnit.objects.visible_to(roles))
        assert {unit for unit in units if sees(roles, unit)} == found, person
    assert not sees(roles_of(world.coordinator, START), away)
    assert sees(roles_of(world.contact, START), branch)
    assert not sees(roles_of(world.contact, START), world.other_unit)
