"""Reading webhooks and what became of what was sent to them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from portal.core.units.models import Region
from portal.core.units.roles import RoleSet
from portal.notices.access import SUBSCRIPTION_ADMINISTRATORS
from portal.notices.models import WebhookDelivery, WebhookEndpoint


def webhook_regions(roles: RoleSet) -> QuerySet[Region]:
    """The regions whose webhooks the person looks after."""
    return Region.objects.filter(pk__in=roles.regions_with(*SUBSCRIPTION_ADMINISTRATORS)).order_by("name")


def webhooks_of(roles: RoleSet) -> QuerySet[WebhookEndpoint]:
    """The webhooks of those regions, those in use first."""
    rows = WebhookEndpoint.objects.filter(region__in=webhook_regions(roles)).select_related("region")
    return rows.order_by("-disabled_at", "name", "pk")


def latest_deliveries(endpoints: Iterable[WebhookEndpoint]) -> dict[int, WebhookDelivery]:
    """The latest delivery of each webhook that has any. One query."""
    rows = WebhookDelivery.objects.filter(endpoint__in=[one.pk for one in endpoints]).defer("body")
    latest = rows.order_by("endpoint_id", "-pk").distinct("endpoint_id")
    return {row.endpoint_id: row for row in latest}
