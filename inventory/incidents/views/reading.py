"""Incidents as a list, one with everything about it, and its pictures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inventory.incidents.access import SEES_INCIDENTS
from inventory.incidents.forms.filters import IncidentFilter
from inventory.incidents.models import Incident, IncidentPicture
from inventory.incidents.presentation import state_tag, waited
from inventory.incidents.queries import ORDER, incidents_for
from inventory.incidents.views.detail import incidents_of, show_incident
from portal.core.clock import local_date
from portal.core.units.models import Role
from portal.core.web.pages import for_roles, one_or_404, own_units
from portal.core.web.paging import page_of

_REPORTERS = (Role.HEAD_OF_UNIT, Role.IT_CONTACT, Role.COORDINATOR, Role.IT_DELIVERY)


@for_roles(*SEES_INCIDENTS)
@require_GET
def incident_list(request: HttpRequest) -> HttpResponse:
    """What has been reported at the units that the person sees, newest first."""
    region_staff = bool(request.roles.all_region_ids)
    today = local_date(request.at)
    units = [] if region_staff else own_units(request)
    form = IncidentFilter(request.GET, units=units)
    page = page_of(request, incidents_for(request.roles, form.chosen), ORDER)
    context = {
        "form": form,
        "page": page,
        "rows": [(incident, state_tag(incident), waited(incident, today)) for incident in page.rows],
        "shows_unit": region_staff or len(units) > 1,
        "filtered": any(form.chosen.values()),
        "may_report": request.roles.has(*_REPORTERS),
    }
    return render(request, "incidents/incident_list.html", context)


@for_roles(*SEES_INCIDENTS)
@require_GET
def incident_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One incident: what happened, its pictures, what was decided and what there is to do."""
    return show_incident(request, one_or_404(incidents_of(request), number=number.upper()))


@for_roles(*SEES_INCIDENTS)
@require_GET
def picture(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """A picture, only for who sees the incident. Never read as anything but a picture."""
    seen = Incident.objects.visible_to(request.roles).filter(number=number.upper())
    found: IncidentPicture = one_or_404(IncidentPicture.objects.filter(incident__in=seen), position=position)
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(bytes(found.content), content_type=found.media_type, headers=headers)
