"""What an author of a region may choose among, and the templates that he may begin from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from entitlements.models import AppendixVersion, CatalogueItem
from entitlements.queries import catalogue_of
from inventory.models.service import SERVICE_KINDS
from portal.core.text import capitalised
from portal.core.units.models import CareUnit, Region
from portal.core.units.queries import municipalities_of, programmes_of
from portal.core.units.roles import RoleSet
from portal.notices.access import kinds_for
from portal.notices.models import NoticeTemplate

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """Codes with their Swedish names, in the order of the page. Units by HSA-id."""

    programmes: tuple[Choice, ...]
    municipalities: tuple[Choice, ...]
    units: tuple[Choice, ...]
    services: tuple[Choice, ...]
    equipment: tuple[Choice, ...]


def choices_of(region: Region, on: date) -> Choices:
    """The region's programmes, municipalities and units, and the items of the appendix in force. Four queries."""
    items = _items(region, on)
    return Choices(
        programmes=tuple(programmes_of([region.pk])),
        municipalities=tuple(municipalities_of([region.pk])),
        units=tuple(
            CareUnit.objects.filter(region=region).order_by("sort_key", "pk").values_list("hsa_id", "name")
        ),
        services=_named(item for kind in SERVICE_KINDS for item in items if item.kind == kind),
        equipment=_named(item for item in items if item.kind not in SERVICE_KINDS),
    )


def written_regions(roles: RoleSet) -> list[Region]:
    """The regions where the person may write notices of some kind. One query."""
    regions = Region.objects.filter(pk__in=roles.all_region_ids).order_by("name")
    return [region for region in regions if kinds_for(roles, region.pk)]


def templates_for(roles: RoleSet) -> QuerySet[NoticeTemplate]:
    """The templates of the kinds that the person may write, in the regions where he may."""
    usable = Q(pk__in=())
    for region_id in roles.all_region_ids:
        usable |= Q(region_id=region_id, kind__in=kinds_for(roles, region_id))
    return NoticeTemplate.objects.filter(usable, retired_at__isnull=True).select_related("region")


def _items(region: Region, on: date) -> tuple[CatalogueItem, ...]:
    version = AppendixVersion.objects.in_force(region.pk, on).first()
    return catalogue_of(version.pk) if version else ()


def _named(items: Iterable[CatalogueItem]) -> tuple[Choice, ...]:
    return tuple((item.code, capitalised(item.name)) for item in items)
