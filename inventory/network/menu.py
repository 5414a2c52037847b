"""The menu's way to network contact, for those who work for the region with it."""

from collections.abc import Iterator

from django.http import HttpRequest

from inventory.network.access import DECIDERS, FEEDERS
from portal.core.web.addresses import address_of
from portal.core.web.context import NavItem


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.has(*FEEDERS, *DECIDERS):
        yield NavItem("Nätverkskontakt", address_of("network:unseen"), within="Utrustning")
