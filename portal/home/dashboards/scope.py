"""What the overview is about: a region, and the units of it that the address chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from inventory.queries.lists import municipality_choices
from portal.core.cache import page_cache
from portal.core.clock import local_date
from portal.core.units.models import CareUnit, Region
from portal.core.units.queries import programmes_of
from portal.core.web.filters import FilterForm
from portal.home.dashboards.access import followed_regions
from portal.home.links import link

_KEPT = 300  # seconds that the choices of the filters are kept


@dataclass(frozen=True, slots=True)
class Scope:
    """``municipality`` is a code, ``programme`` too; empty for all."""

    region: Region
    on: date
    municipality: str = ""
    programme: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.municipality or self.programme)

    @property
    def units(self) -> QuerySet[CareUnit]:
        """The primary keys of the units that count, for a filter. A branch is in its main unit's programme."""
        units = CareUnit.objects.filter(region_id=self.region.pk)
        if self.municipality:
            units = units.filter(municipality_id=self.municipality)
        if self.programme:
            units = units.in_programme(self.programme, self.on)
        return units.values("pk")

    def link(self, name: str, *args: str, **query: str) -> str:
        """The address of a list with the overview's own choices."""
        chosen = {"kommun": self.municipality, "vardval": self.programme}
        return link(name, *args, **query, **{key: value for key, value in chosen.items() if value})


class ScopeForm(FilterForm):
    region = forms.ChoiceField(label="Region", required=False)
    kommun = forms.ChoiceField(label="Kommun", required=False)
    vardval = forms.ChoiceField(label="Vårdval", required=False)

    def __init__(self, data: Mapping[str, Any], regions: list[Region], chosen: Region):
        super().__init__(data)
        if len(regions) > 1:
            self.fields["region"].choices = [(one.code, one.name) for one in regions]
        else:
            del self.fields["region"]
        places = municipality_choices(frozenset({chosen.pk}))
        self.fields["kommun"].choices = [("", "Alla kommuner"), *places]
        self.fields["vardval"].choices = [("", "Alla vårdval"), *_programmes(chosen.pk)]


def scope_of(request: HttpRequest) -> tuple[Scope, ScopeForm]:
    """What the address asks for, among the regions that the person follows; another region does not exist for him.
    At most three queries."""
    regions = list(Region.objects.filter(pk__in=followed_regions(request.roles)).order_by("name"))
    wanted = request.GET.get("region", "")
    region = next((one for one in regions if not wanted or one.code == wanted), None)
    if region is None:
        raise Http404
    form = ScopeForm(request.GET, regions, region)
    return Scope(region, local_date(request.at), form.wish("kommun"), form.wish("vardval")), form


def _programmes(region_id: int) -> list[tuple[str, str]]:
    read = partial(programmes_of, [region_id])
    return page_cache.get_or_set(f"dashboards.programmes:{region_id}", read, _KEPT)
