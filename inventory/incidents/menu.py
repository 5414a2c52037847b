"""The menu's way to incidents, and for those who invoice to what units are to pay."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from inventory.incidents.access import SEES_INCIDENTS
from portal.core.units.models import Role
from portal.core.web.context import NavItem


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.has(*SEES_INCIDENTS):
        also = (reverse("incidents:loans"), reverse("incidents:charges"))
        yield NavItem("Incidenter", reverse("incidents:list"), within="Utrustning", also=also)
    if request.roles.has(Role.CONTROLLER, Role.COORDINATOR):
        yield NavItem("Debiteringar", reverse("incidents:charges"), within="Utrustning")
