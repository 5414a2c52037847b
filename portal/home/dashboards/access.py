"""Who may follow the region's numbers, and who may have a sheet on a unit made."""

from portal.core.access import ALLOWED, Decision, Denied
from portal.core.units.models import CareUnit, Role
from portal.core.units.roles import SEES_SOME_UNIT, RoleSet

FOLLOWERS = (
    Role.COORDINATOR,
    Role.IT_COORDINATOR,
    Role.IT_DELIVERY,
    Role.ORDERING_MANAGER,
    Role.CONTROLLER,
)
SHEET_READERS = SEES_SOME_UNIT
NOT_NEAR = Denied("not_near_unit", "Underlaget är för enhetens egna och för dem i regionen som ser enheten.")


def followed_regions(roles: RoleSet) -> frozenset[int]:
    """The regions whose numbers the person follows. A substitute attests, and follows nothing of his own."""
    return roles.regions_with(*FOLLOWERS)


def may_have_sheet(roles: RoleSet, unit: CareUnit) -> Decision:
    """The sheet tells what the person may read on other pages of the unit."""
    own = roles.all_unit_ids
    sees = unit.region_id in roles.all_region_ids or unit.pk in own or unit.parent_id in own
    return ALLOWED if sees else NOT_NEAR
