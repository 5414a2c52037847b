"""What network contact adds to the start page and to a unit's page."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from inventory.network.access import DECIDERS
from inventory.network.models import NetworkDeviation
from inventory.network.queries import deviations_at, open_deviations, unseen_at
from portal.core.clock import local_date
from portal.core.presence import present
from portal.core.units.models import CareUnit, Role
from portal.core.web.formatting import number, plural
from portal.core.web.start import StartPanel, StartParts, StartTask

MOST_SHOWN = 5


def waits(request: HttpRequest, unit: CareUnit | None) -> Iterator[QuerySet]:
    """What tells whether there is anything."""
    if unit and request.roles.has(Role.HEAD_OF_UNIT, Role.IT_CONTACT):
        yield unseen_at([unit.pk], unit.region_id, local_date(request.at))
    regions = _regions(request)
    if regions:
        yield NetworkDeviation.objects.open().filter(unit__region_id__in=regions)


def start(request: HttpRequest, unit: CareUnit | None) -> StartParts:
    """At most two queries for a unit's person and one for the region's."""
    mine = tuple(_of_unit(request, unit)) if unit else ()
    return StartParts(tasks=mine, region_tasks=tuple(_of_region(request)))


def _of_unit(request: HttpRequest, unit: CareUnit) -> Iterator[StartTask]:
    if not request.roles.has(Role.HEAD_OF_UNIT, Role.IT_CONTACT):
        return
    count = unseen_at([unit.pk], unit.region_id, local_date(request.at)).count()
    if count:
        title = f"{number(count)} {plural(count, 'dator,datorer')} har inte varit på nätet på länge"
        them, they = plural(count, "den,dem"), plural(count, "den,de")
        text = f"Anslut {them} till regionens nätverk så att {they} får säkerhetsuppdateringar."
        url = f"{reverse('network:unseen')}?enhet={unit.hsa_id}"
        yield StartTask(title, text, url, "Visa", icon="wifi")


def _of_region(request: HttpRequest) -> Iterator[StartTask]:
    regions = _regions(request)
    count = open_deviations(regions) if regions else 0
    if count:
        title = f"{number(count)} {plural(count, 'okänd maskin,okända maskiner')} på nätet att utreda"
        text = f"{plural(count, 'Den,De')} har setts på en enhet men har inte levererats av regionen."
        yield StartTask(title, text, reverse("network:deviations"), "Utred", icon="network")


def _regions(request: HttpRequest) -> frozenset[int]:
    return request.roles.regions_with(*DECIDERS)


def unit_panels(request: HttpRequest, unit: CareUnit) -> Iterator[StartPanel]:
    """On the unit's page: computers that have not been seen, and what is not the region's. At most three queries, one
    when there is nothing."""
    rows, others = unseen_at([unit.pk], unit.region_id, local_date(request.at)), deviations_at([unit.pk])
    if any(present([rows, others])):
        unseen = list(rows.order_by("since", "pk")[: MOST_SHOWN + 1])
        unknown = list(others[:MOST_SHOWN])
        contents = {"unseen": unseen[:MOST_SHOWN], "more": len(unseen) > MOST_SHOWN, "unknown": unknown}
        url = f"{reverse('network:unseen')}?enhet={unit.hsa_id}"
        yield StartPanel("Nätverkskontakt", "network/_unit.html", contents, url, "Visa alla")
