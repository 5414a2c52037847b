"""The menu's way to returns, for those who give and those who receive."""

from collections.abc import Iterator

from django.http import HttpRequest

from inventory.returns.access import RECEIVERS
from portal.core.units.models import Role
from portal.core.web.addresses import address_of
from portal.core.web.context import NavItem

WORKS_HERE = (Role.HEAD_OF_UNIT, Role.IT_CONTACT, *RECEIVERS)


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.has(*WORKS_HERE):
        yield NavItem("Återlämning", address_of("returns:list"), within="Utrustning")
