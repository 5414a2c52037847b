"""Who may do what with assets and with what is registered of services."""

from inventory.models import Asset
from portal.core.access import ALLOWED, Decision, Denied
from portal.core.units.models import CareUnit, Role
from portal.core.units.roles import RoleSet

NOT_AT_UNIT = Denied(
    "not_at_unit",
    "Det är enhetens verksamhetschef, IT-kontaktperson eller regionens IT-leverans som kan ändra.",
)
NOT_REGISTRAR = Denied(
    "not_registrar",
    "Det är regionens samordnare, IT-koordinator eller IT-leverans som registrerar tjänster.",
)


IN_STORE = Denied("in_store", "Inventarien står i regionens lager och har ingen plats på en enhet.")


def answers_for(roles: RoleSet, unit: CareUnit) -> bool:
    """Whether the person is head or IT contact of the unit, or of the one that it is a branch of."""
    return any(
        roles.at_unit(role, unit_id)
        for role in (Role.HEAD_OF_UNIT, Role.IT_CONTACT)
        for unit_id in (unit.pk, unit.parent_id)
    )


def may_place(roles: RoleSet, asset: Asset) -> Decision:
    unit = asset.unit
    if unit is None:
        return IN_STORE
    allowed = answers_for(roles, unit) or roles.in_region(Role.IT_DELIVERY, unit.region_id)
    return ALLOWED if allowed else NOT_AT_UNIT


def may_register_services(roles: RoleSet, unit: CareUnit) -> Decision:
    """Register and end services, networks and accesses: the region does, and the unit has agreed (Kalmar IT §4)."""
    registrars = (Role.COORDINATOR, Role.IT_COORDINATOR, Role.IT_DELIVERY)
    return ALLOWED if any(roles.in_region(role, unit.region_id) for role in registrars) else NOT_REGISTRAR
