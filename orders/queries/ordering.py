"""What the order form needs to know before anything is written in it."""

from datetime import date

from orders.models import Order
from portal.core.people.models import User
from portal.core.units.models import CareUnit, Role
from portal.core.units.queries import people_with_role


def own_draft(unit: CareUnit, user: User) -> Order | None:
    """The person's draft at the unit: there is at most one."""
    order = Order.objects.filter(unit=unit, created_by=user, state=Order.State.DRAFT).first()
    if order is not None:
        order.unit = unit
    return order


def addresses_of(unit: CareUnit, own_units: list[CareUnit], chosen: str = "") -> list[str]:
    """Where the unit may have things delivered: its own address first, then those of the units that share its
    caps, last an address that an order already has."""
    family = [one for one in own_units if one.main_unit_id == unit.main_unit_id]
    found = [unit.address, *(one.address for one in family), chosen]
    return [address for address in dict.fromkeys(found) if address]


def usual_recipient(unit: CareUnit, on: date) -> str:
    """Who takes deliveries when nothing else is said: the unit's IT contact. Empty when there is none."""
    people = people_with_role(Role.IT_CONTACT, on=on, unit_id=unit.main_unit_id)
    if not people:
        return ""
    return "IT-kontaktpersonen" if people[0].protected_identity else people[0].full_name
