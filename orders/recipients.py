"""Who is to hear of an order: the one rule about whom, shared by the mails and the reminders."""

from collections.abc import Iterator
from datetime import date

from orders.models import Order
from portal.core.people.models import User
from portal.core.units.models import CareUnit, Role
from portal.core.units.recipients import Attester, at_unit, attesters_in, in_region


def checkers(order: Order, on: date) -> list[User]:
    """The region's coordinators but for who ordered."""
    people = in_region(Role.COORDINATOR, order.unit.region_id, on)
    return [one for one in people if one.pk != order.submitted_by_id]


def attesters(order: Order, on: date) -> Iterator[Attester]:
    """The ordering managers and their substitutes within the limit; never who ordered or checked, nor a substitute
    for one who did."""
    involved = {order.submitted_by_id, order.checked_by_id}
    for one in attesters_in(order.unit.region_id, on):
        beyond = one.most_pieces is not None and order.pieces > one.most_pieces
        conflict = one.user.pk in involved or (one.principal and one.principal.pk in involved)
        if not beyond and not conflict:
            yield one


def deliverers(order: Order, on: date) -> list[User]:
    return in_region(Role.IT_DELIVERY, order.unit.region_id, on)


def heads(unit: CareUnit, on: date) -> list[User]:
    return at_unit(Role.HEAD_OF_UNIT, unit, on)


def receivers(unit: CareUnit, on: date) -> list[User]:
    """Those who may acknowledge a delivery: the head of the unit and its IT contacts, each once."""
    people = {one.pk: one for one in (*heads(unit, on), *at_unit(Role.IT_CONTACT, unit, on))}
    return list(people.values())


def answerers(unit: CareUnit, on: date) -> list[User]:
    """Those who take up a samverkan matter: coordinators and IT coordinators, each once."""
    region = unit.region_id
    found = (*in_region(Role.COORDINATOR, region, on), *in_region(Role.IT_COORDINATOR, region, on))
    return list({one.pk: one for one in found}.values())
