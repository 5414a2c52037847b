"""Reading what units have of services, networks and accesses."""

from collections.abc import Iterable
from datetime import date

from entitlements.models import CatalogueItem, Kind
from entitlements.queries import appendix_in_force, catalogue_of
from inventory.models import UnitService
from inventory.models.service import SERVICE_KINDS
from portal.core.units.models import CareUnit


def service_items(region_id: int, on: date) -> list[CatalogueItem]:
    """What the region's appendix has of services, networks and accesses on the day, by kind as in the catalogue.

    Raises Missing when no appendix holds.
    """
    items = catalogue_of(appendix_in_force(region_id, on).pk)
    return [item for kind in SERVICE_KINDS for item in items if item.kind == kind]


def lacking_of_included(
    items: Iterable[CatalogueItem], held: Iterable[UnitService], on: date
) -> list[CatalogueItem]:
    """Those of the items that every unit gets, services and networks, and of which the unit has nothing registered on
    the day or later. Accesses are given one by one. No query of its own."""
    there = {one.item_code for one in held if one.valid_to is None or one.valid_to >= on}
    return [item for item in items if item.kind != Kind.ACCESS and item.code not in there]


def services_of(unit: CareUnit, on: date) -> list[UnitService]:
    """What the unit itself has of services, networks and accesses on the day, by kind and name. One query."""
    return sorted(UnitService.objects.filter(unit=unit).in_force(on), key=_by_kind_and_name)


def services_around(
    unit: CareUnit, on: date
) -> tuple[list[UnitService], list[UnitService], list[UnitService]]:
    """What the unit has on the day, what begins later, and what has ended, the latest first. One query."""
    now: list[UnitService] = []
    later: list[UnitService] = []
    over: list[UnitService] = []
    for one in sorted(UnitService.objects.filter(unit=unit), key=_by_kind_and_name):
        if one.valid_from > on:
            later.append(one)
        elif one.valid_to is None or one.valid_to >= on:
            now.append(one)
        else:
            over.append(one)
    return now, later, sorted(over, key=lambda one: one.valid_to or on, reverse=True)


def _by_kind_and_name(one: UnitService) -> tuple[int, str, date]:
    return SERVICE_KINDS.index(Kind(one.kind)), one.item_name.lower(), one.valid_from
