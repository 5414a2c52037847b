"""The menu's way to notices, for whoever has a unit or works for a region, and to webhooks for those who look after
them."""

from collections.abc import Iterator

from django.http import HttpRequest

from portal.core.web.addresses import address_of
from portal.core.web.context import NavItem
from portal.notices.access import SUBSCRIPTION_ADMINISTRATORS


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.all_unit_ids or request.roles.all_region_ids:
        yield NavItem("Drift och ändringar", address_of("notices:list"))
    if request.roles.has(*SUBSCRIPTION_ADMINISTRATORS):
        yield NavItem("Webhookar", address_of("notices:webhooks"), within="Drift och ändringar")
