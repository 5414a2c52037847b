"""The menu's way to imports, for those who import."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from inventory.imports.models import IMPORTERS
from portal.core.web.context import NavItem


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.has(*IMPORTERS):
        yield NavItem("Import", reverse("imports:list"), within="Utrustning")
