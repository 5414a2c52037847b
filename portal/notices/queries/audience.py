"""Whom an audience is, asked of the database for all units at once. ``portal.notices.audience`` says the same of one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from entitlements.models import CatalogueItem
from inventory.models import Asset, UnitService
from portal.core.fields import valid_on
from portal.core.units.models import Assignment, CareUnit, Contract, Municipality, Programme
from portal.core.units.models.organisation import contract_of_outer_unit
from portal.core.units.roles import UNIT_ROLES
from portal.notices.audience import Audience, Dimension, Traits


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person whom a notice is sent to, in a role, for a unit; None for the roles of the region."""

    person_id: int
    role: str
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How many units and people an audience is."""

    units: int
    people: int


def units_in(region_id: int, audience: Audience, on: date) -> QuerySet[CareUnit]:
    """The units that the audience holds on the day."""
    contract = contract_of_outer_unit(on)
    programmes = audience.named(Dimension.PROGRAMME)
    if programmes:
        contract = contract.filter(programme__code__in=programmes)
    units = CareUnit.objects.filter(Exists(contract), region_id=region_id)
    if municipalities := audience.named(Dimension.MUNICIPALITY):
        units = units.filter(municipality_id__in=municipalities)
    if named := audience.named(Dimension.UNIT):
        units = units.filter(hsa_id__in=named)
    if services := audience.named(Dimension.SERVICE):
        held = UnitService.objects.in_force(on).filter(unit_id=OuterRef("pk"), item_code__in=services)
        units = units.filter(Exists(held))
    if equipment := audience.named(Dimension.EQUIPMENT):
        assets = Asset.objects.filter(
            unit_id=OuterRef("pk"), item_code__in=equipment, state__in=Asset.HELD, part_of__isnull=True
        )
        units = units.filter(Exists(assets))
    return units


def addressees(region_id: int, audience: Audience, on: date) -> list[Addressee]:
    """The active people who have the audience's roles at its units, or in the region. Branches are reached through
    their own people and their main unit's. Two queries."""
    of_units = sorted(audience.roles & frozenset(UNIT_ROLES))
    of_region = sorted(audience.roles - frozenset(UNIT_ROLES))
    assignments = Assignment.objects.filter(valid_on(on), user__is_active=True).order_by("pk")
    found: dict[tuple[int, int | None], Addressee] = {}
    if of_units:
        by_unit: dict[int, list[tuple[int, str]]] = defaultdict(list)
        in_region = assignments.filter(role__in=of_units, unit__region_id=region_id)
        for unit_id, person_id, role in in_region.values_list("unit_id", "user_id", "role"):
            by_unit[unit_id].append((person_id, role))
        units = units_in(region_id, audience, on).order_by("pk")
        for unit_id, parent_id in units.values_list("pk", "parent_id"):
            for person_id, role in (*by_unit[unit_id], *(by_unit[parent_id] if parent_id else ())):
                found.setdefault((person_id, unit_id), Addressee(person_id, role, unit_id))
    if of_region:
        rows = assignments.filter(role__in=of_region, region_id=region_id)
        for person_id, role in rows.values_list("user_id", "role"):
            found.setdefault((person_id, None), Addressee(person_id, role, None))
    return list(found.values())


def reach_of(region_id: int, audience: Audience, on: date) -> Reach:
    """How many units and people a notice would be sent to if it were published on the day."""
    people = {one.person_id for one in addressees(region_id, audience, on)}
    return Reach(units_in(region_id, audience, on).count(), len(people))


def traits_of(unit: CareUnit, on: date) -> Traits:
    """What decides whether the unit is in an audience, with the names of its codes. Five queries."""
    contract = (
        Contract.objects.filter(valid_on(on), unit_id=unit.main_unit_id).select_related("programme").first()
    )
    services = dict(UnitService.objects.in_force(on).filter(unit=unit).values_list("item_code", "item_name"))
    held = Asset.objects.filter(unit=unit, state__in=Asset.HELD, part_of__isnull=True).order_by()
    equipment = dict(held.values_list("item_code", "item_name").distinct())
    return Traits(
        hsa_id=unit.hsa_id,
        has_contract=contract is not None,
        programme=contract.programme.code if contract else "",
        municipality=unit.municipality_id,
        services=frozenset(services),
        equipment=frozenset(equipment),
        names=names_in(unit.region_id, on) | services | equipment,
    )


def names_in(region_id: int, on: date) -> dict[str, str]:
    """The Swedish names of a region's codes: programmes, municipalities, items of the appendix in force."""
    items = CatalogueItem.objects.filter(
        valid_on(on, "appendix__"), appendix__region_id=region_id, appendix__published_at__isnull=False
    )
    return {
        **dict(Municipality.objects.values_list("code", "name")),
        **dict(Programme.objects.filter(region_id=region_id).values_list("code", "name")),
        **dict(items.values_list("code", "name")),
    }
