"""The menu's way to notices, for whoever has a unit or works for a region, and to webhooks for those who look after
them."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from portal.core.web.context import NavItem
from portal.notices.access import SUBSCRIPTION_ADMINISTRATORS


def nav(request: HttpRequest) -> Iterator[NavItem]:
    if request.roles.all_unit_ids or request.roles.all_region_ids:
        yield NavItem("Drift och ändringar", reverse("notices:list"))
    if request.roles.has(*SUBSCRIPTION_ADMINISTRATORS):
        yield NavItem("Webhookar", reverse("notices:webhooks"), within="Drift och ändringar")
