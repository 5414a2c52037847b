"""The menu's way to imports, for those who import."""

from collections.abc import Iterator

from django.http import HttpRequest

from inventory.imports.models import IMPORTERS
from portal.core.web.addresses import address_of
from portal.core.web.context import NavItem


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.has(*IMPORTERS):
        yield NavItem("Import", address_of("imports:list"), within="Utrustning")
