"""Who may do what with returns. The unit gives, the region receives; each answer carries its reason."""

from inventory.access import answers_for
from inventory.returns.models import HandSignature
from portal.core.access import ALLOWED, Decision, Denied
from portal.core.people.models import User
from portal.core.units.access import NOT_COORDINATOR, is_head
from portal.core.units.models import CareUnit, Role
from portal.core.units.roles import RoleSet

GIVERS = (Role.HEAD_OF_UNIT, Role.IT_CONTACT)
RECEIVERS = (Role.COORDINATOR, Role.IT_DELIVERY)

NOT_GIVER = Denied(
    "not_giver", "Det är enhetens verksamhetschef eller IT-kontaktperson som lämnar utrustningen."
)
NOT_RECEIVER = Denied(
    "not_return_receiver", "Det är regionens IT-leverans eller samordnare som tar emot utrustningen."
)
NOT_PARTY = Denied(
    "not_party",
    "Det är enhetens verksamhetschef och IT-kontaktperson, och regionens samordnare och IT-leverans, som sköter "
    "återlämningen.",
)
NOT_ERASER = Denied("not_eraser", "Det är regionens IT-leverans som intygar radering.")
NOT_VOUCHER = Denied(
    "not_voucher", "Det är den som skrev under eller enhetens verksamhetschef som bekräftar underskriften."
)
SIGNED_FOR_OTHER = Denied(
    "signed_for_other",
    "Du har skrivit under för den andra parten. Någon annan behöver skriva under.",
)


def may_give(roles: RoleSet, unit: CareUnit) -> Decision:
    """Sign for the unit that the pieces have been handed over."""
    return ALLOWED if answers_for(roles, unit) else NOT_GIVER


def may_receive(roles: RoleSet, unit: CareUnit) -> Decision:
    """Sign for the region that the pieces have come."""
    return ALLOWED if unit.region_id in roles.regions_with(*RECEIVERS) else NOT_RECEIVER


def may_take_part(roles: RoleSet, unit: CareUnit) -> Decision:
    """Return single pieces, book a time, list what is handed over: either party."""
    return ALLOWED if may_give(roles, unit) or may_receive(roles, unit) else NOT_PARTY


def may_decide(roles: RoleSet, unit: CareUnit) -> Decision:
    """Open a case for all that the unit has, decide about what is left over, close or cancel."""
    return ALLOWED if roles.in_region(Role.COORDINATOR, unit.region_id) else NOT_COORDINATOR


def may_prove_erasure(roles: RoleSet, region_id: int | None) -> Decision:
    return ALLOWED if region_id in roles.regions.get(Role.IT_DELIVERY, ()) else NOT_ERASER


def may_vouch(roles: RoleSet, hand: HandSignature, person: User) -> Decision:
    """Confirm or object to what was signed on the region's phone: who was chosen there, or the head of the unit."""
    its_own = hand.chosen_id == person.pk and may_give(roles, hand.handover.case.unit)
    return ALLOWED if its_own or is_head(roles, hand.handover.case.unit) else NOT_VOUCHER
