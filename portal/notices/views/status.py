"""How a region's services are: public, without sign-in, without names of units or what anyone has written."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from portal.core.cache import page_cache
from portal.core.units.models import Region
from portal.core.web.pages import one_or_404
from portal.notices.queries.status import Level, Period, RegionStatus, ServiceStatus, status_of

KEPT = 30  # seconds


@dataclass(frozen=True, slots=True)
class Look:
    """How a level is said and drawn."""

    label: str
    color: str
    icon: str


LOOKS: Mapping[Level, Look] = {
    Level.WORKS: Look("Fungerar", "success", "circle-check"),
    Level.PLANNED: Look("Planerat underhåll", "info", "calendar-clock"),
    Level.MAINTENANCE: Look("Underhåll pågår", "warning", "wrench"),
    Level.DISTURBED: Look("Störning", "warning", "triangle-alert"),
    Level.BROKEN: Look("Stor störning", "danger", "triangle-alert"),
}


@require_safe
def region_list(request: HttpRequest) -> HttpResponse:
    """The regions whose status can be seen."""
    response = render(request, "notices/status_list.html", {"regions": Region.objects.order_by("name")})
    return _for_everyone(request, response)


@require_safe
def region_status(request: HttpRequest, code: str) -> HttpResponse:
    """The region's services. Asked for by htmx: what is new since the page was drawn, or 204 when nothing is."""
    region = one_or_404(Region.objects.all(), code=code)
    status = page_cache.get_or_set(f"notices:status:{region.pk}", lambda: status_of(region, request.at), KEPT)
    digest = hashlib.sha256(repr(status).encode()).hexdigest()[:16]
    if request.htmx and request.GET.get("har") == digest:
        return _for_everyone(request, HttpResponse(status=204))
    disturbed = sum(service.level >= Level.DISTURBED for service in status.services)
    context = {
        "region": region,
        "rows": [(service, LOOKS[service.level], _others(service)) for service in status.services],
        "summary": _summary(status, disturbed),
        "past": status.past,
        "digest": digest,
    }
    template = "notices/_status.html" if request.htmx else "notices/status.html"
    return _for_everyone(request, render(request, template, context))


def _others(service: ServiceStatus) -> list[tuple[Look, Period]]:
    """What goes on or is planned besides what the service's state says already."""
    return [(LOOKS[period.level], period) for period in service.periods if period is not service.worst]


def _summary(status: RegionStatus, disturbed: int) -> tuple[str, str]:
    """A colour and a sentence about all services together."""
    color = LOOKS[status.level].color
    if disturbed:
        count = "En tjänst har en störning" if disturbed == 1 else f"{disturbed} tjänster har störningar"
        partly = all(one.partly for one in status.services if one.level >= Level.DISTURBED)
        return color, f"{count} hos en del av enheterna." if partly else f"{count}."
    if status.level == Level.MAINTENANCE:
        return "warning", "Underhåll pågår. I övrigt fungerar tjänsterna."
    return "success", "Alla tjänster fungerar."


def _for_everyone(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same for all who are not signed in, for as long as the status is kept; a page that bears a name is not."""
    patch_vary_headers(response, ["HX-Request"])
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=KEPT)
    return response
