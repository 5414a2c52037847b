"""Who may do what with units, figures, assignments and substitutions."""

from collections.abc import Collection

from portal.core.access import ALLOWED, Decision, Denied
from portal.core.units.models import CareUnit, Role, UnitFigures
from portal.core.units.roles import RoleSet

NOT_HEAD = Denied("not_head_of_unit", "Det är bara enhetens verksamhetschef som kan göra det här.")
NOT_COORDINATOR = Denied("not_coordinator", "Det är bara samordnaren i regionen som kan göra det här.")
NOT_MANAGER = Denied("not_ordering_manager", "Det är bara Beställarchefen som kan göra det här.")
NOT_ADMINISTRATOR = Denied("not_administrator", "Det är bara systemadministratören som kan göra det här.")
NOT_LOG_REVIEWER = Denied("not_log_reviewer", "Det är bara loggranskaren som kan läsa loggen.")
OWN_REPORT = Denied("own_report", "Du rapporterade uppgifterna själv. Någon annan behöver kontrollera dem.")
OWN_ROLES = Denied("own_roles", "Du kan inte ändra dina egna uppdrag. Be en annan systemadministratör.")


def sees(roles: RoleSet, unit: CareUnit) -> bool:
    """Whether the person sees the unit: for one that is read already, what ``CareUnit.objects.visible_to`` asks of the
    database."""
    own = roles.all_unit_ids
    return unit.region_id in roles.all_region_ids or unit.pk in own or unit.parent_id in own


def is_head(roles: RoleSet, unit: CareUnit) -> bool:
    """Head of the unit itself, or of the main unit of a branch."""
    return roles.at_unit(Role.HEAD_OF_UNIT, unit.pk) or roles.at_unit(Role.HEAD_OF_UNIT, unit.parent_id)


def may_report_figures(roles: RoleSet, unit: CareUnit) -> Decision:
    return ALLOWED if is_head(roles, unit) else NOT_HEAD


def may_decide_figures(roles: RoleSet, figures: UnitFigures) -> Decision:
    if not roles.in_region(Role.COORDINATOR, figures.unit.region_id):
        return NOT_COORDINATOR
    return OWN_REPORT if figures.reported_by_id == roles.user_id else ALLOWED


def may_appoint_substitute(roles: RoleSet, region_id: int) -> Decision:
    return ALLOWED if roles.in_region(Role.ORDERING_MANAGER, region_id) else NOT_MANAGER


def may_administer(roles: RoleSet, region_id: int) -> Decision:
    return ALLOWED if roles.in_region(Role.ADMINISTRATOR, region_id) else NOT_ADMINISTRATOR


def may_correct_email(roles: RoleSet, regions: Collection[int]) -> Decision:
    """The coordinator or the administrator of a region where the person has a role at a unit."""
    both = (Role.COORDINATOR, Role.ADMINISTRATOR)
    near = any(roles.in_region(role, region) for role in both for region in regions)
    return ALLOWED if near else NOT_COORDINATOR


def may_change_roles_of(roles: RoleSet, region_id: int, user_id: int) -> Decision:
    if roles.user_id == user_id:
        return OWN_ROLES
    return may_administer(roles, region_id)


def may_read_log(roles: RoleSet) -> Decision:
    return ALLOWED if roles.has(Role.LOG_REVIEWER) else NOT_LOG_REVIEWER
