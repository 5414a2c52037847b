"""Who may do what with assets."""

from inventory.models import Asset
from portal.core.access import ALLOWED, Decision, Denied
from portal.core.units.models import Role
from portal.core.units.roles import RoleSet

NOT_AT_UNIT = Denied(
    "not_at_unit",
    "Det är enhetens verksamhetschef, IT-kontaktperson eller regionens IT-leverans som kan ändra.",
)


def may_place(roles: RoleSet, asset: Asset) -> Decision:
    unit = asset.unit
    at_unit = any(
        roles.at_unit(role, unit_id)
        for role in (Role.HEAD_OF_UNIT, Role.IT_CONTACT)
        for unit_id in (unit.pk, unit.parent_id)
    )
    return ALLOWED if at_unit or roles.in_region(Role.IT_DELIVERY, unit.region_id) else NOT_AT_UNIT
