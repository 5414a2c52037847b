"""The unit's services, networks and accesses end with the case."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from inventory.access import may_register_services
from inventory.actions.services import end_service
from inventory.models import UnitService
from inventory.returns.actions.writing import locked_open, roles_at
from inventory.returns.models import ReturnCase
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.people.models import User


def end_services(
    *, case: ReturnCase, service_ids: Collection[int], valid_to: date, by: User, at: datetime
) -> int:
    """Set the last day of services of the case that have none; give how many.

    Raises NotAllowed for others than those who register services, Invalid for none or a day before one's first or out of
    reach, Conflict for a case that is over.
    """
    with transaction.atomic():
        case = locked_open(case)
        require(may_register_services(roles_at(by, at), case.unit))
        listed = case.services.filter(service__in=service_ids).values("service_id")
        services = list(UnitService.objects.filter(pk__in=listed, valid_to__isnull=True).order_by("pk"))
        if not services:
            raise Invalid(
                "no_services", "Markera minst en tjänst som inte har någon sista dag.", field="services"
            )
        for service in services:
            end_service(service=service, valid_to=valid_to, by=by, at=at)
    return len(services)
