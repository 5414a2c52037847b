"""The menu's way to the overview, for those who follow a region."""

from collections.abc import Iterator

from django.http import HttpRequest

from portal.core.web.addresses import address_of
from portal.core.web.context import NavItem
from portal.home.dashboards.access import followed_regions


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if followed_regions(request.roles):
        yield NavItem("Översikt", address_of("dashboards:overview"), within="Start")
