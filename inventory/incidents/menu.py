"""The menu's way to incidents."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from inventory.incidents.access import SEES_INCIDENTS
from portal.core.web.context import NavItem


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.has(*SEES_INCIDENTS):
        yield NavItem("Incidenter", reverse("incidents:list"), within="Utrustning")
