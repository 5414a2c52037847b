"""The menu's way to incidents, and for those who invoice to what units are to pay."""

from collections.abc import Iterator

from django.http import HttpRequest

from inventory.incidents.access import SEES_INCIDENTS
from portal.core.units.models import Role
from portal.core.web.addresses import address_of
from portal.core.web.context import NavItem


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.has(*SEES_INCIDENTS):
        also = (address_of("incidents:loans"), address_of("incidents:charges"))
        yield NavItem("Incidenter", address_of("incidents:list"), within="Utrustning", also=also)
    if request.roles.has(Role.CONTROLLER, Role.COORDINATOR):
        yield NavItem("Debiteringar", address_of("incidents:charges"), within="Utrustning")
