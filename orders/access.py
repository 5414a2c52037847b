"""Who may do what with orders, deliveries and samverkan matters. Each answer carries its reason."""

from orders.models import Delivery, Order
from portal.core.access import ALLOWED, Decision, Denied
from portal.core.units.access import NOT_COORDINATOR, NOT_HEAD, NOT_MANAGER, is_head
from portal.core.units.models import CareUnit, Role
from portal.core.units.roles import RoleSet, SubstituteFor

NOT_DELIVERY = Denied("not_it_delivery", "Det är bara IT-leverans som kan registrera leveranser.")
NOT_RECEIVER = Denied(
    "not_receiver", "Det är enhetens verksamhetschef eller IT-kontaktperson som kvitterar leveranser."
)
NOT_ANSWERER = Denied("not_answerer", "Det är samordnaren eller IT-koordinatorn som svarar i samverkan.")
ORDERED_IT = Denied("ordered_it", "Du beställde själv. Någon annan behöver granska och attestera.")
CHECKED_IT = Denied("checked_it", "Du granskade beställningen. Någon annan behöver attestera den.")
FOR_ORDERER = Denied("for_orderer", "Du kan inte attestera för den som själv beställde eller granskade.")
BEYOND_LIMIT = Denied("beyond_limit", "Beställningen är större än ditt uppdrag som ersättare omfattar.")


def may_order(roles: RoleSet, unit: CareUnit) -> Decision:
    """Kalmar IT §3a: "Det är den privata vårdenhetens verksamhetschef som beställer hårdvara"."""
    return ALLOWED if is_head(roles, unit) else NOT_HEAD


def may_withdraw(roles: RoleSet, order: Order) -> Decision:
    return may_order(roles, order.unit)


def may_check(roles: RoleSet, order: Order) -> Decision:
    """The coordinator of the region, unless he ordered it himself."""
    if not roles.in_region(Role.COORDINATOR, order.unit.region_id):
        return NOT_COORDINATOR
    return ORDERED_IT if order.submitted_by_id == roles.user_id else ALLOWED


def acting_for(roles: RoleSet, order: Order) -> SubstituteFor | None:
    """In whose place the person would attest; None for an ordering manager in his own right."""
    if roles.in_region(Role.ORDERING_MANAGER, order.unit.region_id):
        return None
    return roles.substitution_in(order.unit.region_id)


def may_attest(roles: RoleSet, order: Order) -> Decision:
    """The ordering manager, or his substitute within period and limit; never who ordered or checked."""
    substitution = acting_for(roles, order)
    if substitution is None and not roles.in_region(Role.ORDERING_MANAGER, order.unit.region_id):
        return NOT_MANAGER
    if order.submitted_by_id == roles.user_id:
        return ORDERED_IT
    if order.checked_by_id == roles.user_id:
        return CHECKED_IT
    if substitution is not None:
        return _within_substitution(substitution, order)
    return ALLOWED


def _within_substitution(substitution: SubstituteFor, order: Order) -> Decision:
    if substitution.principal_id in (order.submitted_by_id, order.checked_by_id):
        return FOR_ORDERER
    if substitution.most_pieces is not None and order.pieces > substitution.most_pieces:
        return BEYOND_LIMIT
    return ALLOWED


def may_send_back(roles: RoleSet, order: Order) -> Decision:
    """Whoever is next to decide may ask for completion: the coordinator, then the ordering manager."""
    return may_attest(roles, order) if order.state == Order.State.CHECKED else may_check(roles, order)


def may_deliver(roles: RoleSet, order: Order) -> Decision:
    return ALLOWED if roles.in_region(Role.IT_DELIVERY, order.unit.region_id) else NOT_DELIVERY


def may_receive(roles: RoleSet, delivery: Delivery) -> Decision:
    unit = delivery.order.unit
    receiver = is_head(roles, unit) or any(
        roles.at_unit(Role.IT_CONTACT, unit_id) for unit_id in (unit.pk, unit.parent_id)
    )
    return ALLOWED if receiver else NOT_RECEIVER


def may_raise_matter(roles: RoleSet, unit: CareUnit) -> Decision:
    return may_order(roles, unit)


def may_answer_matter(roles: RoleSet, unit: CareUnit) -> Decision:
    """Kalmar IT §3a: samverkan is with the region's staff and the IT coordinator."""
    answers = roles.in_region(Role.COORDINATOR, unit.region_id) or roles.in_region(
        Role.IT_COORDINATOR, unit.region_id
    )
    return ALLOWED if answers else NOT_ANSWERER
