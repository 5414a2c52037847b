"""The menu's way to rounds, for the units' people and those of the region who see units."""

from collections.abc import Iterator

from django.http import HttpRequest

from portal.core.web.addresses import address_of
from portal.core.web.context import NavItem


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.all_unit_ids or request.roles.all_region_ids:
        yield NavItem("Inventering", address_of("rounds:list"), within="Utrustning")
