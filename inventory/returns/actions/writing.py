"""What the acts on a return share: the unit and the case held, and who acts."""

from datetime import datetime

from inventory.returns.models import Handover, ReturnCase
from inventory.returns.workflow import require_open
from portal.core.clock import local_date
from portal.core.errors import Conflict
from portal.core.people.models import User
from portal.core.units.queries import lock_unit, roles_of
from portal.core.units.roles import RoleSet

OPENED = "return.opened"
WIDENED = "return.widened"
LISTED = "return.listed"


def locked(case: ReturnCase) -> ReturnCase:
    """The case with its unit, both held until the transaction ends: the unit first, as every act on what it has."""
    unit = lock_unit(case.unit_id)
    case = ReturnCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    case.unit = unit
    return case


def locked_open(case: ReturnCase) -> ReturnCase:
    """The same; raises Conflict unless the case is open."""
    case = locked(case)
    require_open(case)
    return case


def locked_handover(handover: Handover) -> Handover:
    """The handover of an open case, held with it. Raises Conflict when someone has just thrown it away."""
    case = locked_open(handover.case)
    found = Handover.objects.select_for_update().filter(pk=handover.pk).first()
    if found is None:
        raise Conflict("handover_gone", "Överlämningen är borttagen. Läs in sidan igen.")
    found.case = case
    return found


def roles_at(by: User, at: datetime) -> RoleSet:
    """The person's roles on the Swedish day of the moment. One query."""
    return roles_of(by, local_date(at))
