"""The menu's way to rounds, for the units' people and those of the region who see units."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from portal.core.web.context import NavItem


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.all_unit_ids or request.roles.all_region_ids:
        yield NavItem("Inventering", reverse("rounds:list"), within="Utrustning")
