"""Computers that have not been on the network for long, and machines there that the region did not supply."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import partial

from django.db.models import Q, QuerySet

from entitlements.models import AppendixVersion, Kind
from entitlements.queries import terms_of
from inventory.models import Asset
from inventory.models.asset import AssetQuerySet
from inventory.models.ordering import SINCE
from inventory.network.models import NetworkDeviation
from portal.core.cache import page_cache
from portal.core.units.models import Region
from portal.core.units.roles import RoleSet

_KEPT = 60  # seconds


def unseen_terms(region_ids: Collection[int], on: date) -> dict[int, tuple[int, bool]]:
    """How many days a computer may be away in each region, and whether its appendix says so; otherwise it is the
    portal's own choice. One query for each region, remembered for a while: pages ask it, and it changes by the year."""
    return {
        region_id: page_cache.get_or_set(
            f"network.unseen:{region_id}:{on}", partial(_unseen_term, region_id, on), _KEPT
        )
        for region_id in region_ids
    }


def _unseen_term(region_id: int, on: date) -> tuple[int, bool]:
    version = AppendixVersion.objects.in_force(region_id, on).only("terms").first()
    stored = version.terms if version else {}
    said = stored.get("unseen_days", {"open": True})
    return terms_of(stored).unseen_days, not said.get("open", False)


def unseen_in(terms: dict[int, tuple[int, bool]], on: date) -> AssetQuerySet:
    """Computers in use in the regions that have not been on the network for longer than the region's days, each with
    ``since``: the day it was last there, or came to the unit."""
    wanted = Q(pk__in=())
    for region_id, (days, _) in terms.items():
        wanted |= Q(unit__region_id=region_id, since__lt=on - timedelta(days=days))
    computers = Asset.objects.filter(kind=Kind.BASE_PACKAGE, part_of__isnull=True, state=Asset.State.IN_USE)
    return computers.annotate(since=SINCE).filter(wanted)


def unseen_of(roles: RoleSet, terms: dict[int, tuple[int, bool]], on: date) -> QuerySet[Asset]:
    """Those at the units that the person sees."""
    return unseen_in(terms, on).visible_to(roles).select_related("unit")


def unseen_at(unit_ids: Collection[int], region_id: int, on: date) -> QuerySet[Asset]:
    """Those at some units of a region."""
    terms = unseen_terms([region_id], on)
    return unseen_in(terms, on).filter(unit_id__in=unit_ids).select_related("unit")


def deviations_at(unit_ids: Collection[int]) -> QuerySet[NetworkDeviation]:
    """What is not explained at the units, the latest seen first."""
    return NetworkDeviation.objects.open().filter(unit_id__in=unit_ids).order_by("-last_seen_on", "-pk")


def open_deviations(regions: Collection[int]) -> int:
    """How many wait for a decision in the regions. One query."""
    return NetworkDeviation.objects.open().filter(unit__region_id__in=regions).count()


def regions_of(roles: RoleSet, who: Collection[str]) -> list[Region]:
    """The regions where the person has one of the roles, by name. One query."""
    ids = roles.regions_with(*who)
    return list(Region.objects.filter(pk__in=ids).order_by("name"))
