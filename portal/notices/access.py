"""Who may do what with notices. Each answer carries its reason."""

from collections.abc import Mapping

from portal.core.access import ALLOWED, Decision, Denied
from portal.core.units.access import is_head
from portal.core.units.models import CareUnit, Role
from portal.core.units.roles import RoleSet
from portal.notices.models import Kind, Notice

# Who in the region tells of what (domain.md, People and roles).
AUTHORS: Mapping[str, tuple[str, ...]] = {
    Kind.OUTAGE: (Role.IT_COORDINATOR,),
    Kind.MAINTENANCE: (Role.IT_COORDINATOR,),
    Kind.CHANGE: (Role.CATALOGUE_EDITOR, Role.COORDINATOR),
    Kind.INFORMATION: (Role.COORDINATOR, Role.IT_COORDINATOR),
    Kind.INVENTORY: (Role.COORDINATOR,),
}
SUBSCRIPTION_ADMINISTRATORS = (Role.ADMINISTRATOR, Role.IT_COORDINATOR)

NOT_AUTHOR = Denied(
    "not_author", "Meddelanden skrivs av IT-koordinatorn, samordnaren eller katalogförvaltaren."
)
NOT_OF_KIND = Denied("not_of_kind", "Ditt uppdrag omfattar inte det här slaget av meddelande.")
NOT_ASKED = Denied("not_asked", "Meddelandet behöver inte kvitteras.")
NOT_RECEIVER = Denied(
    "not_notice_receiver", "Det är enhetens verksamhetschef eller IT-kontaktperson som kvitterar meddelanden."
)
NOT_SUBSCRIBER = Denied(
    "not_subscriber",
    "Det är enhetens verksamhetschef eller IT-kontaktperson som sköter enhetens prenumeration.",
)
NOT_WEBHOOK_ADMINISTRATOR = Denied(
    "not_webhook_administrator", "Webhookar sköts av systemadministratören och IT-koordinatorn."
)


def kinds_for(roles: RoleSet, region_id: int) -> tuple[str, ...]:
    """The kinds of notice that the person may write in the region."""
    return tuple(kind for kind, who in AUTHORS.items() if region_id in roles.regions_with(*who))


def may_write(roles: RoleSet, region_id: int, kind: str) -> Decision:
    kinds = kinds_for(roles, region_id)
    if not kinds:
        return NOT_AUTHOR
    return ALLOWED if kind in kinds else NOT_OF_KIND


def may_update(roles: RoleSet, notice: Notice) -> Decision:
    """Whoever may write the kind, since the one who began may have gone home."""
    return may_write(roles, notice.region_id, notice.kind)


def may_acknowledge(roles: RoleSet, notice: Notice, unit: CareUnit) -> Decision:
    if not notice.needs_acknowledgement:
        return NOT_ASKED
    return ALLOWED if _receives_for(roles, unit) else NOT_RECEIVER


def may_subscribe(roles: RoleSet, unit: CareUnit) -> Decision:
    """Who looks after the unit's own address for subscription."""
    return ALLOWED if _receives_for(roles, unit) else NOT_SUBSCRIBER


def may_administer_webhooks(roles: RoleSet, region_id: int) -> Decision:
    here = region_id in roles.regions_with(*SUBSCRIPTION_ADMINISTRATORS)
    return ALLOWED if here else NOT_WEBHOOK_ADMINISTRATOR


def _receives_for(roles: RoleSet, unit: CareUnit) -> bool:
    """Head or IT contact of the unit itself, or of the main unit of a branch."""
    return is_head(roles, unit) or any(
        roles.at_unit(Role.IT_CONTACT, unit_id) for unit_id in (unit.pk, unit.parent_id)
    )
