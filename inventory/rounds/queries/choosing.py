"""Which units a round asks, and what a coordinator may choose among."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from inventory.models import Asset
from inventory.rounds.content import Dimension
from inventory.rounds.models import RoundUnit
from portal.core.units.chosen import Chosen
from portal.core.units.models import CareUnit, Region
from portal.core.units.models.organisation import contract_of_outer_unit
from portal.core.units.queries import municipalities_of, programmes_of
from portal.core.units.roles import Role, RoleSet

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """Codes with their Swedish names. Units by HSA-id."""

    programmes: tuple[Choice, ...]
    municipalities: tuple[Choice, ...]
    units: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """What a round would ask: units, their pieces, and how many units are ``busy`` with another round."""

    units: int
    assets: int
    busy: int


def chosen_units(region_id: int, chosen: Chosen, on: date) -> QuerySet[CareUnit]:
    """The units that are chosen: those with a contract on the day or with the region's equipment left after it."""
    contract = contract_of_outer_unit(on)
    units = CareUnit.objects.filter(region_id=region_id)
    if programmes := chosen.named(Dimension.PROGRAMME):
        units = units.filter(Exists(contract.filter(programme__code__in=programmes)))
    else:
        units = units.filter(Q(Exists(contract)) | Q(Exists(expected_at(OuterRef("pk")))))
    if municipalities := chosen.named(Dimension.MUNICIPALITY):
        units = units.filter(municipality_id__in=municipalities)
    if named := chosen.named(Dimension.UNIT):
        units = units.filter(hsa_id__in=named)
    return units


def free_units(region_id: int, chosen: Chosen, on: date) -> QuerySet[CareUnit]:
    """Those of the chosen that have no other round to answer."""
    return chosen_units(region_id, chosen, on).filter(~_answering())


def expected_at(unit: OuterRef) -> QuerySet[Asset]:
    """What a unit is asked about: whole pieces in use there. What is in repair is not there to be seen."""
    return Asset.objects.filter(unit_id=unit, part_of__isnull=True, state=Asset.State.IN_USE)


def extent_of(region_id: int, chosen: Chosen, on: date) -> Extent:
    """What a round with the choice would ask if it were opened on the day. Three queries."""
    units = free_units(region_id, chosen, on)
    pieces = Asset.objects.filter(unit__in=units.values("pk"), part_of__isnull=True, state=Asset.State.IN_USE)
    busy = chosen_units(region_id, chosen, on).filter(_answering())
    return Extent(units.count(), pieces.count(), busy.count())


def choices_of(region: Region) -> Choices:
    """The region's programmes, municipalities and units. Three queries."""
    units = CareUnit.objects.filter(region=region).order_by("sort_key", "pk")
    return Choices(
        programmes=tuple(programmes_of([region.pk])),
        municipalities=tuple(municipalities_of([region.pk])),
        units=tuple(units.values_list("hsa_id", "name")),
    )


def run_regions(roles: RoleSet) -> list[Region]:
    """The regions where the person runs rounds. One query."""
    ids = roles.regions_with(Role.COORDINATOR)
    return list(Region.objects.filter(pk__in=ids).order_by("name"))


def _answering() -> Exists:
    return Exists(RoundUnit.objects.waiting().filter(unit=OuterRef("pk")))
