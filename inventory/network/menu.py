"""The menu's way to network contact, for those who work for the region with it."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from inventory.network.access import DECIDERS, FEEDERS
from portal.core.web.context import NavItem


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.has(*FEEDERS, *DECIDERS):
        yield NavItem("Nätverkskontakt", reverse("network:unseen"), within="Utrustning")
