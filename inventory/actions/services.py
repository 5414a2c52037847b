"""Registering what a unit has of services, networks and accesses, and that it ends (Kalmar IT §4)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from entitlements.models import CatalogueItem
from inventory.access import may_register_services
from inventory.models import UnitService
from inventory.queries.services import lacking_of_included, service_items
from portal.core.access import require
from portal.core.audit.actions import record
from portal.core.clock import local_date
from portal.core.constraints import guarded
from portal.core.errors import Conflict, Invalid
from portal.core.people.models import User
from portal.core.units.models import CareUnit
from portal.core.units.queries import lock_unit, roles_of

EARLIEST = date(2000, 1, 1)
FURTHEST_AHEAD = timedelta(days=366)


def register_service(
    *, unit: CareUnit, item_code: str, valid_from: date, by: User, at: datetime
) -> UnitService:
    """Note that the unit has something of the appendix from a day, until further notice.

    Raises NotAllowed for others than those who register, Invalid for what the appendix in force does not have or a
    day out of reach, Conflict when the unit already has it then or later, Missing when no appendix holds.
    """
    today = local_date(at)
    with transaction.atomic():
        unit = lock_unit(unit.pk)
        require(may_register_services(roles_of(by, today), unit))
        item = _item_called(item_code, service_items(unit.region_id, today))
        _require_within_reach(valid_from, today, "valid_from")
        service = _service(unit, item, valid_from, by, at)
        with guarded():
            service.save(force_insert=True)
        record(
            "service.registered",
            by=by,
            at=at,
            subject=("service", service.item_code),
            unit=unit.hsa_id,
            after=_values(service),
        )
    return service


def end_service(*, service: UnitService, valid_to: date, by: User, at: datetime) -> UnitService:
    """Set the last day of what a unit has; a day that lies ahead may be set anew.

    Raises NotAllowed for others than those who register, Conflict when it has ended, Invalid for a day before the
    first or out of reach.
    """
    today = local_date(at)
    with transaction.atomic():
        unit = lock_unit(service.unit_id)
        service = UnitService.objects.select_for_update().get(pk=service.pk)
        require(may_register_services(roles_of(by, today), unit))
        if service.valid_to is not None and service.valid_to < today:
            raise Conflict("service_ended", "Tjänsten är redan avslutad.")
        if valid_to < service.valid_from:
            raise Invalid("period_turned", "Sista dagen kan inte ligga före första dagen.", field="valid_to")
        _require_within_reach(valid_to, today, "valid_to")
        before = _values(service)
        service.valid_to, service.ended_at, service.ended_by = valid_to, at, by
        with guarded():
            service.save(update_fields=["valid_to", "ended_at", "ended_by"])
        record(
            "service.ended",
            by=by,
            at=at,
            subject=("service", service.item_code),
            unit=unit.hsa_id,
            before=before,
            after=_values(service),
        )
    return service


def register_included_services(*, unit: CareUnit, by: User, at: datetime, on: date) -> list[UnitService]:
    """Register from a day every service and network of the appendix that the unit lacks then, and return them.

    What is registered with a later first day is left as it is. Writes and logs nothing when nothing is lacking.
    Raises as ``register_service``. A constant number of queries.
    """
    today = local_date(at)
    with transaction.atomic():
        unit = lock_unit(unit.pk)
        require(may_register_services(roles_of(by, today), unit))
        _require_within_reach(on, today, "on")
        held = UnitService.objects.filter(unit=unit)
        lacking = lacking_of_included(service_items(unit.region_id, today), held, on)
        services = UnitService.objects.bulk_create(_service(unit, item, on, by, at) for item in lacking)
        if services:
            record(
                "services.included",
                by=by,
                at=at,
                subject=("unit", unit.hsa_id),
                unit=unit.hsa_id,
                after={"items": [one.item_code for one in services], "valid_from": on},
            )
    return services


def _item_called(code: str, items: list[CatalogueItem]) -> CatalogueItem:
    for item in items:
        if item.code == code:
            return item
    raise Invalid("not_a_service", "Välj en tjänst i listan.", field="item_code")


def _require_within_reach(day: date, today: date, field: str) -> None:
    if not EARLIEST <= day <= today + FURTHEST_AHEAD:
        raise Invalid("day_range", "Välj en dag från år 2000 till och med ett år framåt.", field=field)


def _service(unit: CareUnit, item: CatalogueItem, valid_from: date, by: User, at: datetime) -> UnitService:
    return UnitService(
        unit=unit,
        item_code=item.code,
        item_name=item.name,
        kind=item.kind,
        valid_from=valid_from,
        registered_at=at,
        registered_by=by,
    )


def _values(service: UnitService) -> dict[str, object]:
    return {"item": service.item_code, "valid_from": service.valid_from, "valid_to": service.valid_to}
